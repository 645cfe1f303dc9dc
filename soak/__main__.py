"""Run the parts and print their table; exit code 1 when anything was lost or went wrong."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from soak import faults, kill, restart, sessions
from soak.outcome import Outcome

WIDTH = 120


def main() -> None:
    """Run every part, or some."""
    options = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parts: dict[str, Callable[[Path, argparse.Namespace], Outcome]] = {
        "kill": lambda folder, said: kill.run(folder, kills=said.kills, least=said.least),
        "full": lambda folder, _: faults.full(folder),
        "readonly": lambda folder, _: faults.readonly(folder),
        "locked": lambda folder, _: faults.locked(folder),
        "restart": lambda folder, said: restart.run(folder, restarts=said.restarts),
        "sessions": lambda folder, said: sessions.run(
            folder, people=said.people, seconds=said.seconds
        ),
    }
    options.add_argument("--only", choices=parts, action="append", help="this part; repeatable")
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--least", type=int, default=5_000, help="decisions acknowledged in all")
    options.add_argument("--restarts", type=int, default=10)
    options.add_argument("--people", type=int, default=20, help="browser sessions at once")
    options.add_argument("--seconds", type=float, default=300, help="how long they work")
    said = options.parse_args()
    console = Console(width=WIDTH)
    found = []
    for name in said.only or parts:
        console.print(f"{name} …")
        with tempfile.TemporaryDirectory(prefix="atlas-soak-") as folder:
            found.append(parts[name](Path(folder), said))
    console.print(_table(found))
    raise SystemExit(not all(one.well for one in found))


def _table(found: list[Outcome]) -> Table:
    where = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    table = Table(title=f"Decisions under load and faults ({where})", show_lines=True)
    for column in ("part", "what was done", "acknowledged", "lost", "what went wrong"):
        right = column in {"acknowledged", "lost"}
        table.add_column(column, justify="right" if right else "left")
    for one in found:
        wrong = "\n".join(one.faults) or "nothing"
        table.add_row(one.part, one.done, f"{one.acknowledged:,}", f"{one.lost:,}", wrong)
    return table


if __name__ == "__main__":
    main()
