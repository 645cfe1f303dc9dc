"""Back and Forward undo and redo what changed the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.support.browsing import WAIT_MS, calm, card_title, choices, map_frame, opened, settled

pytestmark = [pytest.mark.browser]


def chips(page):
    return page.locator(".st-key-chips").get_by_role("button")


def mismatch(page):
    return page.locator("[data-testid='stSidebar']").get_by_role("button", name="mismatch").first


def test_back_takes_a_filter_away_and_forward_brings_it_again(page, base_url):
    opened(page, base_url)
    calm(page)
    mismatch(page).click()
    expect(chips(page).filter(has_text="mismatch")).to_have_count(1, timeout=WAIT_MS)
    page.wait_for_url("**/?verdict=mismatch", timeout=WAIT_MS)
    calm(page)
    page.go_back()
    expect(chips(page).filter(has_text="mismatch")).to_have_count(0, timeout=WAIT_MS)
    settled(page)
    assert "verdict" not in page.url
    expect(page.get_by_role("button", name=ui.RESET_FILTERS)).to_be_disabled(timeout=WAIT_MS)
    page.go_forward()
    expect(chips(page).filter(has_text="mismatch")).to_have_count(1, timeout=WAIT_MS)
    settled(page)
    assert page.url.endswith("?verdict=mismatch")
    # And the filter is one like any other: it can be taken off where it was put on.
    mismatch(page).click()
    expect(chips(page).filter(has_text="mismatch")).to_have_count(0, timeout=WAIT_MS)


def test_back_closes_a_card_and_comes_home_from_another_page(page, base_url):
    opened(page, f"{base_url}/?attack=2021-07-07-al-asad")
    calm(page)
    title = card_title(page).inner_text()
    page.get_by_role("button", name=ui.NEXT_ATTACK).click()
    page.wait_for_function("() => !location.search.includes('2021-07-07-al-asad')")
    calm(page)
    page.go_back()
    page.wait_for_url("**/?attack=2021-07-07-al-asad", timeout=WAIT_MS)
    settled(page)
    expect(card_title(page)).to_have_text(title, timeout=WAIT_MS)
    calm(page)
    page.locator("a[data-testid='stTopNavLink'][href$='/groups']").click()
    page.wait_for_url("**/groups**", timeout=WAIT_MS)
    settled(page)
    page.go_back()
    page.wait_for_url("**/?attack=2021-07-07-al-asad", timeout=WAIT_MS)
    settled(page)
    expect(card_title(page)).to_have_text(title, timeout=WAIT_MS)


def test_back_on_the_page_of_groups_goes_to_the_group_before_and_then_away(page, base_url):
    opened(page, base_url)
    calm(page)
    page.locator("a[data-testid='stTopNavLink'][href$='/groups']").click()
    page.wait_for_url("**/groups", timeout=WAIT_MS)
    settled(page)
    chosen = page.get_by_role("combobox", name=ui.GROUP)
    first = chosen.input_value()
    choices(page, ui.GROUP, typed="Badr").first.click()
    page.wait_for_url("**/groups?group=BADR", timeout=WAIT_MS)
    settled(page)
    expect(chosen).to_have_value(re.compile("Badr"), timeout=WAIT_MS)
    page.go_back()
    expect(chosen).to_have_value(first, timeout=WAIT_MS)
    settled(page)
    page.go_back()
    map_frame(page)
