"""Attacks entered by hand: kept in the user's folder alone, every change taken back one by one."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from geo.errors import ConformError
from geo.records.counter import count
from geo.workspace.attacks import (
    KIND,
    attacks_of,
    delete,
    enter,
    enter_many,
    merge,
    record_of,
    split,
)
from geo.workspace.journal import Journal, load_journal

CELLS = {"date": "2021-07-10", "method": "rocket", "target_place": "balad_ab"}


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path)


def test_an_attack_is_entered_corrected_and_judged_like_any_other(journal, atlas):
    journal = enter(journal, "x1", CELLS, by="Ann", atlas=atlas)
    journal = enter(journal, "x1", CELLS | {"count": "3"}, by="Bo", atlas=atlas)
    record = record_of(load_journal(journal.folder), atlas=atlas)
    assert list(record.attacks.index) == ["x1"]
    assert record.attacks.loc["x1", "count"] == 3
    assert "x1" not in atlas.record.attacks.index
    assert [entry.by for entry in journal.entries] == ["Ann", "Bo"]


def test_an_entry_is_one_attack_unless_it_says_that_the_number_is_not_known(journal, atlas):
    journal = enter(journal, "one", CELLS, by="Ann", atlas=atlas)
    journal = enter(journal, "many", CELLS | {"attacks_in_row": ""}, by="Ann", atlas=atlas)
    journal = enter(journal, "seven", CELLS | {"attacks_in_row": "7"}, by="Ann", atlas=atlas)
    journal, _ = enter_many(journal, pd.DataFrame([CELLS], index=["file"]), by="Ann", atlas=atlas)
    journal = split(journal, "many", {"many": {}, "part": {}}, by="Ann", atlas=atlas)
    attacks = record_of(load_journal(journal.folder), atlas=atlas).attacks
    assert attacks.loc[["one", "file", "seven"], "attacks_in_row"].tolist() == [1, 1, 7]
    assert attacks.loc[["many", "part"], "attacks_in_row"].isna().all()
    assert count(attacks).several_words() == "3 rows stand for at least 11 attacks"


def test_a_new_attack_takes_no_id_that_is_taken(journal, atlas):
    journal = enter(journal, "x1", CELLS, by="Ann", atlas=atlas, new=True)
    for ident in ("x1", atlas.record.attacks.index[0]):
        with pytest.raises(ConformError, match="already"):
            enter(journal, ident, CELLS, by="Ann", atlas=atlas, new=True)


def test_without_any_there_is_no_record(journal, atlas):
    assert record_of(journal, atlas=atlas) is None


@pytest.mark.parametrize(
    ("ident", "cells"),
    [("", CELLS), ("x", CELLS | {"method": "sling"}), ("x", {"nonsense": "1"}),
     ("x", CELLS | {"target_place": "nowhere at all"})],
)  # fmt: skip
def test_a_faulty_attack_is_reported_and_not_kept(journal, atlas, ident, cells):
    with pytest.raises(ConformError):
        enter(journal, ident, cells, by="Ann", atlas=atlas)
    assert load_journal(journal.folder).entries == ()


def test_an_attack_is_split_into_copies_with_their_own_cells(journal, atlas):
    journal = enter(journal, "x", CELLS | {"count": "5"}, by="A", atlas=atlas)
    parts = {"xa": {"count": "2"}, "xb": {"count": "3", "method": "mortar"}}
    table = attacks_of(split(journal, "x", parts, by="A", atlas=atlas))
    assert list(table.index) == ["xa", "xb"]
    assert list(table["count"]) == ["2", "3"]
    assert list(table["method"]) == ["rocket", "mortar"]


@pytest.mark.parametrize(
    "parts", [{"xa": {}}, {"xa": {}, "y": {}}, {"xa": {}, "xb": {"method": "sling"}}]
)
def test_a_split_that_cannot_be_changes_nothing(journal, atlas, parts):
    for ident in ("x", "y"):
        journal = enter(journal, ident, CELLS, by="A", atlas=atlas)
    with pytest.raises(ConformError):
        split(journal, "x", parts, by="A", atlas=atlas)
    assert list(attacks_of(load_journal(journal.folder)).index) == ["x", "y"]


def test_a_merge_fills_what_is_empty_and_overwrites_nothing(journal, atlas):
    journal = enter(journal, "x", CELLS | {"count": "5"}, by="A", atlas=atlas)
    journal = enter(journal, "y", CELLS | {"count": "9", "killed": "1"}, by="A", atlas=atlas)
    table = attacks_of(merge(journal, "x", "y", by="A", atlas=atlas))
    assert list(table.index) == ["x"]
    assert (table.loc["x", "count"], table.loc["x", "killed"]) == ("5", "1")
    for pair in (("x", "x"), ("x", "z"), ("z", "x")):
        with pytest.raises(ConformError):
            merge(journal, *pair, by="A", atlas=atlas)


def test_a_deleted_attack_comes_back_by_undo(journal, atlas):
    journal = delete(enter(journal, "x", CELLS, by="A", atlas=atlas), "x", by="B")
    assert attacks_of(journal).empty
    assert list(attacks_of(journal.undo(2, by="C")).index) == ["x"]
    with pytest.raises(ConformError):
        delete(journal, "x", by="B")


def test_a_decision_that_holds_no_attack_is_named(journal):
    journal = journal.record(KIND, "x", "[1]", by="A")
    with pytest.raises(ConformError, match="holds no attack"):
        attacks_of(journal)


def test_undoing_everything_leads_back_to_nothing(atlas, tmp_path_factory):
    class EditorMachine(RuleBasedStateMachine):
        """A person at work, beside the states that the store went through."""

        @initialize()
        def begin(self):
            self.journal = Journal(tmp_path_factory.mktemp("editor"))
            self.states = [{}]

        def done(self, journal):
            self.journal = journal
            self.states.append(dict(journal.state(KIND)))

        @rule(ident=st.sampled_from("xyz"), count=st.sampled_from(["1", "2"]))
        def entering(self, ident, count):
            cells = CELLS | {"count": count}
            self.done(enter(self.journal, ident, cells, by="A", atlas=atlas))

        @precondition(lambda self: self.states[-1])
        @rule(data=st.data())
        def deleting(self, data):
            ident = data.draw(st.sampled_from(sorted(self.states[-1])))
            self.done(delete(self.journal, ident, by="A"))

        @invariant()
        def the_file_says_the_same(self):
            assert load_journal(self.journal.folder).state(KIND) == self.states[-1]

        def teardown(self):
            for number in range(len(self.states) - 1, 0, -1):
                self.journal = self.journal.undo(number, by="B")
                assert self.journal.state(KIND) == self.states[number - 1]

    EditorMachine.TestCase.settings = settings(max_examples=4, stateful_step_count=5)
    EditorMachine.TestCase("runTest").runTest()


def test_many_are_kept_or_none(tmp_path, atlas):
    rows = pd.DataFrame(
        {
            "date": ["2021-07-10", "2021-07-11"],
            "method": ["rocket", ""],
            "target_place": ["balad_ab", "taji"],
            "Remarks": ["a", "b"],
        },
        index=["x1", "x2"],
        dtype=object,
    )
    journal, left = enter_many(Journal(tmp_path), rows, by="Ann", atlas=atlas)
    assert list(attacks_of(journal).index) == ["x1", "x2"]
    assert left == ("Remarks",)
    for bad, said in (
        (rows, "has this id already"),
        (rows.set_axis(["x3", atlas.record.attacks.index[0]]), "has this id already"),
        (rows.set_axis(["x3", "x4"]).assign(date=["2021-07-10", "someday"]), "expected a date"),
        (pd.concat([rows] * 300).set_axis([f"y{n}" for n in range(600)]), "more than 500"),
    ):
        with pytest.raises(ConformError, match=said):
            enter_many(journal, bad, by="Ann", atlas=atlas)
    assert load_journal(tmp_path).entries == journal.entries
