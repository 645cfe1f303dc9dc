"""Measure and print one table: medians, 95th percentiles and maxima, machine named."""

from __future__ import annotations

import argparse
import os
import platform

from rich.console import Console
from rich.table import Table

from bench import brief, check, page, vote
from geo.atlas import Atlas


def main() -> None:
    """Run every measurement, or the quick ones."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5, help="starts and checks to measure")
    options.add_argument("--clicks", type=int, default=15, help="pairs of clicks to measure")
    chosen = options.parse_args()
    atlas = Atlas.load()
    attacks = atlas.record.attacks
    shown = int((attacks["counts"] & attacks["target_lon"].notna()).sum())
    rows = [
        ("check, bundled record, warm", check.warm(chosen.rounds)),
        ("check, bundled record, whole command", check.command(chosen.rounds)),
        ("check, 10,000 invented attacks, warm", check.many(10_000, chosen.rounds)),
        ("briefing as PNG, 1920 × 1080, warm", brief.warm(chosen.rounds)),
        ("briefing as PNG, whole command", brief.command(chosen.rounds)),
        ("briefing of 100,000 attacks as PNG", brief.many(100_000, chosen.rounds)),
        ("learning usual ground from 10,000 attacks", vote.fit(10_000, chosen.rounds)),
        ("judging 1,000,000 claims by usual ground", vote.score(1_000_000, chosen.rounds)),
        ("server start to first map", page.first_map(chosen.rounds, shown=shown)),
        ("filter to repaint, 1,000 attacks", page.repaint(1_000, chosen.clicks)),
        ("filter to repaint, 10,000 attacks", page.repaint(10_000, chosen.clicks)),
    ]
    table = Table(
        title=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    for column in ("what", "n", "median s", "p95 s", "max s"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for what, seconds in rows:
        figures = [f"{value:.2f}" for value in page.summary(seconds)]
        table.add_row(what, str(len(seconds)), *figures)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
