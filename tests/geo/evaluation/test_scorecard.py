"""The protocol by hand, the figures against slow ones, and the record on real attacks."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.attribution.events import Events, EventsError
from geo.errors import ConformError
from geo.evaluation import labelled, metrics, ucdp
from geo.evaluation.baselines import nearest_previous
from geo.evaluation.exercise import generate
from geo.evaluation.protocol import claims, plan, windows
from geo.evaluation.scorecard import run
from geo.ingest.ged import NEEDED


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=30))
def test_auc_is_the_chance_to_win(cases):
    wins = [
        (a > b) + (a == b) / 2
        for a, positive in cases
        if positive
        for b, other in cases
        if not other
    ]
    auc = metrics.auc([score for score, _ in cases], [positive for _, positive in cases])
    assert math.isnan(auc) if not wins else auc == pytest.approx(sum(wins) / len(wins))


def test_macro_f1_by_hand():
    # a: 2 right, 1 missed, 1 wrongly named: 4/6. b: 1 right, 1 missed, 1 wrongly named: 2/4.
    # c weighs under 2 and is left out.
    truth, guess = list("aaabbc"), list("aabbaa")
    score = metrics.macro_f1(truth, guess, [1] * 6, least=2)
    assert score == pytest.approx((2 * 2 / (3 + 4) + 2 * 1 / (2 + 2)) / 2)


def test_calibration_error_by_hand():
    # Two bins of equal weight: stated .2 against 0 right, stated .9 against 1 of 2 right.
    bins = metrics.reliability([0.2, 0.2, 0.9, 0.9], [0, 0, 1, 0], [1] * 4, bins=2)
    assert bins["accuracy"].tolist() == [0.0, 0.5]
    assert metrics.calibration_error(bins) == pytest.approx((0.2 + 0.4) / 2)


def test_precision_and_recall_by_hand():
    scores = metrics.precision_recall([3, 2, 2, 1], [True, True, False, True])
    assert scores["precision"].tolist() == pytest.approx([1, 2 / 3, 3 / 4])
    assert scores["recall"].tolist() == pytest.approx([1 / 3, 2 / 3, 1])


def world(*spans, groups=("A", "B")):
    """Events: so many for each (first day, group), one a day, at the group's own town."""
    town = {"A": (44.4, 33.3), "B": (43.1, 36.3)}
    rows = [
        (pd.Timestamp(first) + pd.Timedelta(days=n), *town[group], (group,))
        for first, group, count in spans
        for n in range(count)
    ]
    table = pd.DataFrame(rows, columns=["date", "lon", "lat", "groups"])
    return Events.of(table.assign(id=[f"e{n}" for n in range(len(table))]), groups=groups)


def start(events):
    return [
        str((pd.Timestamp("1970-01-01") + pd.Timedelta(days=cut)).date()) for cut in windows(events)
    ]


BEFORE = [("2019-12-01", "A", 3), ("2019-12-01", "B", 3)]


def test_a_window_is_a_half_year_with_fifty_events():
    assert start(world(*BEFORE, ("2020-01-01", "A", 49), ("2020-02-01", "B", 1))) == ["2020-01-01"]
    assert start(world(*BEFORE, ("2020-01-01", "A", 48), ("2020-02-01", "B", 1))) == []


def test_a_window_needs_two_active_groups_and_two_with_a_past():
    assert start(world(*BEFORE, ("2020-01-01", "A", 50))) == []
    assert start(world(BEFORE[0], ("2020-01-01", "A", 49), ("2020-02-01", "B", 1))) == []


def test_a_window_lasts_183_days():
    # 2019 from 1 January: the 183rd day is 2 July.
    past = [("2018-12-01", "A", 3), ("2018-12-01", "B", 3), ("2019-01-01", "A", 49)]
    assert start(world(*past, ("2019-07-02", "B", 1)))[:1] == ["2019-01-01"]
    assert start(world(*past, ("2019-07-03", "B", 1)))[:1] == []


@pytest.fixture(scope="module")
def busy():
    return world(*BEFORE, ("2020-01-01", "A", 150), ("2020-01-01", "B", 100))


def test_online_knows_what_came_over_a_week_before(busy):
    cases = plan(busy, mode="online")
    days = busy.day[cases.row]
    slow = [[(busy.share[busy.day < day - 7, g] > 0).sum() for g in (0, 1)] for day in days]
    assert cases.known.tolist() == slow


def test_frozen_knows_what_came_before_the_window(busy):
    cases = plan(busy, mode="frozen")
    assert np.unique(cases.known, axis=0).tolist() == [[3, 3]]


def test_one_claim_in_ten_is_swapped(busy):
    cases = plan(busy, mode="frozen")
    said = claims(busy, cases)
    assert len(said) == 20 * len(cases.row)
    assert said["swapped"].mean() == pytest.approx(0.10, abs=0.02)
    true = busy.share[cases.row[said["case"]], said["group"]] > 0
    assert (true != said["swapped"]).all()


def test_too_little_is_refused_with_the_reason():
    with pytest.raises(EventsError, match=r"6 events of 2 groups.*50 events"):
        run(world(*BEFORE))


def test_an_unknown_mode_is_refused(busy):
    with pytest.raises(EventsError, match=r"'sideways'.*online, frozen"):
        run(busy, mode="sideways")


def test_two_groups_far_apart_are_told_apart(busy):
    card = run(busy)
    assert card.scores["method"].top1 == 1.0
    assert card.scores["method"].pooled_auc > 0.99
    assert card.scores["activity_only"].top1 < 0.9
    assert math.isnan(run(busy, mode="frozen").scores["method"].far_burst)


def test_the_nearest_previous_attack_by_definition():
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "id": range(80),
            "date": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 30, 80), unit="D"),
            "lon": 44 + rng.integers(0, 4, 80) / 7,
            "lat": 33 + rng.integers(0, 4, 80) / 9,
            "groups": [("A", "B")[n % 2 :][:1] for n in range(80)],
        }
    )
    events = Events.of(table)
    row = np.arange(80)
    previous = nearest_previous(events, row, before=events.day - 7)
    x, y = events.xy_km
    for n in row:
        past = np.flatnonzero(events.day < events.day[n] - 7)
        if not past.size:
            assert previous[n].tolist() == [0, 0, 1]
            continue
        away = np.hypot(x[past] - x[n], y[past] - y[n])
        last = past[np.isclose(away, away.min())][-1]
        assert previous[n, :2].argmax() == events.share[last].argmax()


GED_ROWS = """id,date_start,date_prec,where_prec,latitude,longitude,side_a,side_b,country
{rows}
"""


def ged(tmp_path, rows):
    path = tmp_path / "ged.csv"
    path.write_text(GED_ROWS.format(rows="\n".join(rows)), encoding="utf-8")
    return path


def test_sides_of_a_ged_file():
    assert ucdp.candidates("Government of X, Government of Y") == ()
    assert ucdp.candidates("Civilians") == ()
    assert ucdp.candidates("Syrian insurgents") == ()
    assert ucdp.candidates("PKK, PUK") == ("PKK", "PUK")


def test_a_ged_file_keeps_what_the_protocol_keeps(tmp_path):
    rows = [f"{n},2010-01-{n + 1:02d},1,1,33.0,44.0,Government of X,A,X" for n in range(20)]
    rows += [f"{n + 20},2010-02-{n + 1:02d},1,2,33.0,44.0,A,B,X" for n in range(20)]
    rows += ["90,2010-03-01,1,3,33.0,44.0,A,B,X", "91,2010-03-01,4,1,33.0,44.0,A,B,X"]
    rows += ["92,2010-03-01,1,1,33.0,44.0,C,Civilians,X", "93,2010-03-01,1,1,,44.0,A,B,X"]
    events = ucdp.read(ged(tmp_path, rows)).events
    assert events.groups == ("A", "B")
    assert len(events) == 40
    assert events.share.sum(axis=0).tolist() == [30, 10]
    assert events.centre == (44, 33)


def test_a_ged_file_of_two_countries_wants_one_named(tmp_path):
    rows = [f"{n},2010-01-01,1,1,33.0,44.0,A,B,{'XY'[n % 2]}" for n in range(60)]
    path = ged(tmp_path, rows)
    with pytest.raises(ConformError, match=r"several countries.*X, Y"):
        ucdp.read(path)
    assert len(ucdp.read(path, country="X").events) == 30
    with pytest.raises(ConformError, match="no such country"):
        ucdp.read(path, country="Z")


def test_missing_columns_of_a_ged_file_are_all_told(tmp_path):
    path = tmp_path / "ged.csv"
    path.write_text("id,date_start\n1,2010-01-01\n", encoding="utf-8")
    with pytest.raises(ConformError) as caught:
        ucdp.read(path)
    assert len(caught.value.faults) == len(NEEDED) - 2


def test_own_columns_are_read_with_their_own_names(tmp_path, atlas):
    attacks = generate(1000, seed=5).attacks
    sharp = (attacks["target_radius_km"] < 15) & ~(attacks["launch_radius_km"] > 15)
    first, second = attacks.index[sharp][:2]
    attacks.loc[first, "assessed_group"] = "Kata'ib Hezbollah"
    attacks.loc[second, "assessed_confidence"] = "low"
    path = tmp_path / "mine.csv"
    attacks.to_csv(path, index=False)
    labels = labelled.read(path, registry=atlas.registry, gazetteer=atlas.gazetteer, least=1)
    assert {"KH", "Alder"} <= set(labels.events.groups)
    assert attacks.loc[second, "attack_id"] not in labels.events.ids
    assert "1000 attacks read" in labels.notes[0]


def test_a_file_without_labels_is_refused(tmp_path, atlas):
    path = tmp_path / "mine.csv"
    generate(1000, seed=5).attacks.drop(columns="assessed_group").to_csv(path, index=False)
    with pytest.raises(ConformError, match="assessed_group"):
        labelled.read(path, registry=atlas.registry, gazetteer=atlas.gazetteer)
