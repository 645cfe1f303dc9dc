"""Draw a spec as a picture in the regional conic: small for a card, large for a report."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from geo import crs
from layers import style
from layers.placement.layout import Canvas, StandingMark, lay_out
from layers.spec import (
    Bounds,
    HeatLayer,
    HexLayer,
    Layer,
    LineLayer,
    MapSpec,
    PointLayer,
    PolygonLayer,
)
from layers.static.frame import MapFrame
from layers.static.labels import draw_labels
from layers.static.marks import draw_leaders, draw_marks, tell
from layers.static.shapes import draw_discs, draw_heat, draw_hexes, draw_lines, draw_polygons
from layers.static.text import draw_caption, draw_scale

_EDGE_STEPS: Final = 24
# Leaflet's zoom at which one pixel is one metre on the equator is log2 of this.
_METRES_AT_ZOOM_0: Final = 156_543.034


def window(bounds: Bounds, *, aspect: float) -> tuple[float, float, float, float]:
    """Give the conic's window (xmin, xmax, ymin, ymax; metres) around bounds, for an aspect."""
    west, south, east, north = bounds
    lon = np.linspace(west, east, _EDGE_STEPS)
    lat = np.linspace(south, north, _EDGE_STEPS)
    ring_lon = np.r_[lon, lon, np.full(_EDGE_STEPS, west), np.full(_EDGE_STEPS, east)]
    ring_lat = np.r_[np.full(_EDGE_STEPS, south), np.full(_EDGE_STEPS, north), lat, lat]
    x, y = crs.project(ring_lon, ring_lat)
    middle_x, middle_y = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    wide, high = x.max() - x.min(), y.max() - y.min()
    wide, high = max(wide, high * aspect), max(high, wide / aspect)
    return middle_x - wide / 2, middle_x + wide / 2, middle_y - high / 2, middle_y + high / 2


def _draw(axes: Axes, layer: Layer, frame: MapFrame, marks: Sequence[StandingMark]) -> None:
    if isinstance(layer, PolygonLayer):
        draw_polygons(axes, layer, frame)
    elif isinstance(layer, LineLayer):
        draw_lines(axes, layer, frame)
    elif isinstance(layer, HexLayer):
        draw_hexes(axes, layer, frame)
    elif isinstance(layer, HeatLayer):
        draw_heat(axes, layer, frame)
    elif isinstance(layer, PointLayer):
        draw_discs(axes, layer, frame)
        draw_marks(axes, marks, frame)
    else:
        message = f"no drawing is known for {type(layer).__name__}; use a layer of layers.spec"
        raise TypeError(message)


def draw_map(
    axes: Axes,
    spec: MapSpec,
    *,
    width_px: float,
    height_px: float,
    dpi: int,
    magnify: float = 1.0,
    theme: style.Theme = "light",
) -> MapFrame:
    """Draw the visible layers of a spec, bottom first, and no text but that of the marks.

    Parameters
    ----------
    axes
        Axes of a figure that has a canvas; its limits are set to the window.
    spec
        The map.
    width_px, height_px
        Size of the axes in pixels of the figure.
    dpi
        Pixels an inch.
    magnify
        How much larger than on a screen lines and letters are drawn.
    theme
        ``"light"`` or ``"dark"``.

    Returns
    -------
    Frame
        The window and the marks in it, for the labels that come on top.
    """
    axes.set_axis_off()
    extent = window(spec.bounds, aspect=width_px / height_px)
    left, right, bottom, top = extent
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    px_m = (right - left) / width_px
    middle = math.radians((spec.bounds[1] + spec.bounds[3]) / 2)
    frame = MapFrame(
        theme=theme,
        extent=extent,
        metres_a_px=px_m,
        dpi=dpi,
        zoom=math.log2(_METRES_AT_ZOOM_0 * math.cos(middle) / (px_m * magnify * dpi / 96)),
        magnify=magnify,
    )
    standing = lay_out(spec, Canvas(frame.extent, frame.metres(1.0)))
    tell(frame, standing)
    for order, layer in enumerate(spec.shown):
        frame.order = order + 1
        _draw(axes, layer, frame, [one for one in standing if one.mark.layer == layer.id])
    frame.order = len(spec.shown) + 2
    draw_leaders(axes, standing, frame)
    return frame


def figure(
    spec: MapSpec,
    *,
    width_px: int = 960,
    height_px: int = 720,
    dpi: int = 100,
    theme: style.Theme = "light",
) -> Figure:
    """Draw a spec with matplotlib's object interface; no global state is read or changed.

    Parameters
    ----------
    spec
        The map; its visible layers are drawn bottom first, then labels, scale, title, note and
        the attribution of every layer.
    width_px, height_px
        Size of the picture in pixels.
    dpi
        Pixels an inch; a higher value makes lines and letters larger, not finer.
    theme
        ``"light"`` or ``"dark"``.

    Returns
    -------
    matplotlib.figure.Figure
        With a canvas of its own, ready to be saved.
    """
    colours = style.palette(theme)
    drawn = Figure(figsize=(width_px / dpi, height_px / dpi), dpi=dpi, facecolor=colours.land)
    FigureCanvasAgg(drawn)
    axes = drawn.add_axes((0, 0, 1, 1))
    frame = draw_map(axes, spec, width_px=width_px, height_px=height_px, dpi=dpi, theme=theme)
    caption = draw_caption(axes, spec, frame)
    draw_scale(axes, frame)
    labelled = [one for one in spec.shown if isinstance(one, PointLayer)]
    draw_labels(axes, labelled, frame, taken=caption)
    return drawn


def png_bytes(
    spec: MapSpec,
    *,
    width_px: int = 480,
    height_px: int = 320,
    dpi: int = 72,
    theme: style.Theme = "light",
) -> bytes:
    """Draw a spec as PNG; the same spec gives the same bytes.

    Parameters
    ----------
    spec, width_px, height_px, dpi, theme
        As for :func:`figure`.
    """
    held = io.BytesIO()
    drawn = figure(spec, width_px=width_px, height_px=height_px, dpi=dpi, theme=theme)
    drawn.savefig(held, format="png", dpi=dpi, metadata={"Software": None})
    return held.getvalue()
