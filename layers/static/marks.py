"""Targets, launches and crosses of the printed map: a rim of groups, rings of what does not fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from numpy.typing import NDArray

from layers import mark_tones, style
from layers.mark_shapes import CROSS, LOWER, arc, ring_spans, share_spans, slice_of
from layers.mark_tones import ToneLook
from layers.measure import printable
from layers.placement.layout import StandingMark
from layers.static.frame import Disc, MapFrame

Floats = NDArray[np.float64]
_PX: Final = style.MARK_PX
_LETTERS_PX: Final = (7.5, _PX["letters"])
_LETTERS: Final = 1.1
_OF_MARK: Final = 1e-4


class _Pen:
    """Collects the pieces of one mark, so that it costs two artists whatever it shows."""

    def __init__(self, axes: Axes, frame: MapFrame, at: tuple[float, float], order: float) -> None:
        self.axes, self.frame, self.at, self.order = axes, frame, np.array(at), order

    def _placed(self, shapes: Sequence[Floats]) -> list[Floats]:
        return [self.at + one * self.frame.metres(1.0) for one in shapes]

    def fill(
        self,
        shapes: Sequence[Floats],
        inks: Sequence[str],
        *,
        edge: str = "none",
        edge_px: float = 0.0,
    ) -> None:
        """Fill outlines that are given in CSS pixels about the middle."""
        self.axes.add_collection(
            PolyCollection(
                self._placed(shapes),
                facecolors=list(inks),
                edgecolors=edge,
                linewidths=self.frame.points(edge_px),
                zorder=self._next(),
            ),
            autolim=False,
        )

    def stroke(
        self, lines: Sequence[Floats], ink: str, width_px: float, *, cap: Any = "butt"
    ) -> None:
        """Draw lines that are given in CSS pixels about the middle."""
        self.axes.add_collection(
            LineCollection(
                self._placed(lines),
                colors=ink,
                linewidths=self.frame.points(width_px),
                capstyle=cap,
                joinstyle="round",
                zorder=self._next(),
            ),
            autolim=False,
        )

    def write(
        self, text: str, *, size_px: float, ink: str, up_px: float = 0.0, right_px: float = 0.0
    ) -> None:
        """Write a number or a letter."""
        x, y = self.at + np.array([right_px, up_px]) * self.frame.metres(1.0)
        self.axes.text(
            x,
            y,
            printable(text),
            ha="center",
            va="center_baseline",
            family=style.STATIC_FONT,
            fontsize=self.frame.points(size_px),
            fontweight="bold",
            color=ink,
            zorder=self._next(),
            parse_math=False,
            clip_on=True,
        )

    def _next(self) -> float:
        self.order += _OF_MARK / 20
        return self.order


def tell(frame: MapFrame, marks: Sequence[StandingMark]) -> None:
    """Tell a frame which discs are taken, whose they are, and where leaders run."""
    for one in marks:
        disc: Disc = (*frame.to_px(*one.at), frame.pixels(one.reach_px))
        frame.marks.append(disc)
        frame.anchors[disc] = frame.to_px(*one.mark.anchor)
        if one.tied:
            frame.leaders.append((frame.to_px(*one.home), disc[:2]))


def draw_marks(axes: Axes, marks: Sequence[StandingMark], frame: MapFrame) -> None:
    """Draw the marks of a layer where they were placed."""
    for rank, one in enumerate(marks):
        pen = _Pen(axes, frame, one.at, frame.order + rank * _OF_MARK)
        _one(pen, one)


def _one(pen: _Pen, standing: StandingMark) -> None:
    mark, theme = standing.mark, pen.frame.theme
    colours, radius = style.palette(theme), style.mark_radius_px(mark.count)
    if mark.selected:
        pen.stroke([arc(mark.shape, radius + _PX["select_gap"])], colours.select, _PX["select"])
    if mark.shape == "cross":
        arm = radius * CROSS
        lines = [np.array([(-arm, -arm), (arm, arm)]), np.array([(-arm, arm), (arm, -arm)])]
        pen.stroke(lines, style.group_style(mark.tone).colour(theme), _PX["cross"], cap="round")
        pen.stroke(lines, colours.mark_edge, _PX["cross_light"], cap="round")
        return
    spans = ring_spans(mark.verdicts, mark.count)
    for verdict, first, last in spans:
        _ring(pen, mark.shape, radius, verdict, first=first, last=last)
    looks = {tone: mark_tones.look(tone, theme) for tone, _ in mark.shares}
    pen.fill(
        [arc(mark.shape, radius)],
        [looks[mark.shares[-1][0]].fill],
        edge=colours.mark_edge,
        edge_px=_PX["edge"],
    )
    core, cored = looks[mark.shares[0][0]].fill, mark_tones.is_cored(mark.shares, mark.count)
    pieces = [(looks[one], a, b) for one, a, b in share_spans(mark.shares)]
    _pieces(pen, mark.shape, radius, pieces, line_px=_PX["points_rim" if cored else "points"])
    if cored:
        core = style.group_style(style.NEUTRAL).colour(theme)
        pen.fill(
            [arc(mark.shape, radius * style.CORE)],
            [core],
            edge=colours.mark_edge,
            edge_px=_PX["core_edge"],
        )
    text = str(mark.count) if mark.count > 1 else mark_tones.look(mark.tone, theme).letter
    if text:
        room = radius * (style.CORE if cored else 1.0)
        long = len(text) >= style.LONG_NUMBER
        share = (style.CORE_DIGITS if long else style.CORE_LETTERS) if cored else _LETTERS
        size = float(np.clip(room * share, *_LETTERS_PX))
        pen.write(
            text,
            size_px=size,
            ink=style.text_on(core),
            up_px=radius * LOWER.get(mark.shape, 0.0),
        )
    if badge := badge_of(mark.verdicts, mark.count):
        _badge(pen, badge, radius)


def _pieces(
    pen: _Pen,
    shape: str,
    radius: float,
    pieces: Sequence[tuple[ToneLook, float, float]],
    *,
    line_px: float,
) -> None:
    """Draw a piece of each tone: filled where it is asserted, pale with a line if it points."""
    inside, line = radius - _PX["inset"], radius - _PX["inset"] - line_px / 2
    filled = [(look.fill, a, b) for look, a, b in pieces if b - a < 1]
    filled += [(look.half, a, (a + b) / 2) for look, a, b in pieces if look.half]
    if filled:
        shapes = [slice_of(shape, inside, first=a, last=b) for _, a, b in filled]
        pen.fill(shapes, [ink for ink, _, _ in filled])
    for look, a, b in pieces:
        if look.line:
            pen.stroke([arc(shape, line, first=a, last=b)], look.line, line_px)


def badge_of(verdicts: dict[str, int], count: int) -> str:
    """Give the number of mismatches where they are some of several, else nothing."""
    many = verdicts.get("mismatch", 0)
    return str(many) if 0 < many < count else ""


def _ring(pen: _Pen, shape: str, radius: float, verdict: str, *, first: float, last: float) -> None:
    colours = style.palette(pen.frame.theme)
    width = style.VERDICTS[verdict].ring_px
    line = [arc(shape, radius + _PX["gap"] + width / 2, first=first, last=last)]
    pen.stroke(line, colours.mark_edge, width + _PX["halo"])
    pen.stroke(line, style.verdict_style(verdict).colour(pen.frame.theme), width)
    if style.VERDICTS[verdict].double:
        pen.stroke(line, colours.mark_edge, style.RING_GAP_PX)


def _badge(pen: _Pen, text: str, radius: float) -> None:
    """Write how many do not fit at the upper right, where their arc begins."""
    off = (radius + _PX["gap"] + style.VERDICTS["mismatch"].ring_px / 2) * math.sqrt(0.5)
    side = style.BADGE_PX * (1.0 if len(text) == 1 else style.BADGE_WIDER)
    ink = style.verdict_style("mismatch").colour(pen.frame.theme)
    disc = arc("circle", side) + np.array([off, off])
    edge = style.palette(pen.frame.theme).mark_edge
    pen.fill([disc], [ink], edge=edge, edge_px=_PX["dot_edge"])
    pen.write(text, size_px=style.BADGE_PX * 1.5, ink=style.text_on(ink), up_px=off, right_px=off)


def draw_leaders(axes: Axes, marks: Sequence[StandingMark], frame: MapFrame) -> None:
    """Tie each mark that stands away from its place to it: a line, and a dot at the place."""
    colours = style.palette(frame.theme)
    for one in (one for one in marks if one.tied):
        home, at = np.array(one.home), np.array(one.at)
        long = float(np.hypot(*(at - home)))
        end = at - (at - home) * (frame.metres(one.reach_px) / long) * style.LEADER_END
        broad = style.LEADER_PX + _PX["halo"]
        for width, ink in ((broad, colours.halo), (style.LEADER_PX, colours.text)):
            axes.plot(
                [home[0], end[0]],
                [home[1], end[1]],
                color=ink,
                linewidth=frame.points(width),
                solid_capstyle="round",
                zorder=frame.order,
            )
        axes.plot(
            [home[0]],
            [home[1]],
            marker="o",
            markersize=frame.points(2 * style.LEADER_DOT_PX),
            markerfacecolor=colours.text,
            markeredgecolor=colours.halo,
            markeredgewidth=frame.points(_PX["dot_edge"]),
            linestyle="",
            zorder=frame.order,
        )
