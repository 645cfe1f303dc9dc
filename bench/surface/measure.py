"""Every figure in its turn, the tests that are counted running beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bench.surface import (
    cells,
    commands,
    counts,
    edges,
    findings,
    folders,
    imports,
    links,
    marks,
    screen,
    suite,
)
from bench.surface.row import Row

PARTS: dict[str, Callable[[], list[Row]]] = {
    "Marks on paper": marks.rows,
    "Marks on screen": screen.rows,
    "Counts": counts.rows,
    "Links": links.rows,
    "Findings and map files": findings.rows,
    "Imports without patience": imports.rows,
    "Cells": cells.rows,
    "Hard files and slips": commands.rows,
    "Data folders": folders.rows,
    "Edges and squares": edges.rows,
}
COUNTED = "Tests that are counted"
ELSEWHERE = "Not measured here"


def measured() -> Iterator[tuple[str, list[Row]]]:
    """Give each part with its rows as soon as they are there."""
    with suite.running() as begun:
        for title, rows in PARTS.items():
            yield title, rows()
        yield COUNTED, suite.rows(begun)
    yield ELSEWHERE, elsewhere()


def elsewhere() -> list[Row]:
    """What this repository cannot measure, and what another command does."""
    return [
        Row(
            "real files of other people that are read right",
            "422",
            "they are not ours to keep: only kinds met in them are, in tests/corpus",
            None,
        ),
        Row(
            "suites of JTS, GEOS, JSON and CSV of other projects",
            "no wrong answer",
            'not kept here; joins are held against shapely by make bench ARGS="--only joins"',
            None,
        ),
        Row(
            "8,000 and 100,000 rows with texts of places",
            "68 s for 8,000",
            'measured by make bench ARGS="--only intake"',
            None,
        ),
    ]
