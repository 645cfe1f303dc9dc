"""Dates of the Hijri and Solar Hijri calendars: the day that they may be is named, never used."""

from __future__ import annotations

import datetime as dt

from geo.parsing.days import in_words
from geo.parsing.names import bare

YEARS = range(1300, 1500)
"""Years that are of one of these calendars: no attack of the record is older than 1900."""

_LUNAR = (
    ("محرم", "muharram"), ("صفر", "safar"),
    ("ربيع الأول", "rabi al-awwal"), ("ربيع الآخر", "ربيع الثاني", "rabi al-thani"),
    ("جمادى الأولى", "جمادى الاول", "jumada al-ula"),
    ("جمادى الآخرة", "جمادى الثانية", "جمادى الثاني", "jumada al-thani"),
    ("رجب", "rajab"), ("شعبان", "shaban"), ("رمضان", "ramadan"), ("شوال", "shawwal"),
    ("ذو القعدة", "ذي القعدة", "dhu al-qadah"), ("ذو الحجة", "ذي الحجة", "dhu al-hijjah"),
)  # fmt: skip
_SOLAR = (
    ("فروردین", "farvardin"), ("اردیبهشت", "ordibehesht"), ("خرداد", "khordad"), ("تیر", "tir"),
    ("مرداد", "mordad"), ("شهریور", "shahrivar"), ("مهر", "mehr"), ("آبان", "aban"),
    ("آذر", "azar"), ("دی", "dey"), ("بهمن", "bahman"), ("اسفند", "esfand"),
)  # fmt: skip

LUNAR_MONTHS = {bare(name): n for n, names in enumerate(_LUNAR, 1) for name in names}
SOLAR_MONTHS = {bare(name): n for n, names in enumerate(_SOLAR, 1) for name in names}
"""Months of both by the keys of their names."""

_HIJRI_EPOCH, _ORDINAL_OF_JULIAN_DAY_0 = 1_948_054, 1_721_424
_LONG, _SHORT, _LONG_MONTHS, _MONTHS = 31, 30, 6, 12
_NOWRUZ = (1400, dt.date(2021, 3, 21))


def lunar_day(year: int, month: int, day: int) -> dt.date | None:
    """Day of a Hijri date by the civil calendar, which may be one or two days off the moon's."""
    if not (1 <= month <= _MONTHS and 1 <= day <= _SHORT):
        return None
    julian = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day
    return dt.date.fromordinal(julian + _HIJRI_EPOCH - _ORDINAL_OF_JULIAN_DAY_0)


def solar_day(year: int, month: int, day: int) -> dt.date | None:
    """Day of a Solar Hijri date, as Iran counts."""
    if not 1 <= month <= _MONTHS or not 1 <= day <= (_LONG if month <= _LONG_MONTHS else _SHORT):
        return None
    base, begin = _NOWRUZ
    step = 1 if year >= base else -1
    span = range(base, year) if step > 0 else range(year, base)
    away = step * sum(366 if _is_leap(one) else 365 for one in span)
    before = sum(_LONG if m <= _LONG_MONTHS else _SHORT for m in range(1, month))
    return begin + dt.timedelta(away + before + day - 1)


def _is_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8  # noqa: PLR2004  # holds from 1343 to 1472


def named(parts: tuple[int, int, int], *, lunar: bool = True, solar: bool = True) -> list[str]:
    """What a date of these calendars may be, in words, such as “Hijri (about 8 July 2021)”.

    Parameters
    ----------
    parts
        Year, month and day, 0 for a month or day that is not given.
    lunar, solar
        Which of the calendars may be meant.
    """
    year, month, day = parts
    today = dt.datetime.now(tz=dt.UTC).date()
    readings = []
    for meant, name, about, find in (
        (lunar, "Hijri", "about ", lunar_day),
        (solar, "Solar Hijri (Persian)", "", solar_day),
    ):
        found = find(year, month or 1, day or 1) if meant else None
        if found is None or found > today + dt.timedelta(366):
            continue
        shown = f"{found:%B %Y}" if not day else in_words(found)
        readings.append(f"{name}: {about if day else 'about '}{shown}")
    return readings
