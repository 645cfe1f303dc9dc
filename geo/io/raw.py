"""The cells of a user's file as they stand, every row of the file accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from geo.errors import ConformError, Fault

MOST_COLUMNS = 500
"""Columns of a table at most."""


def refuse_too_many(columns: int, *, file: str) -> None:
    """Refuse a table of more columns than any record of attacks has.

    Raises
    ------
    ConformError
        Above `MOST_COLUMNS`.
    """
    if columns > MOST_COLUMNS:
        problem = f"more than {MOST_COLUMNS} columns"
        raise ConformError.for_file(
            file, problem, "Keep those of the attacks.", given=f"{columns:,}"
        )


@dataclass(frozen=True)
class RawTable:
    """Text cells of a file, before anything is made of them.

    Parameters
    ----------
    file
        Name used in messages.
    cells
        Rows that have the form of a row, indexed by line (CSV), sheet row (XLSX) or number.
    malformed_rows
        Text of the rows that lack that form, by the same numbers.
    faults
        Of the rows in `malformed_rows`, of the form of rows in `cells` and, in row 0, of the file
        as a whole.
    first_row
        Number of the first row: the one under the header, 1 where there is none.
    notes
        What a person should know about the reading, such as the encoding that was guessed.
    source
        The file as it was read, where rows of fix lists have taken the place of some of its own.
    taken
        What the reader took for places, by header, in words; see `geo.io.stated_columns`.
    """

    file: str
    cells: pd.DataFrame
    malformed_rows: Mapping[int, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    first_row: int = 1
    notes: tuple[str, ...] = ()
    source: RawTable | None = None
    taken: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows_read(self) -> int:
        """Rows of the file, those without the form of a row counted too."""
        return len(self.cells) + len(self.malformed_rows)
