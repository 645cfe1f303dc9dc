"""Dates as people write them: read where they can be read one way only, and why one is none."""

from __future__ import annotations

import calendar
import re

from geo.intake.coordinates import DIGITS
from geo.intake.vocabulary import MONTHS
from geo.names import key

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"
_TIMED = re.compile(rf"(\d{{4}}([/.\-])\d{{1,2}}\2\d{{1,2}})[T ]{_CLOCK}")
_WORDED = re.compile(r"(\d{1,2})[\s\-.]+([^\d]+?)[\s\-.,]+(\d{4})")
_MONTH_FIRST = re.compile(r"([^\d\s]+)\s+(\d{1,2}),?\s+(\d{4})")
_MONTH_ALONE = re.compile(r"([^\d]+?)[\s\-.,]+(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{1,2})")
_YEAR_MONTH = re.compile(r"(\d{4})\s*[/\-]\s*(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_MONTH_BY_NAME = {key(n): number for number, names in enumerate(MONTHS, 1) for n in names}
_MONTHS, _FEBRUARY = 12, 2

ORDERS = ("day first", "month first")
"""Ways in which 03/04/2021 can be meant."""

Parts = tuple[int, int, int]
"""Year, month and day, 0 for a month or day that is not given."""


def iso_date(text: str, *, date_order: str = "") -> str:
    """Day, month or year in ISO form of a date that can be read one way only, or an empty string.

    Parameters
    ----------
    text
        Such as `2021-07-08`, `2021/7/8`, `٢٠٢١.٧.٨`, `8 تموز 2021`, `July 2021`.
    date_order
        `day first` or `month first`, for dates such as 03/04/2021.
    """
    plain = text.strip().translate(DIGITS)
    timed = _TIMED.fullmatch(plain)
    found = _given(timed[1] if timed else plain) or _ordered(plain, date_order)
    if found is None or _wrong(found):
        return ""
    year, month, day = found
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def _given(plain: str) -> Parts | None:
    """Parts of a date whose order is plain, sound or not; -1 for a month or day that is 0."""
    iso = _ISO.fullmatch(plain)
    if iso:
        return int(iso[1]), _part(iso[2]), _part(iso[3])
    years = _YEAR_FIRST.fullmatch(plain)
    if years:
        return int(years[1]), _part(years[3]), _part(years[4])
    years = _YEAR_MONTH.fullmatch(plain)
    if years:
        return int(years[1]), _part(years[2]), 0
    for pattern, day, word, year in ((_WORDED, 1, 2, 3), (_MONTH_FIRST, 2, 1, 3)):
        worded = pattern.fullmatch(plain)
        if worded:
            month = _MONTH_BY_NAME.get(key(worded[word]))
            return (int(worded[year]), month, _part(worded[day])) if month else None
    alone = _MONTH_ALONE.fullmatch(plain)
    named = _MONTH_BY_NAME.get(key(alone[1])) if alone else None
    return (int(alone[2]), named, 0) if alone and named else None


def _part(digits: str | None) -> int:
    return 0 if digits is None else int(digits) or -1


def _ordered(plain: str, order: str) -> Parts | None:
    slashed = _SLASHED.fullmatch(plain)
    if slashed is None or not order:
        return None
    day, month = slashed[1], slashed[2]
    if order == "month first":
        day, month = month, day
    return int(slashed[3]), _part(month), _part(day)


def _wrong(parts: Parts) -> str:
    """Why there is no such day, in words; empty where there is."""
    year, month, day = parts
    if not year:
        return "there is no year 0"
    if month and not 1 <= month <= _MONTHS:
        return f"there is no month {max(month, 0)}"
    if day < 0:
        return "there is no day 0"
    if day:
        most = calendar.monthrange(year, month)[1]
        of_year = f" {year}" if month == _FEBRUARY else ""
        if day > most:
            return f"{MONTHS[month - 1][0].capitalize()}{of_year} has {most} days"
    return ""


def impossible(text: str) -> str:
    """Why a text that is written like a date can be none, such as “November has 30 days”.

    Returns
    -------
    The reason in words; empty for a day that there is, and for what is not written like a date.
    """
    plain = text.strip().translate(DIGITS)
    timed = _TIMED.fullmatch(plain)
    found = _given(timed[1] if timed else plain)
    if found is not None:
        return _wrong(found)
    both = [parts for order in ORDERS if (parts := _ordered(plain, order))]
    reasons = [_wrong(parts) for parts in both]
    if not reasons or not all(reasons):
        return ""
    # Of two readings the one with a month says more than the one without.
    likely = [why for why in reasons if not why.startswith("there is no month")]
    return likely[0] if likely else " and ".join(dict.fromkeys(reasons))
