"""Windows, orders and rules end or go stale; what speaks of a kind of claim does neither."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.verdicts.check import check
from tests.worlds.cases import flags, terms_of, verdict

ROW = {"attack_id": "x", "method": "rocket", "target_place": "erbil_ab"}


def with_window(atlas, **cells):
    """The atlas whose only window is the order of July 2021, changed."""
    table = atlas.registry.windows.loc[["order_of_2021_07_29"]].copy()
    for name, value in cells.items():
        table[name] = value
    return replace(atlas, registry=replace(atlas.registry, windows=table))


def test_an_order_without_an_end_flags_for_a_year_after_it_was_last_confirmed(judge):
    expected = {
        "2021-07-28": False,
        "2021-07-29": True,
        "2022-10-18": True,
        "2022-10-19": False,
        "2024-01-24": False,
    }
    found = judge(*({**ROW, "attack_id": day, "date": day} for day in expected))
    assert {day: "after_order" in flags(found, day) for day in expected} == expected


def test_a_window_with_neither_end_nor_confirmation_flags_nothing(judge, atlas):
    bare = with_window(atlas, last_confirmed=pd.NaT)
    assert not flags(judge({**ROW, "date": "2021-08-01"}, by=bare), "x")
    ended = with_window(atlas, last_confirmed=pd.NaT, end=pd.Timestamp("2021-09-01"))
    last, after = {**ROW, "date": "2021-08-31"}, {**ROW, "attack_id": "y", "date": "2021-09-01"}
    found = judge(last, after, by=ended)
    assert "after_order" in flags(found, "x")
    assert not flags(found, "y")


def test_windows_of_a_folder_without_the_column_are_read_as_never_confirmed(judge, atlas):
    table = with_window(atlas).registry.windows.drop(columns="last_confirmed")
    old = replace(atlas, registry=replace(atlas.registry, windows=table))
    assert not flags(judge({**ROW, "date": "2021-08-01"}, by=old), "x")


def test_every_bundled_window_ends_or_says_when_it_was_last_confirmed(atlas):
    table = atlas.registry.windows
    timed = table[table["kind"] != "standing_caution"]
    assert (timed["end"].notna() | timed["last_confirmed"].notna()).all()
    assert timed["start"].notna().all()


def test_no_attack_of_2023_or_2024_is_flagged_by_the_order_of_2021(bundled):
    late = bundled.table["date"] >= "2023-01-01"
    raised = {flag for told in bundled.table.loc[late, "flags"] for flag in told}
    assert late.sum() > 40
    assert "after_order" not in raised
    assert "after_kh_suspension" in raised


def test_a_rule_with_neither_end_nor_confirmation_decides_nothing(judge, atlas):
    rules = atlas.registry.target_rules.copy()
    rules.loc["al_asad_western", "last_confirmed"] = pd.NaT
    old = replace(atlas, registry=replace(atlas.registry, target_rules=rules))
    row = {"attack_id": "x", "date": "2021-06-10", "method": "rocket", "target_place": "al_asad_ab"}
    row |= {"assessed_group": "AAH"}
    assert verdict(judge(row), "x") == "mismatch"
    assert verdict(judge(row, by=old), "x") == "insufficient"


def test_a_usual_target_speaks_for_the_weapon_that_the_rule_was_made_of(judge):
    speaks = {
        "rocket": True, "mortar": True, "": True,
        "drone_fixed_wing": False, "drone_unspecified": False, "drone_small": False,
    }  # fmt: skip
    expected = {
        (method, target): told
        for method, told in speaks.items()
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


def test_convoy_claims_carry_their_caution_whatever_their_day(bundled):
    attacks = bundled.cases.attacks
    claimed = attacks.index.isin(bundled.cases.claims["attack_id"]) & attacks["counts"]
    convoys = attacks.index[attacks["title"].str.contains("convoy", case=False) & claimed]
    assert len(convoys) > 25
    assert attacks.loc[convoys, "date"].max() > pd.Timestamp("2023-01-01")
    assert all("convoy_claim" in flags(bundled, one) for one in convoys)
    rockets = attacks.index[attacks["method"] == "rocket"]
    assert not any("convoy_claim" in flags(bundled, one) for one in rockets)


def test_an_unclaimed_convoy_attack_carries_no_caution_about_claims(judge):
    row = {"attack_id": "x", "date": "2021-06-10", "method": "roadside_bomb", "title": "A convoy"}
    found = judge(row, {**row, "attack_id": "claimed", "facade": "QJ"})
    assert "convoy_claim" not in flags(found, "x")
    assert "convoy_claim" in flags(found, "claimed")


def test_a_role_at_one_target_is_told_at_no_other(bundled):
    lines = bundled.terms[bundled.terms["term_id"] == "across_committee_lines"]
    target = bundled.cases.attacks["target_place_id"].reindex(lines["attack_id"]).to_numpy()
    method = bundled.cases.attacks["method"].reindex(lines["attack_id"]).to_numpy()
    elsewhere = lines[target != "bdsc"]
    assert not elsewhere["text"].str.contains("BDSC").any()
    embassy = lines[target == "us_embassy_baghdad"]
    assert len(embassy)
    assert embassy["text"].str.contains("KH leads on embassy strikes").all()
    assert set(embassy["favours"]) == {("KH",)}
    bombs = lines[method == "roadside_bomb"]
    assert len(bombs)
    assert not [one for one in bombs["favours"] if "HAN" in one]


def test_a_permission_covers_what_was_asked_for(atlas):
    explained = atlas.registry.arrangements["explains"]["kss_al_asad_2021_07"]
    assert explained == "launch_ground|target_exclusive"


def test_rival_assessments_are_told_only_beside_an_assessment(atlas, bundled):
    flagged = [i for i, told in bundled.table["flags"].items() if "rival_assessments" in told]
    assert "2021-02-15-erbil" in flagged
    assert (bundled.cases.attacks.loc[flagged, "assessed_group"] != "").all()
    blank = atlas.record.attacks.assign(assessed_group="")
    unassessed = check(replace(atlas.record, attacks=blank), atlas=atlas)
    assert not [i for i, told in unassessed.table["flags"].items() if "rival_assessments" in told]
