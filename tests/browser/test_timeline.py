"""The Timeline in a browser: the wheel is whole at any width and said to who cannot see it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.support.browsing import WAIT_MS, opened, settled

pytestmark = pytest.mark.browser
WIDTHS = (480, 1440, 1920)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_wheel_is_whole_said_in_words_and_reached_by_keys(window, base_url, scheme):
    narrow = {"width": WIDTHS[0], "height": 900}
    page = opened(window(narrow, scheme=scheme), f"{base_url}/timeline")
    wheel = page.get_by_label(re.compile("^Wheel of the 24 hours")).first
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        expect(wheel).to_be_visible(timeout=WAIT_MS)
        box = wheel.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    tab = page.get_by_role("tab", name=ui.HOURS_OF_THE_DAY)
    tab.focus()
    page.keyboard.press("ArrowRight")
    minutes = page.get_by_role("tab", name=ui.MINUTES_TO_CLAIM)
    expect(minutes).to_have_attribute("aria-selected", "true", timeout=WAIT_MS)
    expect(page.get_by_text("of attacks that others report too").first).to_be_visible(
        timeout=WAIT_MS
    )
