"""The casebook keeps what it acknowledges: many writers, killed ones, full disks, lost servers."""

from __future__ import annotations

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

from geo.casebook.entry import GENESIS
from geo.casebook.log import Casebook
from geo.errors import CasebookError
from tests.support import pace
from tests.support.postgres import cluster, connect
from tests.worlds.books import N, filled, review


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


def test_an_entry_sent_twice_is_kept_once(address, at):
    book = at(address)
    entry = review()
    assert book.append(entry) == book.append(entry)
    assert len(book.entries()) == 1
    with pytest.raises(CasebookError, match="says another thing"):
        book.append(replace(entry, note="other"))


WRITER = """
import sys
from geo.casebook.log import Casebook
from geo.casebook.entry import Entry
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
    acknowledged = [doomed.stdout.readline() for _ in range(10)]
    doomed.kill()  # SIGKILL, most likely in mid-transaction
    acknowledged += doomed.stdout.readlines()
    for process in free:
        out, _ = process.communicate(timeout=pace.seconds(120))
        assert process.returncode == 0
        acknowledged += out.splitlines()
    for thread in threads:
        thread.join()
    doomed.wait()
    doomed.stdout.close()
    kept = book.entries()
    assert {one.strip() for one in acknowledged if len(one.strip()) == 64} <= {
        e.sha256 for e in kept
    }
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
from geo.casebook.log import Casebook
from geo.casebook.entry import Entry
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


def test_a_read_only_folder_is_reported_in_one_sentence(template):
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
    monkeypatch.setattr("geo.casebook.log._TRIES_S", ())
    with pytest.raises(CasebookError) as caught:
        Casebook.open(address).append(review())
    assert "secret" not in str(caught.value)


def test_a_file_that_is_none_of_ours_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("a text of 100 characters or more " * 9)
    with pytest.raises(CasebookError, match="it is no casebook"):
        Casebook.open(path).append(review())
    assert path.read_text().startswith("a text")
