"""What the bundled rules, windows and arrangements say of invented cases."""

from __future__ import annotations

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


def test_the_ceasefire_covers_rockets_on_us_sites_from_its_day_to_its_end(judge):
    expected = {
        ("2020-10-10", "rocket", "balad_ab"): True,
        ("2020-10-09", "rocket", "balad_ab"): False,
        ("2021-03-02", "rocket", "balad_ab"): True,
        ("2021-03-03", "rocket", "balad_ab"): False,
        ("2021-02", "rocket", "balad_ab"): False,
        ("2021-01-10", "roadside_bomb", "balad_ab"): False,
        ("2021-01-10", "rocket", "kirkuk"): False,
    }
    names = ("date", "method", "target_place")
    rows = [dict(zip(names, case, strict=True)) for case in expected]
    findings = judge(*({"attack_id": f"a{n}", **row} for n, row in enumerate(rows)))
    found = ["ceasefire_breach" in flags(findings, f"a{n}") for n in range(len(rows))]
    assert dict(zip(expected, found, strict=True)) == expected


def test_seconded_cells_are_a_caution_only_where_something_does_not_fit(judge):
    fits = {"attack_id": "fits", "date": "2021-06-10", "method": "rocket"}
    fits |= {"target_place": "balad_ab", "assessed_group": "AAH"}
    findings = judge(fits, AK_CASE, {**AK_CASE, "attack_id": "early", "date": "2021-03-31"})
    assert "seconded_cells" not in flags(findings, "fits")
    assert "seconded_cells" in flags(findings, "ak")
    assert "seconded_cells" not in flags(findings, "early")
    assert "seconded_cells" not in set(terms_of(findings, "fits")["term_id"])


def test_other_flags_where_they_belong(judge):
    row = {"date": "2021-06-10", "method": "rocket"}
    findings = judge(
        {**row, "attack_id": "closed", "target_place": "camp_taji"},
        {**row, "attack_id": "open", "target_place": "camp_taji", "date": "2020-08-31"},
        {**row, "attack_id": "odd", "facade": "QJ"},
        {**row, "attack_id": "helped", "assessed_group": "AAH", "supported_by": "KSS"},
        {**row, "attack_id": "across", "assessed_group": "AAH", "target_place": "balad_ab"},
        {
            **row,
            "attack_id": "before",
            "assessed_group": "AAH",
            "target_place": "balad_ab",
            "date": "2020-09-01",
        },
    )
    assert flags(findings, "closed") == {"target_closed"}
    assert flags(findings, "open") == set()
    assert flags(findings, "odd") == {"facade_method"}
    assert flags(findings, "helped") == {"possible_support"}
    assert flags(findings, "across") == {"across_committee_lines"}
    # No committee, no line to cross: the first statement is of 2020-10-10.
    assert flags(findings, "before") == set()


ORDERED = {"attack_id": "x", "method": "rocket", "target_place": "erbil_ab"}


def test_an_order_without_an_end_flags_for_a_year_after_it_was_last_confirmed(judge):
    expected = {
        "2021-07-28": False,
        "2021-07-29": True,
        "2022-10-18": True,
        "2022-10-19": False,
        "2024-01-24": False,
    }
    found = judge(*({**ORDERED, "attack_id": day, "date": day} for day in expected))
    assert {day: "after_order" in flags(found, day) for day in expected} == expected


def test_a_usual_target_speaks_for_the_weapon_that_the_rule_was_made_of(judge):
    supported = {
        "rocket": True, "mortar": True, "": True,
        "drone_fixed_wing": False, "drone_unspecified": False, "drone_small": False,
    }  # fmt: skip
    expected = {
        (method, target): groups
        for method, groups in supported.items()
        for target in ("erbil_ab", "bdsc", "us_embassy_baghdad", "balad_ab")
    }
    row = {"date": "2021-06-10", "assessed_group": "AAH"}
    found = judge(
        *(
            {**row, "attack_id": f"{method} at {target}", "method": method, "target_place": target}
            for method, target in expected
        )
    )
    assert {
        (method, target): "target_usual"
        in set(terms_of(found, f"{method} at {target}", "supports")["term_id"])
        for method, target in expected
    } == expected


def test_an_unclaimed_convoy_attack_carries_no_caution_about_claims(judge):
    row = {"attack_id": "x", "date": "2021-06-10", "method": "roadside_bomb", "title": "A convoy"}
    claimed = {**row, "facade": "QJ"}
    found = judge(
        row,
        {**claimed, "attack_id": "claimed"},
        {**claimed, "attack_id": "whatever its day", "date": "2026-06-10"},
        {**claimed, "attack_id": "a base", "title": "A base", "method": "rocket"},
    )
    flagged = [one for one in found.table.index if "convoy_claim" in flags(found, one)]
    assert flagged == ["claimed", "whatever its day"]
