"""Every mark of the whole record stands where it is in the browser too, at every zoom.

Real positions are read back from the page; where each mark may stand is worked out here.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from dashboard.services.selection import DEFAULT, Selection
from dashboard.session import queries
from layers import catalog
from layers.build import build_map
from layers.placement.clusters import level_of
from layers.placement.layout import reach as reach_of
from layers.placement.marks import marks_of
from layers.placement.on_screen import any_leader_seen
from layers.placement.spread import RULES
from layers.spec import PointLayer, PolygonLayer
from layers.web.standalone import standalone_html
from tests.support.browsing import FRAME as MAP
from tests.support.browsing import MARK, WAIT_MS, map_frame, opened, settled

ZOOMS = [*np.arange(5, 11, 0.25), 11.0, 12.0, 13.0, 14.0]
LAYERS = {
    "usual": DEFAULT.layer,
    "events": (*DEFAULT.layer, "context", "excluded"),
    "everything": tuple(
        one.id for one in catalog.CHOICES if one.id not in {"heat", "hexagons", "usual"}
    ),
}
# A vertex is sent as whole ten-thousandths of a degree.
ROUNDED_DEG = 3e-4
SPOTS = """zoom => {
    atlas.map.setView([33.3, 43.7], zoom, {animate: false});
    return new Promise(done => setTimeout(() => {
        const zero = atlas.map.getPixelOrigin(), view = atlas.map.getPixelBounds().min;
        done(Object.values(atlas.map._layers).filter(x => x instanceof atlas.Mark).map(x => ({
            layer: x.atlasLayer, rows: x.atlasRows, reach: x.atlasReach, tied: x.atlasTied,
            x: x._point.x + zero.x, y: x._point.y + zero.y, n: x.options.text, ids: x.atlasIds,
            spans: x.options.spans, badge: x.options.badge, tip: x.atlasTip})));
    }, 30)); }"""
# The window, and whether a leader runs in it from end to end, or with one end.
SEEN = """([zoom, at]) => {
    atlas.map.setView(at, zoom, {animate: false});
    return new Promise(done => setTimeout(() => {
        const b = atlas.map.getBounds(), view = atlas.map.getPixelBounds();
        done([b.getWest(), b.getSouth(), b.getEast(), b.getNorth(),
            atlas.markLeaders().some(ends => ends.some(end => view.contains(end)))]);
    }, 30)); }"""
LEADERS = """() => { const zero = atlas.map.getPixelOrigin();
    return Object.values(atlas.map._layers).filter(x => x instanceof atlas.Leader)
        .map(x => [x._point.x + zero.x, x._point.y + zero.y]); }"""


def record_map(layer="usual", **over):
    rows = queries.shown(Selection())
    atlas = queries.atlas()
    given = {
        "areas": queries.ground(queries.record_end()),
        "lines": atlas.areas.lines,
        "extents": atlas.areas.extents,
        "context": queries.context(),
        "base": queries.base(),
        "show": LAYERS[layer],
        "names": queries.names(),
    }
    return build_map(rows, **(given | over))


def world_px(lon, lat, zoom):
    """Leaflet's spherical Mercator, in pixels of the whole world."""
    sine = np.sin(np.radians(np.asarray(lat, dtype=float)))
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return np.column_stack([np.asarray(lon, dtype=float) / 360 + 0.5, y]) * 256 * 2**zoom


def degrees(x, y, zoom):
    wide = 256 * 2**zoom
    return (x / wide - 0.5) * 360, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / wide))))


@pytest.fixture
def shown(page):
    def show(spec):
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_content(standalone_html(spec))
        page.wait_for_function("() => window.atlas && atlas.map")
        assert errors == []
        return page

    return show


@pytest.mark.slow
@pytest.mark.parametrize("layer", LAYERS)
def test_no_mark_of_the_record_stands_where_it_is_not_at_any_zoom(shown, layer):
    spec = record_map(layer)
    page = shown(spec)
    points = {one.id: one for one in spec.shown if isinstance(one, PointLayer) and not one.base}
    points = {
        name: one for name, one in points.items() if not one.features["shape"].eq("disc").all()
    }
    shapes = np.concatenate(
        [
            one.features.geometry[one.features["edge_px"] > 0].to_numpy()
            for one in spec.shown
            if isinstance(one, PolygonLayer) and not one.base
        ]
    )
    # Surely within, and perhaps within: what lies in the one must hold a place in the other.
    inner, outer = (shapely.buffer(shapes, by) for by in (-ROUNDED_DEG, ROUNDED_DEG))
    shapely.prepare(inner)
    shapely.prepare(outer)
    for zoom in map(float, ZOOMS):
        marks, ends = page.evaluate(SPOTS, zoom), page.evaluate(LEADERS)
        for one in marks:
            rows = points[one["layer"]].features.iloc[one["rows"]]
            lon, lat = rows.geometry.x.round(4), rows.geometry.y.round(4)
            spots = world_px(lon, lat, zoom)
            weight = np.maximum(rows["count"].to_numpy(), 1)
            homes = np.vstack([(spots * weight[:, None]).sum(axis=0) / weight.sum(), spots])
            # Its home is not sent: it must be near one of them, or tied to one.
            off = np.hypot(*(homes - (one["x"], one["y"])).T)
            if one["tied"]:
                assert min(np.hypot(*(homes - end).T).min() for end in ends) < 0.5
            else:
                assert off.min() <= one["reach"] + 0.5, (zoom, one["tip"])
            at = degrees(one["x"], one["y"], zoom)
            for area in outer[shapely.intersects_xy(inner, *at)]:
                assert shapely.intersects_xy(area, lon, lat).any(), (zoom, one["tip"])
        spots, reach = (
            np.array([[one[key] for key in keys] for one in marks]) for keys in ("xy", ["reach"])
        )
        apart = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
        np.fill_diagonal(apart, np.inf)
        assert (apart >= (RULES["legible"] - 1e-6) * (reach + reach.T)).all(), (
            zoom,
            "one is hidden",
        )
        for name, layer_of in points.items():
            drawn_rows = sorted(row for one in marks if one["layer"] == name for row in one["rows"])
            assert drawn_rows == list(range(len(layer_of.features))), "each place has one mark"
            print_marks = marks_of(layer_of, level=level_of(zoom))
            screen = [
                int(layer_of.features["count"].iloc[one["rows"]].sum())
                for one in marks
                if one["layer"] == name
            ]
            assert sorted(screen) == sorted(one.count for one in print_marks)
            far = sorted(one["reach"] for one in marks if one["layer"] == name)
            assert far == pytest.approx(sorted(reach_of(one) for one in print_marks))


def test_an_arc_and_a_badge_say_how_many_do_not_fit_and_the_tooltip_says_it_in_words(shown):
    spec = record_map()
    marks = shown(spec).evaluate(SPOTS, 6.25)
    verdicts = queries.shown(Selection())["verdict"]
    drawn = 0
    for one in (one for one in marks if one["layer"] == "targets"):
        found = verdicts[one["ids"].split("\n")]
        bad, many = int(found.eq("mismatch").sum()), len(found)
        arcs = {kind: last - first for kind, first, last in one["spans"]}
        assert arcs.get(0, 0.0) == pytest.approx(max(bad / many, 0.12) if bad else 0.0)
        assert one["badge"] == (str(bad) if 0 < bad < many else "")
        if bad and many > 1:
            assert f"{many} attacks" in one["tip"]
            assert f"{bad} do not fit" in one["tip"] or f"{bad} does not fit" in one["tip"]
        # What does not fit comes first in what a click gives.
        assert found.iloc[:bad].eq("mismatch").all()
        drawn += bad
    targets = queries.shown(Selection())
    located = targets[targets["counts"] & targets["target_lon"].notna()]
    assert drawn == located["verdict"].eq("mismatch").sum()


@pytest.mark.parametrize("layer", ["usual", "events"])
def test_a_legend_knows_whether_a_leader_is_seen(shown, layer):
    spec = record_map(layer)
    page = shown(spec)
    answers = []
    for zoom in map(float, [*np.arange(5, 11, 0.5), 12.0]):
        for at in ([33.3, 43.7], [33.8, 42.4], [36.3, 43.5], [31.0, 46.5]):
            *window, seen = page.evaluate(SEEN, [zoom, at])
            assert any_leader_seen(spec, tuple(window), zoom) == seen, (zoom, at)
            answers.append(seen)
    assert len(set(answers)) == 2, "some windows have leaders, and some have none"


def test_panning_changes_no_number(shown):
    page = shown(record_map())
    texts = """() => Object.values(atlas.map._layers).filter(x => x instanceof atlas.Mark)
        .map(x => x.options.text).sort().join()"""
    page.evaluate("() => { atlas.map.setView([33.3, 43.7], 7, {animate: false}); }")
    before = page.evaluate(texts)
    page.evaluate("() => { atlas.map.panBy([300, 150], {animate: false}); }")
    assert page.evaluate(texts) == before


def test_a_filter_leaves_every_other_mark_in_its_place(shown):
    rows = queries.shown(Selection())
    anchor = {}
    for kept in (rows, rows[rows["asserted_group"].eq("KH")], rows.iloc[::3]):
        spec = build_map(kept, base=queries.base(), show=("targets",))
        (layer,) = (one for one in spec.shown if isinstance(one, PointLayer) and not one.base)
        for mark in marks_of(layer, level=6.0):
            for spot in map(tuple, mark.members.round().tolist()):
                assert anchor.setdefault(spot, mark.name) == mark.name


def test_a_click_on_a_mark_of_many_opens_what_does_not_fit(page, base_url):
    opened(page, base_url)
    frame = map_frame(page)
    shown_rows = queries.shown(Selection())
    bad = shown_rows.index[
        shown_rows["verdict"].eq("mismatch") & shown_rows["target_place_id"].eq("al_asad_ab")
    ]
    spot = frame.evaluate(MARK, ["targets", bad[0]])
    assert len(spot["ids"]) > 10
    box = page.locator(MAP).bounding_box()
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    page.wait_for_url("**attack=**", timeout=WAIT_MS)
    settled(page)
    opened_id = page.url.split("attack=")[1].split("&")[0]
    assert opened_id in set(bad)
