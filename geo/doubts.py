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

NEAR_DEGREES = 0.01
"""Places rounded alike to this are one place for the search of duplicates."""

MIDDLE_DEGREES = 0.005
SHARP_KM = 20.0
"""A point this near to the middle of a governorate, known better than this, is doubted."""

_KEEP = "Mend the row, or write yes under “confirmed”."


@dataclass(frozen=True)
class Doubt:
    """One way for a sound row to be wrong.

    Parameters
    ----------
    ident
        Token of the rule.
    title
        What is doubted.
    find
        From the attacks (of `geo.attacks.Record`, index the row number, with `attack_id`) and
        the atlas to faults that a person may confirm.
    """

    ident: str
    title: str
    find: Callable[[pd.DataFrame, Atlas], list[Fault]]


def _place_keys(attacks: pd.DataFrame) -> pd.Series:
    """Day, method and rounded target as one text; empty where any of them is not known."""
    lat, lon = (attacks[f"target_{axis}"].astype(float) for axis in ("lat", "lon"))
    cell = (lat / NEAR_DEGREES).round().astype("Int64").astype(str)
    cell += "/" + (lon / NEAR_DEGREES).round().astype("Int64").astype(str)
    keys = (
        attacks["date"].dt.strftime("%Y-%m-%d") + " " + attacks["method"].astype(str) + " " + cell
    )
    sure = attacks["date_precision"].eq("day") & lat.notna() & attacks["method"].ne("")
    told: pd.Series = keys.where(sure, "").fillna("")
    return told


def _duplicates(attacks: pd.DataFrame, atlas: Atlas) -> list[Fault]:
    keys = _place_keys(attacks)
    stated = attacks["status"] == "duplicate"
    firsts = keys[keys != ""].drop_duplicates()
    first_row = pd.Series(firsts.index, index=firsts.to_numpy())
    again = (keys != "") & keys.duplicated() & ~stated
    faults = [
        _duplicate(row, f"row {first_row[keys[row]]} of this file") for row in keys.index[again]
    ]
    record = atlas.record.attacks
    known = _place_keys(record)
    known = known[(known != "") & ~known.duplicated()]
    ids = pd.Series(known.index, index=known.to_numpy())
    met = keys.isin(ids.index) & ~again & ~stated & (keys != "")
    met &= ~attacks["attack_id"].isin(record.index)
    return faults + [
        _duplicate(row, f"attack {ids[keys[row]]} of the record") for row in keys.index[met]
    ]


def _duplicate(row: int, other: str) -> Fault:
    problem = f"likely a duplicate of {other}: the same day, method and place"
    fix = (("status", "duplicate"),)
    return Fault(int(row), "", "", problem, _KEEP, fix, confirmable=True)


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
            near = np.hypot(lon - middle.x, lat - middle.y) < MIDDLE_DEGREES
            rows = attacks.index[near & (radius_km < SHARP_KM)]
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
        whole = lat.notna() & (lat % 1 == 0) & (lon % 1 == 0)
        whole &= attacks[f"{role}_radius_km"] < 60  # noqa: PLR2004  # half a degree, and a little
        faults += [
            Fault(
                int(row), f"{role}_lat", f"{lat[row]:g}, {lon[row]:g}",
                "the coordinate is whole degrees, which is known to 60 km at best",
                f"Give the decimals, or a radius. {_KEEP}", ((f"{role}_radius_km", "60"),),
                confirmable=True,
            )
            for row in attacks.index[whole]
        ]  # fmt: skip
    return faults


DOUBTS: Mapping[str, Doubt] = {
    doubt.ident: doubt
    for doubt in (
        Doubt("duplicate", "Likely a duplicate", _duplicates),
        Doubt("middle_of_unit", "The middle of a governorate typed as a place", _middles),
        Doubt("whole_degrees", "Whole degrees typed as a place", _whole_degrees),
    )
}


def doubts(attacks: pd.DataFrame, *, atlas: Atlas) -> list[Fault]:
    """Every doubt about sound rows.

    Parameters
    ----------
    attacks
        Attacks in canonical form with `attack_id`, indexed by row number.
    atlas
        Units and record to compare with.
    """
    return [fault for doubt in DOUBTS.values() for fault in doubt.find(attacks, atlas)]
