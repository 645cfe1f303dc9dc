"""CSV, TSV and their kin: any common delimiter, every uneven row kept as it stands."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import dropwhile, islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from geo.errors import ConformError, Fault
from geo.io.csv_quoting import (
    LONE_RETURN,
    NOT_CLOSED,
    TEXT_AFTER,
    TOO_LONG,
    Row,
    quotes_are_plain,
    rows_of_text,
    swallowed,
)
from geo.io.encoding import decode
from geo.io.files import read_user_bytes
from geo.io.header_row import (
    MOST_ROWS,
    header_notes,
    header_of,
    is_title,
    title_notes,
    titles_above,
)
from geo.io.raw import RawTable, refuse_too_many
from geo.io.spreadsheet_escape import DEFUSED, undefused
from geo.progress import counted

DELIMITERS = (",", ";", "\t", "|")
_PROBE_ROWS, _FEWEST = 20, 2
_LONGEST_HEADER = 1 << 20
_BLOCK_BYTES = 1 << 24
_ODD = (b"\x00", b"\x1c", b"\x1d", b"\x1e", b"\x1f")
"""Bytes that Python and Arrow take differently: blanks of Python alone."""
_EVEN_REMEDY = "Quote cells that hold the delimiter, or fill the missing cells."
_SWALLOWED_REMEDY = (
    "Close the quote in the file and read it again, or write yes under “confirmed” if the "
    "cell is right."
)
_SEP = re.compile(r'sep=([^\w\s"]|\t)[ \t]*(?=\r?\n)', re.IGNORECASE)
"""First line by which spreadsheets say what stands between the cells."""
_REMEDIES: Mapping[str, str] = {
    NOT_CLOSED: "Close the quote, or take it out.",
    TEXT_AFTER: "Write a quote inside a quoted cell twice, or take the quotes out.",
    LONE_RETURN: "Let each line end with a line feed, and quote cells of several lines.",
    TOO_LONG: "Shorten it.",
}


def read_delimited(path: Path) -> RawTable:
    """Read a delimited text file.

    Parameters
    ----------
    path
        Text with a header; comma, semicolon, tab or bar between the cells, or what a first line
        such as `sep=;` says; RFC 4180 quotes.

    Returns
    -------
    RawTable
        Indexed by the line on which a row begins. Cells are stripped, and an apostrophe that
        `geo.io.spreadsheet_escape.defused` put before a text is taken off again.

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
    if "\n" not in text:  # as old spreadsheets for the Mac end their lines
        text = text.replace("\r", "\n")
    said = _SEP.match(text)
    # The line stays as a blank one, so that rows keep their numbers.
    text = text[said.end() :] if said else text
    delimiter = said[1] if said else _delimiter(text)
    heading = _heading(text, delimiter, file=path.name)
    return _any(text, delimiter, heading, file=path.name, notes=(note,) if note else ())


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Rows that hold anything, broken ones too."""
    return (row for row in rows_of_text(text, delimiter) if row.problem or any(row.cells))


def _delimiter(text: str) -> str:
    """Give the delimiter that cuts the first rows into the most cells, all rows alike."""
    head = text[: 1 << 16]

    def evenness(delimiter: str) -> tuple[float, int]:
        rows = [row.cells for row in islice(_rows(head, delimiter), _PROBE_ROWS)]
        widths = [len(cells) for cells in rows[titles_above(rows) :]]
        if not widths or widths[0] < _FEWEST:
            return 0.0, 0
        return sum(width == widths[0] for width in widths) / len(widths), widths[0]

    return max(DELIMITERS, key=evenness)


@dataclass(frozen=True)
class _Heading:
    """The header of a file.

    Parameters
    ----------
    line
        Line on which it ends.
    names
        Names of the columns.
    notes
        Sentence on the rows above it, where there are any.
    """

    line: int
    names: list[str]
    notes: tuple[str, ...]


def _heading(text: str, delimiter: str, *, file: str) -> _Heading:
    rows = list(islice(_rows(text[:_LONGEST_HEADER], delimiter), MOST_ROWS))
    row = rows[0] if rows else Row(0, 0, "", [])
    above = 0
    if row.cells and is_title(row.cells):
        above = titles_above([one.cells for one in rows])
        row = rows[above]
    if row.problem:
        raise ConformError.for_file(
            file, f"the header cannot be read: {row.problem}", _REMEDIES[row.problem]
        )
    if not row.cells:
        return _Heading(row.end, checked_header([], file=file), ())
    notes = title_notes([one.cells for one in rows[:above]], last=row.line - 1, file=file)
    header = header_of([one.cells for one in rows[above:]])
    last = rows[above + header.rows - 1]
    notes += header_notes(header, last=last.line, file=file)
    return _Heading(last.end, checked_header(header.names, file=file), notes)


def checked_header(header: list[str], *, file: str) -> list[str]:
    """Give a header whose names are each there once; columns without a name get their number.

    Raises
    ------
    ConformError
        When there is none, there are too many, or a name is duplicated.
    """
    if not header:
        raise ConformError.for_file(file, "the file is empty", "Give a table.")
    refuse_too_many(len(header), file=file)
    names = [
        DEFUSED.sub("", name) or f"column {number}" for number, name in enumerate(header, start=1)
    ]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise ConformError.for_file(
            file, "duplicate column in the header", "Keep one.", given=", ".join(doubled)
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
        if not quotes_are_plain(raw, delimiter):
            return None
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
    """Tell whether a file names its delimiter, has an odd quote, or bytes taken differently."""
    if raw[:8].lower().removeprefix(codecs.BOM_UTF8).startswith(b"sep="):
        return True
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
    lines: list[int] = []
    even: list[list[str]] = []
    malformed_rows: dict[int, str] = {}
    faults: list[Fault] = []
    rows = dropwhile(lambda row: row.end <= heading.line, _rows(text, delimiter))
    for row in counted(rows, "rows read"):
        fault = _fault(row, delimiter, header)
        if fault is not None:
            faults.append(fault)
        if len(row.cells) == len(header):
            lines.append(row.line)
            even.append(row.cells)
        else:
            malformed_rows[row.line] = row.text
    if not even and not malformed_rows:
        faults.append(Fault(0, "", "", "the table has a header and no rows", "Give at least one."))
    cells = pd.DataFrame(even, index=lines, columns=header, dtype=object)
    cells.index = cells.index.astype(int).rename("row")
    cells = undefused(cells) if "'" in text else cells
    notes, first = (*notes, *heading.notes), heading.line + 1
    return RawTable(file, cells, malformed_rows, tuple(faults), first_row=first, notes=notes)


def _fault(row: Row, delimiter: str, header: list[str]) -> Fault | None:
    """What is wrong with the form of a row, if anything."""
    width = len(header)
    if row.problem:
        return Fault(row.line, "", "", row.problem, _REMEDIES[row.problem])
    if len(row.cells) != width:
        given, problem = f"{len(row.cells)} cells", f"the header has {width} columns"
        return Fault(row.line, "", given, problem, _EVEN_REMEDY)
    line = swallowed(row, delimiter, width=width)
    if not line:
        return None
    problem = f"the cell holds lines that look like rows of their own, from line {line}"
    given = f"lines {row.line} to {row.end}"
    _, column = max((cell.count("\n"), name) for cell, name in zip(row.cells, header, strict=True))
    return Fault(row.line, column, given, problem, _SWALLOWED_REMEDY, confirmable=True)
