"""What rules on targets and weapons say where their cells are few, and what a convoy claim is."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.verdicts.rules_targets import convoy_claims
from tests.worlds.cases import terms_of
from tests.worlds.valley import with_rows, with_tables

CITY = {"attack_id": "x", "date": "2021-06-10", "method": "rocket", "target_place": "city"}
USUAL = {"kind": "usual", "target_place": "city", "methods": "", "text": "Ash strikes the city."}


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        ({}, " Told of from 2020-01-01 to 2021-06-30."),
        ({"valid_from": pd.NaT}, ""),
        ({"last_confirmed": pd.NaT, "valid_to": pd.Timestamp("2025-01-01")}, ""),
    ],
)
def test_the_days_of_a_rule_are_told_where_both_are_known(valley, valley_judge, cells, days):
    by = with_rows(valley, "target_rules", {**USUAL, "group_id": "ASH", **cells})
    (term,) = terms_of(valley_judge(CITY, by=by), "x", "says").itertuples()
    assert term.text == f"{USUAL['text']}{days}"
    assert (term.term_id, term.favours, term.against) == ("target_usual", ("ASH",), ())


def test_rules_of_a_folder_that_knows_no_brands_name_none(valley, valley_judge):
    row = {**CITY, "target_place": "fort", "facade": "Red Kite", "assessed_group": "ASH"}
    rules = valley.registry.target_rules.drop(columns="facade_id", errors="ignore")
    for kind, effects in (("exclusive", ["breaks"]), ("portion", [])):
        found = valley_judge(row, by=with_tables(valley, target_rules=rules.assign(kind=kind)))
        terms = terms_of(found, "x")
        assert terms[terms["term_id"].str.startswith("target")]["effect"].tolist() == effects


def portion(valley, **cells):
    """The valley where a rule names a brand's portion of the city."""
    rule = {**USUAL, "kind": "portion", "facade_id": "red_kite", "group_id": "umbrella"}
    known = with_tables(valley, target_rules=valley.registry.target_rules.assign(facade_id=""))
    return with_rows(known, "target_rules", rule | cells)


def portions(found):
    terms = found.terms[found.terms["term_id"] == "target_portion"]
    columns = ["attack_id", "effect", "favours", "against"]
    return terms[columns].apply(tuple, axis=1).tolist()


def test_a_portion_is_of_the_brand_that_claims_first(valley, valley_judge):
    rows = (
        {**CITY, "facade": "Red Kite"},
        {**CITY, "attack_id": "other", "facade": "Grey Dawn"},
        {**CITY, "attack_id": "unclaimed"},
        {**CITY, "attack_id": "said", "facade": "Red Kite", "assessed_group": "ASH"},
        {**CITY, "attack_id": "late", "facade": "Red Kite", "date": "2022-07-01"},
    )
    old = [("late", "silent", (), ())]
    assert portions(valley_judge(*rows, by=portion(valley))) == [("x", "says", (), ()), *old]
    # A rule of no brand is no portion of any.
    assert portions(valley_judge(*rows, by=portion(valley, facade_id=""))) == []


BOMBS = {
    "A bomb on a car": True, "Cars": True, "TRUCK": True, "Two trucks": True, "A vehicle": True,
    "Vehicles": True, "A carpet": False, "A base": False,
}  # fmt: skip


def test_a_claimed_bomb_on_a_single_vehicle_is_of_the_kind_of_convoys(valley_judge):
    row = {**CITY, "method": "roadside_bomb", "facade": "Red Kite", "title": "A bomb"}
    found = valley_judge(
        *({**row, "attack_id": f"t{n}", "title": title} for n, title in enumerate(BOMBS)),
        {**row, "attack_id": "target", "target_note": "car of a contractor"},
        {**row, "attack_id": "note", "note": "It hit a car."},
        {**row, "attack_id": "rocket", "method": "rocket", "title": "A car"},
        {**row, "attack_id": "unclaimed", "facade": "", "title": "A car"},
    )
    convoys = convoy_claims(found.cases)
    assert dict(zip(BOMBS, convoys, strict=False)) == BOMBS
    assert convoys[["target", "note", "rocket", "unclaimed"]].tolist() == [
        True,
        False,
        False,
        False,
    ]


def test_a_rule_of_no_weapon_is_not_of_an_attack_by_unknown_means(valley, valley_judge):
    by = with_rows(valley, "weapon_rules", {"methods": "", "kind": "primary_user"})
    for method in ("", "rocket"):
        assert set(valley_judge({**CITY, "method": method}, by=by).terms["term_id"]) == {
            "launch_ground"
        }


def test_an_attack_known_to_a_month_falls_into_no_window(valley, valley_judge):
    days = {"start": pd.Timestamp("2021-05-01"), "end": pd.Timestamp("2021-06-01")}
    whole = valley.registry.windows.assign(methods="", targets="", flag="truce", **days)
    dates = {"day": "2021-05-01", "month": "2021-05", "undated": ""}
    found = valley_judge(
        *({**CITY, "attack_id": one, "date": date} for one, date in dates.items()),
        by=with_tables(valley, windows=whole),
    )
    assert found.table["flags"].to_dict() == {"day": ("truce",), "month": (), "undated": ()}
