"""The map page as a reader uses it: map, table, filters, card and address always agree."""

from __future__ import annotations

import csv
import io
import json

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.conftest import WINDOW
from tests.support.browsing import (
    COUNTS,
    FRAME,
    VIEW,
    VIEW_TITLE,
    WAIT_MS,
    card_title,
    choices,
    choose_row,
    click_mark,
    counted,
    downloaded,
    map_frame,
    opened,
    settled,
    summary,
    titles_in_table,
)
from tests.support.counted import AAH, ATTACKS, EVERY, apart, chosen, placed, rows, said_to_be
from tests.worlds.valley import FOLDER

LAUNCHED = "2021-07-07-al-asad"
LAUNCHED_TITLE = rows()["title"][LAUNCHED]


@pytest.fixture
def map_page(page, base_url):
    """The map page, drawn."""
    opened(page, base_url)
    map_frame(page)
    return page


def pill(page, text):
    return page.locator("[data-testid='stSidebar'] button", has_text=text)


def has_rows(page, count):
    """Wait until the table tells a screen reader that it has so many rows under its header."""
    table = page.locator("[data-testid='stDataFrame'] table").first
    expect(table).to_have_attribute("aria-rowcount", str(count + 1), timeout=WAIT_MS)


ALONE = apart()
ALONE_TITLE = rows()["title"][ALONE]
"""An attack whose launch stands apart from every other mark."""


def marked(page, count):
    """Wait until the target marks hold so many attacks."""
    map_frame(page).wait_for_function(
        f"count => (({COUNTS})().targets || 0) === count", arg=count, timeout=WAIT_MS
    )


def reaches_by_keyboard(page, *wanted):
    """Press Tab until each of these had the focus."""
    script = """() => { const e = document.activeElement; const text = e.innerText || '';
        return {pill: text.includes('AAH'), search: e.getAttribute('aria-label') === 'Find a place',
            map: e.title === 'streamlit_folium.st_folium',
            table: e.dataset.testid === 'data-grid-canvas', download: text.includes('CSV (')}; }"""
    missing = set(wanted)
    for _ in range(90):
        page.keyboard.press("Tab")
        missing -= {name for name, here in page.evaluate(script).items() if here}
        if not missing:
            return
    raise AssertionError(f"Tab never reached: {sorted(missing)}")


def test_the_first_page_shows_every_attack_on_the_map_and_answers_to_the_keyboard(map_page):
    assert summary(map_page).inner_text() == f"{ATTACKS} of {ATTACKS} attacks"
    # Some have no target place; the reports that are no attacks are not drawn.
    marked(map_page, placed(chosen()))
    drawn = {"targets": placed(chosen()), "launches": placed(chosen(), "launch")}
    assert map_frame(map_page).evaluate(COUNTS) == drawn
    has_rows(map_page, EVERY)
    assert map_frame(map_page).evaluate("() => document.querySelectorAll('canvas').length") >= 2
    box = map_page.locator(FRAME).bounding_box()
    assert box["width"] * box["height"] > 0.25 * WINDOW["width"] * WINDOW["height"]
    assert box["y"] + box["height"] < WINDOW["height"]
    reaches_by_keyboard(map_page, "pill", "search", "map", "table", "download")
    pill(map_page, "AAH").focus()
    map_page.keyboard.press("Enter")
    expect(summary(map_page)).to_have_text(f"{len(AAH)} of {ATTACKS} attacks", timeout=WAIT_MS)


def test_the_very_first_click_on_a_mark_opens_its_card_and_so_does_one_once_it_is_closed(map_page):
    assert click_mark(map_page, ALONE, layer="launches") == [ALONE]
    expect(card_title(map_page)).to_have_text(ALONE_TITLE, timeout=WAIT_MS)
    assert f"attack={ALONE}" in map_page.url
    settled(map_page).locator(".st-key-close_card button:visible").first.click()
    expect(card_title(map_page)).to_have_text(VIEW_TITLE, timeout=WAIT_MS)
    settled(map_page)
    click_mark(map_page, ALONE, layer="launches")
    expect(card_title(map_page)).to_have_text(ALONE_TITLE, timeout=WAIT_MS)


def test_a_stack_offers_every_attack_of_it_and_a_row_of_the_table_opens_its_card(map_page):
    there = click_mark(map_page, "2021-02-15-erbil")
    assert {"2021-02-15-erbil", "2021-06-27-erbil", "2021-09-11-erbil"} <= set(there)
    heading = map_page.get_by_text(f"{len(there)} attacks at this place")
    expect(heading).to_be_visible(timeout=WAIT_MS)
    settled(map_page)
    offered = choices(map_page, ui.ATTACK, typed="15 February 2021")
    february = offered.get_by_role("option").filter(has_text="15 February 2021").first
    title = february.inner_text().split(" · ", 1)[1]
    february.click()
    expect(card_title(map_page)).to_have_text(title, timeout=WAIT_MS)
    assert "attack=2021-02-15-erbil" in map_page.url
    settled(map_page)
    # A row of the table opens its card in turn, and is marked on the map.
    titles_on_map = set(chosen().query("target_lon.notna()")["title"])
    titles = titles_in_table(map_page)
    at = next(row for row, title in enumerate(titles) if title in titles_on_map)
    title = titles[at]
    choose_row(map_page, at)
    expect(card_title(map_page)).to_have_text(title, timeout=WAIT_MS)
    map_frame(map_page).wait_for_function(
        """() => Object.values(atlas.map._layers)
            .some(x => x instanceof atlas.Mark && x.options.selected)""",
        timeout=WAIT_MS,
    )


def test_a_filter_changes_all_alike_leaves_the_view_and_goes_into_the_address(map_page, browser):
    frame = map_frame(map_page)
    marked(map_page, placed(chosen()))
    frame.evaluate("() => { atlas.map.setView([34.1, 43.2], 7.5, {animate: false}); }")
    before = frame.evaluate(VIEW)
    pill(map_page, "AAH").click()
    expect(summary(map_page)).to_have_text(f"{len(AAH)} of {ATTACKS} attacks", timeout=WAIT_MS)
    settled(map_page)
    marked(map_page, placed(AAH))
    has_rows(map_page, len(said_to_be("AAH")))
    assert map_page.get_by_role("button", name=f"CSV ({len(said_to_be('AAH'))} rows)").count() == 1
    assert map_frame(map_page).evaluate(VIEW) == before
    assert "group=AAH" in map_page.url
    # The address opens the same view in a window of another reader.
    settled(map_page)
    map_page.get_by_role("radio", name="Balad", exact=True).click()
    settled(map_page)
    choose_row(map_page, 1)
    expect(card_title(map_page)).not_to_have_text(VIEW_TITLE, timeout=WAIT_MS)
    settled(map_page)
    has_rows(map_page, len(said_to_be("AAH")))
    title, shown = card_title(map_page).inner_text(), titles_in_table(map_page)
    context = browser.new_context(viewport=WINDOW)
    other = opened(context.new_page(), map_page.url)
    marked(other, placed(AAH))
    assert summary(other).inner_text() == f"{len(AAH)} of {ATTACKS} attacks"
    has_rows(other, len(said_to_be("AAH")))
    assert titles_in_table(other) == shown
    assert card_title(other).inner_text() == title
    assert other.url == map_page.url
    context.close()


def test_a_link_opens_group_card_and_view(page, base_url):
    opened(page, f"{base_url}/?group=AAH&attack={LAUNCHED}&view=balad")
    assert counted(page) == len(AAH)
    assert card_title(page).inner_text() == LAUNCHED_TITLE
    map_frame(page).wait_for_function(
        f"""() => {{ const [lat, lon, zoom] = ({VIEW})();
            return Math.abs(lat - 33.94) < .01 && Math.abs(lon - 44.36) < .01
                && zoom >= 10.5 && zoom <= 11; }}""",
        timeout=WAIT_MS,
    )


def test_reset_shows_all_again(page, base_url):
    opened(page, f"{base_url}/?group=AAH~-&verdict=consistent&date_from=2021-01-01")
    assert 0 < counted(page) < len(AAH)
    page.get_by_role("button", name=ui.RESET_FILTERS).click()
    expect(summary(page)).to_have_text(f"{ATTACKS} of {ATTACKS} attacks", timeout=WAIT_MS)
    # The address loses one filter after the other.
    page.wait_for_url(lambda url: url.rstrip("/?") == base_url, timeout=WAIT_MS)
    settled(page)
    assert page.get_by_role("button", name=ui.RESET_FILTERS).is_disabled()


def test_a_click_beside_the_marks_lists_what_is_near_and_the_place_search_leads_away(
    page, serve_data
):
    opened(page, serve_data(FOLDER))
    # 35 km to the west of the ford of the valley, which is the nearest place of an attack.
    spot = map_frame(page).evaluate(
        """() => { const p = atlas.map.latLngToContainerPoint([33.5, 42.12]);
            return [p.x, p.y]; }"""
    )
    box = page.locator(FRAME).bounding_box()
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    near = page.get_by_text(ui.NEAR_THE_POINT_YOU_CLICKED)
    near.click(timeout=WAIT_MS)
    settled(page)
    # Beyond the 25 km that are asked for at first.
    expect(page.get_by_text("lies that near")).to_be_visible()
    handle = page.get_by_role("slider", name="Within km")
    for _ in range(3):
        handle.press("ArrowRight")
    entry = page.get_by_role("button", name="Rockets from the ford").first
    expect(entry).to_be_visible(timeout=WAIT_MS)
    entry.click()
    expect(card_title(page)).to_have_text("Rockets from the ford", timeout=WAIT_MS)
    settled(page)
    offered = choices(page, ui.FIND_A_PLACE, typed="Fort")
    offered.get_by_role("option", name="Fort").first.click()
    map_frame(page).wait_for_function(
        f"""() => {{ const [lat, lon, zoom] = ({VIEW})();
            return Math.abs(lat - 34.5) < .1 && Math.abs(lon - 42.5) < .1 && zoom >= 11
                && zoom <= 11.5; }}""",
        timeout=WAIT_MS,
    )


def test_downloads_hold_the_rows_that_are_shown(page, base_url):
    opened(page, f"{base_url}/?group=KH")
    has_rows(page, len(said_to_be("KH")))
    shown = titles_in_table(page)
    table = downloaded(page, f"CSV ({len(said_to_be('KH'))} rows)")
    text = table.path().read_text(encoding="utf-8-sig")
    titles = [row["title"] for row in csv.DictReader(io.StringIO(text))]
    # The table draws the rows in sight alone.
    assert titles[: len(shown)] == shown
    assert len(titles) == len(said_to_be("KH"))
    assert table.suggested_filename == "attacks.csv"
    features = json.loads(downloaded(page, "GeoJSON").path().read_text(encoding="utf-8"))[
        "features"
    ]
    assert {one["properties"]["asserted_group"] for one in features} == {"KH"}
    assert len({one["properties"]["attack_id"] for one in features}) == len(said_to_be("KH"))


def test_a_narrow_window_shows_the_map_without_scrolling_sideways(window, base_url):
    page = opened(window({"width": 390, "height": 844}), base_url)
    marked(page, placed(chosen()))
    box = page.locator(FRAME).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["width"] > 300
    wide = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]


def test_dark_holds_on_the_page_and_on_the_map(window, base_url):
    page = opened(window(scheme="dark"), base_url)
    lightness = """where => { const c = getComputedStyle(document.querySelector(where))
        .backgroundColor.match(/\\d+/g); return Math.max(...c.slice(0, 3).map(Number)); }"""
    frame = map_frame(page)
    frame.wait_for_function(f"() => ({lightness})('.leaflet-container') < 90", timeout=WAIT_MS)
    assert page.evaluate(lightness, "[data-testid='stApp']") < 60
    marked(page, placed(chosen()))
