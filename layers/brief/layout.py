"""Lay out a page: every item gets its place before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from layers.brief.content import Brief, Imprint, MapPage, Page, Panel, Seen, TextPage
from layers.brief.graticule import graticule
from layers.brief.header_footer import place_foot, place_head, place_heading
from layers.brief.items import Box, Item, Sheet
from layers.brief.page_builder import INK, MARGIN_IN, PageBuilder
from layers.brief.side import fill_side, side_widths
from layers.brief.sizes import CSS_DPI, Size, magnify
from layers.measure import LINE, fit, plain
from layers.placement.window import Window
from layers.static.figure import window

_TEXT_PT: Final = (15.0, 13.5, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
_MOST_TICKED: Final = 2
_MOST_COLUMNS: Final = 4
_COUNTRY_ASPECT: Final = 1.15
_HEADING_PT: Final = 11.0
_TICKS_IN: Final = (0.5, 0.2)


def lay_out(page: Page, imprint: Imprint, size: Size, *, number: int = 1, of: int = 1) -> Sheet:
    """Give every item of a page its place.

    Parameters
    ----------
    page
        What is shown.
    imprint
        What every page of the briefing carries.
    size
        A size of :data:`layers.brief.sizes.SIZES`.
    number, of
        Number of the page, and how many there are.

    Returns
    -------
    Sheet
        No item lies off the page, and none overlaps another.
    """
    builder = PageBuilder(size)
    margin = builder.inches(MARGIN_IN)
    top = place_heading(builder, page, beside=place_head(builder, imprint))
    bottom = place_foot(builder, page, imprint, number=number, of=of)
    gap = builder.inches(0.12)
    body = Box(margin, top + gap, size.width_in - 2 * margin, bottom - top - 2 * gap)
    if isinstance(page, TextPage):
        _paragraphs(builder, page, body)
        return Sheet(
            page=page, imprint=imprint, size=size, items=tuple(builder.items), number=number, of=of
        )
    kept = len(builder.items)
    for wide in side_widths(page, body, size.scale):
        del builder.items[kept:]
        gutter = builder.inches(0.28)
        room = Box(body.left, body.top, body.width - wide - gutter, body.height)
        maps = _map_boxes(builder, page, room)
        seen = _seen(page, size, maps)
        _place_maps(builder, page, seen, maps)
        side = Box(body.right - wide, body.top, wide, body.height)
        block, length_m, fits = fill_side(builder, page, seen, side, first_map=maps[0])
        if fits:
            break  # else the maps give way: without its legend nobody can read them
    return Sheet(
        page=page,
        imprint=imprint,
        size=size,
        items=tuple(builder.items),
        maps=tuple(zip(page.panels, maps, strict=True)),
        seen=seen,
        legend=block,
        length_m=length_m,
        number=number,
        of=of,
    )


def _seen(page: MapPage, size: Size, maps: Sequence[Box]) -> Seen:
    """Give the words and the legend of what lies in maps of these boxes."""
    windows = [_window(panel, box) for panel, box in zip(page.panels, maps, strict=True)]
    return page.seen(
        windows,
        metres_a_px=[
            (extent[1] - extent[0]) / (box.width * CSS_DPI) * magnify(size, maps=len(maps))
            for extent, box in zip(windows, maps, strict=True)
        ],
    )


def sheets(brief: Brief, size: Size) -> tuple[Sheet, ...]:
    """Lay out every page of a briefing."""
    many = len(brief.pages)
    return tuple(
        lay_out(page, brief.imprint, size, number=at, of=many)
        for at, page in enumerate(brief.pages, start=1)
    )


def _paragraphs(builder: PageBuilder, page: TextPage, body: Box) -> None:
    """Place the paragraphs with the largest letters at which they fit."""
    for size_pt in _TEXT_PT:
        letters = size_pt * builder.size.scale
        kept = len(builder.items)
        top = body.top
        for at, (head, text) in enumerate(page.paragraphs, start=1):
            for name, said, weight in (
                (f"head_{at}", head, "bold"),
                (f"text_{at}", text, "normal"),
            ):
                if not said:
                    continue
                made = builder.put(
                    name,
                    plain(said),
                    left=body.left,
                    top=top,
                    width=body.width * 0.86,
                    size_pt=letters,
                    weight=weight,  # type: ignore[arg-type]
                    colour=INK,
                )
                top = made.box.bottom
            top += letters * 0.75 / 72
        if top <= body.bottom:
            return
        del builder.items[kept:]


def _window(panel: Panel, box: Box) -> Window:
    return window(panel.spec.bounds, aspect=box.width / box.height)


def _ticked(page: MapPage) -> bool:
    return len(page.panels) <= _MOST_TICKED


def _map_boxes(builder: PageBuilder, page: MapPage, room: Box) -> list[Box]:
    """Part the room among the maps; give the box of each."""
    many = len(page.panels)
    columns = max(range(1, min(many, _MOST_COLUMNS) + 1), key=lambda n: _scale(room, many, n))
    rows = -(-many // columns)
    tick_w, tick_h = (builder.inches(one) if _ticked(page) else 0.0 for one in _TICKS_IN)
    gap = builder.inches(0.14)
    size_pt = _HEADING_PT * builder.size.scale
    head = size_pt * LINE / 72 if any(panel.title for panel in page.panels) else 0.0
    wide, high = (room.width + gap) / columns, (room.height + gap) / rows
    return [
        Box(
            room.left + (at % columns) * wide + tick_w,
            room.top + (at // columns) * high + head,
            wide - gap - tick_w,
            high - gap - head - tick_h,
        )
        for at in range(many)
    ]


def _scale(room: Box, many: int, columns: int) -> float:
    """Give how large a map of the country becomes in so many columns."""
    rows = -(-many // columns)
    return min(room.width / columns / _COUNTRY_ASPECT, room.height / rows)


def _place_maps(builder: PageBuilder, page: MapPage, seen: Seen, boxes: Sequence[Box]) -> None:
    """Place each map with its heading above it, and the labels of its graticule."""
    size_pt = _HEADING_PT * builder.size.scale
    head = size_pt * LINE / 72
    tick_w, tick_h = (builder.inches(one) for one in _TICKS_IN)
    sizes = tuple((size_pt * share, 1) for share in (1.0, 0.9, 0.8, 0.7, 0.6))
    headings = [plain(one) for one in seen.headings]
    # Headings of one size: none is of less weight because its number is longer.
    fitted = min(
        (
            fit(one, sizes_pt=sizes, most_in=box.width, weight="bold")[0]
            for one, box in zip(headings, boxes, strict=True)
            if one
        ),
        default=size_pt,
    )
    for at, (panel, box) in enumerate(zip(page.panels, boxes, strict=True)):
        words = headings[at]
        if words:
            _, lines = fit(words, sizes_pt=[(fitted, 1)], most_in=box.width, weight="bold")
            builder.put(
                f"heading_{at + 1}",
                words,
                left=box.left,
                top=box.top - head,
                width=box.width,
                size_pt=fitted,
                weight="bold",
                lines=lines,
            )
        builder.items.append(Item(name=f"map_{at + 1}", box=box, text=_on_map(panel, words)))
        if _ticked(page):
            _ticks(builder, panel, box, at=at, tick_w=tick_w, tick_h=tick_h)


def _on_map(panel: Panel, heading: str) -> str:
    """Say what stands in the map's frame, for who cannot see the picture."""
    return "; ".join(one for one in (heading, plain(panel.ground)) if one)


def _ticks(
    builder: PageBuilder, panel: Panel, box: Box, *, at: int, tick_w: float, tick_h: float
) -> None:
    """Keep the strips left of and below a map for the graticule's labels."""
    lines = graticule(window(panel.spec.bounds, aspect=box.width / box.height))
    strips = {
        "lat": (Box(box.left - tick_w, box.top, tick_w, box.height), lines.left),
        "lon": (Box(box.left, box.bottom, box.width, tick_h), lines.bottom),
    }
    builder.items += [
        Item(name=f"graticule_{side}_{at + 1}", box=strip, text=" ".join(t.label for t in ticks))
        for side, (strip, ticks) in strips.items()
    ]
