"""Two keys, a name and Enter go anywhere, from every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.support.browsing import WAIT_MS, calm, card_title, opened, settled
from tests.support.counted import rows

pytestmark = [pytest.mark.browser]


def find(page, words):
    settled(page)
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").get_by_role("combobox")
    expect(field).to_be_focused(timeout=WAIT_MS)
    page.keyboard.type(words)
    expect(page.get_by_role("option").first).to_be_visible(timeout=WAIT_MS)
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=WAIT_MS)


def test_a_name_and_enter_open_a_card_a_page_and_a_group(page, base_url):
    opened(page, f"{base_url}/sources")
    title = rows()["title"]["2021-07-07-al-asad"]
    find(page, title)
    expect(card_title(page)).to_have_text(title, timeout=WAIT_MS)
    calm(page)
    find(page, ui.TIMELINE)
    expect(page.get_by_role("heading", name=ui.TIMELINE, exact=True)).to_be_visible(timeout=WAIT_MS)
    settled(page)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible(timeout=WAIT_MS)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=WAIT_MS)
    settled(page)
    find(page, "Group: Harakat Hezbollah al-Nujaba")
    expect(page).to_have_url(f"{base_url}/groups?group=HAN", timeout=WAIT_MS)
