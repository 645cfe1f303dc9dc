"""Flags stand beside the verdict, where they belong and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.verdicts.check import check
from tests.worlds.cases import breaking, flags, terms_of
from tests.worlds.valley import with_area, with_rows, with_tables

CITY = {"attack_id": "x", "date": "2021-06-10", "method": "rocket", "target_place": "city"}
TRUCE = {"kind": "ceasefire", "methods": "rocket|mortar", "flag": "truce", "text": "In the truce."}


def flag(found, term_id, attack="x"):
    (term,) = terms_of(found, attack, "flag").query("term_id == @term_id").to_dict("records")
    return term


def with_window(valley, **cells):
    """The valley whose only window is its truce of 2021-05-20 to 2021-06-01, changed."""
    table = valley.registry.windows.assign(**TRUCE | cells)
    return with_tables(valley, windows=table)


def test_a_truce_covers_its_weapons_on_us_sites_from_its_day_to_its_end(valley, valley_judge):
    expected = {
        ("2021-05-20", "rocket", "port"): True,
        ("2021-05-19", "rocket", "port"): False,
        ("2021-05-31", "rocket", "port"): True,
        ("2021-06-01", "rocket", "port"): False,
        ("2021-05", "rocket", "port"): False,
        ("", "rocket", "port"): False,
        ("2021-05-25", "mortar", "tower"): True,
        ("2021-05-25", "roadside_bomb", "port"): False,
        ("2021-05-25", "rocket", "city"): False,
        ("2021-05-25", "rocket", ""): False,
    }
    names = ("date", "method", "target_place")
    rows = [dict(zip(names, case, strict=True)) for case in expected]
    found = valley_judge(
        *({"attack_id": f"a{n}", **row} for n, row in enumerate(rows)), by=with_window(valley)
    )
    flagged = ["truce" in flags(found, f"a{n}") for n in range(len(rows))]
    assert dict(zip(expected, flagged, strict=True)) == expected


def test_a_window_without_weapons_or_targets_covers_all(valley, valley_judge):
    wide = with_window(valley, methods="", targets="")
    row = {**CITY, "date": "2021-05-25", "method": "roadside_bomb"}
    assert flags(valley_judge(row, by=wide), "x") == {"truce"}


def test_an_attack_that_the_source_names_is_in_its_window_wherever_it_was(valley, valley_judge):
    named = with_window(valley, named_attacks="x|y")
    row = {**CITY, "date": "2021-05-25"}
    found = valley_judge(
        row, {**row, "attack_id": "z"}, {**row, "attack_id": "p", "target_place": "port"}, by=named
    )
    assert {one: flags(found, one) for one in "xzp"} == {"x": {"truce"}, "z": set(), "p": {"truce"}}
    assert flag(found, "truce")["text"] == "In the truce. The source names this attack."
    assert flag(found, "truce", "p")["text"] == "In the truce. Our rule applies it here."
    assert flag(found, "truce")["source"] == "Valley Gazette (2021) p. 7"


def test_what_was_no_attack_breaks_no_truce(valley, valley_judge):
    row = {"date": "2021-05-25", "method": "rocket", "target_place": "port"}
    found = valley_judge(
        {**row, "attack_id": "fake", "status": "fabricated"},
        {**row, "attack_id": "found", "status": "discovered"},
        {**row, "attack_id": "real", "status": "claimed_only"},
        by=with_window(valley),
    )
    assert not flags(found, "fake") | flags(found, "found")
    assert flags(found, "real") == {"truce"}


def test_a_caution_is_one_about_whom_it_was_and_names_no_rule(valley, valley_judge):
    careful = with_window(valley, kind="caution", targets="", flag="blurred", text="Brands blur.")
    row = {**CITY, "date": "2021-05-25"}
    found = valley_judge(row, {**row, "attack_id": "said", "assessed_group": "OAK"}, by=careful)
    assert (flags(found, "x"), flags(found, "said")) == (set(), {"blurred"})
    assert flag(found, "blurred", "said")["text"] == "Brands blur."


def test_seconded_cells_are_a_caution_only_where_something_does_not_fit(valley, valley_judge):
    cells = with_window(valley, kind="caution", targets="", methods="", flag="seconded_cells")
    row = {**CITY, "date": "2021-05-25", "assessed_group": "ASH"}
    found = valley_judge(
        {**row, "target_place": "port"},
        {**row, "attack_id": "odd", "launch_place": "mill"},
        {**row, "attack_id": "early", "launch_place": "mill", "date": "2021-05-19"},
        by=cells,
    )
    assert [flags(found, one) for one in ("x", "odd", "early")] == [
        set(),
        {"seconded_cells"},
        set(),
    ]
    # Where it is not raised it is no term either; what is no caution stays.
    cautions = found.terms[found.terms["term_id"] == "seconded_cells"]
    assert cautions["attack_id"].tolist() == ["odd"]
    assert set(terms_of(found, "x")["term_id"]) == {"launch_ground", "target_usual"}
    assert found.terms.index.tolist() == list(range(len(found.terms)))


def test_a_target_that_was_left_is_told_from_the_day_after(valley_judge):
    row = {**CITY, "target_place": "tower"}
    days = ("2021-12-31", "2022-01-01", "")
    found = valley_judge(*({**row, "attack_id": f"d{day}", "date": day} for day in days))
    assert [flags(found, f"d{day}") for day in days] == [set(), {"target_closed"}, set()]
    term = flag(found, "target_closed", "d2022-01-01")
    assert term["text"] == "Left then. The attack is dated later."
    assert term["source"] == "Valley Gazette (2021) p. 5"


def test_support_is_told_of_whom_the_record_or_the_row_names(valley, valley_judge):
    row = {**CITY, "assessed_group": "ASH"}
    found = valley_judge(row, {**row, "attack_id": "helped", "supported_by": "OAK"})
    assert (flags(found, "x"), flags(found, "helped")) == (set(), {"possible_support"})
    term = flag(found, "possible_support", "helped")
    assert (term["favours"], term["text"]) == (("OAK",), "Support by Oak is recorded.")
    support = {"kind": "support", "attack_id": "", "target_place": "city", "ground_holder": "",
            "valid_from": pd.NaT, "valid_to": pd.NaT, "with_group": "ELM",
            "text": "Elm is said to help."}  # fmt: skip
    found = valley_judge(row, by=with_rows(valley, "arrangements", support))
    term = flag(found, "possible_support")
    assert (term["favours"], term["text"]) == (("ELM",), "Elm is said to help.")
    assert term["source"] == "Valley Gazette (2021) p. 8"
    doubted = with_rows(
        valley, "arrangements", support | {"kind": "doubt", "text": "Ash denies it."}
    )
    found = valley_judge(row, {**row, "attack_id": "oak", "assessed_group": "OAK"}, by=doubted)
    assert (flags(found, "x"), flags(found, "oak")) == ({"authorship_doubted"}, set())
    term = flag(found, "authorship_doubted")
    assert (term["favours"], term["text"]) == ((), "Ash denies it.")
    assert term["source"] == "Valley Gazette (2021) p. 8"


def test_a_brand_that_claims_what_it_is_not_known_for_is_flagged(valley_judge):
    row = {**CITY, "facade": "Blue Heron"}
    cases = {"rocket": set(), "drone_fixed_wing": set(), "": set(), "mortar": {"facade_method"}}
    found = valley_judge(*({**row, "attack_id": f"m{one}", "method": one} for one in cases))
    assert {one: flags(found, f"m{one}") - {"disputed_link"} for one in cases} == cases
    term = flag(found, "facade_method", "mmortar")
    assert term["text"] == (
        "Blue Heron is known for fixed-wing drone and rockets, not for this method (mortar fire)."
    )
    assert term["source"] == "Valley Gazette (2021) p. 3"
    # Of Red Kite no method is known.
    assert flags(valley_judge({**CITY, "facade": "Red Kite", "method": "mortar"}), "x") == set()


def test_several_brands_are_rivals_in_the_order_of_their_claims(valley):
    record = valley.record
    claims = record.claims[record.claims["attack_id"] == "2021-07-24-port"]
    extra = claims.iloc[[0]].assign(claim_order=3)
    turned = replace(record, claims=pd.concat([claims.iloc[::-1], extra], ignore_index=True))
    found = check(turned, atlas=valley)
    assert found.table["asserted_group"]["2021-07-24-port"] == "ASH"
    assert found.table["first_facade"]["2021-07-24-port"] == "grey_dawn"
    # One brand that claims twice is no rival of its own, and a claim without one is none.
    for cells in ({"facade_id": "grey_dawn"}, {"facade_id": ["grey_dawn", ""]}):
        own = replace(record, claims=claims.assign(**cells))
        assert "rival_claims" not in flags(check(own, atlas=valley), "2021-07-24-port")


def test_a_low_confidence_is_told_with_whose_it_is(valley_judge):
    row = {**CITY, "assessed_group": "OAK", "assessed_confidence": "low"}
    found = valley_judge(
        {**row, "assessed_by": "Hill Courier"},
        {**row, "attack_id": "unsigned"},
        {**row, "attack_id": "sure", "assessed_confidence": "moderate"},
    )
    assert flags(found, "sure") == set()
    text = "The case rests on a low-confidence assessment by"
    assert flag(found, "low_confidence")["text"] == f"{text} Hill Courier."
    assert flag(found, "low_confidence", "unsigned")["text"] == f"{text} the source."


def test_nothing_to_check_gives_no_findings(valley):
    record = valley.record
    none = replace(record, attacks=record.attacks.iloc[:0], claims=record.claims.iloc[:0])
    found = check(none, atlas=valley)
    assert len(found.table) == 0
    assert len(found.terms) == 0
    assert {"rule_id", "term_id", "effect"} <= set(found.terms.columns)


def test_ground_confirmed_at_different_times_is_told_with_its_own_date(valley, valley_judge):
    old = pd.Timestamp("2020-02-15")
    later = with_area(valley, "more", like="ash_middle", last_confirmed=pd.Timestamp("2020-04-15"))
    table = with_area(later, "ash_middle", like="ash_middle", last_confirmed=old)
    row = {**CITY, "target_place": "fort", "launch_place": "mill", "assessed_group": "ASH"}
    found = valley_judge(row, by=table)
    # The ground in the south was confirmed in 2021: Ash is known, and neither there nor there.
    assert breaking(found, "x") == ["launch_ground", "target_exclusive"]
    assert "ground_unconfirmed" not in flags(found, "x")
    alone = with_area(table, "ash_south", like="ash_south", last_confirmed=old)
    found = valley_judge(row, by=alone)
    assert breaking(found, "x") == ["target_exclusive"]
    (text,) = terms_of(found, "x", "silent")["text"]
    assert text == (
        "Launch at Mill (known to ±2 km): cannot tell; Ash ground was last confirmed in April "
        "2020, not fresh enough to decide and inside Oak ground."
    )
    assert flag(found, "ground_unconfirmed")["text"] == (
        "Ground was last confirmed in April 2020, over a year before: it speaks weakly."
    )


@pytest.mark.parametrize("group", ["ELM", "OAK", ""])
def test_old_ground_that_a_launch_lies_in_is_told_whoever_is_asserted(valley_judge, group):
    row = {**CITY, "assessed_group": group}
    found = valley_judge(
        {**row, "launch_place": "pit"}, {**row, "attack_id": "far", "launch_place": "ford"}
    )
    assert "ground_unconfirmed" in flags(found, "x")
    assert ("ground_unconfirmed" in flags(found, "far")) == (group == "ELM")


def test_ground_that_was_never_confirmed_says_so(valley, valley_judge):
    never = with_area(valley, "elm_east", like="elm_east", last_confirmed=pd.NaT)
    row = {**CITY, "launch_place": "pit"}
    found = valley_judge({**row, "assessed_group": "ELM"}, {**row, "attack_id": "bare"}, by=never)
    assert flag(found, "ground_unconfirmed")["text"] == (
        "Ground was never confirmed, so it decides nothing."
    )
    texts = terms_of(found, "x", "silent").query("term_id == 'launch_ground'")["text"].tolist()
    assert texts == ["Launch at Pit (known to ±2 km): cannot tell; Elm ground was never confirmed."]
    (says,) = terms_of(found, "bare", "says")["text"]
    assert says == (
        "Launch at Pit (known to ±2 km) was last seen as Elm’s, never confirmed; too old to decide."
    )
