"""Invented attacks are marked as such, repeat, and have the shape of the real ones."""

from __future__ import annotations

import pandas as pd
import pytest

from bench.synthetic import COORDINATES, attacks
from geo.paths import data_dir

N = 200


@pytest.fixture(scope="module")
def invented():
    return attacks(N, seed=7)


def test_the_columns_are_those_of_the_real_table_then_the_coordinates(invented):
    real = pd.read_csv(data_dir() / "attacks.csv", nrows=0).columns
    assert list(invented.columns) == [*real, *COORDINATES]
    assert len(invented) == N
    assert invented["attack_id"].is_unique


def test_every_row_says_twice_that_it_is_invented(invented):
    assert invented["title"].str.startswith("EXERCISE").all()
    assert invented["note"].str.startswith("EXERCISE").all()


def test_the_same_seed_repeats_and_another_differs(invented):
    pd.testing.assert_frame_equal(attacks(N, seed=7), invented)
    assert not attacks(N, seed=8)["target_lon"].equals(invented["target_lon"])


def test_targets_lie_in_the_country_and_a_launch_within_twenty_km(invented):
    assert invented["target_lon"].between(38.7, 48.7).all()
    assert invented["target_lat"].between(29.0, 37.5).all()
    launched = invented.dropna(subset=["launch_lon"])
    assert 0 < len(launched) < N
    north_km = (launched["launch_lat"] - launched["target_lat"]).abs() * 111.2
    assert north_km.between(0, 20.1).all()
    assert (launched["launch_radius_km"] != "").all()
