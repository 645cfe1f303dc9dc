"""Lift and calibrated p by hand, and when the method holds its tongue."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.attribution.place_anomaly import Calibration, TrueLifts, judge, lift, lift_of, p_as_of

# Two groups and the unknown one.
SHARE = np.array([[0.7, 0.2, 0.1]])
ACTIVITY = np.array([[0.6, 0.38, 0.02]])


def test_lift_by_hand():
    found_lifts = lift(SHARE, ACTIVITY)
    against_a = np.log(0.2 / 0.62 + 0.1 / 0.98) - np.log(0.7 / 0.6)
    against_b = np.log(0.7 / 0.4 + 0.1 / 0.98) - np.log(0.2 / 0.38)
    assert found_lifts[0].tolist() == pytest.approx([against_a, against_b])


def test_one_lift_a_row_is_that_of_all():
    share = np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3]])
    found_lifts = lift_of(share, ACTIVITY[0], np.array([1, 0]))
    assert found_lifts.tolist() == pytest.approx(lift(share, ACTIVITY)[[0, 1], [1, 0]].tolist())


def test_a_group_never_active_is_measured_by_itself():
    found_lifts = lift(np.array([[0.9, 0.0, 0.1]]), np.array([[0.98, 0.0, 0.02]]))
    assert found_lifts[0, 1] == pytest.approx(np.log(0.9 / 0.02 + 0.1 / 0.98))


def lifts(day, group, value, weight):
    return TrueLifts(
        np.array(day), np.array(group), np.array(value, float), np.array(weight, float), 2
    )


def test_p_by_hand():
    # A: lifts 1, 2, 3 with weights 1, 1, ½. B: lifts 0 and 5 with weights 40 and 20.
    known = lifts([0] * 5, [0, 0, 0, 1, 1], [1, 2, 3, 0, 5], [1, 1, 0.5, 40, 20])
    # Asked for a lift of 2: A has 1.5 of 2.5 at or above it, B 20 of 60, capped at 30 for the
    # pool: (1.5/2.5·2.5 + 20/60·30) / 32.5.
    pool = (1.5 + 10) / 32.5
    p_value = known.calibration(8).p([2.0], [0])
    assert p_value.tolist() == pytest.approx([(1.5 + 20 * pool) / (2.5 + 20)])


def test_without_any_known_attack_nothing_is_unusual():
    empty = lifts([], [], [], [])
    assert empty.calibration(10).p([9.0], [1]).tolist() == [1.0]


def test_only_the_known_year_counts():
    # Day 400: a label of day 393 is not known yet, one of day 34 is older than a year.
    known = lifts([34, 35, 392, 393], [0] * 4, [9, 1, 2, 9], [1] * 4)
    assert known.calibration(400).lift.tolist() == [1, 2]


def test_p_on_many_days_is_p_on_each():
    rng = np.random.default_rng(3)
    known = TrueLifts(
        np.sort(rng.integers(0, 300, 80)),
        rng.integers(0, 2, 80),
        rng.normal(0, 1, 80),
        rng.uniform(0.1, 1, 80),
        2,
    )
    day, group, value = rng.integers(50, 400, 30), rng.integers(0, 2, 30), rng.normal(0, 1, 30)
    together = p_as_of(known, day=day, lift=value, group=group)
    alone = [known.calibration(d).p([v], [g])[0] for d, g, v in zip(day, group, value, strict=True)]
    assert together.tolist() == pytest.approx(alone)


def test_later_events_change_no_earlier_p():
    known = lifts([0, 10, 20, 300], [0, 1, 0, 0], [1, 2, 3, -9], [1] * 4)
    earlier = lifts([0, 10, 20], [0, 1, 0], [1, 2, 3], [1] * 3)
    assert known.calibration(100).p([2.0], [0]) == earlier.calibration(100).p([2.0], [0])


BASELINE = pd.DataFrame(
    {
        "events": [30, 4, 2],
        "campaigns": [20, 3, 1],
        "baseline": ["enough", "few campaigns", "too few"],
    },
    index=pd.Index(["A", "B", "C"], name="group"),
)
# True lifts so low that every claim below is unusual by p.
STRICT = Calibration(np.full(90, -50.0), np.ones(90), np.array([0, 30, 60, 90]))
PRIOR = np.array([0.5, 0.3, 0.18, 0.02])


def judged(claimed, share, radius_km=1.0):
    row = np.array([share])
    return judge(
        pd.Series([claimed], index=["x"]),
        share=row,
        activity=PRIOR,
        calibration=STRICT,
        baseline=BASELINE,
        radius_km=pd.Series([radius_km], index=["x"]),
    ).loc["x"]


def test_an_unusual_place_is_flagged():
    row = judged("A", [0.1, 0.8, 0.05, 0.05])
    assert row["unusual"]
    assert not row["shared"]
    assert not row["small_sample"]


def test_a_thin_baseline_says_its_count():
    row = judged("B", [0.8, 0.1, 0.05, 0.05])
    assert row["unusual"]
    assert row["small_sample"]
    assert row["campaigns"] == 3


@pytest.mark.parametrize("share", [[0.97, 0.01, 0.01, 0.01], [0.3, 0.3, 0.3, 0.1]])
def test_under_three_events_nothing_is_ever_flagged(share):
    row = judged("C", share)
    assert row["abstained"]
    assert not row["unusual"]


def test_a_district_is_ranked_but_never_flagged():
    row = judged("A", [0.1, 0.8, 0.05, 0.05], radius_km=45)
    assert not row["unusual"]
    assert row["lift"] > 0


def test_shared_ground_is_said():
    assert judged("A", [0.4, 0.4, 0.1, 0.1])["shared"]


@pytest.mark.parametrize("claimed", ["", "nobody we know", None])
def test_no_claim_or_an_unlisted_group_is_not_judged(claimed):
    row = judged(claimed, [0.4, 0.4, 0.1, 0.1])
    assert row["abstained"]
    assert not row["unusual"]
    assert np.isnan(row["p"])


def test_an_unknown_place_is_not_judged():
    row = judged("A", [np.nan] * 4)
    assert row["abstained"]
    assert not row["shared"]
