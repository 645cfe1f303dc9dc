"""What the check says of invented cases: each verdict, and what must not convict anybody."""

from __future__ import annotations

import pytest

from tests.worlds.cases import AK_CASE, SHARED, breaking, flags, terms_of, verdict


def test_a_false_claim_breaks_on_exactly_three_counts(judge):
    findings = judge(AK_CASE)
    assert verdict(findings, "ak") == "mismatch"
    assert findings.table["asserted_group"]["ak"] == "AAH"
    assert findings.table["asserted_from"]["ak"] == "claim"
    assert breaking(findings, "ak") == ["launch_ground", "target_exclusive", "weapon_monopoly"]
    broken = terms_of(findings, "ak", "breaks")
    assert set(broken["against"]) == {("AAH",)}
    assert set(broken["favours"]) == {("KH",)}
    assert findings.table["breaks"]["ak"] == 3
    assert findings.table["distance_km"]["ak"] > 100


def test_the_same_claim_after_the_record_has_gone_stale_convicts_nobody(judge):
    findings = judge({**AK_CASE, "date": "2023-06-10"})
    assert verdict(findings, "ak") == "insufficient"
    assert breaking(findings, "ak") == []
    assert "ground_unconfirmed" in flags(findings, "ak")
    (ground,) = terms_of(findings, "ak", "silent").query("term_id == 'launch_ground'")["text"]
    assert "cannot tell" in ground
    assert "October 2021" in ground


def test_an_assessment_against_the_facade_s_owner_is_a_mismatch(judge):
    findings = judge(
        {
            "attack_id": "x",
            "date": "2021-07-10",
            "method": "rocket",
            "target_place": "Balad Air Base",
            "facade": "Usbat al-Thaireen",
            "assessed_group": "AAH",
        }
    )
    assert verdict(findings, "x") == "mismatch"
    assert breaking(findings, "x") == ["facade_owner"]
    assert findings.table["asserted_from"]["x"] == "assessment"


def test_a_facade_that_is_not_exclusive_only_flags(judge):
    row = {"attack_id": "x", "date": "2021-07-10", "target_place": "Balad Air Base"}
    findings = judge({**row, "method": "rocket", "facade": "Raba Allah", "assessed_group": "AAH"})
    assert verdict(findings, "x") == "consistent"
    assert "facade_owner" in flags(findings, "x")


def test_two_holders_of_the_launch_and_no_claim_is_contested(judge):
    findings = judge(SHARED)
    assert verdict(findings, "shared") == "contested"
    assert "contested_ground" in flags(findings, "shared")
    says = terms_of(findings, "shared", "says").set_index("term_id")["favours"]
    assert says["launch_ground"] == ("KSS", "PMF30")


def test_shared_ground_with_a_claim_is_judged_by_the_claim(judge):
    findings = judge({**SHARED, "assessed_group": "KSS"})
    assert verdict(findings, "shared") == "consistent"
    assert {"contested_ground", "low_confidence_ground"} <= flags(findings, "shared")


def test_one_holder_and_no_claim_is_insufficient_and_names_whose(judge):
    findings = judge({**SHARED, "launch_place": "jurf_al_sakhar"})
    assert verdict(findings, "shared") == "insufficient"
    (says,) = (
        terms_of(findings, "shared", "says").query("term_id == 'launch_ground'").to_dict("records")
    )
    assert says["favours"] == ("KH",)
    assert "KH ground" in says["text"]


def test_nothing_known_is_insufficient(judge):
    findings = judge({"attack_id": "x", "date": "2021-07-10", "method": "rocket"})
    assert verdict(findings, "x") == "insufficient"
    assert not flags(findings, "x")


def test_a_claim_on_which_every_term_is_silent_is_insufficient(judge):
    row = {"attack_id": "x", "date": "2021-07-10", "method": "rocket", "target_place": "Kirkuk"}
    findings = judge({**row, "assessed_group": "PMF18"})
    assert verdict(findings, "x") == "insufficient"


def test_a_group_without_ground_is_never_outside_it(judge):
    findings = judge({**SHARED, "launch_place": "jurf_al_sakhar", "assessed_group": "Nujaba"})
    assert verdict(findings, "shared") == "insufficient"
    assert findings.cases.own["state"]["shared"] == "none"
    (term,) = terms_of(findings, "shared", "silent").query("term_id == 'launch_ground'")["text"]
    assert "no ground is recorded for Nujaba" in term


# Where AAH launches from in Baghdad is not known, so no launch there is outside its ground.
def test_an_aah_launch_in_baghdad_cannot_be_told(judge):
    places = ("sadr_city", "doura", "us_embassy_baghdad", "camp_taji")
    findings = judge(
        *(
            {
                "attack_id": place,
                "date": "2021-01-10",
                "method": "rocket",
                "target_place": "us_embassy_baghdad",
                "launch_place": place,
                "assessed_group": "AAH",
            }
            for place in places
        )
    )
    for place in places:
        own = findings.cases.own.loc[place]
        assert (own["state"], own["reason"]) == ("cannot_tell", "gap"), place
        assert verdict(findings, place) == "consistent", place
        assert breaking(findings, place) == [], place


def test_a_launch_known_to_the_district_is_no_mismatch(judge):
    near = {**SHARED, "assessed_group": "BADR", "launch_place": "34.06, 44.80"}
    sharp = {**near, "attack_id": "sharp", "launch_radius_km": "2"}
    vague = {**near, "attack_id": "vague", "launch_radius_km": "30"}
    found = judge(sharp, vague, {**sharp, "attack_id": "far", "launch_place": "jurf_al_sakhar"})
    assert verdict(found, "far") == "mismatch"
    # Outside Badr ground, and outside everybody's: it would not fit any other group either.
    assert verdict(found, "sharp") == "insufficient"
    assert "outside_all_ground" in flags(found, "sharp")
    assert found.table["distance_km"]["sharp"] == pytest.approx(13.2, abs=0.2)
    assert verdict(found, "vague") == "insufficient"
    assert found.cases.own["reason"]["vague"] == "edge"


def test_a_permission_recorded_with_the_attack_explains_it(judge):
    told = judge({**AK_CASE, "permitted_by": "KH"})
    assert verdict(told, "ak") == "explained"
    assert told.table["breaks"]["ak"] == 0
    assert set(terms_of(told, "ak", "explains")["term_id"]) == {"permission"}


def test_a_permission_does_not_explain_another_s_facade(judge):
    row = {"attack_id": "x", "date": "2021-07-10", "method": "rocket", "permitted_by": "KH"}
    findings = judge({**row, "facade": "Usbat al-Thaireen", "assessed_group": "AAH"})
    assert verdict(findings, "x") == "mismatch"


def test_quadcopters_are_nobody_s_monopoly(judge):
    findings = judge({**AK_CASE, "method": "drone_quadcopter"})
    assert breaking(findings, "ak") == ["launch_ground", "target_exclusive"]


def test_the_exclusive_rule_begins_with_the_committees(judge):
    findings = judge({**AK_CASE, "date": "2020-10-09", "method": "rocket"})
    assert breaking(findings, "ak") == ["launch_ground"]


# What changes the case in one respect takes its record away.
ALONE = [
    ({}, "explained"),
    ({"target_place": "erbil_ab"}, "mismatch"),
    ({"launch_place": "jurf_al_sakhar"}, "mismatch"),
    ({"assessed_group": "KSS"}, "mismatch"),
    ({"method": "roadside_bomb", "launch_place": "jurf_al_sakhar"}, "explained"),
    ({"method": "roadside_bomb", "launch_place": "jurf_al_sakhar", "date": "2020-07-10"},
     "mismatch"),
    ({"assessed_group": "KSS", "target_place": "al_asad_ab", "launch_place": "al_baghdadi",
      "date": "2021-07-07"}, "mismatch"),
]  # fmt: skip


def test_a_record_explains_its_own_case_and_no_other(judge):
    row = {"date": "2021-07-10", "method": "rocket", "target_place": "balad_ab"}
    row |= {"launch_place": "camp_ashraf", "assessed_group": "AAH"}
    findings = judge(*({"attack_id": f"a{n}", **row, **c} for n, (c, _) in enumerate(ALONE)))
    found = [(cells, verdict(findings, f"a{n}")) for n, (cells, _) in enumerate(ALONE)]
    assert found == ALONE
