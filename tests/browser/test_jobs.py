"""What an analyst comes for, as clicks: none takes more than six."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from geo.atlas import Atlas
from geo.records.near import Circle, may_be_near, near
from tests.support.browsing import (
    WAIT_MS,
    calm,
    card_title,
    map_frame,
    opened,
    settled,
    titles_in_table,
)
from tests.support.counted import rows

pytestmark = [pytest.mark.browser]
MOST_CLICKS = 6


class Worker:
    """Somebody at a page, whose clicks are counted; keys and scrolling are free."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, what):
        self.clicks += 1
        what.click()

    def press(self, name, *, role="button"):
        self.click(self.page.get_by_role(role, name=name, exact=True).first)

    def goes(self, words):
        """Go anywhere by its name."""
        self.page.keyboard.press("Control+k")
        field = self.page.get_by_role("dialog").get_by_role("combobox")
        expect(field).to_be_focused(timeout=WAIT_MS)
        self.page.keyboard.type(words)
        expect(self.page.get_by_role("option").first).to_be_visible(timeout=WAIT_MS)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("dialog")).to_have_count(0, timeout=WAIT_MS)
        settled(self.page)

    def gets(self, name):
        """Press a button that gives a file, once the page rests, and give the file."""
        with self.page.expect_download(timeout=WAIT_MS) as given:
            self.press(name)
        return given.value


@pytest.fixture
def worker(page, base_url):
    calm(opened(page, base_url))
    made = Worker(page)
    yield made
    assert made.clicks <= MOST_CLICKS


def first_row(worker):
    """Click in the first row of the table."""
    grid = worker.page.locator("[data-testid='stDataFrame']").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    worker.clicks += 1
    worker.page.mouse.click(box["x"] + box["width"] / 3, box["y"] + 1.5 * 35)


def test_attacks_within_a_radius_are_taken_along(worker):
    page = worker.page
    worker.click(page.get_by_role("combobox", name=ui.NEAR, exact=True))
    page.keyboard.type("Camp Taji")
    page.get_by_role("option").first.wait_for(timeout=WAIT_MS)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("near=camp_taji"), timeout=WAIT_MS)
    calm(page)
    there = may_be_near(near(rows(), Circle.read("camp_taji:20", Atlas.load().gazetteer)))
    found = worker.gets(f"CSV ({int(there.sum())} rows)")
    with found.path().open(encoding="utf-8-sig", newline="") as lines:
        assert {row["attack_id"] for row in csv.DictReader(lines)} == set(rows().index[there])


def test_what_changed_since_a_day(worker):
    worker.goes(ui.CASEBOOK)
    page = worker.page
    day = page.locator("[data-testid='stDateInput']").filter(has_text=ui.CHANGED_SINCE)
    worker.click(day.get_by_role("button", name="Choose date"))
    worker.click(page.get_by_role("button", name=re.compile("^Today")))
    expect(page.get_by_text("Compared with")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Nothing changed.")).to_be_visible(timeout=WAIT_MS)


def test_a_source_is_followed_to_its_page_and_to_another_attack(worker):
    page = worker.page
    worker.goes(rows()["title"]["2021-07-07-al-asad"])
    calm(page)
    worker.press(ui.SOURCES, role="tab")
    link = page.locator(".st-key-side_panel a[target='_blank']:visible").first
    assert link.get_attribute("href").startswith("https://")
    used = page.locator(".st-key-side_panel").get_by_role("button", name=re.compile("^Also used"))
    worker.click(used.first)
    other = page.get_by_test_id("stPopoverBody").get_by_role("button").first
    expect(other).to_be_visible(timeout=WAIT_MS)
    worker.click(other)
    expect(card_title(page)).not_to_have_text(
        rows()["title"]["2021-07-07-al-asad"], timeout=WAIT_MS
    )


def test_how_the_method_scored(worker):
    worker.press(ui.METHOD, role="link")
    page = worker.page
    heading = page.get_by_role("heading", name=ui.WHAT_ATTACKS_POINT_TO)
    expect(heading).to_be_visible(timeout=WAIT_MS)
    assessed = int((rows()["asserted_from"] == "assessment").sum())
    expect(page.get_by_text(re.compile(rf"^{assessed} attacks of this record"))).to_be_visible(
        timeout=WAIT_MS
    )


def test_why_an_attack_does_not_fit(worker):
    page = worker.page
    titles = titles_in_table(page)
    first_row(worker)
    expect(card_title(page)).to_have_text(titles[0], timeout=WAIT_MS)
    expect(page.get_by_text(ui.REASON, exact=True)).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text(ui.WOULD_CHANGE_IT, exact=True)).to_be_visible(timeout=WAIT_MS)


def test_whose_ground_it_is(worker):
    worker.goes("Ground: KH: Anbar")
    page = worker.page
    expect(card_title(page)).to_have_text("KH: Anbar and the Jazira", timeout=WAIT_MS)
    expect(page.get_by_text(re.compile(f"^{ui.SIGHTINGS}"))).to_be_visible(timeout=WAIT_MS)


def test_the_days_of_a_truce(worker):
    page = worker.page
    worker.click(page.get_by_test_id("stSidebar").locator("[data-testid='stPopoverButton']").first)
    worker.click(page.get_by_test_id("stPopoverBody").get_by_role("button").nth(1))
    page.wait_for_url(re.compile("date_from="), timeout=WAIT_MS)


def test_a_slide_of_what_is_shown(worker):
    page = worker.page
    worker.click(page.get_by_test_id("stSidebar").locator("button", has_text="KH").first)
    page.wait_for_url("**group=KH**", timeout=WAIT_MS)
    calm(page)
    worker.press(ui.EXPORT, role="link")
    make = page.get_by_role("button", name=ui.MAKE_THE_FILES)
    make.wait_for(timeout=3 * WAIT_MS)
    settled(page)
    worker.click(make)
    given = page.get_by_test_id("stDownloadButton").first
    given.wait_for(timeout=3 * WAIT_MS)
    settled(page)
    with page.expect_download(timeout=WAIT_MS) as found:
        worker.click(given.get_by_role("button"))
    assert found.value.suggested_filename.endswith(".png")


def test_a_case_file_to_hand_over(worker):
    page = worker.page
    first_row(worker)
    expect(page.get_by_text(ui.REASON, exact=True)).to_be_visible(timeout=WAIT_MS)
    calm(page)
    worker.press(ui.MAKE_A_CASE_FILE)
    page.get_by_role("button", name=ui.DOWNLOAD_THE_CASE_FILE).wait_for(timeout=3 * WAIT_MS)
    calm(page)
    assert worker.gets(ui.DOWNLOAD_THE_CASE_FILE).suggested_filename.endswith(".zip")


def test_what_the_tool_says_of_itself(worker):
    worker.goes("Document: The ledger of ground")
    expect(worker.page.get_by_role("heading", name="The ledger of ground")).to_be_visible(
        timeout=WAIT_MS
    )


def test_a_month_after_another(worker):
    page = worker.page
    opened(page, f"{page.url}?date_from=2021-05-01&date_to=2021-05-31")
    map_frame(page)
    calm(page)
    worker.press(ui.STEP_ON)
    page.wait_for_url(re.compile("date_from=2021-06-01"), timeout=WAIT_MS)
