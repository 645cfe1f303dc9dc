"""What a selection keeps, in words."""

from __future__ import annotations

import pandas as pd

from dashboard.facets import NONE
from dashboard.state import FILTERS, Selection
from geo.schema import METHODS

WHOSE = {"record": "public record", "yours": "yours"}
"""Whose attacks are shown, in words."""


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
    if selection.whose:
        parts.append(WHOSE[selection.whose])
    if selection.launch:
        parts.append(f"launch {selection.launch}")
    return " · ".join(parts)
