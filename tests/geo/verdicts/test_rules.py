"""The registry of rules: applied one after the other, told in its order, sorted by attack."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.progress import listening
from geo.verdicts.rules import RULES, Rule, apply_rules
from geo.verdicts.terms import COLUMNS, make


def rule(ident, *terms):
    """A rule that finds terms: attack, id and text of each."""

    def found(cases):
        made = [
            make([attack], term_id=term, effect="flag", text=text, source="")
            for attack, term, text in terms
        ]
        return (
            pd.concat(made, ignore_index=True)
            if made
            else make([], term_id="", effect="", text="", source="")
        )

    return Rule(ident, question=f"{ident}?", effect="flag", registry="", apply=found, label="",
                basis="")  # fmt: skip


@pytest.fixture(scope="module")
def cases(valley_judge):
    row = {"date": "2021-06-10", "method": "rocket", "target_place": "city"}
    return valley_judge(*({**row, "attack_id": one} for one in ("z", "a", "m"))).cases


def test_terms_are_sorted_by_attack_then_rule_then_id_then_text(cases):
    rules = (
        rule("second", ("a", "s", "2"), ("z", "s", "1"), ("a", "s", "1"), ("a", "r", "9")),
        rule("nothing"),
        rule("first", ("m", "q", ""), ("a", "b", ""), ("z", "b", "")),
    )
    found = apply_rules(cases, rules=rules)
    assert found[["attack_id", "rule_id", "term_id", "text"]].apply(tuple, axis=1).tolist() == [
        ("z", "second", "s", "1"),
        ("z", "first", "b", ""),
        ("a", "second", "r", "9"),
        ("a", "second", "s", "1"),
        ("a", "second", "s", "2"),
        ("a", "first", "b", ""),
        ("m", "first", "q", ""),
    ]
    assert found.columns.tolist() == [*COLUMNS, "rule_id"]
    assert found.index.tolist() == list(range(7))


def test_rules_that_find_nothing_give_no_terms(cases):
    found = apply_rules(cases, rules=(rule("nothing"), rule("more")))
    assert len(found) == 0
    assert found.columns.tolist() == [*COLUMNS, "rule_id"]


def test_each_rule_is_told_as_it_is_asked(cases):
    steps = []
    with listening(lambda what, share: steps.append((what, share))):
        apply_rules(cases, rules=tuple(rule(one) for one in "abcd"))
    assert steps == [
        ("Rule 1 of 4: a?", 0.0),
        ("Rule 2 of 4: b?", 0.25),
        ("Rule 3 of 4: c?", 0.5),
        ("Rule 4 of 4: d?", 0.75),
    ]


def test_without_a_choice_all_rules_are_asked(cases):
    steps = []
    with listening(lambda what, _: steps.append(what)):
        found = apply_rules(replace(cases, attacks=cases.attacks))
    assert steps == [
        f"Rule {n} of {len(RULES)}: {one.question}" for n, one in enumerate(RULES, start=1)
    ]
    assert found["rule_id"].tolist() == ["launch_ground"] * 3
