"""Every mark of the whole record stands where it is, on every kind and size of page.

An oracle of its own, slow and simple, works out from the spec where each mark may stand.
"""

from __future__ import annotations

import datetime as dt
import math
from functools import cache
from itertools import product

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.services.brief_request import Request
from dashboard.services.selection import DEFAULT, Selection
from dashboard.session import queries
from geo.crs import project, to_metric
from layers import catalog, mark_tones
from layers.brief import draw
from layers.brief.layout import lay_out as lay_out_page
from layers.brief.sizes import SIZES
from layers.brief.view import Options
from layers.placement.layout import Canvas, lay_out
from layers.placement.spread import RULES
from layers.spec import PointLayer, PolygonLayer
from layers.static import figure as static_map
from layers.static.figure import window

MADE = dt.datetime(2026, 11, 21, 3, 0, tzinfo=dt.UTC)
PERIODS = (
    (dt.date(2020, 1, 1), dt.date(2020, 12, 31)),
    (dt.date(2021, 1, 1), dt.date(2021, 12, 31)),
)
TITLES = {
    "own": "",
    "short": "Iraq",
    "long": "What was reported where, and whose ground it is, " * 6,
}
LAYERS = {
    "usual": DEFAULT.layer,
    "events": (*DEFAULT.layer, "context", "excluded"),
    "everything": tuple(
        one.id for one in catalog.CHOICES if one.id not in {"heat", "hexagons", "usual"}
    ),
}
KINDS = ("overview", "mismatches", "group", "compare", "series")
VIEWS = tuple(one.id for one in catalog.VIEWS)
SEEN_FROM = ("all", "baghdad")


def pages(kind, *, layer="usual", title="own", view="all"):
    # A series of the whole record has seventy maps, and all are made before any is looked at.
    days = (dt.date(2021, 1, 1), dt.date(2021, 9, 30)) if kind == "series" else (None, None)
    selection = Selection(date_from=days[0], date_to=days[1], layer=LAYERS[layer], view=view)
    options = Options(title=TITLES[title], group="KH", periods=PERIODS)
    wanted = Request(
        kind=kind,
        selection=selection,
        options=options,
        formats=("png",),
        sizes=("hd",),
        made=MADE,
        author="A. Briefer",
        marking="",
    )
    made = queries.briefer().compose(wanted)
    return made, made.maps


def canvases(page, made, size):
    """The window and the scale of each map of a page, as it is drawn."""
    sheet = lay_out_page(page, made.imprint, SIZES[size])
    for panel, box in sheet.maps:
        extent = window(panel.spec.bounds, aspect=box.width / box.height)
        px_m = (extent[1] - extent[0]) / (box.width * 96)
        yield panel.spec, Canvas(extent, px_m * draw.magnify_of(sheet))


@cache
def outlines(layer):
    shapes = layer.features.geometry[layer.features["edge_px"] > 0].to_numpy()
    return list(to_metric(shapes)) if len(shapes) else []


def areas_of(spec):
    return [
        area
        for one in spec.shown
        if isinstance(one, PolygonLayer) and not one.base
        for area in outlines(one)
    ]


def rows_of(spec):
    """Metres, count and mismatches of every row of marks, by layer."""
    found = {}
    for layer in spec.shown:
        if isinstance(layer, PointLayer) and not layer.base:
            rows = layer.features[layer.features["shape"] != "disc"]
            spots = np.column_stack(project(rows.geometry.x, rows.geometry.y))
            counts = rows[["count", "mismatches", "explained"]].to_numpy(dtype=int)
            found[layer.id] = (spots, counts)
    return found


def held_by(standing, spots):
    """Which rows of its layer a mark holds."""
    gaps = np.hypot(*(spots[:, None] - standing.mark.members[None]).transpose(2, 0, 1))
    return (gaps < 1).any(axis=1)


def check(spec, canvas):
    rows, areas = rows_of(spec), areas_of(spec)
    made = lay_out(spec, canvas)
    for one in made:
        spots, counts = rows[one.mark.layer]
        own = held_by(one, spots)
        assert counts[own, 0].sum() == one.mark.count
        assert counts[own, 1].sum() == one.mark.verdicts["mismatch"]
        weight = np.maximum(counts[own, 0], 1)
        middle = (spots[own] * weight[:, None]).sum(axis=0) / weight.sum()
        homes = np.vstack([middle, spots[own]])
        assert np.hypot(*(homes - one.home).T).min() < 1, "it stands for no place of its own"
        off_px = math.dist(one.at, one.home) / canvas.metres_a_px
        assert one.tied == (off_px > one.reach_px), (one.mark.name, off_px)
        for area in areas:
            if shapely.intersects_xy(area, *one.at):
                assert shapely.intersects_xy(area, *spots[own].T).any(), one.mark.name
    at_px, reach = np.array([one.at for one in made]), np.array([one.reach_px for one in made])
    if len(made):
        apart = np.hypot(*(at_px[:, None] - at_px[None]).transpose(2, 0, 1)) / canvas.metres_a_px
        np.fill_diagonal(apart, np.inf)
        assert (apart >= (RULES["legible"] - 1e-6) * (reach[:, None] + reach)).all(), (
            "one is hidden"
        )
    for layer, (spots, counts) in rows.items():
        drawn = [held_by(one, spots) for one in made if one.mark.layer == layer]
        seen = np.sum(drawn, axis=0) if drawn else np.zeros(len(spots))
        inside = canvas.holds(spots) if len(spots) else np.empty(0, dtype=bool)
        assert (seen[inside] == 1).all(), "a place in the window has no mark, or two"
        assert counts[seen == 0][:, 0].sum() == counts[~(seen > 0), 0].sum()
    return made


@pytest.mark.slow
def test_a_page_explains_leaders_where_it_draws_one_and_nowhere_else():
    answers = set()
    for kind, layer, view in [
        ("overview", "usual", "all"),
        ("overview", "everything", "all"),
        ("overview", "usual", "north"),
        ("mismatches", "usual", "baghdad"),
        ("compare", "events", "all"),
        ("group", "usual", "al_asad"),
    ]:
        made, (page, *_) = pages(kind, layer=layer, view=view)
        for size in SIZES:
            drawn = [
                one.tied
                for spec, canvas in canvases(page, made, size)
                for one in lay_out(spec, canvas)
            ]
            signs = {one.kind for one in lay_out_page(page, made.imprint, SIZES[size]).seen.legend}
            assert ("leader" in signs) == any(drawn), (kind, layer, view, size)
            answers.add(any(drawn))
    assert answers == {True, False}


def numbers(made):
    """What a reader counts: how many marks, of how many, around where."""
    return sorted((one.mark.layer, one.mark.name, one.mark.count) for one in made)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("kind", ["overview", "mismatches"])
def test_no_mark_of_the_record_stands_where_it_is_not(kind, layer):
    made, maps = pages(kind, layer=layer)
    for page in maps:
        for spec, canvas in canvases(page, made, "hd"):
            assert check(spec, canvas)


@pytest.mark.slow
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(KINDS),
    st.sampled_from(list(SIZES)),
    st.sampled_from(list(TITLES)),
    st.sampled_from(list(LAYERS)),
    st.sampled_from(VIEWS),
)
def test_nor_does_one_of_any_kind_size_title_layers_and_view(kind, size, title, layer, view):
    made, maps = pages(kind, title=title, layer=layer, view=view)
    for page in maps[:2]:
        for spec, canvas in list(canvases(page, made, size))[:3]:
            check(spec, canvas)


def frames(kind, layer, view):
    """Titles and sizes for one kind, layers and view: over all of a kind, each pair comes up.

    Every one of the (title, size) pairs with every one of the rest would be ninety times as many
    maps, which differ from these in nothing that decides where a mark stands.
    """
    pairs = [(title, size) for title in TITLES for size in SIZES]
    rest = list(product(LAYERS, SEEN_FROM))
    turn = KINDS.index(kind) + rest.index((layer, view))
    return pairs[turn % len(rest) :: len(rest)]


def test_each_kind_is_drawn_with_each_title_at_each_size():
    rest = list(product(LAYERS, SEEN_FROM))
    for kind in KINDS:
        drawn = [pair for layer, view in rest for pair in frames(kind, layer, view)]
        assert sorted(drawn) == sorted(product(TITLES, SIZES))


@pytest.mark.slow
@pytest.mark.parametrize("view", SEEN_FROM)
@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("kind", KINDS)
def test_nor_does_any_at_all(kind, layer, view):
    for title, size in frames(kind, layer, view):
        made, maps = pages(kind, title=title, layer=layer, view=view)
        for page in maps:
            for spec, canvas in canvases(page, made, size):
                check(spec, canvas)


@pytest.mark.parametrize("view", SEEN_FROM)
def test_every_size_and_every_title_shows_the_same_marks_with_the_same_numbers(view):
    seen = []
    for title in TITLES:
        made, (page,) = pages("overview", title=title, view=view)
        for size in SIZES:
            ((spec, canvas),) = canvases(page, made, size)
            inside = [one for one in lay_out(spec, canvas) if one.mark.name != ""]
            seen.append(numbers(inside))
    common = set(seen[0]).intersection(*map(set, seen))
    if view == "all":
        assert all(one == seen[0] for one in seen), "frames of other shapes show other marks"
    for one in seen:
        # A wider page shows more of what lies around, and never another number for one place.
        assert {name[:2] for name in set(one) - common}.isdisjoint(name[:2] for name in common)


def test_the_country_shows_each_city_apart_and_baghdad_with_its_surroundings():
    made, (page,) = pages("overview")
    ((spec, canvas),) = canvases(page, made, "hd")
    targets = {
        one.mark.name: one.mark for one in lay_out(spec, canvas) if one.mark.layer == "targets"
    }
    rows = queries.shown(Selection())
    rows = rows[rows["counts"]]
    near = (rows["target_lat"].sub(33.31).abs() < 0.25) & (
        rows["target_lon"].sub(44.39).abs() < 0.25
    )
    assert targets["Baghdad"].count >= near.sum() > 50
    assert {"Mosul", "Erbil", "Baghdad"} <= set(targets)


def test_no_ring_stands_for_more_attacks_than_do_not_fit():
    made, (page,) = pages("overview")
    ((spec, canvas),) = canvases(page, made, "a4")
    rows = queries.shown(Selection())
    rows = rows[rows["counts"]]
    for role, layer in (("target", "targets"), ("launch", "launches")):
        x, y = project(rows[f"{role}_lon"].astype(float), rows[f"{role}_lat"].astype(float))
        here = rows[canvas.holds(np.nan_to_num(np.column_stack([x, y]), nan=1e9))]
        marks = [one.mark for one in lay_out(spec, canvas) if one.mark.layer == layer]
        for verdict in ("mismatch", "explained"):
            ringed = sum(mark.verdicts[verdict] for mark in marks)
            assert ringed == here["verdict"].eq(verdict).sum()
        drawn = dict.fromkeys(mark_tones.KINDS, 0)
        for tone, many in (share for mark in marks for share in mark.shares):
            drawn[mark_tones.kind_of(tone)] += many
        unnamed = here[here["asserted_group"].fillna("").eq("")]
        groups = unnamed["points_to"].str.split("|").map(lambda found: len(set(found) - {""}))
        mixed = unnamed["points_mixed"].eq("yes")
        assert drawn == {
            "asserted": len(here) - len(unnamed),
            "one": (groups.eq(1) & ~mixed).sum(),
            "several": (groups.gt(1) & ~mixed).sum(),
            "mixed": mixed.sum(),
            "nobody": (groups.eq(0) & ~mixed).sum(),
        }


def test_what_is_drawn_stands_where_it_was_laid_out(monkeypatch):
    layouts = []

    def recorded(spec, canvas):
        layouts.append((lay_out(spec, canvas), spec, canvas))
        return layouts[-1][0]

    monkeypatch.setattr(static_map, "lay_out", recorded)
    made, (page,) = pages("overview", layer="events")
    sheet = lay_out_page(page, made.imprint, SIZES["hd"])
    figure = draw.draw(sheet)
    ((standing, _, canvas),) = layouts
    ((_, expected),) = canvases(page, made, "hd")
    np.testing.assert_allclose(canvas.extent, expected.extent)
    assert canvas.metres_a_px == pytest.approx(expected.metres_a_px)
    axes = figure.axes[1]
    middles = np.array(
        [
            (path.vertices.min(axis=0) + path.vertices.max(axis=0)) / 2
            for collection in axes.collections
            if type(collection).__name__ == "PolyCollection"
            for path in collection.get_paths()
        ]
    )
    for one in standing:
        if one.mark.shape == "circle":
            assert np.hypot(*(middles - one.at).T).min() < canvas.metres_a_px
    dots = [line.get_data() for line in axes.lines if len(line.get_xdata()) == 1]
    for one in (one for one in standing if one.tied):
        assert any(math.dist((x[0], y[0]), one.home) < 1 for x, y in dots), "no dot at its place"
