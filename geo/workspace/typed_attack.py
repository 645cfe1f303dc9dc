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
            "target_place": [target],
            "launch_place": [launch],
            "launch_radius_km": ["" if radius_km is None or not launch else f"{radius_km:g}"],
            "facade": [facade],
            "assessed_group": [group],
            "assessed_by": ["the person who typed it" if group else ""],
        },
        index=pd.Index([1], name="row"),
    )
    read, _ = normalised(raw.astype(object))
    return conform_attacks(
        read, file=TYPED_FILE, registry=atlas.registry, gazetteer=atlas.gazetteer
    )
