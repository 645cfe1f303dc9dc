"""Corners of an area are set, moved and taken off with mouse and keyboard on the map."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from dashboard.services import ui_words as ui
from tests.support import pace
from tests.support.browsing import FRAME, WAIT_MS, choices, map_frame, opened, settled
from tests.support.server import ROOT, serving
from tests.worlds.valley import FOLDER

CENTRE = "() => [atlas.map.getCenter().lat, atlas.map.getCenter().lng, atlas.map.getZoom()]"
SQUARE = [(0.35, 0.35), (0.6, 0.35), (0.6, 0.6), (0.35, 0.6)]


@pytest.fixture(scope="module")
def own_url(tmp_path_factory):
    """A dashboard whose decisions are this test's alone."""
    folder = tmp_path_factory.mktemp("draw_tool")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ATLAS_HOME": str(folder / "home")}
    with serving(folder, data=FOLDER, env=env) as url:
        yield url


@pytest.fixture
def board(page, own_url):
    """The editor of areas with one part of corners, and a map with the draw tool."""
    opened(page, f"{own_url}/by_hand")
    page.get_by_test_id("stMain").get_by_text("Areas", exact=True).click()
    settled(page)
    choices(page, "Shape of part 1").get_by_text("corners").click()
    settled(page)
    map_frame(page)
    page.wait_for_timeout(pace.pause(500))  # a map that is drawn again takes the first one's place
    map_frame(settled(page))
    page.locator(FRAME).scroll_into_view_if_needed()
    return page


def at(page, share):
    box = page.locator(FRAME).bounding_box()
    return box["x"] + share[0] * box["width"], box["y"] + share[1] * box["height"]


def typed(page):
    return page.get_by_role("textbox", name="Corners of part 1")


def lines(page):
    settled(page)
    return typed(page).input_value().splitlines()


def has_lines(page, count):
    page.wait_for_function(
        "n => document.querySelector('textarea').value.split('\\n').filter(x => x).length === n",
        arg=count,
        timeout=WAIT_MS,
    )
    return lines(page)


def test_corners_are_set_moved_and_taken_off(board):
    page = board
    frame = map_frame(page)
    before, now = None, frame.evaluate(CENTRE)
    while before != now:  # the map may still glide to its first window
        page.wait_for_timeout(pace.pause(300))
        before, now = now, frame.evaluate(CENTRE)
    for share in SQUARE:
        page.mouse.click(*at(page, share))
    page.mouse.dblclick(*at(page, SQUARE[-1]))
    kept = has_lines(page, 4)
    assert frame.evaluate(CENTRE) == before, "the map moved while it was drawn on"
    # The first corner is north-west of the third.
    first, third = ([float(x) for x in kept[k].split(",")] for k in (0, 2))
    assert first[0] > third[0]
    assert first[1] < third[1]
    # Moved to the west, the other three stay.
    handles = page.frame_locator(FRAME).locator(".atlas-corner-set")
    expect(handles).to_have_count(4, timeout=WAIT_MS)
    x, y = at(page, SQUARE[0])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y, steps=6)
    page.mouse.up()
    page.wait_for_function(
        "was => document.querySelector('textarea').value.split('\\n')[0] !== was",
        arg=kept[0],
        timeout=WAIT_MS,
    )
    moved = lines(page)
    assert moved[1:] == kept[1:]
    assert float(moved[0].split(",")[1]) < first[1]
    # A dot in the middle of a side is dragged into a corner between.
    dots = page.frame_locator(FRAME).locator(".atlas-corner-mid")
    expect(dots).to_have_count(4, timeout=WAIT_MS)
    dots.nth(2).drag_to(dots.nth(2), target_position={"x": 4, "y": 40}, force=True)
    with_one = has_lines(page, 5)
    assert [one for one in with_one if one not in moved] == [with_one[3]]
    # By keyboard: an arrow moves the corner, Delete takes it off.
    handle = page.frame_locator(FRAME).locator(".atlas-corner-set").nth(3)
    handle.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_function(
        "was => document.querySelector('textarea').value.split('\\n')[3] !== was",
        arg=with_one[3],
        timeout=WAIT_MS,
    )
    page.frame_locator(FRAME).locator(".atlas-corner-set").nth(3).focus()
    page.keyboard.press(ui.DELETE)
    assert has_lines(page, 4) == moved


def test_what_is_typed_shows_on_the_map(board):
    page = board
    box = typed(page)
    box.fill("33, 42\n33, 43\n34, 43")
    box.blur()
    expect(page.frame_locator(FRAME).locator(".atlas-corner-set")).to_have_count(3, timeout=WAIT_MS)
    box.fill("33, 42\nnowhere")
    box.blur()
    expect(page.get_by_text("Corner 2, 'nowhere', is no coordinate.")).to_be_visible(
        timeout=WAIT_MS
    )
