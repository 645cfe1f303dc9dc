"""Random smooth outlines and points about them, for measuring joins and for nothing else."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

REGION = (38.8, 29.0, 48.6, 37.4)
"""West, south, east, north of the points, degrees."""

BORDER_SHARE = 0.01
_WAVES = 40
_LEAST_RADIUS_DEG, _MOST_RADIUS_DEG = 0.5, 2.0

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]


def outline(rng: Generator, vertices: int) -> shapely.Polygon:
    """Draw one smooth star-shaped outline: a circle whose radius is a sum of slow waves.

    A wave's height falls with the square of its number, so that borders look like coasts and
    rivers and not like spikes; the fastest wave still has eight vertices to a turn.
    """
    west, south, east, north = REGION
    centre = rng.uniform((west + 1, south + 1), (east - 1, north - 1))
    radius_deg = rng.uniform(_LEAST_RADIUS_DEG, _MOST_RADIUS_DEG)
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    wave = np.arange(2, max(3, min(_WAVES, vertices // 8)))
    height = rng.normal(0, 0.35, wave.size) / wave**2 * 2
    phase = rng.uniform(0, 2 * np.pi, wave.size)
    bulge = sum(h * np.cos(k * turn + p) for k, h, p in zip(wave, height, phase, strict=True))
    reach = radius_deg * np.clip(1 + bulge, 0.2, None)
    ring = centre + np.column_stack([reach * np.cos(turn), reach * np.sin(turn)])
    return shapely.Polygon(ring)


def outlines(n: int, *, least: int, most: int, seed: int) -> Geometries:
    """Draw ``n`` outlines of ``least`` to ``most`` vertices, evenly on the scale of logarithms."""
    rng = np.random.default_rng(seed)
    counts = np.geomspace(least, most, n).round().astype(int)
    return np.array([outline(rng, int(count)) for count in rng.permutation(counts)], dtype=object)


def points(
    n: int, polygons: Geometries, *, seed: int, border_share: float = BORDER_SHARE
) -> tuple[Floats, Floats]:
    """Draw ``n`` points of the region, a share of them on borders: half of those are vertices.

    Returns
    -------
    Longitudes and latitudes in degrees, in random order. A point between two vertices lies as
    near the border as doubles allow, on either side of it.
    """
    rng = np.random.default_rng(seed)
    west, south, east, north = REGION
    lon, lat = rng.uniform(west, east, n), rng.uniform(south, north, n)
    xy, ring = shapely.get_coordinates(shapely.get_rings(polygons), return_index=True)
    starts = np.flatnonzero(ring[1:] == ring[:-1])
    at = starts[rng.integers(0, starts.size, round(n * border_share))]
    part = rng.uniform(0, 1, at.size)[:, None] * (np.arange(at.size) % 2)[:, None]
    where = rng.choice(n, at.size, replace=False)
    lon[where], lat[where] = (xy[at] + part * (xy[at + 1] - xy[at])).T
    return lon, lat


def along_curve(lon: Floats, lat: Floats) -> NDArray[np.intp]:
    """Order of points along a Z-curve of 2¹⁶ × 2¹⁶ cells over the region, as stored data is."""
    west, south, east, north = REGION
    code = np.zeros(lon.size, dtype=np.uint64)
    for shift, (value, low, high) in enumerate(((lon, west, east), (lat, south, north))):
        cell = (np.clip((value - low) / (high - low), 0, 1) * 65_535).astype(np.uint64)
        for step, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
            cell = (cell | (cell << np.uint64(step))) & np.uint64(mask)
        code |= cell << np.uint64(shift)
    return np.argsort(code, kind="stable")
