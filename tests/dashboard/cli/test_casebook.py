"""The commands casebook, snapshot, diff and brief --casebook, as their entry point runs them."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest

from tests.support.command import runner
from tests.worlds.valley import FOLDER

HARD = "2021-05-08-port"
"""A mismatch of the valley, by ground alone."""


@pytest.fixture
def run(monkeypatch, capfd, tmp_path):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ATLAS_CASEBOOK", raising=False)
    made = runner(monkeypatch, capfd)
    monkeypatch.setenv("ATLAS_DATA", str(FOLDER))
    return made


def accepted(run, book):
    done = run(
        "casebook",
        "add",
        HARD,
        "--decision",
        "teaming or permission",
        "--by",
        "Anna",
        "--arrangement",
        "teaming",
        "--with",
        "OAK",
        "--note",
        "Seen.",
        "--source",
        "X",
        "--reliability",
        "B",
        "--credibility",
        "3",
        "--casebook",
        book,
    )
    assert done.code == 0, done.err
    done = run("casebook", "add", "--concur", "1", "--by", "Ben", "--casebook", book)
    assert done.code == 0, done.err
    return re.search(r"the head is (\w{64})", done.err)[1]


def test_a_decision_is_added_listed_verified_and_read_by_the_check(run, tmp_path):
    book = tmp_path / "book.sqlite"
    head = accepted(run, book)
    listed = run("casebook", "list", "--casebook", book)
    assert "accepted" in listed.out
    assert "B3" in listed.out
    entries = json.loads(run("casebook", "list", "--json", "--id", HARD, "--casebook", book).out)
    assert [entry["kind"] for entry in entries] == ["review", "concur"]
    assert run("casebook", "verify", "--head", head, "--casebook", book).code == 0
    check = ("check", "--id", HARD, "--format", "json")
    (found,) = json.loads(run(*check, "--casebook", book).out)
    assert found["verdict"] == "explained"
    assert "casebook entry 1" in {term["source"] for term in found["terms"]}
    assert json.loads(run(*check).out)[0]["verdict"] == "mismatch"  # the user's own is empty


def test_verify_names_the_first_broken_entry_and_a_cut_end(run, tmp_path):
    book = tmp_path / "book.sqlite"
    head = accepted(run, book)
    with sqlite3.connect(book) as raw:
        row = raw.execute("SELECT sha256 FROM casebook_entries WHERE number = 1").fetchone()
        raw.execute("DELETE FROM casebook_entries WHERE number = 2")
        raw.execute("UPDATE casebook_head SET number = 1, sha256 = ?", row)
    raw.close()
    assert run("casebook", "verify", "--casebook", book).code == 0
    cut = run("casebook", "verify", "--head", head, "--casebook", book)
    assert cut.code == 1
    assert "entry 2" in cut.message
    with sqlite3.connect(book) as raw:
        raw.execute("UPDATE casebook_entries SET note = 'other'")
    raw.close()
    broken = run("casebook", "verify", "--casebook", book)
    assert broken.code == 1
    assert "entry 1 was changed" in broken.message
    refused = run("check", "--casebook", book)
    assert refused.code == 2
    assert "entry 1 was changed" in refused.message


def test_backup_and_restore(run, tmp_path):
    book, file, copy = (tmp_path / name for name in ("a.sqlite", "b.jsonl", "c.sqlite"))
    head = accepted(run, book)
    assert run("casebook", "backup", file, "--casebook", book).code == 0
    assert "Added 2 of 2" in run("casebook", "restore", file, "--casebook", copy).message
    assert run("casebook", "verify", "--head", head, "--casebook", copy).code == 0
    assert run("casebook", "backup", book, "--casebook", book).code == 2
    first = file.read_bytes()
    add = ("casebook", "add", HARD, "--decision", "record wrong", "--by", "Anna")
    assert run(*add, "--casebook", book).code == 0
    assert run("casebook", "backup", file, "--casebook", book).code == 0, "it holds the earlier one"
    assert file.read_bytes() != first
    refused = run("casebook", "backup", file, "--casebook", copy)
    assert "is there already" in refused.message, "the copy lacks the last entry"
    assert run("casebook", "backup", file, "--casebook", copy, "--force").code == 0
    assert file.read_bytes() == first
    file.write_text("nothing")
    assert "not a backup" in run("casebook", "restore", file, "--casebook", copy).message


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add"], "give an attack with --decision"),
        (["add", HARD], "give an attack with --decision"),
        (["add", HARD, "--decision", "guilty", "--by", "A"], "--decision 'guilty' is not known"),
        (["add", "none", "--decision", "false claim"], "attack 'none' is not known"),
        (["add", "--concur", "7", "--by", "A"], "there is no entry 7"),
        (["add", HARD, "--decision", "area out of date", "--area", "x"], "--area 'x' is not known"),
        (["verify", "--casebook", "nowhere.sqlite"], "there is no casebook at nowhere.sqlite"),
        (["list", "--casebook", "mysql://a:secret@b/c"], "cannot be kept by mysql"),
        (["restore", "nowhere.jsonl"], "cannot be read"),
    ],
)
def test_a_faulty_command_is_one_clear_error(run, tmp_path, arguments, words):
    done = run("casebook", *arguments)
    assert done.code == 2
    assert words in done.message
    assert "secret" not in done.message
    assert not (tmp_path / "home").exists()


def test_snapshot_and_diff_tell_what_reviewers_changed(run, tmp_path):
    before, after, book = (tmp_path / name for name in ("a.json", "b.json", "book.sqlite"))
    assert run("snapshot", before).code == 0
    accepted(run, book)
    assert run("snapshot", after, "--casebook", book).code == 0
    done = run("diff", before, after, "--format", "json")
    assert [(one["kind"], one["subject"]) for one in json.loads(done.out)] == [
        ("verdict", HARD), ("decision", "1"), ("decision", "2"),
    ]  # fmt: skip
    table = run("diff", before, after)
    assert "Was mismatch, now explained." in table.out
    assert "Nothing changed." in run("diff", before, before).out
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "attacks.csv").write_text(
        "attack_id,date,method,target_place\nx,2021-05-01,rocket,al_asad_ab\n"
    )
    csv = run("diff", before, folder, "--format", "csv")
    assert csv.out.count("attack gone") == 13
    assert "new attack,x" in csv.out
    assert run("diff", before, tmp_path / "none").code == 2


def test_a_pack_carries_the_head_and_is_verified_against_the_book_of_its_time(run, tmp_path):
    before, book, out = (tmp_path / name for name in ("a.json", "book.sqlite", "out"))
    run("snapshot", before)
    head = accepted(run, book)
    done = run(
        "brief",
        "--kind",
        "pack",
        "--contents",
        "mismatches",
        "--since",
        before,
        "--casebook",
        book,
        "--made",
        "2026-11-21T03:00:00",
        "--out",
        out,
    )
    assert done.code == 0, done.err
    (path,) = out.glob("*manifest.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["casebook"] == {"entries": 2, "head": head}
    changes = next(one for one in document["layout"]["hd"] if one["kind"] == "changes")
    texts = [item["text"] for item in changes["items"]]
    assert any("Was mismatch, now explained." in text for text in texts)
    assert f"Casebook head {head[:16]}" in texts
    # A later decision, even one that takes the evidence away, does not touch what was made.
    run("casebook", "add", "--withdraw", "1", "--by", "Anna", "--casebook", book)
    assert run("brief", "verify", path, "--casebook", book).code == 0
    other = run("brief", "verify", path)
    assert other.code == 2
    assert "its end was cut off, or it is another book" in other.message


def test_only_a_pack_tells_what_changed(run, tmp_path):
    assert run("brief", "--since", tmp_path, "--out", tmp_path).code == 2
