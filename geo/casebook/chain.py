"""Whether a casebook is whole: every hash again, and the first entry that does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.casebook.entry import FORM, GENESIS, Entry, digest
from geo.casebook.rows import Row, entry_of


@dataclass(frozen=True)
class Broken:
    """The first entry that does not hold.

    Parameters
    ----------
    number
        Its number.
    problem
        What is wrong with it, as a clause.
    """

    number: int
    problem: str


@dataclass(frozen=True)
class Verification:
    """What became of verifying a book.

    Parameters
    ----------
    entries
        How many entries hold, from the first on.
    head
        Hash of the last of them.
    broken
        First entry that does not hold, or None.
    since
        Entries after the one whose hash was asked for; None where none was.
    """

    entries: int
    head: str
    broken: Broken | None = None
    since: int | None = None

    @property
    def whole(self) -> bool:
        """Nothing was changed, taken out or moved, as far as the hashes can tell."""
        return self.broken is None

    def sentence(self) -> str:
        """Say it in one sentence."""
        if self.broken:
            return f"entry {self.broken.number} {self.broken.problem}."
        many = "1 entry holds" if self.entries == 1 else f"{self.entries} entries hold"
        after = "" if self.since is None else f", {self.since} of them after the head given"
        return f"{many}{after}; the head is {self.head}."


def check_chain(
    rows: Sequence[Row], *, end: tuple[Any, ...] | None, head: str | None = None
) -> tuple[tuple[Entry, ...], Verification]:
    """Verify rows in the order of their numbers.

    Parameters
    ----------
    rows
        Cells of the table, by name.
    end
        Number and hash that the book says are its last; None where it lost that.
    head
        Hash that must be among the entries, or None.

    Returns
    -------
    The entries that hold, and what became of it.
    """
    kept: list[Entry] = []
    broken = None
    for row in rows:
        last = kept[-1].sha256 if kept else GENESIS
        found = _next(row, wanted=len(kept) + 1, last=last)
        if isinstance(found, Broken):
            broken = found
            break
        kept.append(found)
    hashes = [GENESIS, *(entry.sha256 for entry in kept)]
    stated = head.strip().lower() if head is not None else None
    broken = broken or _end_fault(hashes, end) or _head_fault(hashes, stated)
    since = len(kept) - hashes.index(stated) if stated in hashes else None
    return tuple(kept), Verification(len(kept), hashes[-1], broken, since)


def _next(row: Row, *, wanted: int, last: str) -> Entry | Broken:
    """Entry of a row when it is the one that must come now."""
    number = row["number"]
    if number != wanted:
        early = isinstance(number, int) and number < wanted
        return Broken(number, "was put in") if early else Broken(wanted, "is missing")
    try:
        entry = entry_of(row)
        holds = digest(entry) == entry.sha256
    except (ValueError, TypeError, RecursionError):
        return Broken(wanted, "was changed: a cell has not its type")
    if not holds:
        return Broken(wanted, "was changed: its hash does not fit what it says")
    if entry.before != last:
        return Broken(wanted, "does not follow the entry before it")
    if entry.form != FORM:
        return Broken(wanted, f"has form {entry.form}, which this version does not know")
    return entry


def _end_fault(hashes: Sequence[str], end: tuple[Any, ...] | None) -> Broken | None:
    after, last = len(hashes), (len(hashes) - 1, hashes[-1])
    if end is None:
        return Broken(after, "cannot be looked for: the book has lost its end")
    if end == last:
        return None
    cut = isinstance(end[0], int) and end[0] >= after
    return Broken(after, "is missing") if cut else Broken(last[0], "is not the end that was kept")


def _head_fault(hashes: Sequence[str], head: str | None) -> Broken | None:
    if head is None or head in hashes:
        return None
    problem = (
        f"or one before it is not what it was: no entry has the hash {head[:64]}, so the end was "
        "cut off or written again"
    )
    return Broken(len(hashes), problem)
