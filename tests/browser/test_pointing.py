"""In a browser marks tell who is asserted from who is only pointed to."""

from __future__ import annotations

import pandas as pd
import pytest

from layers import mark_tones, style
from layers.build import build_map
from layers.mark_tones import MIXED, SEVERAL, pointing
from layers.web.standalone import standalone_html
from tests.layers.test_mark_tones import pointed
from tests.worlds import squares as worlds

ANSWERS = {
    "one": ("KH", "moderate", "no"),
    "several": ("AAH|KH", "weak", "no"),
    "mixed": ("AAH|KH", "weak", "yes"),
}
TONES = {"asserted": "KH", "one": pointing("KH"), "several": SEVERAL, "mixed": MIXED, "nobody": ""}
MARKS = """() => {
    atlas.map.setView([33, 44], 9, {animate: false});
    return new Promise(done => setTimeout(() => {
        const at = p => [p.x, p.y], marks = Object.values(atlas.map._layers);
        done(marks.filter(x => x instanceof atlas.Mark).map(m => ({
            ids: m.atlasIds, tip: m.atlasTip, shares: m.options.shares, text: m.options.text,
            core: m.options.cored, at: at(atlas.map.latLngToContainerPoint(m.getLatLng())),
            radius: m._radius})));
    }, 200)); }"""
# Colours of a mark on its canvas, east and west of its middle, so far from it.
INK = """([x, y, far]) => {
    const all = [...document.querySelectorAll('canvas')];
    const map = atlas.map.getContainer().getBoundingClientRect();
    return [far, -far].map(dx => {
        for (const one of all.reverse().slice()) {
            const r = one.getBoundingClientRect(), k = one.width / r.width;
            const at = [map.left + x + dx - r.left, map.top + y - r.top];
            const spot = at.map(v => Math.round(v * k));
            const [red, green, blue, solid] = one.getContext('2d').getImageData(...spot, 1, 1).data;
            const hex = [red, green, blue].map(v => v.toString(16).padStart(2, '0'));
            if (solid > 250) { return '#' + hex.join('').toUpperCase(); }
        }
        return '';
    }); }"""


@pytest.fixture
def shown(page):
    table = pd.concat([worlds.attacks().loc[["a1"]]] * 5).set_axis([*TONES])
    table["asserted_group"] = ["KH", "", "", "", ""]
    table["verdict"] = "insufficient"
    table["target_lon"] = [43.4, 43.7, 44.0, 44.3, 44.6]
    answered = pointed(table, **ANSWERS)
    page.set_content(standalone_html(build_map(answered, show=("targets",))))
    page.wait_for_function("() => window.atlas && atlas.map")
    return page


def test_each_kind_is_drawn_and_said_as_what_it_is(shown):
    marks = {one["ids"]: one for one in shown.evaluate(MARKS)}
    assert set(marks) == set(TONES)
    for name, tone in TONES.items():
        look = mark_tones.look(tone)
        assert marks[name]["shares"] == [[look.fill, 1, look.line, look.half]]
        assert marks[name]["text"] == look.letter
        assert not marks[name]["core"]
        x, y = marks[name]["at"]
        # Between the letter and the line.
        inside = marks[name]["radius"] - style.MARK_PX["inset"] - style.MARK_PX["points"] - 1
        east, west = shown.evaluate(INK, [x, y, inside])
        if look.letter == "":
            assert (east, west) == (look.half or look.fill, look.fill), name
    assert "points to KH (moderate)" in marks["one"]["tip"]
    assert "points to AAH or KH (mixed, weak)" in marks["mixed"]["tip"]
    assert "points to nobody" in marks["nobody"]["tip"]


def test_from_afar_one_mark_counts_the_five_kinds(shown):
    shown.evaluate("() => atlas.map.setView([33, 44], 4, {animate: false})")
    shown.wait_for_function(
        "() => Object.values(atlas.map._layers).filter(x => x instanceof atlas.Mark).length === 1"
    )
    tip, text = shown.evaluate(
        "() => { const m = Object.values(atlas.map._layers).find(x => x instanceof atlas.Mark);"
        " return [m.atlasTip, m.options.text]; }"
    )
    assert text == "5"
    for words in (
        "1 names a group", "1 only points to a group", "1 only points to several", "1 is mixed",
        "1 names and points to nobody",
    ):  # fmt: skip
        assert words in tip
