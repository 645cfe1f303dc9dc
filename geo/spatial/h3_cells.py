"""H3 cells as integer arrays: the cell of a point, its parents, its neighbours, its centre."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import h3.api.basic_int as h3
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

INDEX_RESOLUTION: Final = 8

Floats = NDArray[np.float64]
Cells = NDArray[np.uint64]

LEVELS = (2, 3, 4, 5, 6)
"""Resolutions of the vote, coarse to fine."""

FINEST = LEVELS[-1]
GROUND_LEVEL = 5
"""Resolution in which usual ground is drawn."""

NOWHERE = np.uint64(0)
"""Cell of a place that is not known."""

EDGE_KM = {2: 183.0, 3: 69.0, 4: 26.0, 5: 9.9, 6: 3.7}
"""Mean length of a cell's edge, for sentences."""

GROUND_CELL_KM2 = 252.9
"""Mean area of a cell of `GROUND_LEVEL`."""

_DIGIT_BITS = 3
_LAST_RESOLUTION = 15
_RESOLUTION_SHIFT = np.uint64(52)
_RESOLUTION_MASK = np.uint64(0xF << 52)


def cells_at(lon: ArrayLike, lat: ArrayLike, *, resolution: int = FINEST) -> Cells:
    """Cell of each point.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,), EPSG:4326; NaN gives `NOWHERE`.
    resolution
        H3 resolution, 0 to 15.

    Returns
    -------
    ndarray of uint64, shape (n,).
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    known = np.isfinite(x) & np.isfinite(y)
    out = np.full(x.shape, NOWHERE, dtype=np.uint64)
    # Reports repeat the same coordinates: each distinct pair is looked up once.
    column, xs = pd.factorize(x[known])
    line, ys = pd.factorize(y[known])
    spot, pair = pd.factorize(column * max(len(ys), 1) + line)
    if len(pair):
        px, py = xs[pair // len(ys)].tolist(), ys[pair % len(ys)].tolist()
        found = [h3.latlng_to_cell(b, a, resolution) for a, b in zip(px, py, strict=True)]
        out[known] = np.array(found, dtype=np.uint64)[spot]
    return out


def parents(cells: Cells, *, resolution: int) -> Cells:
    """Parent of each cell at a coarser resolution, by H3's bit layout.

    A parent keeps the leading digits; the digits below it are all ones.
    """
    unused = np.uint64((1 << (_DIGIT_BITS * (_LAST_RESOLUTION - resolution))) - 1)
    level = np.uint64(resolution) << _RESOLUTION_SHIFT
    coarse = (cells & ~_RESOLUTION_MASK) | level | unused
    return np.where(cells == NOWHERE, NOWHERE, coarse).astype(np.uint64)


def rolled_up(cells: Cells, *, resolutions: Iterable[int]) -> dict[int, pd.Series]:
    """How many cells of a finer level lie in each cell of coarser ones.

    Parameters
    ----------
    cells
        Cells of one resolution, shape (n,), repeated as often as they were hit; `NOWHERE` is not
        counted.
    resolutions
        Levels that are wanted, none finer than the cells.

    Returns
    -------
    For each level a Series `count` on its cells (index `cell`), in ascending order. Equal cells
    are put together once, and each level is folded from the next finer one.
    """
    cell, count = np.unique(cells[cells != NOWHERE], return_counts=True)
    out: dict[int, pd.Series] = {}
    for resolution in sorted(resolutions, reverse=True):
        # Parents keep the order of their children, so equal ones stand together.
        cell = parents(cell, resolution=resolution)
        begin = np.flatnonzero(np.diff(cell, prepend=NOWHERE) != 0)
        cell, count = cell[begin], np.add.reduceat(count, begin)
        out[resolution] = pd.Series(count, index=pd.Index(cell, name="cell"), name="count")
    return out


def touching(cells: Cells) -> Cells:
    """Cells that touch a set of cells and are not in it."""
    near = {ring for cell in cells.tolist() for ring in h3.grid_disk(cell, 1)}
    return np.array(sorted(near - set(cells.tolist())), dtype=np.uint64)


def covering(shape: BaseGeometry, *, resolution: int = GROUND_LEVEL) -> Cells:
    """Cells whose centre lies in a lon/lat shape, and those of its corners' middle when none does.

    Parameters
    ----------
    shape
        Polygon or MultiPolygon, EPSG:4326.
    resolution
        H3 resolution.
    """
    inside = set(h3.geo_to_cells(shape, resolution)) if not shape.is_empty else set()
    points = [part.representative_point() for part in shapely.get_parts(shape) if not part.is_empty]
    inside |= {h3.latlng_to_cell(point.y, point.x, resolution) for point in points}
    return np.array(sorted(inside), dtype=np.uint64)


def centres(cells: Cells) -> tuple[Floats, Floats]:
    """Lon and lat of each cell's centre in degrees."""
    pairs = np.array([h3.cell_to_latlng(cell) for cell in cells.tolist()], dtype=float)
    pairs = pairs.reshape(-1, 2)
    return pairs[:, 1], pairs[:, 0]


def names(cells: Cells) -> list[str]:
    """H3 addresses as text, as maps and files carry them."""
    return [format(cell, "x") for cell in cells.tolist()]


def index(lon: ArrayLike, lat: ArrayLike) -> Cells:
    """Give the resolution-8 H3 cell of each point.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326, shape ``(n,)``; NaN gives :data:`geo.spatial.h3_cells.NOWHERE`.
    """
    return cells_at(lon, lat, resolution=INDEX_RESOLUTION)
