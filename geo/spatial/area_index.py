"""Which points lie in which areas: exact, at the speed of a look into a table."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import GeometryError
from geo.rings import hole_outside
from geo.spatial.grid_cells import WORD, Cells, bit_of, bits, lay

if TYPE_CHECKING:
    from geo.spatial.grid_numba import FastCells

Floats = NDArray[np.float64]
Pairs = tuple[NDArray[np.intp], NDArray[np.int32]]
Masks = NDArray[np.uint64]

SIDE = 2048
"""Cells along each side of the grid."""

_CHUNK = 1 << 16
"""Points at a time: what is between two steps stays in the cache of the processor."""

LEAST = 1 << 14
"""Below so many points a grid costs more than it saves."""


def has_numba() -> bool:
    """Whether the extra ``fast`` is installed."""
    return importlib.util.find_spec("numba") is not None


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
    compiled
        Whether numba does the looking up; by itself when it is installed (extra ``fast``).
    least
        Fewer points than this are tested by box and outline, without a grid.

    Raises
    ------
    GeometryError
        When something is no polygon, has a coordinate that is not finite, or a hole outside its
        shell.
    """

    def __init__(
        self,
        polygons: Sequence[BaseGeometry | None] | NDArray[np.object_],
        *,
        side: int = SIDE,
        compiled: bool | None = None,
        least: int = LEAST,
    ) -> None:
        self.polygons = np.array(polygons, dtype=object).reshape(-1)
        self.polygons[shapely.is_missing(self.polygons)] = shapely.Polygon()
        self._side, self._least = side, least
        self._compiled = has_numba() if compiled is None else compiled
        self._laid: Cells | None = None
        self._require_polygons()

    def _require_polygons(self) -> None:
        kind = shapely.get_type_id(self.polygons)
        wrong = np.flatnonzero((kind != 3) & (kind != 6))  # noqa: PLR2004
        if wrong.size:
            shape = self.polygons[wrong[0]].geom_type
            raise GeometryError(f"area {wrong[0]} is a {shape}; give Polygons and MultiPolygons.")
        # Bounds pass over a corner that is no number: every one is looked at.
        corners, of = shapely.get_coordinates(self.polygons, return_index=True)
        wrong = of[~np.isfinite(corners).all(axis=1)]
        if wrong.size:
            raise GeometryError(f"area {wrong[0]} has a coordinate that is not finite; correct it.")
        parts, of = shapely.get_parts(self.polygons, return_index=True)
        holed = np.flatnonzero(shapely.get_num_interior_rings(parts))
        for at in holed[~shapely.is_valid(parts[holed])]:
            # Other crossings have an inside by the rule of even and odd; such a hole has not.
            spot = hole_outside(parts[at])
            if spot is not None:
                raise GeometryError(
                    f"area {of[at]} has a hole outside its shell at {spot[0]:g} {spot[1]:g}; "
                    "correct it."
                )

    def __len__(self) -> int:
        return int(self.polygons.size)

    @property
    def cells(self) -> Cells:
        """The grid, laid when it is first asked for."""
        if self._laid is None:
            self._laid = lay(self.polygons, side=self._side)
        return self._laid

    @cached_property
    def _fast(self) -> FastCells | None:
        if not self._compiled:
            return None
        from geo.spatial.grid_numba import FastCells  # noqa: PLC0415 -- numba is optional and slow to load

        return FastCells(self.cells)

    def pairs(self, lon: ArrayLike, lat: ArrayLike) -> Pairs:
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
        if self._is_small(lon_):
            return self._pairs_by_box(lon_, lat_)
        if self._fast is None:
            return _joined([self._pairs_by_cell(lon_[at], lat_[at], at) for at in _chunks(lon_)])
        point, area, unsure = self._fast.pairs(lon_, lat_)
        return self._tested(point, area, unsure, lon_[point[unsure]], lat_[point[unsure]])

    def masks(self, lon: ArrayLike, lat: ArrayLike) -> Masks:
        """Areas of each point as bits.

        Parameters
        ----------
        lon, lat
            (n,) degrees; NaN lies in no area.

        Returns
        -------
        (n, ceil(m / 64)) words: bit ``a % 64`` of word ``a // 64`` stands for area ``a``.
        """
        lon_, lat_ = _points(lon, lat)
        if self._is_small(lon_):
            point, area = self._pairs_by_box(lon_, lat_)
            masks = np.zeros((lon_.size, max(1, -(-len(self) // WORD))), dtype=np.uint64)
        else:
            by = self._fast.masks if self._fast is not None else self._masks_by_cell
            masks, point, area = by(lon_, lat_)
            held = self._holds(area, lon_[point], lat_[point])
            point, area = point[held], area[held]
        np.bitwise_or.at(masks, (point, area // WORD), bit_of(area))
        return masks

    def table(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """(n, m) True where an area holds a point."""
        return bits(self.masks(lon, lat), len(self))

    def counts(self, lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.int64], int]:
        """How many points each area holds, (m,), and how many points no area holds."""
        lon_, lat_ = _points(lon, lat)
        held, nowhere = np.zeros(len(self), dtype=np.int64), 0
        if not self._is_small(lon_):
            code = self._codes(lon_, lat_)
            seen = np.bincount(code, minlength=len(self.cells.inside))[: self.cells.sure]
            inside = bits(self.cells.inside[: self.cells.sure], len(self))
            held, nowhere = seen @ inside, int(seen[~inside.any(axis=1)].sum())
            unsure = np.flatnonzero(code >= self.cells.sure)
            lon_, lat_ = lon_[unsure], lat_[unsure]
        point, area = self.pairs(lon_, lat_)
        nowhere += lon_.size - int(np.count_nonzero(np.diff(point, prepend=-1)))
        return held + np.bincount(area, minlength=len(self)), nowhere

    def _codes(self, lon: Floats, lat: Floats) -> NDArray[Any]:
        if self._fast is not None:
            return self._fast.codes(lon, lat)
        cells = self.cells
        parts = [cells.code[cells.frame.cell_of(lon[at], lat[at])] for at in _chunks(lon)]
        return np.concatenate([np.zeros(0, dtype=cells.code.dtype), *parts])

    def _is_small(self, lon: Floats) -> bool:
        return lon.size < self._least and self._laid is None

    def _pairs_by_box(self, lon: Floats, lat: Floats) -> Pairs:
        found = []
        for number, (west, south, east, north) in enumerate(shapely.bounds(self.polygons)):
            near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
            this = np.full(near.size, number, dtype=np.int32)
            held = self._holds(this, lon[near], lat[near])
            found.append((near[held], this[held]))
        point, area = _joined(found)
        order = np.argsort(point, kind="stable")
        return point[order], area[order]

    def _pairs_by_cell(self, lon: Floats, lat: Floats, at: slice) -> Pairs:
        cells = self.cells
        first, areas, doubtful = cells.candidates
        code = cells.code[cells.frame.cell_of(lon, lat)]
        start = first[code].astype(np.intp)
        count = first[code + np.intp(1)] - start
        point = np.repeat(np.arange(lon.size), count)
        entry = np.arange(point.size) + np.repeat(start - (np.cumsum(count) - count), count)
        unsure = np.flatnonzero(doubtful[entry])
        test = point[unsure]
        return self._tested(point + at.start, areas[entry], unsure, lon[test], lat[test])

    def _masks_by_cell(
        self, lon: Floats, lat: Floats
    ) -> tuple[Masks, NDArray[np.intp], NDArray[np.int32]]:
        """Masks of what is sure, and the unsure pairs."""
        code = self._codes(lon, lat)
        unsure = np.flatnonzero(code >= self.cells.sure)
        at, area = np.nonzero(bits(self.cells.border[code[unsure]], len(self)))
        return self.cells.inside[code], unsure[at], area.astype(np.int32)

    def _tested(
        self,
        point: NDArray[np.intp],
        area: NDArray[np.int32],
        unsure: NDArray[np.intp],
        lon: Floats,
        lat: Floats,
    ) -> Pairs:
        """Pairs without those unsure ones whose area does not hold the point."""
        if not unsure.size:
            return point, area
        keep = np.ones(point.size, dtype=bool)
        keep[unsure] = self._holds(area[unsure], lon, lat)
        return point[keep], area[keep]

    def _holds(self, area: NDArray[Any], lon: Floats, lat: Floats) -> NDArray[np.bool_]:
        shapely.prepare(self.polygons[np.unique(area)])
        return np.asarray(shapely.intersects_xy(self.polygons[area], lon, lat))


def _points(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    x, y = (np.ascontiguousarray(v, dtype=float).reshape(-1) for v in (lon, lat))
    if x.size != y.size:
        raise GeometryError(f"{x.size} longitudes and {y.size} latitudes: give one each a point.")
    return x, y


def _chunks(lon: Floats) -> Iterator[slice]:
    return (slice(begin, begin + _CHUNK) for begin in range(0, lon.size, _CHUNK))


def _joined(parts: list[Pairs]) -> Pairs:
    nothing = (np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int32))
    point, area = zip(nothing, *parts, strict=True)
    return np.concatenate(point), np.concatenate(area)


@lru_cache(maxsize=16)
def index_of(polygons: tuple[BaseGeometry, ...]) -> AreaIndex:
    """Index of an area set, laid once: joins of the same areas on the same day share it."""
    return AreaIndex(polygons)
