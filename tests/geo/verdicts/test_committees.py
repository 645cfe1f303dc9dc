"""What committees say in the valley: of two that meet, of their standing, of leads and reports."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.schemas.folder_tables import TABLES
from tests.worlds.cases import terms_of
from tests.worlds.valley import with_area, with_rows, with_tables

ROW = {"attack_id": "x", "date": "2021-06-10", "method": "rocket", "target_place": "tower"}
NORTH = "The target lies in the northern committee’s ground, led by Oak (stated plainly)."
EAST = "The target lies in the eastern committee’s ground, led by Elm (nominal)"
LINE = "Across committee lines: the target lies in the"
GAZETTE, COURIER = "Valley Gazette (2021) p. 4", "Hill Courier (2021) p. 7"
LEAD = {"kind": "lead", "group_id": "ELM", "target_place": "tower", "methods": "",
        "text": "Elm leads at the tower."}  # fmt: skip


@pytest.fixture(scope="module")
def two(valley):
    """The valley where the tower lies in the ground of an eastern committee too: Elm's, and Ash's.

    Its lines were drawn for 2021 alone, so that on other days the northern one is by itself.
    """
    table = valley.registry.committees
    eastern = table.rename(index={"northern": "eastern"}).assign(
        name="Eastern committee", lead="ELM", lead_strength="nominal", participants="ASH",
        predominant="", source_id="courier", pointer="p. 7",
    )  # fmt: skip
    by = with_area(valley, "east", like="north", holder="eastern",
                   valid_from=pd.Timestamp("2021-01-01"))  # fmt: skip
    return with_tables(by, committees=pd.concat([table, eastern]).rename_axis(table.index.name))


def texts_of(found, term, attack="x"):
    """Favours, text and source of the terms of one id."""
    terms = terms_of(found, attack).query("term_id == @term")
    return terms[["favours", "text", "source"]].apply(tuple, axis=1).tolist()


def test_where_nobody_is_named_each_committee_says_who_leads_it(two, valley_judge):
    found = valley_judge(
        {**ROW, "attack_id": "south", "target_place": "port"},
        {**ROW, "attack_id": "early", "date": "2020-12-31"},
        {**ROW, "attack_id": "fake", "status": "fabricated"},
        {**ROW, "attack_id": "named", "assessed_group": "OAK"},
        {**ROW, "attack_id": "nowhere", "target_place": ""},
        ROW,
        by=two,
    )
    north, east = (("OAK",), NORTH, GAZETTE), (("ELM",), f"{EAST}.", COURIER)
    assert texts_of(found, "committee_ground") == [east, north]
    assert texts_of(found, "committee_ground", "early") == [north]
    effects = terms_of(found, "x").set_index("term_id")["effect"]
    assert set(effects["committee_ground"]) == {"says"}
    for other in ("south", "fake", "named", "nowhere"):
        assert texts_of(found, "committee_ground", other) == []


def test_who_predominates_beside_the_lead_is_told_after_it(two, valley_judge):
    committees = two.registry.committees.copy()
    committees.loc["eastern", "predominant"] = "ASH"
    found = valley_judge(ROW, by=with_tables(two, committees=committees))
    assert texts_of(found, "committee_ground") == [
        (("ELM", "ASH"), f"{EAST}; Ash is predominant in it.", COURIER),
        (("OAK",), NORTH, GAZETTE),
    ]


@pytest.mark.parametrize("kind", ["lead", "coordinating", "exclusive"])
def test_a_rule_on_the_target_is_told_in_place_of_committees_while_it_is_fresh(
    two, valley_judge, kind
):
    by = with_rows(two, "target_rules", LEAD | {"kind": kind})
    late = {**ROW, "attack_id": "late", "date": "2022-03-01"}
    elsewhere = {**ROW, "attack_id": "elsewhere", "target_place": "35.5, 44.5"}
    found = valley_judge(ROW, elsewhere, by=by)
    assert texts_of(found, "committee_ground") == []
    assert len(texts_of(found, "committee_ground", "elsewhere")) == 2
    old = with_rows(
        two, "target_rules", LEAD | {"kind": kind, "last_confirmed": pd.Timestamp("2020-06-01")}
    )
    assert len(texts_of(valley_judge(late, by=old), "committee_ground", "late")) == 2
    usual = with_rows(two, "target_rules", LEAD | {"kind": "usual"})
    assert len(texts_of(valley_judge(ROW, by=usual), "committee_ground")) == 2


def test_a_line_is_crossed_of_each_committee_that_a_group_has_no_part_in(two, valley_judge):
    found = valley_judge(
        *({**ROW, "attack_id": one, "assessed_group": one} for one in ("ELM", "OAK", "ASH")),
        {**ROW, "attack_id": "early", "assessed_group": "ASH", "date": "2020-12-31"},
        {**ROW, "attack_id": "south", "assessed_group": "ASH", "target_place": "port"},
        by=two,
    )
    north = (("OAK",), f"{LINE} northern committee’s ground, led by Oak (stated plainly).", GAZETTE)
    east = (("ELM",), f"{LINE} eastern committee’s ground, led by Elm (nominal).", COURIER)
    crossed = {one: texts_of(found, "across_committee_lines", one) for one in found.table.index}
    # Elm takes part in the northern one, and leads the eastern.
    assert crossed == {"ELM": [], "OAK": [east], "ASH": [north], "early": [north], "south": []}


def test_a_lead_at_the_target_goes_before_one_with_the_weapon(two, valley_judge):
    weapon = {"kind": "lead", "group_id": "OAK", "methods": "rocket", "text": "Oak leads rockets."}
    by = with_rows(with_rows(two, "target_rules", LEAD), "weapon_rules", weapon)
    row = {**ROW, "assessed_group": "ASH"}
    found = valley_judge(row, {**row, "attack_id": "n", "target_place": "35.5, 44.5"}, by=by)
    north = f"{LINE} northern committee’s ground."
    assert texts_of(found, "across_committee_lines") == [
        (("ELM",), f"{north} Elm leads at the tower.", GAZETTE)
    ]
    assert texts_of(found, "across_committee_lines", "n") == [
        (("OAK",), f"{north} Oak leads rockets.", GAZETTE)
    ]


@pytest.fixture(scope="module")
def dormant(two):
    """Both committees, of which the northern one is said to be dormant from May 2021 on."""
    columns = list(TABLES["standings"].columns)
    row = dict.fromkeys(columns, "") | {
        "standing_id": "quiet", "subject_id": "northern", "state": "dormant",
        "date_first": "2021-05", "date_last": "2021-05", "strength": "states",
        "source_id": "courier",
    }  # fmt: skip
    return with_tables(two, standings=pd.DataFrame([row], columns=columns).set_index("standing_id"))


def test_how_a_committee_stood_on_the_day_is_told_behind_its_own_words(dormant, valley_judge):
    stood = " The committee: dormant since 2021-05."
    before = {"date": "2021-04-30"}
    found = valley_judge(
        {**ROW, "attack_id": "before", **before},
        ROW,
        {**ROW, "attack_id": "ash before", "assessed_group": "ASH", **before},
        {**ROW, "attack_id": "ash", "assessed_group": "ASH"},
        by=dormant,
    )
    texts = {one: [text for _, text, _ in texts_of(found, "committee_ground", one)]
             for one in ("before", "x")}  # fmt: skip
    assert texts == {"before": [f"{EAST}.", NORTH], "x": [f"{EAST}.", f"{NORTH}{stood}"]}
    line = f"{LINE} northern committee’s ground, led by Oak (stated plainly)."
    lines = {one: [text for _, text, _ in texts_of(found, "across_committee_lines", one)]
             for one in ("ash before", "ash")}  # fmt: skip
    assert lines == {"ash before": [line], "ash": [f"{line}{stood}"]}


def test_a_report_of_crossing_is_of_its_group_and_target_on_days_that_have_committees(
    valley, valley_judge
):
    port = {"kind": "usual", "group_id": "ELM", "target_place": "port", "methods": "",
            "across_lines": "yes", "source_id": "courier", "pointer": "p. 8"}  # fmt: skip
    # Two sources report the same: it is told once.
    by = with_rows(valley, "target_rules", port, {**port, "across_lines": "no"},
                   {**port, "target_place": "city"}, {**port, "pointer": "p. 9"})  # fmt: skip
    row = {**ROW, "target_place": "port", "assessed_group": "ELM"}
    found = valley_judge(
        row,
        {**row, "attack_id": "ash", "assessed_group": "ASH"},
        {**row, "attack_id": "fort", "target_place": "fort"},
        {**row, "attack_id": "tower", "target_place": "tower"},
        {**row, "attack_id": "last", "date": "2022-06-30"},
        {**row, "attack_id": "late", "date": "2022-07-01"},
        {**row, "attack_id": "undated", "date": ""},
        by=by,
    )
    report = (
        (),
        "Across committee lines: the source reports this of the group at this target.",
        "Hill Courier (2021) p. 8",
    )
    crossed = {one: texts_of(found, "across_committee_lines", one) for one in found.table.index}
    # The lines of the committee are a year old on 2022-07-01, and are not heard from then on.
    assert crossed == {"x": [report], "ash": [], "fort": [], "tower": [], "last": [report],
                       "late": [], "undated": []}  # fmt: skip
    assert set(terms_of(found, "x", "flag")["rule_id"]) == {"across_committee_lines"}
    one_line = with_rows(valley, "target_rules", {**port, "across_lines": "no"})
    assert texts_of(valley_judge(row, by=one_line), "across_committee_lines") == []
