"""Answers beside assessments, counted; what is said of a record; answers frozen and scored."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pandas as pd
import pytest

from geo.attribution.points_to import points_to
from geo.errors import AtlasError
from geo.evaluation.points_frozen import (
    BEFORE,
    GONE,
    OPEN,
    SINCE,
    fared,
    fared_object,
    freeze,
    read_frozen,
)
from geo.evaluation.points_score import OUTCOMES, holds, outcome, score, score_object
from geo.evaluation.points_shares import shares
from geo.verdicts.check import check

FORT, MILL, PORT, CITY = "2021-05-22-fort", "2021-05-08-port", "2021-05-01-port", "2021-07-03-city"

EMPTY = {"kind": "fasail-atlas points", "form": 1, "made_on": "", "version": "", "hashes": {}}


@pytest.fixture(scope="module")
def pointed(valley, valley_found):
    return points_to(valley_found, atlas=valley)


@pytest.fixture(scope="module")
def scored(valley_found, pointed):
    return score(valley_found, pointed)


@pytest.mark.parametrize(
    ("groups", "mixed", "stated"),
    [
        (("A",), False, "hit"),
        (("A", "C"), False, "hit"),
        (("C",), False, "miss"),
        (("A", "C"), True, "mixed, named"),
        (("C", "D"), True, "mixed, not named"),
        ((), False, "silent"),
    ],
)
def test_an_answer_fares_by_whom_it_names(groups, mixed, stated):
    assert outcome(groups, ("A", "B"), mixed=mixed) == stated


def test_assessed_attacks_that_count_are_scored_each_once(valley_found, scored):
    attacks = valley_found.cases.attacks
    assessed = attacks[(attacks["assessed_group"] != "") & attacks["counts"]]
    assert list(scored.cases.index) == list(assessed.index)
    assert scored.by_strength()["n"].sum() == len(assessed)
    assert scored.by_strength()[list(OUTCOMES)].to_numpy().sum() == len(assessed)


def test_the_valleys_outcomes_are_those_worked_out_by_hand(scored):
    """Ash fired from Oak's mill twice, once by leave; its drone struck what is Oak's alone."""
    stated = scored.cases["outcome"]
    assert stated[PORT] == "hit"
    assert stated[[MILL, FORT, "2021-05-15-fort"]].tolist() == ["miss"] * 3
    assert scored.misses()["by_permission"].to_dict() == {
        MILL: False, "2021-05-15-fort": True, FORT: False,
    }  # fmt: skip
    assert stated["2021-07-10-fort"] == "hit"


def test_strong_answers_have_to_be_right_nine_times_in_ten(scored):
    strong = scored.by_strength().loc["strong"]
    assert strong["miss"] > 0
    assert not holds(scored)
    right = replace(scored, cases=scored.cases[scored.cases["outcome"] != "miss"])
    assert holds(right)
    nobody = replace(scored, cases=scored.cases.head(0))
    assert holds(nobody)
    assert nobody.by_strength()["n"].sum() == 0


def test_a_score_is_strict_json(scored):
    stated = score_object(scored)
    assert json.loads(json.dumps(stated, allow_nan=False)) == stated
    assert [row["strength"] for row in stated["with_claim"]] == [
        "strong",
        "moderate",
        "weak",
        "none",
    ]
    assert len(stated["attacks"]) == len(scored.cases)


def test_every_attack_has_a_verdict_an_answer_or_a_reason(valley_found, pointed):
    found = shares(valley_found, pointed)
    rows = found.cases
    assert len(rows) == int(valley_found.table["counts"].sum())
    unanswered = ~(rows["judged"] | rows["pointed"])
    assert unanswered.equals(rows["reason"] != "")
    counts = found.counts()
    assert counts["either"] + counts["neither"] == counts["attacks"]
    assert found.reasons().sum() == counts["neither"]
    assert rows.at[CITY, "reason"] == ""  # rockets reach from Ash's and Oak's ground
    late = found.since(pd.Timestamp("2021-07-15"))
    assert set(late.cases.index) == {"2021-07-17-city", "2021-07-24-port", "2021-08-road"}
    assert rows.at["2021-08-road", "reason"] == "no claim; launch and target unknown"


def assessed(record, ident, group):
    attacks = record.attacks.copy()
    attacks.loc[ident, "assessed_group"] = group
    return replace(record, attacks=attacks)


def test_frozen_answers_are_scored_once_sources_assessed_their_attacks(valley):
    found = check(valley.record, atlas=valley)
    points = points_to(found, atlas=valley)
    stated = freeze(valley, found, points, on=dt.date(2021, 9, 1), version="1")
    old = read_frozen(json.dumps(stated).encode(), file="old.json")
    same = fared(old, valley, found, points)
    assert same.changed == ()
    assert set(same.cases["state"]) == {BEFORE, OPEN}
    bridge = "2021-06-05-port"
    atlas = replace(valley)
    object.__setattr__(atlas, "record", assessed(valley.record, bridge, "ASH"))
    again = check(atlas.record, atlas=atlas)
    lost = {**old, "answers": [*old["answers"], {**old["answers"][0], "attack_id": "gone"}]}
    since = fared(lost, atlas, again, points_to(again, atlas=atlas))
    assert since.changed == ("attacks",)
    row = since.cases.loc[bridge]
    assert (row["state"], row["outcome"], bool(row["changed"])) == (SINCE, "hit", True)
    assert since.cases.at["gone", "state"] == GONE
    assert since.by_strength()["n"].sum() == 1
    assert json.loads(json.dumps(fared_object(since))) == fared_object(since)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "is no JSON"),
        (b"[]", "holds no frozen answers"),
        (b'{"kind": "fasail-atlas points", "form": 9}', "is of form 9"),
        (b'{"kind": "fasail-atlas points", "form": 1}', "made_on is missing"),
        (json.dumps({**EMPTY, "answers": [{"attack_id": "x"}]}).encode(), "answer 1 lacks sha256"),
    ],
)
def test_a_file_that_is_no_frozen_answers_is_refused_with_the_reason(content, why):
    with pytest.raises(AtlasError, match=why):
        read_frozen(content, file="old.json")
