"""The map fills its page; the card beside it folds away, and nothing is lost where it is narrow."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.conftest import WINDOW
from tests.support.browsing import (
    FRAME,
    VIEW,
    VIEW_TITLE,
    WAIT_MS,
    calm,
    click_mark,
    map_frame,
    opened,
    settled,
    summary,
    titles_in_table,
)
from tests.support.counted import ATTACKS, rows

pytestmark = [pytest.mark.browser]
LEAST = 0.65
ALONE = "2021-07-06-erbil"


def box(page, place):
    return page.locator(place).first.bounding_box()


def share_of_the_window(page):
    """Part of the window below the bar of pages that the map takes."""
    size, frame = page.viewport_size, box(page, FRAME)
    bar = box(page, "[data-testid='stHeader']")
    below = bar["y"] + bar["height"]
    seen = min(frame["y"] + frame["height"], size["height"]) - max(frame["y"], below)
    return frame["width"] * seen / (size["width"] * (size["height"] - below))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
def test_the_map_takes_most_of_the_window_and_time_stands_below_it(page, base_url, width, height):
    page.set_viewport_size({"width": width, "height": height})
    calm(opened(page, base_url))
    assert share_of_the_window(page) >= LEAST
    strip = box(page, "[data-testid='stVegaLiteChart']")
    assert strip["y"] + strip["height"] <= height
    # The canvas of the map fills its frame: nothing of it lies beyond an edge.
    frame = map_frame(page)
    drawn = frame.evaluate("() => [atlas.map.getSize().x, atlas.map.getSize().y]")
    assert drawn == frame.evaluate("() => [innerWidth, innerHeight]")


def test_a_mark_opens_the_panel_and_the_map_keeps_its_place_when_it_folds(page, base_url):
    calm(opened(page, base_url))
    wide = box(page, FRAME)["width"]
    title = page.locator(".st-key-side_panel h3, .st-key-side_panel h4").first
    expect(title).to_be_hidden()
    click_mark(page, "2021-02-15-erbil")
    expect(title).to_be_visible(timeout=WAIT_MS)
    calm(page)
    assert box(page, FRAME)["width"] < wide
    before = map_frame(page).evaluate(VIEW)
    page.get_by_role("button", name=ui.FOLD_THE_PANEL).click()
    expect(title).to_be_hidden(timeout=WAIT_MS)
    calm(page)
    assert box(page, FRAME)["width"] == wide
    assert map_frame(page).evaluate(VIEW)[2] == before[2]
    assert "attack=" in page.url, "the card is folded, not closed"


def test_a_reader_who_wants_the_words_keeps_them(page, base_url):
    calm(opened(page, base_url))
    title = page.locator(".st-key-side_panel h3").first
    page.get_by_role("button", name=ui.SHOW_THE_PANEL).click()
    expect(title).to_be_visible(timeout=WAIT_MS)
    expect(title).to_have_text(VIEW_TITLE)
    calm(page)
    page.get_by_role("radio", name="Balad", exact=True).click()
    settled(page)
    expect(title).to_be_visible(timeout=WAIT_MS)


def test_on_a_narrow_window_pages_filters_and_words_are_found_at_once(page, base_url):
    page.set_viewport_size({"width": 480, "height": 900})
    calm(opened(page, base_url))
    assert box(page, FRAME)["width"] == 480
    expect(page.locator(".st-key-side_panel h3").first).to_be_visible()
    opener = page.get_by_test_id("stExpandSidebarButton")
    words = opener.evaluate("one => getComputedStyle(one, '::after').content")
    assert words == '"Pages and filters"'
    opener.click()
    expect(page.get_by_role("link", name=ui.TIMELINE)).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Group", exact=True).first).to_be_visible(timeout=WAIT_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 480


@pytest.fixture(autouse=True)
def usual_window(page):
    """Leave the window as wide as other tests have it."""
    yield
    page.set_viewport_size(WINDOW)


def test_months_that_are_drawn_over_are_kept_and_the_address_says_so(page, base_url):
    calm(opened(page, base_url))
    strip = box(page, "[data-testid='stVegaLiteChart'] canvas, [data-testid='stVegaLiteChart'] svg")
    middle = strip["y"] + strip["height"] * 0.3
    page.mouse.move(strip["x"] + strip["width"] * 0.30, middle)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] * 0.36, middle, steps=5)
    page.mouse.move(strip["x"] + strip["width"] * 0.42, middle, steps=5)
    page.mouse.up()
    page.wait_for_url(re.compile(r"date_from=20\d\d-\d\d-01&date_to=20\d\d-"), timeout=WAIT_MS)
    query = parse_qs(urlsplit(page.url).query)
    first, last = query["date_from"][0], query["date_to"][0]
    shown = rows()[
        lambda one: one["counts"] & (one["date_latest"] >= first) & (one["date"] <= last)
    ]
    expect(summary(page)).to_have_text(f"{len(shown)} of {ATTACKS} attacks", timeout=WAIT_MS)


def test_a_click_anywhere_in_a_row_opens_its_card_and_flies_there_mismatches_first(page, base_url):
    calm(opened(page, base_url))
    table = rows()
    urgent = table[table["verdict"].isin(["mismatch", "explained"])]
    titles = titles_in_table(page)
    assert set(titles[: len(urgent)]) == set(urgent["title"])
    before = map_frame(page).evaluate(VIEW)
    grid = page.locator("[data-testid='stDataFrame']").first
    grid.scroll_into_view_if_needed()
    there = grid.bounding_box()
    # In the middle of the first row, not on its box.
    page.mouse.click(there["x"] + there["width"] / 3, there["y"] + 1.5 * 35)
    title = page.locator(".st-key-side_panel h3, .st-key-side_panel h4").first
    expect(title).to_be_visible(timeout=WAIT_MS)
    expect(title).to_have_text(titles[0], timeout=WAIT_MS)
    calm(page)
    assert "view=place" in page.url
    ident = parse_qs(urlsplit(page.url).query)["attack"][0]
    spot = table.loc[ident, ["target_lat", "target_lon"]].astype(float).tolist()
    # The map is given another width by the panel, and goes to the middle of it once more.
    map_frame(page).wait_for_function(
        f"""([lat, lon, zoom]) => {{
            const [there, across, near] = ({VIEW})();
            return near > zoom && Math.abs(there - lat) < 0.05 && Math.abs(across - lon) < 0.05;
        }}""",
        arg=[*spot, before[2]],
        timeout=WAIT_MS,
    )
