"""Packed layers unpack to the same coordinates and hold no unescaped text."""

import json

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString, MultiPolygon, box

from layers.spec import HexLayer, LineLayer, PolygonLayer
from layers.web.payload import (
    hex_payload,
    line_payload,
    mark_payload,
    pack_lines,
    pack_polygons,
    polygon_payload,
    to_json,
)
from tests.worlds import squares as worlds


def unpack(flat):
    return (np.cumsum(np.array(flat).reshape(-1, 2), axis=0) / 10_000).tolist()


def test_a_line_is_its_first_vertex_and_then_steps_latitude_first():
    packed = pack_lines(gpd.GeoSeries([LineString([(44.0, 33.0), (44.5, 33.25)])]))
    assert packed == [[[330_000, 440_000, 2_500, 5_000]]]


def test_holes_and_parts_keep_their_places():
    ring = box(40, 30, 44, 34).difference(box(41, 31, 42, 32))
    shapes = gpd.GeoSeries([box(0, 0, 1, 1), MultiPolygon([ring, box(46, 30, 47, 31)])])
    packed = pack_polygons(shapes)
    assert [[len(polygon) for polygon in row] for row in packed] == [[1], [2, 1]]
    hole = unpack(packed[1][0][1])
    assert min(map(tuple, hole)) == (31.0, 41.0)
    assert hole[0] == hole[-1]


def test_nothing_packs_to_nothing():
    nothing = gpd.GeoSeries([], crs=4326)
    assert pack_lines(nothing) == []
    assert pack_polygons(nothing) == []


def test_rows_find_their_own_style():
    spec = worlds.spec("plain", show=("committees", "ground"))
    committees, _, ground = spec.layers
    packed = polygon_payload(committees, theme="light")
    assert packed["styles"][packed["s"][0]]["dashArray"] == [2, 5]
    style = polygon_payload(ground, theme="light")["styles"][0]
    assert style["hatch"] == "/"
    assert style["interactive"] is True


def test_a_layer_without_tooltips_cannot_be_clicked():
    frame = gpd.GeoDataFrame(geometry=[box(0, 0, 1, 1)], crs=4326)
    packed = polygon_payload(PolygonLayer(id="a", title="A", features=frame), theme="light")
    assert packed["styles"][0]["interactive"] is False
    assert "tip" not in packed


def test_marks_name_the_row_that_is_selected_and_the_tone_of_each():
    (layer,) = worlds.spec("plain", show=("targets",)).layers
    packed = mark_payload(layer, theme="light")
    assert packed["n"] == [3, 1]
    assert [packed["tones"][tone][2] for tone in packed["t"]] == ["", "A"]
    assert packed["sel"] == []


def test_arrows_are_asked_for_by_the_layer():
    frame = gpd.GeoDataFrame(geometry=[LineString([(0, 0), (1, 1)])], crs=4326)
    plain = LineLayer(id="a", title="A", features=frame)
    assert line_payload(plain, theme="light")["arrow"] is False


def test_the_busiest_cell_takes_the_last_colour():
    cells = np.array([0x88282A9001FFFFF] * 50, dtype=np.uint64)
    packed = hex_payload(HexLayer(id="h", title="H", cells=cells), theme="light")
    assert [level["n"] for level in packed["levels"]] == [[50]] * 5
    assert [level["s"] for level in packed["levels"]] == [[4]] * 5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_packed_text_can_end_a_script_or_open_a_template(theme):
    for layer in worlds.spec("hostile", show=("targets", "launches")).layers:
        text = to_json(mark_payload(layer, theme=theme))
        assert json.loads(text)["n"]
        assert "<" not in text
        for opening in ("{{", "{%", "{#", "${", "`"):
            assert opening not in text
