"""Every number on every page of the record's briefings is what one would count on its map."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

import numpy as np
import pytest

from dashboard.services.brief_request import Request
from dashboard.services.selection import Selection
from dashboard.session import queries
from geo import crs
from layers import style
from layers.brief.layout import sheets
from layers.brief.pack import MAPS
from layers.brief.sizes import SIZES
from layers.brief.view import Options
from layers.placement.marks import COLUMN_OF
from layers.spec import PointLayer, PolygonLayer
from layers.static.figure import window

MADE = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
PERIODS = (
    (dt.date(2020, 1, 1), dt.date(2020, 6, 30)),
    (dt.date(2021, 1, 1), dt.date(2021, 3, 31)),
)
SELECTIONS = {
    "record": {},
    "al-asad": {"view": "al_asad"},
    "balad-2021": {"view": "place:balad_ab", "date_from": dt.date(2021, 1, 1),
                   "date_to": dt.date(2021, 7, 31)},
    "rockets": {"method": ("rocket",), "date_from": dt.date(2021, 1, 1)},
    "launches": {"density": "launch", "layer": ("ground", "launches")},
}  # fmt: skip


def laid_out(kind, given):
    """The pages of a briefing in each size."""
    options = Options(group="AAH", periods=PERIODS)
    request = Request(
        kind=kind,
        selection=Selection(**given),
        options=options,
        formats=("png",),
        sizes=("hd",),
        made=MADE,
    )
    made = queries.briefer().compose(request)
    return [sheet for size in SIZES.values() for sheet in sheets(made, size)]


@cache
def projected(lon, lat):
    """One place in the conic."""
    x, y = crs.project(np.array([lon]), np.array([lat]))
    return float(x[0]), float(y[0])


def inside(lon, lat, extent):
    """Tell of one place alone whether it lies in a window."""
    x, y = projected(lon, lat)
    left, right, bottom, top = extent
    return left <= x <= right and bottom <= y <= top


def recount(panel, extent, roles):
    """Attacks, and those with a point of some roles in the window, row by row."""
    attacks = on_map = 0
    for row in panel.rows.to_dict("records"):
        if row["status"] not in {"confirmed", "reported", "claimed_only"}:
            continue
        attacks += 1
        on_map += any(
            row[f"{role}_lon"] == row[f"{role}_lon"]
            and inside(row[f"{role}_lon"], row[f"{role}_lat"], extent)
            for role in roles
        )
    return attacks, on_map


def drawn_ids(panel, extent):
    """Attacks whose marks lie in the window, read off what is drawn."""
    ids = set()
    for layer in panel.spec.shown:
        if layer.id in {"targets", "launches"}:
            for lon, lat, cell in zip(
                layer.features.geometry.x,
                layer.features.geometry.y,
                layer.features["ids"],
                strict=True,
            ):
                if inside(lon, lat, extent):
                    ids |= set(cell.split("\n"))
    return ids


def numbers(text):
    """The number on the map and that of all attacks: "4 of 20 attacks", "20 attacks"."""
    found = re.search(r"(None|[\d,]+)(?: of ([\d,]+))? attacks?\b", text)
    first = 0 if found[1] == "None" else int(found[1].replace(",", ""))
    return first, int((found[2] or found[1]).replace(",", ""))


def roles_of(panel):
    marks = {"targets": "target", "launches": "launch"}
    ids = {layer.id for layer in panel.spec.shown}
    roles = {marks[one] for one in ids & set(marks)}
    if ids & {"heat", "hexagons"}:
        roles.add("launch" if "launch" in str(panel.roles) else "target")
    return roles


# A series of the whole record is six years of the same small maps.
CASES = [
    (kind, chosen)
    for kind in MAPS
    for chosen in SELECTIONS
    if kind != "series" or chosen == "balad-2021"
]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "chosen"), CASES)
def test_titles_and_captions_are_a_recount_of_the_map(kind, chosen):
    for sheet in laid_out(kind, SELECTIONS[chosen]):
        counted = []
        for at, (panel, box) in enumerate(sheet.maps):
            extent = window(panel.spec.bounds, aspect=box.width / box.height)
            attacks, on_map = recount(panel, extent, roles_of(panel))
            counted.append((attacks, on_map))
            if "hexagons" not in {x.id for x in panel.spec.shown} and kind != "heatmap":
                assert len(drawn_ids(panel, extent)) == on_map
            if panel.title:
                assert numbers(sheet.item(f"heading_{at + 1}").text) == (on_map, attacks)
            for entry in sheet.seen.legend:
                if entry.kind == "ring":
                    assert ring_is_seen(sheet, entry.tone)
                if entry.kind == "area" and entry.tone:
                    assert area_is_seen(sheet, entry), entry
        check_headline(kind, sheet, counted)


def check_headline(kind, sheet, counted):
    said = sheet.item("count").text
    attacks, on_map = (sum(column) for column in zip(*counted, strict=True))
    rows = queries.table()
    if kind in {"overview", "heatmap", "hexbin", "group"}:
        if attacks:
            assert numbers(said) == (on_map, attacks)
        else:
            assert said == "No attack fits these filters"
    elif kind == "mismatches":
        view_rows = queries.briefer().view(sheet_selection(sheet)).rows
        shown = rows.loc[view_rows.index]
        shown = shown[shown["counts"]]
        not_fitting = sum(word in {"mismatch", "explained"} for word in shown["verdict"])
        assert numbers(said) == (not_fitting, len(shown))
    elif kind == "compare":
        rates = [float(one) for one in re.findall(r"\d+\.\d", said)]
        days = [(last - first).days + 1 for first, last in PERIODS]
        wanted = [n / d * 365.25 / 12 for (n, _), d in zip(counted, days, strict=True)]
        assert rates == pytest.approx(wanted, abs=0.051)
        assert f"n = {counted[0][0]} in {days[0]} days, then {counted[1][0]} in {days[1]} days" in (
            sheet.item("remark_1").text
        )
    elif attacks:
        assert f"(n = {attacks:,} in {len(counted)} month" in said
        assert sheet.item("remark_1").text.startswith(f"{on_map:,} of {attacks:,} attack")


def sheet_selection(sheet):
    return next(
        Selection(**given)
        for given in SELECTIONS.values()
        if queries.briefer().view(Selection(**given)).subtitle() == sheet.page.subtitle
    )


def windows(sheet):
    for panel, box in sheet.maps:
        yield panel, window(panel.spec.bounds, aspect=box.width / box.height)


def ring_is_seen(sheet, tone):
    return any(
        held and inside(lon, lat, extent)
        for panel, extent in windows(sheet)
        for layer in panel.spec.shown
        if isinstance(layer, PointLayer) and layer.id in {"targets", "launches"}
        for held, lon, lat in zip(
            layer.features[COLUMN_OF[tone]],
            layer.features.geometry.x,
            layer.features.geometry.y,
            strict=True,
        )
    )


def area_is_seen(sheet, entry):
    """Tell whether ground of a legend's holder, or of its age, lies in a window."""
    column, wanted = ("age", entry.age) if entry.tone == style.NEUTRAL else ("tone", entry.tone)
    for panel, (left, right, bottom, top) in windows(sheet):
        for layer in panel.spec.shown:
            if isinstance(layer, PolygonLayer) and not layer.base:
                for shape in layer.features.geometry[layer.features[column] == wanted]:
                    (metric,) = crs.to_metric([shape])
                    west, south, east, north = metric.bounds
                    if west <= right and east >= left and south <= top and north >= bottom:
                        return True
    return False


@pytest.mark.parametrize("kind", [kind for kind in MAPS if kind != "series"])
def test_each_page_says_which_day_its_ground_is_and_that_the_record_is_a_sample(kind):
    for sheet in laid_out(kind, {}):
        days = {panel.ground_day for panel, _ in sheet.maps}
        assert None not in days
        ground = sheet.item("ground").text
        assert ground.startswith("Ground as of ")
        assert "confirmed" in ground
        assert f"{max(days).year}" in ground
        sample = sheet.item("sample").text
        table = queries.table()
        attacks = table[table["counts"]]
        named = int((attacks["asserted_group"] != "").sum())
        assert f"{named} of {len(attacks)} attacks are attributed" in sample
        quarter = attacks[(attacks["date"] >= "2023-10-01") & (attacks["date"] <= "2023-12-31")]
        assert "at least 134 attacks" in sample
        assert sample.endswith(f"where the record has {len(quarter)}.")
