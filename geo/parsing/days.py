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


def day_text(day: str, known: str) -> str:
    """Write an ISO day as finely as it is known: “on 2021-10-18”, “in 2021-10” or “in 2021”."""
    letters = {"month": 7, "year": 4}.get(known)
    return f"in {day[:letters]}" if letters else f"on {day}"
