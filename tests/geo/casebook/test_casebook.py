"""The casebook finds whatever was changed behind its back, and refuses what is no decision."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.casebook import database as engine
from geo.casebook.entry import DECISIONS, GENESIS, TEXTS, Entry, canonical, digest
from geo.casebook.log import Casebook
from geo.casebook.rows import ENTRIES, HEAD
from geo.errors import CasebookError, ConformError
from tests.worlds.books import N, review


def test_nothing_is_made_before_the_first_entry(tmp_path):
    book = Casebook.open(tmp_path / "none" / "book.sqlite")
    assert book.entries() == []
    assert book.verify(head=GENESIS).whole
    assert not (tmp_path / "none").exists()


def test_the_hash_is_that_of_the_documented_form():
    entry = review("A", "x", note="ب", key="k").sealed(number=1, at="t", before=GENESIS)
    assert canonical(entry).decode() == (
        '{"about":0,"areas_sha256":"","at":"t","attack_id":"x","attack_sha256":"","before":"'
        + GENESIS
        + '","by":"A","credibility":"","decision":"false claim","details":{},"form":1,"key":"k",'
        '"kind":"review","method_sha256":"","method_version":"","note":"ب","number":1,'
        '"reliability":"","source":"","verdict":""}'
    )
    assert entry.sha256 == digest(entry) == digest(replace(entry, sha256="other"))


# What can be done to a book by whoever reaches its file, and the first entry that must be named.
columns = st.sampled_from([*TEXTS, "about", "form", "details", "sha256"])
numbers = st.integers(1, N)
values = st.one_of(
    st.text(max_size=5), st.integers(-3, 9), st.none(), st.binary(max_size=3), st.floats()
)


@settings(max_examples=150)
@given(number=numbers, column=columns, value=values)
def test_any_edit_of_any_cell_is_found(template, tmp_path_factory, number, column, value):
    path = tmp_path_factory.mktemp("edit") / "book.sqlite"
    shutil.copy(template, path)
    raw = sqlite3.connect(path)
    before = raw.execute("SELECT * FROM casebook_entries ORDER BY number").fetchall()
    try:
        with raw:
            text = f"UPDATE casebook_entries SET {column} = ? WHERE number = ?"
            raw.execute(text, (value, number))
    except (sqlite3.IntegrityError, UnicodeEncodeError):
        raw.close()
        return  # the table itself refuses it
    raw.text_factory = bytes
    after = raw.execute("SELECT * FROM casebook_entries ORDER BY number").fetchall()
    raw.text_factory = str
    changed = [
        tuple(x.decode("utf-8", "replace") if isinstance(x, bytes) else x for x in row)
        for row in after
    ] != [tuple(row) for row in before]
    blob = isinstance(value, bytes)
    raw.close()
    found = Casebook.open(path).verify()
    if changed or blob:
        assert found.broken is not None
        assert found.broken.number == number
    else:
        assert found.whole


@settings(max_examples=40)
@given(gone=st.sets(numbers, min_size=1), renumber=st.booleans(), rewind=st.booleans())
def test_any_deletion_is_found(template, tmp_path_factory, gone, renumber, rewind):
    path = tmp_path_factory.mktemp("delete") / "book.sqlite"
    shutil.copy(template, path)
    heads = [GENESIS, *(one.sha256 for one in Casebook.open(template).entries())]
    raw = sqlite3.connect(path)
    with raw:
        raw.executemany("DELETE FROM casebook_entries WHERE number = ?", [(n,) for n in gone])
        kept = [n for n in range(1, N + 1) if n not in gone]
        if renumber:
            for to, n in enumerate(kept, start=1):
                raw.execute("UPDATE casebook_entries SET number = ? WHERE number = ?", (to, n))
        if rewind:  # the end is moved back too
            last = raw.execute(
                "SELECT number, sha256 FROM casebook_entries ORDER BY number DESC LIMIT 1"
            ).fetchone() or (0, GENESIS)
            raw.execute("UPDATE casebook_head SET number = ?, sha256 = ?", last)
    raw.close()
    book = Casebook.open(path)
    first = min(gone)
    tail = gone == set(range(first, N + 1))
    if tail and rewind:  # a whole book that is shorter: the head that someone noted tells
        assert book.verify().whole
    else:
        assert book.verify().broken.number == first
    assert book.verify(head=heads[-1]).broken.number == first
    if tail and rewind:
        assert book.verify(head=heads[first - 1]).whole


@settings(max_examples=40)
@given(order=st.permutations(range(1, N + 1)))
def test_any_other_order_is_found(template, tmp_path_factory, order):
    path = tmp_path_factory.mktemp("order") / "book.sqlite"
    shutil.copy(template, path)
    raw = sqlite3.connect(path)
    with raw:
        raw.execute("UPDATE casebook_entries SET number = -number")
        for to, n in enumerate(order, start=1):
            raw.execute("UPDATE casebook_entries SET number = ? WHERE number = ?", (to, -n))
    raw.close()
    moved = [to for to, n in enumerate(order, start=1) if to != n]
    found = Casebook.open(path).verify()
    assert found.whole == (not moved)
    assert moved == [] or found.broken.number == moved[0]


def test_a_tampered_book_gives_no_entries(template, tmp_path):
    path = tmp_path / "book.sqlite"
    shutil.copy(template, path)
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE casebook_entries SET decision = 'record wrong' WHERE number = 2")
        raw.execute("INSERT INTO casebook_head VALUES (2, 0, '')")
    raw.close()
    with pytest.raises(CasebookError, match="entry 2 was changed"):
        Casebook.open(path).entries()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (review(by=" "), "nobody decides"),
        (review(decision="guilty"), "not a decision"),
        (review(reliability="G"), "letter"),
        (review(credibility="7"), "digit"),
        (review(decision="needs more"), "no note"),
        (review(note="a\x00b"), "control characters"),
        (review(note="\ud800"), "control characters"),
        (review(by="x" * 300), "longer than 200"),
        (Entry("Ben", "concur", "a1"), "no entry is named"),
        (Entry("Ben", "concur", "a1", about=9), "no such entry"),
        (Entry("Ben", "concur", "a2", about=1), "no such entry"),
        (Entry("ANNA ", "concur", "a1", about=1), "your own decision"),
        (Entry("Ben", "concur", "a1", about=3), "it is no decision"),
        (Entry("Ben", "withdraw", "a1", about=1), "another person"),
    ],
)
def test_a_faulty_entry_is_refused_and_nothing_kept(template, tmp_path, entry, words):
    path = tmp_path / "book.sqlite"
    shutil.copy(template, path)
    book = Casebook.open(path)
    with pytest.raises(ConformError, match=words):
        book.append(entry)
    assert book.verify().entries == N


def test_the_tables_are_those_of_the_newest_migration(template):
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == engine.SCHEMA
    made = sa.inspect(sa.create_engine(f"sqlite:///{template}"))
    for table in (ENTRIES, HEAD):
        there = {c["name"]: type(c["type"]) for c in made.get_columns(table.name)}
        assert {c.name for c in table.columns} == set(there)
    made.engine.dispose()


def test_a_book_of_a_newer_version_is_refused(template, tmp_path):
    path = tmp_path / "book.sqlite"
    shutil.copy(template, path)
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE casebook_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(CasebookError, match="newer fasail-atlas"):
        Casebook.open(path).entries()


def test_every_decision_can_be_kept(tmp_path):
    book = Casebook.open(tmp_path / "book.sqlite")
    for decision in DECISIONS:
        book.append(review(decision=decision, note="why"))
    assert [entry.decision for entry in book.entries()] == list(DECISIONS)
