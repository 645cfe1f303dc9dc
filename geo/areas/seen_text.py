"""When ground was confirmed, no finer than its sources know: “October 2021”, or “2020”."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.areas.age import DatedStatement, words_of

UNKNOWN = "an unknown month"
"""What stands for no day."""

_MONTH_DAYS, _YEAR_DAYS = 28, 365


def seen_texts(
    areas: pd.DataFrame, columns: NDArray[np.intp], days: pd.Series | NDArray[Any]
) -> NDArray[np.object_]:
    """Days by which areas were confirmed or left, in words.

    A source that knows the year alone gives its last day, which is as late as it can have been and
    no month that anybody named.

    Parameters
    ----------
    areas
        (m rows) as `geo.areas.table.Areas.table`.
    columns
        (k,) place of an area in `areas`.
    days
        (k,) day of that area, as `geo.areas.age.last_seen` gives it; NaT for none.

    Returns
    -------
    (k,) “October 2021”, “2020” where no source that gives this day knows more than the year, and
    an empty text for NaT.
    """
    given = np.asarray(days, dtype="datetime64[ns]").astype("datetime64[D]")
    ends = given == given.astype("datetime64[Y]") + np.timedelta64(1, "Y") - np.timedelta64(1, "D")
    words = words_of(areas) if ends.any() else []
    pairs = zip(columns.tolist(), given.tolist(), ends.tolist(), strict=True)
    return np.array(
        ["" if day is None else _text(day, words[at] if end else ()) for at, day, end in pairs],
        dtype=object,
    )


def _text(day: dt.date, words: Sequence[DatedStatement]) -> str:
    return str(day.year) if known_to(words, day) == "year" else f"{day:%B %Y}"


def known_to(words: Sequence[DatedStatement], day: dt.date) -> Literal["day", "month", "year"]:
    """How finely the sources know a day that they give as the last one it can have been.

    Parameters
    ----------
    words
        What was said of the ground, as `geo.areas.age.words_of` gives it.
    day
        The last day of one of them; of several that end on it the finest counts.
    """
    ending = [one for one in words if one.last == day]
    # An area's own source has days without a precision; a sighting of the same day has one.
    ending = [one for one in ending if one.sighting_id] or ending
    days = min(((one.last - one.first).days + 1 for one in ending), default=1)
    return "year" if days >= _YEAR_DAYS else "month" if days >= _MONTH_DAYS else "day"


def iso_days(areas: pd.DataFrame, column: str) -> pd.Series:
    """Days of areas as ISO text, no finer than they are known: “2021-10-18”, “2021-10” or “2021”.

    Parameters
    ----------
    areas
        As `geo.areas.table.Areas.table`.
    column
        Holds the days; NaT gives an empty text.
    """
    letters = {"day": 10, "month": 7, "year": 4}
    texts = [
        "" if pd.isna(day) else f"{day:%Y-%m-%d}"[: letters[known_to(words, day.date())]]
        for day, words in zip(areas[column], words_of(areas), strict=True)
    ]
    return pd.Series(texts, areas.index, dtype=object)


def newest_texts(
    areas: pd.DataFrame,
    columns: NDArray[np.intp],
    days: pd.Series | NDArray[Any],
    by: Sequence[NDArray[Any]],
) -> pd.Series:
    """Newest of the days of each group of rows, in words.

    Parameters
    ----------
    areas, columns, days
        As of `seen_texts`.
    by
        Keys of the groups, each (k,).

    Returns
    -------
    A text for each group, ascending by its keys; empty where none of its rows has a day.
    """
    stated = pd.DataFrame(
        {
            "day": np.asarray(days, dtype="datetime64[ns]"),
            "text": seen_texts(areas, columns, days),
        }
    )
    # Of two sources that give one day, the finer is told: its text has a month before the year.
    stated["finer"] = stated["text"].str.len()
    ordered = stated.sort_values(["day", "finer"], kind="stable", na_position="first")
    keys = [pd.Series(one)[ordered.index] for one in by]
    newest: pd.Series = ordered["text"].groupby(keys, sort=True).last()
    return newest
