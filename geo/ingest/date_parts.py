"""One date of three columns, where a table has one for the year, the month and the day."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geo.ingest.mapping import NO_PROFILE, Profile
from geo.parsing.plain import plain, whole_number
from geo.schemas.header_match import header_key, match_header
from geo.schemas.vocabulary import DATE_PARTS

JOINED = "year-month-day"
"""Header of the column that is made of the parts."""

_BY_KEY = {header_key(name): part for part, names in DATE_PARTS.items() for name in names}


def parts_of(headers: Iterable[str], *, profile: Profile = NO_PROFILE) -> dict[str, str]:
    """Headers of year, month and perhaps day, by part; empty where they are no date together.

    Parameters
    ----------
    headers
        Of a file. Where one of them is a date by itself, the parts of another are left alone.
    profile
        A person's word: where it has a date, or uses one of the parts, nothing is joined.
    """
    found: dict[str, list[str]] = {}
    for header in headers:
        part = _BY_KEY.get(header_key(header))
        if part is not None:
            found.setdefault(part, []).append(header)
        elif header != JOINED and header not in profile.columns:
            match = match_header(header)
            if match.column == "date" and match.mapped:
                return {}
    said = {header for header, column in profile.columns.items() if column}
    if not {"year", "month"} <= set(found) or any(len(names) > 1 for names in found.values()):
        return {}
    parts = {part: names[0] for part, names in found.items()}
    dated = "date" in profile.columns.values() and JOINED not in profile.columns
    return {} if dated or said.intersection(parts.values()) else parts


def joined(
    cells: pd.DataFrame, *, profile: Profile = NO_PROFILE
) -> tuple[pd.DataFrame, list[str], dict[str, str]]:
    """Cells with one column of dates more where parts of dates stand in columns of their own.

    Returns
    -------
    The cells, the parts beside as they were, a sentence on what was joined, and by header which
    part of the date it is, in words.
    """
    parts = parts_of([str(name) for name in cells.columns], profile=profile)
    if not parts or JOINED in cells:
        return cells, [], {}
    columns = [
        cells[parts[part]].map(lambda text: whole_number(plain(text)))
        for part in ("year", "month", "day")
        if part in parts
    ]
    dates = [_date(*row) for row in zip(*columns, strict=True)]
    names = ", ".join(parts[part] for part in ("year", "month", "day") if part in parts)
    notes = [f"one date is made of the columns {names}."]
    return (
        cells.assign(**{JOINED: dates}),
        notes,
        {name: f"date, its {part}" for part, name in parts.items()},
    )


def _date(year: str, month: str, day: str = "") -> str:
    """Text of a date of parts as they stand, so that a fault shows them."""
    if not month.isdecimal():
        return " ".join(filter(None, (day, month, year)))
    if not day:
        return f"{year}-{month.zfill(2)}" if year else ""
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"
