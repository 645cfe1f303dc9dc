"""Writers are killed at random moments; every decision that they acknowledged must be there."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from geo.casebook.entry import Entry
from geo.casebook.log import Casebook
from geo.errors import ConformError
from geo.workspace.journal import load_journal
from soak.outcome import Outcome, missing

THREADS = 3
PROCESSES = 2
LONGEST_WAIT_S = 1.8
LONGER = 1.5
"""Growth of the longest wait after a writer was killed before it acknowledged anything: on a busy
machine it would else never come so far, and the soak never end."""
HAND_PAUSE_S = 0.02


def entry(note: str) -> Entry:
    """A decision of the kind that people take."""
    return Entry(
        by="soak", kind="review", attack_id="2021-07-07-al-asad", decision="false claim", note=note
    )


def write(address: str, journal: str, channel: Connection) -> None:
    """Write without end, and tell each decision once the store has acknowledged it."""
    book, alone = Casebook.open(address), threading.Lock()

    def tell(kind: str, key: str, value: str) -> None:
        with alone:
            channel.send((kind, key, value))

    def casebook() -> None:
        while True:
            kept = book.append(entry("قصف " + "x" * random.randrange(2_000)))
            tell("casebook", kept.key, kept.sha256)

    def hand() -> None:
        while True:
            time.sleep(HAND_PAUSE_S)
            with contextlib.suppress(ConformError):  # another was quicker: nothing was kept
                key = os.urandom(8).hex()
                kept = load_journal(Path(journal)).record("attack", key, '{"note": "قصف"}', by="x")
                tell("journal", key, str(kept.entries[-1].number))

    for work in (*[casebook] * THREADS, hand):
        threading.Thread(target=work, daemon=True).start()
    threading.Event().wait()


class Writer:
    """A process that writes until it is killed."""

    def __init__(self, context: multiprocessing.context.BaseContext, *arguments: str) -> None:
        self._own, theirs = multiprocessing.Pipe(duplex=False)
        self.process = context.Process(target=write, args=(*arguments, theirs), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()

    def acknowledged(self) -> list[tuple[str, str, str]]:
        """What it acknowledged since the last time; half a message of a killed one is none."""
        found = []
        with contextlib.suppress(EOFError, OSError):
            while self._own.poll():
                found.append(self._own.recv())
        return found

    def kill(self) -> list[tuple[str, str, str]]:
        """Kill it, and give what it still said."""
        os.kill(self.process.pid, signal.SIGKILL)
        said = self.acknowledged()
        self.process.join()
        said += self.acknowledged()
        self._own.close()
        return said


def run(folder: Path, *, kills: int = 200, least: int = 5_000, seed: int | None = None) -> Outcome:
    """Kill writers of a casebook file and a journal.

    Parameters
    ----------
    folder
        Empty folder for both.
    kills
        How often a writer is killed, at least.
    least
        Acknowledged decisions of the casebook at which it may end.
    seed
        Of the moments; another each time without it.
    """
    moments = random.Random(seed)
    book, journal = str(folder / "casebook.sqlite"), folder / "journal"
    Casebook.open(book).append(entry("the first"))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["soak.kill", "alembic.command"])
    said: list[tuple[str, str, str]] = []
    writers = [Writer(context, book, str(journal)) for _ in range(PROCESSES)]
    begun = time.monotonic()
    done, longest_s = 0, LONGEST_WAIT_S
    while done < kills or sum(kind == "casebook" for kind, *_ in said) < least:
        time.sleep(moments.uniform(0, longest_s))
        before = len(said)
        for writer in writers:
            said += writer.acknowledged()
        one = done % PROCESSES
        said += writers[one].kill()
        longest_s *= LONGER if len(said) == before else 1
        writers[one] = Writer(context, book, str(journal))
        done += 1
    for writer in writers:
        said += writer.kill()
    took_s = time.monotonic() - begun
    in_book = {key: value for kind, key, value in said if kind == "casebook"}
    lost, faults = missing(book, in_book)
    in_journal = {key: value for kind, key, value in said if kind == "journal"}
    there = {one.key: str(one.number) for one in load_journal(journal).entries}
    lost += sum(there.get(key) != number for key, number in in_journal.items())
    summary = (
        f"{done} × SIGKILL in {took_s:.0f} s, {PROCESSES} processes of {THREADS + 1} writers: "
        f"{len(in_book):,} in the casebook, {len(in_journal):,} in the journal"
    )
    return Outcome("killed", summary, len(said), lost, faults)
