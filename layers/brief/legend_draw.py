"""Draw a laid-out legend from the tokens that the map is drawn with."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.patches import Polygon, Rectangle

from layers import mark_tones, style
from layers.age_style import AGE_STYLES, DOT, age_style
from layers.brief.items import Box
from layers.brief.legend_rows import LegendBlock
from layers.brief.line_text import LineText
from layers.legend import LegendEntry
from layers.mark_shapes import arc, slice_of
from layers.measure import printable
from layers.static.shapes import draw_hatch

_MARKERS: Final = {
    "circle": "o",
    "diamond": "D",
    "cross": "X",
    "square": "s",
    "triangle": "^",
    "wedge": "v",
}
_PX_AN_INCH: Final = 96.0
_BAR_SIZES: Final = 24.0
"""How long a scale of colours is, in sizes of its letters."""

_BAR_STEPS: Final = 48
_DASHES: Final[dict[tuple[int, ...], tuple[float, float]]] = {
    age.dash: (max(age.dash[0] * 0.6, 0.01), age.dash[1] * 0.6)
    for age in AGE_STYLES.values()
    if age.dash
}
"""Dashes of ages in a sample, which is smaller than ground."""

_BAND_TINT: Final = 0.16
# Inches of a page run downwards.
_DOWN: Final = np.array([1.0, -1.0])
# A ring of three pixels is a quarter as wide as the letters beside it are high.
_RING_OF_LETTERS: Final = 16.0
# The line of a mark that only points, within its outline: in sizes of the sample, and of letters.
_LINE_AT: Final = 0.44
_LINE_OF_LETTERS: Final = 0.15


def draw_legend(paper: Axes, block: LegendBlock, box: Box, *, scale: float) -> None:
    """Draw every row of a legend: samples, then words.

    Parameters
    ----------
    paper
        Axes in inches from the page's upper left corner.
    block
        The legend.
    box
        Where it lies.
    scale
        Size of letters against those of a slide.
    """
    colours = style.palette()
    size_pt = block.size_pt
    for at, placed in enumerate(block.placed):
        left, top = box.left + placed.left, box.top + placed.top
        row = placed.row
        text_left = left
        if row is not None and row.ticks:
            high = top + len(placed.lines) * size_pt * 1.2 / 72
            _scale(paper, row.samples[0], x=left, y=high, width=box.width, size_pt=size_pt)
        elif row is not None:
            middle = top + size_pt * 0.62 / 72
            for sample in row.samples:
                _sample(
                    paper,
                    sample,
                    x=text_left,
                    y=middle,
                    width=block.sample_in,
                    size_pt=size_pt,
                    scale=scale,
                )
                text_left += block.sample_in
            text_left += size_pt * 0.25 / 72
        for line_at, line in enumerate(placed.lines):
            paper.add_artist(
                LineText(
                    text_left,
                    top + size_pt * (0.95 + 1.2 * line_at) / 72,
                    printable(line),
                    family=style.STATIC_FONT,
                    parse_math=False,
                    fontsize=size_pt if row else size_pt * 0.78,
                    fontweight="normal" if row else "bold",
                    color=colours.text if row else colours.faint_text,
                    ha="left",
                    va="baseline",
                    gid=f"legend-{at}-{line_at}",
                    transform=paper.transData,
                )
            )


def _scale(
    paper: Axes, entry: LegendEntry, *, x: float, y: float, width: float, size_pt: float
) -> None:
    """Draw a scale of colours with its numbers: under each colour, or along the bar."""
    wide = min(width * 0.96, size_pt * _BAR_SIZES / 72)
    high, top = size_pt * 0.8 / 72, y + size_pt * 0.25 / 72
    step = wide / len(entry.ramp)
    classed = len(entry.ticks) == len(entry.ramp)
    if classed:
        for at, colour in enumerate(entry.ramp):
            paper.add_patch(Rectangle((x + at * step, top), step, high, facecolor=colour, lw=0))
    else:
        colours = LinearSegmentedColormap.from_list("ramp", list(entry.ramp))
        fine = wide / _BAR_STEPS
        for at in range(_BAR_STEPS):
            paper.add_patch(
                Rectangle(
                    (x + at * fine, top),
                    fine * 1.05,
                    high,
                    facecolor=colours(at / (_BAR_STEPS - 1)),
                    lw=0,
                )
            )
    many = len(entry.ticks)
    for at, tick in enumerate(entry.ticks):
        middle = x + (at + 0.5) * step if classed else x + at * wide / max(many - 1, 1)
        align = "center" if classed or 0 < at < many - 1 else ("left" if at == 0 else "right")
        paper.text(
            middle,
            top + high + size_pt * 0.95 / 72,
            printable(tick),
            ha=align,
            va="baseline",
            fontsize=size_pt * 0.9,
            family=style.STATIC_FONT,
            color=style.palette().text,
            parse_math=False,
            gid=f"ramp-{at}",
        )


def _sample(
    paper: Axes,
    entry: LegendEntry,
    *,
    x: float,
    y: float,
    width: float,
    size_pt: float,
    scale: float,
) -> None:
    centre = x + width * 0.45
    if entry.kind == "area":
        _area(paper, entry, x=x, y=y, width=width, size_pt=size_pt, scale=scale)
    elif entry.kind == "band":
        _band(paper, x=x, y=y, width=width, size_pt=size_pt, scale=scale)
    elif entry.kind in {"mark", "ring", "arc"}:
        sign = _mark if entry.kind == "mark" else _ring
        sign(paper, entry, x=centre, y=y, size_pt=size_pt)
    elif entry.kind == "share":
        _share(paper, x=centre, y=y, size_pt=size_pt)
    elif entry.kind == "leader":
        ink = style.palette().text
        end = x + width * 0.7
        paper.plot([x + width * 0.12, end], [y, y], color=ink, linewidth=scale)
        _dot(paper, x + width * 0.12, y, "o", size_pt * 0.36, ink)
        _dot(paper, end, y, "o", size_pt * 0.8, style.group_style(entry.tone).light)
    elif entry.kind == "ramp":
        step = width * 0.92 / len(entry.ramp)
        for at, colour in enumerate(entry.ramp):
            paper.add_patch(
                Rectangle(
                    (x + at * step, y - size_pt * 0.4 / 72),
                    step,
                    size_pt * 0.8 / 72,
                    facecolor=colour,
                    linewidth=0,
                )
            )
    elif entry.kind == "edge":
        ink, low = style.group_style(entry.tone).light, y - size_pt * 0.4 / 72
        box = (x, low), width * 0.8, size_pt * 0.8 / 72
        paper.add_patch(Rectangle(*box, facecolor="none", edgecolor=ink, linewidth=1.4 * scale))
    elif entry.kind == "disc":
        ink = style.group_style(entry.tone).light
        paper.plot(
            [centre],
            [y],
            marker="o",
            markersize=size_pt * 1.2,
            markerfacecolor=to_rgba(ink, 0.08),
            markeredgecolor=to_rgba(ink, 0.7),
            markeredgewidth=scale,
            linestyle="",
        )
    else:
        ink = style.group_style(entry.tone).light
        dash: Any = (0, (4, 2)) if entry.dashed else "solid"
        paper.plot([x, x + width * 0.72], [y, y], color=ink, linewidth=1.4 * scale, linestyle=dash)
        _dot(paper, x + width * 0.78, y, ">", size_pt * 0.55, ink)


def _ring(paper: Axes, entry: LegendEntry, *, x: float, y: float, size_pt: float) -> None:
    """Draw the ring of a verdict, or the part of one with its number, around a small mark."""
    neutral, colours = style.group_style(style.NEUTRAL).light, style.palette()
    radius = size_pt * 0.62
    part = style.LEGEND_PART if entry.kind == "arc" else 1.0
    line = arc("circle", radius, last=part) / 72 * _DOWN + (x, y)
    width = size_pt * style.VERDICTS[entry.tone].ring_px / _RING_OF_LETTERS
    ink = style.verdict_style(entry.tone).colour()
    paper.plot(*line.T, color=ink, linewidth=width, solid_capstyle="butt")
    if style.VERDICTS[entry.tone].double:
        paper.plot(*line.T, color=colours.mark_edge, linewidth=width * 0.32, solid_capstyle="butt")
    _dot(paper, x, y, "o", size_pt * 0.85, neutral, edge=colours.halo)
    if entry.kind == "arc" and entry.tone == "mismatch":
        _dot(paper, x + radius * 0.75 / 72, y - radius * 0.75 / 72, "o", size_pt * 0.5, ink)


def _share(paper: Axes, *, x: float, y: float, size_pt: float) -> None:
    """Draw a mark whose rim is split: its busiest group, and nobody."""
    radius, start = size_pt * 0.65 / 72, 0.0
    for tone, share in ((next(iter(style.GROUPS)), 0.35), (style.UNKNOWN, 0.65)):
        piece = slice_of("circle", radius, first=start, last=start + share) * _DOWN + (x, y)
        paper.add_patch(Polygon(piece, facecolor=style.group_style(tone).light, linewidth=0))
        start += share
    _dot(paper, x, y, "o", size_pt * 1.3 * style.CORE, style.group_style(style.NEUTRAL).light)


def _area(
    paper: Axes,
    entry: LegendEntry,
    *,
    x: float,
    y: float,
    width: float,
    size_pt: float,
    scale: float,
) -> None:
    at, wide, high = (x, y - size_pt * 0.48 / 72), width * 0.86, size_pt * 0.96 / 72
    if entry.others:
        _shared(paper, entry, at=at, wide=wide, high=high, scale=scale)
        return
    ink, aged = style.group_style(entry.tone).light, age_style(entry.age)
    dash: Any = "solid"
    if entry.dashed:
        dash = (0, _DASHES.get(aged.dash, (2.5, 1.8)))
    tint = to_rgba(ink, style.AREA_FILL * aged.tint)
    paper.add_patch(Rectangle(at, wide, high, facecolor=tint, linewidth=0))
    if entry.hatch and aged.sparse:
        draw_hatch(
            paper,
            shapely.box(at[0], at[1], at[0] + wide, at[1] + high),
            _upright(entry.hatch),
            ink=to_rgba(ink, 0.7 * aged.line),
            px=scale / _PX_AN_INCH,
            width_pt=0.6 * scale,
            sparse=aged.sparse,
        )
    paper.add_patch(
        Rectangle(
            at,
            wide,
            high,
            facecolor="none",
            edgecolor=to_rgba(ink, aged.line),
            linewidth=1.1 * scale,
            linestyle=dash,
            capstyle="round" if aged.dash[:1] == (DOT,) else "butt",
        )
    )


def _shared(
    paper: Axes,
    entry: LegendEntry,
    *,
    at: tuple[float, float],
    wide: float,
    high: float,
    scale: float,
) -> None:
    """Draw a band of each holder, and an edge of everybody's dashes."""
    step = wide / len(entry.others)
    for one, tone in enumerate(entry.others):
        look, left = style.group_style(tone), at[0] + one * step
        tint = to_rgba(look.light, style.AREA_FILL)
        paper.add_patch(Rectangle((left, at[1]), step, high, facecolor=tint, linewidth=0))
        draw_hatch(
            paper,
            shapely.box(left, at[1], left + step, at[1] + high),
            _upright(look.hatch),
            ink=to_rgba(look.light, 0.7),
            px=scale / _PX_AN_INCH,
            width_pt=0.6 * scale,
        )
        dash = (-3.0 * one, (3.0, 3.0 * (len(entry.others) - 1)))
        paper.add_patch(
            Rectangle(
                at,
                wide,
                high,
                facecolor="none",
                edgecolor=look.light,
                linewidth=1.3 * scale,
                linestyle=dash,
                capstyle="butt",
            )
        )


def _upright(hatch: str) -> str:
    """Turn a hatch over: the page is measured from its top, and slopes lean the other way there."""
    return hatch.translate(str.maketrans("/\\", "\\/"))


def _band(paper: Axes, *, x: float, y: float, width: float, size_pt: float, scale: float) -> None:
    """Draw a faint band on both sides of an edge."""
    ink = style.group_style("KH").light
    wide, high = width * 0.86, size_pt * 0.96 / 72
    paper.add_patch(
        Rectangle((x, y - high / 2), wide, high, facecolor=to_rgba(ink, _BAND_TINT), linewidth=0)
    )
    paper.plot(
        [x, x + wide],
        [y, y],
        color=ink,
        linewidth=1.1 * scale,
        linestyle=(0, (2.5, 1.8)),
        solid_capstyle="butt",
    )


def _mark(paper: Axes, entry: LegendEntry, *, x: float, y: float, size_pt: float) -> None:
    look = mark_tones.look(entry.tone)
    side = size_pt * (1.0 if entry.shape == "diamond" else 1.3)
    if entry.shape == "cross":
        paper.plot(
            [x],
            [y],
            marker="X",
            markersize=side,
            markerfacecolor=style.palette().mark_edge,
            markeredgecolor=look.fill,
            markeredgewidth=size_pt * 0.1,
            linestyle="",
        )
        return
    _dot(paper, x, y, _MARKERS.get(entry.shape, "o"), side, look.fill)
    if look.half:
        piece = slice_of("circle", side / 2 / 72, first=0.0, last=0.5) * _DOWN + (x, y)
        paper.add_patch(Polygon(piece, facecolor=look.half, linewidth=0, zorder=2.1))
    if look.line:
        line = arc("circle", side * _LINE_AT / 72) * _DOWN + (x, y)
        paper.plot(*line.T, color=look.line, linewidth=size_pt * _LINE_OF_LETTERS, zorder=2.2)
    if look.letter and entry.shape == "circle":
        paper.text(
            x,
            y,
            printable(look.letter),
            ha="center",
            va="center_baseline",
            fontsize=float(np.clip(size_pt * 0.62, 4, 12)),
            fontweight="bold",
            family=style.STATIC_FONT,
            color=style.text_on(look.fill),
            parse_math=False,
        )


def _dot(  # noqa: PLR0917 - as matplotlib's own plot takes them
    paper: Axes, x: float, y: float, marker: str, side: float, fill: str, *, edge: str = "none"
) -> None:
    paper.plot(
        [x],
        [y],
        marker=marker,
        markersize=side,
        markerfacecolor=fill,
        markeredgecolor=edge,
        markeredgewidth=0.8,
        linestyle="",
    )
