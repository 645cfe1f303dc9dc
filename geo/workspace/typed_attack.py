"""One attack typed by hand, from its words to a record that the check can read."""

from __future__ import annotations

import pandas as pd

from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.ingest.normalise import normalised
from geo.records.record import Record, conform_attacks
from geo.schemas.attacks import METHODS

TYPED_ID = "typed"
TYPED_FILE = "typed by hand"
TYPED_BY = "the person who typed it"
"""Who is said to assess a typed attack, and to report its hour."""


def typed_attack(
    *,
    atlas: Atlas,
    target: str,
    method: str,
    date: str,
    launch: str = "",
    radius_km: float | None = None,
    facade: str = "",
    group: str = "",
    time: str = "",
    target_radius_km: float | None = None,
) -> Record:
    """Make a record of one attack.

    Parameters
    ----------
    atlas
        Resolves places, groups and façades.
    target, launch
        Gazetteer id or name, `lat,lon` (latitude first), degrees and minutes, or MGRS; an empty
        launch is unknown.
    method
        One of `geo.schemas.attacks.METHODS`.
    date
        YYYY-MM-DD, or a month or year, or as people write it where that is clear.
    radius_km
        How well the launch is known; the place's own radius when None.
    facade, group
        Brand of the first claim; group that an analyst asserts. Names or ids, may be empty.
    time
        HH:MM of the clock at the target, or a part of the day; empty where it is not known.
    target_radius_km
        How well the target is known; the place's own radius when None.

    Raises
    ------
    ConformError
        Telling every fault at once: unknown place, group, façade or method, or no date.
    """
    faults = []
    if not date:
        faults.append(Fault(0, "date", "", "a date is needed", "Give YYYY-MM-DD."))
    if not target:
        faults.append(Fault(0, "target", "", "a target is needed", "Give a place id or name."))
    if not method:
        faults.append(
            Fault(0, "method", "", "a method is needed", f"Give one of {', '.join(METHODS)}.")
        )
    if faults:
        raise ConformError(TYPED_FILE, faults)
    raw = pd.DataFrame(
        {
            "attack_id": [TYPED_ID],
            "date": [date],
            "method": [method],
            "time_local": [time],
            "time_source": [TYPED_BY if time else ""],
            "target_place": [target],
            "target_radius_km": [_km(target_radius_km)],
            "launch_place": [launch],
            "launch_radius_km": [_km(radius_km if launch else None)],
            "facade": [facade],
            "assessed_group": [group],
            "assessed_by": [TYPED_BY if group else ""],
        },
        index=pd.Index([1], name="row"),
    )
    read, _ = normalised(raw.astype(object))
    return conform_attacks(
        read, file=TYPED_FILE, registry=atlas.registry, gazetteer=atlas.gazetteer
    )


def _km(radius_km: float | None) -> str:
    return "" if radius_km is None else f"{radius_km:g}"
