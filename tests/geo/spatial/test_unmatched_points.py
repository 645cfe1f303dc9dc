"""Points of a join that lie in no area, told apart by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest
from shapely.geometry import Polygon, box

from geo.spatial.area_index import AreaIndex
from geo.spatial.unmatched_points import Unmatched

# Two areas with a gap between them; their box is 44..47 E, 33..34 N.
#
#   34  +----+    +----+
#       | 0  |    | 1  |
#   33  +----+    +----+
#      44   45   46   47
AREAS = [box(44, 33, 45, 34), box(46, 33, 47, 34)]
NAN, INF = float("nan"), float("inf")


def unmatched(spots, *, missed, areas=AREAS):
    lon, lat = np.array(spots, dtype=float).reshape(-1, 2).T
    return Unmatched.of(lon, lat, index=AreaIndex(areas), missed=missed)


def numbers(found):
    return (found.without, found.nowhere, found.outside, found.swapped.tolist())


def test_a_place_of_which_half_is_missing_is_without_coordinates():
    found = unmatched([(NAN, 33.5), (44.5, NAN), (NAN, NAN), (44.5, 33.5)], missed=3)
    assert numbers(found) == (3, 0, 0, [0, 0])


def test_a_gap_within_the_box_is_nowhere_and_not_outside():
    assert numbers(unmatched([(45.5, 33.5), (44.5, 33.5)], missed=1)) == (0, 1, 0, [0, 0])


@pytest.mark.parametrize("corner", [(44, 33), (47, 34), (44, 34), (47, 33)])
def test_the_border_of_the_box_is_not_outside(corner):
    assert unmatched([corner], missed=0).outside == 0


@pytest.mark.parametrize(
    "spot", [(43.9, 33.5), (47.1, 33.5), (44.5, 32.9), (44.5, 34.1), (INF, 33.5)]
)
def test_beyond_one_side_of_the_box_is_outside(spot):
    assert numbers(unmatched([spot, (NAN, 1)], missed=2)) == (1, 1, 1, [0, 0])


def test_swapped_points_are_counted_in_the_area_that_would_hold_them():
    # Swapped: one in the first area and two in the second, one in the gap, one still outside.
    spots = [(33.5, 44.5), (33.5, 46.5), (33.2, 46.9), (33.5, 45.5), (10, 10)]
    assert numbers(unmatched(spots, missed=5)) == (0, 5, 5, [1, 2])


@pytest.mark.parametrize("corner", [(33, 44), (34, 47), (34, 44), (33, 47)])
def test_a_swapped_corner_is_in_its_area(corner):
    assert unmatched([corner], missed=1).swapped.sum() == 1


@pytest.mark.parametrize("spot", [(33.5, 43.9), (33.5, 47.1), (32.9, 44.5), (34.1, 44.5)])
def test_what_is_outside_either_way_is_in_no_area(spot):
    assert numbers(unmatched([spot, (33.5, 44.5)], missed=2)) == (0, 2, 2, [1, 0])


def test_a_point_of_the_box_is_not_asked_for_the_other_way_round():
    # A square that swapping leaves alone: what lies in it lies there either way.
    assert numbers(unmatched([(40, 40)], missed=0, areas=[box(39, 39, 41, 41)])) == (0, 0, 0, [0])


def test_areas_without_ground_have_no_box_and_all_is_outside():
    assert numbers(unmatched([(44, 33), (NAN, 33)], missed=2, areas=[Polygon()])) == (1, 1, 1, [0])
    assert numbers(unmatched([], missed=0)) == (0, 0, 0, [0, 0])


def test_tallies_add_up_number_by_number():
    one = Unmatched(1, 2, 3, np.array([4, 5]))
    other = Unmatched(10, 20, 30, np.array([40, 50]))
    assert numbers(one + other) == (11, 22, 33, [44, 55])
    nothing = Unmatched.nothing(2)
    assert numbers(nothing) == (0, 0, 0, [0, 0])
    assert nothing.swapped.dtype == np.int64
    assert numbers(nothing + one) == numbers(one)


def test_a_tally_comes_back_from_json_among_other_things():
    one = Unmatched(1, 2, 3, np.array([4, 5]))
    text = json.dumps({"rows": 9, **one.as_json()})
    assert json.loads(text) == {
        "rows": 9,
        "without": 1,
        "nowhere": 2,
        "outside": 3,
        "swapped": [4, 5],
    }
    back = Unmatched.from_json(json.loads(text))
    assert numbers(back) == numbers(one)
    assert numbers(Unmatched.from_json(Unmatched.nothing(0).as_json()) + Unmatched.nothing(0)) == (
        0, 0, 0, [],
    )  # fmt: skip
