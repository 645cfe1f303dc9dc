"""When an attack was and when it was claimed: the earliest and the latest moment, UTC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from geo.parsing.columns import distinct
from geo.reference.time_zones import IRAQ, to_utc

ABOUT_MIN: Final = 60
"""How far before and after a time known “about that hour” may lie, minutes."""

PART_HOURS: Final[Mapping[str, tuple[int, int]]] = {
    "night": (0, 24),
    "dawn": (2, 8),
    "morning": (4, 12),
    "noon": (10, 14),
    "afternoon": (11, 19),
    "evening": (15, 24),
}
"""Between which hours of its day a part of the day can lie, widely; a night may be either end."""

_DAY_TEXT: Final = r"\d{4}-\d{2}-\d{2}"
_CLOCK_TEXT: Final = r"(?:[01]\d|2[0-3]):[0-5]\d"
_TIME_TEXT: Final = rf"[T ]({_CLOCK_TEXT})(?::\d{{2}})?"
_OFFSET_TEXT: Final = r"(Z|[+-]\d{2}:?\d{2})?"
_WHOLE: Final = rf"({_DAY_TEXT})(?:{_TIME_TEXT}{_OFFSET_TEXT})?"


def on_one_day(attacks: pd.DataFrame) -> pd.Series:
    """Tell of which attacks the day is known, and is one."""
    day = attacks["date"].notna() & (attacks["date_precision"] == "day")
    return day & (attacks["date_latest"] == attacks["date"])


def of_attacks(attacks: pd.DataFrame, zones: pd.Series) -> pd.DataFrame:
    """When each attack can have been.

    Parameters
    ----------
    attacks
        `date`, `date_latest`, `time_local` and `time_precision` of a record.
    zones
        Zone of each attack's clock, see `geo.reference.time_zones.zones_of`.

    Returns
    -------
    pandas.DataFrame
        `earliest` and `latest`, UTC without a zone, on the attacks' index; both NaT where the day
        or the zone is not known. They are one moment where the time is known to the minute.
    """
    code, words = distinct(attacks["time_local"])
    spans = np.array([_minutes(word) for word in words], dtype=np.int64).reshape(-1, 2)[code]
    slack = np.where(attacks["time_precision"] == "hour", ABOUT_MIN, 0)
    begin, end = (
        pd.Series(pd.to_timedelta(minutes, unit="min"), index=attacks.index)
        for minutes in (spans[:, 0] - slack, spans[:, 1] + slack)
    )
    latest_day = attacks["date_latest"].fillna(attacks["date"])
    found = pd.DataFrame(
        {
            "earliest": to_utc(attacks["date"] + begin, zones),
            "latest": to_utc(latest_day + end, zones, latest=True),
        }
    )
    return found.where(found.notna().all(axis="columns"))


def _minutes(time: str) -> tuple[int, int]:
    """First and last minute of a day that a time can mean."""
    if ":" in time:
        minute = int(time[:2]) * 60 + int(time[3:5])
        return minute, minute
    first, last = PART_HOURS.get(time, (0, 24))
    return first * 60, last * 60


def by_clock(attacks: pd.DataFrame) -> pd.Series:
    """Tell of which attacks the time is a clock time."""
    precision = attacks["time_precision"]
    found: pd.Series = (precision == "minute") | (precision == "hour")
    return found


def of_claims(claims: pd.DataFrame) -> pd.DataFrame:
    """When each claim can have been made.

    Parameters
    ----------
    claims
        `claimed_at`: YYYY-MM-DD, with a time and an offset where they are known; and, where the
        table has it, `claimed_time`, HH:MM of that day. Without an offset it is Iraq's clock,
        which brands speak by.

    Returns
    -------
    pandas.DataFrame
        `day` (of Iraq's calendar), `earliest` and `latest`, UTC without a zone, NaT where no day is
        reported, and `timed`, whether the minute is known.
    """
    parts = claims["claimed_at"].str.fullmatch(_WHOLE)
    written = claims["claimed_at"].where(parts, "").str.extract(_WHOLE)
    day = pd.to_datetime(written[0], format="%Y-%m-%d", errors="coerce")
    beside = claims.get("claimed_time", pd.Series("", index=claims.index))
    time = written[1].fillna(beside.where(beside.str.fullmatch(_CLOCK_TEXT)))
    at = day + pd.to_timedelta(time + ":00", errors="coerce")
    timed = at.notna()
    iraq = pd.Series(IRAQ, index=claims.index, dtype=object)
    minute = (at - _offsets(written[2])).where(written[2].notna(), to_utc(at, iraq))
    whole = pd.Timedelta(days=1)
    earliest = minute.where(timed, to_utc(day, iraq))
    latest = minute.where(timed, to_utc(day + whole, iraq))
    local = (earliest.dt.tz_localize("UTC").dt.tz_convert(IRAQ)).dt.tz_localize(None)
    return pd.DataFrame(
        {"day": local.dt.normalize(), "earliest": earliest, "latest": latest, "timed": timed}
    )


def _offsets(texts: pd.Series) -> pd.Series:
    """Offset from UTC of each text such as +03:00; NaT for none."""
    plain = texts.replace("Z", "+00:00").str.replace(":", "", regex=False)
    sign = plain.str[0].map({"+": 1, "-": -1})
    minutes = pd.to_numeric(plain.str[1:3]) * 60 + pd.to_numeric(plain.str[3:5])
    return pd.to_timedelta(sign * minutes, unit="min")
