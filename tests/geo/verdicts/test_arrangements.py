"""Which attacks an arrangement covers, in the valley: by day, weapon, target, group and ground."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.verdicts.rules_arrangements import PERMISSION_COVERS, shared_sites
from tests.worlds.cases import flags, terms_of, verdict
from tests.worlds.valley import with_area, with_rows

# Ash may strike Oak's fort from Oak's ground in March 2021, with rockets and mortars.
MARCH = {
    "kind": "teaming", "group_id": "ASH", "attack_id": "", "target_place": "fort",
    "ground_holder": "OAK", "methods": "rocket|mortar",
    "explains": "target_exclusive|launch_ground",
    "valid_from": pd.Timestamp("2021-03-01"), "valid_to": pd.Timestamp("2021-04-01"),
    "text": "In March they were one.",
}  # fmt: skip
ROW = {"date": "2021-03-10", "method": "rocket", "target_place": "fort", "launch_place": "mill",
       "assessed_group": "ASH"}  # fmt: skip
# Cells that differ from those of `ROW`, and whether the arrangement covers the attack.
COVERED = {
    "as recorded": ({}, True),
    "first day": ({"date": "2021-03-01"}, True),
    "day before": ({"date": "2021-02-28"}, False),
    "last day": ({"date": "2021-03-31"}, True),
    "day after": ({"date": "2021-04-01"}, False),
    "no day": ({"date": ""}, False),
    "other weapon it names": ({"method": "mortar"}, True),
    "weapon it does not name": ({"method": "roadside_bomb"}, False),
    "unknown weapon": ({"method": ""}, False),
    "other target": ({"target_place": "port"}, False),
    "unknown target": ({"target_place": ""}, False),
    "other group": ({"assessed_group": "ELM"}, False),
    "nobody": ({"assessed_group": ""}, False),
    "other ground": ({"launch_place": "farm"}, False),
    "perhaps its ground": ({"launch_place": "33.5, 42.0", "launch_radius_km": "2"}, True),
    "no ground": ({"launch_place": "ford"}, False),
    "unknown launch": ({"launch_place": ""}, False),
}


def covered(found):
    """Attacks that a record of kind teaming explains."""
    terms = found.terms[found.terms["effect"] == "explains"]
    assert set(terms["term_id"]) <= {"teaming"}
    return terms["attack_id"].tolist()


def judged(valley_judge, by, cases):
    return valley_judge(
        *({**ROW, **cells, "attack_id": name} for name, (cells, _) in cases.items()), by=by
    )


def test_an_arrangement_covers_its_days_weapons_target_group_and_ground(valley, valley_judge):
    found = judged(valley_judge, with_rows(valley, "arrangements", MARCH), COVERED)
    assert covered(found) == [name for name, (_, holds) in COVERED.items() if holds]
    term = terms_of(found, "as recorded", "explains").iloc[0]
    assert term[["favours", "against", "text", "source", "covers"]].tolist() == [
        ("ASH",), (), "In March they were one.", "Valley Gazette (2021) p. 8",
        "target_exclusive|launch_ground",
    ]  # fmt: skip
    assert verdict(found, "as recorded") == "explained"
    assert verdict(found, "day after") == "mismatch"


@pytest.mark.parametrize(
    ("cell", "also"),
    [
        ({"valid_from": pd.NaT}, {"day before"}),
        ({"valid_to": pd.NaT}, {"day after"}),
        ({"methods": ""}, {"weapon it does not name", "unknown weapon"}),
        ({"target_place": ""}, {"other target", "unknown target"}),
        ({"ground_holder": ""}, {"other ground", "no ground", "unknown launch"}),
    ],
)
def test_what_an_arrangement_leaves_open_covers_all(valley, valley_judge, cell, also):
    found = judged(valley_judge, with_rows(valley, "arrangements", MARCH | cell), COVERED)
    assert set(covered(found)) == also | {name for name, (_, holds) in COVERED.items() if holds}


def test_a_road_of_the_holder_is_its_ground_too(valley, valley_judge):
    square = valley.areas.table.geometry["oak_west"]
    road = with_area(valley, "road", like="oak_west", kind="corridor", geometry=square.buffer(1.0))
    by = with_rows(road, "arrangements", MARCH)
    # The ford is half a degree from Oak's ground, and the road reaches one: to 43 E.
    cases = {
        "on it": ({"launch_place": "ford"}, True),
        "by it": ({"launch_place": "33.5, 43.0", "launch_radius_km": "2"}, True),
        "off it": ({"launch_place": "farm"}, False),
    }
    assert covered(judged(valley_judge, by, cases)) == ["on it", "by it"]
    # A gap is no ground of anybody's.
    gap = with_area(valley, "road", like="oak_west", kind="gap", geometry=square.buffer(1.0))
    assert covered(judged(valley_judge, with_rows(gap, "arrangements", MARCH), cases)) == []


def test_what_explains_nothing_or_is_of_another_kind_explains_nothing(valley, valley_judge):
    for cells in ({"explains": ""}, {"kind": "support"}, {"kind": "doubt"}):
        by = with_rows(valley, "arrangements", MARCH | cells)
        assert covered(judged(valley_judge, by, {"x": ({}, False)})) == []


def test_a_permission_recorded_with_an_attack_is_told_with_whose_it_is(valley_judge):
    found = valley_judge(
        {**ROW, "attack_id": "told", "permitted_by": "OAK"},
        {**ROW, "attack_id": "nobody", "permitted_by": "OAK", "assessed_group": ""},
        {**ROW, "attack_id": "bare"},
        {**ROW, "attack_id": "elm", "permitted_by": "ASH", "assessed_group": "ELM"},
    )
    terms = found.terms[found.terms["effect"] == "explains"]
    columns = ["attack_id", "rule_id", "term_id", "favours", "against", "text", "source"]
    permission = ("arrangement", "permission")
    assert terms[columns].apply(tuple, axis=1).tolist() == [
        ("told", *permission, ("ASH",), (), "Permission by Oak is recorded with the attack.", ""),
        ("elm", *permission, ("ELM",), (), "Permission by Ash is recorded with the attack.", ""),
    ]
    assert set(terms["covers"]) == {PERMISSION_COVERS}
    assert verdict(found, "told") == "explained"


def test_support_recorded_with_an_attack_cites_no_source_beside_the_row(valley_judge):
    found = valley_judge(
        {**ROW, "attack_id": "helped", "supported_by": "OAK"},
        {**ROW, "attack_id": "bare"},
        {**ROW, "attack_id": "nobody", "supported_by": "ELM", "assessed_group": ""},
    )
    terms = found.terms[found.terms["term_id"] == "possible_support"]
    columns = ["attack_id", "effect", "favours", "against", "text", "source"]
    assert terms[columns].apply(tuple, axis=1).tolist() == [
        ("helped", "flag", ("OAK",), (), "Support by Oak is recorded.", ""),
        ("nobody", "flag", ("ELM",), (), "Support by Elm is recorded.", ""),
    ]


@pytest.mark.parametrize(
    ("kind", "flag"), [("support", "possible_support"), ("doubt", "authorship_doubted")]
)
def test_support_and_doubt_are_of_the_attacks_that_they_cover(valley, valley_judge, kind, flag):
    by = with_rows(valley, "arrangements", MARCH | {"kind": kind, "explains": ""})
    found = judged(valley_judge, by, COVERED)
    flagged = [name for name in COVERED if flag in flags(found, name)]
    assert flagged == [name for name, (_, holds) in COVERED.items() if holds]


def test_whose_sites_are_used_is_told_of_the_days_weapons_and_ground_alone(valley, valley_judge):
    by = with_rows(valley, "arrangements", MARCH)
    sites = shared_sites(judged(valley_judge, by, COVERED).cases)
    # Whoever is asserted: the only cells that may differ here.
    whoever = {"other group", "nobody"}
    assert sites["attack_id"].tolist() == [
        name for name, (_, holds) in COVERED.items() if holds or name in whoever
    ]
