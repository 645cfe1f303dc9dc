"""Rows that conform and may yet be wrong: counted twice, or a middle of a unit typed as a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from geo.atlas import Atlas
from geo.crs import GEOD
from geo.errors import Fault
from geo.parsing.days import today
from geo.schemas.attacks import METHODS, ahead_fault

NEAR_DEGREES = 0.01
"""Places rounded alike to this are one place for the search of duplicates."""

MIDDLE_DEGREES = 0.005
SHARP_KM = 20.0
"""A point this near to the middle of a governorate, known better than this, is questioned."""

_METHOD, _DEGREES = pd.Index(METHODS), 36_000
"""Methods by number, and how many places of `NEAR_DEGREES` there are around the world."""

_KEEP = "Correct the row, or write yes under “confirmed”."


@dataclass(frozen=True)
class PlausibilityCheck:
    """One way for a sound row to be wrong.

    Parameters
    ----------
    ident
        Token of the rule.
    title
        What is questioned.
    find
        From the attacks (of `geo.records.record.Record`, index the row number, with `attack_id`)
        and the atlas to faults that a person may confirm.
    """

    ident: str
    title: str
    find: Callable[[pd.DataFrame, Atlas], list[Fault]]


def _events(attacks: pd.DataFrame) -> pd.DataFrame:
    """Day, method and rounded target as numbers; rows in which any of them is not known left out.

    Degrees are rounded to `NEAR_DEGREES`; the index is the number of the row in the frame.
    """
    lat, lon = (attacks[f"target_{axis}"].to_numpy(float) for axis in ("lat", "lon"))
    sure = attacks["date_precision"].eq("day").to_numpy() & attacks["date"].notna().to_numpy()
    sure &= ~np.isnan(lat) & ~np.isnan(lon) & attacks["method"].ne("").to_numpy()
    rows = np.flatnonzero(sure)
    return pd.DataFrame(
        {
            "day": attacks["date"].to_numpy("datetime64[D]")[rows].astype(int),
            "method": _METHOD.get_indexer(pd.Index(attacks["method"]))[rows],
            "north": np.rint(lat[rows] / NEAR_DEGREES).astype(int),
            "east": np.rint(lon[rows] / NEAR_DEGREES).astype(int),
        },
        index=rows,
    )


def _keys(events: pd.DataFrame) -> pd.Series:
    """One number for each different event, the same for the same event of any frame."""
    key = events["day"].to_numpy()
    for name, most in (("method", len(_METHOD)), ("north", _DEGREES), ("east", _DEGREES)):
        key = key * most + events[name].to_numpy() + (0 if name == "method" else _DEGREES // 2)
    return pd.Series(key, index=events.index)


def _duplicates(attacks: pd.DataFrame, atlas: Atlas) -> list[Fault]:
    keys = _keys(_events(attacks))
    stated = (attacks["status"] == "duplicate").to_numpy()[keys.index]
    again = keys.duplicated().to_numpy() & ~stated
    # The first of each event is the one that the others are said to repeat.
    firsts = keys.drop_duplicates()
    first_row = pd.Series(attacks.index[firsts.index], index=firsts.to_numpy())
    repeated = keys[again]
    faults = [
        _duplicate(row, f"row {first} of this file")
        for row, first in zip(
            attacks.index[repeated.index], first_row.loc[repeated.to_numpy()], strict=True
        )
    ]
    record = atlas.record.attacks
    known = _keys(_events(record)).drop_duplicates()
    ids = pd.Series(record.index[known.index], index=known.to_numpy())
    met = keys[keys.isin(ids.index).to_numpy() & ~again & ~stated]
    own = attacks["attack_id"].iloc[met.index].isin(record.index).to_numpy()
    met = met[~own]
    return faults + [
        _duplicate(row, f"attack {ident} of the record")
        for row, ident in zip(attacks.index[met.index], ids.loc[met.to_numpy()], strict=True)
    ]


def _duplicate(row: int, other: str) -> Fault:
    problem = f"likely a duplicate of {other}: the same day, method and place"
    remedy = "Delete one of the two, or write yes under “confirmed” where both are right."
    fix = (("status", "duplicate"),)
    return Fault(int(row), "", "", problem, remedy, fix, confirmable=True)


def _middles(attacks: pd.DataFrame, atlas: Atlas) -> list[Fault]:
    """Points on the middle of a governorate, with a radius that the governorate does not have."""
    spots = {
        role: attacks[[f"{role}_{name}" for name in ("lon", "lat", "radius_km")]].to_numpy(float).T
        for role in ("target", "launch")
    }
    faults = []
    for unit, outline in atlas.units.outlines.items():
        middle = shapely.centroid(outline)
        km = unit_radius_km(outline, middle.x, middle.y)
        for role, (lon, lat, radius_km) in spots.items():
            about = np.flatnonzero(np.abs(lat - middle.y) < MIDDLE_DEGREES)
            near = np.hypot(lon[about] - middle.x, lat[about] - middle.y) < MIDDLE_DEGREES
            rows = attacks.index[about[near & (radius_km[about] < SHARP_KM)]]
            faults += [_middle(int(row), role, unit, km) for row in rows]
    return faults


def _middle(row: int, role: str, unit: str, km: float) -> Fault:
    return Fault(
        row,
        f"{role}_radius_km",
        "",
        f"the point is the middle of {unit}, which stands for the whole of it",
        f"Give the radius of {unit}, {km:.0f} km, or the place itself. {_KEEP}",
        ((f"{role}_radius_km", f"{km:.0f}"),),
        confirmable=True,
    )


def unit_radius_km(outline: shapely.Geometry, lon: float, lat: float) -> float:
    """Distance from a point to the farthest corner of an outline, km, geodesic (WGS84)."""
    corners = shapely.get_coordinates(shapely.convex_hull(outline))
    _, _, metres = GEOD.inv(
        np.full(len(corners), lon), np.full(len(corners), lat), corners[:, 0], corners[:, 1]
    )
    return float(np.max(metres)) / 1000.0


def _whole_degrees(attacks: pd.DataFrame, atlas: Atlas) -> list[Fault]:
    del atlas
    faults = []
    for role in ("target", "launch"):
        lat, lon = attacks[f"{role}_lat"], attacks[f"{role}_lon"]
        whole = (lat == lat.round()) & (lon == lon.round())
        whole &= attacks[f"{role}_radius_km"] < 60  # noqa: PLR2004  # half a degree, and a little
        faults += [
            Fault(
                int(row),
                f"{role}_lat",
                f"{lat[row]:g}, {lon[row]:g}",
                "the coordinate is whole degrees, which is known to 60 km at best",
                f"Give the decimals, or a radius. {_KEEP}",
                ((f"{role}_radius_km", "60"),),
                confirmable=True,
            )
            for row in attacks.index[whole]
        ]
    return faults


def _after_today(attacks: pd.DataFrame, atlas: Atlas) -> list[Fault]:
    """Dates that lie after today, as it is in Baghdad."""
    del atlas
    now = today()
    problem, remedy = ahead_fault(now)
    sharp = attacks["date_precision"].eq("day")
    faults = []
    for column, sure in (("date", True), ("date_latest", sharp)):
        rows = attacks.index[(attacks[column] > pd.Timestamp(now)) & sure]
        faults += [
            Fault(
                int(row),
                column,
                str(attacks.at[row, column])[:10],
                problem,
                f"{remedy} {_KEEP}",
                confirmable=True,
            )
            for row in rows
        ]
    return faults


CHECKS: Mapping[str, PlausibilityCheck] = {
    check.ident: check
    for check in (
        PlausibilityCheck("duplicate", "Likely a duplicate", _duplicates),
        PlausibilityCheck(
            "middle_of_unit", "The middle of a governorate typed as a place", _middles
        ),
        PlausibilityCheck("after_today", "A date that lies ahead", _after_today),
        PlausibilityCheck("whole_degrees", "Whole degrees typed as a place", _whole_degrees),
    )
}


def check_plausibility(attacks: pd.DataFrame, *, atlas: Atlas) -> list[Fault]:
    """Everything implausible in sound rows.

    Parameters
    ----------
    attacks
        Attacks in canonical form with `attack_id`, indexed by row number.
    atlas
        Units and record to compare with.
    """
    return [fault for check in CHECKS.values() for fault in check.find(attacks, atlas)]


def shared_ids(attacks: pd.DataFrame, *, atlas: Atlas) -> list[str]:
    """Say which rows have the id of an attack of the record that was on another day.

    Parameters
    ----------
    attacks
        As for `check_plausibility`.
    atlas
        Record to compare with.

    Returns
    -------
    One sentence, or none. The ids are no fault: yours stand beside the record under their own.
    """
    record = atlas.record.attacks
    same = attacks[attacks["attack_id"].isin(record.index)]
    there = record.loc[same["attack_id"], ["date", "date_precision"]].set_axis(same.index)
    sure = same["date_precision"].eq("day") & there["date_precision"].eq("day")
    other = same[sure & same["date"].ne(there["date"])]
    if other.empty:
        return []
    first = f"such as {other['attack_id'].iloc[0]!r} in row {other.index[0]}"
    words = f"{len(other)} ids are those of attacks of the record on another day, {first}"
    return [f"attack_id: {words}; give them their own unless they are the same attacks."]
