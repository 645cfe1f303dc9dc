"""Which of the first rows of a table is its header, where a title or two stand above it."""

from __future__ import annotations

from collections.abc import Sequence

from geo.intake.mapping import match_header

MOST_ROWS = 10
"""Rows that hold anything among which the header is looked for."""

_LEAST_CELLS, _LEAST_KNOWN = 3, 2
_LONGEST_TITLE = 200


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
        if len(filled) >= _LEAST_CELLS:
            matches = [match_header(cell) for cell in filled]
            known = {match.column for match in matches if match.mapped}
            return number if len(known) >= _LEAST_KNOWN else 0
    return 0


def titles_told(titles: Sequence[Sequence[str]], *, last: int, file: str) -> tuple[str, ...]:
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
