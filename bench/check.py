"""How long the check takes: in a warm process, and as a whole command from cold."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

from bench.synthetic import attacks
from geo.atlas import Atlas
from geo.records.record import conform_attacks
from geo.verdicts.check import check


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Seconds of each round, after one that is not counted."""
    work()
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return seconds


def command(rounds: int) -> list[float]:
    """Seconds of `fasail-atlas check --format json` on the bundled record, as a process."""
    line = [sys.executable, "-m", "dashboard.cli", "check", "--format", "json"]
    return timed(lambda: subprocess.run(line, check=True, capture_output=True), rounds)


def warm(rounds: int) -> list[float]:
    """Seconds of the check of the bundled record in a process that has loaded it."""
    atlas = Atlas.load()
    record = atlas.record
    return timed(lambda: check(record, atlas=atlas), rounds)


def many(n: int, rounds: int) -> list[float]:
    """Seconds of the check of n invented attacks, each at a place of its own."""
    atlas = Atlas.load()
    raw = attacks(n, seed=1).fillna("").astype(str)
    record = conform_attacks(
        raw, file="invented", registry=atlas.registry, gazetteer=atlas.gazetteer
    )
    return timed(lambda: check(record, atlas=atlas), rounds)
