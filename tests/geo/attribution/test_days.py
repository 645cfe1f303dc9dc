"""An attack is judged by its own day: whoever is judged beside it changes nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.attribution.days import PLACE
from geo.attribution.evidence import COLUMNS
from geo.attribution.place_anomaly import Calibration, judge, judged
from geo.attribution.weighing import weigh


@pytest.mark.parametrize("step", [2, 3, 5])
def test_some_attacks_are_ranked_as_they_are_among_all(step, valley, valley_found, valley_weighed):
    every = list(valley_found.table.index)
    chosen = every[::step]
    some = weigh(valley_found, atlas=valley, chosen=chosen)
    rows = [one for one in every if one in chosen]
    for few, whole in (
        (some.ranking, valley_weighed.ranking),
        (some.without_claim, valley_weighed.without_claim),
    ):
        pd.testing.assert_frame_equal(few.posterior, whole.posterior.loc[rows])
        terms = whole.terms[whole.terms["attack_id"].isin(rows)].reset_index(drop=True)
        pd.testing.assert_frame_equal(few.terms.reset_index(drop=True), terms)
    pd.testing.assert_frame_equal(some.table, valley_weighed.table.loc[rows])


def test_a_launch_speaks_by_its_place_and_a_target_by_what_reaches_it(valley_found, valley_weighed):
    terms = valley_weighed.ranking.terms
    assert list(terms.columns) == list(COLUMNS)
    attacks = valley_found.cases.attacks
    launched = set(attacks.index[attacks["launch_lon"].notna()])
    placed = set(terms.loc[terms["term_id"] == PLACE, "attack_id"])
    reached = set(terms.loc[terms["term_id"] == "reach", "attack_id"])
    assert placed
    assert placed <= launched
    assert reached
    assert not reached & launched


def test_claims_by_position_are_judged_as_claims_by_name():
    groups = ["ELM", "OAK", "ASH"]
    share = np.array([[0.7, 0.1, 0.1, 0.1], [np.nan] * 4, [0.2, 0.3, 0.3, 0.2]])
    baseline = pd.DataFrame({"events": [9, 2, 4], "campaigns": [6, 1, 3]}, index=groups)
    calibration = Calibration(np.array([-1.0, 0.5]), np.ones(2), np.array([0, 1, 1, 2]))
    given_ = {"share": share, "activity": np.full(4, 0.25), "calibration": calibration}
    radius = pd.Series([1.0, 2.0, 40.0])
    named = judge(pd.Series(["ELM", "ASH", "ROSE"]), baseline=baseline, radius_km=radius, **given_)
    placed = judged(
        np.array([0, 2, -1]),
        events=baseline["events"].to_numpy(),
        campaigns=baseline["campaigns"].to_numpy(),
        radius_km=radius.to_numpy(),
        **given_,
    )
    pd.testing.assert_frame_equal(named, pd.DataFrame(placed))
    assert list(named["abstained"]) == [False, True, True]
