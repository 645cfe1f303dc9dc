"""How old ground is on a day: fresh, ageing, old, or never confirmed.

How to call it, with `areas` as `geo.areas.table.Areas.table`:

- one area on one day: `age_on(areas, "kh_jurf", day)`, an `Age`;
- a long frame, one row an attack and area:
  `frame["age"] = ages(areas, frame["area_id"], frame["date_latest"], first=frame["date"])`;
- every attack against every area: `age_codes(areas, attacks["date_latest"],
  first=attacks["date"])`, (n, m) places in `AGES`, 0 fresh to 3 never; `Joined.age` of a join
  holds the same;
- when it was last seen before: `last_seen(areas, days)`, (n, m) days.

Each takes `known_on`, a day: only what was published by then counts, and the later end of a bridge
only once it was published. Without it everything counts. `date_latest` is the last day on which an
attack can have happened and `date` the first; over the days between, the worst age holds. An
attack of no first day may lie anywhere since the area is in force.

The rules are those of docs/ledger.md. *Fresh*: confirmed at most 12 months before; or once before
and once after, at most 24 months apart, with no word of leaving between. *Ageing*: confirmed 12 to
36 months before. *Old*: longer ago, or left since. *Never*: not confirmed by then at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Codes = NDArray[np.int8]


class Age(StrEnum):
    """How long ago somebody confirmed that ground was its holder's."""

    FRESH = "fresh"
    AGEING = "ageing"
    OLD = "old"
    NEVER = "never"


AGES: tuple[Age, ...] = tuple(Age)
"""From the best to the worst; codes are places in it."""

FRESH, AGEING, OLD, NEVER = range(len(AGES))

FRESH_MONTHS, BRIDGE_MONTHS, AGEING_MONTHS = 12, 24, 36

SEEN = "seen"
"""Column of areas that holds what sightings say of each, a tuple of `DatedStatement`."""

_BEFORE = -(10**6)
"""A day number before all others."""


class DatedStatement(NamedTuple):
    """One end of what a source said of ground: that its holder had it, or had left it.

    Parameters
    ----------
    first, last
        The days between which it was; the same day where that is known.
    published
        Day by which the source was out; None where it says no day: then it counts only where
        nothing is held back.
    effect
        `confirms` or `leaves`.
    sighting_id
        Row of `sightings.csv`; empty for the area's own source.
    publisher, grade
        Who published it, and the letter of the source.
    """

    first: dt.date
    last: dt.date
    published: dt.date | None = None
    effect: str = "confirms"
    sighting_id: str = ""
    publisher: str = ""
    grade: str = ""


def own_words(
    begin: object,
    confirmed: object,
    published: object = None,
    *,
    publisher: str = "",
    grade: str = "",
) -> tuple[DatedStatement, ...]:
    """What an area's own source says of it: that it was its holder's on the first day and the last.

    Parameters
    ----------
    begin, confirmed
        `valid_from` and `last_confirmed` of the area; NaT where it says none.
    published
        Day by which its source was out. A source without a day is taken to speak on the days that
        it speaks of.
    publisher, grade
        Whose source it is, and its letter.
    """
    end = _day(confirmed)
    if end is None:
        return ()
    start, out = _day(begin), _day(published)
    days = {end} if start is None or start > end else {start, end}
    return tuple(
        DatedStatement(day, day, max(day, out or day), "confirms", "", publisher, grade)
        for day in sorted(days)
    )


def _day(given: object) -> dt.date | None:
    stamp = pd.Timestamp(given)  # type: ignore[arg-type]
    return None if pd.isna(stamp) else stamp.date()


def words_of(areas: pd.DataFrame) -> list[tuple[DatedStatement, ...]]:
    """What was said of each area: by its own source, and by sightings where the areas hold them."""
    nothing = {
        "valid_from": pd.NaT, "last_confirmed": pd.NaT, "published": pd.NaT, "publisher": "",
        "reliability": "", SEEN: (),
    }  # fmt: skip
    columns = [
        areas[name].tolist() if name in areas else [blank] * len(areas)
        for name, blank in nothing.items()
    ]
    return [
        own_words(begin, end, out, publisher=publisher, grade=grade)
        + (words if isinstance(words, tuple) else ())
        for begin, end, out, publisher, grade, words in zip(*columns, strict=True)
    ]


def published_by(
    words: Sequence[DatedStatement], known_on: dt.date | None
) -> tuple[DatedStatement, ...]:
    """Words that were published by a day; all of them without one."""
    if known_on is None:
        return tuple(words)
    return tuple(one for one in words if one.published is not None and one.published <= known_on)


def _later(day: dt.date, months: int) -> dt.date:
    return (pd.Timestamp(day) + pd.DateOffset(months=months)).date()


def age_by(words: Sequence[DatedStatement], day: dt.date) -> Age:
    """Age on a day of ground of which this was said.

    A word that is known to a month or a year counts as worst it can: as said before the day only
    where all of its span lies before, and as old as its first day.
    """
    before = [one for one in words if one.effect == "confirms" and one.last <= day]
    if not before:
        return Age.NEVER
    gone = [one for one in words if one.effect == "leaves"]
    left = max((one.last for one in gone if one.first <= day), default=None)
    live = [one.first for one in before if left is None or one.first > left]
    if not live:
        return Age.OLD
    newest = max(live)
    if day <= _later(newest, FRESH_MONTHS):
        return Age.FRESH
    after = [one.last for one in words if one.effect == "confirms" and one.first >= day]
    if after:
        nearest = min(after)
        apart = nearest <= _later(newest, BRIDGE_MONTHS)
        if apart and not any(one.last > newest and one.first <= nearest for one in gone):
            return Age.FRESH
    return Age.AGEING if day <= _later(newest, AGEING_MONTHS) else Age.OLD


def seen_by(words: Sequence[DatedStatement], day: dt.date) -> dt.date | None:
    """Last day before a day by which ground was confirmed, or None; leaving it changes nothing."""
    return max((w.last for w in words if w.effect == "confirms" and w.last <= day), default=None)


@dataclass(frozen=True)
class _AgeSteps:
    """Age and last sight of one area as steps in time: `starts` ascending, in days since 1970."""

    starts: NDArray[np.int64]
    codes: Codes
    seen: Days

    def at(self, days: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.searchsorted(self.starts, days, side="right") - 1

    def worst(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> Codes:
        """Worst code from one step to another, both given as numbers of steps."""
        out = self.codes[last]
        for one in np.flatnonzero(first < last).tolist():
            out[one] = self.codes[first[one] : last[one] + 1].max()
        return out


@lru_cache(maxsize=4096)
def _steps(words: tuple[DatedStatement, ...]) -> _AgeSteps:
    day = dt.timedelta(days=1)
    turns = {_later(one.first, months) + day for one in words for months in (12, 36)}
    turns |= {one.last for one in words} | {one.first for one in words}
    turns |= {one.first + day for one in words}
    days = sorted(turns)
    starts = [_BEFORE, *(_number(one) for one in days)]
    codes = [NEVER, *(AGES.index(age_by(words, one)) for one in days)]
    seen = [None, *(seen_by(words, one) for one in days)]
    return _AgeSteps(
        np.array(starts, dtype=np.int64),
        np.array(codes, dtype=np.int8),
        np.array(seen, dtype="datetime64[D]"),
    )


def _number(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days


def _numbers(days: pd.Series | NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Days since 1970; a missing one lies before all others."""
    given = np.asarray(days, dtype="datetime64[ns]").astype("datetime64[D]")
    return np.where(np.isnat(given), _BEFORE, given.astype(np.int64))


def age_codes(
    areas: pd.DataFrame,
    days: pd.Series,
    *,
    first: pd.Series | None = None,
    known_on: dt.date | None = None,
) -> Codes:
    """Age of every area on every day.

    Parameters
    ----------
    areas
        (m rows) as `geo.areas.table.Areas.table`; in force or not is not asked.
    days
        (n,) Timestamps, the last day on which each attack can have happened; NaT gives *never*.
    first
        (n,) first day on which it can have; NaT for any, the same day when None. The worst age of
        the days between holds, as far as the area was in force on them.
    known_on
        Only what was published by this day counts; everything when None.

    Returns
    -------
    (n, m) places in `AGES`.
    """
    last = _numbers(days)
    begin = last if first is None else np.minimum(_numbers(first), last)
    spans, back = np.unique(np.column_stack([begin, last]), axis=0, return_inverse=True)
    begin, last = spans[:, 0], spans[:, 1]
    out = np.full((len(spans), len(areas)), NEVER, dtype=np.int8)
    starts = _numbers(
        areas["valid_from"] if "valid_from" in areas else pd.Series(pd.NaT, index=areas.index)
    )
    for column, (words, start) in enumerate(zip(words_of(areas), starts.tolist(), strict=True)):
        steps = _steps(published_by(words, known_on))
        held = np.minimum(np.maximum(begin, start), last)
        out[:, column] = steps.worst(steps.at(held), steps.at(last))
    return out[back.reshape(-1)]


def last_seen(areas: pd.DataFrame, days: pd.Series, *, known_on: dt.date | None = None) -> Days:
    """(n, m) last day by which each area was confirmed before each day; NaT for none."""
    numbers, back = np.unique(_numbers(days), return_inverse=True)
    out = np.full((len(numbers), len(areas)), np.datetime64("NaT"), dtype="datetime64[D]")
    for column, words in enumerate(words_of(areas)):
        steps = _steps(published_by(words, known_on))
        out[:, column] = steps.seen[steps.at(numbers)]
    return out[back.reshape(-1)]


def ages(
    areas: pd.DataFrame,
    area_id: pd.Series,
    days: pd.Series,
    *,
    first: pd.Series | None = None,
    known_on: dt.date | None = None,
) -> pd.Series:
    """Age of one area a row, as words of `Age`.

    Parameters
    ----------
    areas, days, first, known_on
        As of `age_codes`, row for row.
    area_id
        (n,) ids of areas.

    Returns
    -------
    Series on the index of `area_id`.

    Raises
    ------
    KeyError
        For an id that is no area's.
    """
    names, which = np.unique(area_id.to_numpy(dtype=object), return_inverse=True)
    some = areas.loc[names]
    codes = age_codes(some, days, first=first, known_on=known_on)
    codes_of_rows = codes[np.arange(len(area_id)), which.reshape(-1)]
    return pd.Series(np.array(AGES, dtype=object)[codes_of_rows], index=area_id.index, name="age")


def age_on(
    areas: pd.DataFrame, area_id: str, day: dt.date, *, known_on: dt.date | None = None
) -> Age:
    """Age of one area on one day; see `age_codes`.

    Raises
    ------
    KeyError
        For an id that is no area's.
    """
    (words,) = words_of(areas.loc[[area_id]])
    return age_by(published_by(words, known_on), pd.Timestamp(day).date())
