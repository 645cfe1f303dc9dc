"""One contender in a process of its own: told over a pipe when to join, it answers in figures."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from bench.contenders import ENTRIES, pin_to_one_core
from bench.outlines import outlines, points


@dataclass(frozen=True)
class Task:
    """What a contender is to join; every process draws the same from the same figures."""

    name: str
    points: int
    areas: int = 30
    least: int = 50
    most: int = 20_000

    def data(self) -> tuple[Any, Any, Any]:
        """Longitudes, latitudes and polygons."""
        polygons = outlines(self.areas, least=self.least, most=self.most, seed=1)
        return *points(self.points, polygons, seed=2), polygons


class Child:
    """A process that has prepared one contender.

    Parameters
    ----------
    task
        What it is to join.
    folder
        Where it leaves the pairs of its first round.
    """

    def __init__(self, task: Task, folder: Path) -> None:
        self.task = task
        self.pairs_file = folder / f"{task.name.replace(' ', '-')}-{task.points}.npy"
        line = [sys.executable, "-m", "bench.child", json.dumps(vars(task)), str(self.pairs_file)]
        self._process = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.missing = self._answer().get("missing", "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.communicate("end\n")

    def join(self) -> dict[str, float]:
        """Seconds, CPU seconds and peak memory in MB of one join."""
        assert self._process.stdin is not None
        self._process.stdin.write("join\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.task.name} ended without an answer")
        return dict(json.loads(line))


def cpu_seconds(servers: Sequence[int] = ()) -> float:
    """CPU seconds that this process and its servers have used so far."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in servers]
    ticks = sum(int(field[11]) + int(field[12]) for field in fields)
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def peak_mb(servers: Sequence[int] = ()) -> float:
    """Most memory that this process and its servers have held, MB."""
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    files = [Path(f"/proc/{pid}/status") for pid in ("self", *servers)]
    lines = [line for file in files for line in file.read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _serve(task: Task, pairs_file: Path) -> None:
    pin_to_one_core()
    try:
        contender = ENTRIES[task.name].make(*task.data())
    except (ImportError, FileNotFoundError):
        print(json.dumps({"missing": ENTRIES[task.name].install}), flush=True)
        return
    servers = [contender.pid] if hasattr(contender, "pid") else []
    for pid in servers:
        pin_to_one_core(pid)
    print(json.dumps({}), flush=True)
    for line in sys.stdin:
        if line.strip() == "end":
            return
        # The first join of a turn brings caches and memory back from whoever ran in between.
        contender.pairs()
        cpu, begin = cpu_seconds(servers), time.perf_counter()
        point, area = contender.pairs()
        seconds = time.perf_counter() - begin
        figures = {
            "seconds": seconds,
            "cpu": cpu_seconds(servers) - cpu,
            "peak_mb": peak_mb(servers),
        }
        if not pairs_file.exists():
            pair = np.asarray(point, dtype=np.int64) * task.areas + np.asarray(area)
            np.save(pairs_file, np.sort(pair))
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    _serve(Task(**json.loads(sys.argv[1])), Path(sys.argv[2]))
