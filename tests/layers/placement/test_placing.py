"""Marks that would cover each other part honestly: near their places, or tied to them."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.placement.spread import RULES, place

MARKS = st.lists(
    st.tuples(
        st.floats(0, 200), st.floats(0, 200), st.floats(6, 22), st.sampled_from([40.0, 220.0])
    ),
    min_size=1,
    max_size=14,
)


def anywhere(spots, marks):
    return np.ones(len(marks), dtype=bool)


def placed(marks, honest=anywhere):
    x, y, reach, sides = (np.array(one, dtype=float) for one in zip(*marks, strict=True))
    homes = np.column_stack([x, y])
    return homes, reach, place(homes, reach, sides=sides, honest=honest)


@given(MARKS)
def test_no_mark_without_a_leader_leaves_its_place_by_more_than_its_radius(marks):
    homes, reach, made = placed(marks)
    off = np.hypot(*(made.spots - homes).T)
    assert (off[~made.tied] <= reach[~made.tied]).all()
    assert (off[made.tied] > reach[made.tied]).all()


@given(MARKS)
def test_marks_cover_each_other_no_more_than_a_rim(marks):
    _, reach, made = placed(marks)
    for a, b in combinations(range(len(reach)), 2):
        gap = math.dist(made.spots[a], made.spots[b])
        assert gap >= (RULES["legible"] - 1e-9) * (reach[a] + reach[b])


@given(MARKS, st.floats(60, 140))
def test_no_mark_crosses_an_edge_that_its_place_does_not_lie_behind(marks, edge):
    x = np.array([one[0] for one in marks])

    def own_side(spots, which):
        return (spots[:, 0] < edge) == (x[which] < edge)

    _, _, made = placed(marks, own_side)
    assert ((made.spots[:, 0] < edge) == (x < edge)).all()


def test_a_mark_that_covers_nothing_stays():
    homes, _, made = placed([(0.0, 0.0, 10.0, 40.0), (50.0, 0.0, 10.0, 220.0)])
    assert made.spots.tolist() == homes.tolist()


def test_two_marks_of_one_place_touch_each_other_at_it():
    homes, reach, made = placed([(0.0, 0.0, 18.0, 40.0), (0.0, 0.0, 12.0, 220.0)])
    assert not made.tied.any()
    gap = math.dist(*made.spots)
    assert gap == pytest.approx(RULES["touch"] * 30.0, rel=0.01)
    # The place lies on the line between them, where they meet.
    assert np.hypot(*made.spots[0]) + np.hypot(*made.spots[1]) == pytest.approx(gap, rel=0.01)
    assert (np.hypot(*(made.spots - homes).T) <= reach).all()


def test_of_many_on_one_place_the_largest_stay_near_and_the_place_is_seen():
    marks = [(0, 0, 20, 40), (0, 0, 16, 220), (0, 0, 9, 310), (0, 0, 9, 130), (0, 0, 9, 85)]
    _, reach, made = placed(marks)
    assert made.tied.any()
    assert not made.tied[0]
    off = np.hypot(*made.spots.T)
    # A leader ends at the place: no mark lies over it by more than the thickness of its rim.
    assert (off >= 0.9 * reach).all()


def test_the_order_of_the_marks_does_not_matter():
    marks = [(0.0, 0.0, 20.0, 40.0), (3.0, 1.0, 15.0, 220.0), (8.0, 30.0, 9.0, 40.0)]
    _, _, one = placed(marks)
    _, _, other = placed(marks[::-1])
    np.testing.assert_allclose(one.spots, other.spots[::-1], atol=1e-6)


def test_a_mark_comes_out_from_under_one_that_may_stand_nowhere_else():
    def nowhere_else(spots, which):
        return (which != 0) | (np.hypot(*spots.T) < 1)

    homes, reach, made = placed([(0, 0, 20, 40), (0, 0, 9, 85), (4, 0, 9, 265)], nowhere_else)
    assert made.spots[0].tolist() == [0.0, 0.0]
    assert made.tied.tolist() == [False, True, True]
    for a, b in combinations(range(3), 2):
        assert math.dist(made.spots[a], made.spots[b]) >= RULES["legible"] * (reach[a] + reach[b])
    # Its leader goes away from the middle that lies over its place.
    assert made.spots[2][0] > homes[2][0]
