"""What is known about groups, façades, committees, targets, weapons, windows and arrangements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from geo.errors import ConformError, Fault
from geo.links import check_links
from geo.names import Names
from geo.tables import as_text, read_table

_DATES = ("valid_from", "valid_to", "last_confirmed", "start", "end", "used_from", "used_to")


@dataclass(frozen=True)
class Registry:
    """The registries of `data/`, one frame each; cells are text, dates are Timestamps or NaT.

    Every frame but `facade_links`, `reaches` and `series` is indexed by its id column. Lists in
    cells are joined by `|`; `facade_links` is read by `geo.links` alone.
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

    def short_name(self, group_id: str) -> str:
        """Name of a group as it fits into a sentence; the id itself when unknown.

        Ids joined by `|` give their names joined by "and".
        """
        return " and ".join(self._short_names.get(one, one) for one in group_id.split("|"))

    def cite(self, source_id: pd.Series, pointer: pd.Series) -> pd.Series:
        """Citation texts, row for row: publisher, year and pointer."""
        label = self.sources["label"]
        return source_id.map(label).fillna(source_id) + pointer.map(lambda p: f" {p}" if p else "")


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
_GROUP_COLUMNS = {
    "people": "group_id",
    "channels": "group_id",
    "committees": "lead",
    "target_rules": "group_id",
    "weapon_rules": "group_id",
    "arrangements": "group_id",
}


def _names(what: str, table: pd.DataFrame) -> Names:
    columns = [table["name"], table["name_ar"], table["aliases"]]
    if "short_name" in table:
        columns.append(table["short_name"])
    spellings = {
        str(ident): [part for cell in cells for part in str(cell).split("|") if part]
        for ident, *cells in zip(table.index, *columns, strict=True)
    }
    return Names.build(what, spellings, dict(zip(table.index, table["name"], strict=True)))


def _dates(table: pd.DataFrame, *, file: str) -> pd.DataFrame:
    faults: list[Fault] = []
    for column in [name for name in _DATES if name in table]:
        parsed = pd.to_datetime(table[column], format="%Y-%m-%d", errors="coerce")
        bad = parsed.isna() & (table[column] != "")
        faults += [
            Fault(
                0, column, value, f"not a date in {ident}", "Write YYYY-MM-DD, or leave it empty."
            )
            for ident, value in table.loc[bad, column].items()
        ]
        table[column] = parsed
    if faults:
        raise ConformError(file, faults)
    return table


def load_registry(find: Callable[[str], Path]) -> Registry:
    """Read every registry.

    Parameters
    ----------
    find
        Path of a data file by name.

    Raises
    ------
    ConformError
        For unreadable tables, unknown groups and sources, and dates that are none.
    """
    frames = {
        name: _dates(read_table(find(f"{name}.csv"), index=index), file=f"{name}.csv")
        for name, index in _INDEX.items()
    }
    for name, column in _GROUP_COLUMNS.items():
        used = frames[name][column]
        bad = used[(used != "") & ~used.isin(frames["groups"].index)]
        if len(bad):
            raise ConformError(
                f"{name}.csv",
                [
                    Fault(0, column, value, f"unknown group in {ident}", "Add it to groups.csv.")
                    for ident, value in bad.items()
                ],
            )
    check_links(frames)
    sources = frames["sources"]
    for name in _HOW_READ:
        if name not in sources:  # folders made before these columns
            sources[name] = ""
    # Admiralty letter of the source itself (a copy is not its original), else of its publisher; a
    # source of an unlisted publisher is ungraded.
    letter = as_text(sources["publisher"].map(frames["publishers"]["reliability"]))
    sources["reliability"] = sources["reliability"].where(sources["reliability"] != "", letter)
    sources["label"] = [
        f"{publisher.split(',')[0]} ({date[:4]})" if date else title
        for publisher, date, title in zip(
            sources["publisher"], sources["date"], sources["title"], strict=True
        )
    ]
    for name, frame in frames.items():
        if "source_id" in frame:
            bad = frame.loc[~frame["source_id"].isin(sources.index), "source_id"]
            if len(bad):
                raise ConformError(
                    f"{name}.csv",
                    [
                        Fault(0, "source_id", value, "unknown source", "Add it to sources.csv.")
                        for value in bad
                    ],
                )
    for name, columns in _NUMBERS.items():
        frames[name] = frames[name].astype(dict.fromkeys(columns, float))
    return Registry(**frames)
