"""Ground as an area of interest filters like any other filter, and says how sure it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import shapely
from shapely.geometry import box

from dashboard.services.brief_request import Request, command_line
from dashboard.services.brief_slug import slug_of
from dashboard.services.briefing import Briefer, window
from dashboard.services.dataset import Dataset
from dashboard.services.filter_text import chips, filter_words, ground_words
from dashboard.services.near_words import near_words
from dashboard.services.selection import Selection, from_query, to_query
from dashboard.services.views import bounds_of, circle_of, outline_of
from geo.records.near import may_be_near, near
from geo.records.within import may_be_within, surely_within, within
from layers.brief.kinds import remarks
from layers.brief.view import Options
from layers.build import build_map
from layers.legend import legend
from layers.spec import IRAQ_BOUNDS
from tests.support.findings import load
from tests.worlds.valley import FOLDER

DRAWN = "drawn:43,33;45,33;45,34"
GROUNDS = ["box:43,33,44,34", "area:ash_middle", "governorate:anbar", DRAWN]


@pytest.fixture(scope="module")
def data():
    return Dataset.of(load(FOLDER))


@pytest.mark.parametrize("text", GROUNDS)
def test_it_keeps_what_may_lie_there_and_tells_what_surely_does(data, text):
    table, extents = data.analysis.table(), data.analysis.atlas.areas.extents
    outline = data.ground().outline(text)
    found = within(table, outline, extents=extents)
    rows = data.shown(Selection(within=text))
    assert rows.index.tolist() == table.index[may_be_within(found)].tolist()
    assert 0 < len(rows) < len(table)
    counted = table["counts"].to_numpy(bool)
    sure = int((surely_within(found) & counted).sum())
    may = int((may_be_within(found) & counted).sum()) - sure
    words = near_words(rows, Selection(within=text), data.ground())
    assert words == (f"{sure} surely {outline.full_words}, {may} may be" if may else "")


def test_a_circle_and_ground_together_are_both(data):
    table, ground = data.analysis.table(), data.ground()
    place = ground.places.table.index[ground.places.table["lat"].notna()][0]
    both = Selection(near=f"{place}:60", within="box:41,33,44,34")
    one = may_be_near(near(table, circle_of(both, ground.places)))
    outline = outline_of(both, ground)
    other = may_be_within(within(table, outline, extents=ground.areas.extents))
    assert data.shown(both).index.tolist() == table.index[one & other].tolist()
    assert [chip.name for chip in chips(both, data.analysis.names())] == ["near", "within"]
    drawn = build_map(table, circle=circle_of(both, ground.places), outline=outline)
    (layer,) = [one for one in drawn.layers if one.id == "interest"]
    assert layer.features.index.tolist() == ["circle", "outline"]
    assert [one.kind for one in legend(drawn) if "interest" in one.label] == ["disc", "edge"]
    # The window is where both are; far apart, the ground.
    circle = circle_of(both, ground.places).bounds
    assert bounds_of(both, ground) == (
        max(circle[0], 41.0), max(circle[1], 33.0), min(circle[2], 44.0), min(circle[3], 34.0),
    )  # fmt: skip
    apart = Selection(near=f"{place}:1", within="box:50,30,51,31")
    assert bounds_of(apart, ground) == (50.0, 30.0, 51.0, 31.0)
    assert bounds_of(Selection(), ground) is None


@pytest.mark.parametrize("text", GROUNDS)
def test_it_is_named_where_filters_are_and_its_edge_is_drawn(data, text):
    names = data.analysis.names()
    outline = data.ground().outline(text)
    selection = Selection(within=text)
    (chip,) = chips(selection, names)
    assert (chip.name, chip.value, chip.words) == ("within", "", outline.words)
    assert filter_words(selection, names) == outline.words
    assert from_query(to_query(selection)) == selection
    drawn = build_map(data.analysis.table(), outline=outline)
    (layer,) = [one for one in drawn.layers if one.id == "interest"]
    assert shapely.equals(layer.features.geometry.iloc[0], outline.polygon)
    assert layer.features["tooltip"].iloc[0].endswith(outline.precision)
    # Its sample is an edge: an arrow would be a launch and its target.
    assert [(one.label, one.kind) for one in legend(drawn) if "interest" in one.label] == [
        (f"Area of interest: {outline.words}", "edge")
    ]


def test_what_cannot_be_read_is_named_as_it_stands():
    assert ground_words("box:1,2,3", {}) == "box:1,2,3"
    assert ground_words("area:gone", {}) == "area:gone"
    assert len(ground_words("drawn:" + "44,33;" * 500, {})) == 60


def test_without_any_nothing_is_said_and_all_is_kept(data):
    assert near_words(data.analysis.table(), Selection(), data.ground()) == ""
    assert outline_of(Selection(), data.ground()) is None


def test_a_slide_says_how_many_surely_lie_there(data):
    doubted = [
        (Briefer(data).view(one), words)
        for text in GROUNDS
        if (one := Selection(within=text))
        and (words := near_words(data.shown(one), one, data.ground()))
    ]
    assert doubted
    for view, words in doubted:
        assert "surely" in words
        assert f"{words}." in remarks(view, view.counts)[0]
        # Of other counts than the whole view's it would not be true.
        fewer = replace(view.counts, attacks=view.counts.attacks - 1)
        assert words not in " ".join(remarks(view, fewer))


def test_a_briefing_says_it_draws_it_and_can_be_asked_for_again(data):
    wanted = Request(
        kind="overview",
        selection=Selection(within="box:43,33,44,34"),
        options=Options(),
        formats=("png",),
        sizes=("hd",),
        made=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
    view = Briefer(data).view(wanted.selection)
    assert view.words == "in the box 43–44° E, 33–34° N"
    assert view.outline.polygon.equals(box(43, 33, 44, 34))
    west, south, east, north = view.bounds
    assert west < 43.0 < east - 1.0
    assert south < 33.0 < north - 1.0
    assert "--within box:43,33,44,34" in command_line(wanted)
    assert "within-box-43-33-44-34" in slug_of(wanted)
    assert window(Selection(), data.ground()) == IRAQ_BOUNDS
