"""The decision table by itself: terms made by hand, and what they come to."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.schemas.tokens import VERDICTS
from geo.verdicts.terms import COLUMNS, empty, join_terms, make
from geo.verdicts.verdict import decide, unexplained

NOTHING = {
    "assessed_ford": ("ford", "ASH"),
    "assessed_bridge": ("bridge", "ASH"),
    "bare_mill": ("mill", ""),
    "bare_bridge": ("bridge", ""),
    "bare_ford": ("ford", ""),
}


@pytest.fixture(scope="module")
def cases(valley_judge):
    """Attacks of Ash, and of nobody, from ground of nobody, of Oak, and of Oak and Ash both."""
    row = {"date": "2021-06-10", "method": "mortar", "target_place": "city"}
    return valley_judge(
        *(
            {**row, "attack_id": ident, "launch_place": launch, "assessed_group": group}
            for ident, (launch, group) in NOTHING.items()
        )
    ).cases


def terms(*rows):
    """Terms of attack, rule, effect and what it covers; the rule's id is the term's too."""
    made = [
        make([attack], term_id=rule, effect=effect, text="", source="", covers=pd.Series([covers]))
        .assign(rule_id=rule)
        for attack, rule, effect, covers in rows
    ]  # fmt: skip
    return join_terms(made) if made else empty().assign(rule_id="")


def verdicts(cases, *rows):
    return decide(cases, terms(*rows))["verdict"].to_dict()


def test_without_a_term_only_shared_ground_that_nobody_is_said_to_use_decides(cases):
    found = decide(cases, terms())
    assert found["verdict"].to_dict() == {
        "assessed_ford": "insufficient",
        "assessed_bridge": "insufficient",
        "bare_mill": "insufficient",
        "bare_bridge": "contested",
        "bare_ford": "insufficient",
    }
    assert found["flags"].tolist() == [()] * 5
    assert found.columns.tolist() == ["verdict", "flags"]
    assert found.index.equals(cases.attacks.index)


@pytest.mark.parametrize("launch", ["ford", "bridge"])
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("target_usual", "supports", "")], "consistent"),
        ([("target_usual", "breaks", "")], "mismatch"),
        ([("target_usual", "breaks", ""), ("a", "explains", "target_usual")], "explained"),
        ([("target_usual", "breaks", ""), ("a", "explains", "x|target_usual|y")], "explained"),
        ([("target_usual", "breaks", ""), ("a", "explains", "target")], "mismatch"),
        ([("one", "breaks", ""), ("two", "breaks", ""), ("a", "explains", "one")], "mismatch"),
        ([("one", "breaks", ""), ("two", "breaks", ""), ("a", "explains", "one|two")], "explained"),
        ([("one", "supports", ""), ("two", "breaks", "")], "mismatch"),
        ([("one", "silent", "")], "insufficient"),
        ([("one", "says", "")], "insufficient"),
        ([("one", "asserts", "")], "insufficient"),
        ([("one", "flag", "")], "insufficient"),
        ([("a", "explains", "one")], "insufficient"),
    ],
)
def test_an_attack_of_somebody_is_what_its_terms_come_to(cases, launch, rows, expected):
    attack = f"assessed_{launch}"
    assert verdicts(cases, *((attack, *row) for row in rows))[attack] == expected


def test_a_record_explains_its_own_attack_alone(cases):
    found = verdicts(
        cases,
        ("assessed_ford", "launch_ground", "breaks", ""),
        ("assessed_bridge", "launch_ground", "breaks", ""),
        ("assessed_bridge", "leave", "explains", "launch_ground"),
    )
    assert found["assessed_ford"] == "mismatch"
    assert found["assessed_bridge"] == "explained"


@pytest.mark.parametrize("effect", ["supports", "breaks", "says"])
def test_where_nobody_is_asserted_no_term_makes_a_verdict(cases, effect):
    rows = [(one, "target_usual", effect, "") for one in NOTHING if one.startswith("bare")]
    found = verdicts(cases, *rows)
    assert (found["bare_mill"], found["bare_bridge"]) == ("insufficient", "contested")
    assert set(found.values()) <= set(VERDICTS)


def test_flags_stand_once_each_in_their_order_beside_their_attack(cases):
    found = decide(
        cases,
        terms(
            ("assessed_ford", "second", "flag", ""),
            ("assessed_ford", "first", "flag", ""),
            ("assessed_ford", "second", "flag", ""),
            ("assessed_ford", "none", "silent", ""),
            ("bare_mill", "second", "flag", ""),
        ).assign(text=[str(n) for n in range(5)]),
    )["flags"]
    assert found.to_dict() == {
        "assessed_ford": ("second", "first"),
        "assessed_bridge": (),
        "bare_mill": ("second",),
        "bare_bridge": (),
        "bare_ford": (),
    }


def test_a_caution_is_raised_only_where_something_breaks_explained_or_not(cases):
    found = decide(
        cases,
        terms(
            ("assessed_ford", "seconded_cells", "flag", ""),
            ("assessed_bridge", "seconded_cells", "flag", ""),
            ("assessed_bridge", "one", "breaks", ""),
            ("assessed_bridge", "leave", "explains", "one"),
            ("bare_mill", "seconded_cells", "flag", ""),
            ("bare_mill", "other", "flag", ""),
        ),
    )["flags"]
    assert found["assessed_ford"] == ()
    assert found["assessed_bridge"] == ("seconded_cells",)
    assert found["bare_mill"] == ("other",)


def test_what_breaks_says_whether_a_record_covers_it():
    found = unexplained(
        terms(
            ("a", "one", "breaks", ""),
            ("a", "two", "breaks", ""),
            ("a", "leave", "explains", "two|three"),
            ("b", "two", "breaks", ""),
            ("b", "three", "supports", ""),
        )
    )
    rows = found[["attack_id", "rule_id", "explained"]].apply(tuple, axis=1).tolist()
    assert rows == [("a", "one", False), ("a", "two", True), ("b", "two", False)]
    assert found.index.tolist() == [0, 1, 3]
    assert unexplained(terms())["explained"].dtype == bool


def test_a_finding_counts_what_is_not_explained(valley_judge):
    row = {"date": "2021-06-10", "method": "rocket", "target_place": "fort"}
    row |= {"assessed_group": "ASH", "launch_place": "mill"}
    found = valley_judge(
        {**row, "attack_id": "two"}, {**row, "attack_id": "told", "permitted_by": "OAK"}
    )
    assert found.table["breaks"].to_dict() == {"two": 2, "told": 0}
    assert found.table["breaks"].dtype == int


def test_terms_are_made_row_by_row_or_shared():
    made = make(
        ["a", "b"],
        term_id=pd.Series(["one", "two"], index=[7, 8]),
        effect="flag",
        text="told",
        source=pd.Series(["here", ""]),
        favours=pd.Series([("ASH", "OAK"), ""]),
        against=pd.Series(["ELM", ()]),
    )
    assert made.columns.tolist() == list(COLUMNS)
    assert made.to_numpy().tolist() == [
        ["a", "one", "flag", ("ASH", "OAK"), ("ELM",), "told", "here", ""],
        ["b", "two", "flag", (), (), "told", "", ""],
    ]
    bare = make(iter(["a"]), term_id="one", effect="flag", text="", source="")
    assert bare[["favours", "against", "covers"]].to_numpy().tolist() == [[(), (), ""]]


def test_no_attacks_are_no_terms_and_frames_without_terms_are_left_out():
    none = make([], term_id="one", effect="flag", text="", source="")
    assert len(none) == 0
    assert none.columns.tolist() == list(COLUMNS)
    assert list(none.dtypes) == [object] * len(COLUMNS)
    one = make(["a"], term_id="one", effect="flag", text="", source="")
    joined = join_terms([none, one.assign(rule_id="r"), one.assign(rule_id="s")])
    assert joined.index.tolist() == [0, 1]
    assert joined["rule_id"].tolist() == ["r", "s"]
    assert join_terms([none, none]).columns.tolist() == list(COLUMNS)
