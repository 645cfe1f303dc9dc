"""How long a briefing takes: its picture in a warm process, the command from cold, many attacks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.check import timed
from bench.synthetic import attacks
from dashboard.services.brief_request import Request, made_at
from dashboard.services.briefing import Briefer
from dashboard.services.dataset import Dataset
from dashboard.services.selection import Selection
from geo.atlas import Atlas
from layers.brief.view import Options


def _request(*formats: str) -> Request:
    return Request(
        kind="overview",
        selection=Selection(),
        options=Options(),
        formats=formats,
        sizes=("hd",),
        made=made_at("2026-01-01T00:00:00"),
        marking="TLP:CLEAR",
    )


@contextmanager
def _invented(n: int) -> Iterator[Dataset]:
    """Check n invented attacks in a folder that lasts as long as they are asked for."""
    with tempfile.TemporaryDirectory() as folder:
        attacks(n, seed=1).to_csv(Path(folder) / "attacks.csv", index=False)
        yield Dataset.of(Atlas.load(Path(folder)))


def warm(rounds: int) -> list[float]:
    """Seconds of a 1920 × 1080 PNG with its manifest in a process that has loaded the record."""
    briefer = Briefer(Dataset.of(Atlas.load()))
    return timed(lambda: briefer.make(_request("png")), rounds)


def command(rounds: int) -> list[float]:
    """Seconds of `fasail-atlas brief --format png` on the bundled record, as a process."""
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "dashboard.cli", "brief", "--format", "png", "--out", folder]
        return timed(lambda: subprocess.run(line, check=True, capture_output=True), rounds)


def many(n: int, rounds: int, *, formats: tuple[str, ...] = ("png",)) -> list[float]:
    """Seconds of an export of a view with n invented attacks, the record loaded and checked."""
    with _invented(n) as data:
        # What is drawn is made again each time; the record and its findings are not.
        return timed(lambda: Briefer(data).make(_request(*formats)), rounds)
