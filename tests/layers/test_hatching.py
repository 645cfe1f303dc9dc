"""Hatches are lines and dots inside their shape, on one grid through the plane."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers import style
from layers.age_style import BAND_LEAST_PX, BAND_PX
from layers.hatching import banded, bands, dots, strokes

SHAPES = st.builds(
    lambda x, y, radius, hole: shapely.difference(
        shapely.Point(x, y).buffer(radius), shapely.Point(x, y).buffer(radius * hole)
    ),
    st.floats(-500, 500),
    st.floats(-500, 500),
    st.floats(15, 200),
    st.sampled_from([0.0, 0.5]),
)


@given(SHAPES, st.sampled_from(["/", "\\", "|", "-", "+", "x"]))
def test_lines_lie_in_the_shape_and_are_as_long_as_its_size_asks(shape, hatch):
    lines = strokes(shape, hatch, step=5.0)
    room = shape.buffer(1e-6)
    assert all(room.covers(shapely.LineString(line)) for line in lines)
    length = sum(shapely.LineString(line).length for line in lines)
    angles = 2 if hatch in "+x" else 1
    # Lines 5 apart measure an area's fifth, each way; the rim makes the rest.
    assert length == pytest.approx(angles * shape.area / 5.0, abs=angles * shape.length)


@given(SHAPES, st.sampled_from(["o", "."]))
def test_dots_lie_whole_in_the_shape(shape, hatch):
    spots = shapely.points(np.reshape(dots(shape, hatch, step=6.0, radius=1.0), (-1, 2)))
    room = shape.buffer(0.1)
    shapely.prepare(room)
    assert shapely.covers(room, shapely.buffer(spots, 0.95)).all()


def test_two_shapes_share_one_grid():
    whole = strokes(shapely.box(0, 0, 20, 20), "/", step=5.0)
    halves = [
        line
        for half in (shapely.box(0, 0, 10, 20), shapely.box(10, 0, 20, 20))
        for line in strokes(half, "/", step=5.0)
    ]
    assert shapely.union_all([shapely.LineString(x) for x in whole]).length == pytest.approx(
        shapely.union_all([shapely.LineString(x) for x in halves]).length
    )


def test_every_hatch_of_a_group_is_drawn():
    box = shapely.box(0, 0, 100, 100)
    for group in style.GROUPS.values():
        if group.hatch:
            drawn = len(strokes(box, group.hatch, step=5.0)) + len(
                dots(box, group.hatch, step=6.0, radius=1.0)
            )
            assert drawn > 0, group


def test_an_empty_shape_has_none():
    assert strokes(shapely.Polygon(), "/", step=5.0) == []
    assert np.size(dots(shapely.Polygon(), "o", step=5.0, radius=1.0)) == 0


@given(SHAPES, st.integers(2, 4))
def test_bands_part_a_shape_among_all_its_holders(shape, many):
    parts = banded(shape, many, px=1.0)
    assert len(parts) == many
    assert shapely.union_all(parts).symmetric_difference(shape).area < 1e-6 * shape.area
    assert sum(part.area for part in parts) == pytest.approx(shape.area)
    # However small the shape is on the map, each of its holders is seen.
    assert all(part.area > shape.area / (4 * many) for part in parts)


@given(SHAPES, st.integers(2, 6))
def test_bands_lie_side_by_side_and_are_neither_finer_nor_broader_than_is_seen(shape, many):
    found = bands(shape.bounds, many, px=1.0)
    assert all(one[1] == pytest.approx(other[0]) for one, other in pairwise(found))
    assert all(BAND_LEAST_PX - 1e-9 <= b - a <= BAND_PX + 1e-9 for a, b in found)
