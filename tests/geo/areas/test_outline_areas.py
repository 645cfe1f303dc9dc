"""Outlines of a layer become areas: cells before what is said, holes cut out, faults apart."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import mapping, shape

from geo.areas.outlines import area_entries, column_notes, examine_outlines, proposed
from geo.areas.recipes import compile_outlines, recipe_in_order
from geo.io.geojson import Collection, Feature, listed
from geo.workspace.areas import compiled

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


SHELL_AND_ISLAND = {
    "type": "MultiPolygon",
    "coordinates": [
        [box(44, 33, 45, 34), box(44.2, 33.2, 44.8, 33.8)],
        [box(44.4, 33.4, 44.6, 33.6)],
    ],
}
TWO_OVER_EACH_OTHER = {
    "type": "MultiPolygon",
    "coordinates": [[box(44, 33, 44.5, 33.5)], [box(44.2, 33.2, 44.7, 33.7)]],
}


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


def ground_of(geometry, *, repair=False):
    """What is compiled of one outline, faults of it refused."""
    found = examine_outlines(layer(({"title": "x"}, geometry)), repair=repair)
    assert not found.faults
    (entry,) = area_entries(found.sound, said=SAID, columns={}, layer="x")
    return compile_outlines(entry["recipe"])


def test_an_island_in_the_hole_of_another_part_is_ground():
    made = ground_of(SHELL_AND_ISLAND)
    assert made.symmetric_difference(shape(SHELL_AND_ISLAND)).area < 1e-9
    assert made.covers(shapely.Point(44.5, 33.5))
    assert not made.covers(shapely.Point(44.3, 33.5))


def test_ground_that_is_drawn_twice_is_ground_after_a_repair():
    made = ground_of(TWO_OVER_EACH_OTHER, repair=True)
    assert made.area == pytest.approx(0.41)
    assert made.covers(shapely.Point(44.35, 33.35))


def test_the_middle_of_a_star_drawn_in_one_line_is_ground_after_a_repair():
    spokes = [(44 + 0.5 * np.sin(a), 33 + 0.5 * np.cos(a)) for a in np.arange(6) * 4 * np.pi / 5]
    made = ground_of(listed(mapping(shapely.Polygon(spokes))), repair=True)
    assert made.covers(shapely.Point(44, 33))


@pytest.mark.parametrize("east", [46.0, 44.8])
def test_a_hole_outside_its_shell_is_never_made_ground_by_a_repair(east):
    hole = shapely.box(east, 33.0, east + 0.5, 33.5).exterior
    drawn = shapely.Polygon(shapely.box(44, 33, 45, 34).exterior, [hole])
    found = examine_outlines(layer(({"title": "x"}, listed(mapping(drawn)))), repair=True)
    (fault,) = found.faults
    assert "hole" in f"{fault.problem} {fault.remedy}".casefold() or "cross" in fault.problem


def test_an_island_of_an_outline_that_has_to_be_repaired_is_kept():
    shell, island = SHELL_AND_ISLAND["coordinates"]
    both = {"type": "MultiPolygon", "coordinates": [shell, island, [box(44.9, 33, 45.2, 33.3)]]}
    made = ground_of(both, repair=True)
    assert made.covers(shapely.Point(44.5, 33.5))
    assert made.area == pytest.approx(0.64 + 0.04 + 0.06)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 12)] * 4), min_size=1, max_size=6), st.data())
def test_what_is_compiled_is_what_was_drawn(corners, data):
    rings = [shapely.box(a, b, a + c + 1, b + d + 1) for a, b, c, d in corners]
    drawn = shapely.Polygon()
    for ring in rings:  # each added, cut out, or put into what was cut out before
        drawn = drawn.difference(ring) if data.draw(st.booleans()) else drawn.union(ring)
    small = shapely.transform(drawn, lambda xy: [44, 33] + xy / 50)
    if small.is_empty:
        return
    made = ground_of(listed(mapping(small)))
    assert made.symmetric_difference(small).area < 1e-9


def test_what_rounding_would_lose_is_refused_with_both_figures():
    # Between two parts runs a slit of a third of a metre that rounding closes.
    tall = [box(44, 33, 44.000002, 33.9), box(44.000008, 33, 44.1, 33.9)]
    drawn = {"type": "MultiPolygon", "coordinates": [[ring] for ring in tall]}
    found = examine_outlines(layer(({}, drawn)))
    assert not found.sound
    (fault,) = found.faults
    assert "km²" in fault.problem or "not sound" in fault.problem


@pytest.mark.parametrize("lost", [0.0, 0.3])
def test_other_ground_than_was_drawn_is_refused_with_both_figures(monkeypatch, lost):
    def cut(recipe):
        return compile_outlines(recipe).difference(shapely.box(44, 33, 44 + lost, 34))

    monkeypatch.setattr("geo.areas.outlines.compile_outlines", cut)
    found = examine_outlines(layer(({}, SHELL_AND_ISLAND)))
    assert bool(found.faults) == bool(lost)
    for fault in found.faults:
        assert fault.row == 1
        assert fault.problem.count("km²") == 2


def test_thousands_of_holes_are_cut_out_at_once():
    holes = [
        box(x, y, x + 0.0004, y + 0.0004)
        for x in 44.0005 + np.arange(60) / 1000
        for y in 33.0005 + np.arange(50) / 1000
    ]
    drawn = {"type": "Polygon", "coordinates": [box(44, 33, 44.2, 33.2), *holes]}
    assert ground_of(drawn).area == pytest.approx(0.04 - len(holes) * 0.0004**2)


def test_an_outline_whose_edges_meet_without_end_is_not_repaired():
    # Two combs across each other: 600 edges each way and 360,000 crossings.
    up = [(44 + n / 600, 33 + n % 2) for n in range(600)]
    across = [(44 + n % 2, 34 - n / 600) for n in range(600)]
    comb = listed(mapping(shapely.Polygon([*up, *across])))
    found = examine_outlines(layer(({}, comb)), repair=True)
    assert not found.sound
    assert not found.notes


@pytest.mark.parametrize("letters", [str.upper, str.title, lambda word: f" {word} "])
def test_columns_in_other_letters_go_before_what_is_said(letters):
    about = {letters(name): value for name, value in {"holder": "KH", "title": "Jurf"}.items()}
    found = examine_outlines(layer((about, HOLED)))
    columns = proposed(found.sound)
    (entry,) = area_entries(found.sound, said=SAID, columns=columns, layer="x")
    assert (entry["holder"], entry["title"]) == ("KH", "Jurf")
    note_text = column_notes(found.sound, columns, file="x.gpkg")
    assert f"{letters('holder')} as holder" in note_text


def test_two_columns_of_one_name_in_other_letters_are_named_and_not_read():
    found = examine_outlines(layer(({"HOLDER": "KH", "Holder": "AAH"}, HOLED)))
    columns = proposed(found.sound)
    assert "holder" not in columns
    assert "columns not read: HOLDER, Holder" in column_notes(found.sound, columns, file="x")


def test_a_part_that_is_added_behind_a_cut_stays_whole():
    def square(half):
        return {"outline": box(44 - half, 33 - half, 44 + half, 33 + half)}

    made = recipe_in_order([(False, square(1)), (True, square(0.5)), (False, square(0.2))])
    assert compile_outlines(made).area == pytest.approx(4 - 1 + 0.16)
