"""A person's decisions, one line each: who, when, what before and after; appended, never erased."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from geo.errors import AtlasError, ConformError, DataNotFoundError, Fault

SCHEMA_VERSION = 2
"""Version of a line; those of version 1, which had no `undoes`, are read and upgraded."""

FILE = "journal.jsonl"
_LOCK = "journal.lock"
_PATIENCE_S = 30.0


@dataclass(frozen=True)
class JournalEntry:
    """One decision.

    Parameters
    ----------
    number
        Its place in the journal, the first is 1.
    at
        When, UTC, ISO 8601.
    by
        Who.
    kind, key
        What it is about, such as `alias of group` and the alias.
    before, after
        Value before and after; None where there is none.
    undoes
        Number of the entry that it takes back, or 0.
    version
        Version of the line.
    """

    number: int
    at: str
    by: str
    kind: str
    key: str
    before: str | None
    after: str | None
    undoes: int = 0
    version: int = SCHEMA_VERSION


@dataclass(frozen=True)
class Journal:
    """The decisions in a folder.

    Parameters
    ----------
    folder
        Where the file is; it is made with the first entry.
    entries
        In their order.
    notes
        What a person should know about the reading, such as an upgrade.
    """

    folder: Path
    entries: tuple[JournalEntry, ...] = ()
    notes: tuple[str, ...] = ()

    def state(self, kind: str) -> dict[str, str]:
        """Value of each key of a kind, as the last entry about it left it."""
        last = {entry.key: entry.after for entry in self.entries if entry.kind == kind}
        return {key: value for key, value in last.items() if value is not None}

    def record(self, kind: str, key: str, value: str | None, *, by: str) -> Journal:
        """Append a decision.

        Raises
        ------
        ConformError
            When nobody decides, or the folder has other decisions than these by now.
        """
        return self._append(kind, key, value, by=by, undoes=0)

    def undo(self, number: int, *, by: str) -> Journal:
        """Take an entry back by an entry of its own.

        Raises
        ------
        ConformError
            When there is no such entry, it was taken back already, or the key changed since.
        """
        entry = next((one for one in self.entries if one.number == number), None)
        if entry is None or any(one.undoes == number for one in self.entries):
            problem = "there is no such decision to take back"
            raise ConformError(FILE, [Fault(number, "", "", problem, "Choose another.")])
        if self.state(entry.kind).get(entry.key) != entry.after:
            problem, remedy = "it was changed since", "Take the later decision back first."
            raise ConformError(FILE, [Fault(number, entry.key, "", problem, remedy)])
        return self._append(entry.kind, entry.key, entry.before, by=by, undoes=number)

    def _append(self, kind: str, key: str, value: str | None, *, by: str, undoes: int) -> Journal:
        if not by.strip():
            fault = Fault(0, "by", "", "nobody decides", "Say who you are.")
            raise ConformError(FILE, [fault])
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / _LOCK, timeout=_PATIENCE_S):
                return self._append_alone(kind, key, value, by=by, undoes=undoes)
        except Timeout:
            problem = "another program holds the file"
        except OSError as error:
            if isinstance(error, AtlasError):
                raise
            problem = f"it cannot be written ({error.strerror or type(error).__name__})"
        remedy = f"Check the rights and the space of {self.folder}; nothing was kept. Then repeat."
        raise ConformError(FILE, [Fault(0, "", "", problem, remedy)]) from None

    def _append_alone(
        self, kind: str, key: str, value: str | None, *, by: str, undoes: int
    ) -> Journal:
        """Append while nobody else does, in this process or another."""
        if load_journal(self.folder).entries != self.entries:
            problem = "somebody else has decided something meanwhile"
            raise ConformError(FILE, [Fault(0, "", "", problem, "Look at it again, then repeat.")])
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        before = self.state(kind).get(key)
        entry = JournalEntry(
            len(self.entries) + 1, at, by.strip(), kind, key, before, value, undoes
        )
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        _append_line(self.folder / FILE, line.encode("utf-8"), before=len(self.entries))
        return Journal(self.folder, (*self.entries, entry), self.notes)


def _append_line(path: Path, line: bytes, *, before: int) -> None:
    """Append a line whole, or not at all; what a writer that died left of one is cut off first.

    Parameters
    ----------
    path
        Of the journal.
    line
        With its end.
    before
        Number of entries that are there.
    """
    # Unbuffered: a buffer would write the rest of a line that has just been taken back.
    with path.open("a+b", buffering=0) as stream:
        end = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        text = stream.readall()
        whole = text.rfind(b"\n") + 1
        if text.count(b"\n") < before:  # the last one is sound, and lacks its end alone
            whole, line = end, b"\n" + line
        if whole < end:
            stream.truncate(whole)
        try:
            while line:
                line = line[stream.write(line) :]
            os.fsync(stream.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                stream.truncate(whole)
            raise


def load_journal(folder: Path) -> Journal:
    """Read the decisions of a folder; without a file there are none.

    Raises
    ------
    DataNotFoundError
        When the file cannot be read.
    ConformError
        Naming the line that is none, or is of a later version.
    """
    path = folder / FILE
    return read_journal(path) if path.exists() else Journal(folder)


def read_journal(path: Path) -> Journal:
    """Read a file of decisions.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        As of `load_journal`.
    """
    folder = path.parent
    try:
        whole, _, torn = path.read_bytes().rpartition(b"\n")
        lines = whole.decode("utf-8").split("\n") if whole else []
        rest = torn.decode("utf-8", "replace")
    except (OSError, UnicodeDecodeError) as error:
        raise DataNotFoundError(f"{path} cannot be read. Check its permissions.") from error
    entries = []
    for number, line in enumerate(lines, start=1):
        entry = _entry(line, number)
        if isinstance(entry, Fault):
            raise ConformError(FILE, [entry])
        entries.append(entry)
    notes = []
    if rest:
        # The end of a line is its writer's last act: without it nothing was acknowledged.
        last = _entry(rest, len(lines) + 1)
        if isinstance(last, Fault):
            notes.append(f"{FILE}: the beginning of a decision that was never kept was left out.")
        else:
            entries.append(last)
    old = sum(entry.version < SCHEMA_VERSION for entry in entries)
    if old:
        notes.append(f"{FILE}: {old} decisions of an older version were read and upgraded.")
    return Journal(folder, tuple(map(_upgraded, entries)), tuple(notes))


def _entry(line: str, number: int) -> JournalEntry | Fault:
    remedy = "Restore the file from a copy, or take the line out."
    try:
        given: Mapping[str, Any] = json.loads(line)
        entry = JournalEntry(**{"version": 1, **given})
    except (ValueError, TypeError, RecursionError):
        return Fault(number, "", line[:60], "the line is no decision", remedy)
    if not isinstance(entry.version, int) or entry.version > SCHEMA_VERSION:
        later = "Use a newer fasail-atlas."
        return Fault(number, "version", str(entry.version), "not a version that is known", later)
    texts = (entry.at, entry.by, entry.kind, entry.key)
    values = (entry.before, entry.after)
    sound = all(isinstance(text, str) for text in texts) and entry.number == number
    if not sound or not all(isinstance(value, str | None) for value in values):
        return Fault(number, "", line[:60], "the line is no decision", remedy)
    return entry


def _upgraded(entry: JournalEntry) -> JournalEntry:
    return JournalEntry(**{**asdict(entry), "version": SCHEMA_VERSION})
