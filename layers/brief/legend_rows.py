"""The legend of a page: a group's ground and marks on one row, rows in columns that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from layers.brief.measure import plain, width_in, wrap
from layers.legend import LegendEntry

_SAMPLE_IN: Final = 0.34
_GAP_IN: Final = 0.1
_ROW: Final = 1.66
_GROUPS: Final = "Groups: ground and marks"
_COLUMNS: Final = (4, 3, 2, 1)
SIZES_PT: Final = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)


@dataclass(frozen=True)
class LegendRow:
    """One row: the samples drawn side by side, None for an empty place, and the words."""

    samples: tuple[LegendEntry | None, ...]
    label: str


@dataclass(frozen=True)
class Placed:
    """A row or a section's heading with its place in the block, inches from its upper left."""

    left: float
    top: float
    lines: tuple[str, ...]
    row: LegendRow | None


@dataclass(frozen=True)
class LegendBlock:
    """A legend that is laid out: its parts, the size of its letters, its height."""

    placed: tuple[Placed, ...]
    size_pt: float
    height_in: float
    sample_in: float = _SAMPLE_IN

    @property
    def text(self) -> str:
        """Give all its words."""
        return " ".join(" ".join(one.lines) for one in self.placed)


def rows_of(entries: Sequence[LegendEntry]) -> dict[str, list[LegendRow]]:
    """Gather entries to rows by section; the ground and the mark of one group share a row."""
    areas = {e.tone: e for e in entries if e.kind == "area" and e.tone}
    marks = {e.tone: e for e in entries if e.kind == "mark" and e.section == "Groups"}
    both = [
        LegendRow((areas.get(t), marks.get(t)) if areas and marks else (areas.get(t) or marks[t],), plain(label))
        for t, label in {**{t: e.label for t, e in areas.items()}, **_labels(marks)}.items()
    ]
    sections: dict[str, list[LegendRow]] = {_GROUPS: both} if both else {}
    rest = [e for e in entries if e not in areas.values() and e not in marks.values()]
    for entry in rest:
        section = _GROUPS if entry.kind == "area" else entry.section
        beside = (entry, None) if section == _GROUPS and areas and marks else (entry,)
        sections.setdefault(section, []).append(LegendRow(beside, plain(entry.label)))
    return sections


def _labels(marks: dict[str, LegendEntry]) -> dict[str, str]:
    return {tone: entry.label for tone, entry in marks.items()}


def _columns(rows: Sequence[LegendRow], *, size_pt: float, width: float, sample: float) -> int:
    widest = max(
        width_in(row.label, size_pt=size_pt) + sample * len(row.samples) + _GAP_IN for row in rows
    )
    return next((n for n in _COLUMNS if n <= len(rows) and widest <= width / n), 1)


def _section(
    rows: Sequence[LegendRow], *, top: float, size_pt: float, width: float, scale: float
) -> tuple[list[Placed], float]:
    sample, step = _SAMPLE_IN * scale, size_pt * _ROW / 72
    wide = _columns(rows, size_pt=size_pt, width=width, sample=sample)
    high = -(-len(rows) // wide)
    placed = []
    for at, row in enumerate(rows):
        room = width / wide - sample * len(row.samples) - _GAP_IN
        lines = wrap(row.label, size_pt=size_pt, most_in=max(room, 0.5))
        placed.append(Placed((at // high) * width / wide, top + (at % high) * step, lines, row))
    if wide > 1:
        return placed, top + high * step
    out = []
    for one in placed:
        out.append(Placed(one.left, top, one.lines, one.row))
        top += step + (len(one.lines) - 1) * size_pt * 1.2 / 72
    return out, top


def lay_out(
    entries: Sequence[LegendEntry], *, width_in: float, height_in: float, scale: float = 1.0
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
    """
    sections = rows_of(entries)
    for size_pt in SIZES_PT:
        letters = size_pt * scale
        placed: list[Placed] = []
        top = 0.0
        for section, rows in sections.items():
            placed.append(Placed(0.0, top, (section.upper(),), None))
            top += letters * 1.7 / 72
            made, top = _section(rows, top=top, size_pt=letters, width=width_in, scale=scale)
            placed += made
            top += letters * 0.5 / 72
        if top <= height_in:
            break
    return LegendBlock(tuple(placed), letters, top, _SAMPLE_IN * scale)


def together(entries: Sequence[Sequence[LegendEntry]]) -> tuple[LegendEntry, ...]:
    """Join the legends of several maps, each entry once, those of a section together."""
    found = list(dict.fromkeys(entry for one in entries for entry in one))
    sections = list(dict.fromkeys(entry.section for entry in found))
    found.sort(key=lambda entry: sections.index(entry.section))
    return tuple(found)
