"""Edited fix lists: their rows take the place of those that were quarantined, cell by cell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from geo.errors import ConformError, Fault
from geo.io.raw import RawTable
from geo.io.xlsx_writer import CUT, PLACEHOLDER, holdable

ROW, REASONS, FIX, CONFIRMED, TEXT, PRINT = (
    "quarantine_row", "reasons", "suggested_fix", "confirmed", "original_text", "row_fingerprint",
)  # fmt: skip
LIST_COLUMNS = (ROW, REASONS, FIX, CONFIRMED, TEXT, PRINT)
"""Columns of a fix list beside those of the file."""

YES = ("yes", "y", "true", "1", "نعم")
OWN = "file: "
"""Stands before a column of the file that is called like one of `LIST_COLUMNS`."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_LEAVE = "Leave this column as it was."
_AGAIN = "Make the fix list of this file again, and edit that."
_CUT_REMEDY = "Correct this cell in the .csv fix list, which holds all of it."


def listed(name: str) -> str:
    """Name that a column of the file has in a fix list."""
    bare = name
    while bare.startswith(OWN):
        bare = bare.removeprefix(OWN)
    return OWN + name if bare in LIST_COLUMNS else name


def fingerprints(raw: RawTable, rows: Iterable[int]) -> list[str]:
    """What identifies a row of a file among all others: its number and what stood in it at first.

    Parameters
    ----------
    raw
        The file; rows that a fix list replaced keep the fingerprint they had before.
    rows
        Numbers of rows that it has.

    Returns
    -------
    Words that no spreadsheet takes for numbers. Blanks, the order of columns and zeros at the end
    of a decimal do not matter, so that a file saved again has the same ones.
    """
    source = raw.source or raw
    rows = list(rows)
    inside = source.cells.loc[[row for row in rows if row in source.cells.index]]
    inside = inside[sorted(inside.columns, key=str)]
    names = [str(name).strip() for name in inside.columns]
    plain = {cell: _plain(cell) for cell in pd.unique(inside.to_numpy(dtype=object).ravel())}
    cells = {
        int(row): [
            word
            for name, cell in zip(names, values, strict=True)
            if cell
            for word in (name, plain[cell])
        ]
        for row, values in zip(inside.index, inside.to_numpy(dtype=object), strict=True)
    }
    return [
        _print(row, cells[row] if row in cells else [_plain(source.malformed_rows.get(row, ""))])
        for row in rows
    ]


def _print(row: int, words: list[str]) -> str:
    text = "\x1f".join([str(row), *words]).encode("utf-8", "surrogatepass")
    return f"row-{hashlib.blake2b(text, digest_size=8).hexdigest()}"


def _plain(cell: str) -> str:
    text = " ".join(cell.split())
    return f"{float(text):.12g}" if _NUMBER.fullmatch(text) else text


def apply_fixes(raw: RawTable, fixes: RawTable) -> tuple[RawTable, frozenset[int]]:
    """Put the rows of an edited fix list in the place of those that were quarantined.

    Parameters
    ----------
    raw
        The file, perhaps with rows of earlier lists in their places.
    fixes
        A fix list of it, edited.

    Returns
    -------
    The file with the edited rows, and the rows that a person confirmed. Columns that the list
    lacks keep their cells; what a cell of XLSX could not hold is taken from the file.

    Raises
    ------
    ConformError
        When the list lacks a column that ties it to the file, names a row twice, or one that the
        file lacks or that is not the one that was listed.
    """
    missing = [name for name in (ROW, PRINT) if name not in fixes.cells]
    if missing:
        raise ConformError(
            fixes.file, [Fault(1, name, "", "the column is missing", _AGAIN) for name in missing]
        )
    numbers = _row_numbers(raw, fixes)
    edited = fixes.cells.set_axis(numbers, axis=0)
    says = edited[CONFIRMED] if CONFIRMED in edited else pd.Series("", index=numbers)
    confirmed = frozenset(int(row) for row in numbers[says.str.casefold().isin(YES).to_numpy()])
    source = raw.source or raw
    given = _given(raw, source, edited, lines=fixes.cells.index, file=fixes.file)
    # A malformed row counts as corrected once anything stands in its columns.
    taken = given[given.index.isin(source.cells.index) | (given != "").any(axis=1)]
    taken = taken.astype(raw.cells.dtypes)
    both = pd.concat([raw.cells[~raw.cells.index.isin(taken.index)], taken]).sort_index()
    malformed_rows = {
        row: text for row, text in raw.malformed_rows.items() if row not in taken.index
    }
    corrected = replace(
        raw,
        cells=both,
        malformed_rows=malformed_rows,
        faults=_left(source, both),
        notes=tuple(dict.fromkeys((*raw.notes, *fixes.notes, *_unused(raw, fixes)))),
        source=source,
    )
    return corrected, confirmed


def _row_numbers(raw: RawTable, fixes: RawTable) -> pd.Index:
    given = fixes.cells[ROW]
    known = {str(row): int(row) for row in [*raw.cells.index, *raw.malformed_rows]}
    # A cell of several lines may look like rows; in a fix list it stands to reason.
    faults = [fault for fault in fixes.faults if not fault.confirmable]
    for line, text in given.items():
        if text not in known:
            problem = f"{raw.file} has no such row"
            faults.append(Fault(int(str(line)), ROW, text, problem, _LEAVE))
    for line, text in given[given.duplicated()].items():
        faults.append(Fault(int(str(line)), ROW, text, "the row is duplicated", _LEAVE))
    if faults:
        raise ConformError(fixes.file, faults)
    numbers = [known[text] for text in given]
    problem = f"the row that was listed is not this row of {raw.file}"
    for line, number, said, is_so in zip(
        given.index, given, fixes.cells[PRINT], fingerprints(raw, numbers), strict=True
    ):
        if said != is_so:
            faults.append(Fault(int(str(line)), ROW, number, problem, _AGAIN))
    if faults:
        raise ConformError(fixes.file, faults)
    return pd.Index(numbers, dtype=int, name="row")


def _given(
    raw: RawTable, source: RawTable, edited: pd.DataFrame, *, lines: pd.Index, file: str
) -> pd.DataFrame:
    """Rows of a list under the columns of the file, every cell of which is somebody's word."""
    stood = raw.cells.reindex(edited.index).fillna("").astype(object)
    first = source.cells.reindex(edited.index).fillna("").astype(object)
    out = stood.copy()
    faults: list[Fault] = []
    for name in out.columns:
        if listed(str(name)) not in edited:
            continue
        cells = edited[listed(str(name))].astype(object)
        for before in (first[name], stood[name]):
            held = before.map(lambda text: holdable(text).strip())
            cells = cells.where(~(held.ne(before) & cells.eq(held)), before)
        whole = first[name] + stood[name]
        for mark in (CUT.strip(), PLACEHOLDER):
            torn = cells.str.contains(mark, regex=False) & ~whole.str.contains(mark, regex=False)
            problem = "the cell holds what .xlsx made of it, not what stood there"
            faults += [
                Fault(int(line), str(name), "", problem, _CUT_REMEDY)
                for line in lines[np.asarray(torn, dtype=bool)]
            ]
        out[name] = cells
    if faults:
        raise ConformError(file, faults)
    return out


def _left(source: RawTable, cells: pd.DataFrame) -> tuple[Fault, ...]:
    """Faults of the form of rows that nobody has corrected: their cells are as they first were."""
    both = sorted({f.row for f in source.faults} & {*source.cells.index} & {*cells.index})
    # A number that a spreadsheet wrote in another way is nobody's word.
    changed = cells.loc[both].map(_plain).ne(source.cells.loc[both].map(_plain))
    anywhere = changed.any(axis=1)

    def stands(fault: Fault) -> bool:
        if fault.row not in changed.index:
            return fault.row not in cells.index
        here = changed.at[fault.row, fault.column] if fault.column in changed else None
        return not (anywhere.at[fault.row] if here is None else here)

    return tuple(fault for fault in source.faults if stands(fault))


def _unused(raw: RawTable, fixes: RawTable) -> list[str]:
    """Say which columns of a list the file does not have."""
    known = {*LIST_COLUMNS, *(listed(str(name)) for name in raw.cells.columns)}
    others = [str(name) for name in fixes.cells.columns if name not in known]
    return [f"{fixes.file}: not columns of {raw.file}, so not used: {', '.join(others)}."][
        : len(others)
    ]
