"""The ruler's distances, bearings and squares are those of pyproj and of the MGRS library."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.crs import GEOD, REGION
from geo.reference.gazetteer import from_mgrs, to_mgrs
from tests.layers.web.test_scripts import called, in_node

MILLIMETRE_KM = 1e-6
SPOT = st.tuples(st.floats(*REGION["lon"]), st.floats(*REGION["lat"]))
# Everywhere but where points are nearly opposite, which no map here shows at once.
HALF = st.tuples(st.floats(-89, 89), st.floats(-80, 80))

# The library itself names no valid square a hair south of the equator.
LATS = st.floats(-79.9, 83.9).filter(lambda lat: not -1e-6 < lat < 0)
GLOBE = st.tuples(st.floats(-180, 180), LATS)


def at(lon, lat):
    return {"lng": lon, "lat": lat}


@in_node
@settings(max_examples=8)
@given(st.lists(st.tuples(SPOT, SPOT), min_size=40, max_size=60))
def test_distance_and_bearing_are_those_of_the_geodesic(pairs):
    found = called(*(["geodesic", at(*one), at(*other)] for one, other in pairs))
    for (one, other), got in zip(pairs, found, strict=True):
        bearing, _, metres = GEOD.inv(*one, *other)
        assert got["km"] == pytest.approx(metres / 1000, abs=MILLIMETRE_KM)
        if metres > 1:
            turn = (got["bearing"] - bearing + 180) % 360 - 180
            assert abs(turn) * metres < 0.1, "a tenth of a degree at a metre, less further off"


@in_node
@settings(max_examples=3)
@given(st.lists(st.tuples(HALF, HALF), min_size=40, max_size=60))
def test_distances_hold_on_the_whole_globe(pairs):
    found = called(*(["geodesic", at(*one), at(*other)] for one, other in pairs))
    for (one, other), got in zip(pairs, found, strict=True):
        metres = GEOD.inv(*one, *other)[2]
        if metres < 19_000_000:
            assert got["km"] == pytest.approx(metres / 1000, abs=1e-5)


@in_node
def test_a_line_to_itself_has_no_length_and_one_to_the_other_side_is_not_told():
    same, opposite = called(
        ["geodesic", at(44, 33), at(44, 33)], ["geodesic", at(0, 0), at(179.7, 0.3)]
    )
    assert same == {"km": 0, "bearing": 0}
    assert opposite is None


@in_node
def test_known_bearings_are_told():
    north, east, south, west = called(
        *(
            ["geodesic", at(44, 33), to]
            for to in (at(44, 34), at(44.01, 33), at(44, 32), at(43.99, 33))
        )
    )
    assert [round(one["bearing"]) for one in (north, east, south, west)] == [0, 90, 180, 270]
    # Arc of the meridian from 33° to 34° N.
    assert north["km"] == pytest.approx(110.913, abs=0.001)


def parts(square):
    zone, column, east, north = re.fullmatch(
        r"(\d+[A-Z]) ([A-Z]{2}) (\d{4}) (\d{4})", square
    ).groups()
    return zone + column, int(east), int(north)


@in_node
@settings(max_examples=8)
@given(st.lists(st.one_of(SPOT, GLOBE), min_size=40, max_size=60))
def test_squares_are_those_of_the_library(spots):
    found = called(*(["mgrs", lat, lon] for lon, lat in spots))
    for (lon, lat), got in zip(spots, found, strict=True):
        expected = to_mgrs(lon, lat)
        if parts(got) == parts(expected):
            continue
        # On the edge of a square either may be given: both are then within its size of the spot.
        for square in (got, expected):
            middle = from_mgrs(square)
            assert GEOD.inv(lon, lat, middle[0], middle[1])[2] < 8.0, (got, expected)


@in_node
def test_squares_at_the_ends_of_the_grids_are_told_as_the_library_does():
    spots = ((-180.0, 0.0), (0.0, -1e-300), (3.0, 60.0), (5.0, 83.5), (33.0, 72.0))
    found = called(*(["mgrs", lat, lon] for lon, lat in spots))
    assert found[0] == to_mgrs(*spots[0])
    assert found[1] == "31M AV 6602 9999"
    assert found[2:] == [to_mgrs(*spot) for spot in spots[2:]]


@in_node
def test_beyond_the_grids_of_mgrs_nothing_is_told():
    assert called(["mgrs", 84.1, 44], ["mgrs", -80.1, 44]) == ["", ""]
    assert called(["mgrs", 33.3, 404.4]) == called(["mgrs", 33.3, 44.4])


@in_node
def test_what_the_ruler_says_is_the_whole_length_the_last_bearing_and_both_ends():
    spots = [at(44.0, 33.0), at(44.0, 33.05), at(44.2, 33.05)]
    (said, short, none) = called(
        ["measured", spots], ["measured", spots[:2]], ["measured", spots[:1]]
    )
    legs = [GEOD.inv(a["lng"], a["lat"], b["lng"], b["lat"]) for a, b in itertools.pairwise(spots)]
    km = sum(leg[2] for leg in legs) / 1000
    first, second = said.split("\n")
    assert first == f"{km:.1f} km · {round(legs[-1][0]) % 360:03d}°"
    assert second == f"{to_mgrs(44.0, 33.0)} → {to_mgrs(44.2, 33.05)}"
    assert short.startswith(f"{legs[0][2] / 1000:.2f} km · 000°")
    assert none == ""


@in_node
def test_of_a_lasso_corners_that_stand_close_together_are_left_out():
    spots = [{"x": at, "y": 0} for at in range(400)]
    (few, many) = called(["sparser", spots, 600], ["sparser", spots, 30])
    assert [one["x"] for one in few] == list(range(0, 400, 4))
    assert 10 < len(many) <= 30
    assert many[0] == spots[0]
