"""Snapshots that are kept by themselves: one a change, found by day, and never in the way."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from dataclasses import replace

import pytest

from geo.casebook import kept_snapshots
from geo.casebook.kept_snapshots import before, folder_of, keep, kept, read_kept
from geo.casebook.snapshot import take
from geo.errors import ConformError


def at(day, hour=12):
    return dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def snapshot(valley, valley_found):
    return take(valley, valley_found)


def other(snapshot, number):
    return replace(snapshot, version=f"0.{number}")


def test_the_same_state_is_kept_once(snapshot, tmp_path):
    assert keep(snapshot, tmp_path, at=at(1)) is not None
    assert keep(snapshot, tmp_path, at=at(2)) is None
    assert keep(other(snapshot, 2), tmp_path, at=at(3)) is not None
    assert [one.at for one in kept(tmp_path)] == [at(3), at(1)]
    assert read_kept(kept(tmp_path)[1]) == snapshot


def test_a_state_that_comes_back_is_kept_again(snapshot, tmp_path):
    for day, number in ((1, 1), (2, 2), (3, 1)):
        assert keep(other(snapshot, number), tmp_path, at=at(day))
    assert [read_kept(one).version for one in kept(tmp_path)] == ["0.1", "0.2", "0.1"]


@pytest.mark.parametrize(
    ("day", "found"),
    [(5, 4), (4, 2), (3, 2), (2, 2), (1, 2)],
    ids=["after all", "its own day is later", "between", "first day", "before all"],
)
def test_a_day_finds_what_stood_as_it_began(snapshot, tmp_path, day, found):
    for number in (2, 4):
        keep(other(snapshot, number), tmp_path, at=at(number))
    assert before(tmp_path, dt.date(2026, 11, day)).at == at(found)


def test_nothing_was_kept(tmp_path):
    assert kept(tmp_path / "none") == []
    assert before(tmp_path / "none", dt.date(2026, 11, 1)) is None


def test_the_oldest_go_first(snapshot, tmp_path, monkeypatch):
    monkeypatch.setattr(kept_snapshots, "MOST", 3)
    for number in range(1, 6):
        keep(other(snapshot, number), tmp_path, at=at(number))
    assert [one.at.day for one in kept(tmp_path)] == [5, 4, 3]


def test_a_file_of_somebody_else_is_left_alone(snapshot, tmp_path):
    (tmp_path / "notes.json.gz").write_bytes(b"mine")
    keep(snapshot, tmp_path, at=at(1))
    assert len(kept(tmp_path)) == 1
    assert (tmp_path / "notes.json.gz").read_bytes() == b"mine"


@pytest.mark.parametrize("content", [b"", b"not gzip", gzip.compress(b"{}")[:-9], None])
def test_a_broken_file_is_told_and_the_next_state_kept_all_the_same(snapshot, tmp_path, content):
    path = keep(snapshot, tmp_path, at=at(1))
    path.unlink() if content is None else path.write_bytes(content)
    broken = kept_snapshots.Kept(at(1), path)
    with pytest.raises(ConformError, match=re.escape(path.name)):
        read_kept(broken)
    keep(other(snapshot, 2), tmp_path, at=at(2))
    assert kept(tmp_path)[0].at == at(2)


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_fails(snapshot, tmp_path):
    (tmp_path / "file").write_text("a file, no folder")
    assert keep(snapshot, tmp_path / "file" / "in", at=at(1)) is None


def test_each_data_folder_has_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path))
    assert folder_of("/data/one") != folder_of("/data/two")
    assert folder_of("/data/one").is_relative_to(tmp_path)
