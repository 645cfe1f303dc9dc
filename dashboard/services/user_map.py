"""The map of attacks that are no part of the record, and which areas hold them."""

from __future__ import annotations

import pandas as pd

from dashboard.services.dataset import Dataset
from geo.areas.table import KINDS
from geo.records.record import Record
from geo.schemas.attacks import ROLES
from geo.verdicts.ground_join import areas_containing
from layers.build import MANY_ATTACKS, build_map
from layers.builders.user_layers import CREDIT
from layers.spec import MapSpec

_SHOWN = ("ground", "discs", "links", "targets", "launches")


def unjudged(record: Record) -> pd.DataFrame:
    """Attacks of a record as the map reads them, without a verdict."""
    attacks = record.attacks
    return as_rows(attacks.assign(verdict="", asserted_group=attacks["assessed_group"]))


def as_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Attacks as the map reads them.

    Parameters
    ----------
    table
        As `geo.verdicts.check.Findings` holds it.
    """
    # Of so many no mark is drawn, and writing out a million days takes seconds.
    days = "" if len(table) > MANY_ATTACKS else table["date"].dt.strftime("%Y-%m-%d")
    return table.assign(date_text=days)


def spec_of(rows: pd.DataFrame, data: Dataset) -> MapSpec:
    """Everything that is drawn of some attacks; a density where they are too many for marks.

    Parameters
    ----------
    rows
        As `as_rows` gives them.
    data
        Whose ground, base map and names are drawn.
    """
    analysis = data.analysis
    return build_map(
        rows,
        areas=analysis.ground(day_of(rows, data)),
        extents=analysis.atlas.areas.extents,
        base=data.base(),
        show=_SHOWN,
        names=analysis.names(),
        credit=CREDIT,
    )


def day_of(rows: pd.DataFrame, data: Dataset) -> pd.Timestamp:
    """Day whose ground is drawn: the latest of the attacks, else the end of the record."""
    day = rows["judged_on"].max()
    return data.analysis.record_end() if pd.isna(day) else pd.Timestamp(day)


def where_they_lie(record: Record, data: Dataset) -> pd.DataFrame:
    """How many targets and launches lie in each area in force on their day, most first.

    Returns
    -------
    `Targets`, `Launches`, `Area`, `Whose` and `What it is`, one row an area that holds any.
    """
    areas, attacks = data.analysis.atlas.areas.table, record.attacks
    counts = {
        f"{role}s" if role == "target" else "launches": areas_containing(
            attacks[f"{role}_lon"], attacks[f"{role}_lat"], areas, on=attacks["judged_on"]
        )["area_id"].value_counts()
        for role in ROLES
    }
    held = pd.DataFrame(counts).fillna(0).astype(int)
    held = held[held.sum(axis=1) > 0].sort_values(["targets", "launches"], ascending=False)
    there, names = areas.loc[held.index], data.analysis.names()
    return pd.DataFrame(
        {
            "Targets": held["targets"].to_numpy(),
            "Launches": held["launches"].to_numpy(),
            "Area": there["title"].to_numpy(),
            "Whose": [names.get(one, one) for one in there["holder"]],
            "What it is": [KINDS[kind] for kind in there["kind"]],
        }
    )
