"""The card of an attack is a screen: tabs without a wait, the next by a key, actions in sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.conftest import WINDOW
from tests.support.browsing import WAIT_MS, calm, card_title, opened, settled, titles_in_table

pytestmark = [pytest.mark.browser]

IDENT = "2021-07-07-al-asad"
RUNS = """() => {
    window.runs = 0;
    new MutationObserver(() => { window.runs += 1; }).observe(
        document.querySelector("[data-testid='stApp']"),
        {attributes: true, attributeFilter: ["data-test-script-state"]});
}"""


@pytest.fixture(autouse=True)
def usual_window(page):
    """Leave the window as wide as other tests have it."""
    yield
    page.set_viewport_size(WINDOW)


def lies_in_the_window(page, what):
    found, size = what.bounding_box(), page.viewport_size
    return found["y"] >= 0 and found["y"] + found["height"] <= size["height"]


def tab(page, title):
    return page.get_by_role("tab", name=title, exact=True)


def test_a_tab_opens_without_a_word_to_the_server(page, base_url):
    calm(opened(page, f"{base_url}/?attack={IDENT}"))
    expect(page.get_by_text(ui.WHY, exact=True)).to_be_visible(timeout=WAIT_MS)
    page.evaluate(RUNS)
    for title, words in (
        (ui.WHO_ELSE, ui.GROUPS_RANKED),
        (ui.SOURCES, ui.WHERE_SOURCES_DIFFER),
        (ui.REVIEWS, "Nobody has reviewed this attack yet."),
        (ui.REASONS, ui.WHY),
    ):
        tab(page, title).click()
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    assert page.evaluate("window.runs") == 0


def test_what_can_be_done_stays_in_sight_and_a_review_opens_its_tab(page, base_url):
    calm(opened(page, f"{base_url}/?attack={IDENT}"))
    review = page.get_by_role("button", name=ui.REVIEW_THIS_ATTACK)
    panel = page.locator(".st-key-side_panel")
    for share in (0, 0.5, 1):
        panel.evaluate("(one, share) => one.scrollTo(0, share * one.scrollHeight)", share)
        assert lies_in_the_window(page, review)
    review.click()
    settled(page)
    expect(tab(page, ui.REVIEWS)).to_have_attribute("aria-selected", "true", timeout=WAIT_MS)
    expect(page.get_by_role("button", name=ui.SAVE_REVIEW)).to_be_visible(timeout=WAIT_MS)


def test_a_key_opens_the_next_attack_of_the_table_and_another_the_one_before(page, base_url):
    calm(opened(page, base_url))
    titles = titles_in_table(page)
    calm(opened(page, f"{base_url}/?attack={IDENT}"))
    at = titles.index(card_title(page).inner_text())
    page.keyboard.press("j")
    expect(card_title(page)).to_have_text(titles[at + 1], timeout=WAIT_MS)
    calm(page)
    page.keyboard.press("k")
    expect(card_title(page)).to_have_text(titles[at], timeout=WAIT_MS)


def test_the_card_fits_a_narrow_window(page, base_url):
    page.set_viewport_size({"width": 480, "height": 900})
    calm(opened(page, f"{base_url}/?attack={IDENT}"))
    expect(card_title(page)).to_be_visible(timeout=WAIT_MS)
    for title in (ui.REASONS, ui.HISTORY):
        expect(tab(page, title)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 480
