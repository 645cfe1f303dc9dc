"""Where the cells of a grid lie, and the borders of areas that it is laid over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Geometries = NDArray[np.object_]

_LEAST_CELL = 1e-12
"""Smallest width of a cell against the largest coordinate, so that neighbours stay apart."""


@dataclass(frozen=True)
class GridFrame:
    """Where the cells lie: an origin and how many cells there are to a degree.

    The outermost cells meet no area, so that a point beyond the grid can be moved into them.
    """

    west: float
    south: float
    columns_per_deg: float
    rows_per_deg: float
    columns: int
    rows: int

    @classmethod
    def over(cls, bounds: Floats, *, side: int) -> GridFrame:
        """About ``side`` cells each way over a box of west, south, east, north."""
        low, high = bounds[:2], bounds[2:]
        least = _LEAST_CELL * max(1.0, float(np.abs(bounds).max()))
        per_deg = 1.0 / np.maximum((high - low) / side, least)
        west, south = low - 1.5 / per_deg
        columns, rows = np.ceil((high - low) * per_deg).astype(int) + 3
        return cls(west, south, per_deg[0], per_deg[1], int(columns), int(rows))

    def cells_from(self, xy: Floats) -> tuple[Floats, Floats]:
        """How many columns and rows (n, 2) points lie from the origin."""
        east = (xy[:, 0] - self.west) * self.columns_per_deg
        return east, (xy[:, 1] - self.south) * self.rows_per_deg

    def halves_of(self, xy: Floats) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Column and half row of (n, 2) points of the grid: which side of a row's middle."""
        x, y = self.cells_from(xy)
        return x.astype(np.int32), (2.0 * y).astype(np.int32)

    def cell_of(self, lon: Floats, lat: Floats) -> NDArray[np.intp]:
        """Flat number of the cell of each point; NaN lies in a cell that no area reaches."""
        column = np.fmin(np.fmax((lon - self.west) * self.columns_per_deg, 0), self.columns - 1)
        row = np.fmin(np.fmax((lat - self.south) * self.rows_per_deg, 0), self.rows - 1)
        return row.astype(np.intp) * self.columns + column.astype(np.intp)


@dataclass(frozen=True)
class Outlines:
    """Borders of areas as one run of vertices, ring after ring.

    Parameters
    ----------
    xy
        (v, 2) lon/lat; each ring is closed.
    ring
        (r + 1,) where each ring begins in `xy`.
    area
        (r,) area of each ring.
    """

    xy: Floats
    ring: Integers
    area: Integers

    @classmethod
    def of(cls, polygons: Geometries) -> Outlines:
        """Take the rings of polygons apart, holes and parts alike, in the order of the areas."""
        # To take rings out copies them; most outlines are one ring, whose length says it all.
        single = (shapely.get_type_id(polygons) == 3) & (  # noqa: PLR2004
            shapely.get_num_interior_rings(polygons) == 0
        )
        parts, whole = shapely.get_parts(polygons[~single], return_index=True)
        rings, part = shapely.get_rings(parts, return_index=True)
        area = np.concatenate([np.flatnonzero(single), np.flatnonzero(~single)[whole[part]]])
        sizes = shapely.get_num_coordinates(np.concatenate([polygons[single], rings]))
        order = np.argsort(area, kind="stable")
        order = order[sizes[order] > 0]
        ends = np.cumsum(sizes[order], dtype=np.int64)
        return cls(shapely.get_coordinates(polygons), np.concatenate([[0], ends]), area[order])

    def area_of(self, vertex: Integers) -> Integers:
        """Area of each vertex given by number."""
        return self.area[np.searchsorted(self.ring, vertex, side="right") - 1]
