"""What a selection keeps, in words."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from dashboard.services.facets import NONE
from dashboard.services.selection import FILTERS, MIXED, Selection
from geo.errors import GeometryError
from geo.parsing.days import in_words
from geo.records.drawn_ground import BOX, DRAWN, FILE, outline_from
from geo.schemas.attacks import METHODS

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


class Chip(NamedTuple):
    """One filter in use: the field, the word that it keeps or empty for the whole field, a text."""

    name: str
    value: str
    words: str


_LONGEST = 60
"""Characters that are repeated of ground that cannot be read."""

_NONE_WORDS = {"group": "no group asserted", "facade": "no claim"}


def chips(selection: Selection, names: dict[str, str]) -> list[Chip]:
    """List the filters in use, each of which can be taken away by itself."""
    found = []
    if selection.date_from:
        found.append(Chip("date_from", "", f"from {in_words(selection.date_from, short=True)}"))
    if selection.date_to:
        found.append(Chip("date_to", "", f"to {in_words(selection.date_to, short=True)}"))
    for name in ("group", "facade", "target", "committee", "verdict", "status"):
        for one in getattr(selection, name):
            words = _NONE_WORDS.get(name, "none") if one == NONE else names.get(one, one)
            found.append(Chip(name, one, words))
    for one in selection.method:
        words = "no method given" if one == NONE else METHODS.get(one, one).lower()
        found.append(Chip("method", one, words))
    found += _pointing(selection, names)
    if selection.favoured:
        found.append(Chip("favoured", "", "or likely by the model"))
    if selection.grade:
        found.append(Chip("grade", "", f"a source graded {selection.grade} or better"))
    if selection.whose:
        found.append(Chip("whose", "", WHOSE.get(selection.whose, selection.whose)))
    return found + _where(selection, names)


def _where(selection: Selection, names: dict[str, str]) -> list[Chip]:
    found = [Chip("launch", "", f"launch {selection.launch}")] if selection.launch else []
    if selection.near:
        where, _, km = selection.near.rpartition(":")
        found.append(Chip("near", "", f"within {km} km of {names.get(where, where)}"))
    if selection.within:
        found.append(Chip("within", "", f"in {ground_words(selection.within, names)}"))
    return found


def ground_words(within: str, names: dict[str, str]) -> str:
    """Name the ground of an area of interest; what cannot be read, as it stands."""
    kind, _, rest = within.partition(":")
    if kind in {BOX, DRAWN, FILE}:
        try:
            return outline_from(kind, rest).name
        except GeometryError:
            return within[:_LONGEST]
    return names.get(within, within[:_LONGEST])


def _pointing(selection: Selection, names: dict[str, str]) -> list[Chip]:
    labels = names | {NONE: "nobody", MIXED: "several groups, mixed"}
    found = [Chip("points", one, f"points to {labels.get(one, one)}") for one in selection.points]
    if selection.points_strength:
        words = f"points to somebody, {selection.points_strength} at least"
        found.append(Chip("points_strength", "", words))
    return found


def filter_words(selection: Selection, names: dict[str, str]) -> str:
    """Say the filters in words, empty where none is set."""
    found = chips(selection, names)
    days = " ".join(one.words for one in found if one.name in {"date_from", "date_to"})
    fields = dict.fromkeys(one.name for one in found)
    parts = [
        ", ".join(one.words for one in found if one.name == name)
        for name in fields
        if name not in {"date_from", "date_to", "favoured"}
    ]
    return " · ".join([days, *parts] if days else parts)
