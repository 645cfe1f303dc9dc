"""The scripts of the web map come to what Python comes to, for both read one table."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from layers.placement.spread import RULES, place
from layers.spec import MapSpec
from layers.web.standalone import standalone_html
from tests.layers import test_parity
from tests.support.nearly import near

# The script counts downwards, as screens do: northings change their sign on the way.
PLACED = """([marks, rules, edge]) => {
    const made = marks.map(([x, y, reach, turn]) => ({home: L.point(x, -y), reach: reach,
        side: {x: Math.cos(turn), y: -Math.sin(turn)}}));
    // Each side of the edge is ground of its own, as areas are on a map.
    atlas.honest = (map, one, p) => (p.x < edge) === (one.home.x < edge);
    atlas.place(atlas.map, made, rules);
    return made.map(one => [one.p.x, -one.p.y, one.tied ? 1 : 0]);
}"""
ANSWERS = Path(test_parity.__file__).with_name("web") / "answers.mjs"
CASES = json.loads(test_parity.CASES.read_text(encoding="utf-8"))
EDGE = 60.0
OWN = [40.0, 220.0, 85.0, 265.0]


@pytest.fixture(scope="module")
def script(browser):
    page = browser.new_page()
    page.set_content(standalone_html(MapSpec((), bounds=(42, 31, 46, 35))))
    page.wait_for_function("() => window.atlas && atlas.map && atlas.place")
    yield page
    page.close()


@pytest.mark.parametrize("seed", range(12))
def test_both_put_each_mark_on_the_same_spot(script, seed):
    rng = np.random.default_rng(seed)
    many = int(rng.integers(2, 60))
    homes, reach = rng.uniform(0, 160, (many, 2)), rng.uniform(6, 22, many)
    homes[rng.random(many) < 0.3] = homes[0]
    sides = rng.choice(OWN, many)

    def own_side(spots, which):
        return (spots[:, 0] < EDGE) == (homes[which, 0] < EDGE)

    made = place(homes, reach, sides=sides, honest=own_side)
    rows = np.column_stack([homes, reach, np.radians(sides)]).tolist()
    theirs = np.array(script.evaluate(PLACED, [rows, RULES, EDGE]))
    np.testing.assert_allclose(theirs[:, :2], made.spots, rtol=0, atol=1e-3)
    assert (theirs[:, 2] == 1).tolist() == made.tied.tolist()


@pytest.mark.parametrize("question", [name for name in CASES if name != "marks"])
def test_both_come_to_what_is_written(script, question):
    answers = ANSWERS.read_text(encoding="utf-8").replace("export function", "function")
    asking = f"([name, given]) => {{ {answers}\nreturn answersOf(atlas, L)[name](given); }}"
    near(script.evaluate(asking, [question, CASES]), CASES[question])
