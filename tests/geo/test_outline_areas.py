"""Outlines of a layer become areas: cells before what is said, holes cut out, faults apart."""

from __future__ import annotations

import datetime as dt

import shapely

from geo.byhand.areas import compiled
from geo.byhand.outlines import area_entries, examine_outlines, proposed
from geo.readers.geojson import Collection, Feature

SAID = {
    "holder": "KSS", "kind": "ground", "confidence": "low", "border_km": 5.0, "author": "Ann",
    "source_id": "my notes", "pointer": "p. 3", "assumption": "as drawn",
    "valid_from": dt.date(2020, 1, 3), "last_confirmed": dt.date(2021, 10, 18),
}  # fmt: skip


def box(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


HOLED = {
    "type": "MultiPolygon",
    "coordinates": [
        [box(42, 33, 43, 34), box(42.4, 33.4, 42.6, 33.6)],
        [box(44, 33, 44.5, 33.5)],
    ],
}
BOW = {"type": "Polygon", "coordinates": [[[42, 33], [43, 34], [43, 33], [42, 34], [42, 33]]]}


def layer(*features):
    rows = [Feature(n, properties, g) for n, (properties, g) in enumerate(features, start=1)]
    return Collection("ground.gpkg", tuple(rows), len(rows), ())


def test_cells_go_before_what_is_said_and_holes_are_cut_out(atlas):
    about = {"name": "By the river", "holder": "KH", "border_km": "2.5", "valid_to": "2021-05-01"}
    found = examine_outlines(layer((about, HOLED), ({"holder": ""}, HOLED)))
    first, second = area_entries(
        found.sound, said=SAID, columns=proposed(found.sound), layer="ground"
    )
    assert (first["id"], first["holder"], first["border_km"]) == ("by_the_river", "KH", 2.5)
    assert first["valid_to"] == dt.date(2021, 5, 1)
    assert (second["id"], second["holder"]) == ("ground_2", "KSS")
    made = compiled([first, second], atlas=atlas).geometry.iloc[0]
    want = shapely.difference(shapely.box(42, 33, 43, 34), shapely.box(42.4, 33.4, 42.6, 33.6))
    assert made.symmetric_difference(want.union(shapely.box(44, 33, 44.5, 33.5))).area < 1e-9


def test_outlines_of_one_name_are_two_areas():
    found = examine_outlines(layer(*[({"name": "Same"}, HOLED)] * 3))
    made = area_entries(found.sound, said=SAID, columns={}, layer="x")
    assert [one["id"] for one in made] == ["same", "same_2", "same_3"]


def test_a_fault_keeps_its_outline_out_until_it_is_repaired():
    given = layer(({}, HOLED), ({}, BOW))
    found = examine_outlines(given)
    assert found.counts == "2 outlines read = 1 kept + 1 with a fault"
    assert [fault.row for fault in found.faults] == [2]
    assert "42.50000 E, 33.50000 N" in found.faults[0].problem
    whole = examine_outlines(given, repair=True)
    assert len(whole.sound) == 2
    assert not whole.faults
    (note,) = whole.notes
    assert "2 parts" in note
