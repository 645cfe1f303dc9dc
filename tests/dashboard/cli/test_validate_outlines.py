"""``fasail-atlas validate`` on polygons: form, region, reference system, crossings, names."""

from __future__ import annotations

import json

import pytest

from tests.support.command import SQUARE, points, polygon, runner, teller
from tests.support.server import ROOT

# Its diagonals cross in the middle of the square: at 44.5, 33.5.
BOW = [[44.0, 33.0], [45.0, 34.0], [45.0, 33.0], [44.0, 34.0], [44.0, 33.0]]


@pytest.fixture
def validated(monkeypatch, capfd, tmp_path):
    return teller(runner(monkeypatch, capfd), tmp_path)


def test_a_polygon_that_crosses_itself_says_where(validated):
    code, found = validated("a.geojson", points(({}, polygon(SQUARE)), ({}, polygon(BOW))))
    assert (code, found["kind"], found["rows_kept"]) == (1, "areas", 1)
    (fault,) = found["faults"]
    assert fault["row"] == 2
    assert "44.50000 E, 33.50000 N" in fault["problem"]


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (polygon(), "empty"),
        ({"type": "MultiPolygon", "coordinates": []}, "empty"),
        (polygon(SQUARE[:3]), "at least four"),
        (polygon(SQUARE[:4]), "not closed"),
        (polygon([[a, b] for b, a in SQUARE]), "look swapped"),
        (polygon([[x * 1e4, y * 1e5] for x, y in SQUARE]), "projected"),
        (polygon([[x - 60, y] for x, y in SQUARE]), "outside the region"),
        (polygon([["44", "33"], *SQUARE[1:]]), "finite number"),
        (polygon([[44.0], *SQUARE[1:]]), "differ in length"),
        (polygon([*SQUARE[:2], SQUARE[0]]), "at least four"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[0]]), "invalid"),
        ({"type": "GeometryCollection", "geometries": []}, "not a Polygon"),
        (None, "no geometry"),
        ({"type": "Polygon"}, "empty"),
        (polygon(7), "not a list of positions"),
    ],
)
def test_an_outline_that_is_none_is_named(validated, geometry, said):
    sound = ({}, polygon(SQUARE))
    code, found = validated("a.geojson", points(sound, sound, ({}, geometry)))
    assert (code, found["rows_kept"], found["rows_faulty"]) == (1, 2, 1)
    assert said in " ".join(fault["problem"] for fault in found["faults"])


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:EPSG::32638", "EPSG:3857", "urn:ogc:def:crs:EPSG::14326"]
)
def test_another_crs_is_reported_with_its_remedy(validated, name):
    member = {"type": "name", "properties": {"name": name}}
    code, found = validated("a.geojson", points(({}, polygon(SQUARE)), crs=member))
    assert (code, found["rows_kept"]) == (1, 0)
    (fault,) = found["faults"]
    assert (fault["column"], fault["given"]) == ("crs", name)
    assert "4326" in fault["remedy"]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_the_names_of_wgs84_are_taken(validated, name):
    member = {"type": "name", "properties": {"name": name}}
    assert validated("a.geojson", points(({}, polygon(SQUARE)), crs=member))[0] == 0


def test_area_polygons_name_known_holders(validated):
    code, found = validated(
        "a.geojson",
        points(
            ({"area_id": "x", "holder": "KH", "kind": "ground"}, polygon(SQUARE)),
            ({"area_id": "x", "holder": "NOBODY", "kind": "castle"}, polygon(SQUARE)),
        ),
    )
    assert (code, found["rows_kept"]) == (1, 1)
    assert {fault["column"] for fault in found["faults"]} == {"holder", "kind", "area_id"}


@pytest.mark.parametrize(
    ("holder", "column", "said"),
    [
        ("KH", "HOLDER", "columns read: HOLDER as holder"),
        (" KH ", "Holder", "columns read: Holder as holder"),
        ("KH", "holder", ""),
        ("", "holder", ""),
    ],
)
def test_columns_are_read_as_areas_add_reads_them(validated, holder, column, said):
    own = {"area_id": "x", column: holder, "KIND": "Ground"}
    code, found = validated("areas.geojson", points((own, polygon(SQUARE))))
    assert (code, found["faults"]) == (0, [])
    assert not any("name no holder" in note for note in found["notes"])
    assert said in " ".join(found["notes"])


def test_a_holder_in_capitals_that_nobody_knows_is_a_fault(validated):
    own = {"area_id": "x", "HOLDER": "NOBODY"}
    code, found = validated("areas.geojson", points((own, polygon(SQUARE))))
    assert code == 1
    assert [(one["column"], one["given"]) for one in found["faults"]] == [("holder", "NOBODY")]


def test_two_columns_of_one_name_are_reported_and_neither_is_read(validated):
    own = {"area_id": "x", "HOLDER": "KH", "Holder": "KSS"}
    _, found = validated("areas.geojson", points((own, polygon(SQUARE))))
    assert any("columns not read: HOLDER, Holder" in note for note in found["notes"])
    assert any("name no holder" in note for note in found["notes"])


def test_governorates_are_all_there_or_named(validated):
    units = json.loads((ROOT / "data" / "base" / "units.geojson").read_text(encoding="utf-8"))
    assert validated("u.geojson", units)[0] == 0
    units["features"] = units["features"][1:]
    code, found = validated("u.geojson", units)
    assert (code, found["kind"], found["rows_kept"]) == (1, "governorates", 0)
    assert "anbar" in found["faults"][0]["problem"]
