"""Every page, light and dark, holds what WCAG 2.2 AA asks of it as far as a program can tell."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support.browsing import WAIT_MS, calm, opened, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
PAGES = (
    "", "?attack=2021-07-07-al-asad", "?place=camp_taji", "mismatches", "groups", "casebook",
    "timeline", "check_attack", "import_data", "by_hand", "method", "export", "sources",
)  # fmt: skip


FIRM = """() => [...document.querySelectorAll("[data-testid='stElementContainer']")]
    .every(one => getComputedStyle(one).opacity === "1" || one.dataset.stale !== "true")"""


SHOWS = """scheme => {
    const channels = getComputedStyle(document.querySelector("[data-testid='stApp']"))
        .backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number);
    const bright = channels.reduce((sum, one) => sum + one, 0) > 3 * 128;
    return bright === (scheme === "light");
}"""


def faults(page):
    """What each rule finds, with the first place and why, as a reader of a failed test needs it."""
    return [
        f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]} "
        f"{[why['message'] for why in one['nodes'][0]['any'] + one['nodes'][0]['all']][:1]}"
        for one in Axe().run(page, options=RULES).response["violations"]
    ]


@pytest.mark.parametrize("path", PAGES, ids=[one or "map" for one in PAGES])
def test_a_page_can_be_read_and_worked_by_everybody(window, base_url, path):
    page = window()
    opened(page, f"{base_url}/{path}")
    if path.startswith("?") or not path:
        calm(page)
    # A page that is open follows the system to the dark; to open it again tells no more.
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(SHOWS, arg=scheme, timeout=WAIT_MS)
        settled(page)
        # What is drawn again is pale for a moment.
        page.wait_for_function(FIRM, timeout=WAIT_MS)
        assert not faults(page), scheme
