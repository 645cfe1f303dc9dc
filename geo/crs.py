"""One CRS at the door (WGS84 lon/lat), one conic for measuring, and geodesics on the ellipsoid.

The regional Lambert conformal conic has standard parallels at 30.5° and 36° N, so that lengths
between 29° and 37.5° N are true to about 0.15 %. Distances that people read are geodesics.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Geod, Transformer
from shapely.geometry.base import BaseGeometry

from geo.errors import CRSError

REGION = {"lat": (24.0, 39.0), "lon": (34.0, 62.0)}
"""Box of the region; a coordinate outside it is a fault, swapped or not."""

LONLAT = CRS.from_epsg(4326)
METRIC = CRS.from_proj4(
    "+proj=lcc +lat_1=30.5 +lat_2=36 +lat_0=33.25 +lon_0=44 +x_0=0 +y_0=0 "
    "+datum=WGS84 +units=m +no_defs"
)
EQUAL_AREA = CRS.from_proj4(
    "+proj=aea +lat_1=30.5 +lat_2=36 +lat_0=33.25 +lon_0=44 +x_0=0 +y_0=0 "
    "+datum=WGS84 +units=m +no_defs"
)
"""Albers: areas are true wherever they lie, so that shares of a place are shares of its ground."""

GEOD = Geod(ellps="WGS84")

EDGE_STEP_DEG = 0.02
"""Edges are densified to this step before they are projected, so that they stay where they are."""

_FORWARD = Transformer.from_crs(LONLAT, METRIC, always_xy=True)
_EQUAL = Transformer.from_crs(LONLAT, EQUAL_AREA, always_xy=True)
_BACK = Transformer.from_crs(METRIC, LONLAT, always_xy=True)

Floats = NDArray[np.float64]
Geometries = NDArray[np.object_]


def require_lonlat(frame: gpd.GeoDataFrame | gpd.GeoSeries, *, what: str) -> None:
    """Refuse a frame that is not in WGS84 lon/lat.

    Parameters
    ----------
    frame
        Geometries of any shape.
    what
        Name used in the message.

    Raises
    ------
    CRSError
        When the CRS is missing or another one. Nothing is converted silently.
    """
    if frame.crs is None:
        raise CRSError(
            f"{what} has no CRS; WGS84 lon/lat (EPSG:4326) is expected. "
            "If that is what it holds, say so with .set_crs(4326)."
        )
    if CRS(frame.crs) != LONLAT and CRS(frame.crs).to_epsg() != 4326:  # noqa: PLR2004
        raise CRSError(
            f"{what} is in {CRS(frame.crs).name}; WGS84 lon/lat (EPSG:4326) is expected. "
            "Convert it with .to_crs(4326)."
        )


def project(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Lon/lat in degrees to metres of the regional conic, array for array."""
    return _moved(_FORWARD, lon, lat)


def unproject(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Metres of the regional conic to lon/lat in degrees, array for array."""
    return _moved(_BACK, x, y)


def _moved(through: Transformer, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    first, second = through.transform(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    return np.asarray(first), np.asarray(second)


def to_metric(geometries: Sequence[BaseGeometry] | Geometries) -> Geometries:
    """Lon/lat geometries to the regional conic, their edges densified to `EDGE_STEP_DEG` first.

    Parameters
    ----------
    geometries
        Array-like of shapely geometries in EPSG:4326.

    Returns
    -------
    ndarray of geometries in metres, same shape.
    """
    return _shapes(_FORWARD, _dense(geometries))


def to_equal_area(geometries: Sequence[BaseGeometry] | Geometries) -> Geometries:
    """Lon/lat geometries to the equal-area conic, their edges densified to `EDGE_STEP_DEG` first.

    Parameters
    ----------
    geometries
        Array-like of shapely geometries in EPSG:4326.

    Returns
    -------
    ndarray of geometries in metres, same shape.
    """
    return _shapes(_EQUAL, _dense(geometries))


def to_lonlat(geometries: Sequence[BaseGeometry] | Geometries) -> Geometries:
    """Geometries in metres of the regional conic back to EPSG:4326."""
    return _shapes(_BACK, np.asarray(geometries, dtype=object))


def _dense(geometries: Sequence[BaseGeometry] | Geometries) -> Geometries:
    return np.asarray(shapely.segmentize(np.asarray(geometries, dtype=object), EDGE_STEP_DEG))


def _shapes(through: Transformer, geometries: Geometries) -> Geometries:
    moved = shapely.transform(
        geometries, lambda xy: np.column_stack(_moved(through, xy[:, 0], xy[:, 1]))
    )
    return np.asarray(moved, dtype=object)


def distance_km(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike) -> Floats:
    """Geodesic distance in km between two arrays of points in degrees, broadcast together."""
    a, b, c, d = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (lon_a, lat_a, lon_b, lat_b))
    )
    _, _, metres = GEOD.inv(a.ravel(), b.ravel(), c.ravel(), d.ravel())
    return np.asarray(np.reshape(metres, a.shape) / 1000.0, dtype=float)


def discs(
    lon: ArrayLike, lat: ArrayLike, radius_km: ArrayLike, *, vertices: int = 72
) -> Geometries:
    """Geodesic circles as lon/lat polygons.

    Parameters
    ----------
    lon, lat
        Centres in degrees, shape (n,).
    radius_km
        Radii, shape (n,) or scalar.
    vertices
        Corners of each polygon.

    Returns
    -------
    ndarray of n polygons in EPSG:4326.
    """
    lon_, lat_, radius = np.broadcast_arrays(
        np.atleast_1d(np.asarray(lon, dtype=float)),
        np.atleast_1d(np.asarray(lat, dtype=float)),
        np.atleast_1d(np.asarray(radius_km, dtype=float)),
    )
    n = lon_.size
    azimuth = np.linspace(0.0, 360.0, vertices, endpoint=False)
    out_lon, out_lat, _ = GEOD.fwd(
        np.repeat(lon_, vertices),
        np.repeat(lat_, vertices),
        np.tile(azimuth, n),
        np.repeat(radius, vertices) * 1000.0,
    )
    rings = np.stack([np.asarray(out_lon), np.asarray(out_lat)], axis=-1).reshape(n, vertices, 2)
    return np.asarray(shapely.polygons(rings), dtype=object)
