"""No cell takes long: each parser's work grows as its text does, on runs of any character.

Times are CPU times of one process, the best of several, and only their growth is judged: a text
twice as long may take three times as long, where what grows with its square takes four times.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
import math
import pkgutil
import re
import string
import time

import pytest

import geo
from geo.atlas import Atlas
from geo.errors import AtlasError
from geo.ingest.normalise import coordinate_of
from geo.io.header_row import header_of, titles_above
from geo.io.spreadsheet_escape import DEFUSED
from geo.parsing import plain as plain_module
from geo.parsing.coordinates import degrees, pair, run_together
from geo.parsing.dates import ORDERS, counted_days, impossible, iso_date, other_calendar
from geo.parsing.mgrs import square_fault, uneven
from geo.parsing.names import bare, key
from geo.parsing.notations import notation_fault, noted
from geo.parsing.plain import MOST_READ, plain, whole_number
from geo.parsing.tables import parse_csv
from geo.records.metres import utm_text
from geo.reference.gazetteer import from_mgrs, is_coordinate
from geo.schemas.attacks import _is_count, is_date
from geo.schemas.header_match import header_key, match_header
from geo.schemas.hints import hint
from geo.schemas.vocabulary import without_calibre

GROWTH = 3.2
"""Most that twice the text may cost; what is quadratic costs four times as much."""

CLEAR_S = 0.015
"""CPU seconds under which a time says nothing of growth."""

HOPELESS_S = 0.5
"""CPU seconds that no short text may take, since a longer one would take for ever."""

ROUNDS = 12
"""How often a time is taken again, the best of them counting, before a parser is called slow."""

LENGTHS = (500, 1_000, 2_000, 4_000)
FILE_LENGTHS = (1_000, 4_000, 8_000, 16_000)
"""Characters of a cell, and of what patterns may see of a file, each twice the one before."""

UNITS = (
    *string.punctuation, " ", "\t", "1", "0", "a", "S", "N", "d", "،", "؛", "؟", "٫", "٬", "ـ", "٣",
    "ا", "ش", "°", "’", "″", "\u200f", "\u064b", "é", "９", "＝",
    *("".join(two) for two in itertools.product(("-", " ", "/", ",", ".", ":", "(", "°"), "1 -N")),
    "1/", "1-1 ", "33 18 ", "38S", "MB 44 ", "1,1;", "lat ", "POINT (", "http://", "?q=1,", "!3d1",
    "Jul ", "تموز ", "كانون 2 ", "10:30 ", "al ", "<mergeCell ", "<![CDATA[", "<?xml ", "#a+",
    "\n", "\n#", "[[area]]\n", "\\", '"a', "'=",
)  # fmt: skip
FRAMES = (("", ""), ("1", "1"), ("2021-07-10 ", " x"), ("33°", "x"), ("(", ")"), ("a", "!"))


def _run(unit, frame):
    return lambda length: frame[0] + (unit * (length // len(unit) + 1))[:length] + frame[1]


def _steady(work, text_of, lengths=LENGTHS):
    """Whether the longest text costs hardly anything, or each doubling about twice as much."""
    if _cpu(work, text_of(lengths[0])) > HOPELESS_S:
        return False
    if _cpu(work, text_of(lengths[-1])) < CLEAR_S:
        return True
    # Another process may have taken the caches: only what stays slow is slow.
    costs = [math.inf] * len(lengths)
    for _ in range(ROUNDS):
        costs = [min(cost, _cpu(work, text_of(n))) for cost, n in zip(costs, lengths, strict=True)]
        doubled = [
            later < CLEAR_S or later < GROWTH * max(sooner, CLEAR_S / 3)
            for sooner, later in itertools.pairwise(costs)
        ]
        if all(doubled):
            return True
    return False


def _cpu(work, text):
    begin = time.process_time()
    work(text)
    return time.process_time() - begin


def _quietly(work):
    def quiet(text):
        with contextlib.suppress(AtlasError):
            work(text)

    return quiet


def _near(names):
    def work(text):
        names.get(text)
        names.near(text)
        names.likely(text)
        names.__dict__.pop("_nearest", None)

    return work


def _parsers():
    atlas = Atlas.load()
    registry, gazetteer = atlas.registry, atlas.gazetteer
    dates = {
        f"iso_date {order}": lambda text, order=order: iso_date(text, date_order=order)
        for order in ("", *ORDERS)
    }
    hints = {
        f"hint {column}": lambda text, column=column: hint(column, text, "a thing")
        for column in ("date", "method", "count", "target_lat")
    }
    angles = {
        f"degrees {axis}": lambda text, axis=axis: degrees(text, axis=axis)
        for axis in ("lat", "lon")
    }
    every = (
        plain, whole_number, impossible, other_calendar, counted_days, pair, run_together, noted,
        notation_fault, utm_text, coordinate_of, square_fault, uneven, from_mgrs, is_coordinate,
        key.__wrapped__, bare, without_calibre, header_key, match_header, is_date, _is_count,
        gazetteer.lookup, gazetteer.find,
    )  # fmt: skip
    named = {getattr(one, "__name__", str(one)): one for one in every}
    near = {
        "near groups": _near(registry.group_names),
        "near facades": _near(registry.facade_names),
        "near places": _near(gazetteer.names),
    }
    return {**dates, **hints, **angles, **named, **near}


PARSERS = _parsers()


@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_is_linear_even_where_nothing_caps_it(name, monkeypatch):
    monkeypatch.setattr(plain_module, "MOST_READ", 10**9)
    work = _quietly(PARSERS[name])
    if name.startswith(("near", "lookup", "hint method", "match_header")):
        # These compare with hundreds of spellings: a few runs stand for all.
        cases = [(unit, FRAMES[1]) for unit in ("-", " ", "1", "a", "ش", "a ", "al ", "１", "1/")]
    else:
        cases = list(itertools.product(UNITS, FRAMES[:4]))
    slow = [(unit, frame) for unit, frame in cases if not _steady(work, _run(unit, frame))]
    assert not slow


@pytest.mark.parametrize("name", PARSERS)
def test_of_a_cell_of_a_megabyte_only_the_begin_is_read(name):
    work = _quietly(PARSERS[name])
    for unit in ("-", "1", "a ", "ش", "["):
        long = _cpu(work, unit * (1_000_000 // len(unit)))
        short = min(_cpu(work, unit * (MOST_READ // len(unit))) for _ in range(2))
        if name.startswith(("plain", "whole", "bare", "key", "without", "is_date", "_is")):
            continue  # they are handed what others have cut
        assert long < max(20 * short, 0.25)


def _patterns():
    for module in pkgutil.walk_packages(geo.__path__, "geo."):
        if "migrations" in module.name:  # these run only within a migration
            continue
        found = vars(importlib.import_module(module.name))
        for name, value in found.items():
            if isinstance(value, re.Pattern):
                yield pytest.param(value, id=f"{module.name}.{name}")


@pytest.mark.parametrize("pattern", list(_patterns()))
def test_no_pattern_of_the_library_looks_at_a_run_again_and_again(pattern):
    def work(text):
        whole = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
        pattern.fullmatch(whole)
        pattern.match(whole)
        for _ in pattern.finditer(whole):
            pass

    slow = [
        (unit, frame)
        for unit, frame in itertools.product(UNITS, FRAMES[:2])
        if not _steady(work, _run(unit, frame), FILE_LENGTHS)
    ]
    assert not slow
    assert DEFUSED.groups == 0


def test_a_row_as_wide_as_a_megabyte_is_no_header():
    def rows(length):
        return [["a title"], [f"h{n}" for n in range(length)]]

    assert titles_above(rows(500_000)) == 0
    assert header_of([["date", "", "method"], [f"h{n}" for n in range(500_000)]]).rows == 1
    assert _steady(titles_above, lambda n: rows(100 * n))


def test_a_header_of_very_many_names_is_searched_for_doubles_once():
    def work(text):
        with pytest.raises(AtlasError):
            parse_csv(text, file="x.csv")

    assert _steady(work, lambda n: ",".join(f'"{k}' + '":1' for k in range(20 * n)) + "\n1")
