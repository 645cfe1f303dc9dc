"""A span of days as people write it: a year, a quarter, a month, a day, two of them, the last."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from geo.errors import SpanError
from geo.parsing.plain import plain

Span = tuple[dt.date | None, dt.date | None]
"""First and last day, both included; None where it is open."""

HINT = (
    "Write 2020, 2020-07, 2020-Q3, July 2021, 2021-07-06 to 2021-08-15, since 2023 or last 90 days."
)

_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
_NUMBERED = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_QUARTER = re.compile(r"(?:(\d{4})[- ]?q([1-4])|q([1-4]) (\d{4}))", re.ASCII)
_NAMED = re.compile(r"(?:(\d{1,2}) )?([a-z]{3,9})\.? (\d{4})", re.ASCII)
_LAST = re.compile(r"last (?:(\d{1,4}) )?(day|week|month|year)s?", re.ASCII)
# `plain` makes a hyphen of each dash: after a year one that leads to a year or a name is a span's.
_BETWEEN = re.compile(r" to | until | - |\.\.|(?<=\d{4})-(?=\d{4}|[a-pr-z])", re.ASCII)
_OPEN = {"since": (1, 0), "from": (1, 0), "until": (0, 1), "to": (0, 1)}
_MONTHS_EACH = {"month": 1, "year": 12}
_DAYS_EACH = {"day": 1, "week": 7}
_A_YEAR = 12


def read_span(text: str, *, last: dt.date) -> Span:
    """Read a span of days.

    Parameters
    ----------
    text
        Such as ``2020``, ``2020-07``, ``2020-Q3``, ``July 2021``, ``2021-07-06 to 2021-08-15``,
        ``since 2023``, ``until March 2024`` or ``last 90 days``. Empty for all days.
    last
        Day that the last days are counted back from, itself the last of them.

    Raises
    ------
    SpanError
        When it is no span, or ends before it begins.
    """
    words = re.sub(r"\s+", " ", plain(text)).strip().casefold()
    if not words:
        return None, None
    if back := _LAST.fullmatch(words):
        return _back(int(back[1] or 1), back[2], last=last), last
    head, _, rest = words.partition(" ")
    if head in _OPEN and rest:
        begin, end = _one(rest, text)
        keeps_begin, keeps_end = _OPEN[head]
        return (begin if keeps_begin else None), (end if keeps_end else None)
    parts = _BETWEEN.split(words)
    if len(parts) == 1:
        return _one(words, text)
    if len(parts) != 2:  # noqa: PLR2004 - a first and a last
        raise SpanError(f"{text!r} is no span of days. {HINT}")
    begin, end = _one(parts[0], text)[0], _one(parts[1], text)[1]
    if begin > end:
        raise SpanError(f"{text!r} ends before it begins.")
    return begin, end


def span_text(first: dt.date | None, last: dt.date | None) -> str:
    """Write a span as `read_span` takes it, as short as it can be said."""
    if first is None or last is None:
        return f"since {first}" if first else f"until {last}" if last else ""
    if first == last:
        return f"{first}"
    if (first, last) == _months(first.year, 1, 12):
        return f"{first:%Y}"
    if (first, last) == _months(first.year, first.month, first.month):
        return f"{first:%Y-%m}"
    return f"{first} to {last}"


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _one(words: str, text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a year, a quarter, a month or a day."""
    try:
        if found := _NUMBERED.fullmatch(words):
            year, month, day = (int(part) if part else 0 for part in found.groups())
            return _parts(year, month, day, dayless=found[3] is None, whole=found[2] is None)
        if found := _QUARTER.fullmatch(words):
            year, quarter = int(found[1] or found[4]), int(found[2] or found[3])
            return _months(year, 3 * quarter - 2, 3 * quarter)
        if (found := _NAMED.fullmatch(words)) and found[2] in _MONTHS:
            year, month, day = int(found[3]), _MONTHS[found[2]], int(found[1] or 0)
            return _parts(year, month, day, dayless=found[1] is None, whole=False)
    except ValueError as error:
        raise SpanError(f"{text!r} names a day that there is not. {HINT}") from error
    raise SpanError(f"{text!r} is no span of days. {HINT}")


def _parts(
    year: int, month: int, day: int, *, dayless: bool, whole: bool
) -> tuple[dt.date, dt.date]:
    if whole:
        return _months(year, 1, _A_YEAR)
    if dayless:
        dt.date(year, month, 1)
        return _months(year, month, month)
    return dt.date(year, month, day), dt.date(year, month, day)


def _back(many: int, unit: str, *, last: dt.date) -> dt.date:
    """First of the last days: a month back from 31 March is 1 March, of a year 1 April before."""
    try:
        if unit in _DAYS_EACH:
            return last - dt.timedelta(days=many * _DAYS_EACH[unit] - 1)
        number = last.year * _A_YEAR + last.month - 1 - many * _MONTHS_EACH[unit]
        year, month = number // _A_YEAR, number % _A_YEAR + 1
        day = min(last.day, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day) + dt.timedelta(days=1)
    except (OverflowError, ValueError, calendar.IllegalMonthError) as error:
        raise SpanError(f"{many} {unit}s back there is no day. {HINT}") from error
