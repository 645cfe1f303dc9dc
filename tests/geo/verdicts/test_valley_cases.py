"""Every verdict of the invented valley, worked out by hand, and without its records."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.verdicts.check import check
from tests.worlds.cases import breaking, flags, terms_of, verdict

# Attack, asserted group, verdict and flags, as `tests.worlds.valley` works them out.
EXPECTED = {
    "2021-05-01-port": ("ASH", "consistent", set()),
    "2021-05-08-port": ("ASH", "mismatch", set()),
    "2021-05-15-fort": ("ASH", "explained", set()),
    "2021-05-22-fort": ("ASH", "mismatch", {"low_confidence", "truce_breach"}),
    "2021-06-05-port": ("", "contested", {"contested_ground"}),
    "2021-06-12-city": ("ELM", "insufficient", {"ground_unconfirmed"}),
    "2021-06-19-tower": ("ASH", "insufficient", {"across_committee_lines"}),
    "2021-07-03-city": ("", "insufficient", set()),
    "2021-07-10-fort": ("OAK", "consistent", {"rival_assessments"}),
    "2021-07-17-city": ("OAK", "insufficient", {"outside_all_ground", "disputed_link"}),
    "2021-07-24-port": ("ASH", "consistent", {"rival_claims"}),
    "2021-08-road": ("", "insufficient", set()),
    "2021-08-07-rumour": ("", "insufficient", set()),
}


def without(atlas, **rows):
    """The atlas without some rows of its registries."""
    frames = {name: getattr(atlas.registry, name).drop(index=ids) for name, ids in rows.items()}
    return replace(atlas, registry=replace(atlas.registry, **frames))


def test_every_attack_of_the_valley_is_worked_out(valley_found):
    assert valley_found.table.index.tolist() == list(EXPECTED)


@pytest.mark.parametrize("attack", EXPECTED)
def test_an_attack_reads_as_it_was_worked_out(valley_found, attack):
    group, expected, beside = EXPECTED[attack]
    assert valley_found.table["asserted_group"][attack] == group
    assert verdict(valley_found, attack) == expected
    assert flags(valley_found, attack) == beside


def test_what_fits_supports_and_what_is_known_says_so(valley_found):
    supports = {
        "2021-05-01-port": ["facade_owner", "launch_ground", "target_usual"],
        "2021-07-10-fort": ["launch_ground", "target_exclusive", "weapon_monopoly"],
        "2021-07-24-port": ["launch_ground", "target_usual"],
    }
    for attack, expected in supports.items():
        found = terms_of(valley_found, attack, "supports")
        assert sorted(found["term_id"]) == expected
        assert breaking(valley_found, attack) == []
        assert valley_found.table["distance_km"][attack] == 0
    (ground,) = terms_of(valley_found, "2021-05-01-port").query("rule_id == 'launch_ground'")[
        "text"
    ]
    assert ground == "Launch at Farm (known to ±2 km) lies inside Ash ground."


def test_a_launch_in_another_s_ground_breaks_by_the_distance_to_one_s_own(valley_found):
    case = "2021-05-08-port"
    assert breaking(valley_found, case) == ["launch_ground"]
    # 1.5 degrees of longitude at 33.5° N.
    assert valley_found.table["distance_km"][case] == pytest.approx(1.5 * 92.9, abs=0.2)
    assert valley_found.table["breaks"][case] == 1
    (term,) = terms_of(valley_found, case, "breaks").to_dict("records")
    assert term["favours"] == ("OAK",)
    assert "outside Ash ground by 139 km" in term["text"]
    assert "inside Oak ground" in term["text"]


def test_two_rules_break_where_target_and_weapon_are_another_s(valley_found):
    case = "2021-05-22-fort"
    assert breaking(valley_found, case) == ["target_exclusive", "weapon_monopoly"]
    assert valley_found.table["breaks"][case] == 2
    assert pd.isna(valley_found.table["distance_km"][case])
    assert terms_of(valley_found, case, "silent")["term_id"].tolist() == ["launch_ground"]


def test_a_permission_explains_ground_and_target_and_without_it_both_break(valley_found, valley):
    case = "2021-05-15-fort"
    assert breaking(valley_found, case) == ["launch_ground", "target_exclusive"]
    assert terms_of(valley_found, case, "explains")["term_id"].tolist() == ["permission"]
    held = valley_found.cases.launch.long()
    held = held[(held["row"] == case) & (held["state"] == "inside")]
    assert set(held["holder"]) == {"OAK"}
    assert valley_found.table["breaks"][case] == 0
    bare = check(valley.record, atlas=without(valley, arrangements=["fort_leave"]))
    assert verdict(bare, case) == "mismatch"
    assert bare.table["breaks"][case] == 2


def test_a_permission_for_ground_alone_leaves_the_target_unexplained(valley):
    table = valley.registry.arrangements.assign(explains="launch_ground")
    partly = replace(valley, registry=replace(valley.registry, arrangements=table))
    found = check(valley.record, atlas=partly)
    assert verdict(found, "2021-05-15-fort") == "mismatch"
    assert found.table["breaks"]["2021-05-15-fort"] == 1


def test_a_permission_explains_its_own_attack_and_no_other(valley_judge):
    row = {"date": "2021-05-15", "method": "rocket", "target_place": "fort"}
    row |= {"assessed_group": "ASH", "launch_place": "mill"}
    found = valley_judge({**row, "attack_id": "another"})
    assert verdict(found, "another") == "mismatch"


def test_a_recorded_permission_of_the_row_itself_explains_too(valley_judge):
    row = {"date": "2021-06-01", "method": "drone_fixed_wing", "target_place": "fort"}
    row |= {"assessed_group": "ASH", "launch_place": "mill"}
    found = valley_judge(
        {**row, "attack_id": "bare"}, {**row, "attack_id": "told", "permitted_by": "OAK"}
    )
    assert (verdict(found, "bare"), verdict(found, "told")) == ("mismatch", "explained")


def test_ground_that_is_too_old_decides_neither_for_nor_against(valley_found, valley_judge):
    (text,) = terms_of(valley_found, "2021-06-12-city", "silent")["text"]
    assert "Elm ground was last confirmed in June 2018" in text
    row = {"method": "rocket", "target_place": "city", "launch_place": "pit"}
    row |= {"assessed_group": "ELM"}
    days = {"2019-06-01": "consistent", "2021-06-01": "consistent", "2021-06-02": "insufficient"}
    found = valley_judge(*({**row, "attack_id": day, "date": day} for day in days))
    assert {day: verdict(found, day) for day in days} == days
    aged = [day for day in days if "ground_unconfirmed" in flags(found, day)]
    assert aged == ["2021-06-01", "2021-06-02"]
    (weak,) = terms_of(found, "2021-06-01", "supports")["text"]
    assert weak.endswith("lies inside ageing Elm ground, last confirmed in June 2018: weak.")


def test_ageing_ground_breaks_nothing_and_makes_no_place_contested(valley_judge):
    row = {"method": "rocket", "target_place": "city", "launch_place": "mill", "date": "2022-07-01"}
    ash, bare = {"assessed_group": "ASH", "attack_id": "ash"}, {"attack_id": "bare"}
    shared = {**row, "launch_place": "bridge", "attack_id": "shared"}
    found = valley_judge({**row, **ash}, {**row, **bare}, shared)
    assert breaking(found, "ash") == []
    assert verdict(found, "ash") == "insufficient"
    assert verdict(found, "shared") == "insufficient"
    (term,) = terms_of(found, "shared").query("rule_id == 'launch_ground'")["text"]
    assert "inside ageing Ash ground" in term
    assert "ageing Oak ground" in term


def test_a_launch_that_would_fit_no_group_convicts_none(valley_found):
    case = "2021-07-17-city"
    assert breaking(valley_found, case) == []
    # From the ford half a degree to either side.
    assert valley_found.table["distance_km"][case] == pytest.approx(0.5 * 92.9, abs=0.1)
    assert terms_of(valley_found, case, "asserts")["term_id"].tolist() == ["facade_owner"]


def test_shared_ground_is_both_groups_and_is_told_so(valley_found):
    (term,) = terms_of(valley_found, "2021-06-05-port", "flag").to_dict("records")
    assert term["favours"] == ("ASH", "OAK")
    assert term["text"] == "The launch place is shared ground: Ash and Oak."


def test_the_committee_s_lead_is_told_where_another_strikes(valley_found):
    (term,) = terms_of(valley_found, "2021-06-19-tower", "flag").to_dict("records")
    assert term["favours"] == ("OAK",)
    assert "led by Oak" in term["text"]


def test_of_two_owners_the_stronger_counts_and_the_other_is_told(valley_found):
    texts = terms_of(valley_found, "2021-07-17-city").set_index("term_id")["text"]
    assert "brand of Oak (strength of the link: high; disputed)" in texts["facade_owner"]
    assert texts["disputed_link"].endswith("others name Elm.")


def test_what_was_no_attack_accuses_nobody(valley_found):
    assert terms_of(valley_found, "2021-08-07-rumour", "breaks").empty
    assert not valley_found.table["counts"]["2021-08-07-rumour"]
    assert valley_found.table["counts"].sum() == 12
