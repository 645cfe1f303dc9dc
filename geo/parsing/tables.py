"""Text tables read strictly: UTF-8, every cell a string, one clear error where that fails."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from geo.errors import ConformError, DataNotFoundError, Fault
from geo.parsing.columns import numbers
from geo.settings import refuse_larger

Cells = TypeVar("Cells", pd.Series, pd.DataFrame)


def read_text(path: Path) -> str:
    """Text of a UTF-8 file, a byte order mark dropped.

    Raises
    ------
    DataNotFoundError
        When the file is missing.
    ConformError
        When it is larger than `geo.settings.most_bytes`, empty, or not UTF-8, naming the
        line.
    """
    if not path.is_file():
        raise DataNotFoundError(f"{path}: no such file. Check the path, or the --data folder.")
    refuse_larger(path)
    raw = path.read_bytes()
    if not raw.strip():
        raise ConformError(path.name, [Fault(0, "", "", "the file is empty", "Give a table.")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        fault = Fault(
            line,
            "",
            repr(raw[error.start : error.start + 8]),
            "this is not UTF-8 text",
            "Save the table as CSV in UTF-8.",
        )
        raise ConformError(path.name, [fault]) from error


def parse_csv(text: str, *, file: str) -> pd.DataFrame:
    """Cells of a CSV text as strings, row numbers of the file as index (the header is row 1).

    Raises
    ------
    ConformError
        For a missing or doubled header, and for every row whose length differs from it.
    """
    reader = csv.reader(io.StringIO(text))
    rows: list[list[str]] = []
    lines: list[int] = []
    faults: list[Fault] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append([cell.strip() for cell in cells])
                lines.append(reader.line_num)
    except csv.Error as error:
        raise ConformError(
            file,
            [Fault(reader.line_num, "", "", f"not readable as CSV: {error}", "Correct the row.")],
        ) from error
    if not rows:
        raise ConformError(file, [Fault(0, "", "", "the file is empty", "Give a table.")])
    header = rows[0]
    doubled = sorted(name for name, count in Counter(header).items() if count > 1)
    faults += [
        Fault(1, name, "", "duplicate column in the header", "Keep one.") for name in doubled
    ]
    faults += [
        Fault(
            line,
            "",
            f"{len(cells)} cells",
            f"the header has {len(header)} columns",
            "Quote cells that hold commas, or fill the missing cells.",
        )
        for line, cells in zip(lines[1:], rows[1:], strict=True)
        if len(cells) != len(header)
    ]
    if faults:
        raise ConformError(file, faults)
    return pd.DataFrame(rows[1:], columns=header, index=pd.Index(lines[1:], name="row"), dtype=str)


def read_table(path: Path, *, index: str | None = None) -> pd.DataFrame:
    """Read a bundled table: strings, empty where unknown; indexed by a column of unique ids."""
    table = parse_csv(read_text(path), file=path.name)
    if index is None:
        return table.reset_index(drop=True)
    if index not in table.columns:
        raise ConformError(
            path.name, [Fault(1, index, "", "the column is missing", "Add it to the header.")]
        )
    doubled = table[index].duplicated(keep=False) | (table[index] == "")
    if doubled.any():
        raise ConformError(
            path.name,
            [
                Fault(int(row), index, ident, "empty or not unique", "Give each row its own id.")
                for row, ident in zip(table.index[doubled], table.loc[doubled, index], strict=True)
            ],
        )
    return table.set_index(index)


def as_text(cells: Cells) -> Cells:
    """Cells as text, missing ones empty."""
    return cells.astype(object).where(cells.notna(), "").astype(str)


def whole_numbers(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Columns of text as whole numbers, NA where empty."""
    return pd.DataFrame({name: numbers(table[name]).astype("Int64") for name in columns})


def tuples(values: pd.Series, *, by: pd.Series, index: pd.Index) -> pd.Series:
    """Values that share a key as one tuple a key, in their order; an empty one where none is.

    Parameters
    ----------
    values, by
        Values and their keys, equally long.
    index
        Keys of the result; each stands in it once.
    """
    place = index.get_indexer(pd.Index(by))
    order = np.argsort(place, kind="stable")
    order = order[np.searchsorted(place[order], 0) :]  # keys that the index lacks come first, as -1
    held = values.to_numpy(object)[order].tolist()
    many = np.bincount(place[order], minlength=len(index))
    ends = np.cumsum(many)
    spans = zip((ends - many).tolist(), ends.tolist(), strict=True)
    return pd.Series([tuple(held[begin:end]) for begin, end in spans], index=index, dtype=object)
