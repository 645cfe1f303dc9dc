"""In a real browser and without patience: import, hand entry, export and the map of own attacks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.dashboard.session.test_longwork import MINE
from tests.support.browsing import WAIT_MS, choices, map_frame, opened, settled
from tests.support.server import PAGE_FAILED, serving
from tests.support.switches import environment
from tests.worlds.valley import FOLDER

pytestmark = [pytest.mark.browser]
# While a file of this name lies in the server's folder, a check fails, or halts until it is gone so
# that a person has time to see the bar and press Cancel.
SWITCHES = """
import time


def changed(module):
    module.PATIENCE_S = 0.0
    plain = module.listening

    def halting(listener):
        listener("under way", 0.5)
        while on("halt"):
            time.sleep(0.1)
            listener("under way", 0.5)
        if on("fail"):
            fail()
        return plain(listener)

    module.listening = halting
"""


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """Address of a dashboard without patience, and the folder of its switches."""
    folder = tmp_path_factory.mktemp("hasty")
    env = environment(folder, "dashboard.session.progress", SWITCHES)
    (folder / "mine.csv").write_text(MINE, encoding="utf-8")
    with serving(folder, data=FOLDER, env=env, fails=True) as url:
        yield url, folder


@pytest.fixture
def switch(hasty):
    """Turn a switch on or off; all are off afterwards."""
    folder = hasty[1]

    def turn(name, on):
        (folder / name).touch() if on else (folder / name).unlink(missing_ok=True)

    yield turn
    turn("halt", False)
    turn("fail", False)


def given(page, hasty):
    """Give the file on the page Import, as far as its columns."""
    url, folder = hasty
    opened(page, f"{url}/import_data")
    page.locator("input[type=file]").first.set_input_files(str(folder / "mine.csv"))
    button = page.get_by_role("button", name=ui.USE_THESE_COLUMNS)
    expect(button).to_be_visible(timeout=WAIT_MS)
    settled(page)
    return button


def no_red_box(page):
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_an_import_without_patience_works_each_time(page, hasty):
    for _ in range(3):
        given(page, hasty).click()
        kept = page.get_by_text("2 rows read = 2 kept + 0 quarantined")
        expect(kept).to_be_visible(timeout=WAIT_MS)
        page.get_by_role("button", name=ui.CHECK_THEM_AGAINST_THE_GROUND).click()
        expect(page.get_by_text(ui.DOWNLOAD_THE_VERDICTS_CSV)).to_be_visible(timeout=WAIT_MS)
        no_red_box(page)


def test_cancel_stops_a_check_and_keeps_the_columns(page, hasty, switch):
    button = given(page, hasty)
    switch("halt", True)
    button.click()
    cancel = page.get_by_role("button", name=ui.CANCEL)
    expect(page.get_by_text("Checking every row")).to_be_visible(timeout=WAIT_MS)
    cancel.click()
    note = page.get_by_text("Checking every row was cancelled. Nothing was changed.")
    expect(note).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("rows read =")).to_have_count(0)
    no_red_box(page)
    switch("halt", False)
    settled(page)
    button.click()
    expect(page.get_by_text("2 rows read = 2 kept")).to_be_visible(timeout=WAIT_MS)


def test_a_check_that_fails_shows_the_panel_and_works_again(page, hasty, switch):
    given(page, hasty).click()
    kept = page.get_by_text("2 rows read = 2 kept")
    expect(kept).to_be_visible(timeout=WAIT_MS)
    switch("fail", True)
    page.get_by_role("button", name=ui.CHECK_THEM_AGAINST_THE_GROUND).click()
    expect(page.get_by_text("“Checking against the ground” did not finish")).to_be_visible(
        timeout=WAIT_MS
    )
    expect(page.get_by_text("The import of mine.csv is still open")).to_be_visible()
    expect(page.get_by_role("button", name=ui.CANCEL)).to_have_count(0)
    page.get_by_text(ui.DETAILS_TO_COPY).click()
    details = page.get_by_text("ZeroDivisionError: …/secret.csv")
    expect(details).to_be_visible()
    assert "hunter2" not in page.content()
    assert PAGE_FAILED.search((hasty[1] / "serve.log").read_text())
    assert str(hasty[1]) not in page.content()
    no_red_box(page)
    switch("fail", False)
    page.get_by_role("button", name=ui.TRY_AGAIN).click()
    expect(page.get_by_text("“Checking against the ground” did not finish")).to_have_count(0)
    expect(kept).to_be_visible()
    page.get_by_role("button", name=ui.CHECK_THEM_AGAINST_THE_GROUND).click()
    expect(page.get_by_text(ui.DOWNLOAD_THE_VERDICTS_CSV)).to_be_visible(timeout=WAIT_MS)


def test_the_map_of_own_attacks(page, hasty):
    given(page, hasty).click()
    expect(page.get_by_text("2 rows read = 2 kept")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("link", name="See them on the page Map").click()
    map_frame(page)
    settled(page)
    expect(page.get_by_test_id("stSidebar").get_by_text(ui.WHOSE)).to_be_visible(timeout=WAIT_MS)
    no_red_box(page)


def test_by_hand(page, hasty):
    opened(page, f"{hasty[0]}/by_hand")
    for label, text in (
        ("Your name", "Ann"),
        ("Date *", "2021-07-10"),
        ("Target place *", "port"),
    ):
        box = page.get_by_label(label, exact=True).first
        box.fill(text)
        box.press("Tab")
        settled(page)
    page.get_by_role("button", name=ui.KEEP, exact=True).click()
    expect(page.get_by_text(ui.VERDICTS)).to_be_visible(timeout=WAIT_MS)
    settled(page)
    no_red_box(page)


def test_export(page, hasty):
    url = hasty[0]
    opened(page, f"{url}/export?date_from=2021-05-07&date_to=2021-05-09")
    choices(page, ui.KIND)
    page.keyboard.press("Escape")
    page.get_by_role("button", name=ui.MAKE_THE_FILES).click()
    expect(page.get_by_text(ui.ALL_OF_THEM_ZIPPED)).to_be_visible(timeout=6 * WAIT_MS)
    page.get_by_role("button", name="Make a case file").click()
    expect(page.get_by_text(ui.DOWNLOAD_THE_CASE_FILE)).to_be_visible(timeout=6 * WAIT_MS)
    no_red_box(page)
