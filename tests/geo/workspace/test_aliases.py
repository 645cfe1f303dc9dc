"""Spellings are suggested with score and reason, accepted by a person, and taken back."""

from __future__ import annotations

import json

import pytest

from geo.errors import ConformError, Fault
from geo.workspace.aliases import (
    accept,
    adopted,
    names_of,
    names_of_other_kind,
    suggestions,
    unknown_names,
)
from geo.workspace.journal import FILE, SCHEMA_VERSION, Journal, load_journal


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "mine")


@pytest.mark.parametrize(
    ("text", "ident"),
    [("Kataeb Hizbolah", "KH"), ("كتائب حزب اللة العراق", "KH"), ("Asaeb Ahl al Haqq", "AAH")],
)
def test_a_variant_is_suggested_with_score_and_reason(atlas, text, ident):
    first, *_ = suggestions(text, names=names_of(atlas, "group"))
    assert first.ident == ident
    assert 60 <= first.score <= 100
    assert "near" in first.reason


def test_a_name_near_nothing_has_no_suggestion(atlas):
    assert suggestions("zqxj", names=names_of(atlas, "group")) == []


def test_an_accepted_name_is_known_to_the_adopting_atlas_alone(atlas, journal):
    assert atlas.registry.group_names.get("The Battalions") is None
    journal = accept(
        journal, kind="group", alias="The Battalions", ident="KH", by="Ann", atlas=atlas
    )
    known = adopted(atlas, journal)
    assert known.registry.group_names.get("the battalions") == "KH"
    assert atlas.registry.group_names.get("The Battalions") is None
    (entry,) = load_journal(journal.folder).entries
    assert (entry.by, entry.key, entry.before, entry.after) == ("Ann", "The Battalions", None, "KH")
    assert entry.at.endswith("+00:00")


def test_a_decision_is_taken_back_and_not_erased(atlas, journal):
    journal = accept(journal, kind="place", alias="The Rock", ident="balad_ab", by="A", atlas=atlas)
    assert adopted(atlas, journal).gazetteer.names.get("The Rock") == "balad_ab"
    journal = journal.undo(1, by="B")
    assert adopted(atlas, journal).gazetteer.names.get("The Rock") is None
    assert [(e.by, e.undoes) for e in load_journal(journal.folder).entries] == [("A", 0), ("B", 1)]
    with pytest.raises(ConformError, match="no such decision"):
        journal.undo(1, by="B")


def test_an_older_decision_waits_for_the_later_one(journal):
    journal = journal.record("alias of group", "x", "KH", by="A")
    journal = journal.record("alias of group", "x", "AAH", by="B")
    with pytest.raises(ConformError, match="changed since"):
        journal.undo(1, by="A")
    assert journal.undo(2, by="A").state("alias of group") == {"x": "KH"}


@pytest.mark.parametrize(
    ("alias", "ident", "by"),
    [("X", "NOBODY", "Ann"), ("Kataib Hezbollah", "AAH", "Ann"), ("...", "KH", "Ann"),
     ("X", "KH", " ")],
)  # fmt: skip
def test_what_cannot_be_accepted_is_reported_and_not_kept(atlas, journal, alias, ident, by):
    with pytest.raises(ConformError):
        accept(journal, kind="group", alias=alias, ident=ident, by=by, atlas=atlas)
    assert not (journal.folder / FILE).exists()


def test_two_people_do_not_overwrite_each_other(journal):
    journal.record("alias of group", "x", "KH", by="A")
    with pytest.raises(ConformError, match="meanwhile"):
        journal.record("alias of group", "x", "AAH", by="B")


def test_unknown_names_come_from_the_faults_once(atlas):
    faults = tuple(
        Fault(row, column, given, "not known", "")
        for row, (column, given) in enumerate(
            [
                ("assessed_group", "X"),
                ("supported_by", "X"),
                ("facade", "Y"),
                ("date", "Z"),
                ("target_place", "Nowhereville"),
                ("target_place", "Balad Air Base"),
            ]
        )
    )
    assert unknown_names(faults, atlas=atlas) == [
        ("group", "X"),
        ("facade", "Y"),
        ("place", "Nowhereville"),
    ]


def line(**changes):
    entry = {"number": 1, "at": "2026-01-01T00:00:00+00:00", "by": "Ann", "kind": "alias of group",
             "key": "x", "before": None, "after": "KH"}  # fmt: skip
    return json.dumps(entry | changes) + "\n"


def test_a_journal_of_an_older_version_is_upgraded_with_a_note(tmp_path):
    (tmp_path / FILE).write_text(line(), encoding="utf-8")
    journal = load_journal(tmp_path)
    assert journal.state("alias of group") == {"x": "KH"}
    assert journal.entries[0].version == SCHEMA_VERSION
    assert "upgraded" in journal.notes[0]
    again = journal.record("alias of group", "y", "AAH", by="Bo")
    assert load_journal(tmp_path).state("alias of group") == again.state("alias of group")


@pytest.mark.parametrize(
    "text",
    ["x\n", "[]\n", "{}\n", line(number=2), line(version=99), line(by=3), line(after=[]),
     line(more=1), "[" * 100_000 + "\n"],
)  # fmt: skip
def test_a_damaged_journal_is_named_by_its_line(tmp_path, text):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ConformError, match="row 1"):
        load_journal(tmp_path)


def test_a_coordinate_that_is_none_is_no_spelling(atlas):
    given = ["38S ZZ 99", "91,200", "Nowhere at all", "K-99"]
    faults = tuple(Fault(n, "target_place", text, "x", "y") for n, text in enumerate(given))
    assert [text for _, text in unknown_names(faults, atlas=atlas)] == ["Nowhere at all", "K-99"]


def test_a_group_is_no_spelling_of_a_brand_nor_a_brand_of_a_group(atlas):
    given = [("facade", "كتائب حزب الله"), ("facade", "KH"), ("assessed_group", "Ashab al-Kahf"),
             ("facade", "Kataeb Hezbulah"), ("facade", "Ashab al-Kafh")]  # fmt: skip
    faults = tuple(Fault(n, column, text, "x", "y") for n, (column, text) in enumerate(given))
    unknown = unknown_names(faults, atlas=atlas)
    assert unknown == [("facade", "Kataeb Hezbulah"), ("facade", "Ashab al-Kafh")]
    found = [
        [
            one.ident
            for one in suggestions(
                text, names=names_of(atlas, kind), others=names_of_other_kind(atlas, kind)
            )
        ]
        for kind, text in unknown
    ]
    assert found == [[], ["ashab_al_kahf"]]
    assert names_of_other_kind(atlas, "place") is None
