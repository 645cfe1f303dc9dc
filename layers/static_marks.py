"""Targets, launches and crosses of the printed map, gathered where they would overlap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from geo import crs
from layers import style
from layers.gather import gather
from layers.spec import PointLayer
from layers.static_frame import Disc, Frame, printable

_REACH_PX: Final = 26.0
_TOUCH: Final = 0.98
_COMPASS: Final = [
    (math.cos(math.radians(turn)), math.sin(math.radians(turn))) for turn in range(210, 570, 15)
]
"""Ways to step aside; of equally near ones the first counts, up and to the left."""
_MARKERS: Final = {
    "circle": "o",
    "diamond": "D",
    "cross": "X",
    "square": "s",
    "triangle": "^",
    "wedge": "v",
}
_COLUMNS: Final = ("x", "y", "count", "tone", "shape", "loud", "selected")
_LOUDNESS: Final = {verdict: rank for rank, verdict in enumerate(style.RINGED)}


def _fold(fold: np.ufunc, values: ArrayLike, starts: NDArray[np.intp]) -> NDArray:
    """Fold runs of values that begin at ``starts``."""
    given = np.asarray(values)
    return fold.reduceat(given, starts) if len(starts) else given


def gathered(layer: PointLayer, frame: Frame) -> pd.DataFrame:
    """Give the marks to draw, in the regional conic (metres), busiest last."""
    table = layer.features[~layer.features["shape"].isin(["disc", "dot", "label"])]
    x, y = crs.project(table.geometry.x.to_numpy(), table.geometry.y.to_numpy())
    count = table["count"].to_numpy(dtype=np.int64)
    owner = gather(x, y, count, reach=frame.metres(_REACH_PX))
    loud = table["ring"].map(_LOUDNESS).fillna(len(_LOUDNESS)).to_numpy(dtype=int)
    flat = pd.DataFrame(
        {
            "x": x[owner],
            "y": y[owner],
            "owner": owner,
            "count": count,
            "tone": table["tone"].to_numpy(),
            "shape": table["shape"].to_numpy(),
            "loud": loud,
            "selected": table["selected"].to_numpy(dtype=bool),
        }
    )
    # One sort for all the folds: a groupby of eight aggregates costs more than the drawing.
    flat = flat.sort_values("owner", kind="stable")
    starts = np.flatnonzero(np.diff(flat["owner"].to_numpy(), prepend=-1))
    tone = pd.factorize(flat["tone"])[0]
    marks = flat.iloc[starts].assign(
        count=_fold(np.add, flat["count"], starts),
        loud=_fold(np.minimum, flat["loud"], starts),
        selected=_fold(np.logical_or, flat["selected"], starts),
        tones=_fold(np.maximum, tone, starts) - _fold(np.minimum, tone, starts) + 1,
    )
    marks["tone"] = marks["tone"].where(marks["tones"] == 1, style.NEUTRAL)
    return marks.sort_values(["count", "y"], kind="stable")


def draw_marks(axes: Axes, layer: PointLayer, frame: Frame) -> None:
    """Draw each mark with its ring and its number or letter, and keep labels off it."""
    marks = gathered(layer, frame)
    rings = [*style.RINGED, ""]
    rows = list(zip(*(marks[name] for name in _COLUMNS), strict=True))
    discs = []
    for x, y, count, *_, loud, _ in rows:
        px, py = frame.to_px(x, y)
        radius_px = style.mark_radius_px(count) + style.RING_PX.get(rings[loud], 0.0) + 2
        discs.append((px, py, frame.pixels(radius_px)))
    placed = _apart(discs, frame.marks)
    for (_, _, count, tone, shape, loud, selected), (px, py, _) in zip(rows, placed, strict=True):
        _one(
            axes,
            frame,
            at=frame.to_metres(px, py),
            radius_px=style.mark_radius_px(count),
            tone=tone,
            shape=shape,
            ring=rings[loud],
            selected=selected,
            text=str(count) if count > 1 else style.group_style(tone).letter,
        )
    frame.marks += placed


def _apart(discs: Sequence[Disc], below: Sequence[Disc]) -> list[Disc]:
    """Move marks off those of the layers below, and what was moved off the marks that stay."""
    hidden = [_hits(disc, below) for disc in discs]
    taken = [*below, *(disc for disc, moves in zip(discs, hidden, strict=True) if not moves)]
    placed = list(discs)
    for at, moves in enumerate(hidden):
        if moves:
            placed[at] = _aside(discs[at], taken)
            taken.append(placed[at])
    return placed


def _hits(disc: Disc, others: Sequence[Disc]) -> list[Disc]:
    """Those of the others that the disc would overlap by more than a hair."""
    x, y, reach = disc
    return [
        other
        for other in others
        if math.hypot(x - other[0], y - other[1]) < (reach + other[2]) * _TOUCH
    ]


def _aside(disc: Disc, taken: Sequence[Disc]) -> Disc:
    """The free place beside what the disc overlaps that is nearest to its own, or its own."""
    px, py, reach = disc
    beside = [
        (x + ux * (radius + reach), y + uy * (radius + reach), reach)
        for x, y, radius in _hits(disc, taken)
        for ux, uy in [*_ways_out(px - x, py - y), *_COMPASS]
    ]
    free = [place for place in beside if not _hits(place, taken)]
    return min(free, key=lambda place: math.hypot(place[0] - px, place[1] - py), default=disc)


def _ways_out(dx: float, dy: float) -> list[tuple[float, float]]:
    """Straight away from the middle of what is overlapped, if there is such a way."""
    gap = math.hypot(dx, dy)
    return [(dx / gap, dy / gap)] if gap > 1 else []


def _one(
    axes: Axes,
    frame: Frame,
    *,
    at: tuple[float, float],
    radius_px: float,
    tone: str,
    shape: str,
    ring: str,
    selected: bool,
    text: str,
) -> None:
    colours = style.palette(frame.theme)
    ink = style.group_style(tone).colour(frame.theme)
    marker = _MARKERS.get(shape, "o")
    # matplotlib's D has its half diagonal at 0.71 of its size; both renderers draw 1.2 radii.
    size = frame.points(2 * radius_px * (0.85 if shape == "diamond" else 1.0))
    x, y = [at[0]], [at[1]]

    def dot(side: float, **look: object) -> None:
        axes.plot(x, y, marker=marker, markersize=side, linestyle="", zorder=frame.order, **look)  # type: ignore[arg-type]

    if selected:
        dot(
            size + frame.points(16),
            markerfacecolor="none",
            markeredgecolor=colours.select,
            markeredgewidth=frame.points(2),
        )
    if shape == "cross":
        dot(
            size,
            markerfacecolor=colours.mark_edge,
            markeredgecolor=ink,
            markeredgewidth=frame.points(1.2),
        )
        return
    if ring:
        width, colour = style.RING_PX[ring], style.verdict_colour(ring, frame.theme)
        dot(
            size + frame.points(2.4 + 2 * width),
            markerfacecolor=colour,
            markeredgecolor=colours.mark_edge,
            markeredgewidth=frame.points(1),
        )
        if ring in style.DOUBLE_RINGS:
            dot(
                size + frame.points(2.4 + width),
                markerfacecolor=colour,
                markeredgecolor=colours.mark_edge,
                markeredgewidth=frame.points(style.RING_GAP_PX),
            )
    dot(
        size,
        markerfacecolor=ink,
        markeredgecolor=colours.mark_edge,
        markeredgewidth=frame.points(1.3),
    )
    if text:
        axes.text(
            at[0],
            at[1],
            printable(text),
            ha="center",
            va="center_baseline",
            family=style.STATIC_FONT,
            fontsize=frame.points(float(np.clip(radius_px * 1.1, 7.5, 12))),
            fontweight="bold",
            color=style.text_on(ink),
            zorder=frame.order,
            parse_math=False,
            clip_on=True,
        )
