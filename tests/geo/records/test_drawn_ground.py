"""Ground that is drawn or handed over goes into a text and comes back as it was."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from geo.crs import REGION
from geo.errors import ConformError, DataNotFoundError, GeometryError
from geo.records.drawn_ground import (
    MOST_DRAWN,
    MOST_KEPT,
    box_outline,
    drawn_outline,
    outline_from,
    polygon_of,
    read_outline,
    rings_text,
)

SQUARE = [(44.0, 33.0), (45.0, 33.0), (45.0, 34.0), (44.0, 34.0)]


def corners(polygon):
    rings = shapely.get_rings(shapely.get_parts(polygon))
    return int(shapely.get_num_coordinates(rings).sum()) - len(rings)


def circle(many, radius=0.5):
    turn = np.linspace(0, 2 * np.pi, many, endpoint=False)
    return [(44 + radius * np.cos(one), 33 + radius * np.sin(one)) for one in turn]


def again(outline):
    kind, _, rest = outline.text.partition(":")
    return outline_from(kind, rest)


def test_a_box_is_named_by_its_edges_and_comes_back():
    made = box_outline(44.123456, 33.0, 44.6, 33.25)
    assert made.polygon.equals(box(44.1235, 33.0, 44.6, 33.25))
    assert made.text == "box:44.1235,33,44.6,33.25"
    assert made.words == "in the box 44.1235–44.6° E, 33–33.25° N"
    assert again(made) == made


def test_of_a_box_what_lies_beyond_the_region_is_left_out():
    made = box_outline(-20, 33, 44, 80)
    assert made.bounds == (REGION["lon"][0], 33.0, 44.0, REGION["lat"][1])
    for edges in ((44, 33, 44, 34), (45, 33, 44, 34), (0, 33, 10, 34), (44, 50, 45, 60),
                  (float("nan"), 33, 44, 34), (44, 33, 44.00001, 34)):  # fmt: skip
        with pytest.raises(GeometryError, match=r"box"):
            box_outline(*edges)


@pytest.mark.parametrize(
    "text", ["", "44,33,45", "44,33,45,x", "44,33,45,34,35", "45,33,44,34", "nan,33,45,34"]
)
def test_what_is_no_box_is_refused(text):
    with pytest.raises(GeometryError, match="box"):
        outline_from("box", text)


def test_ground_is_drawn_by_its_corners():
    made = drawn_outline(SQUARE)
    assert made.polygon.equals(box(44, 33, 45, 34))
    assert made.words == "in the ground drawn about 33.50 N, 44.50 E"
    assert made.text.startswith("drawn:4")
    assert again(made) == made


def test_ground_that_is_gone_round_twice_or_in_an_eight_is_ground():
    eight = [(44, 33), (45, 34), (45, 33), (44, 34)]
    made = drawn_outline(eight)
    assert made.polygon.area == pytest.approx(0.5, rel=1e-3)
    assert made.polygon.geom_type == "MultiPolygon"
    assert again(made).polygon.equals(made.polygon)
    twice = drawn_outline([*SQUARE, *[(lon + 0.1, lat + 0.1) for lon, lat in SQUARE]])
    assert twice.polygon.contains(box(44.2, 33.2, 44.9, 33.9))


def test_many_corners_become_sixty_and_the_edge_hardly_moves():
    made = drawn_outline(circle(600))
    assert corners(made.polygon) <= MOST_DRAWN
    whole = Polygon(circle(600))
    assert made.polygon.symmetric_difference(whole).area < 0.02 * whole.area
    assert again(made) == made


@given(
    st.lists(
        st.tuples(st.floats(30, 66), st.floats(20, 42)),
        min_size=3, max_size=80,
    )
)  # fmt: skip
def test_whatever_is_drawn_is_kept_or_refused_in_words(spots):
    try:
        made = drawn_outline(spots)
    except GeometryError:
        with pytest.raises(GeometryError, match="Draw it"):
            drawn_outline(spots)
        return
    assert made.polygon.is_valid
    assert 3 <= corners(made.polygon) <= MOST_DRAWN
    assert again(made).polygon.equals(made.polygon)
    assert len(made.text) < 1_400


@pytest.mark.parametrize("spots", [[], SQUARE[:2], [(44, 33)] * 5, [(0, 0), (1, 0), (1, 1)],
                                   [(44, 33), (45, float("nan")), (45, 34)]])  # fmt: skip
def test_what_goes_round_no_ground_is_refused(spots):
    with pytest.raises(GeometryError, match="Draw"):
        drawn_outline(spots)


def test_rings_with_holes_and_parts_apart_come_back_as_they_were():
    holed = box(44, 33, 45, 34) - box(44.2, 33.2, 44.4, 33.4)
    island = box(44.25, 33.25, 44.35, 33.35)
    whole = MultiPolygon([holed, island, box(46, 33, 47, 34)])
    text = rings_text(whole, decimals=4)
    assert text.count("|") == 3
    assert polygon_of(text, most=60).equals(whole)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no ring"),
        ("44,33;45,33", "no ring"),
        ("44,33;45,33;x,34", "no ring"),
        ("44,33;45,33;45,34,5", "no ring"),
        ("44,33;45,33;1e999,34", "no ring"),
        ("44,33;45,33;nan,34", "no ring"),
        ("44,33;45,33;45,34|", "no ring"),
        ("44,33;45,34;45,33;44,34", "Self-intersection"),
        ("44,33;45,33;46,33", "goes round no ground"),
        (";".join(["44,33"] * 61), "61 corners are given and at most 60"),
        ("4,33;5,33;5,34", "longitude first"),
        ("44,33;45,33;45,34|44,33;45,33;45,34", "is empty"),
    ],
)
def test_a_text_of_no_ground_is_refused(text, said):
    with pytest.raises(GeometryError, match=said):
        outline_from("drawn", text)


def written(path, *shapes, crs=None):
    features = [{"type": "Feature", "properties": {}, "geometry": mapping(one)} for one in shapes]
    document = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_the_polygons_of_a_file_are_one_outline(tmp_path):
    squares = [box(44, 33, 45, 34), box(44.5, 33.5, 45.5, 34.5), box(46, 33, 47, 34)]
    path = written(tmp_path / "my ground: 1;.geojson", *squares)
    outline, notes = read_outline(path)
    assert notes == ()
    assert outline.polygon.equals(shapely.union_all(squares))
    assert outline.words == "in my ground_ 1_.geojson"
    assert again(outline).polygon.equals(outline.polygon)
    assert again(outline).words == outline.words


def test_other_formats_are_read_as_well(tmp_path):
    square = box(44, 33, 45, 34)
    gpd.GeoDataFrame(geometry=[square], crs=4326).to_file(tmp_path / "g.gpkg", layer="ground")
    ring = " ".join(f"{lon},{lat}" for lon, lat in square.exterior.coords)
    (tmp_path / "g.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><Polygon>'
        f"<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></Placemark></Document></kml>",
        encoding="utf-8",
    )
    for name in ("g.gpkg", "g.kml"):
        outline, _ = read_outline(tmp_path / name)
        assert outline.polygon.equals(square)
        assert outline.name == name


def test_a_faulty_file_says_where_and_what_to_do(tmp_path):
    with pytest.raises(DataNotFoundError, match=r"no such file"):
        read_outline(tmp_path / "none.geojson")
    bow_tie = Polygon([(43, 32), (44, 33), (44, 32), (43, 33)])
    with pytest.raises(ConformError) as raised:
        read_outline(written(tmp_path / "bad.geojson", box(43, 32, 44, 33), bow_tie))
    assert "bad.geojson, row 2" in str(raised.value)
    assert "make_valid" in str(raised.value)
    with pytest.raises(ConformError, match="no polygons"):
        read_outline(written(tmp_path / "points.geojson", box(43, 32, 44, 33).centroid))
    with pytest.raises(ConformError, match="CRS"):
        read_outline(written(tmp_path / "utm.geojson", box(43, 32, 44, 33), crs="EPSG:32638"))
    with pytest.raises(ConformError, match="region"):
        read_outline(written(tmp_path / "far.geojson", box(3, 2, 4, 3)))


def test_an_outline_of_very_many_corners_is_used_and_not_kept_as_text(tmp_path):
    path = written(tmp_path / "fine.geojson", Polygon(circle(MOST_KEPT + 1, radius=2.0)))
    outline, _ = read_outline(path)
    assert corners(outline.polygon) == MOST_KEPT + 1
    assert outline.text == ""
    few = written(tmp_path / "few.geojson", Polygon(circle(MOST_KEPT, radius=2.0)))
    assert again(read_outline(few)[0]).polygon.equals(read_outline(few)[0].polygon)
