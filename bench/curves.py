"""Speed over the number of points and of vertices, drawn."""

from __future__ import annotations

import tempfile
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.child import Child, Task

POINTS = (10_000, 100_000, 1_000_000, 10_000_000, 50_000_000)
VERTICES = (50, 500, 5_000, 50_000)
# Most points, and points of the curve over vertices: the slow ones would take all day.
LIMITS = {
    "ours, numba": (50_000_000, 1_000_000),
    "ours, numpy": (50_000_000, 1_000_000),
    "box mask + prepared shapely": (50_000_000, 1_000_000),
    "SedonaDB": (10_000_000, 1_000_000),
    "geopandas sjoin(within)": (1_000_000, 100_000),
    "PostGIS": (1_000_000, 100_000),
    "DuckDB spatial": (100_000, 10_000),
}
# Okabe and Ito's colours, told apart by those who do not see red against green.
COLOURS = ("#D55E00", "#E69F00", "#000000", "#0072B2", "#009E73", "#CC79A7", "#56B4E9")
MARKS = "os^Dv<>"
SLOW = 10_000_000
"""From so many points on one turn has to do."""


def curves() -> tuple[dict[str, list[tuple[int, float]]], dict[str, list[tuple[int, float]]]]:
    """Million points a second of each contender, over points and over vertices."""
    over_points = {
        name: [
            (n, rate) for n in POINTS if n <= most and (rate := _rate(Task(name, n))) is not None
        ]
        for name, (most, _) in LIMITS.items()
    }
    over_vertices = {
        name: [
            (v, rate)
            for v in VERTICES
            if (rate := _rate(Task(name, n, least=v, most=v))) is not None
        ]
        for name, (_, n) in LIMITS.items()
    }
    return over_points, over_vertices


def _rate(task: Task) -> float | None:
    with tempfile.TemporaryDirectory() as folder, Child(task, Path(folder)) as child:
        if child.missing:
            return None
        rounds = 3 if task.points < SLOW else 1
        seconds = [child.join()["seconds"] for _ in range(rounds)]
    return task.points / float(np.median(seconds)) / 1e6


def draw(path: Path) -> None:
    """Measure the curves and draw them side by side."""
    over_points, over_vertices = curves()
    with mpl.rc_context({"font.size": 9, "svg.hashsalt": "speed"}):
        figure = Figure(figsize=(10, 4.6), layout="constrained")
        left, right = figure.subplots(1, 2, sharey=True)
        _panel(left, over_points, "points (30 areas of 50 to 20,000 vertices)")
        _panel(right, over_vertices, "vertices of each of 30 areas")
        left.set_ylabel("million points a second on one core")
        handles, names = left.get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=4, frameon=False)
        figure.savefig(path, dpi=110)


def _panel(axes: Axes, series: dict[str, list[tuple[int, float]]], title: str) -> None:
    for (name, measured), colour, mark in zip(series.items(), COLOURS, MARKS, strict=True):
        if measured:
            axes.plot(*zip(*measured, strict=True), color=colour, marker=mark, ms=4, label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(title)
    axes.grid(visible=True, which="major", color="#dddddd", lw=0.6)
    axes.spines[["top", "right"]].set_visible(False)
