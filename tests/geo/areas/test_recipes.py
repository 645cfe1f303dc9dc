"""Recipes to polygons, each operation by hand in a small context."""

from __future__ import annotations

import math

import pandas as pd
import pytest
import shapely
from shapely.geometry import LineString, Point, box

from geo import crs
from geo.areas.recipes import OPERATIONS, RecipeContext, compile_recipe, line_through, side_of_river
from geo.areas.table import area_km2
from geo.errors import RecipeError
from geo.reference.boundaries import Units
from geo.reference.gazetteer import Gazetteer

# The context: two governorates side by side, a river along their border, three towns.
#
#   34.0  +--------+--------+
#         |  west  |  east  |
#   33.0  | x      o      x |     x west_town (43.2), east_town (44.8)
#         |        |        |     o ferry (44.0), on the river
#   32.0  +--------+--------+
#        43.0    44.0     45.0
PLACES = {"west_town": 43.2, "ferry": 44.0, "east_town": 44.8}


@pytest.fixture(scope="module")
def context():
    table = pd.DataFrame(
        [
            {"place_id": p, "name": p, "name_ar": "", "aliases": "", "kind": "town"}
            | {"lon": lon, "lat": 33.0, "radius_km": 1.0}
            for p, lon in PLACES.items()
        ]
    ).set_index("place_id")
    units = Units({"anbar": box(43, 32, 44, 34), "wasit": box(44, 32, 45, 34)}, "by hand")
    river = LineString([(44, 33.8), (44, 32.2)])
    return RecipeContext(Gazetteer(table), units, {"river": river})


@pytest.fixture(scope="module")
def km2(areas_of):
    return lambda shape: float(area_km2(areas_of({"geometry": shape})).iloc[0])


def around(place, km):
    return {"around": {"place": place, "km": km}}


def test_a_unit_answers_to_its_id_and_its_spellings(context):
    for name in ("anbar", "Al-Anbar", "ANBAR"):
        assert compile_recipe({"unit": name}, context=context).equals(box(43, 32, 44, 34))


@pytest.mark.parametrize("km", [1, 12.5, 60])
def test_around_is_a_disc_of_that_radius(context, km2, km):
    disc = compile_recipe(around("ferry", km), context=context)
    assert km2(disc) == pytest.approx(math.pi * km**2, rel=0.005)
    assert disc.centroid.distance(Point(44, 33)) < 0.01


def test_an_outline_is_its_corners(context):
    corners = [[43.2, 33.0], [44.0, 33.0], [44.0, 33.5], [43.2, 33.5]]
    assert compile_recipe({"outline": corners}, context=context).equals(
        shapely.box(43.2, 33.0, 44.0, 33.5)
    )
    closed = compile_recipe({"outline": [*corners, corners[0]]}, context=context)
    assert closed.equals(shapely.box(43.2, 33.0, 44.0, 33.5))


@pytest.mark.parametrize(
    ("corners", "expected"),
    [
        ("here", "at least three"),
        ([[44, 33], [45, 33]], "at least three"),
        ([[44, 33], [45, 33], [45]], "at least three"),
        ([[44, 33], [45, 33], ["45", 34]], "at least three"),
        ([[44, 33], [45, 33], [True, 34]], "at least three"),
        ([[44, 33], [45, 33], [45, math.inf]], "at least three"),
        ([[4, 33], [45, 33], [45, 34]], "outside the region"),
        ([[44, 33], [45, 34], [45, 33], [44, 34]], "44.5 33.5"),
    ],
)
def test_an_outline_that_is_none_says_why(context, corners, expected):
    with pytest.raises(RecipeError, match=expected):
        compile_recipe({"outline": corners}, context=context)


def test_a_river_splits_a_disc_into_its_halves(context, km2):
    east = compile_recipe({**around("ferry", 20), "east_of": "river"}, context=context)
    west = compile_recipe({**around("ferry", 20), "west_of": "River"}, context=context)
    half = math.pi * 20**2 / 2
    assert km2(east) == pytest.approx(half, rel=0.01)
    assert km2(west) == pytest.approx(half, rel=0.01)
    assert east.bounds[0] == pytest.approx(44.0)
    assert west.bounds[2] == pytest.approx(44.0)
    assert shapely.intersection(east, west).area == pytest.approx(0, abs=1e-9)


def test_a_river_is_carried_on_beyond_its_ends():
    for course in ([(44, 33.8), (44, 32.2)], [(44, 32.2), (44, 33.8)]):
        east = side_of_river(LineString(course), east=True)
        assert east.is_valid
        assert shapely.contains_xy(east, [44.1, 44.1, 44.1], [37.0, 33.0, 29.0]).all()
        assert not shapely.contains_xy(east, [43.9, 43.9, 43.9], [37.0, 33.0, 29.0]).any()


def test_the_sides_of_a_river_with_a_loop_are_told_apart():
    # East, back west and east again: the pocket (44.2, 33.1) opens to the east.
    bends = [(44, 34), (44.6, 33.5), (44.1, 33.3), (44.1, 32.9), (44.6, 32.7), (44, 32)]
    east = side_of_river(LineString(bends), east=True)
    assert shapely.contains_xy(east, 44.2, 33.1)
    assert not shapely.contains_xy(east, 44.05, 33.1)


def test_the_bundled_tigris_tells_the_banks_of_towns_apart(atlas):
    with_river = RecipeContext(atlas.gazetteer, atlas.units, rivers_of_the_bundle())
    for recipe, place, inside in [
        ("tigris", "sadr_city", True),
        ("tigris", "doura", False),
        ("tigris", "bartella", True),
        ("tigris", "camp_ashraf", True),
        ("tigris", "camp_taji", False),
        ("euphrates", "al_asad_east_bank", True),
        ("euphrates", "al_baghdadi", False),
        ("euphrates", "al_asad_ab", False),
    ]:
        side = compile_recipe({"east_of": recipe}, context=with_river)
        spot = atlas.gazetteer.place(place)
        assert shapely.intersects_xy(side, spot.lon, spot.lat) == inside, (recipe, place)


def rivers_of_the_bundle():
    from geo.reference.boundaries import load_rivers
    from geo.settings import data_dir

    return load_rivers(data_dir())


def test_a_corridor_is_as_wide_as_it_says(context, km2):
    strip = compile_recipe(
        {"corridor": {"through": ["west_town", "east_town"], "km": 8}}, context=context
    )
    length = float(crs.distance_km(43.2, 33, 44.8, 33))
    assert km2(strip) == pytest.approx(length * 16 + math.pi * 64, rel=0.01)
    border = shapely.get_coordinates(strip.exterior)
    middle = border[abs(border[:, 0] - 44.0) < 0.3]
    off = crs.distance_km(middle[:, 0], middle[:, 1], middle[:, 0], 33.0)
    assert off == pytest.approx(8, rel=0.01)


def test_a_corridor_runs_through_every_place(context):
    strip = compile_recipe(
        {"corridor": {"through": ["west_town", "ferry", "east_town"], "km": 2}}, context=context
    )
    assert shapely.contains_xy(strip, list(PLACES.values()), [33.0] * 3).all()


def test_union_joins_minus_cuts_and_keys_meet(context, km2):
    one = km2(compile_recipe(around("west_town", 10), context=context))
    both = {"union": [around("west_town", 10), around("east_town", 10)]}
    assert km2(compile_recipe(both, context=context)) == pytest.approx(2 * one, rel=0.001)
    assert km2(compile_recipe({**both, "unit": "anbar"}, context=context)) == pytest.approx(
        one, rel=0.001
    )
    cut = {**both, "minus": [around("east_town", 12)]}
    assert km2(compile_recipe(cut, context=context)) == pytest.approx(one, rel=0.001)
    hole = {**around("ferry", 20), "minus": [around("ferry", 10)]}
    assert km2(compile_recipe(hole, context=context)) == pytest.approx(math.pi * 300, rel=0.005)


def test_minus_is_cut_last_wherever_it_stands(context):
    first = compile_recipe({"minus": [{"unit": "wasit"}], **around("ferry", 10)}, context=context)
    last = compile_recipe({**around("ferry", 10), "minus": [{"unit": "wasit"}]}, context=context)
    assert first.equals(last)
    assert first.bounds[2] == pytest.approx(44.0)


def test_governorates_that_touch_leave_no_line_behind(context):
    recipe = {"unit": "anbar", "union": [{"unit": "wasit"}, around("west_town", 5)]}
    assert compile_recipe(recipe, context=context).geom_type == "Polygon"


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        ({"unit": "atlantis"}, r"unit 'atlantis' is not known. Known: anbar, wasit"),
        (around("nowhere", 5), r"'nowhere' is not in the gazetteer"),
        ({"east_of": "nile"}, r"river 'nile' is not known. Known: river"),
        ({"buffer": 5}, r"operation 'buffer' is not known. Known: unit, around"),
        ({"unit": "anbar", "buffer": 5}, r"operation 'buffer'"),
        ({"unit": "anbar", **around("east_town", 5)}, r"nothing is left"),
        ({"unit": "anbar", "minus": [{"unit": "anbar"}]}, r"nothing is left"),
        ({"unit": "anbar", "west_of": "river", "east_of": "river"}, r"nothing is left"),
        ({}, r"needs one of unit"),
        ({"minus": [{"unit": "anbar"}]}, r"needs one of unit"),
        ("anbar", r"needs one of unit"),
        (around("ferry", 0), r"km must be .* above 0.*given 0"),
        (around("ferry", -3), r"given -3"),
        (around("ferry", math.nan), r"given nan"),
        (around("ferry", True), r"given true"),
        (around("ferry", "10"), 'given "10"'),
        ({"around": {"place": "ferry"}}, r"around needs exactly \{ place, km \}"),
        ({"around": {"place": "ferry", "km": 1, "miles": 1}}, r"around needs exactly"),
        ({"corridor": {"through": ["ferry"], "km": 5}}, r"at least two places"),
        ({"union": []}, r"union needs a list"),
        ({"union": {"unit": "anbar"}}, r"union needs a list"),
    ],
)
def test_a_recipe_that_cannot_be_cooked_says_why(context, recipe, expected):
    with pytest.raises(RecipeError, match=expected):
        compile_recipe(recipe, context=context)


def test_a_line_runs_straight_through_its_places(context):
    line = line_through(["west_town", "ferry", "east_town"], context)
    assert list(line.coords) == [(43.2, 33), (44.0, 33), (44.8, 33)]


def test_every_operation_of_the_language_is_tried_here():
    tried = {"unit", "around", "corridor", "outline", "union", "east_of", "west_of"}
    assert set(OPERATIONS) == tried
