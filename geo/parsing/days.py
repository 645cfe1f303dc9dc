"""A day as people read it, and the day that it is."""

from __future__ import annotations

import datetime as dt

_BAGHDAD = dt.timezone(dt.timedelta(hours=3))


def today() -> dt.date:
    """Give the day that it is in Baghdad."""
    return dt.datetime.now(tz=_BAGHDAD).date()


def in_words(day: dt.date, *, short: bool = False) -> str:
    """Write a day: 7 July 2021.

    `strftime` has no way to leave out the leading zero that every system knows.

    Parameters
    ----------
    day
        A day or a moment.
    short
        Cut the month to three letters: 7 Jul 2021.
    """
    return f"{day.day} {day:%b %Y}" if short else f"{day.day} {day:%B %Y}"
