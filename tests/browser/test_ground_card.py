"""A click on ground opens the card of its area, and the address of that opens it again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.browsing import (
    FRAME,
    VIEW_TITLE,
    WAIT_MS,
    card_title,
    map_frame,
    opened,
    settled,
)
from tests.worlds.valley import FOLDER

SPOT = """ident => {
    const map = atlas.map, areas = [];
    map.eachLayer(x => {
        if (x.atlasLayer === 'ground' && x.atlasIds === ident) { areas.push(x); }
    });
    if (!areas.length) { return null; }
    const middle = map.latLngToContainerPoint(areas[0].getBounds().getCenter());
    const south = map.latLngToContainerPoint(areas[0].getBounds().getSouthWest());
    // Between its middle, where marks stand, and its corner.
    return {x: (middle.x + 2 * south.x) / 3, y: (middle.y + 2 * south.y) / 3};
}"""


@pytest.fixture
def valley_url(serve_data):
    """Address of a dashboard on the invented valley."""
    return serve_data(FOLDER)


def click_area(page, ident):
    """Click inside an area, where no mark stands."""
    spot = map_frame(page).wait_for_function(SPOT, arg=ident, timeout=WAIT_MS).json_value()
    box = settled(page).locator(FRAME).bounding_box()
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])


def test_a_click_on_ground_opens_its_card_which_a_link_opens_again(page, browser, valley_url):
    opened(page, f"{valley_url}/?date_to=2021-07-31")
    map_frame(page)
    expect(card_title(page)).to_have_text(VIEW_TITLE, timeout=WAIT_MS)
    # Elm's ground is old on that day: an edge without a fill, which is clicked all the same.
    click_area(page, "elm_east")
    expect(card_title(page)).to_have_text("Elm: the east", timeout=WAIT_MS)
    expect(
        page.get_by_test_id("stMain").get_by_text("Old: last confirmed June 2018")
    ).to_be_visible()
    assert "area=elm_east" in page.url
    settled(page)
    click_area(page, "oak_west")
    expect(card_title(page)).to_have_text("Oak: the west", timeout=WAIT_MS)
    link = page.url
    assert "area=oak_west" in link
    again = browser.new_page()
    try:
        opened(again, link)
        expect(card_title(again)).to_have_text("Oak: the west", timeout=WAIT_MS)
        attack = again.locator("[class*='st-key-ground_attack_'] button").first
        attack.click()
        expect(card_title(again)).not_to_have_text("Oak: the west", timeout=WAIT_MS)
        assert "attack=2021-07-10-fort" in again.url
    finally:
        again.close()
