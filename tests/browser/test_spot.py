"""The place of a sighting is taken from a click on the map, and a sighting entered whole."""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import expect

from dashboard.editor import spot
from dashboard.services import ui_words as ui
from dashboard.session import queries
from dashboard.widgets.faults import SIGHTING_LABELS as LABELS
from geo.workspace.journal import load_journal
from geo.workspace.sightings import sightings_of
from tests.support import pace
from tests.support.browsing import FRAME, WAIT_MS, choices, map_frame, opened, settled
from tests.support.server import ROOT, serving

LATLNG = """([x, y]) => {
    const p = atlas.map.containerPointToLatLng([x, y]);
    return [p.lng, p.lat];
}"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("spot") / "home"


@pytest.fixture(scope="module")
def own_url(home):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ATLAS_HOME": str(home)}
    with serving(home.parent, env=env) as url:
        yield url


@pytest.fixture
def sightings_tab(page, own_url):
    """The desk of sightings with its map."""
    opened(page, f"{own_url}/by_hand")
    page.get_by_test_id("stMain").get_by_text("Sightings", exact=True).click()
    settled(page)
    map_frame(page)
    page.wait_for_timeout(pace.pause(500))  # a map that is drawn anew takes the first one's place
    map_frame(settled(page))
    page.locator(FRAME).scroll_into_view_if_needed()
    return page


def choose(page, label, text):
    choices(page, LABELS[label], text).get_by_role("option").first.click()
    settled(page)


def fill(page, label, text):
    page.get_by_role("textbox", name=LABELS[label], exact=True).fill(text)


def name_of(ident):
    return str(queries.atlas().gazetteer.table.loc[ident, "name"])


def click(page, share):
    """Click a part of the map and give the place nearest to that point."""
    box = page.locator(FRAME).bounding_box()
    x, y = share[0] * box["width"], share[1] * box["height"]
    lon, lat = map_frame(page).evaluate(LATLNG, [x, y])
    page.mouse.click(box["x"] + x, box["y"] + y)
    return spot.nearest((lon, lat))[0]


def stands_in_the_form(page, ident):
    """Wait until the form holds a place, and the map of that run stands."""
    place = page.get_by_role("combobox", name=ui.PLACE, exact=True)
    expect(place).to_have_value(re.compile(re.escape(name_of(ident))), timeout=WAIT_MS)
    settled(page)
    map_frame(page)


@pytest.mark.parametrize("shares", [[(0.5, 0.5)], [(0.4, 0.45), (0.6, 0.6)]], ids=["one", "two"])
def test_a_click_takes_the_nearest_place_and_the_next_one_another(sightings_tab, shares):
    for share in shares:
        stands_in_the_form(sightings_tab, click(sightings_tab, share))


def test_a_sighting_is_entered_whole_and_its_effect_told(sightings_tab, home):
    ident = click(sightings_tab, (0.5, 0.5))
    stands_in_the_form(sightings_tab, ident)
    sightings_tab.get_by_role("textbox", name="Your name").fill("Ann")
    group = str(queries.atlas().registry.groups["name"].iloc[0])
    choose(sightings_tab, "group_id", group)
    choose(sightings_tab, "kind", "had a base")
    choose(sightings_tab, "strength", "the source states it")
    fill(sightings_tab, "date_first", "2021-06-01")
    fill(sightings_tab, "source_id", "https://example.org/exercise")
    sightings_tab.get_by_role("button", name=ui.KEEP_THIS_SIGHTING).click()
    sightings_tab.get_by_text(ui.WHAT_THEY_WOULD_CHANGE).wait_for(timeout=WAIT_MS)
    held = sightings_of(load_journal(home))
    assert held["place_id"].tolist() == [ident]
    assert held["date_last"].tolist() == ["2021-06-01"]
