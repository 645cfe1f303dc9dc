"""The legend of a page: a group's ground and marks on one row, rows in columns that fit."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from layers.age_style import AGE_STYLES
from layers.legend import LegendEntry, fuller
from layers.mark_tones import group_of
from layers.measure import plain, width_in, wrap

_SAMPLE_IN: Final = 0.34
_GAP_IN: Final = 0.1
_ROW: Final = 1.5
_GROUPS: Final = "Groups: ground and marks"
_COLUMNS: Final = (4, 3, 2, 1)
BAR_LINES: Final = 2.1
"""Lines that a scale of colours with its numbers takes under its words."""

_AGES: Final = {age: place for place, age in enumerate(AGE_STYLES)}
_ORDER: Final = {"ramp": 0, "area": 1}
SIZES_PT: Final = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0)


@dataclass(frozen=True)
class LegendRow:
    """One row: the samples drawn side by side, and the words beside them."""

    samples: tuple[LegendEntry, ...]
    label: str

    @property
    def ticks(self) -> tuple[str, ...]:
        """Give the numbers of a scale of colours; none for other rows."""
        return self.samples[0].ticks


@dataclass(frozen=True)
class PlacedEntry:
    """A row or a section's heading with its place in the block, inches from its upper left."""

    left: float
    top: float
    lines: tuple[str, ...]
    row: LegendRow | None


@dataclass(frozen=True)
class LegendBlock:
    """A legend that is laid out: its parts, the size of its letters, its height."""

    placed: tuple[PlacedEntry, ...]
    size_pt: float
    height_in: float
    sample_in: float = _SAMPLE_IN

    @property
    def text(self) -> str:
        """Give all its words."""
        ticks = [tick for one in self.placed if one.row for tick in one.row.ticks]
        return " ".join([*(" ".join(one.lines) for one in self.placed), *ticks])


def rows_of(entries: Sequence[LegendEntry]) -> dict[str, list[LegendRow]]:
    """Gather entries to rows by section; the ground and the mark of one group share a row."""
    areas = {e.tone: e for e in entries if e.kind == "area" and e.tone}
    marks = {group_of(e.tone): e for e in entries if e.kind == "mark" and e.section == "Groups"}
    sections: dict[str, list[LegendRow]] = {}
    for entry in sorted(entries, key=lambda one: _ORDER.get(one.kind, len(_ORDER))):
        if entry.kind == "mark" and entry.section == "Groups" and group_of(entry.tone) in areas:
            continue
        grouped = entry.kind == "area" or entry.section == "Groups"
        section = _GROUPS if grouped else "Density" if entry.kind == "ramp" else "Signs"
        beside = marks.get(entry.tone) if entry.kind == "area" and entry.tone else None
        row = LegendRow((entry, beside) if beside else (entry,), plain(entry.label))
        sections.setdefault(section, []).append(row)
    return sections


def _width(row: LegendRow, *, size_pt: float, sample: float) -> float:
    return width_in(row.label, size_pt=size_pt) + sample * len(row.samples) + _GAP_IN


def _section(
    rows: Sequence[LegendRow], *, top: float, size_pt: float, width: float, scale: float
) -> tuple[list[PlacedEntry], float]:
    """Place short rows in columns, and under them those that need a line of their own."""
    sample, step = _SAMPLE_IN * scale, size_pt * _ROW / 72
    plain_rows = [row for row in rows if not row.ticks]
    widths = [_width(row, size_pt=size_pt, sample=sample) for row in plain_rows]

    def short_of(columns: int) -> list[LegendRow]:
        """Give the rows that fit into one of so many columns; one column takes each as a line."""
        fits = columns > 1
        return [
            r
            for r, wide in zip(plain_rows, widths, strict=True)
            if fits and wide <= width / columns
        ]

    def height_of(columns: int) -> int:
        held = len(short_of(columns))
        return -(-held // columns) + len(plain_rows) - held

    columns = min(_COLUMNS, key=lambda n: (height_of(n), n))
    short = short_of(columns)
    high = -(-len(short) // columns)
    placed = [
        PlacedEntry((at // high) * width / columns, top + (at % high) * step, (row.label,), row)
        for at, row in enumerate(short)
    ]
    top += high * step
    for row in [row for row in rows if row not in short]:
        if row.ticks:
            lines = wrap(row.label, size_pt=size_pt, most_in=width)
            placed.append(PlacedEntry(0.0, top, lines, row))
            top += (len(lines) + BAR_LINES) * size_pt * 1.2 / 72 + 0.04 * scale
            continue
        room = max(width - sample * len(row.samples) - _GAP_IN, 0.5)
        lines = wrap(row.label, size_pt=size_pt, most_in=room)
        placed.append(PlacedEntry(0.0, top, lines, row))
        top += step + (len(lines) - 1) * size_pt * 1.2 / 72
    return placed, top


def lay_out(
    entries: Sequence[LegendEntry],
    *,
    width_in: float,
    height_in: float,
    scale: float = 1.0,
    most_pt: float = SIZES_PT[0],
) -> LegendBlock:
    """Place a legend in a box, with the largest letters at which it fits.

    Parameters
    ----------
    entries
        What :func:`layers.legend.legend` gave.
    width_in, height_in
        The box, inches.
    scale
        Size of letters against those of a slide.
    most_pt
        Largest letters to try, points on a slide.
    """
    sections = rows_of(entries)
    for size_pt in (one for one in SIZES_PT if one <= most_pt):
        letters = size_pt * scale
        placed: list[PlacedEntry] = []
        top = 0.0
        for section, rows in sections.items():
            placed.append(PlacedEntry(0.0, top, (section.upper(),), None))
            top += letters * 1.7 / 72
            made, top = _section(rows, top=top, size_pt=letters, width=width_in, scale=scale)
            placed += made
            top += letters * 0.5 / 72
        top -= letters * 0.5 / 72 if sections else 0.0
        if top <= height_in:
            break
    return LegendBlock(tuple(placed), letters, top, _SAMPLE_IN * scale)


def _thing(entry: LegendEntry) -> Hashable:
    """What an entry explains: ground by whose it is, whatever its sample looks like."""
    if entry.kind != "area":
        return entry
    return entry.section, entry.label, entry.tone


def _age_place(entry: LegendEntry) -> int:
    return _AGES.get(entry.age, len(_AGES))


def together(entries: Sequence[Sequence[LegendEntry]]) -> tuple[LegendEntry, ...]:
    """Join the legends of several maps, each thing once, those of a section together."""
    every = fuller(entry for one in entries for entry in one)
    # Of one holder's ground on several maps one sample is enough: that of the best of it.
    best: dict[Hashable, LegendEntry] = {}
    for entry in every:
        held = best.setdefault(_thing(entry), entry)
        if _age_place(entry) < _age_place(held):
            best[_thing(entry)] = entry
    found = list(best.values())
    sections = list(dict.fromkeys(entry.section for entry in found))
    found.sort(key=lambda entry: sections.index(entry.section))
    return tuple(found)
