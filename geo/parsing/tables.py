"""Text tables as frames: UTF-8, every cell a string, one clear error where that fails."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from geo.errors import ConformError, Fault
from geo.parsing.columns import numbers
from geo.parsing.csv_rows import csv_rows, read_text

Cells = TypeVar("Cells", pd.Series, pd.DataFrame)


def parse_csv(text: str, *, file: str) -> pd.DataFrame:
    """Cells of a CSV text as strings, row numbers of the file as index (the header is row 1).

    Raises
    ------
    ConformError
        For a missing or doubled header, and for every row whose length differs from it.
    """
    header, cells, lines = csv_rows(text, file=file)
    return pd.DataFrame(cells, columns=header, index=pd.Index(lines, name="row"), dtype=str)


def read_rows(path: Path) -> pd.DataFrame:
    """Read a table of the project or one laid out like it; cells and index as of `parse_csv`.

    Raises
    ------
    DataNotFoundError
        When the file is missing.
    ConformError
        As of `parse_csv` and `geo.parsing.csv_rows.read_text`.
    """
    return parse_csv(read_text(path), file=path.name)


def read_table(path: Path, *, index: str | None = None) -> pd.DataFrame:
    """Read a bundled table: strings, empty where unknown; indexed by a column of unique ids.

    Raises
    ------
    ConformError
        As of `read_rows`; when the column lacks, or an id in it is empty or not unique.
    """
    table = read_rows(path)
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
