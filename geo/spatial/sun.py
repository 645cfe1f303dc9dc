"""How high the sun stands over a place at a moment, and so whether it is day, twilight or night."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

SUNRISE_DEG: Final = -0.833
"""Elevation of the middle of the sun when its edge rises or sets: refraction and half its width."""

TWILIGHT_DEG: Final = -6.0
"""Elevation under which civil twilight is over and it is night."""

LIGHTS: Final = ("day", "twilight", "night")

_EPOCH: Final = np.datetime64("2000-01-01T12:00:00", "us")
_DAY: Final = np.timedelta64(1, "D") / np.timedelta64(1, "us")


def elevation_deg(moment: ArrayLike, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Elevation of the middle of the sun over the horizon, without refraction.

    The low-precision formulas of the Astronomical Almanac (section C, “low precision formulas for
    the Sun”; also the US Naval Observatory’s page on approximate solar coordinates), with mean
    sidereal time. At 20,000 random moments of 2000 to 2049 in the region they lie within 0.01° of
    the IAU’s SOFA routines (ERFA `epv00`, aberration, CIO-based), which is under three seconds of
    time. Air bends the light of a low sun by more than that, and differently each day.

    Parameters
    ----------
    moment
        UTC, datetime64; NaT gives NaN.
    lon, lat
        Degrees, EPSG:4326; NaN gives NaN. The three are broadcast together.

    Returns
    -------
    Degrees, negative under the horizon.
    """
    moments = np.asarray(moment, dtype="datetime64[us]")
    days = np.where(np.isnat(moments), np.nan, (moments - _EPOCH).astype(np.int64) / _DAY)
    anomaly = np.radians(357.529 + 0.98560028 * days)
    longitude = np.radians(
        280.459 + 0.98564736 * days + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly)
    )
    tilt = np.radians(23.439 - 0.00000036 * days)
    ascension = np.arctan2(np.cos(tilt) * np.sin(longitude), np.cos(longitude))
    declination = np.arcsin(np.sin(tilt) * np.sin(longitude))
    sidereal = np.radians((280.46061837 + 360.98564736629 * days) % 360)
    hour_angle = sidereal + np.radians(np.asarray(lon, dtype=float)) - ascension
    here = np.radians(np.asarray(lat, dtype=float))
    sine = np.sin(here) * np.sin(declination)
    sine = sine + np.cos(here) * np.cos(declination) * np.cos(hour_angle)
    return np.asarray(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0))), dtype=float)


def light(elevation: ArrayLike) -> NDArray[np.object_]:
    """Tell which of `LIGHTS` each elevation in degrees is; an empty word for NaN."""
    height = np.asarray(elevation, dtype=float)
    found = np.select(
        [height >= SUNRISE_DEG, height >= TWILIGHT_DEG, height < TWILIGHT_DEG], LIGHTS, ""
    )
    return found.astype(object)
