"""What was said of ground up to a day: confirmed when and by how many, confirmed again, or left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from geo.areas.age import (
    AGEING_MONTHS,
    FRESH_MONTHS,
    Age,
    DatedStatement,
    age_by,
    seen_by,
    words_of,
)
from geo.areas.confirmation import COUNTED_MONTHS

COLUMNS = ("publishers", "seen_next", "left_on")
"""What `with_standing` adds."""


@dataclass(frozen=True)
class GroundStanding:
    """What was said of one area up to a day.

    Parameters
    ----------
    age
        Of the ground on the day.
    seen
        Last day by which it was confirmed before; None for none.
    publishers
        How many publishers confirmed it in the 24 months up to `seen`.
    again
        First day of a later confirmation, where it is fresh by that alone.
    left
        Day by which its holder had left since; None where nobody says so.
    """

    age: Age
    seen: dt.date | None
    publishers: int
    again: dt.date | None
    left: dt.date | None


def standing_by(words: Sequence[DatedStatement], day: dt.date) -> GroundStanding:
    """Sum up what was said of one area up to a day.

    Parameters
    ----------
    words
        As `geo.areas.age.words_of` gives them, cut to what was published where that matters.
    day
        Day of the ground.
    """
    age, seen = age_by(words, day), seen_by(words, day)
    if seen is None:
        return GroundStanding(age, None, 0, None, None)
    since = (pd.Timestamp(seen) - pd.DateOffset(months=COUNTED_MONTHS)).date()
    confirms = [one for one in words if one.effect == "confirms"]
    publishers = {one.publisher for one in confirms if since <= one.last <= seen}
    again = None
    if age == Age.FRESH and day > (pd.Timestamp(seen) + pd.DateOffset(months=FRESH_MONTHS)).date():
        again = min((one.last for one in confirms if one.first >= day), default=None)
    newest = max(one.first for one in confirms if one.last <= day)
    gone = [
        one.last
        for one in words
        if one.effect == "leaves" and newest <= one.last and one.first <= day
    ]
    return GroundStanding(age, seen, len(publishers), again, min(gone, default=None))


def with_standing(areas: gpd.GeoDataFrame, day: pd.Timestamp) -> gpd.GeoDataFrame:
    """Areas with what was said of each up to a day.

    Parameters
    ----------
    areas
        In force on the day.
    day
        Day of the ground.

    Returns
    -------
    The areas with `publishers` (number), `seen_next` and `left_on` (days, NaT for none); see
    `GroundStanding`.
    """
    each = [standing_by(words, day.date()) for words in words_of(areas)]
    return areas.assign(
        publishers=pd.Series([one.publishers for one in each], areas.index, dtype=int),
        seen_next=_days([one.again for one in each], areas.index),
        left_on=_days([one.left for one in each], areas.index),
    )


def _days(days: Sequence[dt.date | None], index: pd.Index) -> pd.Series:
    return pd.Series(days, index, dtype="datetime64[ns]")


@dataclass(frozen=True)
class Period:
    """Days through which the age of ground stays the same; `last` is None where it goes on."""

    first: dt.date
    last: dt.date | None
    age: Age


def periods(
    words: Sequence[DatedStatement], *, begin: dt.date | None, end: dt.date | None, until: dt.date
) -> tuple[Period, ...]:
    """Ages of one area, one after the other, from its first day or word to a day.

    Parameters
    ----------
    words
        As `geo.areas.age.words_of` gives them, cut to what was published where that matters.
    begin, end
        First day in force and the first day that is not; None where not given.
    until
        Last day of the series.

    Returns
    -------
    Oldest first; none where the area is not in force by then. Age turns on a day that a word names
    or 12 or 36 months after one.
    """
    day = dt.timedelta(days=1)
    last = until if end is None else min(until, end - day)
    turns = {one.last for one in words} | {one.first for one in words}
    turns |= {one.first + day for one in words} | {one.last + day for one in words}
    for months in (FRESH_MONTHS, AGEING_MONTHS):
        later = pd.DateOffset(months=months)
        turns |= {(pd.Timestamp(one.first) + later).date() + day for one in words}
    start = begin or min(turns, default=until)
    days = sorted({start, *(one for one in turns if start < one <= last)})
    if start > last:
        return ()
    out: list[Period] = []
    for one in days:
        age = age_by(words, one)
        if not out or out[-1].age != age:
            if out:
                out[-1] = Period(out[-1].first, one - day, out[-1].age)
            out.append(Period(one, None, age))
    if end is not None and last == end - day:
        out[-1] = Period(out[-1].first, last, out[-1].age)
    return tuple(out)
