"""A process watched to its end: what it said, the CPU seconds it took, and the most memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

EVERY_S = 0.01


@dataclass(frozen=True)
class Ended:
    """How a process ended.

    Parameters
    ----------
    code
        Its exit code; negative where a signal ended it.
    said
        Its output and errors.
    wall_s, cpu_s
        Seconds on the clock, and of CPU time with all processes that it waited for.
    peak_mb
        Most memory that it, or one of the processes that it began, has held, MB.
    """

    code: int
    said: str
    wall_s: float
    cpu_s: float
    peak_mb: float


def ended(*line: str, **environment: str) -> Ended:
    """Run Python with some arguments and watch it.

    Parameters
    ----------
    *line
        What follows the interpreter.
    **environment
        Beside that of this process.
    """
    with tempfile.TemporaryFile("w+") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *line],
            stdout=output,
            stderr=output,
            env={**os.environ, "NO_COLOR": "1", **environment},
        )
        peaks = [0.0]
        done = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, peaks, done))
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        done.set()
        watch.join()
        output.seek(0)
        said = output.read()
    # On Linux this figure begins with the memory of whoever began the process.
    own_mb = used.ru_maxrss / 2**20 if sys.platform == "darwin" else 0.0
    cpu_s = used.ru_utime + used.ru_stime
    return Ended(process.returncode, said, wall_s, cpu_s, max(own_mb, *peaks))


def _watch(pid: int, peaks: list[float], done: threading.Event) -> None:
    """Note the most that each process of a tree holds, for those that nobody waits for."""
    while not done.wait(EVERY_S):
        peaks.extend(_peak_mb(one) for one in _tree(pid))
        peaks[:] = [max(peaks)]


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _peak_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
