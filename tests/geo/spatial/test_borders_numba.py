"""The compiled tree of edges against a look at every edge."""

from __future__ import annotations

import numpy as np
import pytest

from geo.spatial.borders_numba import CompiledEdgeTree


def nearest_of_all(x, y, edges):
    """Nearest point of any edge, edge by edge."""
    best = None
    for ax, ay, bx, by in edges:
        length = (bx - ax) ** 2 + (by - ay) ** 2
        part = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length else 0.0
        part = min(max(part, 0.0), 1.0)
        foot = (ax + part * (bx - ax), ay + part * (by - ay))
        far = np.hypot(foot[0] - x, foot[1] - y)
        if best is None or far < best[0]:
            best = (far, *foot)
    return best[1:]


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 16, 17, 24, 25, 33, 64, 65, 130])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_nearest_point_is_that_of_a_look_at_every_edge(count, sign):
    """Boxes of eight edges, whose number is no power of two; on either side of the origin."""
    rng = np.random.default_rng(count)
    start = rng.uniform(1e5, 9e5, (count, 2))
    edges = sign * np.hstack([start, start + rng.normal(0, 2e4, (count, 2))])
    x, y = sign * rng.uniform(0, 1e6, (2, 60))
    found = CompiledEdgeTree(edges).nearest(x, y)
    expected = [nearest_of_all(*spot, edges) for spot in zip(x, y, strict=True)]
    np.testing.assert_allclose(np.column_stack(found), expected, rtol=1e-9)


@pytest.mark.parametrize("turn", [1, -1])
def test_edges_that_run_either_way_have_their_boxes(turn):
    """Eight edges run far south-west, or north-east, and end nearer to a point than eight others.

    The others are tried first, so that a box that leaves out where edges end is passed over.
    """
    long = [[0, 0, -500 - at, -400 - at] for at in range(8)]
    others = [[-530, -360 + at, -510, -360 + at] for at in range(8)]
    for edges in (long + others, others + long):
        tree = CompiledEdgeTree(turn * np.array(edges, dtype=float))
        x, y = tree.nearest(np.array([turn * -520.0]), np.array([turn * -420.0]))
        np.testing.assert_allclose([x[0], y[0]], [turn * -507, turn * -407])


def test_an_edge_of_no_length_is_its_point():
    tree = CompiledEdgeTree(np.array([[3.0, 4.0, 3.0, 4.0]]))
    assert [v.tolist() for v in tree.nearest(np.array([0.0, 3.0]), np.array([0.0, 4.0]))] == [
        [3, 3],
        [4, 4],
    ]
