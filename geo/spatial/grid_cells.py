"""The cells of a grid over areas: whose border may touch each cell, and who holds the others.

Everything here is conservative: a cell may be called touched without need, never the reverse.
It rests on one fact: the cell of a coordinate is a monotone function of it, so that every point
of an edge lies between the cells of its two ends, whatever the rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.spatial.grid_frame import GridFrame, Outlines

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Masks = NDArray[np.uint64]
Geometries = NDArray[np.object_]

WORD = 64
"""Areas to a word of a mask."""

_SLACK = 1e-9
"""Rounding of a crossing's column, in columns to a column of slope; generous by three digits."""
_CHUNK = 1 << 14
"""Vertices at a time: what is between two steps stays in the cache of the processor."""


@dataclass(frozen=True)
class Cells:
    """What is known of each cell, as codes into a table.

    Parameters
    ----------
    frame
        Where the cells lie.
    code
        (rows × columns,) row of the table for each cell, unsigned; 0 where no area reaches.
    inside
        (codes, words) bits of the areas that hold the whole cell.
    border
        (codes, words) bits of the areas whose border may touch the cell.
    sure
        Codes below this have no border.
    areas
        How many areas there are.
    outlines
        Their borders.
    leaving
        First vertex of each edge that leaves its cell, or its half of a cell.
    """

    frame: GridFrame
    code: NDArray[Any]
    inside: Masks
    border: Masks
    sure: int
    areas: int
    outlines: Outlines
    leaving: Integers

    @cached_property
    def candidates(self) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.bool_]]:
        """Areas of each code in ascending order: where they begin, which, and which to test."""
        code, area = np.nonzero(bits(self.inside | self.border, self.areas))
        begin = np.searchsorted(code, np.arange(len(self.inside) + 1)).astype(np.uint32)
        doubtful = self.border[code, area // WORD] & bit_of(area) != 0
        return begin, area.astype(np.int32), doubtful


def bit_of(area: NDArray[Any]) -> Masks:
    """Bit of each area within its word."""
    return np.uint64(1) << (area % WORD).astype(np.uint64)


def bits(masks: Masks, areas: int) -> NDArray[np.bool_]:
    """(n, areas) True where a bit of (n, words) masks is set."""
    octets = masks.astype("<u8", copy=False).view(np.uint8).reshape(len(masks), 8 * masks.shape[1])
    return np.unpackbits(octets, axis=1, count=areas, bitorder="little").view(bool)


def lay(polygons: Geometries, *, side: int) -> Cells:
    """Lay a grid of about ``side`` × ``side`` cells over polygons.

    Parameters
    ----------
    polygons
        (m,) Polygons and MultiPolygons in EPSG:4326; an empty one touches no cell.
    side
        Cells along each side.
    """
    words = max(1, -(-polygons.size // WORD))
    outlines = Outlines.of(polygons)
    if not outlines.area.size:
        nothing = np.zeros((1, words), dtype=np.uint64)
        frame = GridFrame(0.0, 0.0, 1.0, 1.0, 1, 1)
        code, none = np.zeros(1, dtype=np.uint16), np.zeros(0, dtype=np.int64)
        return Cells(frame, code, nothing, nothing, 1, polygons.size, outlines, none)
    frame = GridFrame.over(shapely.total_bounds(polygons), side=side)
    edge = _steps(outlines, frame)
    cell, border, crossed = _by_cell(_touched(outlines, edge, frame), words=words)
    # Every ring crosses a row an even number of times, so a row ends as it began: outside.
    inside = np.bitwise_xor.accumulate(crossed, axis=0)
    table, code, sure = _coded(frame, cell, inside, border)
    return Cells(frame, code, *table, sure, polygons.size, outlines, edge)


def _steps(outlines: Outlines, frame: GridFrame) -> Integers:
    """Edges, by their first vertex, that lead into another column or another half of a row."""
    found = []
    for begin in range(0, len(outlines.xy), _CHUNK):
        column, half = frame.halves_of(outlines.xy[begin : begin + _CHUNK + 1])
        moves = (column[1:] != column[:-1]) | (half[1:] != half[:-1])
        found.append(np.flatnonzero(moves) + begin)
    edge = np.concatenate(found)
    joint = np.zeros(len(outlines.xy), dtype=bool)
    joint[outlines.ring[1:] - 1] = True  # no edge leads from one ring to the next
    return edge[~joint[edge]]


def _touched(outlines: Outlines, edge: Integers, frame: GridFrame) -> Integers:
    """Cells that a border may touch, packed with the area and whether it crosses the middle."""
    # Where no edge leaves a cell its first vertex speaks for all that follow.
    seen = np.concatenate([outlines.ring[:-1], edge + 1])
    column, half = frame.halves_of(outlines.xy[seen])
    area = outlines.area_of(seen)
    start = _packed((half.astype(np.int64) >> 1) * frame.columns + column, area, turns=False)
    area = area[outlines.area.size :]
    leaving = _Edges.between(outlines.xy[edge], outlines.xy[edge + 1], frame)
    which, cell = leaving.passed()
    passed = _packed(cell, area[which], turns=False)
    which, cell = leaving.crossings()
    return np.concatenate([start, passed, _packed(cell, area[which], turns=True)])


_AREAS = 1 << 20
"""Room for the number of an area beside that of a cell."""


def _packed(cell: Integers, area: Integers, *, turns: bool) -> Integers:
    return (cell * _AREAS + area) * 2 + turns


@dataclass(frozen=True)
class _Edges:
    """Edges that leave a cell, in units of cells."""

    frame: GridFrame
    x: Floats
    y: Floats
    slope: Floats
    left: Integers
    right: Integers
    lower: Integers
    upper: Integers

    @classmethod
    def between(cls, a: Floats, b: Floats, frame: GridFrame) -> _Edges:
        """Edges from points to points, (n, 2) lon/lat each."""
        (xa, ya), (xb, yb) = frame.cells_from(a), frame.cells_from(b)
        slope = np.divide(xb - xa, yb - ya, out=np.zeros_like(xa), where=yb != ya)
        column, half = np.sort([frame.halves_of(a), frame.halves_of(b)], axis=0).swapaxes(0, 1)
        return cls(frame, xa, ya, slope, *column.astype(np.int64), *half.astype(np.int64))

    def _columns(self, which: Integers, y: NDArray[Any], margin: Floats | float) -> Integers:
        at = self.x[which] + (y - self.y[which]) * self.slope[which] + margin
        return np.clip(at, self.left[which], self.right[which]).astype(np.int64)

    def passed(self) -> tuple[Integers, Integers]:
        """Every cell that an edge may touch: row by row, a column more on either side."""
        which, row = ranges(self.lower >> 1, self.upper >> 1)
        margin = 1.0 + _SLACK * np.abs(self.slope[which])
        ends = [self._columns(which, row + up, side * margin) for up in (0, 1) for side in (-1, 1)]
        flat = (self.lower >> 1 == self.upper >> 1)[which]
        left = np.where(flat, self.left[which], np.min(ends, axis=0))
        right = np.where(flat, self.right[which], np.max(ends, axis=0))
        spot, column = ranges(left, right)
        return which[spot], row[spot] * self.frame.columns + column

    def crossings(self) -> tuple[Integers, Integers]:
        """Cell in which an edge crosses the middle of a row, for each row that it crosses."""
        which, row = ranges((self.lower + 1) >> 1, ((self.upper + 1) >> 1) - 1)
        column = self._columns(which, row + 0.5, 0.0)
        return which, row * self.frame.columns + column


def ranges(first: Integers, last: Integers) -> tuple[Integers, Integers]:
    """Every whole number from first to last of each pair, with the number of the pair."""
    count = np.maximum(last - first + 1, 0)
    owner = np.repeat(np.arange(count.size), count)
    before = np.cumsum(count) - count
    return owner, np.arange(owner.size) - (before - first)[owner]


def _by_cell(touched: Integers, *, words: int) -> tuple[Integers, Masks, Masks]:
    """Distinct cells in order, with the bits of their borders and of what crosses their middle."""
    touched = np.sort(touched)
    cell, area, turns = touched // (2 * _AREAS), touched // 2 % _AREAS, touched % 2 == 1
    begin = np.flatnonzero(np.concatenate([[True], cell[1:] != cell[:-1]]))
    bit = bit_of(area)
    border = np.empty((begin.size, words), dtype=np.uint64)
    crossed = np.empty_like(border)
    for word in range(words):
        mine = np.where(area // WORD == word, bit, np.uint64(0))
        border[:, word] = np.bitwise_or.reduceat(mine, begin)
        crossed[:, word] = np.bitwise_xor.reduceat(np.where(turns, mine, np.uint64(0)), begin)
    return cell[begin], border, crossed


def _coded(
    frame: GridFrame, cell: Integers, inside: Masks, border: Masks
) -> tuple[tuple[Masks, Masks], NDArray[Any], int]:
    """Give every cell the code of its two sets: sets, codes, and how many have no border."""
    size = frame.rows * frame.columns
    # Each touched cell, then the untouched ones up to the next; before the first there is nothing.
    held = np.stack([inside & ~border, inside], axis=1).reshape(2 * cell.size, -1)
    edged = np.stack([border, np.zeros_like(border)], axis=1).reshape(2 * cell.size, -1)
    nothing = np.zeros((1, held.shape[1]), dtype=np.uint64)
    held, edged = np.concatenate([nothing, held]), np.concatenate([nothing, edged])
    begin = np.concatenate([[0], np.stack([cell, cell + 1], axis=1).ravel(), [size]])
    code = np.zeros(len(held), dtype=np.int64)
    for column in np.hstack([held, edged]).T:
        kind, kinds = pd.factorize(column)
        code, _ = pd.factorize(code * len(kinds) + kind)
    _, first = np.unique(code, return_index=True)
    # Codes without a border come first, so that one comparison tells them.
    touched = edged[first].any(axis=1)
    order = np.argsort(touched, kind="stable")
    rank = np.empty(order.size, dtype=np.min_scalar_type(max(order.size, 256)))
    rank[order] = np.arange(order.size)
    flat = np.repeat(rank[code], np.diff(begin))
    sure = int(np.count_nonzero(~touched))
    return (held[first[order]], edged[first[order]]), flat, sure
