"""The grid's answers compiled by numba: the same sets, without a call for each unsure point.

A point in a touched cell is judged as GEOS does it: borders to the right of the point are counted,
and on which side of an edge the point lies is decided exactly. Borders are cut into chains that
stay in one row of the grid, so that few edges are looked at. Where doubles cannot decide, which
takes coordinates of very different size, the caller asks shapely.
"""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geo.spatial.grid_cells import WORD, Cells, ranges
from geo.spatial.point_state import PointState

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Compiled code reads plain numbers.
OUTSIDE, UNSURE = int(PointState.OUTSIDE), int(PointState.CANNOT_TELL)
INSIDE = int(PointState.INSIDE)

AHEAD = 4
"""Areas written for a point before their number is looked at."""

_LONGEST = 8
"""Edges to a chain: one that a point's longitude falls in is walked edge by edge."""

_SIGN_IS_SURE = 3.3306690738754716e-16
"""Shewchuk (1997), Adaptive precision floating-point arithmetic: bound A of orient2d."""

_TINY = 1e-250
"""Products below this may have lost digits to underflow."""

_SPLITTER = 134_217_729.0  # 2²⁷ + 1, splits a double into two halves (Dekker 1971)


def compiled(function: Any) -> Any:
    """Compile a function on its first call, for the next process too where a folder allows it."""
    try:
        return njit(function, cache=True, nogil=True)
    except RuntimeError:  # no folder to keep the machine code in: compile in each process
        return njit(function, nogil=True)


_CHAIN = np.dtype(
    [("west", "f8"), ("east", "f8"), ("from", "f8"), ("to", "f8"), ("first", "i4"), ("last", "i4")]
)
"""Reach in longitude, latitudes of the two ends, first and last vertex: one record, one look."""


def chains(cells: Cells) -> tuple[Floats, Integers, NDArray[Any]]:
    """Cut borders into chains of consecutive edges, each edge once in every row it meets.

    Returns
    -------
    (v, 2) vertices; (areas × rows + 1,) first chain of each row of each area; the chains.
    """
    outlines, rows = cells.outlines, cells.frame.rows
    xy, opens = outlines.xy, outlines.ring[:-1]
    edge = cells.leaving
    row, end_row = (cells.frame.halves_of(xy[at])[1] >> 1 for at in (edge, edge + 1))
    edge, row, end_row = (part[row != end_row] for part in (edge, row, end_row))
    # A run of vertices in one row, with the edges that lead into it and out of it ...
    start = np.sort(np.concatenate([opens, edge + 1]))
    opening = np.isin(start, opens)
    first = np.where(opening, start, start - 1)
    last = np.concatenate([start[1:], [len(xy)]]) - np.concatenate([opening[1:], [True]])
    start_row = cells.frame.halves_of(xy[start])[1] >> 1
    # ... and the rows that a long edge leaps over.
    low, high = np.sort([row, end_row], axis=0).astype(np.int64)
    leap, between = ranges(low + 1, high - 1)
    where = np.concatenate([start_row, between])
    first, last = np.concatenate([first, edge[leap]]), np.concatenate([last, edge[leap] + 1])
    piece, number = ranges(np.zeros_like(first), (last - first - 1) // _LONGEST)
    begin = first[piece] + number * _LONGEST
    end = np.minimum(begin + _LONGEST, last[piece])
    place = outlines.area_of(begin) * rows + where[piece]
    order = np.argsort(place, kind="stable")
    places = np.arange(cells.areas * rows + 1)
    out = _described(xy, begin[order], end[order], np.empty(order.size, dtype=_CHAIN))
    return xy, np.searchsorted(place[order], places), out


@compiled
def _described(xy, first, last, out):
    """Fill in the record of each chain from its first and last vertex."""
    for chain in range(first.size):
        begin, end = np.uintp(first[chain]), np.uintp(last[chain])
        west = east = xy[begin, 0]
        for vertex in range(begin + np.uintp(1), end + np.uintp(1)):
            west, east = min(west, xy[vertex, 0]), max(east, xy[vertex, 0])
        out[chain]["west"], out[chain]["east"] = west, east
        out[chain]["from"], out[chain]["to"] = xy[begin, 1], xy[end, 1]
        out[chain]["first"], out[chain]["last"] = begin, end
    return out


@compiled
def _minus(a, b):
    """A difference and what rounding took from it (Knuth's TwoDiff)."""
    difference = a - b
    virtual = a - difference
    return difference, (a - (difference + virtual)) + (virtual - b)


@compiled
def _times(a, b):
    """A product and what rounding took from it (Dekker's TwoProduct)."""
    product = a * b
    big = _SPLITTER * a
    a_high = big - (big - a)
    a_low = a - a_high
    big = _SPLITTER * b
    b_high = big - (big - b)
    b_low = b - b_high
    error = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    return product, error


@compiled
def side_of(ax, ay, bx, by, x, y):  # noqa: ANN201
    """Side of the line from a to b a point lies on: left 1, right -1, on it 0; UNSURE when open."""
    left, right = (ax - x) * (by - y), (ay - y) * (bx - x)
    size = abs(left) + abs(right)
    if size > _TINY and abs(left - right) > _SIGN_IS_SURE * size:
        return 1 if left > right else -1
    east_a, lost_1 = _minus(ax, x)
    north_b, lost_2 = _minus(by, y)
    north_a, lost_3 = _minus(ay, y)
    east_b, lost_4 = _minus(bx, x)
    if lost_1 != 0.0 or lost_2 != 0.0 or lost_3 != 0.0 or lost_4 != 0.0:
        return UNSURE
    nothing = (east_a == 0.0 or north_b == 0.0) and (north_a == 0.0 or east_b == 0.0)
    if size <= _TINY and not nothing:
        return UNSURE
    left, left_rest = _times(east_a, north_b)
    right, right_rest = _times(north_a, east_b)
    # left + left_rest against right + right_rest: the leading parts differ exactly.
    lead = left - right
    rest, rest_of_rest = _minus(right_rest, left_rest)
    if lead != rest:
        return 1 if lead > rest else -1
    return -1 if rest_of_rest > 0.0 else (1 if rest_of_rest < 0.0 else 0)


@compiled
def _holds(x, y, place, xy, begin, chain):
    """Whether an area holds a point, by the borders to the right of it; on a border is inside."""
    odd = False
    for number in range(begin[place], begin[place + 1]):
        if chain[number]["east"] < x:
            continue
        if chain[number]["west"] > x:
            odd ^= (chain[number]["from"] > y) != (chain[number]["to"] > y)
            continue
        for edge in range(np.uint32(chain[number]["first"]), np.uint32(chain[number]["last"])):
            ax, ay, bx, by = xy[edge, 0], xy[edge, 1], xy[edge + 1, 0], xy[edge + 1, 1]
            if ax < x and bx < x:
                continue
            if bx == x and by == y:
                return INSIDE
            if ay == y and by == y:
                if min(ax, bx) <= x <= max(ax, bx):
                    return INSIDE
            elif (ay > y) != (by > y):
                side = side_of(ax, ay, bx, by, x, y)
                if side == UNSURE:
                    return UNSURE
                if side == 0:
                    return INSIDE
                odd ^= (side > 0) == (by > ay)
    return INSIDE if odd else OUTSIDE


@compiled
def _locate(lon, lat, frame, code, count):
    """Code of each point's cell, and how many pairs there can be at most."""
    west, south, per_lon, per_lat, columns, rows = frame
    found = np.empty(lon.size, dtype=code.dtype)
    most = 0
    for point in range(lon.size):
        column, row = (lon[point] - west) * per_lon, (lat[point] - south) * per_lat
        column = min(column, columns - 1.0) if column > 0.0 else 0.0  # NaN is not above 0
        row = min(row, rows - 1.0) if row > 0.0 else 0.0
        found[point] = code[np.uint32(row) * np.uint32(columns) + np.uint32(column)]
        most += count[found[point]]
    return found, most


@compiled
def _fill(out, points, codes, frame, table, borders):
    """Write the pairs of all points; give how many, and which of them shapely must judge."""
    point_of, area_of = out
    lon, lat = points
    south, per_lat, rows = frame[1], frame[3], frame[5]
    begin, areas, doubtful, sure = table
    unsure = [np.uintp(0) for _ in range(0)]
    n = np.uintp(0)
    for point in range(lon.size):
        code = codes[point]
        first, last = np.uintp(begin[code]), np.uintp(begin[code + np.uintp(1)])
        if code < sure:
            # Most points lie in few areas: to write some too many is faster than to branch.
            for ahead in range(np.uintp(AHEAD)):
                point_of[n + ahead], area_of[n + ahead] = point, areas[first + ahead]
            for more in range(np.uintp(AHEAD), last - first):
                point_of[n + more], area_of[n + more] = point, areas[first + more]
            n += last - first
            continue
        row = np.int64((lat[point] - south) * per_lat)
        for entry in range(first, last):
            if doubtful[entry]:
                held = _holds(lon[point], lat[point], areas[entry] * rows + row, *borders)
                if held == OUTSIDE:
                    continue
                if held == UNSURE:
                    unsure.append(n)
            point_of[n], area_of[n] = point, areas[entry]
            n += np.uintp(1)
    return n, unsure


@compiled
def _mark(out, points, frame, code, sets, table, borders):
    """Write the masks of all points; give the pairs that shapely must judge."""
    lon, lat = points
    west, south, per_lon, per_lat, columns, rows = frame
    begin, areas, doubtful, sure = table
    unsure = [(np.int64(0), np.int32(0)) for _ in range(0)]
    for point in range(lon.size):
        column, row = (lon[point] - west) * per_lon, (lat[point] - south) * per_lat
        column = min(column, columns - 1.0) if column > 0.0 else 0.0
        row = min(row, rows - 1.0) if row > 0.0 else 0.0
        found = code[np.uint32(row) * np.uint32(columns) + np.uint32(column)]
        for word in range(out.shape[1]):
            out[point, word] = sets[found, word]
        if found < sure:
            continue
        for entry in range(begin[found], begin[found + np.uintp(1)]):
            area = areas[entry]
            if doubtful[entry]:
                held = _holds(lon[point], lat[point], area * rows + np.int64(row), *borders)
                if held == UNSURE:
                    unsure.append((point, area))
                elif held == INSIDE:
                    out[point, area // WORD] |= np.uint64(1) << np.uint64(area % WORD)
    return unsure


class FastCells:
    """Cells with their borders, ready for compiled look-up.

    Parameters
    ----------
    cells
        The grid.
    """

    def __init__(self, cells: Cells) -> None:
        begin, areas, doubtful = cells.candidates
        self._cells = cells
        self._frame = astuple(cells.frame)
        self._count = np.diff(begin)
        padded = np.concatenate([areas, np.zeros(AHEAD, dtype=np.int32)])
        self._table = (begin, padded, doubtful, np.uintp(cells.sure))
        self._borders = chains(cells)

    def codes(self, lon: Floats, lat: Floats) -> NDArray[Any]:
        """Code of each point's cell."""
        return _locate(lon, lat, self._frame, self._cells.code, self._count)[0]

    def pairs(
        self, lon: Floats, lat: Floats
    ) -> tuple[NDArray[np.intp], NDArray[np.int32], NDArray[np.intp]]:
        """Points, areas, and the numbers of the pairs that shapely must judge."""
        codes, most = _locate(lon, lat, self._frame, self._cells.code, self._count)
        # numpy asks for large pages, numba does not.
        point, area = np.empty(most + AHEAD, dtype=np.intp), np.empty(most + AHEAD, dtype=np.int32)
        n, unsure = _fill((point, area), (lon, lat), codes, self._frame, self._table, self._borders)
        return point[:n], area[:n], np.array(unsure, dtype=np.intp)

    def masks(
        self, lon: Floats, lat: Floats
    ) -> tuple[NDArray[np.uint64], NDArray[np.intp], NDArray[np.int32]]:
        """Masks, and the pairs of point and area that shapely must judge."""
        cells = self._cells
        out = np.empty((lon.size, cells.inside.shape[1]), dtype=np.uint64)
        unsure = _mark(
            out, (lon, lat), self._frame, cells.code, cells.inside, self._table, self._borders
        )
        point, area = np.array(unsure, dtype=np.intp).reshape(-1, 2).T
        return out, point, area.astype(np.int32)
