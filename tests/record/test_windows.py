"""Windows and roles of the bundled data raise the flags that they should on its attacks."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.verdicts.check import check
from tests.worlds.cases import flags


def test_every_bundled_window_ends_or_says_when_it_was_last_confirmed(atlas):
    table = atlas.registry.windows
    timed = table[table["kind"] != "standing_caution"]
    assert (timed["end"].notna() | timed["last_confirmed"].notna()).all()
    assert timed["start"].notna().all()


def test_no_attack_of_2023_or_2024_is_flagged_by_the_order_of_2021(bundled):
    late = bundled.table["date"] >= "2023-01-01"
    raised = {flag for row_flags in bundled.table.loc[late, "flags"] for flag in row_flags}
    assert late.sum() > 40
    assert "after_order" not in raised
    assert "after_kh_suspension" in raised


def test_convoy_claims_carry_their_caution_whatever_their_day(bundled):
    attacks = bundled.cases.attacks
    claimed = attacks.index.isin(bundled.cases.claims["attack_id"])
    text = attacks["title"] + attacks["note"]
    convoys = attacks.index[text.str.contains("convoy", case=False) & claimed]
    assert {"2020-08-10-jraishan", "2020-07-15-convoy-makishifa"} <= set(convoys)
    assert len(convoys) > 25
    assert attacks.loc[convoys, "date"].max() > pd.Timestamp("2023-01-01")
    assert all("convoy_claim" in flags(bundled, one) for one in convoys)
    rockets = attacks.index[attacks["method"] == "rocket"]
    assert not any("convoy_claim" in flags(bundled, one) for one in rockets)


def test_a_role_at_one_target_is_found_at_no_other(bundled):
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


def test_rival_assessments_are_reported_only_beside_an_assessment(atlas, bundled):
    flagged = [
        i for i, row_flags in bundled.table["flags"].items() if "rival_assessments" in row_flags
    ]
    assert "2021-02-15-erbil" in flagged
    assert (bundled.cases.attacks.loc[flagged, "assessed_group"] != "").all()
    blank = atlas.record.attacks.assign(assessed_group="")
    unassessed = check(replace(atlas.record, attacks=blank), atlas=atlas)
    assert not [
        i for i, row_flags in unassessed.table["flags"].items() if "rival_assessments" in row_flags
    ]
