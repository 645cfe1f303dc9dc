"""Dates as people write them: read where they can be read one way only, and why one is none."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from geo.parsing.calendars import LUNAR_MONTHS, SOLAR_MONTHS, YEARS, named
from geo.parsing.names import bare
from geo.parsing.plain import plain, whole_number

MONTHS = (
    ("january", "jan", "كانون الثاني", "يناير"),
    ("february", "feb", "شباط", "فبراير"),
    ("march", "mar", "آذار", "مارس"),
    ("april", "apr", "نيسان", "أبريل"),
    ("may", "أيار", "مايو"),
    ("june", "jun", "حزيران", "يونيو"),
    ("july", "jul", "تموز", "يوليو"),
    ("august", "aug", "آب", "أغسطس"),
    ("september", "sep", "sept", "أيلول", "سبتمبر"),
    ("october", "oct", "تشرين الأول", "أكتوبر"),
    ("november", "nov", "تشرين الثاني", "نوفمبر"),
    ("december", "dec", "كانون الأول", "ديسمبر"),
)
"""Months as they are written in English and in Iraq and its neighbours."""

WEEKDAYS = (
    ("monday", "mon", "الاثنين", "اثنين"),
    ("tuesday", "tue", "tues", "الثلاثاء", "ثلاثاء"),
    ("wednesday", "wed", "الأربعاء", "اربعاء"),
    ("thursday", "thu", "thur", "thurs", "الخميس", "خميس"),
    ("friday", "fri", "الجمعة", "جمعة"),
    ("saturday", "sat", "السبت", "سبت"),
    ("sunday", "sun", "الأحد", "احد"),
)
"""Days of the week, Monday first, which may stand beside a date."""

# Blanks are single and at most one stands at each place: no pattern here looks twice at a run.
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4}) ?([/.\-]) ?(\d{1,2}) ?\2 ?(\d{1,2})", re.ASCII)
_YEAR_MONTH = re.compile(r"(\d{4}) ?[/\-] ?(\d{1,2})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{4})", re.ASCII)
_HALF = r"(?:[ap]\.?m\.?|ص|م|صباحا|مساء)"
_CLOCK = (
    rf"(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:[.,]\d{{1,9}})?)?(?: ?{_HALF})?"
    r"(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
)
_BEHIND = re.compile(rf"(?:T|,? )(?:at |الساعة )?{_CLOCK}$", re.ASCII | re.IGNORECASE)
_BEFORE = re.compile(rf"{_CLOCK},? ", re.ASCII | re.IGNORECASE)
_LONGEST_CLOCK = 45
_WORDS = re.compile(r"[0-9]+|[^\W0-9_]+")
_BETWEEN = frozenset(" -./,،()'ـ")
_FILLERS = frozenset(
    ("of", "من", "شهر", "يوم", "سنه", "عام", "st", "nd", "rd", "th", "م", "ad", "ce")
)
_HIJRI = frozenset(("ه", "هـ", "هجري", "هجريه", "ah"))
_NUMBERED = {"كانون": ("كانون اول", "كانون ثاني"), "تشرين": ("تشرين اول", "تشرين ثاني")}
_NUMBERED_ALSO = {"ك": "كانون", "ت": "تشرين"}
"""The two months of a name that people tell apart by a number: the first is December or October."""

_SECONDS, _MILLI = re.compile(r"1\d{9}"), re.compile(r"[1-9]\d{11,12}")
_SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d{1,12})?", re.ASCII)
_RUN = re.compile(r"(?:19|20)\d{6}")
_DAY_ZERO, _BAGHDAD = dt.date(1899, 12, 30), dt.timezone(dt.timedelta(hours=3))
_LEAST, _MOST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC), dt.datetime(2050, 1, 1, tzinfo=dt.UTC)

_MONTH_BY_NAME = {bare(n): number for number, names in enumerate(MONTHS, 1) for n in names}
_WEEKDAY_BY_NAME = {bare(n): number for number, names in enumerate(WEEKDAYS) for n in names}
_MONTHS, _FEBRUARY, _HOURS, _SIXTY = 12, 2, 24, 60
_YEAR_DIGITS, _DAY_DIGITS = 4, 2

ORDERS = ("day first", "month first")
"""Ways in which 03/04/2021 can be meant."""

Parts = tuple[int, int, int]
"""Year, month and day, 0 for a month or day that is not given."""


class _Text(NamedTuple):
    """A date without its time and the name of its weekday: 0 for Monday, -1 where none is given."""

    date: str
    weekday: int


def iso_date(text: str, *, date_order: str = "") -> str:
    """Day, month or year in ISO form of a date that can be read one way only, or an empty string.

    Parameters
    ----------
    text
        Such as `2021-07-08`, `2021/7/8`, `٢٠٢١.٧.٨`, `8 تموز 2021`, `July 2021`, with a time and
        the name of the weekday beside; or milliseconds since 1970, as web maps write them.
    date_order
        `day first` or `month first`, for dates such as 03/04/2021.
    """
    read = whole_number(plain(text))
    if _MILLI.fullmatch(read):
        days = _days_since_1970(int(read) / 1000)
        return days[0] if len(days) == 1 else ""
    given = _without_time(read)
    found = _given(given.date) or _ordered(given.date, date_order)
    if found is None or _wrong(found, given.weekday):
        return ""
    year, month, day = found
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def _without_time(read: str) -> _Text:
    behind = _BEHIND.search(read, max(0, len(read) - _LONGEST_CLOCK))
    before = _BEFORE.match(read)
    clock = behind or before
    if clock is not None:
        hour, minute, second = (int(part or 0) for part in clock.groups())
        if hour > _HOURS or minute >= _SIXTY or second > _SIXTY:
            return _Text("", -1)
        read = (read[: clock.start()] if clock is behind else read[clock.end() :]).strip(" ,،")
    for word in _WORDS.findall(read):
        weekday = _WEEKDAY_BY_NAME.get(bare(word))
        if weekday is not None:
            rest = read.replace(word, "", 1).strip(" ,،.-")
            return _Text(rest.removeprefix("يوم").strip(" ,،"), weekday)
    return _Text(read, -1)


def _given(read: str) -> Parts | None:
    """Parts of a date whose order is plain, sound or not; -1 for a month or day that is 0."""
    iso = _ISO.fullmatch(read)
    if iso:
        return int(iso[1]), _part(iso[2]), _part(iso[3])
    years = _YEAR_FIRST.fullmatch(read)
    if years:
        return int(years[1]), _part(years[3]), _part(years[4])
    years = _YEAR_MONTH.fullmatch(read)
    if years:
        return int(years[1]), _part(years[2]), 0
    return _worded(read, _MONTH_BY_NAME)


def _worded(read: str, months: dict[str, int]) -> Parts | None:
    """Parts of a date whose month is a name of one calendar; None for anything else."""
    words = _WORDS.findall(read)
    if not set(_WORDS.sub("", read)) <= _BETWEEN or all(word.isdigit() for word in words):
        return None
    numbers, found = [], set()
    at = 0
    while at < len(words):
        word = bare(words[at])
        month, used = _month(words[at : at + 3], months)
        if month:
            found.add(month)
        elif words[at].isdecimal() and words[at].isascii():
            numbers.append(words[at])
        elif word not in _FILLERS and (word not in _HIJRI or months is _MONTH_BY_NAME):
            return None
        at += used
    years = [number for number in numbers if len(number) == _YEAR_DIGITS]
    days = [number for number in numbers if len(number) <= _DAY_DIGITS]
    if len(found) != 1 or len(years) != 1 or len(days) > 1 or len(years) + len(days) < len(numbers):
        return None
    return int(years[0]), found.pop(), _part(days[0]) if days else 0


def _month(words: list[str], months: dict[str, int]) -> tuple[int, int]:
    """Month that the first words name, 0 for none, and how many words that takes."""
    first = bare(words[0])
    numbered = _NUMBERED.get(_NUMBERED_ALSO.get(first, first))
    if numbered and len(words) > 1 and words[1] in {"1", "2"}:
        return months.get(numbered[int(words[1]) - 1], 0), 2
    if len(words) > 1:
        month = months.get(f"{first} {bare(words[1])}")
        if month:
            return month, 2
    return months.get(first, 0), 1


def _part(digits: str | None) -> int:
    return 0 if digits is None else int(digits) or -1


def _ordered(read: str, order: str) -> Parts | None:
    slashed = _SLASHED.fullmatch(read)
    if slashed is None or not order:
        return None
    day, month = slashed[1], slashed[2]
    if order == "month first":
        day, month = month, day
    return int(slashed[3]), _part(month), _part(day)


def _wrong(parts: Parts, weekday: int = -1) -> str:
    """Why there is no such day, in words; empty where there is."""
    year, month, day = parts
    if not year:
        return "there is no year 0"
    if month and not 1 <= month <= _MONTHS:
        return f"there is no month {max(month, 0)}"
    if day < 0:
        return "there is no day 0"
    return _wrong_day(year, month, day, weekday) if day else ""


def _wrong_day(year: int, month: int, day: int, weekday: int) -> str:
    most = calendar.monthrange(year, month)[1]
    of_year = f" {year}" if month == _FEBRUARY else ""
    name = MONTHS[month - 1][0].capitalize()
    if day > most:
        return f"{name}{of_year} has {most} days"
    was = dt.date(year, month, day).weekday()
    if weekday in {-1, was}:
        return ""
    is_day, not_day = (WEEKDAYS[n][0].capitalize() for n in (was, weekday))
    return f"{day} {name} {year} is a {is_day}, not a {not_day}"


def impossible(text: str) -> str:
    """Why a text that is written like a date can be none, such as “November has 30 days”.

    Returns
    -------
    The reason in words; empty for a day that there is, and for what is not written like a date.
    """
    given = _without_time(plain(text))
    found = _given(given.date)
    if found is not None:
        return _wrong(found, given.weekday)
    both = [parts for order in ORDERS if (parts := _ordered(given.date, order))]
    reasons = [_wrong(parts, given.weekday) for parts in both]
    if not reasons or not all(reasons):
        return ""
    # Of two readings the one with a month says more than the one without.
    likely = [why for why in reasons if not why.startswith("there is no month")]
    return likely[0] if likely else " and ".join(dict.fromkeys(reasons))


def other_calendar(text: str) -> str:
    """What a date of the Hijri or the Solar Hijri calendar may be, in words; empty for others."""
    read = _without_time(plain(text)).date
    for months, kind in ((LUNAR_MONTHS, "lunar"), (SOLAR_MONTHS, "solar")):
        found = _worded(read, months)
        if found is not None and found[0] in YEARS:
            return " or ".join(named(found, lunar=kind == "lunar", solar=kind == "solar"))
    marked = any(bare(word) in _HIJRI for word in _WORDS.findall(read))
    if marked:
        read = " ".join(word for word in read.split() if bare(word) not in _HIJRI)
    readings: dict[str, None] = {}
    for parts in (_given(read), *(_ordered(read, order) for order in ORDERS)):
        if parts is not None and parts[0] in YEARS:
            readings |= dict.fromkeys(named(parts, solar=not marked))
    return " or ".join(readings)


def counted_days(text: str) -> list[str]:
    """Days that a number may mean which counts days or seconds, or runs year, month, day together.

    Returns
    -------
    ISO days: of a spreadsheet’s day number, of seconds or milliseconds since 1970 (two days where
    it was another one in Baghdad) or of YYYYMMDD; none for any other text.
    """
    read = whole_number(plain(text))
    serial = _SERIAL.fullmatch(read)
    if serial:
        return [(_DAY_ZERO + dt.timedelta(int(serial[1]))).isoformat()]
    if _RUN.fullmatch(read):
        parts = int(read[:4]), int(read[4:6]) or -1, int(read[6:]) or -1
        return [] if _wrong(parts) else [f"{read[:4]}-{read[4:6]}-{read[6:]}"]
    if _SECONDS.fullmatch(read):
        return _days_since_1970(int(read))
    return _days_since_1970(int(read) / 1000) if _MILLI.fullmatch(read) else []


def _days_since_1970(seconds: float) -> list[str]:
    """Day in UTC and, where it is another, in Baghdad; none outside the years 1990 to 2050."""
    if not _LEAST.timestamp() <= seconds < _MOST.timestamp():
        return []
    moment = dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
    both = (moment.date().isoformat(), moment.astimezone(_BAGHDAD).date().isoformat())
    return list(dict.fromkeys(both))
