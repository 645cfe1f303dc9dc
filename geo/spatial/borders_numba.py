"""The nearest edge of an outline, compiled by numba: boxes about runs of edges, nearest first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.spatial.grid_numba import compiled

Floats = NDArray[np.float64]

_LEAF = 8
"""Edges to a box of the lowest row."""

_DEEP = 64
"""Boxes that can wait at a time; a tree of all edges of the world is not half as deep."""


class CompiledEdgeTree:
    """Edges in the order of the border, and a binary tree of boxes about runs of them.

    Parameters
    ----------
    edges
        (e, 4) x and y of both ends, metres of the conic; e > 0.
    """

    def __init__(self, edges: Floats) -> None:
        runs = -(-len(edges) // _LEAF)
        leaves = 1 << (runs - 1).bit_length()
        # What is missing in the last row is boxes that nothing is near.
        corners = np.full((leaves * _LEAF, 4), np.inf)
        corners[: len(edges), :2] = np.minimum(edges[:, :2], edges[:, 2:])
        corners[: len(edges), 2:] = -np.maximum(edges[:, :2], edges[:, 2:])
        level = corners.reshape(leaves, _LEAF, 4).min(axis=1)
        levels = [level]
        while len(level) > 1:
            level = np.minimum(level[::2], level[1::2])
            levels.append(level)
        self._boxes = np.concatenate(levels[::-1]) * (1, 1, -1, -1)
        self._edges = np.ascontiguousarray(edges)

    def nearest(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Nearest point of any edge to each of (n,) points, x and y in metres."""
        return _nearest(x, y, self._edges, self._boxes)


@compiled
def _gap(x, y, box):
    """Square of the distance from a point to a box."""
    east = max(box[0] - x, x - box[2], 0.0)
    north = max(box[1] - y, y - box[3], 0.0)
    return east * east + north * north


@compiled
def _foot(x, y, edge):
    """Nearest point of an edge, and the square of the distance to it."""
    ax, ay, dx, dy = edge[0], edge[1], edge[2] - edge[0], edge[3] - edge[1]
    length = dx * dx + dy * dy
    part = ((x - ax) * dx + (y - ay) * dy) / length if length > 0.0 else 0.0
    part = min(max(part, 0.0), 1.0)
    foot_x, foot_y = ax + part * dx, ay + part * dy
    return foot_x, foot_y, (foot_x - x) ** 2 + (foot_y - y) ** 2


@compiled
def _nearest(xs, ys, edges, boxes):
    out_x, out_y = np.empty(xs.size), np.empty(xs.size)
    waiting, gaps = np.empty(_DEEP, dtype=np.int64), np.empty(_DEEP)
    first_leaf = len(boxes) // 2
    hint = 0
    for point in range(xs.size):
        x, y = xs[point], ys[point]
        # Stored points are sorted along a curve: the last one's edge is a good first guess.
        best_x, best_y, best = _foot(x, y, edges[hint])
        waiting[0], gaps[0], depth = 0, 0.0, 1
        while depth:
            depth -= 1
            if gaps[depth] >= best:
                continue
            node = waiting[depth]
            if node >= first_leaf:
                start = (node - first_leaf) * _LEAF
                for edge in range(start, min(start + _LEAF, len(edges))):
                    foot_x, foot_y, far = _foot(x, y, edges[edge])
                    if far < best:
                        best_x, best_y, best, hint = foot_x, foot_y, far, edge
                continue
            near, other = 2 * node + 1, 2 * node + 2
            near_gap, other_gap = _gap(x, y, boxes[near]), _gap(x, y, boxes[other])
            if near_gap > other_gap:
                near, other, near_gap, other_gap = other, near, other_gap, near_gap
            if other_gap < best:
                waiting[depth], gaps[depth] = other, other_gap
                depth += 1
            if near_gap < best:
                waiting[depth], gaps[depth] = near, near_gap
                depth += 1
        out_x[point], out_y[point] = best_x, best_y
    return out_x, out_y
