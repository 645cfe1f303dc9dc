"""What the page Map reads: the public record, and over it the reader's own attacks, kept apart."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.services.counts import Breakdown
from dashboard.services.facets import Facet, Facets, Rows
from dashboard.services.selection import Selection
from dashboard.session import imports as importing
from dashboard.session import progress as longwork
from dashboard.session import queries
from geo.attribution.points_columns import with_points
from geo.attribution.points_text import points_cells, points_objects
from geo.attribution.points_to import Points
from geo.errors import AtlasError
from geo.records.counter import Counter
from geo.records.counts import Counts
from geo.records.record import Record
from geo.schemas.attacks import ATTRIBUTION, ROLES
from geo.verdicts.check import Findings, check
from geo.verdicts.serialize import flat_table
from geo.verdicts.table import assemble
from geo.workspace.aliases import ALIAS
from geo.workspace.attacks import KIND, record_of
from geo.workspace.claims import KIND as CLAIM
from layers.builders.user_layers import YOURS
from layers.spec import Bounds

Roles = tuple[str, ...]
MOST_OWN = 10_000
"""Imported rows above which they stay on the page Import: judging more takes too long."""

_WORK, _MOST_VIEWS = "overlay", 4


@dataclass(frozen=True, eq=False)
class OwnView:
    """Attacks that a page shows and filters.

    Parameters
    ----------
    key
        Tells one set of own attacks from another; empty without any.
    table
        As of `geo.verdicts.table.assemble`, latest first; `whose` is “record” or “yours”. Ids of
        own attacks begin with “import:” or “hand:”, so that none is taken for one of the record.
    own
        Findings and record of the reader's own attacks, or None.
    note
        What a person should know, such as that a file of theirs cannot be read.
    """

    key: str
    table: pd.DataFrame
    own: tuple[Findings, Record] | None = None
    note: str = ""

    def shown(self, selection: Selection) -> pd.DataFrame:
        """Rows that a selection keeps, in the order of the table."""
        if not self.key and selection.whose != YOURS:
            return queries.shown(selection)
        return self.pointed_table(selection.known_on)[self.kept(selection)]

    def pointed_table(self, known_on: dt.date | None) -> pd.DataFrame:
        """Give the table with what each attack points to, by what was known on a day."""
        return _pointed(self.key, known_on, self) if self.key else queries.pointed_table(known_on)

    def facets(self, known_on: dt.date | None) -> Facets:
        """What the rows of the table can be filtered by, by what was known on a day."""
        return _facets(self.key, known_on, self) if self.key else queries.facets(known_on)

    def breakdown(
        self,
        selection: Selection,
        *,
        window: Bounds | None = None,
        roles: Collection[str] = ROLES,
    ) -> Breakdown:
        """Attacks by verdict, group, place and month: all that are shown, or those in a window."""
        filters = queries.filters_of(selection, whose=selection.whose)
        return _breakdown(self.key, filters, window, tuple(roles), self)

    def choices(self, selection: Selection) -> Mapping[str, pd.Series]:
        """How many attacks each choice of each filter would show beside the other filters."""
        return _choices(self.key, queries.filters_of(selection, whose=selection.whose), self)

    @property
    def counter(self) -> Counter:
        """The table made ready for counting."""
        return self.counter_on(None)

    def counter_on(self, known_on: dt.date | None) -> Counter:
        """The table made ready for counting, what attacks point to by what was known on a day."""
        return _counter(self.key, known_on, self)

    def counts(
        self,
        selection: Selection,
        *,
        window: Bounds | None = None,
        roles: Collection[str] = ROLES,
    ) -> Counts:
        """Numbers of what a selection keeps, and of its attacks in a window of the map.

        Parameters
        ----------
        selection
            The filters.
        window
            West, south, east, north, degrees, or None for the whole.
        roles
            Whose marks are drawn.
        """
        filters = queries.filters_of(selection, whose=selection.whose)
        return _counts(self.key, filters, window, tuple(roles), self)

    def flat(self, rows: pd.DataFrame, known_on: dt.date | None = None) -> pd.DataFrame:
        """Findings of some rows as a plain table, what they point to by what was known on a day.

        Own attacks make a column that says whose.
        """
        flat = flat_table(queries.findings(), points=points_cells(queries.points(known_on)))
        if self.own is None:
            return flat.loc[rows.index]
        mine = points_cells(_own_points(self.key, known_on, self))
        both = pd.concat([flat, flat_table(self.own[0], points=mine)])
        if ATTRIBUTION in both:  # a column of own attacks alone
            both[ATTRIBUTION] = both[ATTRIBUTION].fillna("")
        return both.loc[rows.index].assign(whose=rows["whose"])

    def own_pointed(self, known_on: dt.date | None = None) -> dict[str, dict[str, Any]]:
        """What the reader's own attacks point to, by their ids; empty without any."""
        return {} if self.own is None else points_objects(_own_points(self.key, known_on, self))

    def is_own(self, ident: str) -> bool:
        """Tell whether an attack is the reader's own."""
        return self.own is not None and ident in self.own[1].attacks.index

    def kept(self, selection: Selection) -> Rows:
        """(n,) True where a row is kept; of a record alone none is the reader's own."""
        if self.key:
            facets = self.facets(selection.known_on)
            return facets.keep(selection, favoured=self.favoured(selection))
        if selection.whose == YOURS:
            return np.zeros(len(self.table), dtype=bool)
        return queries.kept(selection)

    def favoured(self, selection: Selection) -> Facet | None:
        """Groups that the ranking makes likely, where the selection asks for them."""
        if not (selection.group and selection.favoured):
            return None
        likely = queries.likely(selection.known_on, selection.grade)
        if self.own is not None:
            mine = queries.likely_of(
                self.own[0], known_on=selection.known_on, grade=selection.grade
            )
            likely = pd.concat([likely, mine])
        return Facet.of(likely.reindex(self.table.index))


# Of each, the key tells one reader's attacks from another's; the view itself is no part of it.


@st.cache_resource(show_spinner=False, max_entries=4)
def _counter(key: str, known_on: dt.date | None, _view: OwnView) -> Counter:
    del key
    return Counter(_view.pointed_table(known_on))


@st.cache_resource(show_spinner=False, max_entries=_MOST_VIEWS)
def _own_points(key: str, known_on: dt.date | None, _view: OwnView) -> Points:
    del key
    assert _view.own is not None
    return queries.points_of(_view.own[0], known_on=known_on)


@st.cache_resource(show_spinner=False, max_entries=_MOST_VIEWS)
def _pointed(key: str, known_on: dt.date | None, _view: OwnView) -> pd.DataFrame:
    mine = _view.table["whose"].eq(YOURS)
    parts = (
        with_points(_view.table[~mine], queries.points(known_on)),
        with_points(_view.table[mine], _own_points(key, known_on, _view)),
    )
    return pd.concat(parts).loc[_view.table.index]


@st.cache_resource(show_spinner=False, max_entries=_MOST_VIEWS)
def _facets(key: str, known_on: dt.date | None, _view: OwnView) -> Facets:
    del key
    return Facets.of(_view.pointed_table(known_on), ground=queries.named_ground())


@st.cache_resource(show_spinner=False, max_entries=64)
def _counts(
    key: str, selection: Selection, window: Bounds | None, roles: Roles, _view: OwnView
) -> Counts:
    del key
    counter = _view.counter_on(selection.known_on)
    return counter.count(_view.kept(selection), bounds=window, roles=roles)


@st.cache_resource(show_spinner=False, max_entries=64)
def _breakdown(
    key: str, selection: Selection, window: Bounds | None, roles: Roles, _view: OwnView
) -> Breakdown:
    del key
    rows = _view.kept(selection) & _view.counter.attack
    if window is not None:
        rows = rows & _view.counter.inside(bounds=window, roles=roles)
    return Breakdown.of(_view.facets(selection.known_on), rows)


@st.cache_resource(show_spinner=False, max_entries=16)
def _choices(key: str, selection: Selection, _view: OwnView) -> dict[str, pd.Series]:
    del key
    facets, attack = _view.facets(selection.known_on), _view.counter.attack
    return facets.choices(selection, attack, favoured=_view.favoured(selection))


def public() -> OwnView:
    """The public record alone."""
    return OwnView("", queries.table())


def current() -> OwnView:
    """The public record with what this session imported and what was entered by hand."""
    key, parts, note = _own_parts()
    if not key:
        return replace(public(), note=note)
    views = _views()
    if key not in views and longwork.stopped(_WORK, again="Check them after all"):
        return replace(public(), note="Your own attacks are not shown: they were not checked.")
    try:
        if key not in views:
            # Not inside a cached function, which may draw no button.
            with longwork.shown("Checking your own attacks", key=_WORK):
                made = _with(key, parts)
            for old in list(views)[: max(0, len(views) + 1 - _MOST_VIEWS)]:
                views.pop(old, None)
            views[key] = made
        return replace(views[key], note=note)
    except AtlasError:
        # The page Add & edit says what is wrong there and how to go on.
        return replace(public(), note="Some of your own attacks cannot be read: see Add & edit.")


def public_record_note() -> None:
    """Say, on a page that keeps to the public record, where the reader's own attacks show."""
    if _own_parts()[0]:
        st.caption(
            ":material/person: This page keeps to the public record. Your own attacks show on the "
            "page Map, and are judged under Import and Add & edit."
        )


Parts = dict[str, Callable[[], Record | None]]


def _own_parts() -> tuple[str, Parts, str]:
    """Key of the reader's own attacks, how to get at them, and what to say of them."""
    parts: Parts = {}
    identity: list[str] = []
    note = ""
    imported = importing.current()
    ready = imported is not None and imported.profile is not None and not imported.is_sightings
    if imported is not None and ready and imported.ingested.rows_kept:
        if imported.ingested.rows_kept > MOST_OWN:
            note = f"More than {MOST_OWN:,} imported attacks are shown on the page Import alone."
        else:
            parts["import"] = lambda: imported.ingested.record
            identity.append(imported.token)
    try:
        journal = importing.journal()
        kinds = (
            KIND,
            CLAIM,
            *{entry.kind for entry in journal.entries if entry.kind.startswith(ALIAS)},
        )
        entries = [entry for entry in journal.entries if entry.kind in kinds]
        if journal.state(KIND):
            parts["hand"] = lambda: record_of(journal, atlas=importing.atlas())
            identity.append(str(journal.folder))
        identity += [repr(entry) for entry in entries] if parts else []
    except AtlasError:
        note = "Your own attacks cannot be read: see the page Add & edit."
    key = hashlib.sha256("\n".join(identity).encode(errors="replace")).hexdigest() if parts else ""
    return key, parts, note


@st.cache_resource(show_spinner=False)
def _views() -> dict[str, OwnView]:
    """Views of the latest sets of own attacks, by key."""
    return {}


def _with(key: str, _parts: Parts) -> OwnView:
    named = [
        _named(record, source) for source, made in _parts.items() if (record := made()) is not None
    ]
    record = Record(
        pd.concat([one.attacks for one in named]),
        pd.concat([one.claims for one in named], ignore_index=True),
        pd.concat([one.reports for one in named], ignore_index=True),
    )
    found = check(record, atlas=queries.atlas())
    own = assemble(found, atlas=queries.atlas()).assign(whose=YOURS)
    table = pd.concat([queries.table(), own])
    table = table.iloc[_latest_first(table)]
    return OwnView(key, table, (found, record))


def _latest_first(table: pd.DataFrame) -> np.ndarray:
    order = table.reset_index(drop=True)[["date", "title"]]
    sorted_ = order.sort_values(["date", "title"], ascending=[False, True], kind="stable")
    return sorted_.index.to_numpy()


def _named(record: Record, source: str) -> Record:
    """Record under ids that say where its attacks come from."""
    attacks = record.attacks.set_axis(
        pd.Index(f"{source}:" + record.attacks.index.astype(str), name="attack_id")
    )
    claims, reports = (
        frame.assign(attack_id=f"{source}:" + frame["attack_id"].astype(str))
        for frame in (record.claims, record.reports)
    )
    return replace(record, attacks=attacks, claims=claims, reports=reports)
