"""Which attacks a selection keeps, and the same in words."""

from __future__ import annotations

import pandas as pd

from dashboard.state import FILTERS, Selection
from geo.schema import METHODS

NONE = "-"
"""Stands for "none" among the choices: no group asserted, no façade."""


def _chosen(values: pd.Series, chosen: tuple[str, ...]) -> pd.Series:
    wanted = ["" if one == NONE else one for one in chosen]
    return values.isin(wanted)


def _any_of(lists: pd.Series, chosen: tuple[str, ...]) -> pd.Series:
    wanted = set(chosen)
    return pd.Series(
        [bool(wanted.intersection(one)) for one in lists], index=lists.index, dtype=bool
    )


def keep(table: pd.DataFrame, selection: Selection) -> pd.Series:
    """Tell row for row whether an attack is shown.

    Parameters
    ----------
    table
        As `dashboard.queries.table` gives it.
    selection
        The filters.

    Returns
    -------
    Boolean Series on the table's index. Undated attacks are kept unless days are chosen.
    """
    kept = pd.Series(data=True, index=table.index)
    if selection.date_from:
        kept &= table["date_latest"] >= pd.Timestamp(selection.date_from)
        kept &= table["date"].notna()
    if selection.date_to:
        kept &= table["date"] <= pd.Timestamp(selection.date_to)
    if selection.group:
        group = _chosen(table["asserted_group"], selection.group)
        kept &= group | _any_of(table["favoured"], selection.group) if selection.favoured else group
    columns = {
        "method": "method",
        "target": "target_place_id",
        "verdict": "verdict",
        "status": "status",
    }
    for name, column in columns.items():
        chosen = getattr(selection, name)
        if chosen:
            kept &= _chosen(table[column], chosen)
    if selection.facade:
        named = tuple(one for one in selection.facade if one != NONE)
        unclaimed = (table["facades"].map(len) == 0) & (NONE in selection.facade)
        kept &= _any_of(table["facades"], named) | unclaimed
    if selection.committee:
        kept &= _any_of(table["committees"], selection.committee)
    if selection.grade:
        kept &= (table["reliability"] != "") & (table["reliability"] <= selection.grade)
    if selection.launch:
        kept &= (table["launch_place"] != "") == (selection.launch == "known")
    return kept


def is_filtered(selection: Selection) -> bool:
    """Tell whether any filter is set."""
    untouched = Selection()
    return any(getattr(selection, name) != getattr(untouched, name) for name in FILTERS)


def span_words(table: pd.DataFrame) -> str:
    """First and last month of the attacks shown, such as "Feb–Jul 2021"."""
    days = table["date"].dropna()
    if days.empty:
        return "undated" if len(table) else ""
    first, last = days.min(), days.max()
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%b %Y}"
    if first.year == last.year:
        return f"{first:%b}–{last:%b %Y}"
    return f"{first:%b %Y} – {last:%b %Y}"


def filter_words(selection: Selection, names: dict[str, str]) -> str:
    """Say the filters in words, empty where none is set."""
    parts = []
    if selection.date_from or selection.date_to:
        begin = f"from {selection.date_from:%d %b %Y}" if selection.date_from else ""
        end = f"to {selection.date_to:%d %b %Y}" if selection.date_to else ""
        parts.append(" ".join(part for part in (begin, end) if part))
    for name in ("group", "facade", "target", "committee", "verdict", "status"):
        chosen = getattr(selection, name)
        if chosen:
            none = {"group": "no group asserted", "facade": "no claim"}.get(name, "none")
            parts.append(", ".join(none if one == NONE else names.get(one, one) for one in chosen))
    if selection.method:
        parts.append(", ".join(METHODS.get(one, one).lower() for one in selection.method))
    if selection.grade:
        parts.append(f"a source graded {selection.grade} or better")
    if selection.launch:
        parts.append(f"launch {selection.launch}")
    return " · ".join(parts)
