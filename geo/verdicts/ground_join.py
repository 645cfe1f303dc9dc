"""Attacks against ground: inside, outside or cannot tell, by how well both are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import crs
from geo.areas.age import AGEING, AGES, FRESH, NEVER, Codes, Days, age_codes, last_seen
from geo.areas.extents import compare_to_outline
from geo.areas.table import OWN_GROUND
from geo.spatial.area_index import index_of
from geo.spatial.borders import borders_of
from geo.spatial.point_state import PointState, three_states

ABSENT, OUTSIDE, CANNOT_TELL, INSIDE = PointState
STATE_NAMES: Mapping[int, str] = {one: one.name.lower() for one in (OUTSIDE, CANNOT_TELL, INSIDE)}

States = NDArray[np.int8]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Joined:
    """Places against areas, one row a place and one column an area.

    Parameters
    ----------
    index
        The caller's index, length n.
    areas
        The areas joined against, m rows, EPSG:4326.
    state
        (n, m) of INSIDE, OUTSIDE, CANNOT_TELL, or ABSENT where the area was not in force on the
        day or the place is unknown.
    share
        (n, m) share of the place's disc inside the area, NaN where absent or stale.
    border_km
        (n, m) distance from the point to the area's border, NaN where absent.
    stale
        (n, m) True where the ground was in force but too old to decide: *old* or *never*; of a
        committee, a corridor or a gap also *ageing*.
    covered
        (n, m) True where the point itself lies in the area.
    drawn
        (n, m) as `state`, whatever the age of the ground: where old ground was last seen.
    age
        (n, m) places in `geo.areas.age.AGES`; the worst one where the area was not in force.
    seen
        (n, m) last day by which the ground was confirmed before; NaT for none.
    """

    index: pd.Index
    areas: gpd.GeoDataFrame
    state: States
    share: Floats
    border_km: Floats
    stale: NDArray[np.bool_]
    covered: NDArray[np.bool_]
    drawn: States
    age: Codes
    seen: Days

    def fresh(self) -> Joined:
        """The same with all but fresh ground as if it were outside: what may break a claim."""
        state = np.where((self.age != FRESH) & (self.state != ABSENT), OUTSIDE, self.state)
        return replace(self, state=state.astype(np.int8))

    def usable(self) -> Joined:
        """The same with ground too old to decide as if it were outside."""
        return replace(self, state=np.where(self.stale, OUTSIDE, self.state).astype(np.int8))

    def as_drawn(self) -> Joined:
        """The same, whatever the age of the ground."""
        return replace(self, state=self.drawn)

    def distance_km(self) -> Floats:
        """(n, m) distance to each area: 0 inside it, else to its border; NaN where absent."""
        return np.where(self.covered, 0.0, self.border_km)

    def rows(self, keep: NDArray[np.bool_]) -> Joined:
        """Some of the places, as a join of their own."""
        return Joined(
            self.index[keep],
            self.areas,
            self.state[keep],
            self.share[keep],
            self.border_km[keep],
            self.stale[keep],
            self.covered[keep],
            self.drawn[keep],
            self.age[keep],
            self.seen[keep],
        )

    def long(self) -> pd.DataFrame:
        """One row for each place and area in force.

        Returns
        -------
        `row, area_id, holder, kind, state, share, stale, age`.
        """
        row, column = np.nonzero(self.state != ABSENT)
        areas = self.areas
        return pd.DataFrame(
            {
                "row": self.index.to_numpy()[row],
                "area_id": areas.index.to_numpy()[column],
                "holder": areas["holder"].to_numpy()[column],
                "kind": areas["kind"].to_numpy()[column],
                "state": pd.Series(self.state[row, column]).map(STATE_NAMES).to_numpy(),
                "share": self.share[row, column],
                "stale": self.stale[row, column],
                "age": np.array(AGES, dtype=object)[self.age[row, column]],
            }
        )


def disc_share(
    lon: Floats, lat: Floats, radius_km: Floats, polygons: NDArray[np.object_]
) -> Floats:
    """Share of each disc that lies inside the polygon of the same row.

    Discs are geodesic circles, and areas those of an equal-area conic: a share is one of ground.
    """
    if lon.size == 0:
        return np.zeros(0)
    # Many rows share one polygon: each is projected once.
    _, first, which = np.unique(
        np.array([id(polygon) for polygon in polygons]), return_index=True, return_inverse=True
    )
    ground = crs.to_equal_area(polygons[first])[which.reshape(-1)]
    discs = crs.to_equal_area(crs.discs(lon, lat, radius_km))
    common = shapely.area(shapely.intersection(discs, ground))
    return np.asarray(np.clip(common / shapely.area(discs), 0.0, 1.0))


def areas_containing(
    lon: pd.Series, lat: pd.Series, areas: gpd.GeoDataFrame, *, on: pd.Series
) -> pd.DataFrame:
    """Which areas in force hold each point itself, for as many points as there are.

    How well a place is known plays no part, so that this tells where points lie and nothing of
    whether they fit: `join` does.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326, NaN where unknown, on one index.
    areas
        EPSG:4326, with `valid_from` and `valid_to`.
    on
        Day of each point; on no day no area is in force.

    Returns
    -------
    One row a point and area: `row` (number in the caller's order) and `area_id`.

    Raises
    ------
    CRSError
        When the areas are not in EPSG:4326.
    """
    crs.require_lonlat(areas, what="areas")
    row, column = index_of(tuple(areas.geometry.to_numpy())).pairs(lon, lat)
    day = on.to_numpy("datetime64[ns]")[row]
    begin = areas["valid_from"].to_numpy("datetime64[ns]")[column]
    end = areas["valid_to"].to_numpy("datetime64[ns]")[column]
    force = (begin <= day) & (np.isnat(end) | (day < end))
    names = pd.Categorical.from_codes(column[force], categories=areas.index)
    return pd.DataFrame({"row": row[force], "area_id": names})


def join(
    places: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    *,
    on: pd.Series,
    span: tuple[pd.Series, pd.Series] | None = None,
    extents: gpd.GeoSeries | None = None,
) -> Joined:
    """Join places against the areas in force on their day.

    Parameters
    ----------
    places
        Columns `lon, lat` (degrees) and `radius_km`, NaN where a place is unknown. Any index.
        With `extents` also `place_id`.
    areas
        As `Areas.table`, EPSG:4326; `border_km` says how well each edge is known.
    on
        Day each place is judged by, same index; NaT joins nothing.
    span
        First and last day on which each can have been, as of `geo.areas.age.age_codes`, over which
        ground has its worst age; that day alone when None.
    extents
        Outlines, EPSG:4326, by the id of each place that has no point; see `geo.areas.extents`.

    Returns
    -------
    Joined
        *inside* when the place's disc, widened by the area's `border_km`, is within the area;
        *outside* when clear of it; else *cannot tell* with the share of the disc inside. Ground
        that is too old to decide answers *cannot tell* without a share.

    Raises
    ------
    CRSError
        When the areas are not in EPSG:4326.
    """
    crs.require_lonlat(areas, what="areas")
    known = places[["lon", "lat", "radius_km"]].notna().all(axis=1).to_numpy()
    shape = (len(places), len(areas))
    state = np.full(shape, ABSENT, dtype=np.int8)
    share = np.full(shape, np.nan)
    edge = np.full(shape, np.nan)
    within = np.zeros(shape, dtype=bool)
    unique, back = np.unique(
        places.loc[known, ["lon", "lat", "radius_km"]].to_numpy(float), axis=0, return_inverse=True
    )
    back = back.reshape(-1)
    if unique.size and len(areas):
        lon, lat, radius = unique.T
        polygons = areas.geometry.to_numpy()
        inside = index_of(tuple(polygons)).table(lon, lat)
        border = borders_of(tuple(polygons)).km(lon, lat)
        slack = radius[:, None] + areas["border_km"].to_numpy(float)[None, :]
        states = three_states(inside, border, slack)
        shares = (states == INSIDE).astype(float)
        row, column = np.nonzero((states == CANNOT_TELL) & (border < radius[:, None]))
        shares[row, column] = disc_share(lon[row], lat[row], radius[row], polygons[column])
        row, column = np.nonzero((states == CANNOT_TELL) & (border >= radius[:, None]))
        shares[row, column] = inside[row, column]
        state[known], share[known], edge[known] = states[back], shares[back], border[back]
        within[known] = inside[back]
    if extents is not None and len(extents) and len(areas):
        wide = ~known & places["place_id"].isin(extents.index).to_numpy()
        which, back = np.unique(places.loc[wide, "place_id"].to_numpy(str), return_inverse=True)
        found = compare_to_outline(
            extents.loc[which].to_numpy(),
            areas.geometry.to_numpy(),
            border_km=areas["border_km"].to_numpy(float),
        )
        states = np.where(found.within, INSIDE, CANNOT_TELL).astype(np.int8)
        states[found.apart_km > areas["border_km"].to_numpy(float)] = OUTSIDE
        state[wide], share[wide], edge[wide] = states[back], found.share[back], found.apart_km[back]
        within[wide] = found.touches[back]
    force = _in_force(areas, on)
    state[~force] = ABSENT
    first, last = (None, on) if span is None else span
    age = np.where(force, age_codes(areas, last, first=first), NEVER).astype(np.int8)
    seen = np.where(force, last_seen(areas, on), np.datetime64("NaT"))
    stale = (state != ABSENT) & (age > _decides(areas)[None, :])
    drawn = state.copy()
    state[stale] = CANNOT_TELL
    share[~force | stale] = np.nan
    edge[~force] = np.nan
    return Joined(places.index, areas, state, share, edge, stale, within & force, drawn, age, seen)


def _decides(areas: gpd.GeoDataFrame) -> NDArray[np.int8]:
    """(m,) worst age in which an area is heard: ground may be ageing, what is none is fresh."""
    ground = areas["kind"].isin(OWN_GROUND) if "kind" in areas else np.ones(len(areas), dtype=bool)
    return np.where(ground, AGEING, FRESH).astype(np.int8)


def _in_force(areas: gpd.GeoDataFrame, on: pd.Series) -> NDArray[np.bool_]:
    day = on.to_numpy("datetime64[ns]")[:, None]
    begin = areas["valid_from"].to_numpy("datetime64[ns]")[None, :]
    end = areas["valid_to"].to_numpy("datetime64[ns]")[None, :]
    return np.asarray((begin <= day) & (np.isnat(end) | (day < end)))
