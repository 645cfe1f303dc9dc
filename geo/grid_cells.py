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

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Masks = NDArray[np.uint64]
Geometries = NDArray[np.object_]

WORD = 64
"""Areas to a word of a mask."""

_SLACK = 1e-9
"""Rounding of a crossing's column, in columns to a column of slope; generous by three digits."""
_LEAST_CELL = 1e-12
"""Smallest width of a cell against the largest coordinate, so that neighbours stay apart."""


@dataclass(frozen=True)
class Frame:
    """Where the cells lie: an origin and how many cells there are to a degree.

    The outermost cells hold no area, so that a point beyond the grid is moved into them.
    """

    west: float
    south: float
    columns_per_deg: float
    rows_per_deg: float
    columns: int
    rows: int

    @classmethod
    def over(cls, bounds: Floats, *, side: int) -> Frame:
        """About ``side`` cells each way over a box of west, south, east, north."""
        low, high = bounds[:2], bounds[2:]
        least = _LEAST_CELL * max(1.0, float(np.abs(bounds).max()))
        per_deg = 1.0 / np.maximum((high - low) / side, least)
        west, south = low - 1.0 / per_deg
        columns, rows = np.ceil((high - low) * per_deg).astype(int) + 3
        return cls(west, south, per_deg[0], per_deg[1], int(columns), int(rows))

    def cell_of(self, lon: Floats, lat: Floats) -> NDArray[np.intp]:
        """Flat number of the cell of each point; NaN lies in a cell that no area reaches."""
        column = np.fmin(np.fmax((lon - self.west) * self.columns_per_deg, 0), self.columns - 1)
        row = np.fmin(np.fmax((lat - self.south) * self.rows_per_deg, 0), self.rows - 1)
        return row.astype(np.intp) * self.columns + column.astype(np.intp)


@dataclass(frozen=True)
class Outlines:
    """Borders of areas as one run of vertices.

    Parameters
    ----------
    xy
        (v, 2) lon/lat, ring after ring, each closed.
    ring
        (r + 1,) where each ring begins in `xy`.
    area
        (r,) area of each ring.
    """

    xy: Floats
    ring: Integers
    area: Integers

    @classmethod
    def of(cls, polygons: Geometries) -> Outlines:
        """Take the rings of polygons apart, holes and parts alike."""
        rings, area = shapely.get_rings(polygons, return_index=True)
        ends = np.cumsum(shapely.get_num_coordinates(rings))
        return cls(shapely.get_coordinates(rings), np.concatenate([[0], ends]), area)

    def area_of(self, vertex: Integers) -> Integers:
        """Area of each vertex given by number."""
        return self.area[np.searchsorted(self.ring, vertex, side="right") - 1]


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
    """

    frame: Frame
    code: NDArray[Any]
    inside: Masks
    border: Masks
    sure: int
    areas: int

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
    octets = masks.astype("<u8", copy=False).view(np.uint8).reshape(len(masks), -1)
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
        frame = Frame(0.0, 0.0, 1.0, 1.0, 1, 1)
        return Cells(frame, np.zeros(1, dtype=np.uint16), nothing, nothing, 1, polygons.size)
    frame = Frame.over(shapely.total_bounds(polygons), side=side)
    cell, area, turns = _touched(outlines, frame)
    first, border, crossed = _by_cell(cell, area, turns, words=words)
    # Every ring crosses a row an even number of times, so a row ends as it began: outside.
    inside = np.bitwise_xor.accumulate(crossed, axis=0)
    return _coded(frame, first, inside, border, areas=polygons.size)


def _touched(outlines: Outlines, frame: Frame) -> tuple[Integers, Integers, NDArray[np.bool_]]:
    """Cells that a border may touch, the area, and whether it crosses the row's middle there."""
    x = (outlines.xy[:, 0] - frame.west) * frame.columns_per_deg
    y = (outlines.xy[:, 1] - frame.south) * frame.rows_per_deg
    column = x.astype(np.int32)
    half = (2.0 * y).astype(np.int32)  # half rows tell on which side of its middle a vertex lies
    moves = (column[1:] != column[:-1]) | (half[1:] != half[:-1])
    joints = outlines.ring[1:-1] - 1  # no edge leads from one ring to the next
    moves[joints] = False
    edge = np.flatnonzero(moves)

    # Where no edge leaves a cell its first vertex speaks for all that follow.
    seen = np.concatenate([outlines.ring[:-1], edge + 1])
    seen_area = outlines.area_of(seen)
    cells = [(half[seen].astype(np.int64) >> 1) * frame.columns + column[seen]]
    areas, turns = [seen_area], [np.zeros(seen.size, dtype=bool)]
    edge_area = seen_area[outlines.area.size :]
    moved = _Edges.between(edge, edge + 1, x, y, column, half)
    for which, cell in (moved.passed(frame), moved.crossings(frame)):
        cells.append(cell)
        areas.append(edge_area[which])
        turns.append(np.full(cell.size, len(turns) == 2))  # noqa: PLR2004
    return np.concatenate(cells), np.concatenate(areas), np.concatenate(turns)


@dataclass(frozen=True)
class _Edges:
    """Edges that leave a cell, in units of cells, from the lower end to the upper."""

    x: Floats
    y: Floats
    slope: Floats
    left: Integers
    right: Integers
    lower: Integers
    upper: Integers

    @classmethod
    def between(
        cls,
        a: Integers,
        b: Integers,
        x: Floats,
        y: Floats,
        column: NDArray[np.int32],
        half: NDArray[np.int32],
    ) -> _Edges:
        rise = y[b] - y[a]
        slope = np.divide(x[b] - x[a], rise, out=np.zeros(a.size), where=rise != 0)
        left, right = np.sort([column[a], column[b]], axis=0).astype(np.int64)
        lower, upper = np.sort([half[a], half[b]], axis=0).astype(np.int64)
        return cls(x[a], y[a], slope, left, right, lower, upper)

    def _columns(self, which: Integers, y: Floats, margin: Floats | float) -> Integers:
        at = self.x[which] + (y - self.y[which]) * self.slope[which] + margin
        return np.clip(at, self.left[which], self.right[which]).astype(np.int64)

    def passed(self, frame: Frame) -> tuple[Integers, Integers]:
        """Every cell that an edge may touch: row by row, a column more on either side."""
        which, row = ranges(self.lower >> 1, self.upper >> 1)
        margin = 1.0 + _SLACK * np.abs(self.slope[which])
        ends = [self._columns(which, row + up, side * margin) for up in (0, 1) for side in (-1, 1)]
        flat = (self.lower >> 1 == self.upper >> 1)[which]
        left = np.where(flat, self.left[which], np.min(ends, axis=0))
        right = np.where(flat, self.right[which], np.max(ends, axis=0))
        spot, column = ranges(left, right)
        return which[spot], row[spot] * frame.columns + column

    def crossings(self, frame: Frame) -> tuple[Integers, Integers]:
        """Cell in which an edge crosses the middle of a row, for each row that it crosses."""
        which, row = ranges((self.lower + 1) >> 1, ((self.upper + 1) >> 1) - 1)
        return which, row * frame.columns + self._columns(which, row + 0.5, 0.0)


def ranges(first: Integers, last: Integers) -> tuple[Integers, Integers]:
    """Every whole number from first to last of each pair, with the number of the pair."""
    count = np.maximum(last - first + 1, 0)
    owner = np.repeat(np.arange(count.size), count)
    before = np.cumsum(count) - count
    return owner, np.arange(owner.size) - (before - first)[owner]


def _by_cell(
    cell: Integers, area: Integers, turns: NDArray[np.bool_], *, words: int
) -> tuple[Integers, Masks, Masks]:
    """Distinct cells in order, with the bits of their borders and of what crosses their middle."""
    packed = np.sort((cell * (words * WORD) + area) * 2 + turns)
    cell, area, turns = packed // (2 * words * WORD), packed // 2 % (words * WORD), packed % 2 == 1
    begin = np.flatnonzero(np.concatenate([[True], cell[1:] != cell[:-1]]))
    bit = bit_of(area)
    border = np.empty((begin.size, words), dtype=np.uint64)
    crossed = np.empty_like(border)
    for word in range(words):
        mine = np.where(area // WORD == word, bit, np.uint64(0))
        border[:, word] = np.bitwise_or.reduceat(mine, begin)
        crossed[:, word] = np.bitwise_xor.reduceat(np.where(turns, mine, np.uint64(0)), begin)
    return cell[begin], border, crossed


def _coded(frame: Frame, cell: Integers, inside: Masks, border: Masks, *, areas: int) -> Cells:
    """Give every cell the code of its two sets; between touched cells nothing changes."""
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
    return Cells(frame, flat, held[first[order]], edged[first[order]], sure, areas)
