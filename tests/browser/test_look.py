"""What a reader sees of the pages: words that can be read, nothing cut, nothing touching."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import expect

from layers.style import contrast
from tests.support.browsing import WAIT_MS, map_frame, opened, settled

SCHEMES = ("light", "dark")
# Primary buttons and the tags of chosen words: their ink, and what they are filled with.
FILLED = """() => [...document.querySelectorAll('[data-testid^=stBaseButton-primary], [data-tag]')]
    .filter(one => !one.disabled && one.checkVisibility())
    .map(one => getComputedStyle(one)).map(look => [look.color, look.backgroundColor])"""


@pytest.fixture
def looked(window, base_url):
    """Open a page in a scheme of colours: ``looked("export", scheme="dark")``."""
    return lambda path, **shape: opened(window(**shape), f"{base_url}/{path}")


def hexed(colour):
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return f"#{red:02X}{green:02X}{blue:02X}"


def led_to(page, path):
    """Come to another page by its link."""
    page.locator(f"a[data-testid='stTopNavLink'][href$='/{path}']").click()
    page.wait_for_url(f"**/{path}*", timeout=WAIT_MS)
    return settled(page)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_on_the_accent_and_the_name_in_the_logo_can_be_read(looked, scheme):
    page = looked("export", scheme=scheme)
    drawn = page.locator("[data-testid='stSidebarLogo']").first
    source = drawn.get_attribute("src", timeout=WAIT_MS)
    for path in ("export", "check_attack"):
        if path not in page.url:
            led_to(page, path)
        filled = page.locator("[data-testid^=stBaseButton-primary], [data-tag]").first
        filled.wait_for(timeout=WAIT_MS)
        pairs = page.evaluate(FILLED)
        assert pairs, path
        for ink, ground in pairs:
            assert contrast(hexed(ink), hexed(ground)) >= 4.5, (path, ink, ground)
    svg = base64.b64decode(source.split(",", 1)[1]).decode()
    page.set_content(svg)
    name, room, ink = page.evaluate(
        """() => { const text = document.querySelector('text'), box = text.getBBox();
            return [box.x + box.width, text.ownerSVGElement.viewBox.baseVal.width,
                getComputedStyle(text).fill]; }"""
    )
    assert name <= room
    ground = {"light": "#F6F7F8", "dark": "#1A1F23"}[scheme]
    assert contrast(hexed(ink), ground) >= 4.5


def test_no_heading_touches_the_table_under_it(looked):
    page = looked("sources")
    for path in ("sources", "groups"):
        if path not in page.url:
            led_to(page, path)
        page.locator("[data-testid='stDataFrame']").first.wait_for(timeout=WAIT_MS)
        gaps = page.evaluate(
            """() => [...document.querySelectorAll('h2, h3')].map(head => {
                const words = document.createRange(); words.selectNodeContents(head);
                const end = words.getBoundingClientRect().bottom;
                return Math.min(...[...document.querySelectorAll('[data-testid=stDataFrame]')]
                    .map(one => one.getBoundingClientRect().top - end).filter(gap => gap > -20));
            }).filter(Number.isFinite)"""
        )
        assert gaps, path
        assert min(gaps) >= 8, path


def test_what_scrolls_beside_the_map_shows_that_it_does(looked):
    page = looked("?attack=2021-07-07-al-asad")
    side = page.locator(".st-key-side_panel")
    expect(side).to_be_visible(timeout=WAIT_MS)
    assert side.evaluate("one => one.scrollHeight > one.clientHeight")
    assert "gradient" in side.evaluate("one => getComputedStyle(one).backgroundImage")
    map_frame(page)
