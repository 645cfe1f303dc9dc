"""Marks that would cover each other are gathered into one that stands on the busiest place."""

from __future__ import annotations

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
    standing: list[int] = []
    for row in np.argsort(-count, kind="stable").tolist():
        if standing:
            gaps = np.hypot(x[standing] - x[row], y[standing] - y[row])
            nearest = int(gaps.argmin())
            if gaps[nearest] < reach:
                owner[row] = standing[nearest]
                continue
        standing.append(row)
    return owner
