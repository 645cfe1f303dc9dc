"""How far points are from the edges of areas: nearest edge in the conic, then the geodesic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geo import crs
from geo.spatial.area_index import LEAST, has_numba, index_of

if TYPE_CHECKING:
    from geo.spatial.borders_numba import CompiledEdgeTree

Floats = NDArray[np.float64]
_CHUNK = 200_000


def _edges(polygon: BaseGeometry) -> Floats:
    """(e, 4) both ends of every edge of a polygon's border, metres of the conic."""
    rings = shapely.get_parts(shapely.boundary(crs.to_metric([polygon])[0]))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    together = ring[1:] == ring[:-1]
    edges: Floats = np.hstack([xy[:-1], xy[1:]])[together]
    return edges


class _EdgeTree:
    """Edges in a tree of shapely's; the compiled one of `borders_numba` gives the same."""

    def __init__(self, edges: Floats) -> None:
        lines = np.asarray(shapely.linestrings(edges.reshape(-1, 2, 2)), dtype=object)
        self._tree = shapely.STRtree(lines)

    def nearest(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        points = shapely.points(x, y)
        which, edge = self._tree.query_nearest(points, all_matches=False)
        edges = self._tree.geometries[edge[np.argsort(which)]]
        foot = shapely.get_point(shapely.shortest_line(points, edges), 1)
        return shapely.get_x(foot), shapely.get_y(foot)


@dataclass(frozen=True)
class Borders:
    """Edges of a set of areas, each in a tree of its own.

    Parameters
    ----------
    polygons
        Polygons or MultiPolygons in EPSG:4326.
    compiled
        Whether numba looks for the nearest edge; by itself when it is installed and there are
        so many points that it is worth loading.
    """

    polygons: tuple[BaseGeometry, ...]
    compiled: bool | None = None

    @cached_property
    def _plain(self) -> list[_EdgeTree | CompiledEdgeTree | None]:
        return [_EdgeTree(edges) if len(edges := _edges(p)) else None for p in self.polygons]

    @cached_property
    def _fast(self) -> list[_EdgeTree | CompiledEdgeTree | None]:
        from geo.spatial.borders_numba import CompiledEdgeTree  # noqa: PLC0415 -- numba is slow to load

        return [CompiledEdgeTree(edges) if len(edges := _edges(p)) else None for p in self.polygons]

    def km(
        self, lon: ArrayLike, lat: ArrayLike, *, where: NDArray[np.bool_] | None = None
    ) -> Floats:
        """Geodesic distance from each point to the border of each area.

        Parameters
        ----------
        lon, lat
            Points in degrees, shape (n,).
        where
            (n, areas) pairs to measure, all without it; points inside an area often need no
            distance. The others are NaN.

        Returns
        -------
        Array (n, areas) of km, never negative, infinite for an empty area. The nearest point is
        found in the regional conic on edges densified to 0.02°, and measured on the ellipsoid.
        """
        lon_, lat_ = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        out = np.full((lon_.size, len(self.polygons)), np.nan)
        x, y = crs.project(lon_, lat_)
        many = lon_.size >= LEAST and has_numba()
        fast = many if self.compiled is None else self.compiled
        for column, tree in enumerate(self._fast if fast else self._plain):
            wanted = np.arange(lon_.size) if where is None else np.flatnonzero(where[:, column])
            if tree is None:
                out[wanted, column] = np.inf
                continue
            for start in range(0, wanted.size, _CHUNK):
                rows = wanted[start : start + _CHUNK]
                foot = crs.unproject(*tree.nearest(x[rows], y[rows]))
                out[rows, column] = crs.distance_km(lon_[rows], lat_[rows], *foot)
        return out

    def ground_km(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Distance from each point to each area as `km` measures it, 0 inside and on the border.

        Only the borders of areas that do not hold a point are looked for.
        """
        inside = index_of(self.polygons).table(lon, lat)
        return np.where(inside, 0.0, self.km(lon, lat, where=~inside))


@lru_cache(maxsize=8)
def borders_of(polygons: tuple[BaseGeometry, ...]) -> Borders:
    """Borders of an area set, its trees built once: launches and targets share them."""
    return Borders(polygons)
