"""What the vote must beat: the nearest previous attack's group, and mere activity."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.attribution.events import Events

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SURE = 0.99
"""What the nearest previous attack's groups share; the rest is spread over all candidates."""

_NEIGHBOURS = 64


def nearest_previous(events: Events, row: Ints, *, before: Ints) -> Floats:
    """Share of each group by the nearest attack before a day; of several there, the latest.

    Parameters
    ----------
    events
        All events.
    row
        Events asked about, shape (n,).
    before
        Only attacks strictly before this day count, shape (n,).

    Returns
    -------
    (n, G+1) shares that sum to one; all to the unknown group where nothing came before.
    """
    # Loaded late: most commands judge by ground alone, and scipy takes a fifth of a second.
    from scipy.spatial import cKDTree  # noqa: PLC0415

    groups = events.share.shape[1]
    spots, spot = np.unique(np.column_stack(events.xy_km), axis=0, return_inverse=True)
    spot = spot.reshape(-1)
    first = np.full(len(spots), np.iinfo(np.int64).max)
    np.minimum.at(first, spot, events.day)
    asked, where = np.unique(spot[row], return_inverse=True)
    found = np.full(len(row), -1)
    tree = cKDTree(spots)
    near = min(_NEIGHBOURS, len(spots))
    _, neighbours = tree.query(spots[asked], k=np.arange(1, near + 1))
    for column in range(near):
        here = neighbours[where, column]
        found = np.where((found < 0) & (first[here] < before), here, found)
    if near < len(spots):
        for case in np.flatnonzero(found < 0):
            open_ = np.flatnonzero(first < before[case])
            if open_.size:
                x, y = (spots[open_] - spots[spot[row[case]]]).T
                found[case] = open_[np.hypot(x, y).argmin()]
    # The latest event at the spot found: rows are sorted by spot, then by day and id.
    rows = np.argsort(spot, kind="stable")
    span = int(np.ptp(events.day)) + 2
    origin = int(events.day.min())
    code = spot[rows] * span + (events.day[rows] - origin)
    stop = np.searchsorted(code, found * span + np.clip(before - origin, 0, span - 1))
    hit = found >= 0
    last = rows[np.maximum(stop - 1, 0)]
    spread = np.full((len(row), groups + 1), (1.0 - SURE) / (groups + 1))
    spread[:, :groups] += SURE * events.share[last]
    nobody = np.zeros(groups + 1)
    nobody[-1] = 1.0
    return np.where(hit[:, None], spread, nobody)
