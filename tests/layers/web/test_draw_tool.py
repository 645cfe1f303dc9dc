"""Corners go to the map and come back as they were; nothing else is taken for corners."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.web.draw_tool import MOST_CORNERS, DrawnOutline, draw_tool_group, drawn_outline

DEGREES = st.tuples(st.integers(-18_000_000, 18_000_000), st.integers(-9_000_000, 9_000_000))


def returned(**properties):
    return {"last_active_drawing": {"type": "Feature", "geometry": None, "properties": properties}}


@given(st.lists(DEGREES, max_size=20), st.integers(0, 1000))
def test_corners_come_back_as_they_went(units, change):
    outline = DrawnOutline(tuple((lon / 100_000, lat / 100_000) for lon, lat in units), change)
    group = draw_tool_group(outline)
    sent = json.loads(next(iter(group._children.values())).payload)
    assert (
        drawn_outline(returned(layer="draw_tool", corners=sent["corners"], change=change))
        == outline
    )


@pytest.mark.parametrize(
    "given",
    [
        None,
        {},
        {"last_active_drawing": "draw_tool"},
        {"last_active_drawing": {"properties": None}},
        returned(layer="targets", corners=[1, 2], change=1),
        returned(layer="draw_tool", corners=[1, 2, 3], change=1),
        returned(layer="draw_tool", corners=["<b>", 2], change=1),
        returned(layer="draw_tool", corners=[1.5, 2], change=1),
        returned(layer="draw_tool", corners=[True, 2], change=1),
        returned(layer="draw_tool", corners=[1, 2], change="1"),
        returned(layer="draw_tool", corners={"1": 2}, change=1),
        returned(layer="draw_tool", corners=[0] * (2 * MOST_CORNERS + 2), change=1),
    ],
)
def test_nothing_else_is_taken_for_corners(given):
    assert drawn_outline(given) is None


def test_the_script_asks_nothing_of_the_network():
    from layers.web.folium_elements import Client

    code = Client("{}", can_draw=True).code
    assert "A.drawTool" in code
    assert "A.drawTool" not in Client("{}").code
    assert not re.search(r"https?://|fetch\(|XMLHttp", code)
