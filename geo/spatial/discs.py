"""Points that stand for a disc, so that a vague place can be averaged over."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.crs import GEOD

Floats = NDArray[np.float64]

POINTS = 61
_GOLDEN_ANGLE_DEG = 180.0 * (3.0 - 5.0**0.5)


def disc_points(
    lon: ArrayLike, lat: ArrayLike, radius_km: ArrayLike, *, points: int = POINTS
) -> tuple[Floats, Floats]:
    """Spread points evenly over discs.

    Parameters
    ----------
    lon, lat
        Centres in degrees, EPSG:4326, shape (n,).
    radius_km
        Radii, shape (n,).
    points
        Points for each disc, on a sunflower's spiral.

    Returns
    -------
    Lon and lat in degrees, each of shape (n, points).
    """
    x, y, radius = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(v, dtype=float)) for v in (lon, lat, radius_km))
    )
    number = np.arange(points)
    away = radius[:, None] * np.sqrt((number + 0.5) / points)[None, :] * 1000.0
    shape = (len(x), points)
    azimuth = np.broadcast_to((number * _GOLDEN_ANGLE_DEG) % 360.0, shape)
    east, north, _ = GEOD.fwd(
        np.repeat(x, points), np.repeat(y, points), azimuth.ravel(), away.ravel()
    )
    return np.asarray(east).reshape(shape), np.asarray(north).reshape(shape)
