"""From the words of a claim to a similar attack: pasted, read, checked and opened in few clicks."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.support.browsing import WAIT_MS, map_frame, opened, settled
from tests.support.server import ROOT, serving
from tests.worlds.valley import FOLDER

CLAIM = "الفجر الرمادي: استهداف الميناء بصواريخ كاتيوشا يوم ١ أيلول ٢٠٢١ الساعة ٩:٣٠ مساءً"
MOST_CLICKS = 6


@pytest.fixture(scope="module")
def valley_url(tmp_path_factory):
    home = tmp_path_factory.mktemp("check")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ATLAS_DATA": str(FOLDER),
           "ATLAS_HOME": str(home / "home")}  # fmt: skip
    with serving(home, env=env) as url:
        yield url


def test_a_pasted_claim_leads_to_the_card_of_a_similar_attack(page, valley_url):
    clicks = 0

    def click(target):
        nonlocal clicks
        clicks += 1
        target.click()
        settled(page)

    opened(page, f"{valley_url}/check_attack")
    map_frame(page)
    box = page.get_by_role("textbox", name=ui.PASTE_A_CLAIM)
    click(box)
    box.fill(CLAIM)
    click(page.get_by_role("button", name=ui.READ_IT, exact=True))
    expect(page.get_by_text("read from:").first).to_be_visible(timeout=WAIT_MS)
    target = page.get_by_role("combobox", name=ui.TARGET, exact=False).first
    expect(target).to_have_value("Port الميناء", timeout=WAIT_MS)
    click(page.get_by_role("button", name=ui.CHECK, exact=True))
    expect(page.get_by_text("Consistent:").first).to_be_visible(timeout=WAIT_MS)
    click(page.get_by_role("button", name="24 July 2021 · Rockets claimed twice"))
    page.wait_for_url("**attack=2021-07-24-port*", timeout=WAIT_MS)
    expect(page.get_by_role("heading", name="Rockets claimed twice")).to_be_visible(timeout=WAIT_MS)
    assert clicks <= MOST_CLICKS
    assert clicks == 4
