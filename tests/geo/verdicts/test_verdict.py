"""What the check says of invented cases: each verdict, and what must not convict anybody."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.worlds.cases import breaking, flags, terms_of, verdict
from tests.worlds.valley import with_area, with_rows

DAY = "2021-07-10"
# Ash's own brand claims what only Oak can have done: from its mill, on its fort, with its wings.
FALSE = {
    "attack_id": "x", "date": DAY, "method": "drone_fixed_wing", "target_place": "fort",
    "launch_place": "mill", "facade": "Grey Dawn",
}  # fmt: skip
CITY = {"attack_id": "x", "date": DAY, "method": "rocket", "target_place": "city"}
BRIDGE = {**CITY, "launch_place": "bridge"}


def ground(found, attack="x"):
    """What is told of the launch."""
    (term,) = terms_of(found, attack).query("rule_id == 'launch_ground'").to_dict("records")
    return term["effect"], term["favours"], term["text"]


def test_a_false_claim_breaks_on_exactly_three_counts(valley_judge):
    found = valley_judge(FALSE)
    assert verdict(found, "x") == "mismatch"
    assert found.table["asserted_group"]["x"] == "ASH"
    assert found.table["asserted_from"]["x"] == "claim"
    assert breaking(found, "x") == ["launch_ground", "target_exclusive", "weapon_monopoly"]
    broken = terms_of(found, "x", "breaks")
    assert set(broken["against"]) == {("ASH",)}
    assert set(broken["favours"]) == {("OAK",)}
    assert found.table["breaks"]["x"] == 3
    assert found.table["distance_km"]["x"] == pytest.approx(1.5 * 92.9, abs=0.2)


def test_the_same_claim_after_the_record_has_gone_stale_convicts_nobody(valley_judge):
    found = valley_judge({**FALSE, "date": "2022-07-01"})
    assert verdict(found, "x") == "insufficient"
    assert breaking(found, "x") == []
    assert flags(found, "x") == {"ground_unconfirmed", "facade_method"}
    effect, favours, text = ground(found)
    assert (effect, favours) == ("silent", ())
    assert text.endswith(
        "cannot tell; Ash ground was last confirmed in June 2021, not fresh enough to decide."
    )
    (rule,) = terms_of(found, "x").query("term_id == 'target_exclusive'").to_dict("records")
    assert rule["effect"] == "silent"
    assert rule["text"] == (
        "Oak alone strikes the fort. Told of from 2020-01-01 to 2021-06-30. "
        "Not confirmed for over a year, so it decides nothing."
    )
    assert verdict(valley_judge({**FALSE, "date": "2022-06-30"}), "x") == "mismatch"


def test_an_assessment_against_the_facade_s_owner_is_a_mismatch(valley_judge):
    found = valley_judge({**CITY, "facade": "Grey Dawn", "assessed_group": "OAK"})
    assert verdict(found, "x") == "mismatch"
    assert breaking(found, "x") == ["facade_owner"]
    assert found.table["asserted_from"]["x"] == "assessment"
    (term,) = terms_of(found, "x", "breaks").to_dict("records")
    assert (term["favours"], term["against"]) == (("ASH",), ("OAK",))
    assert term["text"] == (
        "First claimed by Grey Dawn, exclusive brand of Ash (strength of the link: high), "
        "but Oak is assessed."
    )


def test_a_facade_that_is_not_exclusive_only_flags(valley_judge):
    row = {**CITY, "target_place": "port", "facade": "Blue Heron", "assessed_group": "ASH"}
    found = valley_judge(row)
    assert verdict(found, "x") == "consistent"
    assert flags(found, "x") == {"facade_owner", "disputed_link"}
    (term,) = terms_of(found, "x", "flag").query("term_id == 'facade_owner'").to_dict("records")
    assert (term["favours"], term["against"]) == (("OAK",), ())


def test_two_holders_of_the_launch_and_no_claim_is_contested(valley_judge):
    found = valley_judge(BRIDGE)
    assert verdict(found, "x") == "contested"
    assert flags(found, "x") == {"contested_ground"}
    assert ground(found)[:2] == ("says", ("ASH", "OAK"))


def test_shared_ground_with_a_claim_is_judged_by_the_claim(valley_judge, valley):
    ash = {**BRIDGE, "assessed_group": "ASH"}
    found = valley_judge(ash)
    assert verdict(found, "x") == "consistent"
    assert flags(found, "x") == {"contested_ground"}
    assert ground(found)[1:] == (
        ("ASH",),
        "Launch at Bridge (known to ±2 km) lies inside Ash ground and inside Oak ground.",
    )
    weak = with_area(valley, "ash_south", like="ash_south", confidence="low")
    assert flags(valley_judge(ash, by=weak), "x") == {"contested_ground", "low_confidence_ground"}
    # The low confidence is that of Ash's area, and says nothing of Oak's.
    oak = {**BRIDGE, "assessed_group": "OAK"}
    assert flags(valley_judge(oak, by=weak), "x") == {"contested_ground"}
    # Nor of Ash, where ground of better confidence holds the place too.
    both = with_area(
        weak, "more", like="ash_middle", geometry=weak.areas.table.geometry["oak_south"]
    )
    assert flags(valley_judge(ash, by=both), "x") == {"contested_ground"}


def test_low_confidence_is_told_of_ground_that_fits_alone(valley_judge, valley):
    weak = with_area(valley, "oak_west", like="oak_west", confidence="low")
    row = {**CITY, "launch_place": "mill"}
    for group, expected in (("OAK", {"low_confidence_ground"}), ("ASH", set()), ("", set())):
        assert flags(valley_judge({**row, "assessed_group": group}, by=weak), "x") == expected
    gap = with_area(valley, "gap", like="oak_west", confidence="low", kind="gap")
    assert flags(valley_judge({**row, "assessed_group": "OAK"}, by=gap), "x") == set()


def test_one_holder_and_no_claim_is_insufficient_and_names_whose(valley_judge):
    found = valley_judge({**CITY, "launch_place": "mill"})
    assert verdict(found, "x") == "insufficient"
    assert ground(found) == (
        "says",
        ("OAK",),
        "Launch at Mill (known to ±2 km) lies inside Oak ground.",
    )


def test_nothing_known_is_insufficient(valley_judge):
    found = valley_judge({"attack_id": "x", "date": DAY, "method": "rocket"})
    assert verdict(found, "x") == "insufficient"
    assert not flags(found, "x")


def test_an_assessment_on_which_every_term_is_silent_is_insufficient(valley_judge):
    found = valley_judge({**CITY, "assessed_group": "OAK"})
    assert verdict(found, "x") == "insufficient"


def test_a_group_without_ground_is_never_outside_it(valley_judge):
    # Elm's ground is of 2018.
    row = {**CITY, "launch_place": "pit", "assessed_group": "ELM", "date": "2017-12-31"}
    found = valley_judge(row, {**row, "attack_id": "y", "date": "2018-01-01"})
    own = found.cases.own[["state", "reason", "area_id"]].apply(tuple, axis=1)
    assert own.to_dict() == {"x": ("none", "no ground", ""), "y": ("inside", "", "elm_east")}
    assert found.cases.own["distance_km"].isna().tolist() == [True, False]
    assert verdict(found, "x") == "insufficient"
    assert verdict(found, "y") == "consistent"
    assert ground(found)[2] == (
        "Launch at Pit (known to ±2 km); no ground is recorded for Elm on that day."
    )


def test_where_a_group_launches_from_is_not_known_nothing_is_outside_its_ground(
    valley_judge, valley
):
    open_ = with_area(valley, "gap", like="ash_middle", kind="gap",
                      geometry=valley.areas.table.geometry["oak_west"])  # fmt: skip
    found = valley_judge({**CITY, "launch_place": "mill", "assessed_group": "ASH"}, by=open_)
    own = found.cases.own.loc["x"]
    assert (own["state"], own["reason"], own["area_id"]) == ("cannot_tell", "gap", "ash_middle")
    assert own["distance_km"] == pytest.approx(1.5 * 92.9, abs=0.2)
    assert ground(found) == (
        "silent",
        ("OAK",),
        (
            "Launch at Mill (known to ±2 km): cannot tell; where Ash launches from here is not "
            "known and inside Oak ground."
        ),
    )
    # Of a group with nothing but a gap nothing is known, in it or out of it.
    alone = with_area(valley, "gap", like="elm_east", kind="gap", last_confirmed=pd.Timestamp(DAY),
                      geometry=valley.areas.table.geometry["oak_west"])  # fmt: skip
    table = alone.areas.table
    alone = with_area(
        alone, "elm_east", like="ash_middle", holder="OAK", geometry=table.geometry["elm_east"]
    )
    row = {**CITY, "assessed_group": "ELM", "launch_place": "mill"}
    found = valley_judge(row, {**row, "attack_id": "y", "launch_place": "farm"}, by=alone)
    states = found.cases.own[["state", "reason"]].apply(tuple, axis=1).to_dict()
    assert states == {"x": ("cannot_tell", "gap"), "y": ("none", "no ground")}


@pytest.mark.parametrize(
    ("lon", "radius", "expected", "km"),
    [
        (41.9, 2, ("inside", ""), 0.0),  # 9.3 km from the edge
        (41.97, 1.5, ("inside", ""), 0.0),  # 2.8 km, and 2.5 are needed
        (41.97, 2.5, ("cannot_tell", "edge"), 0.0),
        (42.0, 2, ("cannot_tell", "edge"), 0.0),
        (42.03, 2.5, ("cannot_tell", "edge"), 2.79),
        (42.03, 1.5, ("outside", ""), 2.79),
        (42.1, 2, ("outside", ""), 9.29),
        (42.1, 30, ("cannot_tell", "edge"), 9.29),
    ],
)  # fmt: skip
def test_a_launch_known_to_a_few_km_is_told_as_well_as_it_is_known(
    valley_judge, lon, radius, expected, km
):
    state, reason = expected
    row = {**CITY, "assessed_group": "OAK", "launch_place": f"33.5, {lon}"}
    found = valley_judge({**row, "launch_radius_km": str(radius)})
    own = found.cases.own.loc["x"]
    assert (own["state"], own["reason"], own["area_id"]) == (state, reason, "oak_west")
    assert own["distance_km"] == pytest.approx(km, abs=0.02)
    assert verdict(found, "x") == ("consistent" if state == "inside" else "insufficient")


def test_of_a_place_about_the_border_the_share_inside_is_told(valley_judge):
    row = {**CITY, "assessed_group": "OAK", "launch_place": "33.5, 42.0", "launch_radius_km": "5"}
    found = valley_judge(row)
    assert ground(found)[2] == (
        "Launch at 33.5000, 42.0000 (known to ±5 km): cannot tell whether inside Oak ground; "
        "inside: 50% of the place."
    )


def test_a_permission_recorded_with_the_attack_explains_ground_target_and_weapon(valley_judge):
    found = valley_judge({**FALSE, "permitted_by": "OAK"})
    assert verdict(found, "x") == "explained"
    assert found.table["breaks"]["x"] == 0
    (term,) = terms_of(found, "x", "explains").to_dict("records")
    assert (term["term_id"], term["rule_id"], term["favours"]) == (
        "permission",
        "arrangement",
        ("ASH",),
    )
    assert term["text"] == "Permission by Oak is recorded with the attack."
    assert term["covers"] == "launch_ground|target_exclusive|weapon_monopoly"
    # Whom it was given to is not said where nobody is asserted.
    bare = {**FALSE, "facade": "", "permitted_by": "OAK"}
    assert terms_of(valley_judge(bare), "x", "explains").empty


def test_a_permission_does_not_explain_another_s_facade(valley_judge):
    row = {**CITY, "permitted_by": "ASH", "facade": "Grey Dawn", "assessed_group": "OAK"}
    assert verdict(valley_judge(row), "x") == "mismatch"


def test_what_one_group_has_alone_is_one_weapon(valley_judge):
    found = valley_judge({**FALSE, "method": "drone_quadcopter"})
    assert breaking(found, "x") == ["launch_ground", "target_exclusive"]


# An arrangement of Ash with Oak, and cases that differ from its own in one respect.
USE = {
    "kind": "reported_use", "attack_id": "", "methods": "rocket|mortar",
    "valid_from": pd.Timestamp("2021-07-01"), "valid_to": pd.Timestamp("2021-07-20"),
    "text": "Ash is reported to launch from Oak's ground.",
}  # fmt: skip
ITS_OWN = {**CITY, "target_place": "fort", "launch_place": "mill", "assessed_group": "ASH"}
ALONE = [
    ({}, "explained"),
    ({"method": "mortar"}, "explained"),
    ({"method": "drone_quadcopter"}, "mismatch"),
    ({"target_place": "tower"}, "mismatch"),
    ({"launch_place": "pit"}, "mismatch"),
    ({"assessed_group": "ELM"}, "mismatch"),
    ({"date": "2021-06-30"}, "mismatch"),
    ({"date": "2021-07-01"}, "explained"),
    ({"date": "2021-07-19"}, "explained"),
    ({"date": "2021-07-20"}, "mismatch"),
]


def test_a_record_explains_its_own_case_and_no_other(valley, valley_judge):
    by = with_rows(valley, "arrangements", USE)
    found = valley_judge(
        *({**ITS_OWN, "attack_id": f"a{n}", **c} for n, (c, _) in enumerate(ALONE)), by=by
    )
    assert [(cells, verdict(found, f"a{n}")) for n, (cells, _) in enumerate(ALONE)] == ALONE
    (term,) = terms_of(found, "a0", "explains").to_dict("records")
    assert (term["term_id"], term["favours"], term["text"]) == (
        "reported_use",
        ("ASH",),
        USE["text"],
    )
    assert term["covers"] == "launch_ground|target_exclusive"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"target_place": "", "ground_holder": "", "methods": ""}, "explained"),
        ({"valid_from": pd.NaT, "valid_to": pd.NaT}, "explained"),
        ({"attack_id": "x"}, "explained"),
        ({"attack_id": "y"}, "mismatch"),
        ({"ground_holder": "ELM"}, "mismatch"),
        ({"kind": "support"}, "mismatch"),
        ({"kind": "doubt"}, "mismatch"),
        ({"kind": "teaming"}, "explained"),
        ({"explains": ""}, "mismatch"),
        ({"explains": "launch_ground"}, "mismatch"),
        ({"group_id": "OAK"}, "mismatch"),
    ],
)
def test_what_a_record_leaves_open_covers_all(valley, valley_judge, cells, expected):
    by = with_rows(valley, "arrangements", USE | cells)
    assert verdict(valley_judge(ITS_OWN, by=by), "x") == expected


def test_a_record_of_a_campaign_holds_on_its_road_too(valley, valley_judge):
    road = with_area(valley, "road", like="oak_west", kind="corridor", holder="OAK",
                     geometry=valley.areas.table.geometry["elm_east"])  # fmt: skip
    row = {**ITS_OWN, "launch_place": "pit"}
    by = with_rows(road, "arrangements", USE)
    assert len(terms_of(valley_judge(row, by=by), "x", "explains")) == 1
    assert terms_of(
        valley_judge(row, by=with_rows(valley, "arrangements", USE)), "x", "explains"
    ).empty
