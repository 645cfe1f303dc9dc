"""What keys do stands on a sheet that a key opens, and a reset can be taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from dashboard.widgets.shortcut_sheet import KEYS
from tests.support.browsing import WAIT_MS, calm, opened, settled

pytestmark = [pytest.mark.browser]


def test_the_question_mark_opens_the_sheet_of_keys_but_not_in_a_field(page, base_url):
    opened(page, f"{base_url}/mismatches")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("Ctrl+K")).to_be_visible(timeout=WAIT_MS)
    assert sheet.get_by_role("row").count() == len(KEYS) + 1
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0, timeout=WAIT_MS)
    settled(page)
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").locator("input")
    expect(field).to_be_focused(timeout=WAIT_MS)
    page.keyboard.press("?")
    settled(page)
    expect(page.get_by_role("dialog").get_by_text("This sheet")).to_have_count(0)


def test_filters_that_were_reset_come_back(page, base_url):
    opened(page, f"{base_url}/?verdict=mismatch&group=KH")
    calm(page)
    page.get_by_role("button", name=ui.RESET_FILTERS).click()
    page.wait_for_url(lambda url: "verdict" not in url, timeout=WAIT_MS)
    settled(page)
    page.get_by_role("button", name=ui.UNDO_THE_RESET).click()
    page.wait_for_url(lambda url: "verdict=mismatch" in url and "group=KH" in url, timeout=WAIT_MS)
    settled(page)
    expect(page.get_by_role("button", name=ui.UNDO_THE_RESET)).to_have_count(0, timeout=WAIT_MS)
