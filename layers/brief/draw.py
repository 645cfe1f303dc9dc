"""Draw a page that is laid out with matplotlib; no global state is read or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from geo.parsing.days import in_words
from layers import style
from layers.brief.content import Panel
from layers.brief.graticule import graticule
from layers.brief.items import Box, Item, Sheet
from layers.brief.legend_draw import draw_legend
from layers.brief.line_text import LineText
from layers.brief.marginalia import draw_locator, draw_north, draw_scale, draw_ticks
from layers.brief.sizes import MANY_MAPS, magnify
from layers.measure import printable, width_in
from layers.spec import PointLayer
from layers.static.figure import draw_map
from layers.static.frame import Box as PxBox
from layers.static.frame import MapFrame
from layers.static.labels import draw_callouts, draw_labels

_TOWNS_ON_SMALL: Final = 3
_ASCENT: Final = 0.98
_DAY_PX: Final = 10.0
_DAY_PAD_PX: Final = 5.0
_DAY_LINE: Final = 1.2
_DAY_ORDER: Final = 60.0


def draw(sheet: Sheet, *, without_native: bool = False) -> Figure:
    """Draw a page.

    Parameters
    ----------
    sheet
        As :func:`layers.brief.layout.lay_out` gave it.
    without_native
        Leave out the texts that a slide carries as text.

    Returns
    -------
    matplotlib.figure.Figure
        With a canvas of its own; each text's ``gid`` begins with the name of its item.
    """
    size = sheet.size
    figure = Figure(
        figsize=(size.width_in, size.height_in), dpi=size.dpi, facecolor=style.palette().halo
    )
    FigureCanvasAgg(figure)
    paper = figure.add_axes((0, 0, 1, 1))
    paper.set_axis_off()
    paper.set_xlim(0, size.width_in)
    paper.set_ylim(size.height_in, 0)
    for item in sheet.items:
        if item.lines and not (item.native and without_native):
            draw_text(paper, item)
    for at, (panel, box) in enumerate(sheet.maps, start=1):
        _draw_panel(figure, paper, sheet, panel=panel, box=box, at=at)
    if sheet.maps:
        _draw_side(figure, paper, sheet)
    return figure


def draw_text(paper: Axes, item: Item) -> None:
    """Draw an item's lines, each at its own place, so that every renderer breaks them alike."""
    box = item.box
    if item.fill:
        paper.add_patch(
            Rectangle((box.left, box.top), box.width, box.height, facecolor=item.fill, linewidth=0)
        )
    x = {"left": box.left, "center": box.left + box.width / 2, "right": box.right}[item.align]
    for at, line in enumerate(item.lines):
        baseline = box.top + at * item.line_in + item.size_pt * _ASCENT / 72
        paper.add_artist(
            LineText(
                x,
                baseline,
                printable(line),
                fontsize=item.size_pt,
                fontweight=item.weight,
                family=style.STATIC_FONT,
                color=item.colour,
                ha=item.align,
                va="baseline",
                parse_math=False,
                gid=f"{item.name}-{at}",
                transform=paper.transData,
            )
        )


def _draw_panel(
    figure: Figure, paper: Axes, sheet: Sheet, *, panel: Panel, box: Box, at: int
) -> None:
    size = sheet.size
    axes = figure.add_axes(
        (
            box.left / size.width_in,
            1 - box.bottom / size.height_in,
            box.width / size.width_in,
            box.height / size.height_in,
        )
    )
    frame = draw_map(
        axes,
        panel.spec,
        width_px=box.width * size.dpi,
        height_px=box.height * size.dpi,
        dpi=size.dpi,
        magnify=magnify_of(sheet),
    )
    colours = style.palette()
    base = [order for order, layer in enumerate(panel.spec.shown, start=1) if layer.base]
    above = [order for order, layer in enumerate(panel.spec.shown, start=1) if not layer.base]
    under = min(above) if above else max(base, default=0) + 1
    lines = graticule(frame.extent)
    for line in lines.lines:
        axes.plot(
            line[:, 0],
            line[:, 1],
            color=colours.country_edge,
            linewidth=frame.points(0.5),
            alpha=0.55,
            zorder=under - 0.5,
            dashes=(6, 4),
        )
    callouts = draw_callouts(axes, panel.callouts, frame)
    callouts = [*callouts, *_draw_day(axes, panel, frame, callouts)]
    labelled = [one for one in panel.spec.shown if isinstance(one, PointLayer)]
    if len(sheet.maps) > MANY_MAPS:
        labelled = [_largest(one) for one in labelled if one.id == "towns"]
    draw_labels(axes, labelled, frame, taken=callouts)
    paper.add_patch(
        Rectangle(
            (box.left, box.top),
            box.width,
            box.height,
            facecolor="none",
            edgecolor=colours.country_edge,
            linewidth=0.8 * size.scale,
            zorder=9,
        )
    )
    if sheet.has(f"graticule_lat_{at}"):
        draw_ticks(paper, lines, box, scale=size.scale)


def _draw_day(axes: Axes, panel: Panel, frame: MapFrame, taken: Sequence[PxBox]) -> list[PxBox]:
    """Write in a free corner which day's ground the map draws; give the box that this takes."""
    if panel.ground_day is None:
        return []
    text = f"Ground as of {in_words(panel.ground_day, short=True)}"
    size_pt, pad = frame.points(_DAY_PX), frame.pixels(_DAY_PAD_PX)
    wide = width_in(text, size_pt=size_pt) * frame.dpi + 2 * pad
    high = size_pt / 72 * frame.dpi * _DAY_LINE + 2 * pad
    right, top = frame.size_px
    corners = [(x, y, x + wide, y + high) for y in (0.0, top - high) for x in (right - wide, 0.0)]
    box = min(corners, key=lambda one: _covered(one, frame, taken))
    colours = style.palette()
    x, y = frame.to_metres((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    axes.text(
        x,
        y,
        text,
        ha="center",
        va="center",
        fontsize=size_pt,
        family=style.STATIC_FONT,
        color=colours.text,
        parse_math=False,
        zorder=_DAY_ORDER,
        gid="ground-day",
        bbox={"facecolor": colours.halo, "alpha": 0.82, "edgecolor": "none", "pad": 1.5},
    )
    return [box]


def _covered(box: PxBox, frame: MapFrame, taken: Sequence[PxBox]) -> int:
    """Count the marks and callouts that a box would cover."""
    left, bottom, right, top = box
    marks = sum(left - r < x < right + r and bottom - r < y < top + r for x, y, r in frame.marks)
    return marks + sum(
        left < one[2] and one[0] < right and bottom < one[3] and one[1] < top for one in taken
    )


def magnify_of(sheet: Sheet) -> float:
    """Give how much larger than on a screen the marks of a page's maps are drawn."""
    return magnify(sheet.size, maps=len(sheet.maps))


def _largest(towns: PointLayer) -> PointLayer:
    """Keep the towns that a map of a hand's breadth can name."""
    kept = towns.features.sort_values("rank", kind="stable").head(_TOWNS_ON_SMALL)
    return replace(towns, features=kept)


def _draw_side(figure: Figure, paper: Axes, sheet: Sheet) -> None:
    scale = sheet.size.scale
    panel, box = sheet.maps[0]
    if sheet.legend is not None:
        draw_legend(paper, sheet.legend, sheet.item("legend").box, scale=scale)
    for locator in [one for one in sheet.items if one.name == "locator"]:
        draw_locator(figure, locator.box, size=sheet.size, spec=panel.spec, of=box)
    draw_north(paper, sheet.item("north").box, spec=panel.spec, of=box, scale=scale)
    draw_scale(paper, sheet.item("scale").box, length_m=sheet.length_m, scale=scale)
