"""Attacks in this project's own columns, with the groups that people confirmed, to events."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo.attribution.confirmed import confirmed
from geo.attribution.events import Events
from geo.attribution.place_anomaly import SHARP_KM
from geo.errors import ConformError, Fault
from geo.evaluation.labelled_file import Reading
from geo.evaluation.protocol import GROUP_EVENTS
from geo.parsing.tables import read_rows
from geo.records.record import conform_attacks
from geo.reference.gazetteer import Gazetteer
from geo.reference.registry import Registry

_NAMES = ("assessed_group", "facade", "permitted_by", "supported_by")


def read(
    path: Path,
    *,
    registry: Registry,
    gazetteer: Gazetteer,
    first: pd.Timestamp | None = None,
    least: int = GROUP_EVENTS,
) -> Reading:
    """Read a labelled file of attacks; groups that the registry does not know keep their names.

    Parameters
    ----------
    path
        CSV file with the columns of an attack table and `assessed_group`.
    registry, gazetteer
        To resolve names of groups and places.
    first
        Leave out attacks before this day, after the groups are counted.
    least
        Groups with fewer usable attacks are no candidates.

    Raises
    ------
    ConformError
        With every fault of every row, or when there is no `assessed_group`.
    """
    raw = read_rows(path)
    if "assessed_group" not in raw:
        fault = Fault(1, "assessed_group", "", "the column is missing", "Say who did each attack.")
        raise ConformError(path.name, [fault])
    plain = raw.assign(**{name: "" for name in _NAMES if name in raw})
    record = conform_attacks(plain, file=path.name, registry=registry, gazetteer=gazetteer)
    names = raw["assessed_group"].str.strip()
    known = {
        text: "|".join(registry.group_names.get(part.strip()) or part.strip() for part in parts)
        for text in names.unique()
        for parts in [text.split("|")]
    }
    attacks = record.attacks.assign(assessed_group=names.map(known).to_numpy())
    table = confirmed(attacks)
    count = table["groups"].explode().value_counts()
    groups = sorted(count.index[count >= least])
    chosen = set(groups)
    table["groups"] = table["groups"].map(lambda n: tuple(g for g in n if g in chosen))
    used = table[table["groups"].map(len) > 0]
    if first is not None:
        used = used[used["date"] >= first]
    role = used["role"].value_counts()
    counted = (
        f"{len(raw)} attacks read, {len(table)} with a confirmed group, a day, and a place known "
        f"to {SHARP_KM:g} km; {len(used)} of {len(groups)} groups with {least} or more used."
    )
    placed = (
        f"Placed by the launch: {int(role.get('launch', 0))}; by the target, the launch being "
        f"unknown: {int(role.get('target', 0))}."
    )
    return Reading(Events.of(used, groups=groups), (counted, placed))
