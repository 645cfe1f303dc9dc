"""Labels and numbers of the printed map: none covers a mark or another, far ones have a leader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from matplotlib.axes import Axes

from geo import crs
from layers import style
from layers.spec import PointLayer
from layers.static_frame import Box, Frame
from layers.static_text import write

# Seats around a point, best first: (horizontal anchor, side to side, up) as shares of the gap.
_SEATS: Final = (
    ("left", 1.0, 0.0),
    ("right", -1.0, 0.0),
    ("center", 0.0, 1.0),
    ("center", 0.0, -1.0),
    ("left", 0.75, 0.75),
    ("right", -0.75, 0.75),
    ("left", 0.75, -0.75),
    ("right", -0.75, -0.75),
)
_GAPS_PX: Final = (6.0, 13.0, 20.0, 27.0, 36.0, 46.0)
# From this gap on a reader would not know whose label it is.
_LEADER_PX: Final = 16.0
_NEAR_ZOOM: Final = 9.0
_ANCHOR: Final = {"left": 0.0, "right": 1.0, "center": 0.5}
_UNDER_MARKS: Final = 4.5


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
class Seat:
    """Where a label stands: its anchor in pixels, its side, its box, and whether it is far."""

    x: float
    y: float
    anchor: str
    box: Box
    far: bool


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


def _seats(at: tuple[float, float], size: tuple[float, float], frame: Frame) -> Iterator[Seat]:
    wide, high = size
    for css_gap in _GAPS_PX:
        gap = frame.pixels(css_gap)
        for anchor, side, up in _SEATS:
            x, y = at[0] + side * gap, at[1] + up * (gap + high / 2)
            left = x - wide * _ANCHOR[anchor]
            box = (left, y - high / 2, left + wide, y + high / 2)
            yield Seat(x, y, anchor, box, far=css_gap > _LEADER_PX)


def find_seat(
    at: tuple[float, float], size: tuple[float, float], taken: Sequence[Box], frame: Frame
) -> Seat | None:
    """Give the first seat around a point that is free and lies within the window.

    Parameters
    ----------
    at
        The point, pixels from the lower left corner.
    size
        Width and height of the label, pixels.
    taken
        Boxes that must stay free.
    """
    wide, high = frame.size_px
    for seat in _seats(at, size, frame):
        left, bottom, right, top = seat.box
        if left > 0 and bottom > 0 and right < wide and top < high and _clear(seat.box, taken):
            return seat
    return None


def _leader(axes: Axes, start: tuple[float, float], seat: Seat, frame: Frame) -> None:
    if not seat.far:
        return
    colours = style.palette(frame.theme)
    end = frame.to_metres(seat.x, seat.y)
    for width, ink in ((2.4, colours.halo), (0.8, colours.faint_text)):
        axes.plot(
            [start[0], end[0]],
            [start[1], end[1]],
            color=ink,
            linewidth=frame.points(width),
            solid_capstyle="round",
            zorder=_UNDER_MARKS,
        )


def draw_labels(
    axes: Axes, layers: Sequence[PointLayer], frame: Frame, *, taken: Sequence[Box] = ()
) -> None:
    """Place labels by rank, each at the first seat that covers no mark and no other label."""
    table = _candidates(layers, frame)
    if table.empty:
        return
    full = [*frame.taken, *taken]
    colours = style.palette(frame.theme)
    renderer = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    names = ["x", "y", "label", "sublabel", "shape"]
    for x, y, label, sub, shape in zip(*(table[name] for name in names), strict=True):
        place = shape == "label"
        lines = f"{label}\n{sub}" if sub and frame.zoom >= _NEAR_ZOOM else str(label)
        drawn = write(
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
        seat = find_seat(frame.to_px(x, y), (size.width, size.height), full, frame)
        if seat is None:
            drawn.remove()
            continue
        drawn.set_position(frame.to_metres(seat.x, seat.y))
        drawn.set_horizontalalignment(seat.anchor)
        full.append(seat.box)
        _leader(axes, (x, y), seat, frame)
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
            zorder=_UNDER_MARKS,
        )


def draw_callouts(axes: Axes, callouts: Sequence[Callout], frame: Frame) -> list[Box]:
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
        seat = find_seat(frame.to_px(x, y), size, [*frame.taken, *taken], frame)
        if seat is None:
            continue
        taken.append(seat.box)
        _leader(axes, (x, y), Seat(seat.x, seat.y, seat.anchor, seat.box, far=True), frame)
        ink = style.verdict_colour(one.verdict, frame.theme)
        middle = ((seat.box[0] + seat.box[2]) / 2, (seat.box[1] + seat.box[3]) / 2)
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
