"""Measure and print tables: the joins beside others, and what people wait for."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bench import bars, brief, check, curves, intake, joins, million, page, places, vote
from bench.surface.row import Row
from geo.atlas import Atlas

WIDTH = 120


def main() -> None:
    """Run every measurement, or one kind."""
    options = argparse.ArgumentParser(description=__doc__)
    kinds = ("joins", "intake", "dashboard", "million", "surface")
    options.add_argument("--only", choices=kinds, help="one kind alone")
    options.add_argument("--rounds", type=int, default=5, help="starts, checks, joins to measure")
    options.add_argument("--clicks", type=int, default=15, help="pairs of clicks to measure")
    options.add_argument("--large", type=int, default=50_000_000, help="points through Dask")
    options.add_argument("--rows", type=int, default=1_000_000, help="rows of the file to import")
    options.add_argument("--places", type=int, default=100_000, help="rows with places to look up")
    options.add_argument("--attacks", type=int, default=1_000_000, help="attacks on the dashboard")
    options.add_argument("--plot", type=Path, help="draw the curves over points and vertices")
    chosen = options.parse_args()
    console = Console(width=WIDTH)
    if chosen.only in {None, "joins"}:
        rows = joins.table(rounds=chosen.rounds)
        console.print(_joins(rows))
        console.print(_bars(bars.bars(rows, large=chosen.large)))
    if chosen.plot:
        curves.draw(chosen.plot)
    if chosen.only in {None, "intake"}:
        console.print(_places(places.checked(chosen.places, chosen.places // 5)))
        console.print(_intake(intake.taken(chosen.rows, min(chosen.rounds, 5))))
    if chosen.only in {None, "dashboard"}:
        console.print(_waits(chosen.rounds, chosen.clicks))
    if chosen.only in {None, "million"}:
        console.print(_at_size(chosen.attacks, chosen.rounds, chosen.clicks))
    if chosen.only in {None, "surface"}:
        # It opens pages of the dashboard, whose libraries no other kind should wait for.
        from bench.surface.measure import measured

        if not print_surface(console, measured()):
            sys.exit(1)


def print_surface(console: Console, parts: Iterable[tuple[str, list[Row]]]) -> bool:
    """Print each part once it is measured; tell whether no figure is as it should not be."""
    failed, many = [], 0
    for title, rows in parts:
        table = Table("what", "was", "is", "holds", title=title, expand=True)
        for column, share in zip(table.columns, (30, 20, 45, None), strict=True):
            column.ratio, column.overflow = share, "fold"
        table.columns[-1].width = len("holds")
        for row in rows:
            holds = "–" if row.holds is None else "yes" if row.holds else "NO"
            table.add_row(escape(row.what), escape(row.was), escape(row.now), holds)
            failed += [row.what] if row.holds is False else []
            many += row.holds is not None
        console.print(table)
    console.print(f"{many - len(failed)} of {many} hold.")
    return not failed


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _joins(rows: list[joins.Row]) -> Table:
    """One row a contender; each on one core, ratios to the exact reference."""
    reference = next(row.rate for row in rows if row.name == joins.REFERENCE)
    table = Table(title=f"All pairs, 30 areas, {_machine()}", caption="one core each, interleaved")
    for column in ("join", "points", "M points/s", "ratio", "CPU s", "peak MB", "missed", "extra"):
        table.add_column(column, justify="left" if column == "join" else "right")
    for row in rows:
        if row.missing:
            table.add_row(row.name, escape(f"did not run: {row.missing}"))
            continue
        figures = [f"{row.points:,}", f"{row.rate:.3g}", f"{row.rate / reference:.2g}"]
        figures += [f"{row.cpu:.2f}", f"{row.peak_mb:.0f}", f"{row.missed:,}", f"{row.extra:,}"]
        table.add_row(row.name, *figures)
    return table


def _bars(found: list[bars.Bar]) -> Table:
    """One row a promise."""
    table = Table("what", "measured", "bar", "holds", title="Promises")
    for bar in found:
        table.add_row(bar.what, bar.measured, bar.bar, "yes" if bar.holds else "NO")
    return table


def _intake(rounds: list[intake.Taken]) -> Table:
    """One row a round: where the seconds of an import go."""
    first = rounds[0]
    table = Table(
        title=f"CSV of {first.megabytes:.0f} MB, file to map, {_machine()}",
        caption=f"{first.counts}; at most {intake.BAR_S:g} s for 1,000,000 rows on two cores",
    )
    for column in (*intake.STEPS, "all", "CPU s", "peak MB", "holds"):
        table.add_column(column, justify="right")
    for taken in rounds:
        figures = [f"{taken.seconds[step]:.2f}" for step in intake.STEPS]
        holds = "yes" if taken.whole_s < intake.BAR_S else "NO"
        table.add_row(
            *figures, f"{taken.whole_s:.2f}", f"{taken.cpu:.2f}", f"{taken.peak_mb:,.0f}", holds
        )
    return table


def _places(found: list[places.Checked]) -> Table:
    """One row a way to check a table of places that nobody knows."""
    table = Table(
        title=f"Places that nobody knows, cells to faults, {_machine()}",
        caption=f"at most {places.BAR_S:g} s for 100,000 rows of 20,000 places on two quiet cores",
    )
    for column in ("what", "rows", "seconds", "CPU s", "peak MB", "holds"):
        table.add_column(column, justify="left" if column in {"what", "rows"} else "right")
    for one in found:
        holds = "" if one.what == places.LOOP else "yes" if one.seconds < places.BAR_S else "NO"
        figures = [f"{one.seconds:.2f}", f"{one.cpu:.2f}", f"{one.peak_mb:,.0f}", holds]
        table.add_row(one.what, one.counts, *figures)
    return table


def _waits(rounds: int, clicks: int) -> Table:
    """What a person waits for: medians, 95th percentiles and maxima."""
    atlas = Atlas.load()
    attacks = atlas.record.attacks
    shown = int((attacks["counts"] & attacks["target_lon"].notna()).sum())
    rows = [
        ("check, bundled record, warm", check.warm(rounds)),
        ("check, bundled record, whole command", check.command(rounds)),
        ("check, 10,000 invented attacks, warm", check.many(10_000, rounds)),
        ("briefing as PNG, 1920 × 1080, warm", brief.warm(rounds)),
        ("briefing as PNG, whole command", brief.command(rounds)),
        ("briefing of 100,000 attacks as PNG", brief.many(100_000, rounds)),
        ("learning usual ground from 10,000 attacks", vote.fit(10_000, rounds)),
        ("judging 1,000,000 claims by usual ground", vote.score(1_000_000, rounds)),
        ("server start to first map", page.first_map(rounds, shown=shown)),
        ("filter to repaint, 1,000 attacks", page.repaint(1_000, clicks)),
        ("filter to repaint, 10,000 attacks", page.repaint(10_000, clicks)),
    ]
    return _seconds(_machine(), rows)


def _at_size(attacks: int, rounds: int, clicks: int) -> Table:
    """What a person waits for with very many attacks loaded, and the memory that they take."""
    found = million.measure(attacks, rounds=rounds, clicks=clicks)
    rows = [
        (f"start to first map of all, {attacks:,} attacks", [found.loading_s]),
        (f"first map in a new browser, {attacks:,} attacks loaded", found.first_s),
        (f"filter to repaint, {attacks:,} attacks", found.repaint_s),
    ]
    table = _seconds(_machine(), rows)
    table.caption = f"server: {found.resident_mb:,.0f} MB, at most {found.peak_mb:,.0f} MB"
    return table


def _seconds(title: str, rows: list[tuple[str, list[float]]]) -> Table:
    table = Table(title=title)
    for column in ("what", "n", "median s", "p95 s", "max s"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for what, seconds in rows:
        figures = [f"{value:.2f}" for value in page.summary(seconds)]
        table.add_row(what, str(len(seconds)), *figures)
    return table


if __name__ == "__main__":
    main()
