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


def test_an_unclaimed_convoy_attack_carries_no_caution_about_claims(judge):
    row = {"attack_id": "x", "date": "2021-06-10", "method": "roadside_bomb", "title": "A convoy"}
    claimed = {**row, "facade": "QJ"}
    found = judge(
        row,
        {**claimed, "attack_id": "claimed"},
        {**claimed, "attack_id": "whatever its day", "date": "2026-06-10"},
        {**claimed, "attack_id": "a base", "title": "A base", "method": "rocket"},
    )
    told = [one for one in found.table.index if "convoy_claim" in flags(found, one)]
    assert told == ["claimed", "whatever its day"]


def test_rival_assessments_are_told_only_beside_an_assessment(valley, valley_found):
    def flagged(found):
        return [one for one in found.table.index if "rival_assessments" in flags(found, one)]

    assert flagged(valley_found) == ["2021-07-10-fort"]
    (told,) = terms_of(valley_found, "2021-07-10-fort").query("term_id == 'rival_assessments'")[
        "text"
    ]
    assert "Elm (as a rumour has it)" in told
    blank = valley.record.attacks.assign(assessed_group="")
    assert flagged(check(replace(valley.record, attacks=blank), atlas=valley)) == []
