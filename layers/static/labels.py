"""Labels and numbers of the printed map: each beside its own mark, far ones with a leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from geo import crs
from layers import style
from layers.placement.label_positions import NEAR_ZOOM
from layers.spec import PointLayer
from layers.static.frame import Box, Disc, MapFrame
from layers.static.label_placement import (
    LabelPosition,
    LabelSpace,
    free_positions,
    leader,
    mark_of,
    preferred_position,
)
from layers.static.text import write

_UNDER_MARKS: Final = 4.5
_LEAST_PX: Final = 5.0


@dataclass(frozen=True)
class Callout:
    """A number beside a place, which a table of the same page explains.

    Parameters
    ----------
    text
        The number.
    lon, lat
        The place, degrees (EPSG:4326).
    verdict
        Whose colour it takes.
    """

    text: str
    lon: float
    lat: float
    verdict: str = "mismatch"


@dataclass(frozen=True)
class Label:
    """A label that was drawn: words, the place it names, the mark of that, position."""

    text: str
    at: tuple[float, float]
    home: Disc
    position: LabelPosition


def _candidates(layers: Sequence[PointLayer], frame: MapFrame) -> pd.DataFrame:
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


def _leader(axes: Axes, home: Disc, position: LabelPosition, frame: MapFrame) -> None:
    if not position.far:
        return
    colours = style.palette(frame.theme)
    (x, y), (end_x, end_y) = (frame.to_metres(*one) for one in leader(home, position))
    for width, ink in ((2.6, colours.halo), (1.0, colours.faint_text)):
        axes.plot(
            [x, end_x],
            [y, end_y],
            color=ink,
            linewidth=frame.points(width),
            solid_capstyle="round",
            zorder=_UNDER_MARKS,
        )


def draw_labels(
    axes: Axes, layers: Sequence[PointLayer], frame: MapFrame, *, taken: Sequence[Box] = ()
) -> list[Label]:
    """Draw labels by rank, each where a reader takes it for its own place's, or not at all.

    Gives the labels that were drawn.
    """
    table = _candidates(layers, frame)
    if table.empty:
        return []
    colours = style.palette(frame.theme)
    renderer = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    space = LabelSpace(frame.marks, [*taken, *frame.along_leaders()], frame.pixels(_LEAST_PX))
    places = [frame.to_px(x, y) for x, y in zip(table["x"], table["y"], strict=True)]
    homes = [mark_of(at, frame.marks, frame, others=places) for at in places]
    labels = []
    columns = [table[name] for name in ("label", "sublabel", "shape")]
    for turn, (at, home, words, sub, shape) in enumerate(zip(places, homes, *columns, strict=True)):
        if home is None:
            continue
        named = shape == "label"
        lines = f"{words}\n{sub}" if sub and frame.zoom >= NEAR_ZOOM else str(words)
        drawn = write(
            axes,
            *frame.to_metres(*at),
            lines,
            frame,
            fontsize=frame.points(style.LABEL_PX["place" if named else "town"]),
            fontweight="bold" if named else "normal",
            color=colours.text if named else colours.faint_text,
            va="center",
            linespacing=1.1,
            clip_on=True,
        )
        size = drawn.get_window_extent(renderer)
        waiting = [one for one in homes[turn + 1 :] if one is not None]
        position = preferred_position(
            home, (size.width, size.height), space, frame, waiting=waiting
        )
        if position is None:
            drawn.remove()
            continue
        drawn.set_position(frame.to_metres(position.x, position.y))
        drawn.set_horizontalalignment(position.anchor)
        space.take(home, position)
        labels.append(Label(str(words), at, home, position))
        _leader(axes, home, position, frame)
        _dot(axes, at, frame, named=named)
    return labels


def _dot(axes: Axes, at: tuple[float, float], frame: MapFrame, *, named: bool) -> None:
    """Draw the dot of a town or the square of a base, under every mark, above every outline."""
    colours = style.palette(frame.theme)
    x, y = frame.to_metres(*at)
    axes.plot(
        [x],
        [y],
        marker="s" if named else "o",
        markersize=frame.points(4),
        markerfacecolor=colours.halo if named else colours.faint_text,
        markeredgecolor=colours.text if named else "none",
        markeredgewidth=frame.points(0.8),
        linestyle="",
        zorder=_UNDER_MARKS,
    )


def draw_callouts(axes: Axes, callouts: Sequence[Callout], frame: MapFrame) -> list[Box]:
    """Draw numbers in boxes, each tied to its place by a leader; give the boxes, in pixels.

    Callouts outside the window are left out.
    """
    colours = style.palette(frame.theme)
    left, right, bottom, top = frame.extent
    side = frame.pixels(17)
    taken: list[Box] = []
    for one in callouts:
        x, y = (float(value) for value in crs.project(one.lon, one.lat))
        if not (left < x < right and bottom < y < top):
            continue
        size = (side * max(1.0, 0.62 * len(one.text)), side)
        place = (*frame.to_px(x, y), 0.0)
        position = next(free_positions(place, size, [*frame.taken, *taken], frame), None)
        if position is None:
            continue
        taken.append(position.box)
        _leader(axes, place, replace(position, far=True), frame)
        ink = style.verdict_style(one.verdict).colour(frame.theme)
        middle = ((position.box[0] + position.box[2]) / 2, (position.box[1] + position.box[3]) / 2)
        write(
            axes,
            *frame.to_metres(*middle),
            one.text,
            frame,
            halo=False,
            fontsize=frame.points(11),
            fontweight="bold",
            color=style.text_on(ink),
            ha="center",
            va="center_baseline",
            bbox={
                "boxstyle": "round,pad=0.28",
                "facecolor": ink,
                "edgecolor": colours.halo,
                "linewidth": frame.points(1),
            },
        )
    return taken
