"""What the pages read, from the one dataset of the process; frames are shared and never change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard.services import dataset as filtering
from dashboard.services.briefing import Briefer
from dashboard.services.facets import Facets, Rows
from dashboard.services.selection import Selection
from dashboard.session import dataset as once
from dashboard.session import decisions
from geo.analysis import Analysis
from geo.attribution.assess import Event
from geo.attribution.events import Events
from geo.attribution.points_to import Points, points_to
from geo.attribution.usual_ground import Ground
from geo.evaluation.points_score import PointsScore
from geo.evaluation.scorecard import Scorecard
from geo.records.named_ground import NamedGround
from geo.verdicts.check import Findings
from layers.spec import Layer

atlas, dataset, refresh = once.atlas, once.dataset, once.refresh
filters_of = filtering.filters_of


def _analysis() -> Analysis:
    return dataset().analysis


def warm_up() -> None:
    """Make what the first page needs."""
    table()
    base()
    ground(record_end())
    names()


def named_ground() -> NamedGround:
    """What an area of interest can be named by."""
    return dataset().ground()


def findings() -> Findings:
    """What the check says of the record."""
    return _analysis().findings


def table() -> pd.DataFrame:
    """Attacks with findings, as pages and maps read them; see `geo.verdicts.table.assemble`."""
    return _analysis().table()


def pointed_table(known_on: dt.date | None = None) -> pd.DataFrame:
    """Give the same table with what each attack points to, by what was known on a day."""
    return _analysis().pointed_table(known_on)


def facets(known_on: dt.date | None = None) -> Facets:
    """What the rows of `table` can be filtered by, by what was known on a day."""
    return dataset().facets(known_on)


def shown(selection: Selection) -> pd.DataFrame:
    """Rows of `table` that a selection keeps, in its order."""
    _rank_for(selection)
    return dataset().shown(selection)


def kept(selection: Selection) -> Rows:
    """(n,) True where a row of `table` is kept by a selection."""
    _rank_for(selection)
    return dataset().kept(selection)


def _rank_for(selection: Selection) -> None:
    """Rank the groups where the filters ask for it, so that the page says what it waits for."""
    if filtering.asks_for_likely(selection):
        likely(selection.known_on, selection.grade)


def base() -> tuple[Layer, ...]:
    """Layers of the base map."""
    return dataset().base()


def context() -> pd.DataFrame:
    """Events around the attacks, with `place, lon, lat` where the source gives a place."""
    return _analysis().context()


def ground(on: pd.Timestamp, known_on: dt.date | None = None) -> gpd.GeoDataFrame:
    """Areas in force on a day, with `confirmed` and `area_km2`."""
    return _analysis().ground(on, known_on)


def ground_overlaps(on: pd.Timestamp) -> pd.DataFrame:
    """Who shares ground with whom on a day, km²."""
    return _analysis().ground_overlaps(on)


def names() -> dict[str, str]:
    """Readable names of groups, façades, committees, and places by id."""
    return _analysis().names()


def flag_labels() -> dict[str, str]:
    """What each flag is called, by its id."""
    return _analysis().flag_labels()


def is_exercise() -> bool:
    """Tell whether any attack is invented: its title says EXERCISE."""
    return _analysis().is_exercise()


def record_end() -> pd.Timestamp:
    """Last day that the record or its context speaks of."""
    return _analysis().record_end()


def record_span() -> tuple[pd.Timestamp, pd.Timestamp]:
    """First month's begin and last day of the record."""
    return _analysis().record_span()


def objects() -> dict[str, dict[str, Any]]:
    """Findings as the command line's JSON objects, by attack id; made when a card first opens."""
    return _analysis().objects()


def points(known_on: dt.date | None) -> Points:
    """What each attack of the record points to, by what was known on a day."""
    return _analysis().points(known_on)


def pointed(known_on: dt.date | None) -> dict[str, dict[str, Any]]:
    """The same as the command line's JSON objects, by attack id."""
    return _analysis().pointed(known_on)


def points_of(found: Findings, *, known_on: dt.date | None = None) -> Points:
    """What some attacks point to, such as a user's own."""
    return points_to(found, atlas=atlas(), known_on=known_on)


def points_score() -> PointsScore:
    """How what attacks point to fares on those that somebody assessed."""
    return _analysis().points_score()


def past_launches(grade: str = "") -> Events:
    """Launches of confirmed groups, all that usual ground may be learned from."""
    return _analysis().past_launches(grade)


def latest(known_on: dt.date | None) -> pd.Timestamp:
    """Last day of which anything is used: the one asked for, else the last of the record."""
    return _analysis().latest(known_on)


def usual_ground(day: pd.Timestamp, grade: str = "") -> Ground:
    """Usual ground as it was known on a day, the areas in force mixed in."""
    return _analysis().usual_ground(day, grade)


def usual_cells(day: pd.Timestamp, grade: str = "") -> pd.DataFrame:
    """Cells of usual ground on a day: `group, cell, votes, set`."""
    return _analysis().usual_cells(day, grade)


def usual_km2(day: pd.Timestamp, grade: str = "") -> pd.DataFrame:
    """Usual ground that each two groups share on a day, km²."""
    return _analysis().usual_km2(day, grade)


def likeness(day: pd.Timestamp, grade: str = "") -> pd.DataFrame:
    """How alike the ground of each two groups is on a day, 0 to 1."""
    return _analysis().likeness(day, grade)


def drifted(group: str, until: pd.Timestamp, grade: str = "") -> pd.DataFrame:
    """How a group's launches moved from half-year to half-year."""
    return _analysis().drifted(group, until, grade)


def weigh(found: Findings, *, known_on: dt.date | None, grade: str = "") -> Event:
    """Rank the groups for some findings by what the record taught by then."""
    return _analysis().weigh(found, known_on=known_on, grade=grade)


def likely_of(found: Findings, *, known_on: dt.date | None, grade: str = "") -> pd.Series:
    """Groups that a ranking worth telling makes likely for some findings, a tuple an attack."""
    return _analysis().likely_of(found, known_on=known_on, grade=grade)


def scored_on(grade: str = "") -> int:
    """Number of attacks with a confirmed group, a day, and a place known well enough."""
    return _analysis().scored_on(grade)


# The analysis keeps these three itself. Here they are cached for what a page says meanwhile:
# Streamlit draws it for what is made, and never for what is there.


@st.cache_resource(show_spinner="Weighing the evidence …", max_entries=512)
def event(ident: str, known_on: dt.date | None, grade: str = "") -> Event:
    """What event evidence says of one attack of the record."""
    return _analysis().event(ident, known_on, grade)


@st.cache_resource(show_spinner="Ranking the groups for every attack …", max_entries=4)
def likely(known_on: dt.date | None, grade: str = "") -> pd.Series:
    """Groups that a ranking worth telling makes likely, a tuple an attack."""
    return _analysis().likely(known_on, grade)


@st.cache_resource(show_spinner="Scoring the method on the record …")
def scorecard(grade: str = "") -> Scorecard:
    """The method's own record on the loaded attacks.

    Raises
    ------
    EventsError
        When the record is too small for a single test.
    """
    return _analysis().scorecard(grade)


def briefer() -> Briefer:
    """Who makes briefings of what is shown, the casebook as it is now.

    Raises
    ------
    CasebookError
        When the casebook cannot be read, or is not whole.
    """
    return _briefer(*decisions.head())


@st.cache_resource(show_spinner=False, max_entries=2)
def _briefer(entries: int, head: str) -> Briefer:
    return Briefer(dataset(), casebook=(entries, head))
