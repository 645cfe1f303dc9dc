"""Time plays by itself until a reader lets it rest, and the ground of the day plays along."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.support.browsing import WAIT_MS, calm, opened, settled

pytestmark = [pytest.mark.browser]


def month(page):
    return parse_qs(urlsplit(page.url).query)["date_from"][0]


def test_months_play_one_after_the_other_until_they_rest(page, base_url):
    calm(opened(page, f"{base_url}/?date_from=2021-05-01&date_to=2021-05-31"))
    page.get_by_role("button", name=ui.PLAY, exact=True).click()
    for one in ("06", "07"):
        page.wait_for_url(re.compile(f"date_from=2021-{one}-01"), timeout=WAIT_MS)
    page.get_by_role("button", name=ui.PAUSE, exact=True).click()
    expect(page.get_by_role("button", name=ui.PLAY, exact=True)).to_be_visible(timeout=WAIT_MS)
    settled(page)
    rests = month(page)
    calm(page)
    assert month(page) == rests
    note = page.locator("[class*='st-key-map_note']")
    expect(note).to_contain_text(f"Ground as of {'31 July' if rests < '2021-08' else '31 August'}")
