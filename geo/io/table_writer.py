"""A table of attacks out in one of the formats, and the rows that it cannot hold."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.errors import ConformError, Fault
from geo.io.formats import WRITERS, Format
from geo.io.typed_columns import typed


@dataclass(frozen=True)
class Written:
    """A file made.

    Parameters
    ----------
    content
        Its bytes.
    rows
        How many rows are in it.
    faults
        Why each of the other rows is not, by the frame's index.
    """

    content: bytes
    rows: int
    faults: tuple[Fault, ...]


def write_table(cells: pd.DataFrame, *, suffix: str) -> Written:
    """Make a file of a table of attacks.

    Parameters
    ----------
    cells
        Text cells under the columns of `geo.schemas.attacks.COLUMNS`, others beside; the index is
        the row number in the file that they came from.
    suffix
        One of `geo.io.formats.WRITERS`.

    Returns
    -------
    Written
        The bytes, and a fault for every row that the format cannot hold: such a row is not in
        the file, so that none is in it changed.

    Raises
    ------
    ConformError
        When there is no such format, or a column has a name that it cannot have.
    """
    form = WRITERS.get(suffix.casefold())
    if form is None or form.write is None:
        known = ", ".join(WRITERS)
        raise ConformError.for_file(
            suffix or "the file", "not a format that is written", f"Use {known}."
        )
    _check_names([str(name) for name in cells.columns], form)
    faults = _unwritable(cells, form)
    kept = cells[~cells.index.isin([fault.row for fault in faults])]
    return Written(form.write(typed(kept).reset_index(drop=True)), len(kept), tuple(faults))


def _check_names(names: list[str], form: Format) -> None:
    seen = [name.casefold() for name in names] if form.folds else names
    wrong = [n for n, s in zip(names, seen, strict=True) if seen.count(s) > 1 or s in form.reserved]
    if form.cannot_hold is not None:
        wrong += [name for name in names if form.cannot_hold.search(name)]
    if wrong:
        problem = f"{form.title} cannot have columns of these names"
        raise ConformError.for_file(
            "the table", problem, "Rename them.", given=", ".join(wrong)[:200]
        )


def _unwritable(cells: pd.DataFrame, form: Format) -> list[Fault]:
    def is_bad(cell: str) -> bool:
        too_long = form.longest_cell is not None and len(cell) > form.longest_cell
        return too_long or bool(form.cannot_hold and form.cannot_hold.search(cell))

    problem = f"{form.title} cannot hold this text"
    remedy = "Take the control characters out or shorten it, or use another format."
    return sorted(
        Fault(int(row), str(column), repr(cells.at[row, column])[:60], problem, remedy)
        for column in cells.columns
        for row in cells.index[cells[column].isin([c for c in cells[column].unique() if is_bad(c)])]
    )
