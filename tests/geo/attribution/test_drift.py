"""A façade whose claims move to another group's ground or weapon flags its link, with the runs."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.attribution.facade_drift import CAMPAIGN_DAYS, RUNS, facade_runs, runs, signs
from geo.parsing.tables import parse_csv
from geo.records.record import conform_attacks
from geo.verdicts.check import check

# One brand F of owner A. Chance that n campaigns point away though the link holds:
#   strength high      0.15^n: n = 1 15 %     n = 2 2.25 %  -> two are enough
#   strength moderate  0.25^n: n = 2 6.25 %   n = 3 1.56 %  -> three
#   strength low       0.40^n: n = 3 6.4 %    n = 4 2.56 %  -> four
STEP = CAMPAIGN_DAYS + 1


def signs_of(word, *, strength="high", step=STEP, evidence="ground", owner="A"):
    """Signs of one façade, a letter a claim, so many days apart."""
    days = pd.Timestamp("2021-01-01") + pd.to_timedelta([n * step for n in range(len(word))], "D")
    return pd.DataFrame(
        {
            "facade_id": "F",
            "attack_id": [f"a{n}" for n in range(len(word))],
            "day": days,
            "evidence": evidence,
            "owner": owner,
            "strength": strength,
            "points_to": list(word),
        }
    )


@pytest.mark.parametrize(
    ("word", "strength", "drifted"),
    [
        ("B", "high", False),
        ("BB", "high", True),
        ("BB", "moderate", False),
        ("BBB", "moderate", True),
        ("BBB", "low", False),
        ("BBBB", "low", True),
        ("BBBB", "", True),  # a strength that is not told is a low one
        ("AAAA", "high", False),
        ("AABB", "high", True),
        ("BBBBA", "high", False),  # it came back
        ("BCBC", "high", False),  # to no one group
        ("BBC", "high", False),
        ("CBB", "high", True),
    ],
)
def test_the_last_run_decides_by_its_length_and_the_strength_of_the_link(word, strength, drifted):
    found = runs(signs_of(word, strength=strength))
    assert found["drifted"].any() == drifted
    assert found["latest"].sum() == 1


def test_a_run_names_its_claims_its_days_and_its_chance():
    found = runs(signs_of("AABB"))
    first, last = found.to_dict("records")
    assert (first["points_to"], first["attacks"], first["chance"]) == ("A", ("a0", "a1"), 1.0)
    assert (last["points_to"], last["attacks"], last["campaigns"]) == ("B", ("a2", "a3"), 2)
    assert last["chance"] == pytest.approx(0.0225)
    assert last["first"] == pd.Timestamp("2021-01-31")
    assert last["last"] == pd.Timestamp("2021-02-15")


def test_claims_of_one_campaign_count_once():
    # Days 0, 5, 10: one campaign. Day 15 begins the next: 15 > 14 days after the first.
    found = runs(signs_of("BBBB", step=5))
    assert found["campaigns"].tolist() == [2]
    assert runs(signs_of("BBB", step=5))["drifted"].tolist() == [False]


def test_ground_and_weapon_and_facades_are_apart():
    weapon = signs_of("B", evidence="weapon")
    other = signs_of("B").assign(facade_id="G")
    both = pd.concat([signs_of("B"), weapon, other], ignore_index=True)
    found = runs(both)
    assert len(found) == 3
    assert not found["drifted"].any()


def test_a_new_owner_begins_a_new_run():
    both = pd.concat([signs_of("BB"), signs_of("BB", owner="B")], ignore_index=True)
    assert runs(both)["chance"].tolist() == [pytest.approx(0.0225), 1.0]
    assert not runs(both)["drifted"].any()


def test_no_signs_give_no_runs():
    assert list(runs(signs_of("")).columns) == list(RUNS)


# Ground, brands and weapons are those of the bundled atlas;
# the attacks are invented to cross them.
def drifting(atlas, *rows):
    head = "attack_id,date,method,target_place,"
    head += "launch_place,launch_lat,launch_lon,launch_radius_km,facade"
    lines = "\n".join([head, *rows]) + "\n"
    record = conform_attacks(
        parse_csv(lines, file="t.csv"),
        file="t.csv",
        registry=atlas.registry,
        gazetteer=atlas.gazetteer,
    )
    return check(record, atlas=atlas)


KH_GROUND, BADR_GROUND = ",33.20,41.80,1", ",34.063,44.57,0.5"


def test_claims_that_move_onto_anothers_ground_flag_the_link(atlas):
    found = drifting(
        atlas,
        f"a1,2021-03-01,rocket,al_asad_ab,{KH_GROUND},Qasem al-Jabbarin",
        f"a2,2021-04-01,rocket,balad_ab,{BADR_GROUND},Qasem al-Jabbarin",
        f"a3,2021-05-01,rocket,balad_ab,{BADR_GROUND},Qasem al-Jabbarin",
    )
    made = facade_runs(found)
    ground = made[made["evidence"] == "ground"]
    assert ground["points_to"].tolist() == ["KH", "BADR"]
    assert ground["drifted"].tolist() == [False, True]
    assert ground["attacks"].tolist() == [("a1",), ("a2", "a3")]


def test_the_weapon_of_another_group_points_to_it(atlas):
    found = drifting(
        atlas,
        "a1,2021-03-01,drone_fixed_wing,erbil_ab,,,,,Ashab al-Kahf",
        "a2,2021-03-01,drone_fixed_wing,erbil_ab,,,,,Qasem al-Jabbarin",
        "a3,2023-03-01,drone_fixed_wing,erbil_ab,,,,,Ashab al-Kahf",  # the rule is stale by then
    )
    made = signs(found)
    assert dict(zip(made["attack_id"], made["points_to"], strict=True)) == {"a1": "KH", "a2": "KH"}
    assert set(made["evidence"]) == {"weapon"}


def test_row_order_never_matters(atlas):
    rows = [
        f"a{n},2021-0{n}-01,rocket,balad_ab,{BADR_GROUND},Qasem al-Jabbarin" for n in (1, 3, 5, 7)
    ]
    one, other = (facade_runs(drifting(atlas, *order)) for order in (rows, rows[::-1]))
    pd.testing.assert_frame_equal(one, other)
