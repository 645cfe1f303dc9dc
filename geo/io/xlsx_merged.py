"""Merged cells of a sheet: the value that stands once and is meant for each of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from openpyxl.utils import column_index_from_string

from geo.errors import ConformError, Fault
from geo.io.raw import MOST_COLUMNS

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})[\"']"
)
MOST_RANGES = 200_000
"""Merged ranges of a sheet at most."""

_CHUNK, _LONGEST_TAG = 1 << 20, 512
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_REMEDY = "It stands in each of them now: correct the cell, or write yes under “confirmed”."


class Range(NamedTuple):
    """Rows of one column, both ends counted, whose cells are merged; columns count from 0."""

    column: int
    first: int
    last: int


def merged_ranges(part: IO[bytes], *, file: str) -> list[Range]:
    """Ranges of more than one row that a sheet merges, in order, none over another.

    Parameters
    ----------
    part
        XML of the sheet. It is searched and not parsed: the tags stand after all cells.
    file
        Name used in messages.

    Raises
    ------
    ConformError
        Above `MOST_RANGES`.
    """
    found: set[Range] = set()
    tail = b""
    while chunk := part.read(_CHUNK):
        text = tail + chunk
        found |= {
            Range(column_index_from_string(letters.decode()) - 1, int(first), int(last))
            for letters, first, last in _MERGED.findall(text)
            if int(last) > int(first)
        }
        if len(found) > MOST_RANGES:
            problem = f"the sheet merges more than {MOST_RANGES:,} ranges over rows"
            raise ConformError.for_file(file, problem, "Unmerge its cells, or save it as CSV.")
        tail = text[-_LONGEST_TAG:]
    kept: list[Range] = []
    for one in sorted(found):
        apart = not kept or kept[-1].column != one.column or kept[-1].last < one.first
        if apart and one.column < MOST_COLUMNS:
            kept.append(one)
    return kept


def filled_down(
    cells: pd.DataFrame, ranges: Iterable[Range], *, file: str
) -> tuple[pd.DataFrame, list[Fault], tuple[str, ...]]:
    """Put the value of each range into its empty cells.

    Parameters
    ----------
    cells
        Text cells, indexed by sheet row in order.
    ranges
        Ranges of the sheet; what lies in no row of the table is left alone.
    file
        Name used in messages.

    Returns
    -------
    New cells; a fault for each row of a range that holds a number, which may be the sum of all its
    rows; and a note that says how many cells were filled.
    """
    columns: dict[int, NDArray[np.object_]] = {}
    faults: list[Fault] = []
    filled, example = 0, ""
    for column, first, last in ranges:
        begin, end = (int(at) for at in cells.index.searchsorted([first, last + 1]))
        if begin == len(cells) or cells.index[begin] != first or column >= cells.shape[1]:
            continue
        if column not in columns:
            columns[column] = cells.iloc[:, column].to_numpy(object, copy=True)
        values, name = columns[column], str(cells.columns[column])
        value, empty = str(values[begin]), begin + np.flatnonzero(values[begin:end] == "")
        if not value or not len(empty):
            continue
        values[empty] = value
        filled += len(empty)
        example = example or f"{name!r} of rows {first} to {last}"
        if _NUMBER.fullmatch(value):
            problem = f"a number merged over rows {first} to {last} may be the sum of all"
            faults += [
                Fault(int(row), name, value, problem, _REMEDY, confirmable=True)
                for row in cells.index[[begin, *empty.tolist()]]
            ]
    out = cells.assign(**{str(cells.columns[at]): made for at, made in columns.items()})
    words = f"{filled} empty cells of merged ranges were given the value of their range"
    return out, faults, (f"{file}: {words}, such as {example}.",) if filled else ()
