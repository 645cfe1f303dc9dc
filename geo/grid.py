"""Which points lie in which areas: exact, at the speed of a look into a table."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.errors import GeometryError
from geo.grid_cells import WORD, Cells, bits, lay

Floats = NDArray[np.float64]
Masks = NDArray[np.uint64]

SIDE = 2048
"""Cells along each side of the grid."""

_CHUNK = 1 << 16
"""Points at a time: what is between two steps stays in the cache of the processor."""

_SMALL = 1 << 14
"""Below so many points a grid costs more than it saves."""


class AreaIndex:
    """Exact index of polygons for points.

    A grid lies over the areas. Where no border touches a cell, all its points lie in the same
    areas and a table names them. A point in a cell that a border touches is tested against the
    whole original polygon. A point on a border is inside, as with `shapely.intersects_xy`.

    Parameters
    ----------
    polygons
        (m,) Polygons and MultiPolygons in EPSG:4326; None and empty ones hold no point.
    side
        Cells along each side of the grid; any number gives the same answers.

    Raises
    ------
    GeometryError
        When something is no polygon, or has a coordinate that is not finite.
    """

    def __init__(self, polygons: ArrayLike, *, side: int = SIDE) -> None:
        given = np.array(polygons, dtype=object).reshape(-1)
        self.polygons = np.where(shapely.is_missing(given), shapely.Polygon(), given)
        self._side = side
        self._require_polygons()

    def _require_polygons(self) -> None:
        kind = shapely.get_type_id(self.polygons)
        wrong = np.flatnonzero((kind != 3) & (kind != 6))  # noqa: PLR2004
        if wrong.size:
            shape = self.polygons[wrong[0]].geom_type
            raise GeometryError(f"area {wrong[0]} is a {shape}; give Polygons and MultiPolygons.")
        boxes = shapely.bounds(self.polygons)
        full = ~shapely.is_empty(self.polygons)
        wrong = np.flatnonzero(full & ~np.isfinite(boxes).all(axis=1))
        if wrong.size:
            raise GeometryError(f"area {wrong[0]} has a coordinate that is not finite; mend it.")

    def __len__(self) -> int:
        return int(self.polygons.size)

    @cached_property
    def cells(self) -> Cells:
        """The grid, laid when it is first asked for."""
        return lay(self.polygons, side=self._side)

    def pairs(self, lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        """All pairs of a point and an area that holds it.

        Parameters
        ----------
        lon, lat
            (n,) degrees; NaN lies in no area.

        Returns
        -------
        Numbers of points and of areas, equally long, sorted by point, then by area.
        """
        lon_, lat_ = _points(lon, lat)
        parts = [
            self._pairs(lon_[begin : begin + _CHUNK], lat_[begin : begin + _CHUNK], begin)
            for begin in range(0, lon_.size, _CHUNK)
        ] or [(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int32))]
        point, area = zip(*parts, strict=True)
        return np.concatenate(point), np.concatenate(area)

    def _pairs(
        self, lon: Floats, lat: Floats, begin: int
    ) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        cells = self.cells
        first, areas, doubtful = cells.candidates
        code = cells.code[cells.frame.cell_of(lon, lat)]
        start = first[code]
        count = first[code + 1] - start
        point = np.repeat(np.arange(lon.size), count)
        entry = np.arange(point.size) + np.repeat(start - (np.cumsum(count) - count), count)
        area = areas[entry]
        test = np.flatnonzero(doubtful[entry])
        if test.size:
            keep = np.ones(point.size, dtype=bool)
            keep[test] = self._holds(area[test], lon[point[test]], lat[point[test]])
            point, area = point[keep], area[keep]
        return point + begin, area

    def _holds(self, area: NDArray[np.int32], lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        shapely.prepare(self.polygons[np.unique(area)])
        return np.asarray(shapely.intersects_xy(self.polygons[area], lon, lat))


def _points(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    return np.asarray(lon, dtype=float).reshape(-1), np.asarray(lat, dtype=float).reshape(-1)
