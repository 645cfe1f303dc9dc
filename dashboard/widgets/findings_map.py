"""The map of attacks that are no part of the record: one typed by hand, a file imported."""

from __future__ import annotations

import pandas as pd

from dashboard.services.selection import Selection
from dashboard.session import queries
from dashboard.widgets import ground_day
from dashboard.widgets.map_view import centre, fit, show
from geo.areas.table import KINDS
from geo.records.record import Record
from geo.schemas.attacks import ROLES
from geo.verdicts.check import Findings
from geo.verdicts.ground_join import areas_containing
from layers.build import MANY_ATTACKS, build_map
from layers.builders.user_layers import CREDIT
from layers.spec import MapSpec
from layers.static import attack_map as attack_figure

HEIGHT_PX = 620

_SHOWN = ("ground", "discs", "links", "targets", "launches")


def drawn(found: Findings | None, *, key: str) -> None:
    """Draw places and ground of some findings, or the ground alone before anything was checked.

    Parameters
    ----------
    found
        Findings of attacks, of which the latest says whose ground is shown.
    key
        Key of the map's widget.
    """
    rows = queries.table().iloc[:0] if found is None else _as_rows(found.table)
    _put(rows, key=key)


def sketched(record: Record, *, key: str) -> None:
    """Draw attacks that nobody has judged yet, where they are, on the ground of their last day."""
    _put(unjudged(record), key=key)


def unjudged(record: Record) -> pd.DataFrame:
    """Attacks of a record as the map reads them, without a verdict."""
    attacks = record.attacks
    return _as_rows(attacks.assign(verdict="", asserted_group=attacks["assessed_group"]))


def _as_rows(table: pd.DataFrame) -> pd.DataFrame:
    # Of so many no mark is drawn, and writing out a million days takes seconds.
    days = "" if len(table) > MANY_ATTACKS else table["date"].dt.strftime("%Y-%m-%d")
    return table.assign(date_text=days)


def spec_of(rows: pd.DataFrame) -> MapSpec:
    """Everything that is drawn of some attacks; a density where they are too many for marks."""
    return build_map(
        rows,
        areas=queries.ground(_day(rows)),
        extents=queries.atlas().areas.extents,
        base=queries.base(),
        show=_SHOWN,
        names=queries.names(),
        credit=CREDIT,
    )


def _day(rows: pd.DataFrame) -> pd.Timestamp:
    """Day whose ground is drawn: the latest of the attacks, else the end of the record."""
    day = rows["judged_on"].max()
    return queries.record_end() if pd.isna(day) else pd.Timestamp(day)


def where_they_lie(record: Record) -> pd.DataFrame:
    """How many targets and launches lie in each area in force on their day, most first.

    Returns
    -------
    `Targets`, `Launches`, `Area`, `Whose` and `What it is`, one row an area that holds any.
    """
    areas, attacks = queries.atlas().areas.table, record.attacks
    counts = {
        f"{role}s" if role == "target" else "launches": areas_containing(
            attacks[f"{role}_lon"], attacks[f"{role}_lat"], areas, on=attacks["judged_on"]
        )["area_id"].value_counts()
        for role in ROLES
    }
    held = pd.DataFrame(counts).fillna(0).astype(int)
    held = held[held.sum(axis=1) > 0].sort_values(["targets", "launches"], ascending=False)
    there, names = areas.loc[held.index], queries.names()
    return pd.DataFrame(
        {
            "Targets": held["targets"].to_numpy(),
            "Launches": held["launches"].to_numpy(),
            "Area": there["title"].to_numpy(),
            "Whose": [names.get(one, one) for one in there["holder"]],
            "What it is": [KINDS[kind] for kind in there["kind"]],
        }
    )


def _put(rows: pd.DataFrame, *, key: str) -> None:
    extents = queries.atlas().areas.extents
    lon, lat = (attack_figure.ends(rows, axis, extents=extents) for axis in ("lon", "lat"))
    bounds = attack_figure.bounds_about(lon, lat)
    camera = fit(bounds, height_px=HEIGHT_PX) if bounds else centre(Selection())
    note = ground_day.words(_day(rows))
    show(spec_of(rows), camera=camera, key=key, height_px=HEIGHT_PX, note=note)
