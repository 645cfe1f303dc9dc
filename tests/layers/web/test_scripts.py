"""The scripts of the map come to what Python comes to, by themselves and without a browser.

These run the files of `layers/web/client` in Node.js, where there is one: a script is tried in a
moment there. `tests/browser/test_placing.py` asks the same of them in Chromium, everywhere.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString

from layers.builders.attacks import SENTENCES
from layers.web import folium_elements
from layers.web.constants import constants
from layers.web.payload import pack_lines
from tests.layers.test_parity import CASES
from tests.support import pace
from tests.support.nearly import near

ASK = Path(__file__).with_name("ask_scripts.mjs")
FOLDER = Path(folium_elements.__file__).parent / "client"
SCRIPTS = sorted(FOLDER.glob("*.js"))
# In the order in which a map loads them.
_TOOLS = (folium_elements._DRAW_TOOL, folium_elements._SELECT_TOOL)
LOADED = [FOLDER / name for name in (*folium_elements._SCRIPTS, *_TOOLS)]
NODE = shutil.which("node")
in_node = pytest.mark.skipif(
    NODE is None,
    reason="no node on the PATH: install Node.js 20 or newer to run the scripts by themselves",
)
CODE = {path.name: path.read_text(encoding="utf-8") for path in SCRIPTS}
WRITTEN = json.loads(CASES.read_text(encoding="utf-8"))


def node(*arguments, text=""):
    done = subprocess.run(
        [NODE, *map(str, arguments)],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=pace.seconds(60),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def asked(question, given):
    sent = {"scripts": list(map(str, LOADED)), "shared": constants()}
    return json.loads(node(ASK, text=json.dumps({**sent, "question": question, "given": given})))


def called(*calls):
    return asked("called", {"calls": calls})


@in_node
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_well_formed(path):
    node("--check", path)


@in_node
@pytest.mark.parametrize("question", [name for name in WRITTEN if name != "marks"])
def test_the_scripts_come_to_what_python_comes_to(question):
    near(asked(question, WRITTEN), WRITTEN[question])


@in_node
def test_what_is_packed_here_is_unpacked_there():
    line = LineString([(44.0, 33.0), (44.5, 33.25), (-0.0001, -90.0), (180.0, 12.3456)])
    (packed,) = pack_lines(gpd.GeoSeries([line]))
    (back,) = called(["unpack", packed[0]])
    near([[lon, lat] for lat, lon in back], [list(spot) for spot in line.coords])


@in_node
@settings(max_examples=5)
@given(st.sampled_from(sorted(SENTENCES)), st.text("abc {}$&\\'%", max_size=12))
def test_a_sentence_reads_the_same_whatever_its_words(name, word):
    values = dict.fromkeys(("many", "noun", "place", "places", "head", "said"), word)
    assert called(["say", SENTENCES[name], values]) == [SENTENCES[name].format(**values)]


@in_node
def test_the_first_line_of_a_tooltip_stands_out():
    assert called(["html", "one\ntwo\nthree"], ["html", "one"]) == [
        "<b>one</b><br>two<br>three",
        "<b>one</b>",
    ]


@in_node
def test_corners_go_out_as_whole_numbers():
    corners = [{"lng": 44.123456, "lat": -33.5}, {"lng": -0.000001, "lat": 90}]
    assert called(["flat", corners, 100_000]) == [[4_412_346, -3_350_000, 0, 9_000_000]]


@in_node
def test_a_constant_that_is_not_handed_over_is_an_error():
    given = {"scripts": list(map(str, LOADED)), "question": "spans", "given": WRITTEN}
    shared = {name: one for name, one in constants().items() if name != "least"}
    done = subprocess.run(
        [NODE, str(ASK)],
        input=json.dumps({**given, "shared": shared}),
        capture_output=True,
        text=True,
        check=False,
        timeout=pace.seconds(60),
    )
    assert "least is not handed over" in done.stderr


def read(table):
    """The names that the scripts read of a table."""
    found = re.findall(rf"(?<![\w$]){table}\.(\w+)", "\n".join(CODE.values()))
    return set(found)


def test_every_constant_is_read_and_no_other():
    assert read("shared") - {"px", "sentences"} == set(constants()) - {"px", "sentences"}
    assert read("px") == set(constants()["px"])
    assert read("sentences") | {"at", "around", "among"} == set(SENTENCES) - {"none"}


@pytest.mark.parametrize("name", ["placing.js", "marks.js", "labels.js"])
def test_where_things_stand_no_script_has_a_measure_of_its_own(name):
    assert not re.search(r"\d\.\d|\de\d", CODE[name])


def test_all_scripts_are_loaded():
    assert sorted(LOADED) == SCRIPTS
