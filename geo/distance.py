"""How far points are from the edges of areas: nearest edge in the conic, then the geodesic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from geo import crs

Floats = NDArray[np.float64]
_CHUNK = 200_000


def _edges(polygon: BaseGeometry) -> NDArray[np.object_]:
    """Every edge of a polygon's border as its own two-point line, metres of the conic."""
    rings = shapely.get_parts(shapely.boundary(crs.to_metric([polygon])[0]))
    segments = []
    for ring in rings:
        xy = shapely.get_coordinates(ring)
        segments.append(np.stack([xy[:-1], xy[1:]], axis=1))
    if not segments:
        return np.array([], dtype=object)
    return np.asarray(shapely.linestrings(np.concatenate(segments)), dtype=object)


@dataclass(frozen=True)
class Borders:
    """Edges of a set of areas, each in a tree of its own.

    Parameters
    ----------
    polygons
        Polygons or MultiPolygons in EPSG:4326.
    """

    polygons: tuple[BaseGeometry, ...]

    @cached_property
    def _trees(self) -> list[shapely.STRtree]:
        return [shapely.STRtree(_edges(polygon)) for polygon in self.polygons]

    def km(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Geodesic distance from each point to the border of each area.

        Parameters
        ----------
        lon, lat
            Points in degrees, shape (n,).

        Returns
        -------
        Array (n, areas) of km, never negative, infinite for an empty area. The nearest point is
        found in the regional conic on edges densified to 0.02°, and measured on the ellipsoid.
        """
        lon_ = np.asarray(lon, dtype=float)
        lat_ = np.asarray(lat, dtype=float)
        out = np.full((lon_.size, len(self.polygons)), np.inf)
        x, y = crs.project(lon_, lat_)
        points = np.asarray(shapely.points(x, y), dtype=object)
        for column, tree in enumerate(self._trees):
            if len(tree.geometries):
                for start in range(0, lon_.size, _CHUNK):
                    rows = slice(start, start + _CHUNK)
                    out[rows, column] = self._nearest(tree, points[rows], lon_[rows], lat_[rows])
        return out

    @staticmethod
    def _nearest(
        tree: shapely.STRtree, points: NDArray[np.object_], lon: Floats, lat: Floats
    ) -> Floats:
        which, edge = tree.query_nearest(points, all_matches=False)
        order = np.argsort(which)
        edges = tree.geometries[edge[order]]
        foot = shapely.get_point(shapely.shortest_line(points, edges), 1)
        foot_lon, foot_lat = crs.unproject(shapely.get_x(foot), shapely.get_y(foot))
        return crs.distance_km(lon, lat, foot_lon, foot_lat)


@lru_cache(maxsize=8)
def borders_of(polygons: tuple[BaseGeometry, ...]) -> Borders:
    """Borders of an area set, its trees built once: launches and targets share them."""
    return Borders(polygons)
