"""Times of another zone: the day as it is written, and the day that it was in Baghdad."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd

from geo.parsing.columns import distinct
from geo.parsing.plain import plain as readable

_ZONED = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})", re.ASCII
)
_BAGHDAD = dt.timezone(dt.timedelta(hours=3))
_COLUMNS = ("date", "date_latest")


def other_days(cells: pd.DataFrame) -> list[str]:
    """Say of each column of dates how many times fell on another day in Baghdad (UTC+3).

    Parameters
    ----------
    cells
        Text cells under our column names, before times are cut off.
    """
    notes = []
    for column in _COLUMNS:
        if column not in cells:
            continue
        code, words = distinct(cells[column])
        days = [_other_day(word) for word in words]
        count = int(np.isin(code, [n for n, day in enumerate(days) if day]).sum())
        if count:
            word, day = next((w, d) for w, d in zip(words, days, strict=True) if d)
            notes.append(
                f"{column}: {count} times fell on another day in Baghdad, such as {word!r} on "
                f"{day}; the day as it is written is used."
            )
    return notes


def _other_day(text: str) -> str:
    """Day in Baghdad of a time with its zone, where it is not the day that is written."""
    plain = readable(text)
    if not _ZONED.fullmatch(plain):
        return ""
    try:
        day = dt.datetime.fromisoformat(plain).astimezone(_BAGHDAD).date().isoformat()
    except (ValueError, OverflowError):
        return ""
    return "" if plain.startswith(day) else day
