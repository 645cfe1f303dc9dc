"""Every text of a legend fits into its picture, whole."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import style
from layers.legend import LegendEntry
from layers.web.legend_lines import lines_of, width_px
from layers.web.legend_svg import legend_svg

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=60)


@given(TEXTS, st.floats(40, 400), st.sampled_from([0.0, 0.6]))
def test_no_line_is_wider_than_the_picture_and_nothing_is_left_out(text, most_px, spacing_px):
    lines = lines_of(text, size_px=12.5, most_px=most_px, spacing_px=spacing_px)
    assert all(width_px(one, size_px=12.5, spacing_px=spacing_px) <= most_px for one in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def drawn(*entries, width_px=260):
    return ET.fromstring(legend_svg(entries, width_px=width_px))  # our own text, just made


def test_the_longest_word_of_a_verdict_is_not_cut():
    label = "explained: does not fit, but explained"
    picture = drawn(LegendEntry("Verdict", label, "ring", tone="explained"))
    *_, first, last = [one.text for one in picture.iter(f"{SVG}text")]
    assert f"{first} {last}" == label


def test_a_row_of_two_lines_pushes_down_what_follows_and_the_picture_grows():
    short, long = (LegendEntry("Groups", text, "mark", tone="KH") for text in ("a", "word " * 30))
    plain, grown = drawn(short, short), drawn(long, short)
    assert int(grown.get("height")) > int(plain.get("height"))
    *_, last = [one.get("transform") for one in grown.iter(f"{SVG}g")]
    *_, least = [one.get("transform") for one in plain.iter(f"{SVG}g")]
    assert int(last.split()[1][:-1]) > int(least.split()[1][:-1])


@pytest.mark.parametrize("top", [9, 12_345_678])
def test_the_numbers_of_a_scale_stand_apart(top):
    ramp = style.HEX_RAMP
    ticks = tuple(f"{top + at:,}–{top + at + 1:,}" for at in range(len(ramp)))
    picture = drawn(LegendEntry("Density", "targets in a cell", "ramp", ramp=ramp, ticks=ticks))
    shown = [one for one in picture.iter(f"{SVG}text") if one.text in ticks]
    assert [one.text for one in shown] == list(ticks)
    boxes = []
    for one in shown:
        size = float(one.get("font-size"))
        wide = width_px(one.text, size_px=size)
        left = float(one.get("x")) - (wide / 2 if one.get("text-anchor") == "middle" else 0)
        boxes.append((left, left + wide, float(one.get("y"))))
        assert left >= 0
        assert left + wide <= 260
    for (_, right, y), (left, _, below) in pairwise(boxes):
        assert right <= left or below > y + 8
