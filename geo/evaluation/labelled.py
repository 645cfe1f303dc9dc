"""Attacks in this project's own columns, with the groups that people confirmed, to events."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from geo.attribution.events import Events
from geo.attribution.place_anomaly import SHARP_KM
from geo.errors import ConformError, Fault
from geo.evaluation.labelled_file import Reading
from geo.evaluation.protocol import GROUP_EVENTS
from geo.parsing.tables import parse_csv, read_text
from geo.records.record import conform_attacks
from geo.reference.gazetteer import Gazetteer
from geo.reference.registry import Registry

_NAMES = ("assessed_group", "facade", "permitted_by", "supported_by")


def located(attacks: pd.DataFrame) -> pd.DataFrame:
    """Place that speaks for each attack: its launch where known, else its target.

    Parameters
    ----------
    attacks
        Columns `{launch,target}_{lon,lat,radius_km}`; degrees, EPSG:4326, km.

    Returns
    -------
    Frame on the same index: `lon, lat, radius_km` (NaN where nothing is known) and `role`.
    """
    launch = attacks["launch_lon"].notna() & attacks["launch_lat"].notna()
    out = pd.DataFrame(index=attacks.index)
    for name in ("lon", "lat", "radius_km"):
        out[name] = attacks[f"launch_{name}"].where(launch, attacks[f"target_{name}"])
    out["role"] = np.where(launch, "launch", np.where(out["lon"].notna(), "target", ""))
    return out


def confirmed(attacks: pd.DataFrame) -> pd.DataFrame:
    """Attacks that usual ground may be learned from, as `Events.of` takes them.

    A person names the group (not at low confidence), the day is known, and so is the place to
    15 km. Attacks that are no attacks are left out where `counts` tells.

    Returns
    -------
    Frame: `id, date, lon, lat, groups, role`. Groups joined by `|` share the vote.
    """
    place = located(attacks)
    date = pd.to_datetime(attacks["date"], errors="coerce")
    keep = (attacks["assessed_group"] != "") & date.notna()
    keep &= attacks["date_precision"] == "day"
    keep &= place["lon"].notna() & ~(place["radius_km"] > SHARP_KM)
    if "assessed_confidence" in attacks:
        keep &= attacks["assessed_confidence"] != "low"
    if "counts" in attacks:
        keep &= attacks["counts"].astype(bool)
    if "by_permission" in attacks:
        keep &= ~attacks["by_permission"].astype(bool)
    if "permitted_by" in attacks:
        keep &= attacks["permitted_by"] == ""
    ids = attacks["attack_id"] if "attack_id" in attacks else attacks.index.to_series()
    told = attacks["assessed_group"].str.split("|").map(lambda n: tuple(sorted(set(n) - {""})))
    table = place.assign(id=ids, date=date, groups=told)
    return table.loc[keep, ["id", "date", "lon", "lat", "groups", "role"]]


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
    raw = parse_csv(read_text(path), file=path.name)
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
    told = (
        f"{len(raw)} attacks read, {len(table)} with a confirmed group, a day, and a place known "
        f"to {SHARP_KM:g} km; {len(used)} of {len(groups)} groups with {least} or more used."
    )
    placed = (
        f"Placed by the launch: {int(role.get('launch', 0))}; by the target, the launch being "
        f"unknown: {int(role.get('target', 0))}."
    )
    return Reading(Events.of(used, groups=groups), (told, placed))
