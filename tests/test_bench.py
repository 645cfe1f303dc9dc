"""What is measured is measured on the same; invented attacks are marked and repeat."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from bench import intake, places
from bench.child import Child, Task
from bench.contenders import ENTRIES
from bench.joins import REFERENCE
from bench.synthetic import COORDINATES, attacks
from geo.settings import data_dir

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


def test_contenders_are_given_the_same_and_the_exact_ones_agree():
    task = Task("", 3_000, areas=6, most=500)
    data = task.data()
    found = {}
    for name in ("ours, numba", "ours, numpy", REFERENCE, "geopandas sjoin(intersects)"):
        point, area = ENTRIES[name].make(*data).pairs()
        found[name] = sorted(zip(point.tolist(), area.tolist(), strict=True))
    assert len({tuple(pairs) for pairs in found.values()}) == 1
    assert len(found[REFERENCE]) > 1_000
    # What *within* loses are points on corners: half of one per cent.
    within = ENTRIES["geopandas sjoin(within)"].make(*data).pairs()
    lost = set(found[REFERENCE]) - set(zip(*(half.tolist() for half in within), strict=True))
    assert 10 <= len({point for point, _ in lost}) <= 20


def test_a_contender_in_a_process_of_its_own_tells_figures_and_pairs(tmp_path):
    with Child(Task(REFERENCE, 2_000, areas=3, most=100), tmp_path) as child:
        assert child.missing == ""
        figures = child.join()
    assert set(figures) == {"seconds", "cpu", "peak_mb"}
    assert figures["peak_mb"] > 10
    assert len(np.load(child.pairs_file)) > 100


def test_an_import_tells_its_rows_its_steps_and_its_memory(capfd):
    (taken,) = intake.taken(300, 1)
    assert capfd.readouterr().err == "", "a measurement imports no page"
    assert taken.counts.startswith("300 rows read = ")
    assert set(taken.seconds) == set(intake.STEPS)
    assert taken.peak_mb > 50


def test_places_that_nobody_knows_are_checked_in_both_kinds_of_tables_and_by_the_loop():
    assert len(set(places.names(300))) == 300
    beside, alone, loop = places.checked(40, 8)
    assert beside.counts == "40 rows read = 40 kept + 0 quarantined"
    assert alone.counts == "40 rows read = 0 kept + 40 quarantined"
    assert loop.what == places.LOOP
    assert loop.counts == "8 of 8 texts, scaled"
