"""What lies near a place: of each attack surely, maybe, or not within so many km of a point."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.crs import discs, distance_km
from geo.errors import PlaceNotFoundError
from geo.reference.gazetteer import Gazetteer
from geo.schemas.attacks import ROLES
from geo.spatial.point_state import PointState

LEAST_KM, MOST_KM = 0.5, 2000.0
USUAL_KM = 20.0
SPOTS = tuple(f"{role}_{name}" for role in ROLES for name in ("lon", "lat", "radius_km"))
"""Columns that `near` reads."""

_MARK = ":"


@dataclass(frozen=True)
class Circle:
    """Ground within a distance of a point: an area of interest.

    Parameters
    ----------
    lon, lat
        Its middle, WGS84 degrees.
    radius_km
        Its radius on the ellipsoid.
    name
        The place of the middle, or its coordinates.
    place_id
        Id of that place, or empty for a coordinate.
    """

    lon: float
    lat: float
    radius_km: float
    name: str
    place_id: str = ""

    @classmethod
    def read(cls, text: str, places: Gazetteer) -> Circle:
        """Read ``PLACE:KM``, such as ``camp_taji:20`` or ``33.52,44.26:20``.

        Parameters
        ----------
        text
            An id, a name, a ``lat,lon`` pair or MGRS, and a radius in km; 20 where none is given.
        places
            Where places are looked up.

        Raises
        ------
        PlaceNotFoundError
            When the place is not known or has no point, or the radius is none.
        """
        where, mark, given = text.rpartition(_MARK)
        where, given = (where, given) if mark else (text, f"{USUAL_KM:g}")
        try:
            radius_km = float(given)
        except ValueError:
            radius_km = math.nan
        if not LEAST_KM <= radius_km <= MOST_KM:
            raise PlaceNotFoundError(
                f"{given!r} is no radius. Write the place, a colon and km from {LEAST_KM:g} to "
                f"{MOST_KM:g}, as camp_taji:20."
            )
        place = places.lookup(where)
        if math.isnan(place.lon):
            raise PlaceNotFoundError(
                f"{place.name} is known by its outline alone and has no point. Name a place in it."
            )
        return cls(place.lon, place.lat, radius_km, place.name, place.place_id)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the circle, degrees."""
        west, south, east, north = discs([self.lon], [self.lat], [self.radius_km])[0].bounds
        return float(west), float(south), float(east), float(north)

    @property
    def text(self) -> str:
        """The circle as `read` takes it."""
        where = self.place_id or f"{self.lat:.4f},{self.lon:.4f}"
        return f"{where}{_MARK}{self.radius_km:g}"

    @property
    def words(self) -> str:
        """The circle as people read it: "within 20 km of Camp Taji"."""
        return f"within {self.radius_km:g} km of {self.name}"


def near(attacks: pd.DataFrame, circle: Circle) -> pd.DataFrame:
    """Tell how far launch and target of each attack are from a point, and whether they are near.

    Parameters
    ----------
    attacks
        With `target_lon`, `target_lat`, `target_radius_km` and the same of `launch`; degrees, km.
    circle
        Where to look, and how far.

    Returns
    -------
    On the index of the attacks, for each role of `launch` and `target`: `<role>_km`, geodesic from
    the middle to the point, NaN without one, and `<role>_near`, a
    `geo.spatial.point_state.PointState`: inside where the whole disc of the place lies within,
    `CANNOT_TELL` where only part of it does.
    """
    found = {}
    for role in ROLES:
        lon, lat, radius_km = (
            attacks[f"{role}_{name}"].to_numpy(dtype=float) for name in ("lon", "lat", "radius_km")
        )
        away = np.full(len(attacks), np.nan)
        there = ~np.isnan(lon)
        away[there] = distance_km(circle.lon, circle.lat, lon[there], lat[there])
        found[f"{role}_km"] = away
        found[f"{role}_near"] = _states(away, np.nan_to_num(radius_km), circle.radius_km)
    return pd.DataFrame(found, index=attacks.index)


def may_be_near(found: pd.DataFrame) -> NDArray[np.bool_]:
    """(n,) True where the launch or the target of an attack is or may be near, as `near` found."""
    states = found[[f"{role}_near" for role in ROLES]].to_numpy()
    return np.asarray((states >= PointState.CANNOT_TELL).any(axis=1))


def surely_near(found: pd.DataFrame) -> NDArray[np.bool_]:
    """(n,) True where the launch or the target of an attack is near, as `near` found."""
    states = found[[f"{role}_near" for role in ROLES]].to_numpy()
    return np.asarray((states == PointState.INSIDE).any(axis=1))


def _states(
    away_km: NDArray[np.float64], radius_km: NDArray[np.float64], most_km: float
) -> NDArray[np.int8]:
    with np.errstate(invalid="ignore"):
        return np.select(
            [np.isnan(away_km), away_km + radius_km <= most_km, away_km - radius_km <= most_km],
            [PointState.ABSENT, PointState.INSIDE, PointState.CANNOT_TELL],
            default=PointState.OUTSIDE,
        ).astype(np.int8)
