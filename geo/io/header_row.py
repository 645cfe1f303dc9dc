"""Which of the first rows of a table are its header, with a title above it or tags under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from geo.io.raw import MOST_COLUMNS
from geo.parsing.names import bare
from geo.schemas.header_match import match_header
from geo.schemas.vocabulary import ROLE_WORDS

MOST_ROWS = 10
"""Rows that hold anything among which the header is looked for."""

_LEAST_CELLS, _LEAST_KNOWN = 3, 2
_LONGEST_TITLE = 200
_TAG = re.compile(r"#[A-Za-z]\w*(?: ?\+ ?[A-Za-z]\w*)*", re.ASCII)
"""A tag of the Humanitarian Exchange Language, such as #geo+lat."""

_ROLES = frozenset(bare(word) for words in ROLE_WORDS.values() for word in words)


@dataclass(frozen=True)
class Header:
    """The header of a table.

    Parameters
    ----------
    names
        Cells of the header, one a column, empty where a column has no name.
    rows
        How many rows it takes, tags included.
    is_double
        Whether two rows are read as one, since the upper one spans columns of the lower.
    tag
        First of the HXL tags that stand under it, or empty.
    """

    names: list[str]
    rows: int = 1
    is_double: bool = False
    tag: str = ""


def header_of(rows: Sequence[Sequence[str]]) -> Header:
    """Header at the begin of some rows: one row, or two where cells are merged, and no tags.

    Parameters
    ----------
    rows
        The row of the header and those that follow it, of which two are looked at.
    """
    names, used = list(rows[0]), 1
    both = _two_rows(names, rows[1]) if len(rows) > 1 else None
    if both is not None:
        names, used = both, 2
    tags = _filled(rows[used]) if len(rows) > used else []
    if not _are_tags(tags, width=len(names)):
        return Header(names, used, both is not None)
    return Header(names, used + 1, both is not None, tags[0])


def header_notes(header: Header, *, last: int, file: str) -> tuple[str, ...]:
    """Say what was made of the rows of a header beyond the first.

    Parameters
    ----------
    header
        Of `header_of`.
    last
        Number of its last row.
    file
        Name of the file.
    """
    notes = []
    if header.is_double:
        names = ", ".join(filter(None, header.names))
        notes.append(f"{file}: the header has two rows, which are read as one: {names}.")
    if header.tag:
        notes.append(f"{file}: row {last} holds HXL tags ({header.tag} …) and is left out.")
    return tuple(notes)


def _span(before: str, name: str) -> str:
    """What a cell of the upper row stands under: its own name, or the one to its left."""
    return name or before


def _two_rows(top: Sequence[str], under: Sequence[str]) -> list[str] | None:
    """One header of two rows, the upper of which spans columns of the lower, or None.

    A row of data is never taken for it: each of its cells is a header that is known, they mean two
    columns or more, and one of them stands where the upper row has an empty cell behind a name.
    """
    upper, lower = list(top), [*under, *[""] * (len(top) - len(under))]
    few = min(len(_filled(upper)), len(_filled(lower))) < _LEAST_KNOWN
    if few or len(lower) > len(upper) or len(upper) > MOST_COLUMNS:
        return None
    spans = list(accumulate(upper, _span))
    both = list(zip(upper, lower, spans, strict=True))
    if not any(cell and not name and span for name, cell, span in both):
        return None
    matches = [match_header(cell) for cell in _filled(lower)]
    known = {match.column for match in matches if match.mapped}
    if len(known) < _LEAST_KNOWN or not all(match.mapped for match in matches):
        return None
    names = [
        name if not cell else f"{span} {cell}" if _ROLES.intersection(bare(span).split()) else cell
        for name, cell, span in both
    ]
    if len(set(filter(None, names))) < len(_filled(names)):
        return [f"{span} {cell}" if cell and span else cell or name for name, cell, span in both]
    return names


def _are_tags(filled: Sequence[str], *, width: int) -> bool:
    return min(_LEAST_KNOWN, width) <= len(filled) <= MOST_COLUMNS and all(
        map(_TAG.fullmatch, filled)
    )


def is_title(row: Sequence[str]) -> bool:
    """Tell whether a first row may be a title: one cell at most, and no header that is known."""
    filled = _filled(row)
    return not filled or (len(filled) == 1 and not match_header(filled[0]).mapped)


def titles_above(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows stand above the header; 0 where the first is the header.

    A table of one column may hold a row with more cells than its header. So that no such row is
    lost, only a row with headers of two columns that are known has titles above it.

    Parameters
    ----------
    rows
        The first `MOST_ROWS` rows that hold anything.
    """
    if not rows or not is_title(rows[0]):
        return 0
    for number, row in enumerate(rows[:MOST_ROWS]):
        filled = _filled(row)
        if len(filled) > MOST_COLUMNS:
            return 0
        if len(filled) >= _LEAST_CELLS:
            matches = [match_header(cell) for cell in filled]
            known = {match.column for match in matches if match.mapped}
            return number if len(known) >= _LEAST_KNOWN else 0
    return 0


def title_notes(titles: Sequence[Sequence[str]], *, last: int, file: str) -> tuple[str, ...]:
    """Say which rows above the header were left out, and what they hold; nothing where none were.

    Parameters
    ----------
    titles
        Cells of those rows.
    last
        Number of the last row above the header.
    file
        Name of the file.
    """
    if not titles:
        return ()
    words = " / ".join(cell for row in titles for cell in _filled(row))
    if len(words) > _LONGEST_TITLE:
        words = words[:_LONGEST_TITLE] + "…"
    which = "row 1 stands" if last == 1 else f"rows 1–{last} stand"
    were = "was" if last == 1 else "were"
    return (f"{file}: {which} above the header and {were} left out: “{words}”.",)


def _filled(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell]
