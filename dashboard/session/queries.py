"""The only caches: the atlas, its findings, and the frames that the pages read (never change)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard.services.facets import Facet, Facets, Rows
from dashboard.services.selection import Selection
from dashboard.session import findings as judging
from geo.areas.overlap import overlaps
from geo.areas.table import area_km2
from geo.attribution.as_of import as_known_on, candidates, launches, only
from geo.attribution.assess import Event, beside
from geo.attribution.confirmed import confirmed
from geo.attribution.events import Events
from geo.attribution.ground_comparison import drift, shared_cells_km2, shared_density
from geo.attribution.usual_ground import Ground
from geo.evaluation.protocol import GROUP_EVENTS
from geo.evaluation.scorecard import Scorecard, run
from geo.records.grades import at_least
from geo.settings import find
from geo.verdicts.check import Findings
from geo.verdicts.serialize import findings_objects
from geo.verdicts.table import assemble, names_of
from layers.builders.base import base_layers
from layers.spec import Layer

LIKELY = 0.20
"""Share of the ranking from which a group counts as likely."""


atlas, findings, refresh = judging.atlas, judging.findings, judging.refresh


@st.cache_resource(show_spinner=False)
def table() -> pd.DataFrame:
    """Attacks with findings, as pages and maps read them; see `geo.verdicts.table.assemble`."""
    return assemble(findings(), atlas=atlas())


@st.cache_resource(show_spinner=False)
def facets() -> Facets:
    """What the rows of `table` can be filtered by."""
    return Facets.of(table())


def shown(selection: Selection) -> pd.DataFrame:
    """Rows of `table` that a selection keeps, in its order."""
    return _shown(filters_of(selection))


def kept(selection: Selection) -> Rows:
    """(n,) True where a row of `table` is kept by a selection."""
    return _kept(filters_of(selection))


def filters_of(selection: Selection, *, whose: str = "") -> Selection:
    """The part of a selection that says which rows are kept."""
    return replace(
        selection, view="", attack="", layer=(), density="target", tiles=False, whose=whose
    )


@st.cache_resource(show_spinner=False, max_entries=4)
def _shown(selection: Selection) -> pd.DataFrame:
    rows, kept = table(), _kept(selection)
    return rows if kept.all() else rows[kept]


@st.cache_resource(show_spinner=False, max_entries=4)
def _kept(selection: Selection) -> Rows:
    favoured = None
    if selection.group and selection.favoured:
        ranked = likely(selection.known_on, selection.grade)
        favoured = Facet.of(ranked.reindex(table().index))
    return facets().keep(selection, favoured=favoured)


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
    return names_of(atlas())


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


@st.cache_resource(show_spinner=False)
def past_launches(grade: str = "") -> Events:
    """Launches of confirmed groups, all that usual ground may be learned from."""
    groups = candidates(findings(), areas=atlas().areas, registry=atlas().registry)
    return launches(_graded(grade), groups=groups)


def _graded(grade: str) -> pd.DataFrame:
    """Attacks told of by a publisher of at least some letter; all of them for an empty one."""
    attacks = findings().cases.attacks
    if not grade:
        return attacks
    kept = at_least(atlas().record, worst=grade, registry=atlas().registry)
    return attacks.loc[kept.attacks.index]


def latest(known_on: dt.date | None) -> pd.Timestamp:
    """Last day of which anything is used: the one asked for, else the last of the record."""
    end = record_end()
    return min(pd.Timestamp(known_on), end) if known_on else end


@st.cache_resource(show_spinner=False, max_entries=64)
def usual_ground(day: pd.Timestamp, grade: str = "") -> Ground:
    """Usual ground as it was known on a day, the areas in force mixed in."""
    return Ground.fit(past_launches(grade), atlas().areas.table, as_of=day)


@st.cache_resource(show_spinner=False, max_entries=16)
def usual_cells(day: pd.Timestamp, grade: str = "") -> pd.DataFrame:
    """Cells of usual ground on a day: `group, cell, votes, set`."""
    return usual_ground(day, grade).usual()


@st.cache_resource(show_spinner=False, max_entries=16)
def usual_km2(day: pd.Timestamp, grade: str = "") -> pd.DataFrame:
    """Usual ground that each two groups share on a day, km²."""
    return shared_cells_km2(usual_cells(day, grade))


@st.cache_resource(show_spinner=False, max_entries=16)
def likeness(day: pd.Timestamp, grade: str = "") -> pd.DataFrame:
    """How alike the ground of each two groups is on a day, 0 to 1."""
    return shared_density(usual_ground(day, grade))


@st.cache_resource(show_spinner=False, max_entries=64)
def drifted(group: str, until: pd.Timestamp, grade: str = "") -> pd.DataFrame:
    """How a group's launches moved from half-year to half-year."""
    return drift(past_launches(grade), group, until=until)


def weigh(found: Findings, *, known_on: dt.date | None, grade: str = "") -> Event:
    """Rank the groups for some findings by what the record taught by then."""
    return beside(
        as_known_on(found, latest=latest(known_on)),
        learned=past_launches(grade),
        areas=atlas().areas.table,
        reaches=atlas().registry.reaches,
    )


@st.cache_resource(show_spinner="Weighing the evidence …", max_entries=512)
def event(ident: str, known_on: dt.date | None, grade: str = "") -> Event:
    """What event evidence says of one attack of the record."""
    # One attack alone: a card must not wait for the ranking of a whole record.
    one = only(findings(), atlas().record, ident=ident, areas=atlas().areas)
    return weigh(one, known_on=known_on, grade=grade)


@st.cache_resource(show_spinner="Ranking the groups for every attack …", max_entries=4)
def likely(known_on: dt.date | None, grade: str = "") -> pd.Series:
    """Groups that a ranking worth telling gives at least `LIKELY`, a tuple an attack."""
    return likely_of(findings(), known_on=known_on, grade=grade)


def likely_of(found: Findings, *, known_on: dt.date | None, grade: str = "") -> pd.Series:
    """The same for some findings."""
    event = weigh(found, known_on=known_on, grade=grade)
    posterior = event.ranking.posterior.where(event.table["firm"], 0.0)
    names = list(posterior.columns[:-1])
    told = [
        tuple(name for name, p in zip(names, row, strict=False) if p >= LIKELY)
        for row in posterior.to_numpy().tolist()
    ]
    return pd.Series(told, index=posterior.index, dtype=object)


def _scored(grade: str) -> pd.DataFrame:
    """Attacks that a scorecard may test, with groups under the protocol's least left out."""
    rows = confirmed(_graded(grade))
    count = rows["groups"].explode().value_counts()
    chosen = frozenset(count.index[count >= GROUP_EVENTS])
    kept = rows.assign(groups=rows["groups"].map(lambda g: tuple(x for x in g if x in chosen)))
    return kept[kept["groups"].map(len) > 0]


def scored_on(grade: str = "") -> int:
    """Number of attacks with a confirmed group, a day, and a place known well enough."""
    return len(confirmed(_graded(grade)))


@st.cache_resource(show_spinner="Scoring the method on the record …")
def scorecard(grade: str = "") -> Scorecard:
    """The method's own record on the loaded attacks.

    Raises
    ------
    EventsError
        When the record is too small for a single test.
    """
    return run(Events.of(_scored(grade)))
