"""The legend of several maps explains each thing once."""

from __future__ import annotations

from dataclasses import replace

from layers.brief.legend_rows import together
from layers.legend import LegendEntry, halo

OAK = LegendEntry("Ground", "Oak", "area", tone="OAK", age="old")
ASH = replace(OAK, label="Ash", tone="ASH")
SHARED = LegendEntry("Ground", "shared", "area", others=("ASH", "OAK"))
RIM = LegendEntry("Marks", "Rim: each group’s share, grey for nobody named", "share")
PALE = replace(RIM, label="Rim: each group’s share, pale where only pointed to, grey for nobody")


def test_ground_of_one_holder_has_one_sample_that_of_the_best_of_it():
    fresh, ageing = (replace(OAK, age=age) for age in ("fresh", "ageing"))
    assert together([[OAK, ASH], [ageing], [fresh, ASH], [OAK]]) == (fresh, ASH)


def test_shared_ground_is_explained_once_whoever_shares_it():
    other = replace(SHARED, others=("ELM", "OAK"))
    assert together([[OAK, SHARED], [other]]) == (OAK, SHARED)


def test_the_halos_of_several_maps_are_explained_once():
    least, most = halo([5.0, 2.0]), halo([12.0])
    (both,) = together([[least, OAK], [most]])[:1]
    assert both.edge_km == (2.0, 12.0)
    assert "known to ±2 to ±12 km" in both.label
    assert together([[least, OAK], [most]]) == (both, OAK)
    assert together([[least], [least]]) == (least,)


def test_of_two_lines_on_one_thing_the_fuller_stands():
    assert together([[RIM], [PALE], [RIM]]) == (PALE,)


def test_marks_that_look_different_each_keep_a_line():
    circle = LegendEntry("Marks", "Target", "mark", tone="OAK")
    diamond = replace(circle, shape="diamond")
    assert together([[circle], [diamond], [circle]]) == (circle, diamond)
