"""CSV, TSV and their kin: any common delimiter, every uneven row kept as it stands."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from geo.errors import ConformError, Fault, refused
from geo.progress import counted
from geo.readers.encoding import decode
from geo.readers.files import read_user_bytes
from geo.readers.heading import MOST_ROWS, is_title, titles_above, titles_told
from geo.readers.raw import RawTable, refuse_too_many
from geo.writers.spreadsheet import DEFUSED, undefused

DELIMITERS = (",", ";", "\t", "|")
_PROBE_ROWS = 20
_LONGEST_CELL = 1_000_000
_LONGEST_HEADER = 1 << 20
_BLOCK_BYTES = 1 << 24
_ODD = (b"\x00", b"\x1c", b"\x1d", b"\x1e", b"\x1f")
"""Bytes that Python and Arrow take differently: blanks of Python alone."""
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
        Indexed by line. Cells are stripped, and an apostrophe that
        `geo.writers.spreadsheet.defused` put before a text is taken off again.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is not text, has no header, or names a column twice.
    """
    raw = read_user_bytes(path)
    cells = _quick(raw)
    if cells is not None:
        return RawTable(path.name, cells, first_row=2)
    text, note = decode(raw, file=path.name)
    delimiter = _delimiter(text)
    heading = _heading(text, delimiter, file=path.name)
    return _any(text, delimiter, heading, file=path.name, notes=(note,) if note else ())


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
        rows = _first_rows(head, delimiter, _PROBE_ROWS)
        widths = [len(row) for _, row in rows[titles_above([row for _, row in rows]) :]]
        if not widths or widths[0] == 1:
            return 0.0, 0
        return sum(width == widths[0] for width in widths) / len(widths), widths[0]

    return max(DELIMITERS, key=evenness)


def _first_rows(text: str, delimiter: str, most: int) -> list[tuple[int, list[str]]]:
    """First rows that hold anything, as far as they can be read."""
    found: list[tuple[int, list[str]]] = []
    try:
        found.extend(islice(_rows(text, delimiter), most))
    except csv.Error:
        return found
    return found


@dataclass(frozen=True)
class _Heading:
    """The header of a file.

    Parameters
    ----------
    line
        Line on which it ends.
    names
        Names of the columns.
    told
        Sentence on the rows above it, where there are any.
    """

    line: int
    names: list[str]
    told: tuple[str, ...]


def _heading(text: str, delimiter: str, *, file: str) -> _Heading:
    head = text[:_LONGEST_HEADER]
    try:
        line, header = next(_rows(head, delimiter), (0, []))
    except csv.Error as error:
        raise refused(file, f"not readable as CSV: {error}", "Mend the header.") from error
    titles: list[list[str]] = []
    if header and is_title(header):
        rows = _first_rows(head, delimiter, MOST_ROWS)
        above = titles_above([row for _, row in rows])
        titles = [row for _, row in rows[:above]]
        line, header = rows[above]
    # A header may itself stand on several lines.
    last = line - 1 - sum(cell.count("\n") for cell in header)
    told = titles_told(titles, last=last, file=file)
    return _Heading(line, checked_header(header, file=file), told)


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


def _quick(raw: bytes) -> pd.DataFrame | None:
    """Cells of a UTF-8 file in which every line is a whole row; None for any other file.

    What this way of reading gives is what the other gives: whatever the two could take
    differently is left to the other.
    """
    if _is_odd(raw):
        return None
    end = len(raw)
    while end and raw[end - 1] in b"\r\n":
        end -= 1
    try:
        head = codecs.getincrementaldecoder("utf-8-sig")().decode(raw[:_LONGEST_HEADER])
        delimiter = _delimiter(head)
        heading = _heading(head, delimiter, file="")
        header = heading.names
        table = _arrow_table(pa.py_buffer(raw).slice(0, end), delimiter, header, quoted=b'"' in raw)
    except (UnicodeDecodeError, ConformError, pa.ArrowInvalid):
        return None
    # A line end inside quotes makes fewer rows than lines.
    if heading.line != 1 or not table.num_rows or table.num_rows != raw.count(b"\n", 0, end):
        return None
    columns = table.columns
    del table
    for number, column in enumerate(columns):  # one by one, so that little is held twice
        columns[number] = pc.utf8_trim_whitespace(column)
    if _any_bare(columns):
        return None
    cells = pa.table(columns, names=header).to_pandas()
    cells.index = pd.RangeIndex(2, 2 + len(cells), name="row")
    return undefused(cells) if b"'" in raw else cells


def _is_odd(raw: bytes) -> bool:
    """Tell whether a file has quotes that do not close, or bytes that the two take differently."""
    if raw.count(b'"') % 2 or any(mark in raw for mark in _ODD):
        return True
    return b"\r" in raw and raw.count(b"\r") != raw.count(b"\r\n")


def _arrow_table(text: pa.Buffer, delimiter: str, header: list[str], *, quoted: bool) -> pa.Table:
    return arrow_csv.read_csv(
        pa.BufferReader(text),
        read_options=arrow_csv.ReadOptions(
            column_names=header, skip_rows=1, block_size=_BLOCK_BYTES
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter,
            # Without quotes Arrow reads twice as fast.
            quote_char='"' if quoted else False,
            ignore_empty_lines=False,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.large_string()), strings_can_be_null=False
        ),
    )


def _any_bare(columns: list[pa.ChunkedArray]) -> bool:
    """Tell whether any line holds delimiters alone: it is no row, and the other way skips it."""
    bare = None
    for column in columns:
        empty = pc.equal(column, "")
        bare = empty if bare is None else pc.and_(bare, empty)
        if not pc.any(bare).as_py():
            return False
    return True


def _any(
    text: str, delimiter: str, heading: _Heading, *, file: str, notes: tuple[str, ...]
) -> RawTable:
    header = heading.names
    even: dict[int, list[str]] = {}
    uneven: dict[int, str] = {}
    faults: list[Fault] = []
    rows = dropwhile(lambda row: row[0] <= heading.line, _rows(text, delimiter))
    try:
        for line, row in counted(rows, "rows read"):
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
    told = (*notes, *heading.told)
    return RawTable(file, undefused(cells), uneven, tuple(faults), heading.line + 1, told)
