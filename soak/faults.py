"""A full disk, a folder without rights, a locked file: reported plainly, nothing lost, then on."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from geo.casebook.log import Casebook
from geo.errors import AtlasError
from geo.workspace.journal import load_journal
from soak.kill import entry
from soak.outcome import Outcome, missing

NOBODY = 65_534
SMALL = "size=16m"
ROUNDS = 5
GAP_BYTES = 600_000


class Stores:
    """A casebook and a journal in one folder, and what they acknowledged."""

    def __init__(self, folder: Path, *, busy_s: float = 30.0) -> None:
        self.path, self.journal = folder / "casebook.sqlite", folder / "journal"
        self.book = Casebook.open(self.path, busy_s=busy_s)
        self.in_book: dict[str, str] = {}
        self.in_journal: dict[str, int] = {}

    def decide(self) -> None:
        """Keep a decision in the casebook."""
        kept = self.book.append(entry("x" * 4_000))
        self.in_book[kept.key] = kept.sha256

    def note(self) -> None:
        """Keep a decision in the journal."""
        key = os.urandom(8).hex()
        kept = load_journal(self.journal).record("attack", key, "x" * 4_000, by="soak")
        self.in_journal[key] = kept.entries[-1].number

    def outcome(self, part: str, done: str, faults: list[str]) -> Outcome:
        """What is missing of all that was acknowledged."""
        lost, broken = missing(str(self.path), self.in_book)
        there = {one.key: one.number for one in load_journal(self.journal).entries}
        lost += sum(there.get(key) != number for key, number in self.in_journal.items())
        count = len(self.in_book) + len(self.in_journal)
        return Outcome(part, done, count, lost, (*faults, *broken))


def _refused(act: Callable[[], None], *, words: tuple[str, ...], faults: list[str]) -> None:
    """Hold that an act is refused with a sentence of ours that says one of these."""
    try:
        act()
    except AtlasError as error:
        if not any(word in str(error) for word in words):
            faults.append(f"unclear: {error}")
    except Exception as error:  # noqa: BLE001 - whatever else comes is what is looked for
        faults.append(f"not ours: {type(error).__name__}: {error}")
    else:
        faults.append(f"went through: {act.__name__}")


@contextlib.contextmanager
def small(folder: Path) -> Iterator[Path]:
    """Mount a file system of sixteen megabytes."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", SMALL, "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def full(folder: Path, *, rounds: int = ROUNDS) -> Outcome:
    """Fill a small file system to the brim, then make room, several times."""
    faults: list[str] = []
    try:
        with small(folder):
            stores = Stores(folder)
            for _ in range(rounds):
                for act in (stores.decide, stores.note):
                    act()
                    filler = folder / "filler"
                    _fill(filler)
                    os.truncate(filler, max(0, filler.stat().st_size - random.randrange(GAP_BYTES)))
                    with contextlib.suppress(AtlasError):
                        for _ in range(2_000):
                            act()
                    words = ("disk is full", "No space left")
                    _refused(act, words=words, faults=faults)
                    with contextlib.suppress(OSError), filler.open("ab", buffering=0) as rest:
                        rest.write(b"x" * 65_536)
                    _readable(stores, words=words, faults=faults)
                    filler.unlink()
                    act()
            done = f"{2 * rounds} × a tmpfs of 16 MB filled, refused, room made, written again"
            return stores.outcome("disk full", done, faults)
    except subprocess.CalledProcessError:
        return Outcome("disk full", "not run", 0, 0, ("no right to mount a tmpfs: run as root",))


def _readable(stores: Stores, *, words: tuple[str, ...], faults: list[str]) -> None:
    """Hold that the chain is whole, or that reading is refused plainly: its index needs room."""
    try:
        if stores.book.verify().broken:
            faults.append("the chain is broken while the disk is full")
    except AtlasError as error:
        if not any(word in str(error) for word in words):
            faults.append(f"unclear: {error}")


def _fill(path: Path) -> None:
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 4_096)


def _as_nobody(folder: str, channel: Connection) -> None:
    stores, faults = Stores(Path(folder), busy_s=2), list[str]()
    stores.book.verify()  # loads all that this user may not load afterwards
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    words = ("may not be written", "cannot be opened", "Permission denied", "Read-only")
    for act in (stores.decide, stores.note):
        for _ in range(ROUNDS):
            _refused(act, words=words, faults=faults)
    channel.send(faults)


def readonly(folder: Path) -> Outcome:
    """Write as a user without rights into a folder that may only be read, then as its owner."""
    stores = Stores(folder)
    stores.decide()
    stores.note()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    own, theirs = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("forkserver")
    process = context.Process(target=_as_nobody, args=(str(folder), theirs))
    process.start()
    theirs.close()
    try:
        faults = own.recv()
    except EOFError:
        faults = ["the process without rights ended before it answered"]
    process.join()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    stores.decide()
    stores.note()
    done = f"{2 * ROUNDS} × written by a user without rights, refused; then by the owner"
    return stores.outcome("read-only folder", done, faults)


def locked(folder: Path) -> Outcome:
    """Let another program hold the file, then let it go, several times."""
    stores, faults = Stores(folder, busy_s=0.5), list[str]()
    stores.decide()
    for _ in range(ROUNDS):
        other = sqlite3.connect(stores.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        _refused(stores.decide, words=("another program holds it",), faults=faults)
        if stores.book.verify().broken:
            faults.append("it cannot be read while it is locked")
        other.execute("ROLLBACK")
        other.close()
        stores.decide()
    done = f"{ROUNDS} × the casebook held by another program, refused, let go, written again"
    return stores.outcome("locked", done, faults)
