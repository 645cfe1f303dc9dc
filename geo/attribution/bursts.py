"""Bursts: how many attacks of the same group came shortly before, nearby, and what that weighs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BURST_KM = 10.0
BURST_DAYS = 14
KM_PER_DEGREE = 6371.0 * np.pi / 180.0
"""Length of a degree on a sphere of mean radius; enough for distances of some km."""

_SLAB = 50_000
"""Points looked at together, so that memory stays bounded however many attacks there are."""


_FEW = 1_000
"""Points up to which every pair is looked at, sooner than scipy is loaded."""


def flat_km(
    lon: ArrayLike, lat: ArrayLike, *, centre: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Kilometres east and north of a centre by the equirectangular formula.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326, shape (n,).
    centre
        Lon and lat in degrees of the point about which it is true.
    """
    lon_, lat_ = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    east = KM_PER_DEGREE * np.cos(np.radians(centre[1]))
    return (lon_ - centre[0]) * east, (lat_ - centre[1]) * KM_PER_DEGREE


def earlier_in_burst(
    x_km: ArrayLike, y_km: ArrayLike, day: ArrayLike, group: ArrayLike, *, order: ArrayLike
) -> Ints:
    """Count the earlier attacks of the same group within 10 km and 14 days of each attack.

    Parameters
    ----------
    x_km, y_km
        Position in km, shape (n,).
    day
        Day of the attack as a whole number, shape (n,).
    group
        Code of the group, 0 and up, shape (n,).
    order
        Rank by attack id: decides who was earlier on one day, so that row order never matters.

    Returns
    -------
    ndarray of int64, shape (n,), on the order given.
    """
    table = pd.DataFrame(
        {
            "x": np.asarray(x_km, dtype=float),
            "y": np.asarray(y_km, dtype=float),
            "day": np.asarray(day, dtype=np.int64),
            "group": np.asarray(group, dtype=np.int64),
            "order": np.asarray(order, dtype=np.int64),
        }
    )
    if table.empty:
        return np.zeros(0, dtype=np.int64)
    spots = table.groupby(["group", "x", "y", "day"], sort=True)
    spot: Ints = np.asarray(spots.ngroup(), dtype=np.int64)
    places = spots.size().reset_index(name="count")
    before = _on_earlier_days(places)[spot]
    # At one spot on one day the id alone decides.
    at_spot = table.sort_values("order").groupby(spot[table["order"].argsort()]).cumcount()
    here = at_spot.sort_index().to_numpy(dtype=np.int64)
    return np.asarray(before + here + _elsewhere_on_the_day(table, spot), dtype=np.int64)


def _on_earlier_days(places: pd.DataFrame) -> Ints:
    x, y = places["x"].to_numpy(), places["y"].to_numpy()
    day, group = places["day"].to_numpy(), places["group"].to_numpy()
    count = places["count"].to_numpy()
    # Groups lie apart on the time axis, so that one tree serves them all.
    gap = int(day.max() - day.min()) + 2 * BURST_DAYS + 2
    time = (day - day.min()) + group * gap
    rows = np.argsort(time, kind="stable")
    found = np.zeros(len(places), dtype=np.int64)
    for start in range(0, len(rows), _SLAB):
        stop = min(start + _SLAB, len(rows))
        first = int(np.searchsorted(time[rows], time[rows[start]] - BURST_DAYS))
        part = rows[first:stop]
        box = np.column_stack([x[part] / BURST_KM, y[part] / BURST_KM, time[part] / BURST_DAYS])
        pairs = _pairs(box, 1.0 + 1e-9, p=np.inf)
        # Positions in `part` grow with time: the larger one of a pair is the later one.
        old, new = part[pairs.min(axis=1)], part[pairs.max(axis=1)]
        near = np.hypot(x[old] - x[new], y[old] - y[new]) <= BURST_KM
        apart = time[new] - time[old]
        keep = near & (apart > 0) & (apart <= BURST_DAYS) & (pairs.max(axis=1) >= start - first)
        np.add.at(found, new[keep], count[old[keep]])
    return found


def _elsewhere_on_the_day(table: pd.DataFrame, spot: Ints) -> Ints:
    x, y, order = (table[name].to_numpy() for name in ("x", "y", "order"))
    shared = table.groupby(["group", "day"], sort=True).ngroup().to_numpy()
    found = np.zeros(len(table), dtype=np.int64)
    rows = np.argsort(shared, kind="stable")
    for start in range(0, len(rows), _SLAB):
        stop = min(start + _SLAB, len(rows))
        first = int(np.searchsorted(shared[rows], shared[rows[start]]))
        part = rows[first:stop]
        box = np.column_stack([x[part], y[part], shared[part] * (3 * BURST_KM)])
        pairs = _pairs(box, BURST_KM, p=2.0)
        a, b = part[pairs[:, 0]], part[pairs[:, 1]]
        keep = (spot[a] != spot[b]) & (pairs.max(axis=1) >= start - first)
        later = np.where(order[a] > order[b], a, b)[keep]
        np.add.at(found, later, 1)
    return found


def _pairs(points: Floats, within: float, *, p: float) -> Ints:
    """Pairs of rows at most so far apart, (n, 2), the smaller row first."""
    if len(points) > _FEW:
        # Loaded late: one record has fewer points, and scipy takes a fifth of a second.
        from scipy.spatial import cKDTree  # noqa: PLC0415

        tree = cKDTree(points).query_pairs(within, p=p, output_type="ndarray")
        return np.asarray(tree, dtype=np.int64)
    one, other = np.triu_indices(len(points), k=1)
    apart = np.abs(points[one] - points[other])
    if p == np.inf:
        near = apart.max(axis=1, initial=0.0) <= within
    else:
        near = (apart**2).sum(axis=1) <= within**2
    return np.column_stack([one[near], other[near]]).astype(np.int64)


def burst_weight(earlier: ArrayLike) -> Floats:
    """Weight of an attack with `earlier` ones in its burst: one over the root of one more.

    n attacks of one burst weigh at most 2√n together: they are not independent evidence.
    """
    return np.asarray(1.0 / np.sqrt(1.0 + np.asarray(earlier, dtype=float)), dtype=float)


def opens_campaign(earlier: ArrayLike) -> NDArray[np.bool_]:
    """Tell the attacks that open a campaign: no earlier one of the group within 10 km, 14 days."""
    return np.asarray(np.equal(np.asarray(earlier), 0), dtype=np.bool_)
