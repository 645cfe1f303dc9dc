"""Reaches are wide, sourced or owned, and cover every method that has one."""

from __future__ import annotations

import pytest

from geo.atlas import Atlas
from geo.attribution.reach import REACH_COLUMNS
from geo.schemas.attacks import METHODS


@pytest.fixture(scope="module")
def reaches():
    return Atlas.load().registry.reaches


def test_every_method_but_other_has_one_row(reaches):
    assert tuple(reaches.columns) == REACH_COLUMNS
    assert sorted(reaches["method"]) == sorted(set(METHODS) - {"other", ""})


def test_bounds_are_wide_and_in_order(reaches):
    assert (reaches["reach_km_low"] >= 0).all()
    assert (reaches["reach_km_high"] > reaches["reach_km_low"]).all()
    # Both documented pairs, of 12 and 24 km, lie well within what rockets are given.
    rocket = reaches.set_index("method").loc["rocket"]
    assert rocket["reach_km_low"] < 12
    assert rocket["reach_km_high"] > 24


def test_a_long_reach_is_never_weighed(reaches):
    assert set(reaches["says_much"]) == {"yes", "no"}
    assert (reaches.loc[reaches["says_much"] == "yes", "reach_km_high"] <= 50).all()


def test_a_bound_without_a_source_is_owned(reaches):
    assert (reaches["text"] != "").all()
    assert (reaches.loc[reaches["source_id"] == "ours", "ours"] != "").all()
    assert (reaches.loc[reaches["source_id"] != "ours", "pointer"] != "").all()
