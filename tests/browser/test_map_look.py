"""The map as a reader sees it: labels by their marks, own marks beside public ones, all of Iraq."""

from __future__ import annotations

import contextlib
import os

import pytest
from playwright.sync_api import Error

from dashboard.services import ui_words as ui
from dashboard.session import queries
from geo.workspace.attacks import enter
from geo.workspace.journal import load_journal
from layers import catalog
from tests.support import pace
from tests.support.browsing import FRAME, VIEW, WAIT_MS, calm, map_frame, opened, settled
from tests.support.server import ROOT, serving

NARROW = {"width": 480, "height": 900}
IRAQ = (38.8, 29.1, 48.5, 37.3)
WINDOW_SEEN = """() => { const b = atlas.map.getBounds();
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]; }"""
MARKS = """() => Object.values(atlas.map._layers).filter(x => x instanceof atlas.Mark)
    .map(x => ({layer: x.atlasLayer, x: x._point.x, y: x._point.y, r: x.options.radius,
        tip: x.atlasTip}))"""
# Each label that shows: its words, how near it is to its own mark, and how near to the others'.
LABELS = """() => {
    const zero = atlas.map.getPixelBounds().min, view = atlas.map.getContainer()
        .getBoundingClientRect();
    const discs = atlas.markDiscs().map(d => ({x: d.x - zero.x, y: d.y - zero.y, r: d.r}));
    const gap = (b, d) => Math.max(0, Math.hypot(Math.max(b.left - d.x, 0, d.x - b.right),
        Math.max(b.top - d.y, 0, d.y - b.bottom)) - d.r);
    const dots = [...document.querySelectorAll('.leaflet-atlas-dots-pane .atlas-label')]
        .filter(one => one.style.display !== 'none').map(one => one.getBoundingClientRect());
    const shown = [...document.querySelectorAll('.leaflet-atlas-labels-pane .atlas-label')]
        .filter(one => one.style.display !== 'none').map(one => {
            const drawn = one.lastChild.getBoundingClientRect(), at = one.getBoundingClientRect();
            const p = {x: at.left - view.left, y: at.top - view.top, r: 0};
            const box = {left: drawn.left - view.left, right: drawn.right - view.left,
                top: drawn.top - view.top, bottom: drawn.bottom - view.top};
            const off = d => Math.hypot(d.x - p.x, d.y - p.y);
            // Targets and launches of one place may both stand over it: the label is by one.
            // A place that no mark covers is seen by its own dot. Both are told to a pixel.
            const homes = discs.filter(d => off(d) < d.r + 1);
            if (discs.every(d => off(d) > d.r - 1)) { homes.push(p); }
            homes.sort((a, b) => gap(box, a) - gap(box, b));
            return {text: one.innerText.split('\\n')[0], home: homes[0], box: box,
                seen: homes[0] !== p || dots.some(d => Math.hypot(d.left - at.left,
                    d.top - at.top) < 1)};
        });
    return shown.map(one => ({text: one.text, seen: one.seen, own: gap(one.box, one.home),
        others: shown.filter(o => o !== one).map(o => gap(one.box, o.home)),
        marks: discs.map(d => gap(one.box, d))}));
}"""


def with_comma():
    table = queries.table()
    places = {*table["target_place"], *table["launch_place"]}
    return sorted(place for place in places if ", " in place)


@pytest.fixture(scope="module")
def own_url(tmp_path_factory):
    """A dashboard with attacks of the reader's own on the busiest places, several at each."""
    home = tmp_path_factory.mktemp("own")
    wheres = ["al_asad_ab", "balad_ab", "camp_taji", "bdsc", "erbil_ab"] * 2
    for at, place in enumerate(wheres):
        cells = {
            "date": f"2021-07-{at + 1:02d}",
            "method": "rocket",
            "target_place": place,
            "launch_lat": str(33.75 + at / 50),
            "launch_lon": str(42.4 + at / 50),
            "launch_radius_km": "2",
        }
        enter(load_journal(home), f"m{at}", cells, by="Ann", atlas=queries.atlas(), new=True)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "ATLAS_HOME": str(home)}
    with serving(tmp_path_factory.mktemp("serve"), env=env) as url:
        yield url


def still(page):
    """The map's frame, once it glides no more."""
    for _ in range(3):
        frame, before = map_frame(page), None
        with contextlib.suppress(Error):  # a new frame may take its place while the page loads
            while before != (now := frame.evaluate(VIEW)):
                before = now
                page.wait_for_timeout(pace.pause(400))
            return frame
    return map_frame(page)


def shows_iraq(frame):
    west, south, east, north = frame.evaluate(WINDOW_SEEN)
    assert west < IRAQ[0]
    assert south < IRAQ[1]
    assert east > IRAQ[2]
    assert north > IRAQ[3]


def test_a_narrow_window_shows_the_whole_country_and_keeps_the_readers_own_zoom(window, base_url):
    page = opened(window(NARROW), base_url)
    frame = still(calm(page))
    shows_iraq(frame)
    frame.evaluate("() => { atlas.map.setView([31.5, 45.9], 8.5, {animate: false}); }")
    before = frame.evaluate(VIEW)
    page.locator(FRAME).click(position={"x": 60, "y": 400})
    page.get_by_text(ui.NEAR_THE_POINT_YOU_CLICKED).wait_for(timeout=WAIT_MS)
    settled(page)
    assert still(page).evaluate(VIEW) == before


def test_a_narrow_window_shows_the_whole_country_beside_a_form_too(window, base_url):
    shows_iraq(still(opened(window(NARROW), f"{base_url}/check_attack")))


def test_each_label_stands_by_its_own_mark(page, base_url):
    calm(opened(page, base_url))
    for view in catalog.VIEWS:
        if view is not catalog.VIEWS[0]:  # which it opens with
            # While a rerun is on its way, what it replaces stands beside what it draws.
            calm(page).get_by_role("radio", name=view.title, exact=True).click()
        map_frame(page).wait_for_function(
            f"""([lat, lon]) => {{ const now = ({VIEW})();
                return Math.abs(now[0] - lat) < .01 && Math.abs(now[1] - lon) < .01; }}""",
            arg=[view.lat, view.lon],
            timeout=WAIT_MS,
        )
        labels = still(page).evaluate(LABELS)
        assert len(labels) > 1, view.id
        for one in labels:
            assert one["seen"], (view.id, one)
            # The farthest seat without a leader is 10 px off on both axes.
            assert one["own"] <= 15, (view.id, one)
            assert all(other > one["own"] for other in one["others"]), (view.id, one)
            assert all(mark > 0 for mark in one["marks"]), (view.id, one)


def test_own_marks_cover_no_public_mark_and_tell_each_place_once_when_gathered(page, own_url):
    opened(page, own_url)
    # A map that has not told its window yet may be drawn once more, where it was at first.
    frame = still(calm(page))
    marks = frame.evaluate(MARKS)
    own = [one for one in marks if one["layer"].startswith("yours_")]
    public = [one for one in marks if not one["layer"].startswith("yours_")]
    assert {one["layer"] for one in own} == {"yours_targets", "yours_launches"}
    for mine in own:
        for other in public:
            apart = ((mine["x"] - other["x"]) ** 2 + (mine["y"] - other["y"]) ** 2) ** 0.5
            assert apart > 0.95 * (mine["r"] + other["r"]), (mine, other)
    frame.evaluate("() => { atlas.map.setView([33.3, 43.7], 5.5, {animate: false}); }")
    frame = still(calm(page))
    assert frame.evaluate(VIEW)[2] == 5.5
    tips = [one["tip"] for one in frame.evaluate(MARKS) if "zoom in" in one["tip"]]
    assert any("places" in tip for tip in tips)
    for tip in tips:
        listed = tip.split("<br>")[-2].split(" and ")[0]
        for place in with_comma():  # one name, whatever it holds
            listed = listed.replace(place, place.replace(", ", " "))
        names = listed.split(", ")
        assert len(names) == len(set(names)), tip
