"""Which marks stand as one at a scale: those around one named place, whatever is filtered.

Places form a tree. Each place hangs on the nearest one of higher rank and parts from it at a zoom
of its own; great cities and the main bases hang on nothing. Only the scale on the ground decides,
so every size of a page and every screen at one zoom shows the same marks with the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo import crs
from layers.anchors import NO_ANCHORS, Anchors, Floats

Ints = NDArray[np.int64]

REACH_PX: Final = 19.0
"""Nearer than this to one of higher rank, a place is part of its mark; pixels of a screen."""

STEP_ZOOM: Final = 0.5
"""Zooms of one step show the same marks."""

APART_ZOOM: Final = 13.0
"""From this zoom on every place is a mark of its own."""

FRAME_PX: Final = (900.0, 640.0)
"""A frame of no product: the asked-for ground decides, not the paper that it is put on."""

_METRES_AT_ZOOM_0: Final = 156_543.034 * math.cos(math.radians(33.3))
# A window of a zoom, measured on the conic, misses that zoom by a hundredth.
_SLACK_ZOOM: Final = 0.02
_SAME_M: Final = 12.0
_FAR_M: Final = 1e8
_LEAF: Final = 128
_FEW: Final = 12
_NEVER: Final = 99.0


@dataclass(frozen=True, eq=False)
class Tree:
    """What each place hangs on. Nodes are the given places, then the anchors.

    Parameters
    ----------
    parent
        Node that a node is part of, or -1.
    zoom
        Zoom from which on a node stands for itself.
    """

    parent: Ints
    zoom: Floats

    def owners(self, level: float) -> Ints:
        """Give the node that stands for each node at a zoom, shape ``(n,)``."""
        merged = (self.zoom > level) & (self.parent >= 0)
        owner = np.where(merged, self.parent, np.arange(len(self.parent)))
        while True:
            further = owner[owner]
            if np.array_equal(further, owner):
                return owner
            owner = further


def level_of(zoom: float) -> float:
    """Give the zoom that stands for its step."""
    return math.floor(zoom / STEP_ZOOM) * STEP_ZOOM


def level_of_bounds(bounds: tuple[float, float, float, float]) -> float:
    """Give the step of a printed map, from the ground that was asked for alone."""
    west, south, east, north = bounds
    lon = np.array([west, east, west, east, (west + east) / 2, (west + east) / 2])
    lat = np.array([south, south, north, north, south, north])
    x, y = crs.project(lon, lat)
    metres_a_px = max(np.ptp(x) / FRAME_PX[0], np.ptp(y) / FRAME_PX[1])
    return level_of(math.log2(_METRES_AT_ZOOM_0 / metres_a_px) + _SLACK_ZOOM)


def tree(lon: Floats, lat: Floats, anchors: Anchors = NO_ANCHORS) -> Tree:
    """Hang places on the anchors and on each other.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326, shape ``(n,)``.
    anchors
        Places of higher rank than any that is given.
    """
    count, size = len(lon), len(anchors.names)
    parent, zoom = np.full(count + size, -1, dtype=np.int64), np.zeros(count + size)
    if size:
        above, apart_m = _hung(anchors)
        parent[count:], zoom[count:] = np.where(above >= 0, above + count, -1), _zoom(apart_m)
    if not count:
        return Tree(parent, zoom)
    spots, order = _projected(lon, lat), _order(lon, lat)
    fixed = _projected(*anchors.lonlat.T) if size else np.empty((0, 2))
    nearest, apart_m = _nearest_above(np.vstack([fixed, spots[order]]), first=size)
    node = np.r_[np.arange(size) + count, order]
    above = np.where(nearest >= 0, node[nearest], -1)
    parent[order] = above[size:]
    zoom[order] = np.where(parent[order] >= 0, _zoom(apart_m[size:]), 0.0)
    return Tree(parent, zoom)


@lru_cache(maxsize=16)
def _hung(anchors: Anchors) -> tuple[Ints, Floats]:
    """Hang the anchors on each other; those that coincide are one at every zoom."""
    spots = _projected(*anchors.lonlat.T)
    nearest, apart_m = _nearest_above(spots, first=0)
    nearest[: anchors.roots] = -1
    return nearest, np.where(nearest >= 0, apart_m, np.inf)


def _projected(lon: Floats, lat: Floats) -> Floats:
    """Give places in the regional conic, metres; what it cannot show lies very far away."""
    return np.nan_to_num(np.column_stack(crs.project(lon, lat)), posinf=_FAR_M, neginf=-_FAR_M)


def _zoom(apart_m: Floats) -> Floats:
    """Give the zoom from which on places so far apart are two marks."""
    with np.errstate(divide="ignore"):
        zoom = np.log2(REACH_PX * _METRES_AT_ZOOM_0 / np.maximum(apart_m, 1e-9))
    stepped = np.minimum(np.ceil(np.maximum(zoom, 0.0) / STEP_ZOOM) * STEP_ZOOM, APART_ZOOM)
    return np.where(apart_m < _SAME_M, _NEVER, stepped)


def _order(lon: Floats, lat: Floats) -> Ints:
    """Rank places without a rank by a scrambling of their coordinates, which no filter changes."""
    whole = np.rint(np.column_stack([lon, lat]) * 1e4).astype(np.int64).astype(np.uint64)
    mixed = whole[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ whole[:, 1] * np.uint64(
        0xC2B2AE3D27D4EB4F
    )
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(np.lexsort([lat, lon, mixed ^ (mixed >> np.uint64(32))]), dtype=np.int64)


def _nearest_above(spots: Floats, *, first: int) -> tuple[Ints, Floats]:
    """For each spot give the nearest of those before it, and how far that is.

    Parameters
    ----------
    spots
        In any plane unit, highest rank first, shape ``(n, 2)``.
    first
        For as many of the first nothing is looked up.
    """
    nearest, apart, rows = _among_near(spots, first=first)
    _halved(spots, rows, nearest, apart)
    return nearest, apart


def _among_near(spots: Floats, *, first: int) -> tuple[Ints, Floats, Ints]:
    """Look among the few nearest of each spot; also give those for which none of them will do."""
    size = len(spots)
    nearest, apart = np.full(size, -1, dtype=np.int64), np.full(size, np.inf)
    rows = np.arange(max(first, 1), size)
    if not len(rows):
        return nearest, apart, rows
    gaps, found = cKDTree(spots).query(spots[rows], k=min(_FEW, size))
    above = found < rows[:, None]
    best = above.argmax(axis=1)
    known = above[np.arange(len(rows)), best]
    done = rows[known]
    nearest[done] = found[np.arange(len(rows)), best][known]
    apart[done] = gaps[np.arange(len(rows)), best][known]
    return nearest, apart, rows[~known]


def _halved(spots: Floats, rows: Ints, nearest: Ints, apart: Floats) -> None:
    """Look for the rest in halves of what ranks above them, in place."""

    def within(low: int, high: int) -> None:
        wanted = rows[(rows >= low) & (rows < high)]
        if not len(wanted) or high - low < 2:  # noqa: PLR2004
            return
        if high - low <= _LEAF:
            gaps = np.hypot(*(spots[wanted, None] - spots[None, low:high]).transpose(2, 0, 1))
            gaps[np.arange(low, high)[None, :] >= wanted[:, None]] = np.inf
            take(wanted, gaps.argmin(axis=1) + low, gaps.min(axis=1))
            return
        middle = (low + high) // 2
        within(low, middle)
        within(middle, high)
        upper = wanted[wanted >= middle]
        if len(upper):
            gaps, found = cKDTree(spots[low:middle]).query(spots[upper])
            take(upper, found.astype(np.int64) + low, gaps)

    def take(rows: Ints, found: Ints, gaps: Floats) -> None:
        better = gaps < apart[rows]
        nearest[rows[better]], apart[rows[better]] = found[better], gaps[better]

    within(0, len(spots))


def ranked(
    names: Sequence[str], lonlat: Floats, *, rank: Floats, root: NDArray[np.bool_]
) -> Anchors:
    """Make anchors from named places in any order.

    Parameters
    ----------
    names, lonlat
        The places; degrees, EPSG:4326.
    rank
        Lower outranks higher.
    root
        Which stand alone at every zoom.
    """
    order = np.lexsort([lonlat[:, 1], lonlat[:, 0], rank, ~root])
    return Anchors(tuple(str(names[at]) for at in order), lonlat[order].round(4), int(np.sum(root)))
