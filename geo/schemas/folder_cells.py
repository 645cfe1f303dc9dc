"""Cells of one column of a data folder's table, held against what the column may hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from geo.errors import Fault
from geo.schemas.attacks import ahead_fault, is_ahead, is_date
from geo.schemas.folder_tables import Column

_NUMBER = re.compile(r"[+-]?(\d{1,12}(\.\d{0,15})?|\.\d{1,15})")
_DAY_LETTERS = 10
_MOST_NAMED = 12
"""Words that a remedy lists; more nobody reads."""

_SHOWN = 80


def ahead_faults_of(cells: pd.Series, column: Column, *, on: dt.date) -> list[Fault]:
    """Dates of what has been that lie after a day; what is no date has a fault of its own."""
    dated = column.kind in {"day", "date"}
    return [
        Fault(row, str(cells.name), cut(text), *ahead_fault(on))
        for row, text in zip(cells.index.tolist(), cells, strict=True)
        if is_ahead(text, today=on) and (not dated or is_sound(text, column))
    ]


def cell_faults_of(
    cells: pd.Series, column: Column, *, ids: Mapping[str, Collection[str]]
) -> list[Fault]:
    """Cells that are empty, of another kind, or no word or id that is known.

    Parameters
    ----------
    cells
        Text cells of the column, under the lines of the file.
    column
        What they may hold.
    ids
        As of `geo.schemas.folder.table_faults`.
    """
    if _all_sound(cells.tolist(), column, ids=ids):
        return []
    name = str(cells.name)
    faults = []
    if column.filled:
        faults = [
            Fault(int(row), name, "", "the cell is empty", f"Give {_expected(column)}.")
            for row in cells.index[cells == ""]
        ]
    given = cells[cells != ""]
    parts = given.str.split("|").explode() if column.many else given
    if column.words or column.of:
        if _unread(column, ids):
            return faults
        known = {*column.words, *column.besides, *_ids_of(column, ids)}
        wrong = ~parts.isin(known).to_numpy()
        problem = "not known" if column.of else "not a word of this column"
    elif column.kind == "text":
        return faults
    else:
        wrong = ~np.array([is_sound(str(text), column) for text in parts], dtype=bool)
        problem = {"day": "not a day", "date": "not a date", "whole": "not a whole number"}.get(
            column.kind, "not a number that fits here"
        )
    return faults + [
        Fault(row, name, cut(text), problem, f"Expected {_expected(column)}.")
        for row, text in zip(parts.index[wrong].tolist(), parts[wrong], strict=True)
    ]


def _all_sound(
    cells: Collection[str], column: Column, *, ids: Mapping[str, Collection[str]]
) -> bool:
    """Tell whether no cell of a column has a fault, by looking at each different one once."""
    given = set(cells)
    if column.filled and "" in given:
        return False
    given.discard("")
    if column.many:
        given = {part for text in given for part in text.split("|")}
    if _unread(column, ids):
        return True
    if column.words or column.of:
        known = frozenset(_ids_of(column, ids))
        return all(
            text in known or text in column.words or text in column.besides for text in given
        )
    return column.kind == "text" or all(is_sound(str(text), column) for text in given)


def _unread(column: Column, ids: Mapping[str, Collection[str]]) -> bool:
    """Tell whether a table whose ids a column may hold could not be read."""
    return any(one not in ids for one in (column.of, *column.or_of) if one)


def _ids_of(column: Column, ids: Mapping[str, Collection[str]]) -> list[str]:
    return [ident for one in (column.of, *column.or_of) for ident in ids.get(one, ())]


def is_sound(text: str, column: Column) -> bool:
    """Tell whether a text is a day, a date or a number as a column has them."""
    if column.kind in {"day", "date"}:
        return _is_date(text, day=column.kind == "day")
    if column.kind == "whole" and not (text.isascii() and text.isdigit()):
        return False
    if not (text.isascii() and _NUMBER.fullmatch(text)):
        return False
    value = float(text)
    return (column.least is None or value >= column.least) and (
        column.most is None or value <= column.most
    )


def _is_date(text: str, *, day: bool) -> bool:
    return is_date(text) and (not day or len(text) == _DAY_LETTERS)


def _expected(column: Column) -> str:
    """What a column takes, in words."""
    if column.of:
        files = " or ".join(f"{one}.csv" for one in (column.of, *column.or_of))
        expected = f"an id of {files}"
        expected += "".join(f" or “{word}”" for word in column.besides)
    elif column.words:
        listed = column.words[:_MOST_NAMED]
        expected = ("" if len(listed) == 1 else "one of ") + ", ".join(listed)
        expected += ", …" if len(column.words) > len(listed) else ""
    else:
        expected = {
            "day": "a day, YYYY-MM-DD",
            "date": "YYYY-MM-DD, YYYY-MM or YYYY",
            "number": f"a number{_bounds(column)}",
            "whole": f"a whole number{_bounds(column)}",
            "text": "a text",
        }[column.kind]
    expected += ", or several joined by |" if column.many else ""
    return expected if column.filled else f"{expected}, or an empty cell"


def _bounds(column: Column) -> str:
    if column.least is not None and column.most is not None:
        return f" from {column.least:g} to {column.most:g}"
    return "" if column.least is None else f", {column.least:g} or more"


def cut(text: object) -> str:
    """Give a cell as a fault shows it: the begin of a long one."""
    shown = str(text)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
