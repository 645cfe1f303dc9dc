"""An area of interest is chosen as a person does: by a name, by a box, by a lasso, by a click."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.support import pace
from tests.support.browsing import FRAME, WAIT_MS, map_frame, opened, settled

VIEW = "() => [atlas.map.getCenter().lat, atlas.map.getCenter().lng, atlas.map.getZoom()]"


@pytest.fixture
def board(page, base_url):
    """The page of the map, still."""
    opened(page, base_url)
    frame = map_frame(page)
    before, now = None, frame.evaluate(VIEW)
    while before != now:  # the map may still glide to its first window
        page.wait_for_timeout(pace.pause(300))
        before, now = now, map_frame(page).evaluate(VIEW)
    return page


def at(page, share):
    box = page.locator(FRAME).bounding_box()
    return box["x"] + share[0] * box["width"], box["y"] + share[1] * box["height"]


def query(page):
    return {name: one[0] for name, one in parse_qs(urlsplit(page.url).query).items()}


def chip(page, words):
    return page.locator(".st-key-chips").get_by_role("button", name=re.compile(words))


def has_within(page, begin):
    page.wait_for_function(
        "begin => (new URLSearchParams(location.search).get('within') || '').startsWith(begin)",
        arg=begin,
        timeout=WAIT_MS,
    )
    return query(page)["within"]


def drag(page, *shares):
    x, y = at(page, shares[0])
    page.mouse.move(x, y)
    page.mouse.down()
    for share in shares[1:]:
        page.mouse.move(*at(page, share), steps=8)
    page.mouse.up()


def test_a_governorate_is_a_filter_with_a_chip_that_takes_it_away(board):
    page = board
    box = page.get_by_role("combobox", name=ui.IN, exact=True)
    box.click()
    box.fill("Anbar")
    page.get_by_role("option", name="Anbar governorate").click()
    assert has_within(page, "governorate:anbar")
    settled(page)
    expect(chip(page, "in Anbar governorate")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text(re.compile(r"surely in Anbar governorate")).first).to_be_visible()
    chip(page, "in Anbar governorate").click()
    page.wait_for_function("() => !location.search.includes('within')", timeout=WAIT_MS)
    settled(page)
    expect(page.locator(".st-key-chips")).to_have_count(0, timeout=WAIT_MS)


def test_a_box_is_typed_by_its_edges_and_what_is_no_ground_is_said(board):
    page = board
    box = page.get_by_role("combobox", name=ui.IN, exact=True)
    box.fill("44, 33, 44.5, 33.5")
    page.keyboard.press("Enter")
    assert has_within(page, "box:") == "box:44,33,44.5,33.5"
    settled(page)
    expect(chip(page, "in the box 44–44.5° E, 33–33.5° N")).to_be_visible(timeout=WAIT_MS)
    box.fill("Atlantis")
    page.keyboard.press("Enter")
    expect(page.get_by_text(ui.NO_SUCH_GROUND)).to_be_visible(timeout=WAIT_MS)
    page.wait_for_url(lambda url: "within" not in url, timeout=WAIT_MS)


def test_a_box_and_a_lasso_are_drawn_on_the_map_and_move_nothing(board):
    page = board
    frame = map_frame(page)
    before = frame.evaluate(VIEW)
    inside = page.frame_locator(FRAME)
    inside.get_by_role("button", name="Filter by a box").click()
    drag(page, (0.45, 0.4), (0.55, 0.6))
    expected = frame.evaluate(
        """shares => { const s = atlas.map.getSize();
            const at = ([x, y]) => atlas.map.containerPointToLatLng([x * s.x, y * s.y]);
            return shares.map(at); }""",
        [(0.45, 0.6), (0.55, 0.4)],
    )
    edges = [float(one) for one in has_within(page, "box:").removeprefix("box:").split(",")]
    corners = [one[axis] for one in expected for axis in ("lng", "lat")]
    assert edges == pytest.approx(corners, abs=0.03)
    settled(page)
    expect(chip(page, "in the box")).to_be_visible(timeout=WAIT_MS)
    inside.get_by_role("button", name="Filter by a lasso").focus()
    page.keyboard.press("Enter")
    drag(page, (0.4, 0.4), (0.6, 0.42), (0.58, 0.62), (0.42, 0.6))
    drawn = has_within(page, "drawn:")
    assert 3 <= drawn.count(";") < 60
    settled(page)
    expect(chip(page, "in the ground drawn about")).to_be_visible(timeout=WAIT_MS)
    assert map_frame(page).evaluate(VIEW) == pytest.approx(before, abs=1e-6)
    assert "attack" not in query(page)
    # Escape ends a tool, and then the map is dragged as before.
    inside.get_by_role("button", name="Filter by a box").click()
    pressed = inside.locator(".atlas-tool[aria-pressed=true]")
    expect(pressed).to_have_count(1)
    inside.get_by_role("button", name="Measure distance").click()
    expect(pressed).to_have_count(1)
    page.keyboard.press("Escape")
    expect(pressed).to_have_count(0)
    drag(page, (0.5, 0.5), (0.6, 0.5))
    assert map_frame(page).evaluate(VIEW)[1] < before[1] - 0.05
    assert query(page)["within"] == drawn


def test_a_circle_is_drawn_about_the_point_that_was_clicked(board):
    page = board
    page.mouse.click(*at(page, (0.15, 0.55)))
    button = page.get_by_role("button", name=ui.ABOUT_THE_POINT_YOU_CLICKED)
    button.click(timeout=WAIT_MS)
    page.wait_for_function("() => location.search.includes('near=')", timeout=WAIT_MS)
    lat, lon = map(float, query(page)["near"].removesuffix(":20").split(","))
    assert map_frame(page).evaluate("at => atlas.map.getBounds().contains(at)", [lat, lon])
    expect(chip(page, "within 20 km of")).to_be_visible(timeout=WAIT_MS)
