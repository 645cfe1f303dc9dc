"""The map in a real browser: whole without the network, clickable, steady, and deaf to data."""

import contextlib
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from layers.build import build_map
from layers.web.standalone import standalone_html
from tests.support import pace
from tests.worlds import squares as worlds

ROOT = Path(__file__).resolve().parents[2]
FRAME = "iframe[title='streamlit_folium.st_folium']"
# Of the data's groups: how many marks' rows each holds, in the order of their layers.
ROWS = """() => Object.values(atlas.map._layers).filter(x => x.atlasData)
    .map(x => x.atlasData.layer + ':' + x.atlasData.lat.length).join(' ')"""
MARK = """name => {
    const marks = Object.values(atlas.map._layers);
    const mine = marks.filter(x => x instanceof atlas.Mark && x.atlasLayer === name);
    // The mark with the most attacks: in every world here it is the one of a1 and a2.
    const many = x => x.atlasIds.split('\\n').length;
    const mark = mine.sort((a, b) => many(b) - many(a))[0];
    const p = atlas.map.layerPointToContainerPoint(mark._point);
    return {x: p.x, y: p.y, ids: mark.atlasIds.split('\\n')};
}"""


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def serving(case, log):
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "tests/support/map_app.py")]
    flags = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    command += [f"--{name}={value}" for name, value in flags.items()]
    env = {**os.environ, "MAP_APP_CASE": case, "PYTHONPATH": str(ROOT)}
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=env, stdout=output, stderr=output, cwd=log.parent)
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + pace.seconds(60)
        while time.monotonic() < deadline:
            assert process.poll() is None, log.read_text()
            with contextlib.suppress(OSError):
                if (
                    urllib.request.urlopen(f"{url}/_stcore/health", timeout=pace.seconds(2)).status
                    == 200
                ):
                    break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(pace.seconds(10))


@pytest.fixture(scope="module")
def plain_url(tmp_path_factory):
    with serving("plain", tmp_path_factory.mktemp("plain") / "log") as url:
        yield url


def opened(page, url):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    page.frame_locator(FRAME).locator(".leaflet-container").wait_for(
        timeout=pace.milliseconds(30_000)
    )
    frame = next(one for one in page.frames if "st_folium" in one.url)
    frame.wait_for_function(
        f"() => window.atlas && atlas.map && ({ROWS})() !== ''", timeout=pace.milliseconds(30_000)
    )
    frame.evaluate(SETTLED)
    return frame, errors


SETTLED = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"""


def place_of(page, spot):
    box = page.locator(FRAME).bounding_box()
    return box["x"] + spot["x"], box["y"] + spot["y"]


def painted(frame, pane):
    """Share of a pane's canvas that carries ink."""
    return frame.evaluate(
        """pane => {
            const canvas = document.querySelector('.leaflet-' + pane + '-pane canvas');
            const pen = canvas.getContext('2d');
            const ink = pen.getImageData(0, 0, canvas.width, canvas.height).data;
            let full = 0;
            for (let k = 3; k < ink.length; k += 4) { if (ink[k]) { full += 1; } }
            return full / (ink.length / 4);
        }""",
        pane,
    )


def test_the_map_shows_whole_without_asking_any_other_machine_and_tells_its_marks(page, plain_url):
    frame, errors = opened(page, plain_url)
    assert painted(frame, "atlas-base") > 0.2
    assert painted(frame, "atlas-data") > 0.01
    shown = page.frame_locator(FRAME)
    assert shown.locator(".atlas-label span:visible", has_text="East").count() == 1
    assert shown.get_by_text("Outlines: Natural Earth").count() == 1
    assert shown.locator(".leaflet-control-scale-line").inner_text().endswith("km")
    assert errors == []
    spot = frame.evaluate(MARK, "launches")
    page.mouse.move(*place_of(page, spot))
    tip = shown.locator(".atlas-tip")
    tip.wait_for(timeout=pace.milliseconds(5_000))
    assert "report a" in tip.inner_text()
    page.mouse.click(*place_of(page, spot))
    page.get_by_text("clicked: launches").wait_for(timeout=pace.milliseconds(10_000))
    assert page.get_by_text("clicked:").inner_text() == "clicked: launches " + " ".join(spot["ids"])


def test_marks_part_when_one_comes_nearer_and_gather_when_one_goes_away(page):
    # Two targets 18 km apart: 5 pixels at zoom 5, 80 at zoom 9.
    table = worlds.attacks().loc[["a1", "a3"]].assign(target_lon=[44.0, 44.2])
    page.set_content(standalone_html(build_map(table, show=("targets",))))
    page.wait_for_function("() => window.atlas && atlas.map")
    marks = """zoom => { atlas.map.setView([33, 44], zoom, {animate: false});
        return new Promise(done => setTimeout(() => done(Object.values(atlas.map._layers)
            .filter(x => x instanceof atlas.Mark).map(x => x.options.text).sort()), 50)); }"""
    assert page.evaluate(marks, 9) == ["A", "K"]
    assert page.evaluate(marks, 5) == ["2"]


def test_the_ruler_selects_nothing_and_a_filter_keeps_the_view_and_changes_the_marks(
    page, plain_url
):
    frame, _ = opened(page, plain_url)
    spot = frame.evaluate(MARK, "launches")
    inside = page.frame_locator(FRAME)
    tool = inside.get_by_role("button", name="Measure distance and bearing")
    tool.focus()
    page.keyboard.press("Enter")
    x, y = place_of(page, spot)
    page.mouse.click(x, y)
    page.mouse.move(x + 100, y)
    label = inside.locator(".atlas-measure")
    label.wait_for(timeout=pace.milliseconds(5_000))
    expected = frame.evaluate(
        """s => atlas.map.distance(atlas.map.containerPointToLatLng([s.x, s.y]),
            atlas.map.containerPointToLatLng([s.x + 100, s.y])) / 1000""",
        spot,
    )
    said, squares = label.inner_text().splitlines()
    km, bearing = re.fullmatch(r"([\d.]+) km · (\d{3})°", said).groups()
    assert abs(float(km) - expected) < expected * 0.03
    assert abs(int(bearing) - 90) <= 3
    assert re.fullmatch(r"(?:\d\d[A-Z] [A-Z]{2} \d{4} \d{4}(?: → )?){2}", squares)
    page.keyboard.press("Escape")
    label.wait_for(state="detached", timeout=pace.milliseconds(5_000))
    assert page.get_by_text("clicked: nothing").count() == 1
    # A filter keeps zoom and position and changes the marks.
    view = "() => [atlas.map.getZoom(), atlas.map.getCenter().lat, atlas.map.getCenter().lng]"
    frame.evaluate("() => { atlas.map.setView([33.2, 42.1], 8, {animate: false}); }")
    before, rows = frame.evaluate(view), frame.evaluate(ROWS)
    page.get_by_text("KH", exact=True).click()
    frame.wait_for_function(f"before => ({ROWS})() !== before && ({ROWS})() !== ''", arg=rows)
    assert frame.evaluate(ROWS) == "context:1 targets:1 launches:1"
    assert frame.evaluate(view) == before


def test_hostile_text_runs_nowhere_and_reads_as_written(page, tmp_path):
    with serving("hostile", tmp_path / "log") as url:
        frame, errors = opened(page, url)
        spot = frame.evaluate(MARK, "launches")
        page.mouse.move(*place_of(page, spot))
        tip = page.frame_locator(FRAME).locator(".atlas-tip")
        tip.wait_for(timeout=pace.milliseconds(5_000))
        assert worlds.ALL_HOSTILE in tip.inner_text()
        page.mouse.click(*place_of(page, spot))
        page.get_by_text("clicked: launches").wait_for(timeout=pace.milliseconds(10_000))
        assert worlds.HOSTILE[0] in page.get_by_text("clicked:").inner_text()
        assert frame.evaluate("() => window.owned") is None
        assert errors == []


def test_a_standalone_page_works_from_a_file_and_runs_no_data(page, tmp_path):
    spec = worlds.spec("hostile", base=worlds.base(name=worlds.ALL_HOSTILE))
    path = tmp_path / "map.html"
    path.write_text(standalone_html(spec), encoding="utf-8")
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(path.read_text(encoding="utf-8"))
    page.wait_for_function("() => window.atlas && atlas.map")
    assert worlds.ALL_HOSTILE in page.locator(".atlas-caption").inner_text()
    assert worlds.ALL_HOSTILE in page.locator(".atlas-label span").first.inner_text()
    assert page.evaluate("() => window.owned") is None
    assert asked == []
    assert errors == []


def test_ten_thousand_places_are_all_drawn_and_follow_a_filter(page, tmp_path):
    with serving("many", tmp_path / "log") as url:
        frame, _ = opened(page, url)
        assert frame.evaluate(ROWS) == "targets:10000"
        for choice, rows in (("KH", 5_000), ("all", 10_000)):
            page.get_by_text(choice, exact=True).click()
            frame.wait_for_function(f"rows => ({ROWS})() === 'targets:' + rows", arg=rows)
