"""Nested geometries are found in their bytes: GEOS would end the process in them."""

from __future__ import annotations

import struct

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.io.wkb import decoded
from geo.io.wkb_depth import DEEPEST, too_deep

POINT = shapely.Point(44, 33)
KINDS = {"collection": 7, "multipolygon": 6, "multipoint": 4, "curve polygon": 10, "surface": 15}


def nested(depth, *, code=7, order="<", inner=None):
    head = struct.pack(f"{order}BII", order == "<", code, 1)
    return head * depth + shapely.to_wkb(inner or POINT)


def depth_of(shape):
    """Slow oracle: how many collections stand about the deepest part."""
    if not hasattr(shape, "geoms"):
        return 0
    return 1 + max((depth_of(part) for part in shape.geoms), default=0)


@pytest.mark.parametrize("code", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("flags", [0, 0x80000000, 0x40000000, 1000, 2000, 3000])
def test_thirty_thousand_collections_are_a_fault_of_their_row(code, order, flags):
    head = struct.pack(f"{order}BII", order == "<", code + flags, 1)
    blob = head * 30_000 + shapely.to_wkb(POINT)
    rows = pd.Series([shapely.to_wkb(POINT), blob, None], index=[1, 2, 3], dtype=object)
    geometry, (fault,) = decoded(rows)
    assert (fault.row, fault.column) == (2, "geometry")
    assert "nested" in fault.problem
    assert geometry[0] == POINT
    assert geometry[1] is None


@pytest.mark.parametrize("depth", [1, DEEPEST - 1, DEEPEST, DEEPEST + 1])
def test_depth_is_counted(depth):
    inner = shapely.LineString(np.zeros((300, 2)))
    (found,) = too_deep(np.array([nested(depth, inner=inner)], dtype=object))
    assert found == (depth >= DEEPEST)


leaves = st.sampled_from(
    [
        POINT,
        shapely.Point(1, 2, 3),
        shapely.LineString([(n, n) for n in range(30)]),
        shapely.box(0, 0, 9, 9) - shapely.box(1, 1, 2, 2),
        shapely.MultiPoint([(n, n) for n in range(20)]),
        shapely.MultiPolygon([shapely.box(n, 0, n + 0.5, 1) for n in range(9)]),
        shapely.Polygon(),
    ]
)
shapes = st.recursive(
    leaves, lambda inner: st.lists(inner, min_size=1, max_size=3).map(shapely.GeometryCollection)
)


@settings(max_examples=60, deadline=None)
@given(shapes, st.integers(0, 40), st.sampled_from([0, 1]), st.sampled_from(["iso", "extended"]))
def test_what_is_deep_is_what_a_walk_through_the_parts_says(shape, more, order, flavor):
    for _ in range(more):
        shape = shapely.GeometryCollection([shape])
    blob = shapely.to_wkb(shape, byte_order=order, flavor=flavor)
    (found,) = too_deep(np.array([blob], dtype=object))
    assert found == (depth_of(shape) >= DEEPEST)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=600), st.integers(0, 600))
def test_any_bytes_are_looked_through(tail, cut):
    blob = nested(20, inner=shapely.box(0, 0, 1, 1))[: cut + 200] + tail
    too_deep(np.array([blob, tail, b"", None], dtype=object))


def test_counts_that_promise_more_than_there_is_end_at_the_end():
    huge = struct.pack("<BII", 1, 7, 2**32 - 1) * 5 + bytes(200)
    assert not too_deep(np.array([huge], dtype=object)).any()
