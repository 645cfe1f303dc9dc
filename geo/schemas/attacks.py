"""The attack table: what a row must hold, and every fault of every row listed at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo.crs import REGION
from geo.errors import Fault
from geo.parsing.columns import distinct, numbers, translated
from geo.schemas import tokens
from geo.schemas.hints import hint

ROLES: Final = ("target", "launch")

METHODS: Mapping[str, str] = tokens.METHODS
STATUSES: Mapping[str, str] = tokens.STATUSES
COUNTED = tokens.COUNTED
"""Statuses that are counted as attacks."""

PRECISIONS = ("day", "month", "year", "undated")

TIME_PRECISIONS = ("minute", "hour", "part_of_day")
DAY_PARTS = ("night", "dawn", "morning", "noon", "afternoon", "evening")

COLUMNS: Mapping[str, str] = {
    "attack_id": "id of the attack; made from the row number when the column is missing",
    "title": "one line on what happened",
    "date": "YYYY-MM-DD, YYYY-MM, YYYY, or empty",
    "date_precision": "day, month, year or undated; read off the date when missing",
    "date_latest": "latest day it can have happened, YYYY-MM-DD",
    "time_local": f"HH:MM at the target, or one of {', '.join(DAY_PARTS)}",
    "time_precision": f"one of {', '.join(TIME_PRECISIONS)}; read off the time when missing",
    "time_source": "where the time was reported",
    "status": f"one of {', '.join(STATUSES)}; reported when missing",
    "method": f"one of {', '.join(METHODS)}, or empty",
    "count": "munitions, a whole number, or empty",
    "attacks_in_row": "attacks that the row stands for; empty where the sources give no number, "
    "1 when the column is missing",
    "weapon": "type, free text",
    "target_place": "gazetteer id or name, `lat,lon`, or MGRS",
    "target_lat": "degrees north, WGS84",
    "target_lon": "degrees east, WGS84",
    "target_radius_km": "how well the place is known",
    "target_note": "free text",
    "launch_place": "gazetteer id or name, `lat,lon`, or MGRS",
    "launch_lat": "degrees north, WGS84",
    "launch_lon": "degrees east, WGS84",
    "launch_radius_km": "how well the place is known",
    "launch_note": "free text",
    "facade": "brand of the first claim, name or id",
    "assessed_group": "group that an analyst names, name or id; several together joined by `|`",
    "assessed_by": "who assesses",
    "assessed_confidence": "high, moderate, low or empty",
    "assessed_wording": "the source's own hedge",
    "permitted_by": "group that is recorded to have permitted it",
    "supported_by": "group that is recorded to have supported it; several joined by `|`",
    "killed": "whole number or empty",
    "wounded": "whole number or empty",
    "author_open": "yes where no source says whose it was while another party struck there too",
    "note": "free text",
    "source": "where it was reported",
}
REQUIRED = ("date", "method")
ATTRIBUTION = "attribution"
"""Column beside these with the words that a row's provider wants stated wherever it goes."""


CLAIM_COLUMNS = (
    "attack_id", "claim_order", "facade_id", "channel_id", "claimed_at", "wording", "source_id",
    "pointer",
)  # fmt: skip
REPORT_COLUMNS = ("attack_id", "source_id", "pointer", "credibility", "says")
CONFLICT_COLUMNS = ("attack_id", "field", "value", "source_id", "used", "why")


MOST_DIGITS = 6
"""Whole numbers longer than this are slips, not counts."""

_DASHES = {0: "year", 1: "month", 2: "day"}
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_DATE = re.compile(r"(19|20)[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?")
_ISO_HEAD = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}(?![0-9])")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


def is_date(text: str) -> bool:
    """Tell whether a text is a day, a month or a year of the calendar, in ISO form."""
    if not _DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True


def _is_date_or_empty(text: str) -> bool:
    return text == "" or is_date(text)


def _is_day(text: str) -> bool:
    return text == "" or (text.count("-") == 2 and is_date(text))  # noqa: PLR2004


def _is_count(text: str) -> bool:
    # str.isdigit alone takes superscripts, which no number parser reads.
    return text == "" or (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS)


@dataclass(frozen=True)
class _Check:
    """What the cells of a column must be, in words, and the test of a whole column."""

    name: str
    passes: Callable[[pd.Series], pd.Series]


def _each(test: Callable[[str], bool], name: str) -> _Check:
    def passes(cells: pd.Series) -> pd.Series:
        code, words = distinct(cells)
        sound = np.array([test(word) for word in words], dtype=bool)
        return pd.Series(sound[code], index=cells.index)

    return _Check(name, passes)


def _numeric(name: str, *, above: float, most: float) -> _Check:
    """Check of numbers as a whole column, since a large file has a million different ones."""

    def passes(cells: pd.Series) -> pd.Series:
        value = numbers(cells)
        return (cells == "") | ((value > above) & (value <= most))

    return _Check(name, passes)


def _one_of(words: Iterable[str], *, name: str = "") -> _Check:
    known = ("", *words)
    return _each(lambda text: text in known, name or f"one of {', '.join(words)}, or empty")


def is_time(text: str) -> bool:
    """Tell whether a text is a clock time, HH:MM, or a part of the day."""
    return text in DAY_PARTS or bool(_TIME.fullmatch(text))


TIME_NAME = f"a time: HH:MM, one of {', '.join(DAY_PARTS)}, or empty"
_RADIUS = _numeric("km above 0 and at most 1000, or empty", above=0, most=1000)
_CHECKS: Mapping[str, _Check] = {
    "date": _each(_is_date_or_empty, "a date: YYYY-MM-DD, YYYY-MM, YYYY, or empty"),
    "date_latest": _each(_is_day, "a date: YYYY-MM-DD, or empty"),
    "date_precision": _one_of(PRECISIONS),
    "time_local": _each(lambda text: text == "" or is_time(text), TIME_NAME),
    "time_precision": _one_of(TIME_PRECISIONS),
    "status": _one_of(STATUSES),
    "author_open": _one_of(("yes",)),
    # Eleven words are named once, not in every row.
    "method": _one_of(METHODS, name="a method that is known, or empty"),
    "count": _each(_is_count, "a whole number, or empty"),
    "attacks_in_row": _each(_is_count, "a whole number, or empty"),
    "killed": _each(_is_count, "a whole number, or empty"),
    "wounded": _each(_is_count, "a whole number, or empty"),
    "assessed_confidence": _one_of(("high", "moderate", "low")),
    "target_radius_km": _RADIUS,
    "launch_radius_km": _RADIUS,
    **{
        f"{role}_{axis}": _numeric("decimal degrees, or empty", above=-1e8, most=1e8)
        for role in ("target", "launch")
        for axis in ("lat", "lon")
    },
}


def cell_faults(table: pd.DataFrame) -> list[Fault]:
    """Faults of single cells, as pandera reports them; the index is the row number."""
    open_ = _not_passing(table)
    if not open_:
        return []
    # Loaded late: a table without a fault needs none of it, and it takes a quarter of a second.
    import pandera.pandas as pa  # noqa: PLC0415

    columns = {
        name: pa.Column(
            str, [pa.Check(one.passes, name=one.name, element_wise=False)], required=False
        )
        for name, one in _CHECKS.items()
        if name in open_
    }
    try:
        pa.DataFrameSchema(columns, strict=False).validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.dropna(subset=["index"])
        cells = list(
            zip(
                cases["column"].astype(str),
                cases["failure_case"].astype(str),
                cases["check"].astype(str),
                strict=True,
            )
        )
        hints = {cell: hint(*cell) for cell in dict.fromkeys(cells)}
        return [
            Fault(int(row), column, given, *hints[column, given, check])
            for row, (column, given, check) in zip(cases["index"], cells, strict=True)
        ]
    return []


def _not_passing(table: pd.DataFrame) -> list[str]:
    """Columns with a check that do not stand once, are not text alone or do not pass it."""
    columns = [name for name in _CHECKS if name in table]
    if not table.columns.is_unique:
        return columns
    return [
        name
        for name in columns
        if pd.api.types.infer_dtype(table[name], skipna=False) not in {"string", "empty"}
        or not bool(_CHECKS[name].passes(table[name]).all())
    ]


def date_faults(table: pd.DataFrame) -> list[Fault]:
    """Faults between dates: a precision finer than the date given, a latest day before it."""
    date, latest = table["date"], table["date_latest"]
    given, stated = precision_given(date), table["date_precision"]
    finer = _fineness(stated, unknown=len(PRECISIONS)) < _fineness(given, unknown=0)
    faults = [
        Fault(
            int(row), "date_precision", word, f"the date is known to the {known}", "Correct either."
        )
        if known != "undated"
        else Fault(int(row), "date_precision", word, "there is no date", "Give it, or clear this.")
        for row, word, known in zip(
            table.index[finer], table.loc[finer, "date_precision"], given[finer], strict=True
        )
    ]
    # ISO dates compare as text; a date cut short compares as the begin of its period.
    early = (date != "") & (latest != "")
    if early.any():
        early &= latest < date
    return faults + [
        Fault(int(row), "date_latest", day, "before the date itself", "Correct either.")
        for row, day in zip(table.index[early], latest[early], strict=True)
    ]


def time_faults(table: pd.DataFrame) -> list[Fault]:
    """Faults of times: a precision without a time, or one that the time does not have."""
    time, stated = table["time_local"], table["time_precision"]
    if (stated == "").all():
        return []
    known = time.map(is_time) & stated.isin(TIME_PRECISIONS)
    wrong = known & (time.isin(DAY_PARTS) != (stated == "part_of_day"))
    alone = (time == "") & stated.isin(TIME_PRECISIONS)
    return [
        Fault(int(row), "time_precision", str(word), problem, remedy)
        for rows, problem, remedy in (
            (alone, "there is no time", "Give it, or clear this."),
            (wrong, "the time is a part of the day or a clock time, and this is the other",
             "Correct either."),
        )
        for row, word in zip(table.index[rows], stated[rows], strict=True)
    ]  # fmt: skip


def time_precision_given(time: pd.Series) -> pd.Series:
    """How finely each time is written: part_of_day, hour, minute; empty for none."""

    def precision(text: str) -> str:
        if text in DAY_PARTS:
            return "part_of_day"
        # A full hour is how a time that is known about is written.
        return ("hour" if text.endswith(":00") else "minute") if text else ""

    return translated(time, precision)


def precision_given(date: pd.Series) -> pd.Series:
    """How finely each date is written: day, month, year, undated; empty for none of them."""
    return translated(date, lambda text: _DASHES.get(text.count("-"), "") if text else "undated")


def _fineness(words: pd.Series, *, unknown: int) -> np.ndarray:
    """Place of each word among `PRECISIONS`, or the number given for others."""
    code, known = distinct(words)
    order = [PRECISIONS.index(word) if word in PRECISIONS else unknown for word in known]
    return np.asarray(order, dtype=int)[code]


def ahead_fault(today: dt.date) -> tuple[str, str]:
    """Problem and remedy of a date after today."""
    return f"the date lies after today, {today.isoformat()}", "Check the year."


def is_ahead(text: str, *, today: dt.date) -> bool:
    """Tell whether a text names a day, a month or a year that has not begun.

    What does not begin with an ISO date is read for years alone: `July 2031` is ahead, and of
    `July 2021` or of a text without a year nothing is said.
    """
    head = _ISO_HEAD.match(text)
    if head:
        # ISO dates compare as text; one that is cut short compares as the begin of its period.
        return head.group() > today.isoformat()
    return any(int(year) > today.year for year in _YEAR.findall(text))


def ahead_faults(table: pd.DataFrame, *, today: dt.date) -> list[Fault]:
    """Faults of attacks that are dated after today, of text cells; the index is the row number."""
    faults = []
    for column in ("date", "date_latest"):
        if column not in table:
            continue
        cells = table[column]
        if column == "date_latest" and "date" in table:
            # The last day of a month that has begun bounds an attack known to the month.
            cells = cells[table["date"].str.count("-") == 2]  # noqa: PLR2004
        faults += [
            Fault(int(row), column, text, *ahead_fault(today))
            for row, text in zip(cells.index, cells, strict=True)
            if is_date(text) and is_ahead(text, today=today)
        ]
    return faults


def region_fault(lat: float, lon: float) -> tuple[str, str] | None:
    """Problem and remedy of a coordinate outside the region, swapped or not, or None."""
    (south, north), (west, east) = REGION["lat"], REGION["lon"]
    if south <= lat <= north and west <= lon <= east:
        return None
    if south <= lon <= north and west <= lat <= east:
        return (
            "latitude and longitude look swapped",
            f"Read as {lon:g} N, {lat:g} E it lies in the region: swap them.",
        )
    return (
        f"outside the region ({south:g}–{north:g} N, {west:g}–{east:g} E)",
        "Check sign and degrees, or leave it empty.",
    )
