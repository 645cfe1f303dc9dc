"""Shares, arcs and outlines: each as long as what it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from layers import style
from layers.mark_shapes import CORNERS, arc, edge, ring_spans, share_spans, slice_of

SHAPES = [*CORNERS, "circle"]


@pytest.mark.parametrize("shape", CORNERS)
def test_an_outline_by_angle_is_the_polygon_of_its_corners(shape):
    drawn = Polygon(arc(shape, 10.0))
    assert drawn.symmetric_difference(Polygon(np.array(CORNERS[shape]) * 10)).area < 0.01


@pytest.mark.parametrize("shape", SHAPES)
def test_no_outline_reaches_further_than_is_kept_free(shape):
    turns = np.linspace(0, 2 * np.pi, 721)
    assert edge(shape, turns).max() <= style.SHAPE_REACH.get(shape, 1.0) * 1.26
    assert Polygon(arc(shape, 10.0)).contains(Point(0, 0))


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.sampled_from(SHAPES))
def test_pieces_of_a_mark_are_the_whole_of_it_and_each_has_its_share(counts, shape):
    shares = tuple((f"g{at}", many) for at, many in enumerate(counts))
    spans = share_spans(shares)
    assert spans[0][1] == 0.0
    assert spans[-1][2] == pytest.approx(1.0)
    for (_, first, last), many in zip(spans, counts, strict=True):
        assert last - first == pytest.approx(many / sum(counts))
    pieces = [Polygon(slice_of(shape, 10.0, first=a, last=b)) for _, a, b in spans]
    whole = Polygon(arc(shape, 10.0)).area
    assert sum(one.area for one in pieces) == pytest.approx(whole, rel=0.03)


@given(st.integers(1, 90), st.integers(0, 90), st.integers(0, 90), st.integers(0, 90))
def test_an_arc_is_as_long_as_its_share_and_long_enough_to_be_seen(rest, bad, good, both):
    verdicts = {"mismatch": bad, "explained": good, "contested": both}
    count = rest + bad + good + both
    spans = {verdict: last - first for verdict, first, last in ring_spans(verdicts, count)}
    assert set(spans) == {one for one, many in verdicts.items() if many}
    wanted = {one: max(verdicts[one] / count, style.LEAST_ARC) for one in spans}
    assert sum(spans.values()) <= 1 + 1e-9
    longest = max(wanted, key=lambda one: wanted[one], default="")
    for verdict, long in spans.items():
        assert long >= style.LEAST_ARC - 1e-9
        if verdict != longest:
            assert long == pytest.approx(wanted[verdict])


def test_only_a_mark_that_wholly_does_not_fit_has_a_whole_ring():
    assert ring_spans({"mismatch": 2}, 2) == [("mismatch", 0.0, 1.0)]
    ((_, first, last),) = ring_spans({"mismatch": 2}, 27)
    assert last - first == style.LEAST_ARC
