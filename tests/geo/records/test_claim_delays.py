"""From attack to claim: by hand in the valley, and bounds that hold whatever the truth was."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas
from geo.records.claim_delays import LEAST_FOR_A_RATE, by_brand, claim_delays
from geo.reference.time_zones import IRAQ, zones_of
from tests.worlds.timed import timed_folder


@pytest.fixture(scope="module")
def valley(tmp_path_factory):
    atlas = Atlas.load(timed_folder(tmp_path_factory.mktemp("timed")))
    rows = atlas.record.attacks
    zones = zones_of(rows, gazetteer=atlas.gazetteer, units=atlas.units)
    found = claim_delays(atlas.record.claims, rows, zones)
    return found.set_index(["attack_id", "facade_id"])


@pytest.mark.parametrize(
    ("claim", "minutes", "flags"),
    [
        (("2021-05-01-port", "grey_dawn"), (0, 40, 40), (True, True)),
        (("2021-07-17-city", "blue_heron"), (1, 10, 1450), (True, False)),
        (("2021-07-24-port", "grey_dawn"), (0, 0, 420), (True, False)),
        (("2021-07-24-port", "red_kite"), (1, 300, 1860), (True, False)),
        (("2021-07-03-city", "red_kite"), (0, 0, 1440), (False, False)),
    ],
)
def test_the_valley_has_the_delays_that_its_table_says(valley, claim, minutes, flags):
    row = valley.loc[claim]
    assert tuple(row[["days", "least_min", "most_min"]]) == minutes
    assert (bool(row["bounded"]), bool(row["known"])) == flags
    assert row["from_claim"] == (claim == ("2021-07-03-city", "red_kite"))
    assert len(valley) == 5


def test_brands_are_summed_up_without_attacks_known_by_claims_alone(valley):
    found = by_brand(valley.reset_index())
    assert found["claims"].to_dict() == {"grey_dawn": 2, "red_kite": 2, "blue_heron": 1}
    kite = found.loc["red_kite"]
    assert (kite["from_claim"], kite["same_day"], kite["next_day"]) == (1, 0, 1)
    dawn = found.loc["grey_dawn"]
    assert (dawn["timed"], dawn["least_min"], dawn["most_min"]) == (1, 40, 40)
    assert found[["median_min", "median_least_min"]].isna().all().all(), "too few for a median"


def delays(*pairs, known=True):
    return pd.DataFrame(
        {
            "attack_id": [f"a{n}" for n in range(len(pairs))],
            "facade_id": "grey_dawn",
            "days": 0.0,
            "least_min": [low for low, _ in pairs],
            "most_min": [high for _, high in pairs],
            "bounded": True,
            "known": known,
            "from_claim": False,
        }
    )


def test_a_median_is_given_from_the_least_number_on():
    pairs = [(10, 10), (20, 20), (30, 30), (40, 160), (50, 50)]
    assert len(pairs) == LEAST_FOR_A_RATE
    found = by_brand(delays(*pairs)).loc["grey_dawn"]
    assert (found["timed"], found["median_min"]) == (5, 30)
    assert (found["least_min"], found["most_min"]) == (10, 160)
    assert np.isnan(by_brand(delays(*pairs[:4])).loc["grey_dawn", "median_min"])


def test_no_claims_make_an_empty_table():
    found = by_brand(delays())
    assert found.empty
    assert "timed" in found


MINUTES = st.integers(0, 3 * 1440 - 1)


@given(
    st.lists(
        st.tuples(
            MINUTES,
            MINUTES,
            st.sampled_from(["minute", "hour", "part_of_day", ""]),
            st.booleans(),
        ),
        min_size=LEAST_FOR_A_RATE,
        max_size=8,
    )
)
@settings(max_examples=40)
def test_the_true_delay_lies_within_its_bounds_and_the_true_median_within_theirs(rows):
    begin = pd.Timestamp("2021-05-01")
    struck = [begin + pd.Timedelta(minutes=at) for at, *_ in rows]
    made = [
        one + pd.Timedelta(minutes=late) for one, (_, late, *_) in zip(struck, rows, strict=True)
    ]
    parts = [(5, "dawn"), (10, "morning"), (13, "noon"), (18, "afternoon"), (24, "evening")]
    words = {
        "minute": lambda one: f"{one:%H:%M}",
        "hour": lambda one: f"{one.hour:02}:00",
        "part_of_day": lambda one: next(part for hour, part in parts if one.hour < hour),
        "": lambda _: "",
    }
    known = [one for _, _, one, _ in rows]
    # Before dawn is night, which may be either end of a day.
    times = [
        "night" if word == "part_of_day" and one.hour < 2 else words[word](one)
        for one, word in zip(struck, known, strict=True)
    ]
    ids = [f"a{n}" for n in range(len(rows))]
    attacks = pd.DataFrame(
        {
            "date": pd.to_datetime([one.normalize() for one in struck]),
            "date_latest": pd.to_datetime([one.normalize() for one in struck]),
            "date_precision": "day",
            "time_local": times,
            "time_precision": known,
            "status": "reported",
            "counts": True,
        },
        index=pd.Index(ids, name="attack_id"),
    )
    claims = pd.DataFrame(
        {
            "attack_id": ids,
            "claim_order": 1,
            "facade_id": "grey_dawn",
            "claimed_at": [
                f"{one:%Y-%m-%dT%H:%M}" if timed else f"{one:%Y-%m-%d}"
                for one, (*_, timed) in zip(made, rows, strict=True)
            ],
        }
    )
    found = claim_delays(claims, attacks, pd.Series(IRAQ, index=attacks.index))
    true = np.array([late for _, late, *_ in rows])
    assert (found["least_min"].to_numpy() <= true).all()
    assert (found["most_min"].to_numpy() >= true).all()
    exact = found["known"].to_numpy() & (np.array(known) == "minute")
    assert (found["least_min"].to_numpy()[exact] == true[exact]).all()
    bounded = found["bounded"].to_numpy()
    if bounded.sum() >= LEAST_FOR_A_RATE:
        row = by_brand(found).loc["grey_dawn"]
        median = np.median(true[bounded])
        assert row["median_least_min"] <= median <= row["median_most_min"]


def one_claim(*, claimed_at, date="2021-05-05", counts=True, facade="grey_dawn", order=1):
    attacks = pd.DataFrame(
        {
            "date": pd.to_datetime([date]),
            "date_latest": pd.to_datetime([date]),
            "date_precision": ["day"],
            "time_local": ["12:00"],
            "time_precision": ["minute"],
            "status": ["reported"],
            "counts": [counts],
        },
        index=pd.Index(["a"], name="attack_id"),
    )
    claims = pd.DataFrame(
        {
            "attack_id": "a",
            "claim_order": order,
            "facade_id": facade,
            "claimed_at": claimed_at,
        }
    )
    return claim_delays(claims, attacks, pd.Series(IRAQ, index=attacks.index))


def test_a_claim_before_its_attack_is_kept_and_bounds_nothing():
    (row,) = one_claim(claimed_at=["2021-05-04T10:00"]).to_dict("records")
    assert row["days"] == -1
    assert row["most_min"] < 0
    assert not row["bounded"]
    assert not row["known"]
    found = by_brand(one_claim(claimed_at=["2021-05-04"])).loc["grey_dawn"]
    assert (found["before"], found["same_day"], found["bounded"]) == (1, 0, 0)


def test_the_first_claim_of_a_brand_counts_whatever_their_order_in_the_table():
    found = one_claim(claimed_at=["2021-05-07", "2021-05-05"], order=[2, 1])
    assert found["days"].tolist() == [0]


def test_claims_of_no_brand_and_of_what_is_no_attack_are_left_out():
    assert one_claim(claimed_at=["2021-05-05"], facade="").empty
    assert one_claim(claimed_at=["2021-05-05"], counts=False).empty
