"""Text, scale bar, title, note and attributions of the printed map."""

from __future__ import annotations

import textwrap
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from layers import style
from layers.measure import printable
from layers.spec import MapSpec
from layers.static.frame import Box, MapFrame

_STEPS: Final = (1, 2, 5)
# Letters of the bundled font are about this much of their size wide.
_LETTER: Final = 0.56


def write(
    axes: Axes, x: float, y: float, text: str, frame: MapFrame, *, halo: bool = True, **look: Any
) -> Any:
    """Write text as it stands, without markup, with a halo that parts it from the map."""
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


def round_length(longest: float) -> float:
    """Give the longest of 1, 2 and 5 times a power of ten that is not above ``longest``."""
    decade = 10.0 ** np.floor(np.log10(longest))
    return float(max(step * decade for step in _STEPS if step * decade <= longest))


def draw_scale(axes: Axes, frame: MapFrame) -> None:
    """Draw a metric scale bar of a round length in the lower left corner."""
    left, right, bottom, _ = frame.extent
    length = round_length((right - left) * 0.22)
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
    write(
        axes,
        x + frame.metres(4),
        y + frame.metres(5),
        words,
        frame,
        fontsize=frame.points(10),
        color=colours.text,
    )


def draw_caption(axes: Axes, spec: MapSpec, frame: MapFrame) -> list[Box]:
    """Write title, note and attributions; give the boxes that they take, in pixels."""
    left, right, bottom, top = frame.extent
    colours = style.palette(frame.theme)
    width_px = (right - left) / frame.metres_a_px
    taken: list[Box] = []
    size = frame.points(9)
    letters = max(int(width_px * 0.66 / (9 * frame.dpi / 96 * _LETTER)), 20)
    credit = "\n".join(textwrap.wrap(" · ".join(spec.attributions), letters))
    written = [
        write(
            axes,
            right - frame.metres(5),
            bottom + frame.metres(4),
            credit,
            frame,
            fontsize=size,
            color=colours.faint_text,
            ha="right",
            va="bottom",
            # Text with a halo is drawn as outlines, which run wider than their measured box.
            halo=False,
            bbox={"facecolor": colours.land, "alpha": 0.75, "lw": 0, "pad": 1},
        )
    ]
    y = top - frame.metres(10)
    for text, px, weight in ((spec.title, 15, "bold"), (spec.note, 11, "normal")):
        if not text:
            continue
        wide = max(int(width_px * 0.9 / (px * frame.dpi / 96 * _LETTER)), 12)
        lines = textwrap.wrap(text, wide)
        written.append(
            write(
                axes,
                left + frame.metres(12),
                y,
                "\n".join(lines),
                frame,
                fontsize=frame.points(px),
                fontweight=weight,
                color=colours.text,
                va="top",
            )
        )
        y -= frame.metres(px * 1.35 * len(lines))
    renderer = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    for one in written:
        box = one.get_window_extent(renderer)
        taken.append((box.x0, box.y0, box.x1, box.y1))
    return taken
