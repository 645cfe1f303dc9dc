"""Rows of delimited text by RFC 4180, held to the letter: a quote that goes wrong is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

LONGEST_CELL = 1_000_000
"""Characters of a cell at most: a quote that closes later than that was never meant to."""

NOT_CLOSED = "a quote opens in this line and is not closed"
TEXT_AFTER = "text stands after a closing quote"
LONE_RETURN = "a carriage return stands in the line"
TOO_LONG = f"a cell has more than {LONGEST_CELL:,} characters"

_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_BLANKS = (" ", "\t", "\r")
_CHUNK = 1 << 22
_QUOTE = ord('"')


class Row(NamedTuple):
    """One row of a text.

    Attributes
    ----------
    line, end
        Lines on which it begins and ends, from 1.
    text
        As it stands in the file, without its line end.
    cells
        Stripped; none where the row is broken.
    problem
        Why it is broken, or an empty text.
    """

    line: int
    end: int
    text: str
    cells: list[str]
    problem: str = ""


def rows_of_text(text: str, delimiter: str) -> Iterator[Row]:
    """Every row of a text, blank ones too.

    Where a quote is not closed, or text stands after the closing one, there is no telling how
    far its cell was meant to reach: its line alone is a broken row, and the next line a row of
    its own.

    Parameters
    ----------
    text
        Lines that end with a line feed, or with a carriage return and one.
    delimiter
        One character.
    """
    at, line = 0, 1
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        plain = text[at:stop].rstrip("\r")
        row = _plain(plain, delimiter, line) if '"' not in plain else None
        if row is None:
            row, stop = _quoted(text, at, stop, delimiter, line)
        yield row
        at, line = stop + 1, row.end + 1


def _plain(text: str, delimiter: str, line: int) -> Row:
    if "\r" in text:
        return Row(line, line, text, [], LONE_RETURN)
    cells = [cell.strip() for cell in text.split(delimiter)]
    if len(text) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
        return Row(line, line, text, [], TOO_LONG)
    return Row(line, line, text, cells)


def _quoted(text: str, at: int, stop: int, delimiter: str, line: int) -> tuple[Row, int]:
    """Row with quotes that begins at a place, and where its line end is."""
    cells, end, problem = _cells(text, at, delimiter)
    if problem:
        return Row(line, line, text[at:stop].rstrip("\r"), [], problem), stop
    whole = text[at:end].rstrip("\r")
    return Row(line, line + whole.count("\n"), whole, cells), end


def _cells(text: str, at: int, delimiter: str) -> tuple[list[str], int, str]:
    """Cells from a place to the end of their row, where that is, and what is wrong with them."""
    cells: list[str] = []
    while True:
        cell, at, problem = (_inside if text.startswith('"', at) else _bare)(text, at, delimiter)
        if problem:
            return [], at, problem
        cells.append(cell.strip())
        if not text.startswith(delimiter, at):
            return cells, at, ""
        at += 1


def _inside(text: str, at: int, delimiter: str) -> tuple[str, int, str]:
    """Cell in quotes, where what follows it begins, and what is wrong with it."""
    quoted = _QUOTED.match(text, at)
    if quoted is None or quoted.end() - at > LONGEST_CELL:
        return "", at, NOT_CLOSED
    at = quoted.end()
    while not text.startswith(delimiter, at) and text.startswith(_BLANKS, at):
        at += 1
    problem = "" if text.startswith((delimiter, "\n"), at) or at == len(text) else TEXT_AFTER
    return quoted.group()[1:-1].replace('""', '"'), at, problem


def _bare(text: str, at: int, delimiter: str) -> tuple[str, int, str]:
    """Cell without quotes, where what follows it begins, and what is wrong with it."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    stop = text.find(delimiter, at, end)
    cell = text[at:end].rstrip("\r") if stop < 0 else text[at:stop]
    if "\r" in cell:
        return "", at, LONE_RETURN
    return cell, end if stop < 0 else stop, TOO_LONG if len(cell) > LONGEST_CELL else ""


def swallowed(row: Row, delimiter: str, *, width: int) -> int:
    """First line inside a cell that looks like a row of its own, or 0.

    Parameters
    ----------
    row
        A row that is not broken.
    delimiter
        Between its cells.
    width
        Columns of the header. With one column every line looks like a row, and none is reported.
    """
    if row.end == row.line or width == 1:
        return 0
    lines = row.text.split("\n")
    for number, text in enumerate(lines[1:], start=row.line + 1):
        alone = next(rows_of_text(text, delimiter), None)
        if alone is None or len(alone.cells) != width:
            continue
        # What follows the closing quote in the last line belongs to the row in any case.
        if number < row.end or delimiter in text.split('"')[0]:
            return number
    return 0


def quotes_are_plain(raw: bytes, delimiter: str) -> bool:
    """Tell whether every quote opens a cell, closes one, or is doubled inside one.

    Parameters
    ----------
    raw
        UTF-8 text, at most with a byte order mark.
    delimiter
        One ASCII character.
    """
    data = np.frombuffer(raw, np.uint8)
    before, after = np.zeros(256, bool), np.zeros(256, bool)
    before[[ord(delimiter), ord("\n"), _QUOTE]] = True
    after[[ord(delimiter), ord("\n"), ord("\r"), _QUOTE]] = True
    seen = 0
    for begin in range(0, len(data), _CHUNK):
        at = np.flatnonzero(data[begin : begin + _CHUNK] == _QUOTE) + begin
        # Quotes open and close by turns; one that stands twice closes and opens again.
        opening, closing = at[seen % 2 :: 2], at[1 - seen % 2 :: 2]
        seen += len(at)
        opening = opening[opening > (3 if raw.startswith(b"\xef\xbb\xbf") else 0)]
        closing = closing[closing < len(data) - 1]
        if not (before[data[opening - 1]].all() and after[data[closing + 1]].all()):
            return False
    return True
