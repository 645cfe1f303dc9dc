"""A box or a lasso comes back from the map as it was drawn; nothing else is taken for one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.web.drawing import SCALE
from layers.web.folium_elements import Client
from layers.web.select_tool import LAYER, MOST_CORNERS, DrawnGround, drawn_ground

UNITS = st.tuples(st.integers(-18_000_000, 18_000_000), st.integers(-9_000_000, 9_000_000))


def returned(**properties):
    return {"last_active_drawing": {"type": "Feature", "geometry": None, "properties": properties}}


@given(st.lists(UNITS, min_size=1, max_size=20), st.integers(0, 1000))
def test_corners_come_back_as_they_were_drawn(units, change):
    flat = [one for corner in units for one in corner]
    given_back = {"layer": LAYER, "corners": flat, "change": change}
    corners = tuple((lon / SCALE, lat / SCALE) for lon, lat in units)
    assert drawn_ground(returned(**given_back, form="lasso")) == DrawnGround(corners, (), change)
    lon, lat = ([corner[at] for corner in corners] for at in (0, 1))
    edges = (min(lon), min(lat), max(lon), max(lat))
    assert drawn_ground(returned(**given_back, form="box")) == DrawnGround(corners, edges, change)


@pytest.mark.parametrize(
    "given",
    [
        None,
        {},
        {"last_active_drawing": "select_tool"},
        {"last_active_drawing": {"properties": None}},
        returned(layer="draw_tool", corners=[1, 2], change=1),
        returned(layer=LAYER, corners=[], change=1),
        returned(layer=LAYER, corners=[1, 2, 3], change=1),
        returned(layer=LAYER, corners=["<b>", 2], change=1),
        returned(layer=LAYER, corners=[1.5, 2], change=1),
        returned(layer=LAYER, corners=[True, 2], change=1),
        returned(layer=LAYER, corners=[1, 2], change="1"),
        returned(layer=LAYER, corners={"1": 2}, change=1),
        returned(layer=LAYER, corners=[0] * (2 * MOST_CORNERS + 2), change=1),
    ],
)
def test_nothing_else_is_taken_for_ground(given):
    assert drawn_ground(given) is None


def test_only_a_map_that_selects_has_the_tool_and_it_asks_nothing_of_the_network():
    code = Client("{}", can_select=True).code
    assert "A.selectTool" in code
    assert "A.selectTool" not in Client("{}").code
    assert not re.search(r"https?://|fetch\(|XMLHttp", code)
