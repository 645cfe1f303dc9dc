"""Cells made to take for ever: CPU seconds of every parser of a cell and of every pattern."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import pkgutil
import re
import time
from collections.abc import Callable, Iterator

import geo
from bench.surface.row import Row
from geo.atlas import Atlas
from geo.errors import AtlasError
from geo.ingest.normalise import coordinate_of
from geo.parsing import plain
from geo.parsing.coordinates import degrees, pair, run_together
from geo.parsing.dates import ORDERS, counted_days, impossible, iso_date, other_calendar
from geo.parsing.mgrs import square_fault, uneven
from geo.parsing.notations import notation_fault, noted
from geo.records.metres import utm_text
from geo.reference.gazetteer import from_mgrs, is_coordinate
from geo.schemas.hints import hint

CELL, MEGABYTE = 1_500, 900_000
DOUBLED = (750, 1_500, 3_000)
RUNS = ("-", " ", "/", "(", "[", "1", ".", ":", "a", "°", "ش", "1-1 ", "33 18 ", "1/", "MB 44 ")
"""What a cell is filled with: dashes, blanks, slashes, brackets, digits, and some of each."""

CELL_S, LONG_S = 0.5, 1.0
"""CPU seconds that no cell may take, of 1,500 characters and of 900 kB."""

GROWTH, CLEAR_S = 3.2, 0.015
"""Most that twice the text may cost, and CPU seconds under which a time says nothing of it."""

Work = Callable[[str], object]


def rows() -> list[Row]:
    """Give every parser every run."""
    parsers = {**_times_and_places(), **_names()}
    cells = [_slowest(parsers, CELL, RUNS), _slowest(parsers, MEGABYTE, RUNS[:6])]
    patterns = dict(_patterns())
    searched = {name: _searching(one) for name, one in patterns.items()}
    doubled = list(_growing(_times_and_places()))
    return [
        Row(
            f"one cell of 1,500 characters, {len(parsers)} parsers × {len(RUNS)} runs, CPU s",
            "over 40 s in nine patterns",
            f"at most {cells[0][0]:.3f} ({cells[0][1]})",
            cells[0][0] < CELL_S,
        ),
        Row(
            f"one cell of 900 kB, {len(parsers)} parsers × 6 runs, CPU s",
            "over 40 s",
            f"at most {cells[1][0]:.3f} ({cells[1][1]}); {plain.MOST_READ:,} are read",
            cells[1][0] < LONG_S,
        ),
        _of_patterns(searched),
        Row(
            f"parsers of dates and coordinates whose work more than triples when a cell doubles, "
            f"{DOUBLED[0]:,} to {DOUBLED[-1]:,} characters, no cap",
            "nine",
            f"{len(doubled)} of {len(_times_and_places())}"
            + (f": {', '.join(doubled)}" if doubled else ""),
            not doubled,
        ),
    ]


def _times_and_places() -> dict[str, Work]:
    dates = {
        f"iso_date {order}": lambda text, order=order: iso_date(text, date_order=order)
        for order in ("", *ORDERS)
    }
    angles = {
        f"degrees {axis}": lambda text, axis=axis: degrees(text, axis=axis)
        for axis in ("lat", "lon")
    }
    every: tuple[Work, ...] = (
        plain.plain, plain.whole_number, impossible, other_calendar, counted_days, pair,
        run_together, noted, notation_fault, utm_text, coordinate_of, square_fault, uneven,
        from_mgrs, is_coordinate,
    )  # fmt: skip
    return {**dates, **angles, **{one.__name__: one for one in every}}


def _names() -> dict[str, Work]:
    atlas = Atlas.load()
    registry = atlas.registry
    return {
        "place": atlas.gazetteer.find,
        "group": registry.group_names.near,
        "façade": registry.facade_names.near,
        "hint of a date": lambda text: hint("date", text, "a day"),
        "hint of a method": lambda text: hint("method", text, "a method"),
    }


def _patterns() -> Iterator[tuple[str, re.Pattern]]:
    """Every compiled pattern of the library."""
    for module in pkgutil.walk_packages(geo.__path__, "geo."):
        if "migrations" in module.name:  # these run only within a migration
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value


def _searching(pattern: re.Pattern) -> Work:
    def work(text: str) -> None:
        whole = text.encode() if isinstance(pattern.pattern, bytes) else text
        pattern.fullmatch(whole)
        for _ in pattern.finditer(whole):
            pass

    return work


def _of_patterns(searched: dict[str, Work]) -> Row:
    seconds, name = _slowest(searched, CELL, RUNS)
    return Row(
        f"one text of 1,500 characters, {len(searched)} patterns × {len(RUNS)} runs, CPU s",
        "over 40 s in nine of them",
        f"at most {seconds:.3f} ({name})",
        seconds < CELL_S,
    )


def _slowest(parsers: dict[str, Work], length: int, runs: tuple[str, ...]) -> tuple[float, str]:
    """CPU seconds of the slowest, and who it is on which run."""
    return max(
        (_cpu(work, _filled(run, length)), f"{name} on {run!r}")
        for (name, work), run in itertools.product(parsers.items(), runs)
    )


def _growing(parsers: dict[str, Work]) -> Iterator[str]:
    """Parsers that cost more than their cell grows, with nothing that caps what they read."""
    before, plain.MOST_READ = plain.MOST_READ, 10**9
    try:
        for name, work in parsers.items():
            if not all(_is_steady(work, run) for run in RUNS):
                yield name
    finally:
        plain.MOST_READ = before


def _is_steady(work: Work, run: str) -> bool:
    costs = [min(_cpu(work, _filled(run, n)) for _ in range(2)) for n in DOUBLED]
    return all(
        later < CLEAR_S or later < GROWTH * max(sooner, CLEAR_S / 3)
        for sooner, later in itertools.pairwise(costs)
    )


def _filled(run: str, length: int) -> str:
    return "1" + (run * (length // len(run) + 1))[: length - 2] + "1"


def _cpu(work: Work, text: str) -> float:
    begin = time.process_time()
    with contextlib.suppress(AtlasError):
        work(text)
    return time.process_time() - begin
