"""Rows that only a whole column gives away: dates that a spreadsheet turned round, and totals."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geo.errors import Fault
from geo.parsing.columns import distinct
from geo.parsing.plain import plain
from geo.schemas.vocabulary import COORDINATES

_TRUE_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{4}(?: .*)?", re.ASCII)
_MONTHS = 12
_DATES = ("date", "date_latest")
_COLUMNS = (
    "date", "method", *COORDINATES,
    *(f"{role}_{name}" for role in ("target", "launch") for name in ("place", "lat", "lon")),
)  # fmt: skip
"""Columns of which a row of an attack has at least one."""


def turned_round(cells: pd.DataFrame) -> list[Fault]:
    """Doubts of dates whose day and month a spreadsheet may have changed over.

    A spreadsheet that reads month first makes a true date of 03/04/2021, and leaves 13/04/2021 a
    text. Where all texts of a column have days above 12 and all true dates of it below, no true
    date is sure.

    Parameters
    ----------
    cells
        Text cells under our column names, as the file has them.

    Returns
    -------
    A fault for each true date that would be another day; a person may confirm it.
    """
    faults: list[Fault] = []
    for column in _DATES:
        if column not in cells:
            continue
        code, words = distinct(cells[column])
        read = [plain(word) for word in words]
        slashed = [found for word in read if (found := _SLASHED.fullmatch(word))]
        true = {n: found for n, word in enumerate(read) if (found := _TRUE_DATE.fullmatch(word))}
        if not slashed or any(
            int(day) > _MONTHS for _, _, day in (t.groups() for t in true.values())
        ):
            continue
        first = [int(found[1]) > _MONTHS for found in slashed]
        second = [int(found[2]) > _MONTHS for found in slashed]
        if not (all(first) and not any(second)):
            continue
        swapped = {
            number: _swapped(column, words[number], found, slashed[0][0])
            for number, found in true.items()
            if found[2] != found[3]
        }
        rows = np.flatnonzero(np.isin(code, list(swapped)))
        faults += [
            Fault(int(row), *swapped[number], confirmable=True)
            for row, number in zip(cells.index[rows], code[rows].tolist(), strict=True)
        ]
    return faults


def _swapped(
    column: str, given: str, found: re.Match[str], text: str
) -> tuple[str, str, str, str, tuple[tuple[str, str], ...]]:
    other = f"{found[1]}-{found[3]}-{found[2]}"
    return (
        column,
        given,
        f"a spreadsheet may have changed day and month over, since {text} beside it stayed a text",
        f"Look it up: {given[:10]} or {other}? Correct the value, or write yes under “confirmed”.",
        ((column, other),),
    )


def without_attack(cells: pd.DataFrame) -> list[Fault]:
    """Faults of rows with neither a date nor a method nor a place, such as totals and footers.

    Parameters
    ----------
    cells
        Text cells under our column names, before defaults fill any.
    """
    columns = [name for name in _COLUMNS if name in cells]
    if not columns:
        return []
    empty = np.ones(len(cells), dtype=bool)
    for name in columns:
        empty &= (cells[name] == "").to_numpy()
    problem = "no date, no method and no place: this may be a total or a footer"
    remedy = "Take the row out, or give what is known of the attack."
    return [Fault(int(row), "", "", problem, remedy) for row in cells.index[empty]]
