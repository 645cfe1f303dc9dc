"""Points a hair from an edge against exact arithmetic, and MGRS squares there and back."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import shapely
from pyproj import Transformer

from bench.surface.row import Row
from geo.reference.gazetteer import from_mgrs, to_mgrs
from geo.spatial.area_index import AreaIndex

CORNERS, AREAS, POINTS = 12, 40, 25_000
SCALE = 2**60
"""Degrees of the region are whole multiples of its inverse, so that every product is exact."""

WEST, SOUTH, EAST, NORTH = 38.5, 29.0, 48.8, 37.5
STEPS = (330, 300)
SQUARE_M = 1_000


def rows() -> list[Row]:
    """Test points at edges of areas, and squares of the region."""
    return [_points(), _squares()]


def _points() -> Row:
    rng = np.random.default_rng(11)
    wrong = tested = 0
    for _ in range(AREAS):
        ring = _ring(rng)
        lon, lat = _near_edges(ring, rng)
        index = AreaIndex([shapely.Polygon(ring)])
        found = index.table(lon, lat)[:, 0]
        exact = _exactly_inside(ring, lon, lat)
        wrong += int((found != exact).sum())
        tested += len(lon)
    return Row(
        "points a hair from an edge, on it or on a corner, against whole numbers; wrong",
        "0 of 3.2 million (points of another project’s suite, not kept here)",
        f"{wrong} of {tested:,}",
        wrong == 0,
    )


def _ring(rng: np.random.Generator) -> np.ndarray:
    """A star with dents, closed; some of its edges run along parallels and meridians."""
    turns = np.sort(rng.uniform(0, 2 * np.pi, CORNERS))
    reach = rng.uniform(0.1, 1.0, CORNERS)
    ring = np.column_stack([44 + reach * np.cos(turns), 33 + reach * np.sin(turns)])
    if rng.random() < 0.5:  # noqa: PLR2004
        ring = ring.round(1)
        ring = ring[np.any(ring != np.roll(ring, 1, axis=0), axis=1)]
    if not shapely.Polygon(ring).is_valid:
        return _ring(rng)
    return np.vstack([ring, ring[:1]])


def _near_edges(ring: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Points on edges as well as floats can be, each moved by a few last bits, and corners."""
    at = rng.integers(0, len(ring) - 1, POINTS)
    share = rng.random(POINTS)[:, None]
    spots = ring[at] * (1 - share) + ring[at + 1] * share
    spots += rng.integers(-3, 4, spots.shape) * np.spacing(spots)
    spots = np.vstack([spots, ring[:-1]])
    return spots[:, 0], spots[:, 1]


def _exactly_inside(ring: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Even and odd crossings in whole numbers; what lies on an edge or corner is inside."""
    xs, ys = _whole(ring[:, 0]), _whole(ring[:, 1])
    x, y = _whole(lon), _whole(lat)
    inside, on_edge = np.zeros(len(x), dtype=bool), np.zeros(len(x), dtype=bool)
    for x0, y0, x1, y1 in zip(xs, ys, xs[1:], ys[1:], strict=False):
        side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
        there = (x >= min(x0, x1)) & (x <= max(x0, x1)) & (y >= min(y0, y1)) & (y <= max(y0, y1))
        on_edge |= ((side == 0) & there).astype(bool)
        crosses = ((y0 <= y) != (y1 <= y)).astype(bool)
        left = (side > 0) if y1 > y0 else (side < 0)
        inside ^= crosses & left.astype(bool)
    return inside | on_edge


def _whole(values: np.ndarray) -> np.ndarray:
    """Floats as whole numbers of Python, none of their bits lost."""
    exact = [Fraction(float(value)) * SCALE for value in values]
    assert all(one.denominator == 1 for one in exact)
    return np.array([int(one) for one in exact], dtype=object)


def _squares() -> Row:
    """Squares of 1 km all over the country: the point read lies where pyproj puts their middle."""
    lon, lat = (
        grid.ravel()
        for grid in np.meshgrid(
            np.linspace(WEST, EAST, STEPS[0]), np.linspace(SOUTH, NORTH, STEPS[1])
        )
    )
    texts = [to_mgrs(x, y, digits=2) for x, y in zip(lon, lat, strict=True)]
    read = np.array([from_mgrs(text) or (np.nan,) * 3 for text in texts])
    off_m = np.full(len(lon), np.inf)
    zones = np.array([int(text[:2]) for text in texts])
    for zone in np.unique(zones):
        here = zones == zone
        to_metres = Transformer.from_crs(4326, 32600 + int(zone), always_xy=True)
        x, y = to_metres.transform(lon[here], lat[here])
        u, v = to_metres.transform(read[here, 0], read[here, 1])
        middle = (np.floor(np.array([x, y]) / SQUARE_M) + 0.5) * SQUARE_M
        off_m[here] = np.hypot(*(np.array([u, v]) - middle))
    wrong = int((~(off_m < 1)).sum())
    return Row(
        "squares of 1 km whose text reads as a point over 1 m from their middle",
        "0 of 92,000 (another project’s list, not kept here)",
        f"{wrong} of {len(texts):,}; farthest {np.nanmax(off_m):.2f} m",
        wrong == 0,
    )
