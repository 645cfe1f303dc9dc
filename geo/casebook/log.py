"""The casebook: people's decisions on attacks, appended, never changed, each sealing the last."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from geo.casebook.address import default_address
from geo.casebook.chain import Verification, check_chain
from geo.casebook.database import BUSY_S, CasebookDatabase
from geo.casebook.entry import GENESIS, Entry, answer_fault, canonical, conform_entry
from geo.casebook.rows import ENTRIES, HEAD, Row, entry_of, row_of
from geo.errors import CasebookError, ConformError, Fault

_TRIES_S = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Waits between tries when a server went away; the key of an entry makes repeating safe."""

_PASSING = {
    "AdminShutdown", "CannotConnectNow", "CrashShutdown", "DeadlockDetected",
    "SerializationFailure",
}  # fmt: skip


@dataclass(frozen=True)
class State:
    """A book as it was read in one go.

    Parameters
    ----------
    entries
        In their order, as far as the chain is whole.
    verification
        Whether it is whole, and where it ends.
    """

    entries: tuple[Entry, ...] = ()
    verification: Verification = field(default_factory=lambda: Verification(0, GENESIS))


class Casebook:
    """A casebook in a SQLite file or on a PostgreSQL server; threads and processes may share it.

    Nothing is written, and no file made, before the first entry.
    """

    def __init__(self, database: CasebookDatabase) -> None:
        self._database = database

    @classmethod
    def open(
        cls, address: str | os.PathLike[str] | None = None, *, busy_s: float = BUSY_S
    ) -> Casebook:
        """Open a casebook.

        Parameters
        ----------
        address
            Path of a SQLite file, or `postgresql://user@host:port/database`; without it
            `default_address`.
        busy_s
            How long a writer waits for its turn, in seconds.

        Raises
        ------
        CasebookError
            When the address is none.
        """
        return cls(
            CasebookDatabase(default_address() if address is None else address, busy_s=busy_s)
        )

    @property
    def name(self) -> str:
        """Path, or server and database without user and password."""
        return self._database.name

    def close(self) -> None:
        """Let go of the file or the server; the book can be used again afterwards."""
        self._database.engine.dispose()

    def append(self, entry: Entry) -> Entry:
        """Keep an entry: when this returns it is on disk, sealed, behind the last one.

        The same entry (by its `key`) sent twice is kept once.

        Returns
        -------
        The entry with its number, time, the hash before it and its own.

        Raises
        ------
        ConformError
            When the entry is faulty, or speaks of an entry that it cannot speak of.
        CasebookError
            When it cannot be kept; then it is not in the book.
        """
        ready = conform_entry(entry)
        for wait_s in (*_TRIES_S, None):
            try:
                with self._database.writing() as connection:
                    return self._append(connection, ready)
            except CasebookError as error:
                if wait_s is None or not _went_away(error):
                    raise
                time.sleep(wait_s)
        raise AssertionError("the last try raises or returns")

    def _append(self, connection: Connection, entry: Entry) -> Entry:
        locked = sa.select(HEAD.c.number, HEAD.c.sha256).where(HEAD.c.id == 1).with_for_update()
        head = connection.execute(locked).one_or_none()
        if head is None:
            raise CasebookError(
                f"the casebook {self.name} has lost its end. Run `fasail-atlas casebook verify`, "
                "and restore a backup."
            )
        known = connection.execute(sa.select(ENTRIES).where(ENTRIES.c.key == entry.key))
        twice = known.mappings().one_or_none()
        if twice is not None:
            return self._same(entry, self._kept(twice))
        self._meant(connection, entry)
        at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        stored = entry.sealed(number=int(head.number) + 1, at=at, before=str(head.sha256))
        self._insert(connection, [stored])
        return stored

    def _kept(self, row: Row) -> Entry:
        try:
            return entry_of(row)
        except (ValueError, TypeError, RecursionError):
            raise CasebookError(
                f"entry {row['number']} of the casebook {self.name} was changed. Run "
                "`fasail-atlas casebook verify`, and restore a backup."
            ) from None

    def _same(self, sent: Entry, kept: Entry) -> Entry:
        again = sent.sealed(number=kept.number, at=kept.at, before=kept.before)
        if canonical(again) != canonical(kept):
            raise CasebookError(
                f"entry {kept.number} has the key of this one and says another thing. "
                "Make a new entry."
            )
        return kept

    def _meant(self, connection: Connection, entry: Entry) -> None:
        """Refuse an answer to nothing, to oneself, or to another attack's entry."""
        if not entry.about:
            return
        found = connection.execute(sa.select(ENTRIES).where(ENTRIES.c.number == entry.about))
        row = found.mappings().one_or_none()
        fault = None
        if row is None or row["attack_id"] != entry.attack_id:
            fault = ("there is no such entry on this attack", "Give the number of another.")
        else:
            fault = answer_fault(entry, self._kept(row))
        if fault:
            raise ConformError("casebook", [Fault(0, "about", str(entry.about), *fault)])

    def _insert(self, connection: Connection, entries: Sequence[Entry]) -> None:
        connection.execute(sa.insert(ENTRIES), [row_of(entry) for entry in entries])
        last = entries[-1]
        connection.execute(
            sa.update(HEAD).where(HEAD.c.id == 1).values(number=last.number, sha256=last.sha256)
        )

    def read(self, *, head: str | None = None) -> State:
        """Read and verify the book in one go; see `verify`."""
        if not self._database.exists():
            return State((), check_chain([], end=(0, GENESIS), head=head)[1])
        with self._database.reading() as connection:
            every = connection.execute(sa.select(ENTRIES).order_by(ENTRIES.c.number))
            rows = [dict(row) for row in every.mappings()]
            end = connection.execute(
                sa.select(HEAD.c.number, HEAD.c.sha256).where(HEAD.c.id == 1)
            ).one_or_none()
        entries, verification = check_chain(rows, end=tuple(end) if end else None, head=head)
        return State(entries, verification)

    def entries(self) -> list[Entry]:
        """All entries in their order.

        Raises
        ------
        CasebookError
            When the book cannot be read, or is not whole: then nothing of it can be relied on.
        """
        state = self.read()
        if state.verification.broken:
            raise CasebookError(f"the casebook {self.name}: {state.verification.sentence()}")
        return list(state.entries)

    def head(self) -> str:
        """Hash of the last entry; 64 zeros for a book without entries."""
        if not self._database.exists():
            return GENESIS
        with self._database.reading() as connection:
            found = connection.execute(sa.select(HEAD.c.sha256).where(HEAD.c.id == 1)).scalar()
        return str(found or "")

    def verify(self, head: str | None = None) -> Verification:
        """Recompute every hash, and find the first entry that was changed, taken out or moved.

        Parameters
        ----------
        head
            Hash of an entry that is known to have been the last one once, such as a briefing's:
            it must still be in the book.

        Raises
        ------
        CasebookError
            When the book cannot be read.
        """
        return self.read(head=head).verification

    def restore(self, entries: Sequence[Entry]) -> int:
        """Add the entries of a verified backup that are not here yet, all or none.

        Returns
        -------
        How many were added.

        Raises
        ------
        CasebookError
            When this book has entries that the backup has not, or other ones.
        """
        with self._database.writing() as connection:
            query = sa.select(ENTRIES.c.sha256).order_by(ENTRIES.c.number)
            here = list(connection.execute(query).scalars())
            if here != [entry.sha256 for entry in entries[: len(here)]]:
                raise CasebookError(
                    f"the casebook {self.name} has entries that the backup has not. Restore into "
                    "a new one, and compare them."
                )
            missing = entries[len(here) :]
            if missing:
                self._insert(connection, missing)
        return len(missing)


def _went_away(error: CasebookError) -> bool:
    """Tell a server that restarts, or gave up a transaction, from what repeating cannot fix."""
    cause = error.__cause__
    if not isinstance(cause, DBAPIError):
        return False
    kind = type(cause.orig)
    server = kind.__module__.startswith("psycopg") and kind.__name__ == "OperationalError"
    return server or cause.connection_invalidated or kind.__name__ in _PASSING
