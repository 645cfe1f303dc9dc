"""CSV, TSV and their kin: any common delimiter, every uneven row kept as it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from geo.errors import Fault, refused
from geo.readers.files import read_user_text
from geo.readers.raw import RawTable, refuse_too_many
from geo.spreadsheet import DEFUSED, undefused

DELIMITERS = (",", ";", "\t", "|")
_PROBE_ROWS = 20
_LONGEST_CELL = 1_000_000
_LONGEST_HEADER = 1 << 20
_BLOCK_BYTES = 1 << 24
_EVEN_REMEDY = "Quote cells that hold the delimiter, or fill the missing cells."


def read_delimited(path: Path) -> RawTable:
    """Read a delimited text file.

    Parameters
    ----------
    path
        Text with a header; comma, semicolon, tab or bar between the cells, RFC 4180 quotes.

    Returns
    -------
    RawTable
        Indexed by line. Cells are stripped, and an apostrophe that `geo.spreadsheet.defused` put
        before a text is taken off again.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is not text, has no header, or names a column twice.
    """
    text, note = read_user_text(path)
    notes = (note,) if note else ()
    delimiter = _delimiter(text)
    header = _header(text, delimiter, file=path.name)
    cells = _plain(text, delimiter, header)
    if cells is not None:
        return RawTable(path.name, cells, first_row=2, notes=notes)
    return _any(text, delimiter, header, file=path.name, notes=notes)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, by the line on which they end."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    for row in reader:
        stripped = [cell.strip() for cell in row]
        if any(stripped):
            yield reader.line_num, stripped


def _delimiter(text: str) -> str:
    """Give the delimiter that cuts the first rows into the most cells, all rows alike."""
    head = text[: 1 << 16]

    def evenness(delimiter: str) -> tuple[float, int]:
        widths = []
        try:
            for _, row in _rows(head, delimiter):
                widths.append(len(row))
                if len(widths) == _PROBE_ROWS:
                    break
        except csv.Error:
            pass
        if not widths or widths[0] == 1:
            return 0.0, 0
        return sum(width == widths[0] for width in widths) / len(widths), widths[0]

    return max(DELIMITERS, key=evenness)


def _header(text: str, delimiter: str, *, file: str) -> list[str]:
    try:
        _, header = next(_rows(text[:_LONGEST_HEADER], delimiter), (0, []))
    except csv.Error as error:
        raise refused(file, f"not readable as CSV: {error}", "Mend the header.") from error
    return checked_header(header, file=file)


def checked_header(header: list[str], *, file: str) -> list[str]:
    """Give a header whose names are each there once; columns without a name get their number.

    Raises
    ------
    ConformError
        When there is none, there are too many, or a name stands twice.
    """
    if not header:
        raise refused(file, "the file is empty", "Give a table.")
    refuse_too_many(len(header), file=file)
    names = [
        DEFUSED.sub("", name) or f"column {number}" for number, name in enumerate(header, start=1)
    ]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise refused(
            file, "a column stands twice in the header", "Keep one.", given=", ".join(doubled)
        )
    return names


def _plain(text: str, delimiter: str, header: list[str]) -> pd.DataFrame | None:
    """Cells of a file in which every line is a whole row, read fast; None for any other file."""
    if '"' in text or "\r" in text.replace("\r\n", "") or "\x00" in text:
        return None
    raw = text.rstrip().encode("utf-8", errors="surrogatepass")
    if b"\n" not in raw:
        return None
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(raw),
            read_options=arrow_csv.ReadOptions(
                column_names=header, skip_rows=1, block_size=_BLOCK_BYTES
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, quote_char=False, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    trimmed = [pc.utf8_trim_whitespace(column) for column in table.columns]
    cells = pa.table(trimmed, names=header).to_pandas()
    cells.index = pd.RangeIndex(2, 2 + len(cells), name="row")
    # A line of bare delimiters is no row, which the other way of reading knows.
    bare = cells[cells[header[0]] == ""]
    if (bare == "").all(axis=1).any():
        return None
    return undefused(cells) if "'" in text else cells


def _any(
    text: str, delimiter: str, header: list[str], *, file: str, notes: tuple[str, ...]
) -> RawTable:
    even: dict[int, list[str]] = {}
    uneven: dict[int, str] = {}
    faults: list[Fault] = []
    rows = _rows(text, delimiter)
    next(rows)
    try:
        for line, row in rows:
            if len(row) == len(header):
                even[line] = row
                continue
            uneven[line] = delimiter.join(row)
            given, problem = f"{len(row)} cells", f"the header has {len(header)} columns"
            faults.append(Fault(line, "", given, problem, _EVEN_REMEDY))
    except csv.Error as error:
        raise refused(file, f"not readable as CSV: {error}", "Mend the row.") from error
    if not even and not uneven:
        faults.append(Fault(0, "", "", "the table has a header and no rows", "Give at least one."))
    cells = pd.DataFrame.from_dict(even, orient="index", columns=header, dtype=object)
    cells.index = cells.index.astype(int).rename("row")
    return RawTable(file, undefused(cells), uneven, tuple(faults), first_row=2, notes=notes)
