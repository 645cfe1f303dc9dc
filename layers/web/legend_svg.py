"""A legend as one SVG picture, from the same tokens as the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from layers import mark_tones, style
from layers.age_style import DOT, age_style
from layers.legend import LegendEntry
from layers.mark_shapes import arc
from layers.web.escape import escape
from layers.web.legend_lines import lines_of
from layers.web.legend_lines import width_px as text_px

ROW_PX: Final = 22
_HEAD_PX: Final = 24
_SAMPLE_PX: Final = 30
_SCALE_PX: Final = 230
_LABEL_PX: Final = 12.5
_LABEL_X: Final = _SAMPLE_PX + 6
_LINE_PX: Final = 16
_SMALL_PX: Final = 10.5
_SMALL_LINE_PX: Final = 14
_SPACING_PX: Final = 0.6
# Smaller than this, numbers under the colours of a scale are put beside them.
_LEAST_PX: Final = 8.5
_HATCH_LINES: Final[dict[str, str]] = {
    "/": "M-2 2 2-2M0 8 8 0M6 10 10 6",
    "\\": "M-2 6 2 10M0 0 8 8M6-2 10 2",
    "|": "M4 0V8",
    "-": "M0 4H8",
    "+": "M4 0V8M0 4H8",
    "x": "M0 0 8 8M0 8 8 0",
    "o": "M2 4a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
    ".": "M4 3.4v1.2",
}


def _area(entry: LegendEntry, key: str, theme: style.Theme) -> str:
    if entry.others:
        return _shared(entry, key, theme)
    colour, aged = style.group_style(entry.tone).colour(theme), age_style(entry.age)
    steps = " ".join(f"{step * 0.8:g}" for step in aged.dash) or "4 2.5"
    dash = f' stroke-dasharray="{steps}"' if entry.dashed else ""
    if aged.dash[:1] == (DOT,):
        dash = f' stroke-dasharray="0.1 {aged.dash[1] * 0.8:g}" stroke-linecap="round"'
    look = f'stroke="{colour}" stroke-opacity="{aged.line:g}" stroke-width="1.2"'
    edge = f'<rect x="1" y="3" width="26" height="15" fill="none" {look}{dash}/>'
    if not aged.tint:
        return edge
    box = _filled(colour, f'fill-opacity="{0.14 * aged.tint:g}"')
    if entry.hatch not in _HATCH_LINES:
        return box + edge
    pattern = _pattern(key, entry.hatch, colour, side=8 * aged.sparse, strength=aged.line)
    return pattern + box + _filled(f"url(#{key})") + edge


def _filled(fill: str, more: str = "", *, x: float = 1, wide: float = 26) -> str:
    return f'<rect x="{x:g}" y="3" width="{wide:g}" height="15" fill="{fill}" {more}/>'


def _pattern(key: str, hatch: str, colour: str, *, side: int = 8, strength: float = 1.0) -> str:
    return (
        f'<pattern id="{key}" width="{side}" height="{side}" patternUnits="userSpaceOnUse">'
        f'<path d="{_HATCH_LINES[hatch]}" stroke="{colour}" stroke-opacity="{strength:g}" '
        f'stroke-width="{8 / side:g}" fill="none" transform="scale({side / 8:g})"/></pattern>'
    )


def _shared(entry: LegendEntry, key: str, theme: style.Theme) -> str:
    """Draw a band of each holder, and an edge of everybody's dashes."""
    drawn, step = [], 26 / len(entry.others)
    for at, tone in enumerate(entry.others):
        look = style.group_style(tone)
        colour, own = look.colour(theme), f"{key}-{at}"
        drawn.append(_filled(colour, 'fill-opacity=".14"', x=1 + at * step, wide=step))
        if look.hatch in _HATCH_LINES:
            drawn.append(_pattern(own, look.hatch, colour))
            drawn.append(_filled(f"url(#{own})", x=1 + at * step, wide=step))
        dash = f'stroke-dasharray="4 {4 * (len(entry.others) - 1)}" stroke-dashoffset="{-4 * at}"'
        drawn.append(
            f'<rect x="1" y="3" width="26" height="15" fill="none" stroke="{colour}" '
            f'stroke-width="1.6" {dash}/>'
        )
    return "".join(drawn)


def _mark(entry: LegendEntry, theme: style.Theme) -> str:
    look = mark_tones.look(entry.tone, theme)
    colour = look.fill
    if entry.shape == "cross":
        halo = style.palette(theme).mark_edge
        path = "M9 6 19 16M9 16 19 6"
        wide = f'<path d="{path}" stroke="{colour}" stroke-width="4.5" stroke-linecap="round"/>'
        return wide + f'<path d="{path}" stroke="{halo}" stroke-width="2" stroke-linecap="round"/>'
    if entry.shape == "diamond":
        return f'<path d="M14 3 22 11 14 19 6 11z" fill="{colour}"/>'
    if entry.shape == "triangle":
        return f'<path d="M14 2 23 18H5z" fill="{colour}"/>'
    if entry.shape == "wedge":
        return f'<path d="M14 20 5 4H23z" fill="{colour}"/>'
    if entry.shape == "square":
        return f'<path d="M7 4H21V18H7z" fill="{colour}"/>'
    letter = (
        f'<text x="14" y="14" text-anchor="middle" font-size="8.5" font-weight="600" '
        f'fill="{style.text_on(colour)}">{escape(look.letter)}</text>'
    )
    half = f'<path d="M14 3.5A7.5 7.5 0 0 1 14 18.5z" fill="{look.half}"/>' if look.half else ""
    line = (
        f'<circle cx="14" cy="11" r="6.6" stroke="{look.line}" stroke-width="1.8"/>'
        if look.line
        else ""
    )
    return f'<circle cx="14" cy="11" r="7.5" fill="{colour}"/>' + half + line + letter


def _band(theme: style.Theme) -> str:
    colour = style.group_style("KH").colour(theme)
    return (
        f'<rect x="1" y="3" width="26" height="15" fill="{colour}" fill-opacity=".16"/>'
        f'<path d="M1 10.5H27" stroke="{colour}" stroke-dasharray="4 2.5"/>'
    )


def _ring(entry: LegendEntry, theme: style.Theme) -> str:
    """Draw the ring of a verdict, or the part of one with its number."""
    look, halo = style.verdict_style(entry.tone), style.palette(theme).mark_edge
    colour = look.colour(theme)
    inner = style.group_style(style.NEUTRAL).colour(theme)
    part = entry.kind == "arc"
    path = _path("circle", 7.6, last=style.LEGEND_PART if part else 1.0)
    drawn = f'<path d="{path}" stroke="{colour}" stroke-width="{look.ring_px}"/>'
    if look.double:
        drawn += f'<path d="{path}" stroke="{halo}" stroke-width="{style.RING_GAP_PX}"/>'
    drawn += f'<circle cx="14" cy="11" r="4.6" fill="{inner}"/>'
    if part and entry.tone == "mismatch":
        drawn += f'<circle cx="19.6" cy="5.4" r="3.4" fill="{colour}" stroke="{halo}"/>'
    return drawn


def _share(_entry: LegendEntry, theme: style.Theme) -> str:
    """Draw a mark whose rim is split: its busiest group, and nobody."""
    one, nobody, core = (
        style.group_style(tone).colour(theme)
        for tone in (next(iter(style.GROUPS)), style.UNKNOWN, style.NEUTRAL)
    )
    piece = _path("circle", 8.0, last=0.35)
    return (
        f'<circle cx="14" cy="11" r="8" fill="{nobody}"/>'
        f'<path d="{piece}L14 11z" fill="{one}"/>'
        f'<circle cx="14" cy="11" r="{8 * style.CORE:.1f}" fill="{core}"/>'
    )


def _path(shape: str, radius: float, *, last: float) -> str:
    """Give the outline of a sample as an SVG path, from the top clockwise."""
    spots = (f"{14 + x:.2f} {11 - y:.2f}" for x, y in arc(shape, radius, last=last))
    return "M" + "L".join(spots)


def _leader(entry: LegendEntry, theme: style.Theme) -> str:
    """Draw a dot at a place, tied to a mark."""
    ink, inner = style.palette(theme).text, style.group_style(entry.tone).colour(theme)
    return (
        f'<path d="M5 11H20" stroke="{ink}" stroke-width="1.3"/>'
        f'<circle cx="5" cy="11" r="2.4" fill="{ink}"/>'
        f'<circle cx="21" cy="11" r="5" fill="{inner}"/>'
    )


_SIGNS: Final = {"mark": _mark, "ring": _ring, "arc": _ring, "share": _share, "leader": _leader}


def _sample(entry: LegendEntry, key: str, theme: style.Theme) -> str:
    if entry.kind in {"area", "band"}:
        return _area(entry, key, theme) if entry.kind == "area" else _band(theme)
    if entry.kind in _SIGNS:
        return _SIGNS[entry.kind](entry, theme)
    if entry.kind == "ramp":
        wide = 26 / len(entry.ramp)
        return "".join(
            f'<rect x="{1 + at * wide:.2f}" y="5" width="{wide:.2f}" height="12" fill="{colour}"/>'
            for at, colour in enumerate(_ramp(entry, theme))
        )
    colour = style.group_style(entry.tone).colour(theme)
    if entry.kind == "disc":
        return (
            f'<circle cx="14" cy="11" r="8.5" fill="{colour}" fill-opacity=".08" '
            f'stroke="{colour}" stroke-dasharray="3 3"/>'
        )
    if entry.kind == "edge":
        return (
            f'<rect x="2" y="4" width="24" height="14" fill="none" stroke="{colour}" '
            'stroke-width="1.6"/>'
        )
    dash = ' stroke-dasharray="5 3"' if entry.dashed else ""
    return (
        f'<path d="M1 11H21" stroke="{colour}" stroke-width="1.6"{dash}/>'
        f'<path d="M20 7.5 27 11 20 14.5z" fill="{colour}"/>'
    )


def _ramp(entry: LegendEntry, theme: style.Theme) -> tuple[str, ...]:
    """Give a ramp's colours as a theme draws them: counts in cells are turned round in the dark."""
    if theme == "light" or not set(entry.ramp) <= set(style.HEX_RAMP):
        return entry.ramp
    turned = dict(zip(style.HEX_RAMP, style.HEX_RAMP[::-1], strict=True))
    return tuple(turned[colour] for colour in entry.ramp)


def _scale(entry: LegendEntry, theme: style.Theme, width: int) -> tuple[str, int]:
    """Draw a scale of colours with a number under each, or along it; also give its height."""
    colours = _ramp(entry, theme)
    ink = style.palette(theme).text
    wide = min(width - 2, _SCALE_PX) / len(colours)
    classed = len(entry.ticks) == len(colours)
    said = lines_of(entry.label, size_px=_LABEL_PX, most_px=width)
    label = _text(said, x=0, y=14, size_px=_LABEL_PX, ink=ink)
    down = _LINE_PX * (len(said) - 1)
    room = wide if classed else wide * len(colours) / len(entry.ticks)
    longest = max(text_px(tick, size_px=_SMALL_PX) for tick in entry.ticks)
    size = min(_SMALL_PX, _SMALL_PX * (room - 2) / longest)
    if classed and size < _LEAST_PX:
        return _listed(entry, colours, label, ink=ink, top=20 + down, width=width)
    boxes = "".join(
        f'<rect x="{at * wide:.1f}" y="{20 + down}" width="{wide:.1f}" height="10" '
        f'fill="{colour}"/>'
        for at, colour in enumerate(colours)
    )
    step = wide if classed else wide * len(colours) / max(len(entry.ticks) - 1, 1)
    ticks = "".join(
        f'<text x="{(at + 0.5 * classed) * step:.1f}" y="{42 + down}" font-size="{size:.4g}" '
        f'fill="{ink}" text-anchor="{_anchor(at, len(entry.ticks), classed=classed)}">'
        f"{escape(tick)}</text>"
        for at, tick in enumerate(entry.ticks)
    )
    return label + boxes + ticks, 50 + down


def _listed(
    entry: LegendEntry, colours: tuple[str, ...], label: str, *, ink: str, top: int, width: int
) -> tuple[str, int]:
    """Draw the colours of a scale one below the other, each with its number beside it."""
    rows = []
    for colour, tick in zip(colours, entry.ticks, strict=True):
        said = lines_of(tick, size_px=_SMALL_PX, most_px=width - _LABEL_X)
        rows.append(f'<rect x="1" y="{top}" width="26" height="10" fill="{colour}"/>')
        rows.append(_text(said, x=_LABEL_X, y=top + 9, size_px=_SMALL_PX, ink=ink))
        top += _SMALL_LINE_PX * len(said)
    return label + "".join(rows), top + 8


def _text(lines: Sequence[str], *, x: int, y: int, size_px: float, ink: str, more: str = "") -> str:
    """Write lines one below the other."""
    step = _LINE_PX if size_px > _SMALL_PX else _SMALL_LINE_PX
    return "".join(
        f'<text x="{x}" y="{y + step * at}" font-size="{size_px:g}"{more} fill="{ink}">'
        f"{escape(line)}</text>"
        for at, line in enumerate(lines)
    )


def _anchor(at: int, many: int, *, classed: bool) -> str:
    if classed or 0 < at < many - 1:
        return "middle"
    return "start" if at == 0 else "end"


def legend_svg(
    entries: Sequence[LegendEntry], *, theme: style.Theme = "light", width_px: int = 260
) -> str:
    """Draw a legend as SVG with its own text alternative.

    Parameters
    ----------
    entries
        What :func:`layers.legend.legend` gave; their labels are escaped here.
    theme
        ``"light"`` or ``"dark"``.
    width_px
        Width of the picture in pixels; its height follows from the entries.
    """
    colours = style.palette(theme)
    rows: list[str] = []
    section, y = "", 0
    for at, entry in enumerate(entries):
        if entry.section != section:
            section = entry.section
            said = lines_of(
                section.upper(), size_px=_SMALL_PX, most_px=width_px, spacing_px=_SPACING_PX
            )
            rows.append(
                _text(
                    said,
                    x=0,
                    y=y + 16,
                    size_px=_SMALL_PX,
                    ink=colours.faint_text,
                    more=f' letter-spacing="{_SPACING_PX}"',
                )
            )
            y += _HEAD_PX + _SMALL_LINE_PX * (len(said) - 1)
        if entry.ticks:
            drawn, height = _scale(entry, theme, width_px)
        else:
            said = lines_of(entry.label, size_px=_LABEL_PX, most_px=width_px - _LABEL_X)
            drawn = _sample(entry, f"h{at}", theme) + _text(
                said, x=_LABEL_X, y=15, size_px=_LABEL_PX, ink=colours.text
            )
            height = ROW_PX + _LINE_PX * (len(said) - 1)
        rows.append(f'<g transform="translate(0 {y})">{drawn}</g>')
        y += height
    description = "; ".join(
        f"{entry.section}: {entry.label}" + (f" ({', '.join(entry.ticks)})" if entry.ticks else "")
        for entry in entries
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width_px}" '
        f'height="{max(y, 1)}" viewBox="0 0 {width_px} {max(y, 1)}" fill="none" '
        f"font-family='{style.FONT_STACK}'><title>Legend</title>"
        f"<desc>{escape(description)}</desc>{''.join(rows)}</svg>"
    )
