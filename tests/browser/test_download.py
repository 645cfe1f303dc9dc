"""In a real browser: a file that cannot be made when it is asked for shows our panel alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.support.browsing import VIEW_TITLE, WAIT_MS, calm, downloaded, opened, settled, summary
from tests.support.server import PAGE_FAILED, serving
from tests.support.switches import environment
from tests.worlds.valley import FOLDER

pytestmark = [pytest.mark.browser]
# No CSV is written while a file of this name lies in the server's folder.
SWITCH = """
def changed(module):
    plain = module.safe_csv

    def safe_csv(*args, **kwargs):
        if on("fail"):
            fail()
        return plain(*args, **kwargs)

    module.safe_csv = safe_csv
"""
NOT_MADE = "The file attacks.csv was not made"


@pytest.fixture(scope="module")
def failing(tmp_path_factory):
    """Address of a dashboard, and the file whose being there makes its CSV fail."""
    folder = tmp_path_factory.mktemp("failing")
    env = environment(folder, "geo.io.spreadsheet_escape", SWITCH)
    with serving(folder, data=FOLDER, env=env, fails=True) as url:
        yield url, folder / "fail"


@pytest.fixture
def switch(failing):
    """The file whose being there makes a CSV fail; it is gone afterwards."""
    yield failing[1]
    failing[1].unlink(missing_ok=True)


def test_the_panel_says_what_failed_and_the_file_comes_when_asked_for_again(page, failing, switch):
    opened(page, f"{failing[0]}/?group=ASH")
    calm(page)
    saved = []
    page.on("download", lambda one: saved.append(one.suggested_filename))
    switch.touch()
    before = summary(page).inner_text()
    page.get_by_role("button", name="CSV (").click()
    expect(page.get_by_text(NOT_MADE)).to_be_visible(timeout=WAIT_MS)
    calm(page)
    expect(page.get_by_text("Nothing was downloaded then. Press “CSV (")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stDownloadButtonError").locator("visible=true")).to_have_count(0)
    assert not saved
    expect(summary(page)).to_have_text(before)
    page.wait_for_url(lambda url: "group=ASH" in url, timeout=WAIT_MS)
    page.get_by_text(ui.DETAILS_TO_COPY).click()
    expect(page.get_by_text("ZeroDivisionError: …/secret.csv")).to_be_visible()
    assert "hunter2" not in page.content()
    assert str(switch.parent) not in page.content()
    assert PAGE_FAILED.search((switch.parent / "serve.log").read_text())
    # Pressed again it gives the file, and the panel goes with the next run.
    switch.unlink()
    given = downloaded(page, "CSV (")
    assert given.suggested_filename == "attacks.csv"
    assert "ASH" in given.path().read_text(encoding="utf-8")
    expect(summary(page)).to_have_text(before)
    page.get_by_role("button", name=ui.RESET_FILTERS).click()
    expect(page.get_by_text(NOT_MADE)).to_have_count(0, timeout=WAIT_MS)


def test_what_was_filtered_by_hand_stays_until_the_panel_is_closed_and_after(page, failing, switch):
    opened(page, failing[0])
    calm(page)
    everything = summary(page).inner_text()
    page.get_by_test_id("stSidebar").get_by_test_id("stButtonGroup").get_by_text("Ash").click()
    expect(summary(page)).not_to_have_text(everything, timeout=WAIT_MS)
    settled(page)
    chosen, address = summary(page).inner_text(), page.url
    switch.touch()
    calm(page).get_by_role("button", name="CSV (").click()
    expect(page.get_by_text(NOT_MADE)).to_be_visible(timeout=WAIT_MS)
    settled(page)
    expect(summary(page)).to_have_text(chosen)
    assert page.url == address
    assert "group=ASH" in address
    page.get_by_role("button", name=ui.CLOSE, exact=True).click()
    expect(page.get_by_text(NOT_MADE)).to_have_count(0)
    expect(page.locator(".st-key-side_panel h3").first).to_have_text(VIEW_TITLE)
