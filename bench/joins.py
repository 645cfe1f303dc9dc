"""The table of joins: interleaved rounds on one core, medians, ratios, exactness beside speed."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.child import Child, Task
from bench.contenders import ENTRIES

REFERENCE = "box mask + prepared shapely"


@dataclass(frozen=True)
class Row:
    """Figures of one contender.

    Parameters
    ----------
    name
        The contender.
    points
        Points that it was given.
    seconds, cpu
        Median of the rounds.
    peak_mb
        Most memory of its process, imports and data included, with the server's where it has one.
    missed, extra
        Pairs that the exact reference has and it has not, and the reverse.
    missing
        What to install, where it did not run.
    """

    name: str
    points: int
    seconds: float = float("nan")
    cpu: float = float("nan")
    peak_mb: float = float("nan")
    missed: int = 0
    extra: int = 0
    missing: str = ""

    @property
    def rate(self) -> float:
        """Million points per second."""
        return self.points / self.seconds / 1e6


def table(*, rounds: int, share: float = 1.0) -> list[Row]:
    """Measure every contender on the same outlines, one after the other, round by round.

    Parameters
    ----------
    rounds
        Turns of each contender, one after the other. A turn is a join that is not counted and
        one that is.
    share
        Part of each contender's points that it is given.
    """
    tasks = [Task(name, max(1_000, int(e.points * share))) for name, e in ENTRIES.items()]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        children = [stack.enter_context(Child(task, Path(folder))) for task in tasks]
        running = [child for child in children if not child.missing]
        answers_by_round = [[child.join() for child in running] for _ in range(rounds)]
        rows = [
            Row(child.task.name, child.task.points, missing=child.missing)
            for child in children
            if child.missing
        ]
        for at, child in enumerate(running):
            mine = [answers[at] for answers in answers_by_round]
            missed, extra = _against_reference(child, Path(folder))
            rows.append(
                Row(
                    child.task.name,
                    child.task.points,
                    seconds=float(np.median([one["seconds"] for one in mine])),
                    cpu=float(np.median([one["cpu"] for one in mine])),
                    peak_mb=mine[-1]["peak_mb"],
                    missed=missed,
                    extra=extra,
                )
            )
    order = list(ENTRIES)
    return sorted(rows, key=lambda row: order.index(row.name))


def _against_reference(child: Child, folder: Path) -> tuple[int, int]:
    """Pairs missed and pairs too many, against the exact reference on the same points."""
    truth = Task(REFERENCE, child.task.points)
    file = folder / f"{truth.name.replace(' ', '-')}-{truth.points}.npy"
    if not file.exists():
        with Child(truth, folder) as reference:
            reference.join()
    mine, exact = np.load(child.pairs_file), np.load(file)
    return len(np.setdiff1d(exact, mine)), len(np.setdiff1d(mine, exact))
