"""Diagrams of a scorecard as pictures: reliability, and precision against recall."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from geo.evaluation.scorecard import Scorecard
from layers import style

WIDTH_PX: Final = 640
HEIGHT_PX: Final = 520
DPI: Final = 100

# The data line is the one strong colour; red is kept for what does not fit.
_LINE: Final = "KH"
_LARGEST_MARK_PT2: Final = 220.0
_DASHED: Final[Mapping[str, Any]] = {"linewidth": 1.0, "linestyle": (0, (4, 3))}


def _frame(title: str, theme: style.Theme) -> tuple[Figure, Axes]:
    colours = style.palette(theme)
    figure = Figure(figsize=(WIDTH_PX / DPI, HEIGHT_PX / DPI), dpi=DPI, facecolor=colours.halo)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.13, 0.13, 0.82, 0.74))
    axes.set_facecolor(colours.halo)
    axes.set_title(
        title, loc="left", color=colours.text, fontsize=12, fontfamily=style.STATIC_FONT, pad=12
    )
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(colours.country_edge)
    axes.tick_params(colors=colours.faint_text, labelsize=9)
    axes.grid(visible=True, color=colours.unit_edge, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlim(0, 1.03)
    axes.set_ylim(0, 1.03)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value * 100:.0f} %")
    return figure, axes


def _label(axes: Axes, x: str, y: str, theme: style.Theme) -> None:
    colours = style.palette(theme)
    for set_label, words in ((axes.set_xlabel, x), (axes.set_ylabel, y)):
        set_label(words, color=colours.text, fontsize=10, fontfamily=style.STATIC_FONT)


def _note(
    axes: Axes, words: str, at: tuple[float, float], *, theme: style.Theme, turned: float = 0.0
) -> None:
    """Say beside a dashed line what it is to be compared with."""
    faint = style.palette(theme).faint_text
    axes.annotate(words, at, rotation=turned, color=faint, fontsize=9, fontfamily=style.STATIC_FONT)


def reliability(card: Scorecard, *, theme: style.Theme = "light") -> Figure:
    """Draw stated confidence against the share that was right, in ten bins of equal weight.

    Parameters
    ----------
    card
        A finished scorecard.
    theme
        ``"light"`` or ``"dark"``.

    Returns
    -------
    matplotlib.figure.Figure
        On the diagonal stated and true agree; a mark's area is the weight of its bin.
    """
    colours, bins = style.palette(theme), card.reliability
    blue = style.group_style(_LINE).colour(theme)
    figure, axes = _frame("How far stated confidence can be trusted", theme)
    axes.plot([0, 1], [0, 1], color=colours.faint_text, **_DASHED)
    _note(axes, "stated = true", (0.04, 0.075), theme=theme, turned=42)
    weight = bins["weight"].to_numpy(dtype=float)
    size = _LARGEST_MARK_PT2 * weight / weight.max() if len(weight) else weight
    axes.plot(bins["confidence"], bins["accuracy"], color=blue, linewidth=1.6)
    axes.scatter(
        bins["confidence"],
        bins["accuracy"],
        s=np.maximum(size, 18.0),
        color=blue,
        edgecolor=colours.halo,
        linewidth=1.0,
        zorder=3,
    )
    _label(axes, "Stated share of the group that comes first", "How often it was right", theme)
    return figure


def precision_recall(card: Scorecard, *, theme: style.Theme = "light") -> Figure:
    """Draw precision against recall of the lift in finding swapped claims.

    Parameters
    ----------
    card
        A finished scorecard.
    theme
        ``"light"`` or ``"dark"``.

    Returns
    -------
    matplotlib.figure.Figure
        The dashed line is what guessing would reach.
    """
    colours, points = style.palette(theme), card.precision_recall
    blue = style.group_style(_LINE).colour(theme)
    figure, axes = _frame("Finding claims that name the wrong group", theme)
    axes.step(points["recall"], points["precision"], color=blue, linewidth=1.8, where="post")
    if len(points):
        guess = float(points["precision"].iloc[-1])
        axes.axhline(guess, color=colours.faint_text, **_DASHED)
        _note(axes, f"guessing: {guess * 100:.0f} %", (0.02, guess + 0.02), theme=theme)
    _label(axes, "Wrong claims found", "Found ones that are wrong indeed", theme)
    return figure


FIGURES: Final[Mapping[str, str]] = {
    "reliability": "Of the attacks at which the first group was given some share, that share "
    "should be right. Marks above the dashed line are said too timidly, below it too boldly.",
    "precision_recall": "One in ten claims was swapped. Going right more of the swapped ones are "
    "found; the height says how many of those pointed out are swapped indeed.",
}
"""Every figure with a sentence on how to read it."""

_DRAW: Final = {"reliability": reliability, "precision_recall": precision_recall}


def png_bytes(name: str, card: Scorecard, *, theme: style.Theme = "light") -> bytes:
    """Give a figure of ``FIGURES`` as PNG; the same card gives the same bytes.

    Raises
    ------
    KeyError
        For a name that is none of ``FIGURES``.
    """
    if name not in _DRAW:
        message = f"no figure is called {name!r}; expected one of {', '.join(FIGURES)}"
        raise KeyError(message)
    out = io.BytesIO()
    # matplotlib would write its own version into the file.
    _DRAW[name](card, theme=theme).savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
