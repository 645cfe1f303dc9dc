"""What lies in an outline: of each attack surely, maybe, or not, by how well places are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.areas.extents import compare_to_outline
from geo.crs import REGION, require_lonlat
from geo.errors import GeometryError
from geo.records.near import SPOTS
from geo.schemas.attacks import ROLES
from geo.spatial.area_index import index_of
from geo.spatial.borders import borders_of
from geo.spatial.point_state import PointState, three_states

SPOTS_AND_PLACES = (*SPOTS, *(f"{role}_place_id" for role in ROLES))
"""Columns that `within` reads."""

_POLYGONAL = ("Polygon", "MultiPolygon")
_SLIVER = 1e-6
"""Share of a place's outline that is not seen: edges that two outlines have in common are drawn
from corners of either."""


@dataclass(frozen=True)
class Outline:
    """Ground within an outline: an area of interest.

    Parameters
    ----------
    polygon
        A Polygon or MultiPolygon, WGS84 degrees, in the region of `geo.crs.REGION`.
    name
        What it is, as people read it behind "in": "Baghdad governorate", "the box 44–45 E …".
    text
        What names it in a link; see `geo.records.named_ground`. Empty where nothing does.
    border_km
        How well the edge is known all along it.
    off_km
        How far it may be off in places, beside that; for the words about it.
    surely, maybe
        Ground that is surely meant, perhaps empty, and ground that may be, where the outline is
        off in places; EPSG:4326. The outline itself where nothing is given.
    known
        States of places that are told by their names and not by their shapes, by place id: what
        is known only to lie in a governorate surely lies in that governorate.

    Raises
    ------
    GeometryError
        For what is no valid polygon of the region.
    """

    polygon: BaseGeometry
    name: str
    text: str = ""
    border_km: float = 0.0
    off_km: float = 0.0
    surely: BaseGeometry | None = field(default=None, repr=False)
    maybe: BaseGeometry | None = field(default=None, repr=False)
    known: Mapping[str, PointState] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Check the polygon."""
        polygon = self.polygon
        if polygon.geom_type not in _POLYGONAL or polygon.is_empty:
            raise GeometryError(
                f"{self.name} is {'empty' if polygon.is_empty else f'a {polygon.geom_type}'}; give "
                "a Polygon or MultiPolygon."
            )
        if not polygon.is_valid:
            why = shapely.is_valid_reason(polygon)
            raise GeometryError(f"{self.name} is no valid polygon: {why}. Correct it there.")
        west, south, east, north = polygon.bounds
        (lat_low, lat_high), (lon_low, lon_high) = REGION["lat"], REGION["lon"]
        if west < lon_low or east > lon_high or south < lat_low or north > lat_high:
            raise GeometryError(
                f"{self.name} reaches from {west:g} to {east:g} E and {south:g} to {north:g} N; "
                f"expected ground within {lon_low:g}–{lon_high:g} E and {lat_low:g}–{lat_high:g} N,"
                " in degrees, longitude first."
            )

    @classmethod
    def of(cls, ground: gpd.GeoDataFrame | gpd.GeoSeries, *, name: str) -> Outline:
        """Make one outline of all polygons of a frame.

        Parameters
        ----------
        ground
            Polygons and MultiPolygons, EPSG:4326; those that meet become one.
        name
            What it is, as people read it.

        Raises
        ------
        CRSError
            When it is not in EPSG:4326, or does not say.
        GeometryError
            When something in it is no valid polygon of the region, naming its row.
        """
        require_lonlat(ground, what=name)
        parts = np.asarray(ground.geometry.to_numpy(), dtype=object)
        kinds = shapely.get_type_id(parts)
        bad = ~np.isin(kinds, (3, 6)) | shapely.is_empty(parts) | ~shapely.is_valid(parts)
        if bad.any():
            row, shape = ground.index[bad].tolist()[0], parts[bad][0]
            what = "no geometry" if shape is None else shapely.is_valid_reason(shape)
            kind = "" if shape is None else f"{shape.geom_type}, "
            raise GeometryError(
                f"{name}: row {row!r} is no valid polygon ({kind}{what}). Give Polygons and "
                "MultiPolygons that do not cross themselves."
            )
        return cls(shapely.union_all(parts), name)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the outline, and of what may be meant, degrees."""
        shown = self.polygon if self.maybe is None else self.polygon.union(self.maybe)
        west, south, east, north = shown.bounds
        return float(west), float(south), float(east), float(north)

    @property
    def words(self) -> str:
        """The outline as people read it: "in Baghdad governorate"."""
        return f"in {self.name}"

    @property
    def precision(self) -> str:
        """How well it is known, in words; empty where it is as it is drawn."""
        if self.off_km:
            return f"its outline is off by up to {self.off_km:g} km in places"
        return f"border known to ±{self.border_km:g} km" if self.border_km else ""

    @property
    def full_words(self) -> str:
        """Its words, and how well it is known."""
        return f"{self.words} ({self.precision})" if self.precision else self.words


def within(
    attacks: pd.DataFrame, outline: Outline, *, extents: gpd.GeoSeries | None = None
) -> pd.DataFrame:
    """Tell whether launch and target of each attack lie in an outline.

    Parameters
    ----------
    attacks
        With `target_lon`, `target_lat`, `target_radius_km` and the same of `launch`; degrees, km.
        With `extents`, or an outline that knows places by name, also `target_place_id` and
        `launch_place_id`.
    outline
        Where to look.
    extents
        Outlines, EPSG:4326, by the id of each place that has no point, as
        `Atlas.areas.extents`; without them such places are told by name alone.

    Returns
    -------
    On the index of the attacks, for each role of `launch` and `target`: `<role>_within`, a
    `geo.spatial.point_state.PointState`. *Inside* where the whole disc of the place lies within,
    or its whole outline where that is all that is known; `CANNOT_TELL` where only a part does;
    `ABSENT` where no place is known.

    Raises
    ------
    CRSError
        When the extents are not in EPSG:4326.

    Notes
    -----
    Edges of the outline are straight in longitude and latitude. The nearest point of an edge is
    found in the regional conic and its distance measured on the ellipsoid, as `geo.spatial.borders`
    does; outlines of places are compared as in `geo.areas.extents`, but for slivers of less than a
    millionth of the place.
    """
    if extents is not None:
        require_lonlat(extents, what="extents")
    return pd.DataFrame(
        {f"{role}_within": _states(attacks, role, outline, extents) for role in ROLES},
        index=attacks.index,
    )


def may_be_within(found: pd.DataFrame) -> NDArray[np.bool_]:
    """(n,) True where the launch or the target of an attack is or may be inside."""
    return _any(found, PointState.CANNOT_TELL)


def surely_within(found: pd.DataFrame) -> NDArray[np.bool_]:
    """(n,) True where the launch or the target of an attack is inside."""
    return _any(found, PointState.INSIDE)


def _any(found: pd.DataFrame, least: PointState) -> NDArray[np.bool_]:
    states = found[[f"{role}_within" for role in ROLES]].to_numpy()
    return np.asarray((states >= least).any(axis=1))


def _states(
    attacks: pd.DataFrame, role: str, outline: Outline, extents: gpd.GeoSeries | None
) -> NDArray[np.int8]:
    state = np.full(len(attacks), PointState.ABSENT, dtype=np.int8)
    spots = attacks[[f"{role}_{name}" for name in ("lon", "lat", "radius_km")]].to_numpy(float)
    there = ~np.isnan(spots).any(axis=1)
    unique, back = np.unique(spots[there], axis=0, return_inverse=True)
    if len(unique):
        lon, lat, radius_km = unique.T
        state[there] = _by_disc(lon, lat, radius_km, outline)[back.reshape(-1)]
    if f"{role}_place_id" in attacks and not there.all():
        places = attacks.loc[~there, f"{role}_place_id"].astype(str)
        by_place = _by_place(places.unique().tolist(), outline, extents)
        state[~there] = places.map(by_place).fillna(PointState.ABSENT).to_numpy(np.int8)
    return state


def _by_disc(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    radius_km: NDArray[np.float64],
    outline: Outline,
) -> NDArray[np.int8]:
    grounds = _grounds(outline)
    inside = index_of(grounds).table(lon, lat)
    edge_km = borders_of(grounds).km(lon, lat)
    slack_km = (radius_km + outline.border_km)[:, None]
    states = three_states(inside, edge_km, slack_km)
    # Inside by what is surely meant, outside by what may be: the first and the last ground.
    found = np.where(states[:, -1] == PointState.OUTSIDE, PointState.OUTSIDE, states[:, 0])
    unsure = (found == PointState.OUTSIDE) & (states[:, -1] != PointState.OUTSIDE)
    return np.where(unsure, PointState.CANNOT_TELL, found).astype(np.int8)


def _grounds(outline: Outline) -> tuple[BaseGeometry, ...]:
    """What is surely meant and what may be; one, where they are the same."""
    given = (outline.surely, outline.maybe)
    if given == (None, None):
        return (outline.polygon,)
    return tuple(outline.polygon if one is None else one for one in given)


def _by_place(
    places: list[str], outline: Outline, extents: gpd.GeoSeries | None
) -> dict[str, PointState]:
    """States of places without a point: by name where the outline knows them, else by shape."""
    found = {place: outline.known[place] for place in places if place in outline.known}
    if extents is None:
        return found
    left = [place for place in places if place in extents.index and place not in found]
    if not left:
        return found
    grounds, border_km = _grounds(outline), outline.border_km
    against = compare_to_outline(
        extents.loc[left].to_numpy(),
        np.array(grounds, dtype=object),
        border_km=np.full(len(grounds), border_km),
    )
    whole = against.within[:, 0]
    if not border_km:
        whole = whole | (against.share[:, 0] >= 1.0 - _SLIVER)
    apart = (against.share[:, -1] <= _SLIVER) & (
        (against.apart_km[:, -1] > border_km) | (border_km == 0.0)
    )
    states = np.select([whole, apart], [PointState.INSIDE, PointState.OUTSIDE], 1)
    return found | {place: PointState(int(one)) for place, one in zip(left, states, strict=True)}
