"""The casebook keeps what it acknowledges, once, and finds whatever was changed behind its back."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import casebook_engine
from geo.casebook import Casebook
from geo.casebook_entry import DECISIONS, GENESIS, TEXTS, Entry, canonical, digest
from geo.casebook_tables import ENTRIES, HEAD
from geo.errors import CasebookError, ConformError
from tests.postgres import cluster, connect

N = 6


def review(by="Anna", attack="a1", decision="false claim", **more):
    return Entry(by, "review", attack, decision, **more)


def filled(book):
    """Six entries: two reviews, an agreement, a dissent, a withdrawal, one with details."""
    book.append(review(note="بيان: “we did it”", reliability="B", credibility="2", source="x"))
    book.append(review("Ben", "a2", "needs more", note="the launch place"))
    book.append(Entry("Ben", "concur", "a1", about=1))
    book.append(Entry("Cleo", "dissent", "a1", about=1, note="no"))
    book.append(Entry("Ben", "withdraw", "a1", about=3))
    book.append(review(decision="area out of date", details=(("area_id", "kh"), ("after", "y"))))
    return book


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A book of `N` entries, put away; tests work on copies."""
    path = tmp_path_factory.mktemp("template") / "book.sqlite"
    book = filled(Casebook.open(path))
    book.close()
    assert not path.with_name("book.sqlite-wal").exists()
    return path


@pytest.fixture(scope="module")
def server():
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def address(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "new folder" / "book.sqlite")
    url = request.getfixturevalue("server")
    name = f"book_{abs(hash(tmp_path))}"
    with connect(url) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.removesuffix("postgres") + name


@pytest.fixture
def at():
    """Open books and close them at the end."""
    with contextlib.ExitStack() as stack:

        def opened(address):
            book = Casebook.open(address)
            stack.callback(book.close)
            return book

        yield opened


def test_entries_come_back_as_they_were_kept(address, at):
    book = at(address)
    assert book.head() == GENESIS
    assert book.entries() == []
    filled(book)
    again = at(address)
    kept = again.entries()
    assert kept == book.entries()
    assert [one.number for one in kept] == list(range(1, N + 1))
    assert kept[0].note == "بيان: “we did it”"
    assert kept[0].grade() == "B2"
    assert kept[-1].detail("after") == "y"
    assert [one.before for one in kept] == [GENESIS, *(one.sha256 for one in kept[:-1])]
    assert again.head() == kept[-1].sha256
    assert again.verify().whole
    assert again.verify(head=kept[2].sha256).since == 3


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


def test_an_entry_sent_twice_is_kept_once(address, at):
    book = at(address)
    entry = review()
    assert book.append(entry) == book.append(entry)
    assert len(book.entries()) == 1
    with pytest.raises(CasebookError, match="says another thing"):
        book.append(replace(entry, note="other"))


WRITER = """
import sys
from geo.casebook import Casebook
from geo.casebook_entry import Entry
book = Casebook.open(sys.argv[1])
for n in range(int(sys.argv[3])):
    kept = book.append(Entry(sys.argv[2], "review", f"a{n}", "false claim"))
    print(kept.sha256, flush=True)
"""


def test_many_writers_and_a_killed_one_leave_the_chain_whole(address, at):
    command = [sys.executable, "-c", WRITER, address]
    free = [
        subprocess.Popen([*command, f"P{n}", "15"], stdout=subprocess.PIPE, text=True)
        for n in range(2)
    ]
    doomed = subprocess.Popen([*command, "D", "100000"], stdout=subprocess.PIPE, text=True)
    book = at(address)
    threads = [
        threading.Thread(target=lambda n=n: [book.append(review(f"T{n}")) for _ in range(5)])
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    told = [doomed.stdout.readline() for _ in range(10)]
    doomed.kill()  # SIGKILL, most likely in mid-transaction
    told += doomed.stdout.readlines()
    for process in free:
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        told += out.splitlines()
    for thread in threads:
        thread.join()
    doomed.wait()
    doomed.stdout.close()
    kept = book.entries()
    assert {one.strip() for one in told if len(one.strip()) == 64} <= {e.sha256 for e in kept}
    assert sum(e.by.startswith("T") for e in kept) == 30
    assert sum(e.by.startswith("P") for e in kept) == 30


def test_a_locked_book_says_so_and_goes_on_afterwards(template, tmp_path):
    path = tmp_path / "book.sqlite"
    shutil.copy(template, path)
    book = Casebook.open(path, busy_s=0.2)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(CasebookError, match="another program holds it"):
        book.append(review())
    assert len(book.entries()) == N  # readers do not wait
    other.execute("ROLLBACK")
    other.close()
    assert book.append(review()).number == N + 1


def test_a_full_disk_says_so_loses_nothing_and_goes_on(template, tmp_path):
    path = tmp_path / "book.sqlite"
    shutil.copy(template, path)
    book = Casebook.open(path)
    book.append(review())
    engine = book._database.engine
    limit = [1]  # SQLite then answers as it does on a full disk

    @sa.event.listens_for(engine, "checkout")
    def limited(connection, *_):
        connection.execute(f"PRAGMA max_page_count = {limit[0]}")

    def fill():
        for _ in range(50):
            book.append(review(note="n" * 8000))

    with pytest.raises(CasebookError, match=r"the disk is full\. Make room"):
        fill()
    count = book.verify().entries
    assert book.verify().whole
    limit[0] = 100_000
    assert book.append(review()).number == count + 1


READ_ONLY = """
import os, sys
from geo.casebook import Casebook
from geo.casebook_entry import Entry
from geo.errors import CasebookError
book = Casebook.open(sys.argv[1])
entry = Entry("A", "review", "a", "false claim")
book.append(entry)  # loads whatever this user may not load afterwards
for path in (sys.argv[1], os.path.dirname(sys.argv[1])):
    os.chmod(path, 0o555)
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    book.append(Entry("A", "review", "b", "false claim"))
except CasebookError as error:
    print(error)
"""


def test_a_read_only_folder_is_told_in_one_sentence(template):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "in" / "book.sqlite"
        path.parent.mkdir()
        shutil.copy(template, path)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, path], capture_output=True, text=True, check=False
        )
        path.parent.chmod(0o755)
        assert done.stdout.count("\n") == 1, done.stderr
        assert "may not be written" in done.stdout or "cannot be opened" in done.stdout
        assert Casebook.open(path).verify().entries == N + 1


def test_a_book_put_in_the_place_of_another_is_the_one_that_is_written(template, tmp_path):
    path = tmp_path / "book.sqlite"
    book = Casebook.open(path)
    book.append(review())
    for one in tmp_path.glob("book.sqlite*"):
        one.unlink()
    shutil.copy(template, path)
    assert book.append(review()).number == N + 1
    assert Casebook.open(path).verify().entries == N + 1


def test_a_server_that_cut_every_connection_is_asked_again(server, at):
    with connect(server) as connection:
        connection.execute("CREATE DATABASE cut")
    book = filled(at(server.removesuffix("postgres") + "cut"))
    with connect(server) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'cut'"
        )
    assert book.append(review()).number == N + 1
    with connect(server) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'cut'"
        )
    assert len(book.entries()) == N + 1


@pytest.mark.parametrize(
    "address", ["mysql://a:secret@b/c", "postgresql://u:secret@127.0.0.1:1/x", "http://[::secret"]
)
def test_a_wrong_address_is_refused_without_telling_the_password(address, monkeypatch):
    monkeypatch.setattr("geo.casebook._TRIES_S", ())
    with pytest.raises(CasebookError) as caught:
        Casebook.open(address).append(review())
    assert "secret" not in str(caught.value)


def test_a_file_that_is_none_of_ours_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("a text of 100 characters or more " * 9)
    with pytest.raises(CasebookError, match="it is no casebook"):
        Casebook.open(path).append(review())
    assert path.read_text().startswith("a text")


def test_the_tables_are_those_of_the_newest_migration(template):
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(casebook_engine.__file__).replace(
        "casebook_engine.py", "migrations"))  # fmt: skip
    assert ScriptDirectory.from_config(config).get_current_head() == casebook_engine.SCHEMA
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
