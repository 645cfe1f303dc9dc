"""Gathering loses no mark, keeps the busiest in its place and leaves none too close."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from layers.gather import gather

MARKS = st.lists(
    st.tuples(st.floats(0, 100), st.floats(0, 100), st.integers(1, 50)), min_size=1, max_size=30
)


def test_near_marks_join_the_busier_one_and_far_ones_stand():
    x, y = np.array([0.0, 3.0, 50.0]), np.zeros(3)
    assert gather(x, y, np.array([1, 5, 1]), reach=10.0).tolist() == [1, 1, 2]


@given(MARKS)
def test_marks_that_stand_are_at_least_reach_apart_and_own_themselves(marks):
    x, y, count = (np.array(part, dtype=float) for part in zip(*marks, strict=True))
    owner = gather(x, y, count.astype(int), reach=12.0)
    standing = np.unique(owner)
    assert (owner[standing] == standing).all()
    gaps = np.hypot(x[standing, None] - x[standing], y[standing, None] - y[standing])
    assert (gaps[~np.eye(len(standing), dtype=bool)] >= 12.0).all()
    assert (np.hypot(x - x[owner], y - y[owner]) < 12.0).all()


def by_looking_at_all(x, y, count, *, reach):
    """The slow way: each mark is measured against every one that stands."""
    owner, standing = np.arange(len(x)), []
    for row in np.argsort(-count, kind="stable").tolist():
        gaps = [float(np.hypot(x[one] - x[row], y[one] - y[row])) for one in standing]
        if gaps and min(gaps) < reach:
            owner[row] = standing[int(np.argmin(gaps))]
        else:
            standing.append(row)
    return owner


@given(MARKS)
def test_looking_only_near_by_finds_the_same(marks):
    x, y, count = (np.array(part, dtype=float) for part in zip(*marks, strict=True))
    slow = by_looking_at_all(x, y, count, reach=12.0)
    assert gather(x, y, count.astype(int), reach=12.0).tolist() == slow.tolist()
