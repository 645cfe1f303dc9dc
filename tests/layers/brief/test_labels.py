"""A label stands beside its own mark, or has a leader, or is not drawn: on every kind of page."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.atlas import Atlas
from geo.settings import data_dir
from layers.brief import draw
from layers.brief.layout import lay_out
from layers.brief.pack import KINDS
from layers.brief.sizes import SIZES
from layers.build import build_map
from layers.builders.base import base_layers
from layers.static import figure as static_map
from layers.static.frame import MapFrame
from layers.static.label_placement import (
    LabelSpace,
    gap_between,
    leader,
    mark_of,
    preferred_position,
)
from layers.static.labels import draw_labels
from tests.worlds import briefs as views
from tests.worlds import squares as worlds

BESIDE_CSS_PX = 9.0
CAPITAL = (44.4, 33.34)


@cache
def iraq():
    """Outlines, towns and bases of the bundled data."""
    return base_layers(data_dir(), places=Atlas.load().gazetteer.table)


def crowded():
    """The invented attacks at the places of the gazetteer, where labels stand thickest."""
    places = Atlas.load().gazetteer.table
    places = places[places["lat"].between(32, 37)].head(60)
    rows = pd.concat([views.rows()] * 10).iloc[: len(places)]
    ids = [f"x{at}" for at in range(len(rows))]
    return rows.assign(
        attack_id=ids,
        target_lon=places["lon"].to_numpy(),
        target_lat=places["lat"].to_numpy(),
        date=rows["date"].fillna(pd.Timestamp("2021-03-01")),
    ).set_axis(pd.Index(ids, name="attack_id"))


@pytest.fixture
def drawn(monkeypatch):
    """Every map that was labelled: the labels that it got, and its window."""
    maps = []

    def recorded(axes, layers, frame, **options):
        labels = draw_labels(axes, layers, frame, **options)
        maps.append((labels, frame))
        return labels

    monkeypatch.setattr(draw, "draw_labels", recorded)
    monkeypatch.setattr(static_map, "draw_labels", recorded)
    return maps


def check(labels, frame):
    """Hold the promise for each label of a map against all that stands on it."""
    for one in labels:
        gap = gap_between(one.position.box, one.home)
        for other in labels:
            if other is not one:
                assert gap_between(one.position.box, other.home) > gap, (one.text, other.text)
        if one.position.far:
            start, end = leader(one.home, one.position)
            assert math.dist(start, end) > frame.pixels(BESIDE_CSS_PX), one.text
        else:
            assert gap <= frame.pixels(BESIDE_CSS_PX), one.text
            for mark in frame.marks:
                assert mark == one.home or gap_between(one.position.box, mark) > gap, one.text


@pytest.mark.parametrize("world", ["invented", "iraq"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_label_is_taken_for_that_of_its_own_place(kind, world, drawn):
    seen = views.view() if world == "invented" else views.view(crowded(), base=iraq())
    made = views.made(kind, seen=seen)
    for number, page in enumerate(made.pages, start=1):
        sheet = lay_out(page, made.imprint, SIZES["hd"], number=number, of=len(made.pages))
        draw.draw(sheet)
    assert any(labels for labels, _ in drawn)
    for labels, frame in drawn:
        check(labels, frame)


@pytest.mark.parametrize("width_deg", [0.6, 2.0, 5.0, 10.0])
def test_small_figures_keep_the_promise_at_every_scale(width_deg, drawn):
    lon, lat = CAPITAL
    spec = build_map(
        crowded(),
        base=iraq(),
        show=("targets", "launches"),
        bounds=(lon - width_deg / 2, lat - width_deg / 3, lon + width_deg / 2, lat + width_deg / 3),
    )
    static_map.figure(spec, width_px=720, height_px=500, dpi=110)
    ((labels, frame),) = drawn
    assert labels
    check(labels, frame)


def test_a_leader_is_drawn_from_the_mark_to_the_label(drawn):
    spec = build_map(worlds.attacks(), base=iraq(), show=("targets",), bounds=(42, 32, 46, 35))
    figure = static_map.figure(spec, width_px=720, height_px=500, dpi=110)
    ((labels, frame),) = drawn
    lines = [np.column_stack(line.get_data()) for line in figure.axes[0].lines]
    for one in (one for one in labels if one.position.far):
        ends = [frame.to_metres(*end) for end in leader(one.home, one.position)]
        assert any(line.shape == (2, 2) and np.allclose(line, ends) for line in lines), one.text


def test_the_capital_is_named_before_all_others(drawn):
    spec = build_map(crowded().iloc[:0], base=iraq(), bounds=(38.5, 29, 49, 37.5))
    static_map.figure(spec, width_px=960, height_px=720)
    ((labels, _),) = drawn
    assert labels[0].text == "Baghdad"


FRAME = MapFrame("light", (0, 400, 0, 400), 1.0, 96, zoom=7)
SPOTS = st.tuples(st.integers(20, 380), st.integers(20, 380))


@given(
    st.lists(st.tuples(SPOTS, st.integers(6, 24)), max_size=12),
    st.lists(SPOTS, min_size=1, max_size=15, unique=True),
)
def test_whatever_stands_there_no_label_is_taken_for_anothers(marks, places):
    discs = [(float(x), float(y), float(r)) for (x, y), r in marks]
    space = LabelSpace(discs, [], 5.0)
    homes = [mark_of(at, discs, FRAME, others=places) for at in places]
    for at, home in enumerate(homes):
        if home is None:
            continue
        waiting = [one for one in homes[at + 1 :] if one is not None]
        position = preferred_position(home, (50.0, 14.0), space, FRAME, waiting=waiting)
        if position is not None:
            space.take(home, position)
    for home, position in space.placed:
        gap = gap_between(position.box, home)
        assert all(gap_between(position.box, one) > gap for one, _ in space.placed if one != home)
        assert all(gap_between(position.box, one) > 0 for one in discs)
    assert len({home for home, _ in space.placed}) == len(space.placed), "one mark, one name"


def test_a_mark_that_hides_a_place_lends_it_its_room_or_the_place_is_not_named():
    mark = (100.0, 100.0, 20.0)
    assert mark_of((104.0, 100.0), [mark], FRAME, others=[]) == mark
    assert mark_of((104.0, 100.0), [mark], FRAME, others=[(101.0, 100.0)]) is None, (
        "it names another"
    )
    assert mark_of((117.0, 100.0), [mark], FRAME, others=[]) is None, "what it names is not known"
    assert mark_of((140.0, 100.0), [mark], FRAME, others=[]) == (140.0, 100.0, 0.0)
