"""The only caches: the atlas, its findings, and the frames that the pages read (never change)."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard.filters import keep
from dashboard.state import Selection
from geo.areas import area_km2
from geo.atlas import Atlas
from geo.check import Findings, check
from geo.overlap import overlaps
from geo.paths import find
from geo.report import day_text, findings_objects, flat_table
from geo.verdict import VERDICTS
from layers.base import base_layers
from layers.spec import Layer

_LISTED = ("supports", "breaks", "says")


@st.cache_resource(show_spinner="Reading the record …")
def atlas() -> Atlas:
    """Load the data folder once a process."""
    return Atlas.load()


@st.cache_resource(show_spinner="Checking every attack against the ground …")
def findings() -> Findings:
    """Check the record once a process."""
    return check(atlas().record, atlas=atlas())


def _lists(frame: pd.DataFrame, column: str, index: pd.Index) -> pd.Series:
    grouped = frame.drop_duplicates(["attack_id", column]).groupby("attack_id")[column].agg(tuple)
    return pd.Series([grouped.get(ident, ()) for ident in index], index=index, dtype=object)


@st.cache_resource(show_spinner=False)
def table() -> pd.DataFrame:
    """Attacks with findings, as filters and maps read them: one row each, by `attack_id`.

    Beside the findings' columns: `when` (text), `counts_as_attack`, `committees`, `facades` and
    `favoured` (tuples), `why` (text).
    """
    found = findings()
    out = found.table.copy()
    terms = found.terms.explode("favours").dropna(subset=["favours"])
    long = found.cases.target.long().rename(columns={"row": "attack_id"})
    committee = long[(long["kind"] == "committee") & (long["state"] != "outside")]
    claims = found.cases.claims[found.cases.claims["facade_id"] != ""]
    out["when"] = [
        day_text(day, precision)
        for day, precision in zip(out["date"], out["date_precision"], strict=True)
    ]
    out["counts_as_attack"] = out["counts"]
    out["committees"] = _lists(committee, "holder", out.index)
    out["facades"] = _lists(claims, "facade_id", out.index)
    out["favoured"] = _lists(terms[terms["effect"].isin(_LISTED)], "favours", out.index)
    out["why"] = flat_table(found)["why"]
    order = {verdict: place for place, verdict in enumerate(VERDICTS)}
    return out.assign(urgency=out["verdict"].map(order))


def shown(selection: Selection) -> pd.DataFrame:
    """Rows of `table` that a selection keeps."""
    rows = table()
    return rows[keep(rows, selection)]


def map_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as `layers.build` expects them: the date as text."""
    return rows.assign(date=rows["when"])


@st.cache_resource(show_spinner=False)
def base() -> tuple[Layer, ...]:
    """Layers of the base map."""
    bundled = find("base/units.geojson", atlas().folder).parent.parent
    return base_layers(bundled, places=atlas().gazetteer.table)


@st.cache_resource(show_spinner=False)
def context() -> pd.DataFrame:
    """Events around the attacks, with `place, lon, lat` where the source gives a place."""
    events, places = atlas().registry.context, atlas().gazetteer.table
    there = places.reindex(events["place_id"].to_numpy())[["name", "lon", "lat"]]
    there.index = events.index
    return events.join(there.rename(columns={"name": "place"}))


@st.cache_resource(show_spinner=False, max_entries=64)
def ground(on: pd.Timestamp) -> gpd.GeoDataFrame:
    """Areas in force on a day, with `confirmed` and `area_km2`."""
    now = atlas().areas.in_force(on)
    return now.assign(area_km2=area_km2(now))


@st.cache_resource(show_spinner=False, max_entries=8)
def ground_overlaps(on: pd.Timestamp) -> pd.DataFrame:
    """Who shares ground with whom on a day, km²."""
    return overlaps(atlas().areas.in_force(on))


def warm_up() -> None:
    """Fill the caches that the first page needs."""
    table()
    base()
    ground(record_end())
    names()


@st.cache_resource(show_spinner=False)
def names() -> dict[str, str]:
    """Readable names of groups, façades, committees, places and verdict words by id."""
    registry = atlas().registry
    columns = (
        atlas().gazetteer.table["name"],
        registry.facades["name"],
        registry.committees["name"],
        registry.groups["short_name"],
    )
    return {str(ident): str(name) for column in columns for ident, name in column.items()}


@st.cache_resource(show_spinner=False)
def is_exercise() -> bool:
    """Tell whether any attack is invented: its title says EXERCISE."""
    return bool(table()["title"].str.contains("EXERCISE", regex=False).any())


def record_end() -> pd.Timestamp:
    """Last day that the record or its context speaks of."""
    days = [table()["date_latest"].max(), pd.to_datetime(atlas().registry.statements["date"]).max()]
    return pd.Timestamp(max(day for day in days if not pd.isna(day)))


def record_span() -> tuple[pd.Timestamp, pd.Timestamp]:
    """First month's begin and last day of the record."""
    first = table()["date"].min()
    begin = record_end() - pd.DateOffset(years=1) if pd.isna(first) else first
    return begin.to_period("M").to_timestamp(), record_end()


@st.cache_resource(show_spinner=False)
def objects() -> dict[str, dict[str, Any]]:
    """Findings as the command line's JSON objects, by attack id; made when a card first opens."""
    made = findings_objects(findings(), reports=atlas().record.reports)
    return {item["attack_id"]: item for item in made}
