"""What is known about groups, façades, committees, targets, weapons, windows and arrangements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from geo.parsing.names import Names
from geo.parsing.tables import as_text
from geo.reference.facade_links import check_links
from geo.schemas.folder import read_checked

_DATES = ("valid_from", "valid_to", "last_confirmed", "start", "end", "used_from", "used_to")


@dataclass(frozen=True)
class Registry:
    """The registries of `data/`, one frame each; cells are text, dates are Timestamps or NaT.

    Every frame but `facade_links`, `reaches` and `series` is indexed by its id column. Lists in
    cells are joined by `|`; `facade_links` is read by `geo.reference.facade_links` alone.
    """

    groups: pd.DataFrame
    people: pd.DataFrame
    cells: pd.DataFrame
    facades: pd.DataFrame
    facade_links: pd.DataFrame
    channels: pd.DataFrame
    committees: pd.DataFrame
    targets: pd.DataFrame
    target_rules: pd.DataFrame
    weapon_rules: pd.DataFrame
    reaches: pd.DataFrame
    windows: pd.DataFrame
    arrangements: pd.DataFrame
    standings: pd.DataFrame
    sources: pd.DataFrame
    publishers: pd.DataFrame
    context: pd.DataFrame
    statements: pd.DataFrame
    series: pd.DataFrame

    @cached_property
    def group_names(self) -> Names:
        """Every spelling of every group."""
        return _names("group", self.groups)

    @cached_property
    def facade_names(self) -> Names:
        """Every spelling of every façade."""
        return _names("façade", self.facades)

    @cached_property
    def channel_names(self) -> Names:
        """Every spelling of every channel."""
        return _names("channel", self.channels)

    @cached_property
    def person_names(self) -> Names:
        """Every spelling of every person in a public role."""
        return _names("person", self.people)

    @cached_property
    def _short_names(self) -> dict[str, str]:
        return {str(ident): str(name) for ident, name in self.groups["short_name"].items()}

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {str(ident): str(label) for ident, label in self.sources["label"].items()}

    def short_name(self, group_id: str) -> str:
        """Name of a group as it fits into a sentence; the id itself when unknown.

        Ids joined by `|` give their names joined by "and".
        """
        return " and ".join(self._short_names.get(one, one) for one in group_id.split("|"))

    def cite(self, source_id: pd.Series, pointer: pd.Series) -> pd.Series:
        """Citation texts, row for row: publisher, year and pointer."""
        label = self._labels
        texts = [
            f"{label.get(source, source)} {place}" if place else str(label.get(source, source))
            for source, place in zip(source_id, pointer, strict=True)
        ]
        return pd.Series(texts, index=source_id.index, dtype=object)


_INDEX = {
    "groups": "group_id",
    "people": "person_id",
    "cells": "cell_id",
    "facades": "facade_id",
    "facade_links": None,
    "channels": "channel_id",
    "committees": "committee_id",
    "targets": "place_id",
    "target_rules": "rule_id",
    "weapon_rules": "rule_id",
    "reaches": None,
    "windows": "window_id",
    "arrangements": "arrangement_id",
    "standings": "standing_id",
    "sources": "source_id",
    "publishers": "publisher",
    "context": "context_id",
    "statements": "statement_id",
    "series": None,
}
_NUMBERS = {"series": ("value",), "reaches": ("reach_km_low", "reach_km_high")}
_HOW_READ = ("read", "read_at", "copy", "reliability")
"""Columns of `sources` that a folder may lack: how much was read, where, what kind of copy that
was, and a letter of the source's own where it is not its publisher's."""


def _names(what: str, table: pd.DataFrame) -> Names:
    columns = [table["name"], table["name_ar"], table["aliases"]]
    if "short_name" in table:
        columns.append(table["short_name"])
    spellings = {
        str(ident): [part for cell in cells for part in str(cell).split("|") if part]
        for ident, *cells in zip(table.index, *columns, strict=True)
    }
    return Names.build(what, spellings, dict(zip(table.index, table["name"], strict=True)))


def _typed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Table with dates and numbers in their types, under its ids; the line of the file is lost."""
    index = _INDEX[name]
    typed = table.assign(
        **{
            column: pd.to_datetime(table[column], format="%Y-%m-%d", errors="coerce")
            for column in _DATES
            if column in table
        },
        **{column: table[column].astype(float) for column in _NUMBERS.get(name, ())},
    )
    return typed.reset_index(drop=True) if index is None else typed.set_index(index)


def load_registry(find: Callable[[str], Path]) -> Registry:
    """Read every registry.

    Parameters
    ----------
    find
        Path of a data file by name.

    Raises
    ------
    ConformError
        With every fault of every table.
    """
    return registry_of(read_checked(find))


def registry_of(tables: Mapping[str, pd.DataFrame]) -> Registry:
    """Registry of checked tables; see `geo.schemas.folder.read_checked`.

    Raises
    ------
    ConformError
        For links kept in the wrong file.
    """
    frames = {name: _typed(tables[name], name) for name in _INDEX}
    check_links(frames)
    sources = frames["sources"]
    for name in _HOW_READ:
        if name not in sources:  # folders made before these columns
            sources[name] = ""
    # Admiralty letter of the source itself (a copy is not its original), else of its publisher; a
    # source of an unlisted publisher is ungraded.
    letter = as_text(sources["publisher"].map(frames["publishers"]["reliability"]))
    sources["reliability"] = sources["reliability"].where(sources["reliability"] != "", letter)
    labels = [
        f"{publisher.split(',')[0]} ({date[:4]})" if date else title
        for publisher, date, title in zip(
            sources["publisher"], sources["date"], sources["title"], strict=True
        )
    ]
    sources["label"] = pd.Series(labels, index=sources.index, dtype=object)
    return Registry(**frames)
