"""Rows of a text table, read strictly and without heavy libraries: one error lists all faults."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from geo.errors import ConformError, DataNotFoundError, Fault
from geo.settings import refuse_larger, refuse_no_file


class Rows(NamedTuple):
    """Cells without the blanks about them; all rows are as long as the header.

    Parameters
    ----------
    header
        Names of the columns, each once.
    cells
        Cells of each row below it; rows of blanks alone are left out.
    lines
        Line of the file on which each row ends; the header is on the first.
    """

    header: list[str]
    cells: list[list[str]]
    lines: list[int]


def read_text(path: Path) -> str:
    """Text of a UTF-8 file, a byte order mark dropped.

    Raises
    ------
    DataNotFoundError
        When the file is missing.
    ConformError
        When a folder has its name; when it is larger than `geo.settings.most_bytes`, empty, or
        not UTF-8, naming the line.
    """
    refuse_no_file(path)
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
            raw[error.start : error.start + 8].hex(" "),
            "this is not UTF-8 text",
            "Save the table as CSV in UTF-8.",
        )
        raise ConformError(path.name, [fault]) from error


def csv_rows(text: str, *, file: str) -> Rows:
    """Header and rows of a CSV text.

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
    return Rows(header, rows[1:], lines[1:])
