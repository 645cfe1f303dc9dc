"""What stands beside the map: counts, key table, legend, locator, north arrow and scale bar."""

from __future__ import annotations

from typing import Final

from layers import style
from layers.brief.content import MapPage, PageTable, Seen
from layers.brief.items import Box, Item
from layers.brief.legend_rows import LegendBlock, lay_out
from layers.brief.page_builder import PageBuilder
from layers.measure import LINE, fit, plain, width_in, wrap
from layers.static.figure import window
from layers.static.text import round_length

_HEADLINE_PT: Final = ((20.0, 1), (17.0, 1), (15.0, 1), (14.0, 2), (12.0, 3))
_REMARK_PT: Final = (9.5, 9.0, 8.5, 8.0, 7.5)
# Below this a legend cannot be read when projected: the remarks give way first.
_LEGEND_LEAST_PT: Final = 9.0
_LEGEND_PT: Final = 12.0
# Below this the legend takes the room of the locator.
_LEGEND_SHARED_PT: Final = 7.0
_TABLE_PT: Final = (10.0, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
_UNCUT: Final = 99
_CELL_PAD_IN: Final = 0.09
_ROW_GAP_IN: Final = 0.045
_REMARK_LINES: Final = 5
_LEGEND_HEAD_IN: Final = 0.36
_NO_LIMIT_IN: Final = 99.0
_LOCATOR_IN: Final = 1.45
_LOCATOR_ASPECT: Final = 1.15
_SCALE_IN: Final = 0.42
_NORTH_IN: Final = 0.62
# A map wider than this shows neighbours and nothing of what it is about.
_WIDEST_MAP: Final = 1.3
_LEAST_SIDE_IN: Final = 3.3
# Beside several maps the side takes more of their room, until the legend has enough.
_SIDES_IN: Final = (_LEAST_SIDE_IN, 4.1, 4.9)
_MOST_SIDE_IN: Final = 5.2
# A key needs a line's length more than the map needs the neighbours.
_TABLE_SIDE_IN: Final = 6.5
# Beside a key the legend is as small as it must be for the key to stand uncut.
_TABLE_LEGEND_PT: Final = (7.0, 6.0)
_TABLE_LOCATOR_IN: Final = 1.0
# Beside a locator a scale bar would be too short on a side narrower than this.
_NARROW_IN: Final = 4.0
LABEL_IN: Final = 0.34
# A shorter bar has no room for a word at its middle.
_HALVED_IN: Final = 1.3

Cells = list[tuple[str, ...]]


def side_widths(page: MapPage, body: Box, scale: float) -> tuple[float, ...]:
    """Give how wide the side may be, so that the map takes what it can use; the best first."""
    if len(page.panels) > 1:
        return tuple(wide * scale for wide in _SIDES_IN)
    if page.table is not None:
        return (min(_TABLE_SIDE_IN * scale, body.width * 0.53),)
    spare = body.width - body.height * _WIDEST_MAP
    return (float(min(max(spare, _LEAST_SIDE_IN * scale), _MOST_SIDE_IN * scale)),)


def fill_side(
    builder: PageBuilder, page: MapPage, seen: Seen, side: Box, *, first_map: Box
) -> tuple[LegendBlock, float, bool]:
    """Place everything beside the map.

    Returns
    -------
    LegendBlock, float, bool
        The legend, the length of the scale bar in metres, and whether the legend has the room
        that it needs.
    """
    locator_in = _LOCATOR_IN if page.table is None else _TABLE_LOCATOR_IN
    kept = len(builder.items)
    for wide_in in (locator_in, 0.0):
        del builder.items[kept:]
        low = side.bottom - _bottom_in(builder, side, locator_in=wide_in)
        block, room = _words_and_legend(builder, page, seen, side, low=low)
        if (
            block.height_in <= room
            and block.size_pt >= _LEGEND_SHARED_PT * builder.size.scale - 1e-9
        ):
            break  # else the locator gives way: the legend says what the map shows
    bottom = Box(side.left, low, side.width, side.bottom - low)
    length_m = _bottom(builder, page, bottom, first_map, locator_in=wide_in)
    return block, length_m, block.height_in <= room


def _words_and_legend(
    builder: PageBuilder, page: MapPage, seen: Seen, side: Box, *, low: float
) -> tuple[LegendBlock, float]:
    """Place what stands over the locator; give the legend, and the height that it has, inches."""
    top = _fitted_words(builder, page, seen, side, low=low)
    if page.table is not None:
        kept, start = len(builder.items), top
        for most_pt in _TABLE_LEGEND_PT:
            del builder.items[kept:]
            least = lay_out(
                seen.legend,
                width_in=side.width,
                height_in=_NO_LIMIT_IN,
                scale=builder.size.scale,
                most_pt=most_pt,
            )
            room = low - start - least.height_in - builder.inches(_LEGEND_HEAD_IN)
            top, whole = _table(builder, page.table, Box(side.left, start, side.width, room))
            if whole:
                break
    made = builder.put(
        "legend_title",
        "Legend",
        left=side.left,
        top=top,
        width=side.width,
        size_pt=_LEGEND_PT * builder.size.scale,
        weight="bold",
        lines=("Legend",),
        native=True,
    )
    top = made.box.bottom + builder.inches(0.04)
    room = low - top - builder.inches(0.1)
    block = lay_out(seen.legend, width_in=side.width, height_in=room, scale=builder.size.scale)
    high = max(block.height_in, builder.inches(0.1))
    builder.items.append(
        Item(name="legend", box=Box(side.left, top, side.width, high), text=block.text)
    )
    return block, room


def _fitted_words(
    builder: PageBuilder, page: MapPage, seen: Seen, side: Box, *, low: float
) -> float:
    """Place the words with the largest letters that leave the legend room to be read."""
    kept, scale = len(builder.items), builder.size.scale
    most_pt = _TABLE_LEGEND_PT[0] if page.table is not None else _LEGEND_LEAST_PT
    least = lay_out(
        seen.legend, width_in=side.width, height_in=_NO_LIMIT_IN, scale=scale, most_pt=most_pt
    )
    rest = least.height_in + builder.inches(_LEGEND_HEAD_IN)
    if page.table is not None:
        smallest = _TABLE_PT[-1]
        _, rows = _laid_out(builder, page.table, side.width, slide_pt=smallest, most=_UNCUT)
        rest += sum(height for _, height in rows)
    for size_pt in _REMARK_PT:
        del builder.items[kept:]
        top = _words(builder, seen, side, size_pt=size_pt)
        if top + rest <= low:
            break
    return top


def _words(builder: PageBuilder, seen: Seen, side: Box, *, size_pt: float) -> float:
    scale = builder.size.scale
    sizes = tuple((pt * scale, most) for pt, most in _HEADLINE_PT)
    headline = plain(seen.headline)
    fitted, lines = fit(headline, sizes_pt=sizes, most_in=side.width, weight="bold")
    made = builder.put(
        "count",
        headline,
        left=side.left,
        top=side.top,
        width=side.width,
        size_pt=fitted,
        weight="bold",
        lines=lines,
    )
    top = made.box.bottom
    for at, remark in enumerate(seen.remarks, start=1):
        said = plain(remark)
        pt = size_pt * scale
        made = builder.put(
            f"remark_{at}",
            said,
            left=side.left,
            top=top,
            width=side.width,
            size_pt=pt,
            colour=style.palette().faint_text,
            lines=wrap(said, size_pt=pt, most_in=side.width, most_lines=_REMARK_LINES),
        )
        top = made.box.bottom
    return top + builder.inches(0.1)


def _shares(table: PageTable, width: float, *, size_pt: float, pad: float) -> tuple[float, ...]:
    """Widen columns until the longest word of each stands whole; the widest column gives way."""
    rows = (table.header, *table.rows)
    least = [
        max(
            (
                width_in(word, size_pt=size_pt, weight="normal" if at and column else "bold") + pad
                for at, row in enumerate(rows)
                for word in plain(row[column]).split(" ")
            ),
            default=0.0,
        )
        / width
        for column in range(len(table.header))
    ]
    widest = max(range(len(least)), key=lambda column: table.shares[column])
    shares = [max(share, need) for share, need in zip(table.shares, least, strict=True)]
    shares[widest] = 1.0 - sum(shares) + shares[widest]
    return tuple(shares) if shares[widest] >= least[widest] else table.shares


def _laid_out(
    builder: PageBuilder, table: PageTable, width: float, *, slide_pt: float, most: int
) -> tuple[tuple[float, ...], list[tuple[Cells, float]]]:
    """Break the cells of a table; give the shares of its columns, and rows with their heights."""
    size_pt, pad = slide_pt * builder.size.scale, builder.inches(_CELL_PAD_IN)
    shares = _shares(table, width, size_pt=size_pt, pad=pad)
    rows: list[Cells] = [
        [
            wrap(
                plain(cell),
                size_pt=size_pt,
                most_in=width * share - pad,
                most_lines=most,
                weight="normal" if at and column else "bold",
            )
            for column, (cell, share) in enumerate(zip(row, shares, strict=True))
        ]
        for at, row in enumerate((table.header, *table.rows))
    ]
    line, gap = size_pt * LINE / 72, builder.inches(_ROW_GAP_IN)
    return shares, [(row, max(len(cell) for cell in row) * line + gap) for row in rows]


def _table(builder: PageBuilder, table: PageTable, room: Box) -> tuple[float, bool]:
    """Place a table with the largest letters at which it fits; give where it ends, if it is whole.

    Where even the smallest do not, cells are cut, each with an ellipsis.
    """
    smallest = _TABLE_PT[-1]
    tries = [*((one, _UNCUT) for one in _TABLE_PT), (smallest, 3), (smallest, 2), (smallest, 1)]
    for slide_pt, most in tries:
        shares, rows = _laid_out(builder, table, room.width, slide_pt=slide_pt, most=most)
        if sum(height for _, height in rows) <= room.height:
            break
    top, size_pt = room.top, slide_pt * builder.size.scale
    for at, (row, height) in enumerate(rows):
        left = room.left
        for column, (lines, share) in enumerate(zip(row, shares, strict=True)):
            builder.put(
                f"table_{at}_{column}",
                " ".join(lines),
                left=left,
                top=top,
                width=room.width * share - builder.inches(_CELL_PAD_IN),
                size_pt=size_pt,
                lines=lines,
                weight="normal" if at and column else "bold",
            )
            left += room.width * share
        top += height
    return top + builder.inches(0.06), most == _UNCUT


def _is_narrow(builder: PageBuilder, side: Box) -> bool:
    """Tell whether a scale bar has no room beside a locator."""
    return side.width < builder.inches(_NARROW_IN)


def _bottom_in(builder: PageBuilder, side: Box, *, locator_in: float) -> float:
    """Height of locator, north arrow and scale bar together; without a locator they are a row."""
    if not locator_in:
        return builder.inches(_NORTH_IN)
    under = builder.inches(_SCALE_IN + 0.06) if _is_narrow(builder, side) else 0.0
    return builder.inches(locator_in / _LOCATOR_ASPECT) + under


def _bottom(
    builder: PageBuilder, page: MapPage, room: Box, first_map: Box, *, locator_in: float
) -> float:
    """Place locator, north arrow and scale bar; give the bar's length on the ground."""
    wide, high = builder.inches(locator_in), builder.inches(locator_in / _LOCATOR_ASPECT)
    under = bool(locator_in) and _is_narrow(builder, room)
    bar, north = builder.inches(_SCALE_IN), builder.inches(_NORTH_IN)
    if locator_in:
        north = min(north, high if under else high - bar)
    left = room.left + (wide + builder.inches(0.25) if locator_in else 0.0)
    beside = left if locator_in else room.left + north + builder.inches(0.1)
    bar_left = room.left if under else beside
    extent = window(page.panels[0].spec.bounds, aspect=first_map.width / first_map.height)
    metres_an_inch = (extent[1] - extent[0]) / first_map.width
    label = builder.inches(LABEL_IN)
    length_m = round_length((room.right - bar_left - 2 * label) * metres_an_inch)
    length_in = length_m / metres_an_inch
    if locator_in:
        spot = Box(room.left, room.top, wide, high)
        builder.items.append(Item(name="locator", box=spot, text="Where it lies"))
    builder.items += [
        Item(name="north", box=Box(left, room.top, north, north), text="N"),
        Item(
            name="scale",
            box=Box(bar_left, room.bottom - bar, length_in + 2 * label, bar),
            text=" ".join(text for _, text in scale_marks(length_m, length_in, builder.size.scale)),
        ),
    ]
    return length_m


def scale_marks(length_m: float, length_in: float, scale: float) -> list[tuple[float, str]]:
    """Give where along a scale bar a length is written (0 to 1), and the length.

    Parameters
    ----------
    length_m
        What the bar stands for, metres.
    length_in
        How long it is on the page, inches.
    scale
        Size of letters against those of a slide.
    """
    middle = [(0.5, scale_words(length_m / 2))] if length_in > _HALVED_IN * scale else []
    return [(0.0, "0"), *middle, (1.0, scale_words(length_m))]


def scale_words(metres: float) -> str:
    """Write a length on the ground: 200 km, 500 m."""
    return f"{metres / 1000:,g} km" if metres >= 1000 else f"{metres:g} m"  # noqa: PLR2004
