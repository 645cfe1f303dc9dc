"""The soak in small: it finds nothing lost where nothing is, and finds what was taken away."""

from __future__ import annotations

import os
import shutil
import sqlite3

import pytest

from geo.casebook.log import Casebook
from soak import faults, kill, restart, sessions
from soak.outcome import missing
from tests.support.postgres import NEEDED, binaries
from tests.support.postgres import missing as lacking

pytestmark = pytest.mark.slow


def assert_well(outcome, *, least):
    assert outcome.faults == ()
    assert outcome.lost == 0
    assert outcome.acknowledged >= least


def test_writers_killed_at_random_moments_lose_nothing(tmp_path):
    assert_well(kill.run(tmp_path, kills=6, least=10), least=10)


@pytest.mark.skipif(
    not shutil.which("mount") or os.geteuid() != 0, reason="only root may mount a small tmpfs"
)
def test_a_full_disk_loses_nothing(tmp_path):
    assert_well(faults.full(tmp_path, rounds=1), least=4)


def test_a_folder_without_rights_loses_nothing(tmp_path):
    for parent in (tmp_path, *tmp_path.parents):
        if "pytest-" in parent.as_posix():
            parent.chmod(0o755)
    assert_well(faults.readonly(tmp_path), least=4)


def test_a_locked_book_loses_nothing(tmp_path):
    assert_well(faults.locked(tmp_path), least=6)


def test_a_server_that_restarts_loses_nothing(tmp_path):
    if binaries() is None:
        lacking(NEEDED)
    assert_well(restart.run(tmp_path, restarts=2), least=10)


@pytest.mark.browser
def test_a_session_in_a_real_browser_loses_nothing(tmp_path, monkeypatch, chromium_path):
    monkeypatch.setenv("CHROMIUM", chromium_path)
    assert_well(sessions.run(tmp_path, people=1, seconds=1), least=1)


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM casebook_entries WHERE number = 2",
        "UPDATE casebook_entries SET note = 'other' WHERE number = 2",
    ],
)
def test_what_was_lost_or_changed_is_found(tmp_path, harm):
    path = tmp_path / "casebook.sqlite"
    book = Casebook.open(path)
    kept = {one.key: one.sha256 for one in (book.append(kill.entry(str(n))) for n in range(4))}
    assert missing(str(path), kept) == (0, ())
    with sqlite3.connect(path) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(harm)
    connection.close()
    lost, broken = missing(str(path), kept)
    assert lost >= 1
    assert broken
