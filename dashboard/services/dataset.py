"""The attacks that pages and briefings show: an analysis, what it rests on, what filters keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.services.facets import Facet, Facets, Rows
from dashboard.services.selection import Selection
from dashboard.services.times import Times, choices
from dashboard.services.views import named_ground
from geo import memo
from geo.analysis import Analysis
from geo.atlas import Atlas
from geo.casebook.arrangements import accepted_arrangements, with_decisions
from geo.casebook.entry import Entry
from geo.records.named_ground import NamedGround
from geo.settings import find
from geo.verdicts.check import check
from layers.builders.base import base_layers
from layers.spec import Layer

_VIEWS, _TIMES = 4, 16


class Dataset:
    """A record as it is judged with some decisions, filtered for a view.

    What it gives is kept and shared as that of `geo.analysis.Analysis`: no frame may be changed.

    Parameters
    ----------
    analysis
        The record, its findings, and what follows from them.
    evidence
        Hashes of the decisions that the findings rest on.
    """

    def __init__(self, analysis: Analysis, evidence: tuple[str, ...] = ()) -> None:
        self.analysis = analysis
        self.evidence = evidence

    @classmethod
    def of(cls, atlas: Atlas, entries: Iterable[Entry] = ()) -> Dataset:
        """Check the record of an atlas, with what reviewers accepted as evidence.

        Parameters
        ----------
        atlas
            Registries, areas and the record; it stays as it is.
        entries
            Of a casebook that was verified.
        """
        decisions = tuple(entries)
        known = with_decisions(atlas, decisions, record=atlas.record)
        found = check(atlas.record, atlas=known)
        return cls(Analysis(atlas, found), accepted(decisions, atlas))

    @memo.kept(_VIEWS)
    def facets(self, known_on: dt.date | None = None) -> Facets:
        """What the rows of the table can be filtered by, by what was known on a day."""
        return Facets.of(self.analysis.pointed_table(known_on), ground=self.ground())

    @memo.kept()
    def ground(self) -> NamedGround:
        """What an area of interest can be named by."""
        return named_ground(self.analysis.atlas)

    def shown(self, selection: Selection) -> pd.DataFrame:
        """Rows of the table that a selection keeps, in its order, and what they point to."""
        return self._shown(filters_of(selection))

    def kept(self, selection: Selection) -> Rows:
        """(n,) True where a row of the table is kept by a selection."""
        return self._kept(filters_of(selection))

    @memo.kept(_VIEWS)
    def _shown(self, selection: Selection) -> pd.DataFrame:
        rows, keep = self.analysis.pointed_table(selection.known_on), self._kept(selection)
        return rows if keep.all() else rows[keep]

    @memo.kept(_VIEWS)
    def _kept(self, selection: Selection) -> Rows:
        favoured = None
        if asks_for_likely(selection):
            ranked = self.analysis.likely(selection.known_on, selection.grade)
            favoured = Facet.of(ranked.reindex(self.analysis.table().index))
        return self.facets(selection.known_on).keep(selection, favoured=favoured)

    @memo.kept(_TIMES)
    def times(self, year: int | None = None, country: str = "", facade: str = "") -> Times:
        """Hours and minutes to claim of the record's attacks; see `Times.of`."""
        return Times.of(self.analysis.atlas, year=year, country=country, facade=facade)

    @memo.kept()
    def time_choices(self) -> dict[str, dict[Any, str]]:
        """Years, countries and brands that the attacks have."""
        return choices(self.analysis.atlas)

    @memo.kept()
    def base(self) -> tuple[Layer, ...]:
        """Layers of the base map."""
        atlas = self.analysis.atlas
        bundled = find("base/units.geojson", atlas.folder).parent.parent
        return base_layers(bundled, places=atlas.gazetteer.table)

    def day_of_view(self, selection: Selection) -> pd.Timestamp:
        """Last day that the filters show or that is known of, at most the record's end."""
        days = [day for day in (selection.date_to, selection.known_on) if day]
        return min([self.analysis.record_end(), *map(pd.Timestamp, days)])


def accepted(entries: Iterable[Entry], atlas: Atlas) -> tuple[str, ...]:
    """Hashes of the decisions that are evidence for the record of an atlas."""
    found = accepted_arrangements(entries, record=atlas.record)
    return tuple(review_state.review.sha256 for review_state in found)


def filters_of(selection: Selection, *, whose: str = "") -> Selection:
    """The part of a selection that says which rows are kept."""
    return replace(
        selection,
        view="",
        attack="",
        area="",
        place="",
        layer=(),
        density="target",
        tiles=False,
        whose=whose,
    )


def asks_for_likely(selection: Selection) -> bool:
    """Tell whether a selection keeps attacks by what the ranking makes likely."""
    return bool(selection.group and selection.favoured)
