"""What attacks can be filtered by, as codes: a filter is a look-up, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.services.selection import MIXED, POINTED, Selection
from geo.attribution.points_columns import groups_of
from geo.records.counter import launch_known
from geo.records.named_ground import NamedGround
from geo.records.near import Circle, may_be_near, near
from geo.records.within import SPOTS_AND_PLACES, may_be_within, within

NONE = "-"
"""Stands for "none" among the choices: no group asserted, no façade."""

_COLUMNS: Mapping[str, str] = {
    "group": "asserted_group",
    "facade": "facades",
    "method": "method",
    "target": "target_place_id",
    "committee": "committees",
    "verdict": "verdict",
    "status": "status",
    "grade": "reliability",
    "launch": "launch_lon",
    "whose": "whose",
}
_POINTS = ("points", "points_strength")
"""Fields that a table can be filtered by that says what its attacks point to."""

_COUNTED_COLUMNS: Mapping[str, str] = {"place": "target_place"}
"""Columns that are counted and never filtered by."""

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Facet:
    """One column to filter by: which of a few distinct cells each row has.

    Parameters
    ----------
    codes
        (n,) number of each row's cell.
    cells
        Distinct cells as the words in them; a cell without a word holds `NONE`.
    """

    codes: NDArray[np.int32]
    cells: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, column: pd.Series) -> Facet:
        """Take a column of words, or of tuples of words, apart."""
        codes, found = pd.factorize(column)
        words = (cell if isinstance(cell, tuple) else (str(cell),) for cell in found)
        cells = (tuple(word or NONE for word in cell) or (NONE,) for cell in words)
        return cls(codes.astype(np.int32), tuple(cells))

    def where(self, keep: Callable[[tuple[str, ...]], bool]) -> Rows:
        """(n,) True where a row's cell is to be kept."""
        table = np.array([keep(cell) for cell in self.cells], dtype=bool)
        return table[self.codes] if table.size else np.zeros(0, dtype=bool)

    def has(self, chosen: tuple[str, ...]) -> Rows:
        """(n,) True where a row's cell holds any of some words."""
        wanted = set(chosen)
        return self.where(lambda cell: not wanted.isdisjoint(cell))

    def counts(self, rows: Rows | None = None) -> pd.Series:
        """Rows that hold each word, most first, `NONE` last; words of equal count as they come."""
        codes = self.codes if rows is None else self.codes[rows]
        number = np.bincount(codes, minlength=len(self.cells)).tolist()
        total: dict[str, int] = {}
        for cell, many in zip(self.cells, number, strict=True):
            for word in cell if many else ():
                total[word] = total.get(word, 0) + many
        counted = pd.Series(total, dtype=int).sort_values(ascending=False, kind="stable")
        last = counted.index == NONE
        return pd.concat([counted[~last], counted[last]])


@dataclass(frozen=True)
class Facets:
    """Everything that a selection filters by, taken from the table of attacks once.

    Parameters
    ----------
    columns
        A facet for each field of `Selection` that names words, and `place`, the target's name.
        Those of what attacks point to are there where the table tells it.
    first, last
        (n,) first and last day of each attack, NaT where undated.
    month
        (n,) month of the first day.
    spots
        Places of launch and target, as `geo.records.within.within` takes them.
    ground
        Where an area of interest is looked up; without it none is asked for.
    """

    columns: Mapping[str, Facet]
    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    month: NDArray[np.datetime64]
    spots: pd.DataFrame
    ground: NamedGround | None = None

    @classmethod
    def of(cls, table: pd.DataFrame, *, ground: NamedGround | None = None) -> Facets:
        """Take the columns of `geo.analysis.Analysis.pointed_table`, or of its `table`, apart."""
        launch = pd.Series(np.where(launch_known(table), "known", "unknown"))
        columns = {
            name: Facet.of(launch if name == "launch" else table[column])
            for name, column in {**_COLUMNS, **_COUNTED_COLUMNS}.items()
        }
        if "points_to" in table:
            columns |= _pointed(table)
        first, last = (table[name].to_numpy("datetime64[ns]") for name in ("date", "date_latest"))
        spots = table[[one for one in SPOTS_AND_PLACES if one in table]]
        return cls(columns, first, last, first.astype("datetime64[M]"), spots, ground)

    def _fields(self) -> tuple[str, ...]:
        return (*_COLUMNS, *(name for name in _POINTS if name in self.columns))

    def keep(self, selection: Selection, *, favoured: Facet | None = None) -> Rows:
        """Tell row for row whether an attack is shown.

        Parameters
        ----------
        selection
            The filters.
        favoured
            Groups that the ranking makes likely, for a selection that asks for them.

        Returns
        -------
        (n,) True where it is. Undated attacks are kept unless days are chosen.
        """
        kept = np.ones(len(self.first), dtype=bool)
        for mask in self.masks(selection, favoured=favoured).values():
            kept &= mask
        return kept

    def masks(self, selection: Selection, *, favoured: Facet | None = None) -> dict[str, Rows]:
        """Rows that each filter in use keeps by itself, by its name; `days` for both dates."""
        found: dict[str, Rows] = {}
        days = np.ones(len(self.first), dtype=bool)
        if selection.date_from:
            days &= ~np.isnat(self.first) & (self.last >= np.datetime64(selection.date_from))
        if selection.date_to:
            days &= self.first <= np.datetime64(selection.date_to)
        if selection.date_from or selection.date_to:
            found["days"] = days
        found |= self._of_interest(selection)
        for name in self._fields():
            facet = self.columns[name]
            chosen = getattr(selection, name)
            if not chosen:
                continue
            if name == "grade":
                found[name] = facet.where(
                    lambda cell: NONE not in cell and cell[0] <= selection.grade
                )
            elif name in {"launch", "whose", "points_strength"}:
                found[name] = facet.has((chosen,))
            elif name == "group" and selection.favoured and favoured is not None:
                found[name] = facet.has(chosen) | favoured.has(chosen)
            else:
                found[name] = facet.has(chosen)
        return found

    def _of_interest(self, selection: Selection) -> dict[str, Rows]:
        found: dict[str, Rows] = {}
        if self.ground is None:
            return found
        if selection.near:
            circle = Circle.read(selection.near, self.ground.places)
            found["near"] = may_be_near(near(self.spots, circle))
        if selection.within:
            outline = self.ground.outline(selection.within)
            extents = self.ground.areas.extents
            found["within"] = may_be_within(within(self.spots, outline, extents=extents))
        return found

    def choices(
        self, selection: Selection, attacks: Rows, *, favoured: Facet | None = None
    ) -> dict[str, pd.Series]:
        """How many attacks each choice would show beside the filters of the other fields.

        Parameters
        ----------
        selection, favoured
            As of `keep`.
        attacks
            (n,) True where a row counts as an attack.

        Returns
        -------
        By field: attacks by word, in the order of the whole table and 0 where none is left. Of
        `status`, whose words say what is counted, the rows.
        """
        masks = self.masks(selection, favoured=favoured)
        kept = {name: np.ones(len(self.first), dtype=bool) for name in (*masks, "")}
        for name, mask in masks.items():
            for other in kept:
                if other != name:
                    kept[other] &= mask
        counted = {}
        for name in self._fields():
            facet = self.columns[name]
            rows = kept.get(name, kept[""])
            found = facet.counts(rows if name == "status" else rows & attacks)
            usual = facet.counts(None if name == "status" else attacks).index
            order = usual.append(facet.counts().index.difference(usual, sort=False))
            counted[name] = found.reindex(_none_last(order), fill_value=0)
        return counted


def _pointed(table: pd.DataFrame) -> dict[str, Facet]:
    """Facets of what attacks point to: groups, mixed or nobody; strengths, each with the weaker."""
    cells = zip(table["points_to"].map(groups_of), table["points_mixed"], strict=True)
    named = [(*groups, MIXED) if mixed == "yes" else groups for groups, mixed in cells]
    at_least = {one: POINTED[at:] for at, one in enumerate(POINTED)}
    strength = table["points_strength"].map(lambda one: at_least.get(one, ()))
    return {
        "points": Facet.of(pd.Series(named, index=table.index, dtype=object)),
        "points_strength": Facet.of(strength.astype(object)),
    }


def _none_last(words: pd.Index) -> pd.Index:
    last = words == NONE
    return words[~last].append(words[last])
