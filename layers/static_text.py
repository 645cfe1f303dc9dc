"""Labels that never overlap, scale bar, title, note and attributions of the printed map."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from geo import crs
from layers import style
from layers.spec import MapSpec, PointLayer
from layers.static_frame import Box, Frame, printable

# Seats around a point, best first: (horizontal, vertical) in label sizes from its corner.
_SEATS: Final = (("left", 0.0, 1), ("right", 0.0, -1), ("center", 1.0, 0), ("center", -1.0, 0))
_GAPS_PX: Final = (6.0, 13.0, 20.0, 27.0)
_NEAR_ZOOM: Final = 9.0
_STEPS: Final = (1, 2, 5)
# Letters of the bundled font are about this much of their size wide.
_LETTER: Final = 0.56


def _text(
    axes: Axes, x: float, y: float, text: str, frame: Frame, *, halo: bool = True, **look: Any
) -> Any:
    colours = style.palette(frame.theme)
    ring = withStroke(linewidth=frame.points(2.6), foreground=colours.halo)
    return axes.text(
        x,
        y,
        printable(text),
        family=style.STATIC_FONT,
        parse_math=False,
        path_effects=[ring] if halo else None,
        zorder=frame.order,
        **look,
    )


def _clear(box: Box, taken: Sequence[Box]) -> bool:
    left, bottom, right, top = box
    return not any(left < b[2] and right > b[0] and bottom < b[3] and top > b[1] for b in taken)


def _candidates(layers: Sequence[PointLayer], frame: Frame) -> pd.DataFrame:
    parts = [layer.features[layer.features["shape"].isin(["dot", "label"])] for layer in layers]
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame()
    columns = ["label", "sublabel", "shape", "rank", "min_zoom", "tone"]
    table = pd.concat(
        [part[columns].assign(lon=part.geometry.x, lat=part.geometry.y) for part in parts]
    )
    x, y = crs.project(table["lon"], table["lat"])
    left, right, bottom, top = frame.extent
    inside = (x > left) & (x < right) & (y > bottom) & (y < top)
    table = table.assign(x=x, y=y)
    kept: pd.DataFrame = table[inside & (table["min_zoom"] <= frame.zoom)]
    return kept.sort_values("rank", kind="stable")


def draw_labels(
    axes: Axes, layers: Sequence[PointLayer], frame: Frame, *, taken: Sequence[Box] = ()
) -> None:
    """Place labels by rank, each at the first seat that covers no mark and no other label."""
    table = _candidates(layers, frame)
    if table.empty:
        return
    full = [*frame.taken, *taken]
    colours = style.palette(frame.theme)
    width_px = (frame.extent[1] - frame.extent[0]) / frame.metres_a_px
    renderer = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    names = ["x", "y", "label", "sublabel", "shape"]
    for x, y, label, sub, shape in zip(*(table[name] for name in names), strict=True):
        place = shape == "label"
        lines = f"{label}\n{sub}" if sub and frame.zoom >= _NEAR_ZOOM else str(label)
        drawn = _text(
            axes,
            x,
            y,
            lines,
            frame,
            fontsize=frame.points(12 if place else 11),
            fontweight="bold" if place else "normal",
            color=colours.text if place else colours.faint_text,
            va="center",
            linespacing=1.1,
            clip_on=True,
        )
        size = drawn.get_window_extent(renderer)
        seat = _seat(frame.to_px(x, y), (size.width, size.height), full, frame, width_px=width_px)
        if seat is None:
            drawn.remove()
            continue
        at, anchor, box = seat
        left, _, bottom, _ = frame.extent
        drawn.set_position((left + at[0] * frame.metres_a_px, bottom + at[1] * frame.metres_a_px))
        drawn.set_horizontalalignment(anchor)
        full.append(box)
        axes.plot(
            [x],
            [y],
            marker="s" if place else "o",
            markersize=frame.points(4),
            markerfacecolor=colours.halo if place else colours.faint_text,
            markeredgecolor=colours.text if place else "none",
            markeredgewidth=frame.points(0.8),
            linestyle="",
            # Under every mark, above every outline.
            zorder=0.5 + len(_SEATS),
        )


def _seat(
    at: tuple[float, float],
    size: tuple[float, float],
    taken: Sequence[Box],
    frame: Frame,
    *,
    width_px: float,
) -> tuple[tuple[float, float], str, Box] | None:
    wide, high = size
    for css_gap in _GAPS_PX:
        gap = css_gap * frame.dpi / 96
        for anchor, up, side in _SEATS:
            x = at[0] + side * gap
            y = at[1] + up * (gap + high / 2)
            left = x - wide * {"left": 0.0, "right": 1.0, "center": 0.5}[anchor]
            box = (left, y - high / 2, left + wide, y + high / 2)
            if box[0] > 0 and box[2] < width_px and _clear(box, taken):
                return (x, y), anchor, box
    return None


def draw_scale(axes: Axes, frame: Frame) -> None:
    """Draw a metric scale bar of a round length in the lower left corner."""
    left, right, bottom, _ = frame.extent
    longest = (right - left) * 0.22
    decade = 10.0 ** np.floor(np.log10(longest))
    length = max(step * decade for step in _STEPS if step * decade <= longest)
    x, y = left + frame.metres(12), bottom + frame.metres(14)
    colours = style.palette(frame.theme)
    rise = frame.metres(5)
    axes.plot(
        [x, x, x + length, x + length],
        [y + rise, y, y, y + rise],
        color=colours.faint_text,
        linewidth=frame.points(1.2),
        zorder=frame.order,
    )
    words = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"  # noqa: PLR2004
    _text(
        axes, x + frame.metres(4), y + frame.metres(5), words, frame,
        fontsize=frame.points(10), color=colours.text,
    )  # fmt: skip


def draw_caption(axes: Axes, spec: MapSpec, frame: Frame) -> list[Box]:
    """Write title, note and attributions; give the boxes that they take, in pixels."""
    left, right, bottom, top = frame.extent
    colours = style.palette(frame.theme)
    width_px = (right - left) / frame.metres_a_px
    taken: list[Box] = []
    size = frame.points(9)
    letters = max(int(width_px * 0.66 / (9 * frame.dpi / 96 * _LETTER)), 20)
    credit = "\n".join(textwrap.wrap(" · ".join(spec.attributions), letters))
    written = [
        _text(
            axes, right - frame.metres(5), bottom + frame.metres(4), credit, frame,
            fontsize=size, color=colours.faint_text, ha="right", va="bottom",
            # Text with a halo is drawn as outlines, which run wider than their measured box.
            halo=False, bbox={"facecolor": colours.land, "alpha": 0.75, "lw": 0, "pad": 1},
        )
    ]  # fmt: skip
    y = top - frame.metres(10)
    for text, px, weight in ((spec.title, 15, "bold"), (spec.note, 11, "normal")):
        if not text:
            continue
        wide = max(int(width_px * 0.9 / (px * frame.dpi / 96 * _LETTER)), 12)
        lines = textwrap.wrap(text, wide)
        written.append(
            _text(
                axes, left + frame.metres(12), y, "\n".join(lines), frame,
                fontsize=frame.points(px), fontweight=weight, color=colours.text, va="top",
            )
        )  # fmt: skip
        y -= frame.metres(px * 1.35 * len(lines))
    renderer = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    for one in written:
        box = one.get_window_extent(renderer)
        taken.append((box.x0, box.y0, box.x1, box.y1))
    return taken
