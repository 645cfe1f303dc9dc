"""The file's own words: which header of a user's file each of our columns was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from geo.errors import Fault
from geo.schemas.header_match import Match
from geo.schemas.vocabulary import COORDINATES

Headers = Mapping[str, str]
"""Header of the file by our column, for columns that the file calls otherwise."""


def headers_of(matches: Iterable[Match]) -> Headers:
    """Headers by our columns; latitude and longitude too where one text holds both."""
    named = {match.column: match.header for match in matches if match.mapped}
    for text in COORDINATES:
        if text in named:
            side = text.removesuffix("coordinates")
            for part in ("lat", "lon"):
                named.setdefault(f"{side}{part}", named[text])
    return {column: header for column, header in named.items() if header != column}


def with_headers(faults: Iterable[Fault], headers: Headers) -> tuple[Fault, ...]:
    """Faults that say the file's own word for their column."""
    return tuple(
        replace(fault, header=headers.get(fault.column, "")) if fault.column in headers else fault
        for fault in faults
    )


def with_coordinates(faults: Iterable[Fault], cells: pd.DataFrame) -> list[Fault]:
    """Faults of places that were read from a column of coordinates, under that column.

    Parameters
    ----------
    faults
        Of any columns.
    cells
        Cells under our columns, before a text that is no coordinate became the name of a place.
    """
    read_from = {
        f"{role}_place": (column, cells[column])
        for column, role in COORDINATES.items()
        if column in cells
    }

    def moved(fault: Fault) -> Fault:
        column, texts = read_from.get(fault.column, ("", None))
        if texts is None or not fault.given or texts.get(fault.row) != fault.given:
            return fault
        fix = tuple((column if name == fault.column else name, cell) for name, cell in fault.fix)
        return replace(fault, column=column, fix=fix)

    return [moved(fault) for fault in faults]


def within(faults: Iterable[Fault], headers: Headers, columns: pd.Index) -> list[Fault]:
    """Faults whose fix can be typed into the file; a fix for a column that it lacks is dropped.

    Parameters
    ----------
    faults
        Of any columns.
    headers
        What the file calls our columns.
    columns
        Headers of the file, which are those of its fix list.
    """
    have = set(columns)
    return [
        fault
        if all(headers.get(column, column) in have for column, _ in fault.fix)
        else replace(fault, fix=())
        for fault in faults
    ]


def fix_words(fault: Fault, headers: Headers) -> str:
    """Suggested fix in words of the file, as a person types it there; empty without one."""
    cells: dict[str, list[str]] = {}
    for column, cell in fault.fix:
        cells.setdefault(headers.get(column, column), []).append(cell)
    # Latitude comes first in one text of both.
    return ", ".join(f"{header} = {', '.join(given)}" for header, given in cells.items())
