"""An invented conflict: marked, repeatable, and the truth that the method must find in it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from geo.attribution.confirmed import confirmed
from geo.attribution.events import Events
from geo.attribution.evidence import FACADE_HOLDS, facade_log_likelihood
from geo.attribution.place_anomaly import TrueLifts, baseline, judge, lift, p_as_of
from geo.attribution.usual_ground import Ground
from geo.attribution.vote import History
from geo.crs import distance_km
from geo.evaluation import metrics
from geo.evaluation.exercise import LABEL, ExerciseError, generate

SEEDS = range(20)
SETTLED_DAYS = 180


@pytest.fixture(scope="module")
def scenario():
    return generate(1000, seed=7)


def test_the_same_seed_gives_the_same_conflict(scenario):
    again, other = generate(1000, seed=7), generate(1000, seed=8)
    for name in ("attacks", "claims", "truth", "groups"):
        pd.testing.assert_frame_equal(getattr(scenario, name), getattr(again, name))
    assert not scenario.attacks.equals(other.attacks)


def test_every_row_of_every_table_says_exercise(scenario):
    for name in ("attacks", "claims", "truth", "groups"):
        assert getattr(scenario, name)["note"].str.contains(LABEL).all(), name
    assert scenario.attacks["title"].str.startswith(LABEL).all()


def test_some_claims_lie_and_some_places_are_vague(scenario):
    claimed = scenario.truth[scenario.truth["claimed_group"] != ""]
    lies = claimed["claimed_group"] != claimed["group"]
    assert (lies == claimed["false_claim"]).all()
    assert 0.04 < lies.mean() < 0.21
    assert len(scenario.claims) == len(claimed)
    vague = scenario.attacks["target_radius_km"] > 15
    assert 0.02 < vague.mean() < 0.2


def test_a_reported_launch_lies_in_its_disc(scenario):
    attacks, truth = scenario.attacks, scenario.truth
    known = attacks["launch_lon"].notna()
    off = distance_km(
        attacks.loc[known, "launch_lon"],
        attacks.loc[known, "launch_lat"],
        truth.loc[known, "launch_lon"],
        truth.loc[known, "launch_lat"],
    )
    # 1 % for the flat formula, 10 m for four decimals.
    assert (off <= attacks.loc[known, "launch_radius_km"] * 1.01 + 0.01).all()
    assert 0.6 < known.mean() < 0.8


@pytest.mark.parametrize(("n", "groups"), [(99, 6), (1_000_001, 6), (1000, 1), (1000, 9)])
def test_a_size_out_of_range_is_refused(n, groups):
    with pytest.raises(ExerciseError, match="cannot be made"):
        generate(n, seed=1, n_groups=groups)


@pytest.fixture(scope="module", params=SEEDS)
def judged(request):
    """Every attack of a conflict with moving fronts and lies, judged as of its own day."""
    scenario = generate(3000, seed=request.param)
    events = Events.of(confirmed(scenario.attacks))
    share, prior = History.of(events).shares(events.cells, before=events.day - 7, on=events.day)
    truth = scenario.truth.set_index("attack_id").loc[events.ids]
    groups = pd.Index(events.groups)
    return SimpleNamespace(
        events=events,
        share=share,
        lifts=lift(share, prior),
        group=groups.get_indexer(truth["group"]),
        claimed=groups.get_indexer(truth["claimed_group"]),
        false=truth["false_claim"].to_numpy(),
        settled=events.day > events.day[0] + SETTLED_DAYS,
    )


def test_false_alarms_stay_near_five_per_cent(judged):
    events, rows = judged.events, np.arange(len(judged.events))
    mine = judged.lifts[rows, judged.group]
    p = p_as_of(TrueLifts.of(events, judged.lifts), day=events.day, lift=mine, group=judged.group)
    opened = np.cumsum((events.share > 0) & (events.earlier == 0), axis=0)
    opened = np.vstack([np.zeros_like(opened[:1]), opened])
    campaigns = opened[np.searchsorted(events.day, events.day - 7), judged.group]
    enough = campaigns >= 19
    weight = 1 / (1 + events.earlier[rows, judged.group])
    assert enough.sum() > 1000
    assert 0.02 <= metrics.average((p <= 0.05)[enough], weight[enough]) <= 0.07


def test_a_facade_helps_and_a_lie_is_still_found(judged):
    claim = judged.claimed >= 0
    owned = np.zeros_like(judged.share, dtype=bool)
    owned[claim, judged.claimed[claim]] = True
    both = judged.share * np.exp(facade_log_likelihood(owned, holds=FACADE_HOLDS["high"]))
    both /= both.sum(axis=1, keepdims=True)
    rows = judged.settled & claim

    def losses(share):
        p = share[np.arange(len(share)), judged.group]
        right = share.argmax(axis=1) == judged.group
        bins = metrics.reliability(share[rows].max(axis=1), right[rows], np.ones(rows.sum()))
        lies = rows & judged.false
        return (
            -np.log(np.maximum(p[rows], 1e-12)).mean(),
            metrics.calibration_error(bins),
            right[lies].mean(),
        )

    loss_place, _, found_place = losses(judged.share)
    loss_both, error_both, found_both = losses(both)
    assert loss_both < loss_place
    assert error_both <= 0.05
    assert found_both >= 0.40
    assert found_both >= found_place - 0.25


def test_under_the_limit_nothing_is_flagged():
    events = Events.of(confirmed(generate(1000, seed=3).attacks))
    lifts = TrueLifts.from_history(History.of(events))
    day = pd.Timestamp("2001-02-15")
    ground = Ground.fit(events, as_of=day)
    few = ground.baseline.index[ground.baseline["events"] < 3]
    assert len(few) > 0
    claimed = pd.Series(np.resize(few, len(events)))
    judgement = judge(
        claimed,
        share=ground.share(events.lon, events.lat),
        activity=ground.activity,
        calibration=lifts.calibration(ground.as_of),
        baseline=ground.baseline,
    )
    assert judgement["abstained"].all()
    assert not judgement["unusual"].any()
    assert baseline(events, as_of="2004-12-01")["baseline"].eq("enough").all()
