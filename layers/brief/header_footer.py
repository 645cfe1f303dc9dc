"""What stands above and below the map: banner, marking, title, and the lines of the footer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo.parsing.days import in_words
from layers import style
from layers.brief import text as words
from layers.brief.content import Imprint, MapPage, Page
from layers.brief.items import Box
from layers.brief.marking import BACKGROUND, LEAST_PT
from layers.brief.page_builder import INK, MARGIN_IN, PageBuilder
from layers.measure import LINE, fit, plain, width_in, wrap

_MARKING_PT: Final = 14.0
_TITLE_PT: Final = ((24.0, 1), (20.0, 2), (17.0, 3), (14.0, 4), (12.0, 5))
_SUBTITLE_PT: Final = ((13.0, 1), (12.0, 2), (10.0, 3))
_FOOT_PT: Final = 8.0
_FOOT_SHARES: Final = (0.355, 0.355, 0.29)
_BANNER: Final = "#FFD60A"


def _marking(builder: PageBuilder, imprint: Imprint, name: str, top: float) -> Box:
    """Place the marking against the right margin; give its box, empty where there is none."""
    marking, size = imprint.marking, builder.size
    if marking is None:
        return Box(size.width_in - builder.inches(MARGIN_IN), top, 0.0, 0.0)
    size_pt = max(_MARKING_PT * size.scale, LEAST_PT)
    text = plain(marking.text)
    width = width_in(text, size_pt=size_pt, weight="bold") + builder.inches(0.2)
    right = size.width_in - builder.inches(MARGIN_IN)
    made = builder.put(
        name,
        text,
        left=right - width,
        top=top,
        width=width,
        size_pt=size_pt,
        weight="bold",
        colour=marking.colour,
        align="center",
        lines=(text,),
        fill=BACKGROUND,
        native=True,
    )
    return made.box


def place_head(builder: PageBuilder, imprint: Imprint) -> Box:
    """Place banner and marking; give the box that the marking takes, or would begin in."""
    top = 0.0
    if imprint.exercise:
        size_pt = 13.0 * builder.size.scale
        made = builder.put(
            "exercise",
            words.EXERCISE,
            left=0.0,
            top=top,
            width=builder.size.width_in,
            size_pt=size_pt,
            weight="bold",
            align="center",
            lines=(words.EXERCISE,),
            fill=_BANNER,
            native=True,
        )
        top = made.box.bottom
    return _marking(builder, imprint, "marking_header", top + builder.inches(0.16))


def place_heading(builder: PageBuilder, page: Page, *, beside: Box) -> float:
    """Place title and subtitle left of the marking; give where they end."""
    left, scale = builder.inches(MARGIN_IN), builder.size.scale
    room = beside.left - left - builder.inches(0.3 if beside.width else 0.0)
    title, subtitle = plain(page.title), plain(page.subtitle)
    size_pt, lines = fit(title, sizes_pt=_scaled(_TITLE_PT, scale), most_in=room, weight="bold")
    made = builder.put(
        "title",
        title,
        left=left,
        top=beside.top,
        width=room,
        size_pt=size_pt,
        weight="bold",
        lines=lines,
        native=True,
    )
    top = max(made.box.bottom, beside.bottom)
    if subtitle:
        wide = builder.size.width_in - 2 * left
        size_pt, lines = fit(subtitle, sizes_pt=_scaled(_SUBTITLE_PT, scale), most_in=wide)
        made = builder.put(
            "subtitle",
            subtitle,
            left=left,
            top=top,
            width=wide,
            size_pt=size_pt,
            lines=lines,
            colour=style.palette().faint_text,
            native=True,
        )
        top = made.box.bottom
    return top


def _scaled(sizes_pt: Sequence[tuple[float, int]], scale: float) -> list[tuple[float, int]]:
    return [(size_pt * scale, lines) for size_pt, lines in sizes_pt]


def place_foot(
    builder: PageBuilder, page: Page, imprint: Imprint, *, number: int, of: int
) -> float:
    """Place the footer; give where it begins."""
    size, margin = builder.size, builder.inches(MARGIN_IN)
    size_pt = _FOOT_PT * size.scale
    inner = size.width_in - 2 * margin
    strip = max(_MARKING_PT * size.scale, LEAST_PT) * LINE / 72
    bottom = size.height_in - builder.inches(0.14) - strip
    _marking(builder, imprint, "marking_footer", bottom)
    page_words = f"{plain(imprint.author)} · page {number} of {of}"
    builder.put(
        "author",
        f"Author: {page_words}",
        left=margin,
        top=bottom + strip - size_pt * LINE / 72,
        width=inner * 0.6,
        size_pt=size_pt,
        colour=INK,
        lines=wrap(f"Author: {page_words}", size_pt=size_pt, most_in=inner * 0.6, most_lines=1),
    )
    columns = _foot_columns(page, imprint)
    gap = builder.inches(0.3)
    room = inner - gap * (len(columns) - 1)
    broken = [
        [(name, text, wrap(text, size_pt=size_pt, most_in=room * share)) for name, text in column]
        for column, share in zip(columns, _FOOT_SHARES, strict=True)
    ]
    line = size_pt * LINE / 72
    high = max(sum(len(lines) for *_, lines in column) for column in broken) * line
    first = bottom - builder.inches(0.06) - high
    left = margin
    for column, share in zip(broken, _FOOT_SHARES, strict=True):
        top = first
        for name, text, lines in column:
            made = builder.put(
                name,
                text,
                left=left,
                top=top,
                width=room * share,
                size_pt=size_pt,
                colour=INK,
                lines=lines,
                native=name == "source",
            )
            top = made.box.bottom
        left += room * share + gap
    return first


def _foot_columns(page: Page, imprint: Imprint) -> list[list[tuple[str, str]]]:
    credits_ = ""
    if isinstance(page, MapPage):
        attributions = dict.fromkeys(a for panel in page.panels for a in panel.spec.attributions)
        credits_ = " · ".join(plain(one) for one in attributions)
    return [
        [
            ("caveat", words.CAVEAT),
            ("boundaries", words.BOUNDARIES),
            *([("sample", plain(imprint.sample))] if imprint.sample else []),
        ],
        [
            ("source", plain(imprint.source)),
            *([("attribution", credits_)] if credits_ else []),
            *([("ground", plain(page.ground))] if page.ground else []),
        ],
        [
            ("made", f"Made {words.moment(imprint.made)}"),
            ("as_of", f"Data as of {in_words(imprint.as_of)}"),
            *([("datum", words.DATUM)] if isinstance(page, MapPage) else []),
            ("hash", f"Data sha256 {imprint.data_sha256[:16]}"),
            *(
                [("casebook", f"Casebook head {imprint.casebook_head[:16]}")]
                if imprint.casebook_head
                else []
            ),
        ],
    ]
