"""PostgreSQL is stopped and started while many write: each acknowledged decision must be there."""

from __future__ import annotations

import random
import signal
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from geo.casebook.log import Casebook
from geo.errors import AtlasError
from soak.kill import entry
from soak.outcome import Outcome, missing
from tests.support.postgres import running

WRITERS = 8
UP_S, DOWN_S = 2.0, 1.5


@dataclass
class Responses:
    """What the store said to those who wrote: hashes by key, refusals, and what is not ours."""

    kept: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    def write(self, book: Casebook, over: threading.Event) -> None:
        """Write until it is over."""
        while not over.is_set():
            try:
                one = book.append(entry("قصف"))
            except AtlasError as error:
                self.refused.append(str(error))
            except Exception as error:  # noqa: BLE001 - what is looked for
                self.strange.append(f"not ours: {type(error).__name__}: {error}")
            else:
                self.kept[one.key] = one.sha256

    def faults(self, *, secret: str) -> list[str]:
        """What should not have been said."""
        unclear = {text for text in self.refused if "Nothing was kept" not in text}
        leaks = ["a message held the password"] if any(secret in r for r in self.refused) else []
        return [*self.strange, *sorted(unclear), *leaks]


def run(folder: Path, *, restarts: int = 10) -> Outcome:  # noqa: ARG001 - the cluster has its own
    """Restart a server under load, in turn politely and as a crash.

    Parameters
    ----------
    folder
        Not used: the server keeps its own.
    restarts
        How often.
    """
    responses = Responses()
    over = threading.Event()
    with running() as server:
        book = Casebook.open(server.address)
        book.append(entry("the first"))
        threads = [
            threading.Thread(target=responses.write, args=(book, over)) for _ in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        for number in range(restarts):
            time.sleep(random.uniform(0, UP_S))
            server.stop(signal.SIGQUIT if number % 2 else signal.SIGINT)
            time.sleep(random.uniform(0, DOWN_S))
            server.start()
        before = len(responses.kept)
        time.sleep(UP_S)
        over.set()
        for thread in threads:
            thread.join()
        faults = responses.faults(secret=server.password)
        if len(responses.kept) == before:
            faults.append("nothing was written after the last start")
        lost, broken = missing(server.address, responses.kept)
    done = (
        f"{restarts} × PostgreSQL restarted under {WRITERS} writers, every second time by a crash: "
        f"{len(responses.refused)} writes refused with a message, all others waited it out"
    )
    return Outcome("PostgreSQL restarted", done, len(responses.kept), lost, (*faults, *broken))
