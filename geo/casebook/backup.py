"""A backup of a casebook: one text file, an entry a line, that says how many and where it ends."""

from __future__ import annotations

import json
from collections.abc import Sequence

from geo.casebook.chain import Verification, check_chain
from geo.casebook.entry import GENESIS, Entry, as_object, from_object
from geo.casebook.rows import row_of
from geo.errors import ConformError, Fault

HEADER = "fasail-atlas casebook"
VERSION = 1


def backup(entries: Sequence[Entry]) -> bytes:
    """Lines of JSON in UTF-8: first the number of entries and the head, then each entry."""
    head = entries[-1].sha256 if entries else GENESIS
    lines = [{"backup": HEADER, "version": VERSION, "entries": len(entries), "head": head}]
    lines += [as_object(entry) for entry in entries]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def grown_from(content: bytes, earlier: bytes) -> bool:
    """Tell whether a backup begins with every entry of an earlier one, and so may replace it."""
    (head, _, mine), (before, _, theirs) = content.partition(b"\n"), earlier.partition(b"\n")
    begin = head.partition(b",")[0]
    return before.startswith(begin + b",") and mine.startswith(theirs)


def verified(entries: Sequence[Entry]) -> Verification:
    """Verify entries that were read from a file."""
    end = (len(entries), entries[-1].sha256) if entries else (0, GENESIS)
    return check_chain([row_of(entry) for entry in entries], end=end)[1]


def read_backup(content: bytes, *, file: str) -> list[Entry]:
    """Read a backup, whole and sealed as it was made.

    Raises
    ------
    ConformError
        Naming the line that is none, or the first entry that was changed.
    """
    try:
        lines = content.decode("utf-8").splitlines()
        first = json.loads(lines[0]) if lines else None
    except (ValueError, RecursionError):
        first = None
    if not isinstance(first, dict) or first.get("backup") != HEADER:
        fault = Fault(1, "", "", "not a backup of a casebook", "Give a file of `casebook backup`.")
        raise ConformError(file, [fault])
    if first.get("version") != VERSION:
        fault = Fault(1, "version", str(first.get("version")), "not known", "Use a newer version.")
        raise ConformError(file, [fault])
    entries = []
    for number, line in enumerate(lines[1:], start=2):
        try:
            entries.append(from_object(json.loads(line)))
        except (ValueError, TypeError, RecursionError):
            fault = Fault(number, "", line[:60], "not an entry", "Give another backup.")
            raise ConformError(file, [fault]) from None
    found = verified(entries)
    if not found.whole:
        raise ConformError(file, [Fault(0, "", "", found.sentence(), "Give another backup.")])
    if (first.get("entries"), first.get("head")) != (found.entries, found.head):
        problem = f"it ends after {found.entries} entries and says {first.get('entries')}"
        raise ConformError(file, [Fault(0, "", "", problem, "Give another backup.")])
    return entries
