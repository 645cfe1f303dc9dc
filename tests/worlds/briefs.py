"""The invented world of :mod:`tests.worlds.squares` as a briefing takes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import geopandas as gpd
import pandas as pd

from geo.atlas import Atlas
from geo.records.counter import count
from layers.brief.content import Imprint
from layers.brief.marking import tlp
from layers.brief.pack import brief
from layers.brief.view import Options, View
from layers.catalog import DEFAULT_SHOWN
from tests.worlds import squares as worlds

MADE = dt.datetime(2026, 11, 21, 3, 0, tzinfo=dt.UTC)
IMPRINT = Imprint(
    author="A. Briefer",
    made=MADE,
    as_of=dt.date(2024, 10, 2),
    data_sha256="0123456789abcdef" * 4,
    source="Source: invented for tests",
    marking=tlp("AMBER+STRICT"),
)
PERIODS = (
    (dt.date(2021, 1, 1), dt.date(2021, 6, 30)),
    (dt.date(2021, 7, 1), dt.date(2021, 12, 31)),
)
OPTIONS = Options(group="KH", periods=PERIODS)
DAYS = {"a1": "2021-03-01", "a2": "2021-06-06", "a3": "2021-07-02", "a4": "2021-08-09"}


def rows(table=None):
    """The six rows of the world with what a briefing reads beside the map."""
    frame = worlds.attacks() if table is None else table
    days = pd.to_datetime(pd.Series(DAYS).reindex(frame.index))
    return frame.assign(
        date=days,
        date_text=days.dt.strftime("%Y-%m-%d").fillna(""),
        first_claim="",
        why="Launch at Farm lies outside KH ground by 12 km.",
        key="Launch at Farm lies outside KH ground by 12 km.",
    )


def pointing_rows():
    """The rows with nobody named, pointing to one group, to several, mixed and to nobody."""
    frame = rows().assign(asserted_group="", verdict="insufficient")
    answers = [("KH", "no"), ("AAH|KH", "no"), ("KH|AAH", "yes"), ("", "no")]
    given = [answers[at % len(answers)] for at in range(len(frame))]
    return frame.assign(
        points_to=[groups for groups, _ in given],
        points_strength=["weak" if groups else "none" for groups, _ in given],
        points_mixed=[mixed for _, mixed in given],
    )


@cache
def base():
    return worlds.base()


@cache
def registry():
    return Atlas.load().registry


def view(table=None, **over):
    """A view of the whole world."""
    given = {
        "rows": rows() if table is None else table,
        "record": count(rows()),
        "words": "",
        "span": "Mar–Aug 2021",
        "day": pd.Timestamp("2021-12-31"),
        "ground": lambda _: worlds.areas(),
        "usual": lambda _: worlds.usual(),
        "lines": worlds.lines(),
        "extents": gpd.GeoSeries([], crs=4326),
        "context": worlds.context(),
        "base": base(),
        "show": tuple(sorted(DEFAULT_SHOWN)),
        "names": {"KH": "KH", "AAH": "AAH"},
        "registry": registry(),
        "bounds": (39.5, 29.5, 48.5, 36.5),
    }
    return View(**{**given, **over})


def made(kind="overview", *, seen=None, options=OPTIONS, **imprint):
    """A briefing of this world."""
    return brief(kind, seen or view(), options, replace(IMPRINT, **imprint))
