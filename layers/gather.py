"""Marks that would cover each other are gathered into one that stands on the busiest place."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def gather(
    x: NDArray[np.float64], y: NDArray[np.float64], count: NDArray[np.int64], *, reach: float
) -> NDArray[np.int64]:
    """Give, for each mark, the mark that stands for it.

    Busier marks are taken first; each later one joins the nearest that already stands within
    ``reach``, or stands itself. A mark that stands for itself is its own answer.

    Parameters
    ----------
    x, y
        Places in any plane unit, shape ``(n,)``.
    count
        How many attacks each mark holds, shape ``(n,)``.
    reach
        Distance within which marks are gathered, in the unit of ``x`` and ``y``.

    Returns
    -------
    ndarray of int
        Row numbers, shape ``(n,)``.
    """
    owner = np.arange(len(x))
    near: dict[tuple[int, int], list[tuple[int, int]]] = {}
    stood = 0
    cells = np.floor(np.column_stack([x, y]) / reach).astype(np.int64).tolist()
    places = np.column_stack([x, y]).tolist()
    for row in np.argsort(-count, kind="stable").tolist():
        (column, line), (east, north) = cells[row], places[row]
        # A mark within reach stands in this cell or in one of the eight around it.
        standing = [
            (math.hypot(places[other][0] - east, places[other][1] - north), rank, other)
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for rank, other in near.get((column + dx, line + dy), ())
        ]
        gap, _, nearest = min(standing, default=(math.inf, 0, row))
        if gap < reach:
            owner[row] = nearest
        else:
            near.setdefault((column, line), []).append((stood, row))
            stood += 1
    return owner
