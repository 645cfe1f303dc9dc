"""Usual ground as a layer: the larger set covers the smaller one, and says what it holds."""

from __future__ import annotations

import h3
import pytest

from layers.builders.usual_ground import outlines, usual_layer
from tests.worlds import squares as worlds


def area(cell):
    return h3.cell_area(cell, unit="rads^2")


def test_the_larger_set_covers_the_smaller_and_lies_under_it():
    shapes = outlines(worlds.usual())
    assert shapes["set"].tolist() == [95, 50]
    assert shapes["cells"].tolist() == [2, 1]
    large, small = shapes.geometry
    assert large.covers(small)
    first, second = worlds.USUAL_CELLS
    ratio = (area(first) + area(second)) / area(first)
    assert large.area / small.area == pytest.approx(ratio, rel=1e-3)


def test_each_group_has_shapes_of_its_own():
    cells = worlds.usual()
    cells.loc[1, "group"] = "AAH"
    shapes = outlines(cells)
    assert list(zip(shapes["group"], shapes["set"], strict=True)) == [
        ("AAH", 95),
        ("KH", 95),
        ("KH", 50),
    ]


def test_the_layer_says_whose_and_how_much():
    layer = usual_layer(worlds.usual(), names={"KH": "Kata'ib Hezbollah"})
    assert layer.id == "usual"
    tips = layer.features["tooltip"].tolist()
    assert tips == [
        "Kata'ib Hezbollah\nusual ground: holds 95 % of its past launches",
        "Kata'ib Hezbollah\nusual ground: holds 50 % of its past launches",
    ]
    assert layer.features["tone"].tolist() == ["KH", "KH"]
    assert layer.features["fill"].is_monotonic_increasing


def test_no_cells_are_an_empty_layer():
    assert usual_layer(worlds.usual().iloc[:0]).features.empty
