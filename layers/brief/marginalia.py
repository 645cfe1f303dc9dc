"""Scale bar, north arrow, locator and the graticule's labels."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon, Rectangle
from numpy.typing import NDArray

from geo import crs
from layers import style
from layers.brief.graticule import Graticule, north_deg
from layers.brief.items import Box
from layers.brief.side import LABEL_IN, scale_marks
from layers.brief.sizes import Size
from layers.spec import Bounds, MapSpec, PolygonLayer
from layers.static.figure import window
from layers.static.shapes import polygon_path

AROUND: Final[Bounds] = (36.4, 27.4, 51.6, 39.6)
"""What the locator shows; the neighbours' outlines end a little beyond it."""

_TICK_PT: Final = 8.5
_LOCATOR_M: Final = 3_000.0
_LOCATOR_LAYERS: Final = {"neighbours": "land", "units": "focus", "country": ""}


def _write(paper: Axes, x: float, y: float, text: str, **look: Any) -> None:
    colour = style.palette().text
    paper.text(x, y, text, family=style.STATIC_FONT, parse_math=False, color=colour, **look)


def draw_ticks(paper: Axes, lines: Graticule, box: Box, *, scale: float) -> None:
    """Write degrees where the graticule meets the lower and the left edge of the map."""
    size_pt = _TICK_PT * scale
    tick_look: dict[str, Any] = {"color": style.palette().faint_text, "linewidth": 0.7 * scale}
    for tick in lines.bottom:
        x = box.left + tick.share * box.width
        paper.plot([x, x], [box.bottom, box.bottom + 0.04 * scale], **tick_look)
        _write(
            paper, x, box.bottom + 0.06 * scale, tick.label, fontsize=size_pt, ha="center", va="top"
        )
    for tick in lines.left:
        y = box.bottom - tick.share * box.height
        paper.plot([box.left - 0.04 * scale, box.left], [y, y], **tick_look)
        _write(
            paper,
            box.left - 0.06 * scale,
            y,
            tick.label,
            fontsize=size_pt,
            ha="right",
            va="center_baseline",
        )


def draw_scale(paper: Axes, box: Box, *, length_m: float, scale: float) -> None:
    """Draw a bar of two halves, dark and light, with lengths under it."""
    label = LABEL_IN * scale
    left, right = box.left + label, box.right - label
    top, high = box.top + 0.04 * scale, 0.1 * scale
    ink = style.palette().text
    half = (right - left) / 2
    for at, fill in enumerate((ink, style.palette().halo)):
        paper.add_patch(
            Rectangle(
                (left + at * half, top),
                half,
                high,
                facecolor=fill,
                edgecolor=ink,
                linewidth=0.9 * scale,
                gid=f"scale-bar-{at}",
            )
        )
    for at, (share, words) in enumerate(scale_marks(length_m, right - left, scale)):
        _write(
            paper,
            left + share * (right - left),
            top + high + 0.05 * scale,
            words,
            fontsize=9.5 * scale,
            ha="center",
            va="top",
            gid=f"scale-{at}",
        )


def draw_north(paper: Axes, box: Box, *, spec: MapSpec, of: Box, scale: float) -> None:
    """Draw an arrow to true north in the middle of the map."""
    turn = np.radians(north_deg(window(spec.bounds, aspect=of.width / of.height)))
    middle = np.array([box.left + box.width / 2, box.top + box.height / 2])
    half = box.height * 0.36
    up = np.array([np.sin(turn), -np.cos(turn)])
    side = np.array([np.cos(turn), np.sin(turn)])
    tip, foot, notch = middle + up * half * 0.5, middle - up * half, middle - up * half * 0.6
    label = middle + up * half * 0.95
    ink = style.palette().text
    for sign, fill in ((-1, ink), (1, style.palette().halo)):
        corner = foot + sign * side * half * 0.48
        paper.add_patch(
            Polygon(
                [tip, corner, notch],
                closed=True,
                facecolor=fill,
                edgecolor=ink,
                linewidth=0.8 * scale,
                joinstyle="round",
            )
        )
    _write(
        paper,
        float(label[0]),
        float(label[1]),
        "N",
        fontsize=11 * scale,
        fontweight="bold",
        ha="center",
        va="center_baseline",
        gid="north-0",
    )


@lru_cache(maxsize=8)
def _coarse(layer: PolygonLayer) -> NDArray[np.object_]:
    """Project a layer, no finer than a locator shows."""
    shapes = shapely.simplify(crs.to_metric(layer.features.geometry), _LOCATOR_M)
    return np.asarray(shapes, dtype=object)


def draw_locator(figure: Figure, box: Box, *, size: Size, spec: MapSpec, of: Box) -> None:
    """Draw where the map lies among the neighbouring countries."""
    colours = style.palette()
    axes = figure.add_axes(
        (
            box.left / size.width_in,
            1 - box.bottom / size.height_in,
            box.width / size.width_in,
            box.height / size.height_in,
        )
    )
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(colours.background)
    left, right, bottom, top = window(AROUND, aspect=box.width / box.height)
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    edges = {"country": (colours.text, 0.9), "neighbours": (colours.neighbour_edge, 0.5)}
    for layer in spec.layers:
        if layer.id in _LOCATOR_LAYERS and isinstance(layer, PolygonLayer):
            shapes = _coarse(layer)
            fill = _LOCATOR_LAYERS[layer.id]
            edge, width = edges.get(layer.id, ("none", 0.0))
            axes.add_artist(
                PathPatch(
                    polygon_path(shapes),
                    facecolor=getattr(colours, fill) if fill else "none",
                    edgecolor=edge,
                    linewidth=width * size.scale,
                )
            )
    shown = window(spec.bounds, aspect=of.width / of.height)
    axes.add_patch(
        Rectangle(
            (shown[0], shown[2]),
            shown[1] - shown[0],
            shown[3] - shown[2],
            facecolor=to_rgba(style.group_style("KH").light, 0.12),
            edgecolor=style.group_style("KH").light,
            linewidth=1.6 * size.scale,
        )
    )
    for spine in axes.spines.values():
        spine.set_color(colours.country_edge)
        spine.set_linewidth(0.8 * size.scale)
