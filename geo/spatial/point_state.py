"""Where a point lies of an area: one enum for every join."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class PointState(IntEnum):
    """Where a place lies of an area, ordered by how much of it may lie inside.

    `ABSENT` where there is no such area on that day, or no place; `CANNOT_TELL` where the point
    and the border are not known well enough to decide.
    """

    ABSENT = -1
    OUTSIDE = 0
    CANNOT_TELL = 1
    INSIDE = 2


def three_states(
    inside: NDArray[np.bool_],
    edge_km: NDArray[np.float64],
    slack_km: NDArray[np.float64],
) -> NDArray[np.int8]:
    """Tell of points with a known distance to an edge whether they are inside, outside or neither.

    Parameters
    ----------
    inside
        Whether the point itself lies inside; any shape, which the others have too.
    edge_km
        Distance from the point to the edge.
    slack_km
        How well point and edge are known together: a point that is nearer cannot be told.

    Returns
    -------
    `PointState` by point: never `ABSENT`.
    """
    state = np.full(inside.shape, PointState.CANNOT_TELL, dtype=np.int8)
    state[inside & (edge_km >= slack_km)] = PointState.INSIDE
    state[~inside & (edge_km > slack_km)] = PointState.OUTSIDE
    return state
