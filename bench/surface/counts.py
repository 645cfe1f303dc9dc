"""What headlines, panels, chips, facets and captions say, beside a recount row by row."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

from bench.surface import world
from bench.surface.marks import canvases
from bench.surface.pages import app_on, page, words
from bench.surface.row import Row
from dashboard.services.counts import Breakdown
from dashboard.widgets.map_view import MAP_KEY
from geo.crs import project
from geo.records.counter import Counter as Counting
from geo.records.counter import launch_known
from geo.verdicts.check import check
from geo.verdicts.table import assemble
from geo.workspace.attacks import enter, record_of
from geo.workspace.journal import load_journal
from layers.brief.geodata import about
from layers.brief.layout import lay_out
from layers.brief.sizes import SIZES

AL_ASAD = (42.0, 33.5, 42.9, 34.1)
YEAR = {"date_from": "2020-01-01", "date_to": "2020-12-31"}
PAGES_THAT_COUNT = ("map", "timeline", "groups")


def rows() -> list[Row]:
    """Count what pages and briefings say."""
    return [
        *_filtered(),
        _headline(),
        _not_fitting(),
        _al_asad(),
        _facets(),
        _several(),
        _table(),
        _case_file(),
        _launches(),
        _rates(),
        _share(),
        _sample(),
    ]


def number(pattern: str, text: str) -> int:
    """The first number that a pattern finds, or -1."""
    found = re.search(pattern, text)
    return int(found[1].replace(",", "")) if found else -1


def said(kind: str, item: str, **filters: Any) -> str:
    """What an item of a briefing's first map says on a slide."""
    brief = world.composed(kind, **filters)
    sheet = lay_out(brief.maps[0], brief.imprint, SIZES["hd"])
    return next((one.text for one in sheet.items if one.name == item), "")


def _choices(app: AppTest) -> dict[str, dict[str, int]]:
    """Choices of each filter of the page with the number that its label ends in."""
    found = {}
    for group in app.get("button_group"):
        found[group.proto.label] = [one.content for one in group.proto.options]
    found |= {one.label: list(one.options) for one in app.multiselect}
    return {
        name: {
            label.rsplit(" ", 1)[0]: int(label.rsplit(" ", 1)[1].replace(",", ""))
            for label in labels
            if re.search(r" [\d,]+$", label)
        }
        for name, labels in found.items()
    }


def _filtered() -> Iterator[Row]:
    few = [row for row in world.attacks() if row["verdict"] == "mismatch"]
    app = page(verdict="mismatch")
    text = words(app)
    drawn = sum(world.has_point(row, "target") for row in few)
    brief = world.composed("overview", verdict=("mismatch",))
    ((spec, _),) = canvases(brief, "hd")
    marked = sum(
        int(layer.features["count"].sum()) for layer in spec.shown if layer.id == "targets"
    )
    figures = {
        "page": number(r"\*\*([\d,]+) of [\d,]+ attacks\*\*", text),
        "table": len(app.dataframe[0].value) - _left_out(text),
        "slide": number(r"([\d,]+) attacks?\b", said("overview", "count", verdict=("mismatch",))),
        "facets": sum(_choices(app)["Group"].values()),
    }
    listed = ", ".join(f"{name} {many}" for name, many in figures.items())
    yield Row(
        f"attacks said to be shown, filtered to the {len(few)} mismatches",
        "“20 attacks shown” over 4",
        f"{listed}; {marked} of {drawn} with a target drawn",
        set(figures.values()) == {len(few)} and marked == drawn,
    )


def _left_out(text: str) -> int:
    return max(number(r"([\d,]+) not counted as attacks", text), 0)


def _headline() -> Row:
    text = said("overview", "count")
    ((_, canvas),) = canvases(world.composed("overview"), "hd")

    def is_seen(row: dict[str, Any], role: str) -> bool:
        if not world.has_point(row, role):
            return False
        spot = np.column_stack(project([row[f"{role}_lon"]], [row[f"{role}_lat"]]))
        return bool(canvas.holds(spot)[0])

    on_map = sum(any(is_seen(row, role) for role in world.ROLES) for row in world.attacks())
    return Row(
        "headline of the overview, and attacks with a mark in its window",
        "“227” over 206",
        f"“{text}”; {on_map} of {len(world.attacks())} recounted",
        text == f"{on_map} of {len(world.attacks())} attacks on this map",
    )


def _not_fitting() -> Row:
    text = said("mismatches", "count")
    every = world.attacks()
    bad = sum(row["verdict"] in {"mismatch", "explained"} for row in every)
    return Row(
        "headline of the mismatches",
        "“4 of 4 do not fit” for 4 of 227",
        f"“{text}”; {bad} of {len(every)} recounted",
        f"{bad} of {len(every)} attacks" in text,
    )


def _al_asad() -> Row:
    """What the panel says once the browser has told that it shows Al-Asad."""
    west, south, east, north = AL_ASAD
    window = {"_southWest": {"lng": west, "lat": south}, "_northEast": {"lng": east, "lat": north}}
    app = app_on()
    app.session_state[MAP_KEY] = {"bounds": window}
    text = words(app.run())
    here = sum(world.within(row, AL_ASAD) for row in world.attacks())
    every = len(world.attacks())
    shown = number(r"\*\*([\d,]+) of [\d,]+ attacks\*\*, most often", text)
    return Row(
        "panel of the page Map with the map on Al-Asad",
        "“In this view: 227”",
        f"“{shown} of {every} attacks”; {here} recounted in the window",
        shown == here and "In this map window" in text,
    )


def _facets() -> Row:
    drawn = _choices(page(verdict="mismatch"))
    few = Counter(row["asserted_group"] for row in world.attacks() if row["verdict"] == "mismatch")
    group_counts = drawn["Group"]
    return Row(
        "facet Group beside the filter “mismatch”",
        "counts that ignored the filter",
        f"{', '.join(f'{name} {many}' for name, many in group_counts.items() if many)}; "
        f"{sum(few.values())} recounted",
        sorted(many for many in group_counts.values() if many) == sorted(few.values()),
    )


def _several() -> Row:
    """The rows that stand for several attacks, in the record and among three entries by hand."""
    given = [_whole(row["attacks_in_row"]) for row in world.attacks()]
    several = [2 if one is None else max(one, 1) for one in given if one != 1]
    sentence = Counting(world.dataset().analysis.table()).count().several_words()
    own = Counting(_by_hand()).count()
    return Row(
        "rows that stand for several attacks; those of 3 entries by hand, of which 1 says 4",
        "“3 rows stand for at least 11” wrong for entries by hand",
        f"“{sentence}”, recounted {len(several)} for {sum(several)}; “{own.several_words()}”",
        sentence == f"{len(several)} rows stand for at least {sum(several)} attacks"
        and own.several_words() == "1 row stands for at least 4 attacks",
    )


def _by_hand() -> pd.DataFrame:
    """Three attacks entered by hand in a journal of their own, judged as the page does."""
    atlas = world.dataset().analysis.atlas
    with tempfile.TemporaryDirectory() as folder:
        for ident, cells in (("one", {}), ("two", {"attacks_in_row": "1"}), ("three", _FOUR)):
            row = {"date": "2021-07-12", "method": "mortar", "target_place": "balad_ab", **cells}
            enter(load_journal(Path(folder)), ident, row, by="Ann", atlas=atlas, new=True)
        record = record_of(load_journal(Path(folder)), atlas=atlas)
    assert record is not None
    return assemble(check(record, atlas=atlas), atlas=atlas)


_FOUR = {"attacks_in_row": "4"}


def _whole(cell: Any) -> int | None:
    """The number of a cell, or None where its sources give none."""
    try:
        return int(cell) if int(cell) >= 0 else None
    except (TypeError, ValueError):
        return None


def _table() -> Row:
    app = page(**YEAR)
    text = " ".join(one.proto.label for one in app.get("download_button"))
    row_counts = re.search(r"([\d,]+) rows: ([\d,]+) attacks and ([\d,]+) not counted", words(app))
    shown = len(app.dataframe[0].value)
    sheet = number(r"CSV \(([\d,]+) rows?\)", text)
    inside = [row for row in world.rows() if row["date_text"][:4] == "2020"]
    attacks = sum(row in world.attacks() for row in inside)
    return Row(
        "attacks of 2020, and rows of the table and of its CSV",
        "61 attacks and “CSV (66 rows)”, unexplained",
        f"“{row_counts[0] if row_counts else ''}”; table {shown}, CSV {sheet}, "
        f"recounted {len(inside)}",
        bool(row_counts)
        and [int(one) for one in row_counts.groups()] == [shown, attacks, shown - attacks]
        and shown == sheet == len(inside),
    )


def _case_file() -> Row:
    app = page("export")
    labels = [one.label for one in app.button if one.label.startswith("Make a case file")]
    every, attacks = len(world.rows()), len(world.attacks())
    label = next(iter(labels), "")
    return Row(
        "the button of the case file of everything",
        "“case file of these 242 attacks”",
        f"“{label}”",
        f"{every} rows: {attacks} attacks and {every - attacks} not counted" in label,
    )


def _launches() -> Row:
    """Everything that counts attacks with a known launch."""
    data = world.dataset()
    table, facets = data.analysis.table(), data.facets()
    attacks = table["counts"].to_numpy(dtype=bool)
    figures = {
        "engine": Counting(table).count().launches,
        "breakdown": Breakdown.of(facets, attacks).launches,
        "definition": int((launch_known(table) & attacks).sum()),
        "facet": number(r"\*\*([\d,]+) of [\d,]+ attacks\*\*", words(page(launch="known"))),
        "panel": number(r"The launch is known for \*\*([\d,]+)\*\*", words(page())),
        "rows": sum(world.has_point(row, "launch") for row in world.attacks()),
    }
    return Row(
        "attacks whose launch is known, wherever it is said",
        "several definitions",
        ", ".join(f"{name} {many}" for name, many in figures.items()),
        len(set(figures.values())) == 1,
    )


def _rates() -> Row:
    text = said("compare", "count")
    rates = [float(one) for one in re.findall(r"\d+\.\d", text)]
    wanted = []
    ((first, _), (second, _)) = canvases(world.composed("compare"), "hd")
    for (begin, end), spec in zip(world.PERIODS, (first, second), strict=True):
        days = (end - begin).days + 1
        here = [
            row
            for row in world.attacks()
            if row["date"] == row["date"] and begin <= row["date"].date() <= end
        ]
        wanted.append(len(here) / days * 365.25 / 12)
        assert spec.shown
    close = len(rates) == len(wanted) and np.allclose(rates, wanted, atol=0.051)
    return Row(
        "headline of a comparison of two years with one",
        "sums of unequal spans",
        f"“{text}”; {' and '.join(f'{one:.1f}' for one in wanted)} a month recounted",
        close,
    )


def _share() -> Row:
    begin, end = world.PERIODS[0]
    table = world.dataset().analysis.table()
    inside = table[(table["date"].dt.date >= begin) & (table["date"].dt.date <= end)]
    share = Counting(inside).count().group_share("AAH")
    here = [
        row
        for row in world.attacks()
        if row["date"] == row["date"] and begin <= row["date"].date() <= end
    ]
    named = [row["asserted_group"] for row in here if row["asserted_group"]]
    return Row(
        "share of AAH in 2019 and 2020, with both denominators",
        "“AAH 1 of 9 attributed, of 75” wanted, none said",
        f"“{share}”",
        share == f"AAH {named.count('AAH')} of {len(named)} attributed, of {len(here)} attacks",
    )


def _sample() -> Row:
    """Pages and briefings that say that the record is a sample, beside an official count."""
    quarter = sum(
        row["date"] == row["date"] and (row["date"].year, row["date"].month) in _QUARTER
        for row in world.attacks()
    )
    texts = [words(page(one)) for one in PAGES_THAT_COUNT]
    texts += [said(kind, "sample") for kind in ("overview", "compare", "group")]
    texts += [about(world.composed("overview"))["record"]]
    wanted = re.compile(rf"at least 134 attacks .*where the record has {quarter}\b")
    telling = [text for text in texts if "sample, not a census" in text and wanted.search(text)]
    return Row(
        "Map, Timeline, Groups, 3 kinds of slides and map files that say what officials counted",
        "none",
        f"{len(telling)} of {len(texts)} (at least 134 there, {quarter} here)",
        len(telling) == len(texts),
    )


_QUARTER = {(2023, month) for month in (10, 11, 12)}
