"""Windows, orders and rules end or go stale; what speaks of a kind of claim does neither."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.verdicts.check import check
from geo.verdicts.rules import flag_labels
from geo.verdicts.rules_targets import STANDING, convoy_claims, windows_end
from tests.worlds.cases import flags, terms_of, verdict
from tests.worlds.valley import with_rows, with_tables

CITY = {"attack_id": "x", "method": "rocket", "target_place": "city"}
CONFIRMED = pd.Timestamp("2021-06-30")
# What a rule of the valley holds of, on the days about its dates.
RULES = {
    "target_rules": {**CITY, "target_place": "fort", "assessed_group": "ASH"},
    "weapon_rules": {**CITY, "method": "drone_fixed_wing", "assessed_group": "ASH"},
}


def with_window(valley, **cells):
    """The valley whose only window is an order without an end, changed."""
    order = {"kind": "order", "start": pd.Timestamp("2021-07-29"), "end": pd.NaT, "targets": "",
             "methods": "", "flag": "after_order", "last_confirmed": CONFIRMED}  # fmt: skip
    return with_tables(valley, windows=valley.registry.windows.assign(**order | cells))


def test_an_order_without_an_end_flags_for_a_year_after_it_was_last_confirmed(valley, valley_judge):
    expected = {
        "2021-07-28": False,
        "2021-07-29": True,
        "2022-06-30": True,
        "2022-07-01": False,
        "2024-01-24": False,
    }
    found = valley_judge(
        *({**CITY, "attack_id": day, "date": day} for day in expected), by=with_window(valley)
    )
    assert {day: "after_order" in flags(found, day) for day in expected} == expected


def test_a_window_with_neither_end_nor_confirmation_flags_nothing(valley, valley_judge):
    bare = with_window(valley, last_confirmed=pd.NaT)
    assert not flags(valley_judge({**CITY, "date": "2021-08-01"}, by=bare), "x")
    ended = with_window(valley, last_confirmed=pd.NaT, end=pd.Timestamp("2021-09-01"))
    last, after = {**CITY, "date": "2021-08-31"}, {**CITY, "attack_id": "y", "date": "2021-09-01"}
    found = valley_judge(last, after, by=ended)
    assert flags(found, "x") == {"after_order"}
    assert not flags(found, "y")


def test_an_end_is_one_whenever_it_was_confirmed(valley):
    table = with_window(valley, end=pd.Timestamp("2021-08-05")).registry.windows
    assert windows_end(table).tolist() == [pd.Timestamp("2021-08-05")]
    assert windows_end(table.assign(end=pd.NaT)).tolist() == [pd.Timestamp("2022-07-01")]
    assert windows_end(table.drop(columns="last_confirmed")).tolist() == table["end"].tolist()


def test_windows_of_a_folder_without_the_column_are_read_as_never_confirmed(valley, valley_judge):
    table = with_window(valley).registry.windows.drop(columns="last_confirmed")
    old = with_tables(valley, windows=table)
    assert not flags(valley_judge({**CITY, "date": "2021-08-01"}, by=old), "x")


def test_each_window_flags_by_itself(valley, valley_judge):
    two = with_rows(with_window(valley), "windows", {"flag": "second", "text": "Twice."})
    found = valley_judge({**CITY, "date": "2021-08-01"}, by=two)
    assert found.table["flags"]["x"] == ("after_order", "second")
    assert terms_of(found, "x", "flag")["text"].tolist() == [
        "Inside the truce of the harvest. Our rule applies it here.",
        "Twice. Our rule applies it here.",
    ]


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize(
    ("cells", "by_day"),
    [
        ({}, {"2019-12-31": "", "2020-01-01": "breaks", "2022-06-30": "breaks",
              "2022-07-01": "silent", "2024-01-01": "silent"}),
        ({"valid_from": pd.NaT}, {"2001-01-01": "breaks"}),
        ({"valid_to": pd.Timestamp("2021-03-01")}, {"2021-02-28": "breaks", "2021-03-01": ""}),
        # An end stands for a confirmation that is missing, and not for one that is too old.
        ({"last_confirmed": pd.NaT}, {"2021-01-01": "silent"}),
        ({"last_confirmed": pd.NaT, "valid_to": pd.Timestamp("2025-01-01")},
         {"2024-12-31": "breaks", "2025-01-01": ""}),
        ({"valid_to": pd.Timestamp("2025-01-01")},
         {"2022-06-30": "breaks", "2024-12-31": "silent"}),
    ],
)  # fmt: skip
def test_a_rule_speaks_on_its_days_while_it_is_fresh(valley, valley_judge, name, cells, by_day):
    by = with_tables(valley, **{name: getattr(valley.registry, name).assign(**cells)})
    found = valley_judge(*({**RULES[name], "attack_id": day, "date": day} for day in by_day), by=by)
    rule = "target_exclusive" if name == "target_rules" else "weapon_monopoly"
    terms = found.terms[found.terms["term_id"] == rule].set_index("attack_id")["effect"]
    assert terms.reindex(list(by_day)).fillna("").to_dict() == by_day


def test_a_rule_that_is_too_old_says_so_and_decides_nothing(valley, valley_judge):
    rules = valley.registry.target_rules.assign(last_confirmed=pd.NaT)
    row = {**CITY, "date": "2021-06-10", "target_place": "fort", "assessed_group": "ASH"}
    assert verdict(valley_judge(row), "x") == "mismatch"
    old = valley_judge(row, by=with_tables(valley, target_rules=rules))
    assert verdict(old, "x") == "insufficient"
    (term,) = terms_of(old, "x").query("term_id == 'target_exclusive'").to_dict("records")
    assert (term["effect"], term["against"]) == ("silent", ())
    assert term["text"].endswith("Not confirmed for over a year, so it decides nothing.")


def effects(found, attack, term):
    terms = terms_of(found, attack).query("term_id == @term")
    return terms[["effect", "favours", "against"]].apply(tuple, axis=1).tolist()


@pytest.mark.parametrize(
    ("kind", "term", "other"),
    [
        ("exclusive", "target_exclusive", "breaks"),
        ("usual", "target_usual", ""),
        ("lead", "target_lead", "flag"),
        ("coordinating", "target_lead", "flag"),
        ("monopoly", "weapon_monopoly", "breaks"),
        ("primary_user", "weapon_user", ""),
    ],
)
def test_what_a_rule_does_for_its_group_for_another_and_for_nobody(
    valley, valley_judge, kind, term, other
):
    name = "weapon_rules" if term.startswith("weapon") else "target_rules"
    place = {"target_place": "city"} if name == "target_rules" else {}
    rule = {"kind": kind, "group_id": "ELM", "methods": "rocket|mortar", **place}
    row = {**CITY, "date": "2021-06-10"}
    found = valley_judge(
        row,
        {**row, "attack_id": "own", "assessed_group": "ELM"},
        {**row, "attack_id": "other", "assessed_group": "ASH"},
        {**row, "attack_id": "wings", "assessed_group": "ELM", "method": "drone_quadcopter"},
        {**row, "attack_id": "late", "assessed_group": "ELM", "date": "2022-07-01"},
        by=with_rows(valley, name, rule),
    )
    assert effects(found, "x", term) == [("says", ("ELM",), ())]
    assert effects(found, "own", term) == [("supports", ("ELM",), ())]
    against = ("ASH",) if other == "breaks" else ()
    assert effects(found, "other", term) == ([(other, ("ELM",), against)] if other else [])
    assert effects(found, "wings", term) == []
    assert effects(found, "late", term) == [("silent", ("ELM",), ())]
    # A rule is of one target or weapon, and of its own kind.
    assert set(terms_of(found, "own", "supports")["rule_id"]) == {term}


def test_a_usual_target_speaks_for_the_weapon_that_the_rule_was_made_of(valley, valley_judge):
    expected = {"rocket": True, "mortar": True, "": True, "drone_quadcopter": False}
    row = {"date": "2021-06-10", "target_place": "port", "assessed_group": "ASH"}
    found = valley_judge(*({**row, "attack_id": f"m{m}", "method": m} for m in expected))
    supported = {m: "target_usual" in set(terms_of(found, f"m{m}", "supports")["term_id"])
              for m in expected}  # fmt: skip
    assert supported == expected
    # Rules of a folder without the column are made for every weapon, and an empty cell is too.
    table = valley.registry.target_rules
    for rules in (table.drop(columns="methods"), table.assign(methods="")):
        by = with_tables(valley, target_rules=rules)
        found = valley_judge({**row, "attack_id": "x", "method": "drone_quadcopter"}, by=by)
        assert len(terms_of(found, "x", "supports")) == 1


def test_an_attack_by_unknown_means_meets_no_rule_of_a_weapon(valley_judge):
    found = valley_judge({**CITY, "date": "2021-06-10", "method": "", "assessed_group": "OAK"})
    assert set(found.terms["term_id"]) == {"launch_ground"}


TITLES = {
    "A convoy": True, "Convoys on the road": True, "CONVOY": True, "رتل": True, "أرتال": True,
    "ارتال": True, "A convoyed base": False, "A base": False, "": False,
}  # fmt: skip


def test_a_claimed_convoy_attack_is_told_by_the_words_of_the_row(valley_judge):
    row = {**CITY, "date": "2021-06-10", "facade": "Red Kite"}
    found = valley_judge(
        *({**row, "attack_id": f"t{n}", "title": title} for n, title in enumerate(TITLES)),
        {**row, "attack_id": "note", "note": "It was a convoy."},
        {**row, "attack_id": "target", "target_note": "Of a convoy"},
        {**row, "attack_id": "unclaimed", "title": "A convoy", "facade": ""},
    )
    convoys = convoy_claims(found.cases)
    assert dict(zip(TITLES, convoys, strict=False)) == TITLES
    assert convoys[["note", "target", "unclaimed"]].tolist() == [True, True, False]


def test_a_standing_caution_has_no_days_and_is_of_claims_that_were_false_too(valley, valley_judge):
    standing = with_window(valley, kind=STANDING, targets="convoys", start=pd.NaT, flag="convoys",
                           methods="roadside_bomb", text="Often false.")  # fmt: skip
    row = {**CITY, "date": "2021-06-10", "method": "roadside_bomb", "title": "A convoy"}
    row |= {"facade": "Red Kite"}
    found = valley_judge(
        row,
        {**row, "attack_id": "late", "date": "2026-06-10"},
        {**row, "attack_id": "undated", "date": ""},
        {**row, "attack_id": "false", "status": "fabricated"},
        {**row, "attack_id": "base", "title": "A base"},
        {**row, "attack_id": "rocket", "method": "rocket"},
        {**row, "attack_id": "unclaimed", "facade": ""},
        by=standing,
    )
    flagged = [one for one in found.table.index if "convoys" in flags(found, one)]
    assert flagged == ["x", "late", "undated", "false"]
    assert terms_of(found, "x", "flag")["text"].tolist() == ["Often false."]


def test_a_flag_is_called_as_its_rule_or_its_window_says(valley):
    windows = valley.registry.windows
    bare = flag_labels(windows.drop(columns="flag_label", errors="ignore"))
    assert bare["target_closed"] == "target no longer in use"
    assert bare["facade_owner"] == "claim and assessment differ"
    assert not {"window", "launch_ground", "truce_breach"} & set(bare)
    assert flag_labels(windows.assign(flag_label="in the truce"))["truce_breach"] == "in the truce"
    assert flag_labels(windows.assign(flag_label="")) == bare
    own = windows.assign(flag="target_closed", flag_label="left by then")
    assert flag_labels(own)["target_closed"] == "left by then"


def test_rival_assessments_are_told_only_beside_an_assessment(valley, valley_found):
    def flagged(found):
        return [one for one in found.table.index if "rival_assessments" in flags(found, one)]

    assert flagged(valley_found) == ["2021-07-10-fort"]
    blank = valley.record.attacks.assign(assessed_group="")
    assert flagged(check(replace(valley.record, attacks=blank), atlas=valley)) == []
    conflicts = valley.record.conflicts.iloc[[3]]
    more = pd.concat(
        [
            conflicts,
            conflicts.assign(value="ASH", why="", source_id="courier"),
            conflicts.assign(value="ASH", source_id="gazette"),
            conflicts.assign(value=""),
            conflicts.assign(used="yes"),
            conflicts.assign(field="count"),
            conflicts.assign(attack_id="2021-05-01-port", value="OAK"),
        ],
        ignore_index=True,
    )
    found = check(replace(valley.record, conflicts=more), atlas=valley)
    assert flagged(found) == ["2021-05-01-port", "2021-07-10-fort"]
    terms = found.terms[found.terms["term_id"] == "rival_assessments"]
    assert terms["text"].tolist() == [
        "Others name others: Oak (as a rumour has it).",
        "Others name others: Elm (as a rumour has it); Ash; Ash (as a rumour has it).",
    ]
    assert terms["source"].tolist() == [
        "Hill Courier (2021)",
        "Hill Courier (2021); Valley Gazette (2021)",
    ]
