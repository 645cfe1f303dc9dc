"""What stands beside the map: counts, key table, legend, locator, north arrow and scale bar."""

from __future__ import annotations

from typing import Final

from layers import style
from layers.brief.content import MapPage, Table
from layers.brief.desk import INK, Desk
from layers.brief.items import Box, Item
from layers.brief.legend_rows import LegendBlock, lay_out
from layers.brief.measure import LINE, fit, plain, wrap
from layers.static_map import window
from layers.static_text import round_length

_HEADLINE_PT: Final = ((20.0, 1), (16.0, 2), (13.0, 3))
_REMARK_PT: Final = 10.0
_LEGEND_PT: Final = 12.0
_TABLE_PT: Final = (10.0, 9.0, 8.0, 7.0, 6.0)
_LOCATOR_IN: Final = 1.45
_LOCATOR_ASPECT: Final = 1.15
_SCALE_IN: Final = 0.5
_NORTH_IN: Final = 0.62
# A map wider than this shows neighbours and nothing of what it is about.
_WIDEST_MAP: Final = 1.3
_LEAST_SIDE_IN: Final = 3.0
_MOST_SIDE_IN: Final = 5.2
_LEAST_LEGEND_IN: Final = 1.1


def side_width(page: MapPage, body: Box, scale: float) -> float:
    """Give how wide the side is, so that the map takes what it can use."""
    if len(page.panels) > 1:
        return _LEAST_SIDE_IN * scale
    spare = body.width - body.height * _WIDEST_MAP
    return float(min(max(spare, _LEAST_SIDE_IN * scale), _MOST_SIDE_IN * scale))


def fill_side(
    desk: Desk, page: MapPage, side: Box, *, first_map: Box
) -> tuple[LegendBlock, float]:
    """Place everything beside the map.

    Returns
    -------
    LegendBlock, float
        The legend, and the length of the scale bar in metres.
    """
    top = _words(desk, page, side)
    low = side.bottom - desk.inches(_LOCATOR_IN / _LOCATOR_ASPECT)
    if page.table is not None:
        room = low - top - desk.inches(_LEAST_LEGEND_IN + 0.5)
        top = _table(desk, page.table, Box(side.left, top, side.width, room))
    made = desk.put(
        "legend_title", "Legend", left=side.left, top=top, width=side.width,
        size_pt=_LEGEND_PT * desk.size.scale, weight="bold", lines=("Legend",), native=True,
    )  # fmt: skip
    top = made.box.bottom + desk.inches(0.04)
    room = low - top - desk.inches(0.12)
    block = lay_out(page.legend, width_in=side.width, height_in=room, scale=desk.size.scale)
    desk.items.append(
        Item(name="legend", box=Box(side.left, top, side.width, room), text=block.text)
    )
    return block, _bottom(desk, page, Box(side.left, low, side.width, side.bottom - low), first_map)


def _words(desk: Desk, page: MapPage, side: Box) -> float:
    scale = desk.size.scale
    sizes = tuple((pt * scale, most) for pt, most in _HEADLINE_PT)
    headline = plain(page.headline)
    size_pt, lines = fit(headline, sizes_pt=sizes, most_in=side.width, weight="bold")
    made = desk.put(
        "count", headline, left=side.left, top=side.top, width=side.width, size_pt=size_pt,
        weight="bold", lines=lines,
    )  # fmt: skip
    top = made.box.bottom
    for at, remark in enumerate(page.remarks, start=1):
        said = plain(remark)
        pt = _REMARK_PT * scale
        made = desk.put(
            f"remark_{at}", said, left=side.left, top=top, width=side.width, size_pt=pt,
            colour=style.palette().faint_text,
            lines=wrap(said, size_pt=pt, most_in=side.width, most_lines=4),
        )  # fmt: skip
        top = made.box.bottom
    return top + desk.inches(0.1)


def _table(desk: Desk, table: Table, room: Box) -> float:
    """Place a table with the largest letters at which it fits; give where it ends."""
    pad = desk.inches(0.07)
    for size_pt in (one * desk.size.scale for one in _TABLE_PT):
        rows = [
            [
                wrap(plain(cell), size_pt=size_pt, most_in=room.width * share - pad,
                     weight="normal" if at else "bold")
                for cell, share in zip(row, table.shares, strict=True)
            ]
            for at, row in enumerate((table.header, *table.rows))
        ]  # fmt: skip
        heights = [
            max(len(cell) for cell in row) * size_pt * LINE / 72 + desk.inches(0.06) for row in rows
        ]
        if sum(heights) <= room.height:
            break
    top = room.top
    for at, (row, height) in enumerate(zip(rows, heights, strict=True)):
        if top + height > room.bottom + 1e-6:
            break
        left = room.left
        for column, (lines, share) in enumerate(zip(row, table.shares, strict=True)):
            desk.put(
                f"table_{at}_{column}", " ".join(lines), left=left, top=top,
                width=room.width * share - pad, size_pt=size_pt, lines=lines,
                weight="normal" if at and column else "bold", colour=INK,
            )  # fmt: skip
            left += room.width * share
        top += height
    return top + desk.inches(0.08)


def _bottom(desk: Desk, page: MapPage, room: Box, first_map: Box) -> float:
    """Place locator, north arrow and scale bar; give the bar's length on the ground."""
    wide = desk.inches(_LOCATOR_IN)
    desk.items.append(
        Item(name="locator", box=Box(room.left, room.top, wide, room.height), text="Where it lies")
    )
    left = room.left + wide + desk.inches(0.25)
    extent = window(page.panels[0].spec.bounds, aspect=first_map.width / first_map.height)
    metres_an_inch = (extent[1] - extent[0]) / first_map.width
    label = desk.inches(0.3)
    length_m = round_length((room.right - left - 2 * label) * metres_an_inch)
    north = desk.inches(_NORTH_IN)
    high = desk.inches(_SCALE_IN)
    desk.items += [
        Item(name="north", box=Box(left, room.top, north, north), text="N"),
        Item(
            name="scale",
            box=Box(left, room.bottom - high, length_m / metres_an_inch + 2 * label, high),
            text=f"0 {scale_words(length_m / 2)} {scale_words(length_m)}",
        ),
    ]
    return length_m


def scale_words(metres: float) -> str:
    """Write a length on the ground: 200 km, 500 m."""
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"  # noqa: PLR2004
