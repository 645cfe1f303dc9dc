"""Two people review an attack in their browsers: one decides, the other agrees, the check reads."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from geo.casebook.entry import Entry
from geo.casebook.log import Casebook
from geo.casebook.state import review_states
from tests.support import hostile
from tests.support.browsing import WAIT_MS, card_title, choices, opened, settled
from tests.support.server import ROOT, serving
from tests.worlds.valley import FOLDER

pytestmark = pytest.mark.slow

HARD = "2021-05-08-port"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def url(home, tmp_path_factory):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ATLAS_HOME": str(home)}
    with serving(tmp_path_factory.mktemp("serve"), data=FOLDER, env=env) as address:
        yield address


@pytest.fixture
def book(home):
    return Casebook.open(home / "casebook.sqlite")


def named(page, name):
    box = page.get_by_role("textbox", name=ui.YOUR_NAME).first
    box.fill(name)
    box.press("Enter")
    settled(page)


def test_a_second_person_makes_a_permission_explain_a_mismatch(page, browser, url, book):
    page.goto(f"{url}/mismatches")
    # The pictures of the queue are drawn one by one when it is first opened.
    page.get_by_role("button", name=ui.REVIEW_THIS_ATTACK).nth(1).wait_for(timeout=3 * WAIT_MS)
    settled(page)
    page.get_by_role("button", name=ui.REVIEW_THIS_ATTACK).nth(1).click()
    expect(page.get_by_role("button", name=ui.SAVE_REVIEW)).to_be_disabled(timeout=WAIT_MS)
    named(page, "Anna")
    choices(page, ui.DECISION, "teaming").get_by_role("option").first.click()
    settled(page)
    choices(page, ui.WITH_WHICH_GROUP, "Oak").get_by_role("option").first.click()
    settled(page)
    note = page.get_by_role("textbox", name=ui.NOTE)
    note.fill("Launched from their **sites**. {{ 7*7*191 }}")
    note.press("Tab")
    settled(page)
    page.get_by_role("button", name=ui.SAVE_REVIEW).click()
    expect(page.get_by_text("waits for a second reviewer").first).to_be_visible(timeout=WAIT_MS)
    kept = page.get_by_role("paragraph").filter(has_text="Launched from their **sites**. {{ 7")
    expect(kept).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("button", name=ui.AGREE, exact=True)).to_have_count(0)  # her own

    context = browser.new_context()
    other = context.new_page()
    opened(other, f"{url}/mismatches")
    named(other, "Ben")
    other.get_by_role("button", name=ui.AGREE, exact=True).click()
    expect(other.get_by_text("The check reads it as evidence.")).to_be_visible(timeout=WAIT_MS)
    other.get_by_role("radio", name="Reviewed", exact=True).click()
    # Of two mismatches this one is explained now.
    summary = other.get_by_text("Reviewed: none of 1.").first
    expect(summary).to_be_visible(timeout=WAIT_MS)
    context.close()

    (standing,) = review_states(book.entries())
    assert (standing.state, standing.reviewers()) == ("accepted", "Anna and Ben")
    opened(page, f"{url}/?attack={standing.review.attack_id}")
    card_title(page).wait_for(timeout=WAIT_MS)
    expect(page.get_by_text("casebook entry 1").first).to_be_visible(timeout=WAIT_MS)


def test_texts_of_a_casebook_run_nowhere(page, url, book):
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    bad = hostile.ALL[:190]
    details = {"area_id": bad, "before": hostile.ALL, "after": hostile.ALL}
    first = book.append(
        Entry(
            bad,
            "review",
            HARD,
            "area out of date",
            note=hostile.ALL,
            source=bad,
            details=tuple(sorted(details.items())),
        )
    )
    book.append(Entry(f"B{bad}", "dissent", HARD, note=hostile.ALL, about=first.number))
    for place in (f"?attack={HARD}", "mismatches", "casebook"):
        opened(page, f"{url}/{place}")
        expect(page.get_by_text("pwned").first).to_be_attached(timeout=WAIT_MS)
        assert not faults
        for frame in page.frames:
            assert frame.evaluate("() => window.pwned") is None
            text = frame.evaluate("() => document.body.textContent")
            assert hostile.EVALUATED not in text
            assert hostile.LOOPED not in text
        links = "a[href^='javascript:'], img[src*='evil.example'], img[src='x']"
        assert page.locator(links).count() == 0


def test_a_book_that_was_edited_is_reported_on_every_page_and_none_of_it_used(
    page, url, home, book
):
    import sqlite3

    book.append(Entry("Anna", "review", HARD, "needs more", note="As it was written."))
    with sqlite3.connect(home / "casebook.sqlite") as raw:
        raw.execute("UPDATE casebook_entries SET note = 'other' WHERE number = 1")
        raw.execute("UPDATE casebook_head SET sha256 = 'x'")
    raw.close()
    opened(page, f"{url}/mismatches")
    expect(page.get_by_text("is not whole: entry 1 was changed").first).to_be_visible(
        timeout=WAIT_MS
    )
    opened(page, f"{url}/?attack={HARD}")
    expect(page.get_by_text("casebook entry 1")).to_have_count(0)
