"""Usual ground compared: who shares it with whom, and how it moved from half-year to half-year."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pandas as pd

from geo import crs
from geo.attribution.bursts import burst_weight
from geo.attribution.events import EPOCH, Events, to_day
from geo.attribution.usual_ground import Ground
from geo.spatial.h3_cells import parents

DRIFT_LEVEL = 4
"""Resolution in which half-years are compared; finer cells would hold one attack each."""

LEAST_ATTACKS = 3
"""Attacks a half-year must hold to be compared."""


def shared_density(ground: Ground) -> pd.DataFrame:
    """Bhattacharyya coefficient of each pair of groups: 0 apart, 1 on the same ground alike.

    Parameters
    ----------
    ground
        Usual ground of a day; areas count as density where they stand in for attacks.

    Returns
    -------
    Groups by groups; groups of which no ground is known are left out.
    """
    _, mass = ground.density()
    known = mass.sum(axis=0) > 0
    root = np.sqrt(mass[:, known] / mass[:, known].sum(axis=0))
    names = [name for name, on in zip(ground.groups, known.tolist(), strict=True) if on]
    return pd.DataFrame(np.minimum(root.T @ root, 1.0), index=names, columns=names)


def shared_cells_km2(usual: pd.DataFrame) -> pd.DataFrame:
    """Area of the cells that lie in the usual ground of two groups.

    Parameters
    ----------
    usual
        As `Ground.usual` gives it: `group`, `cell`.

    Returns
    -------
    Groups by groups in km²; the diagonal is each group's own usual ground.
    """
    cells = sorted(set(usual["cell"]))
    size = np.array([h3.cell_area(int(cell, 16), unit="km^2") for cell in cells])
    groups = sorted(set(usual["group"]))
    held = np.zeros((len(cells), len(groups)))
    held[
        pd.Index(cells).get_indexer(pd.Index(usual["cell"])),
        pd.Index(groups).get_indexer(pd.Index(usual["group"])),
    ] = 1.0
    return pd.DataFrame(held.T @ (held * size[:, None]), index=groups, columns=groups)


def half_years(first: pd.Timestamp, last: pd.Timestamp) -> list[pd.Timestamp]:
    """First days of the half-years, 1 January and 1 July, that hold two days and all between."""
    begin = pd.Timestamp(first.year, 1 if first.month < 7 else 7, 1)  # noqa: PLR2004
    return list(pd.date_range(begin, last, freq=pd.DateOffset(months=6)))


def drift(events: Events, group: str, *, until: object) -> pd.DataFrame:
    """How a group's launches moved from one half-year to the next.

    Parameters
    ----------
    events
        Attacks with confirmed groups.
    group
        One of `events.groups`.
    until
        Day before which attacks are looked at.

    Returns
    -------
    One row a half-year, by its first day: `launches`, `lon`, `lat` (middle, degrees, each burst
    counted about once), `moved_km` from the middle of the half-year before, `shared`
    (Bhattacharyya coefficient with it, on cells of some 26 km to the side). The last two are NaN
    where either holds under 3 launches.
    """
    columns = ["launches", "lon", "lat", "moved_km", "shared"]
    if group not in events.groups:
        return pd.DataFrame(columns=columns, dtype=float)
    at = events.groups.index(group)
    rows = np.flatnonzero((events.share[:, at] > 0) & (events.day < to_day(until)))
    if not rows.size:
        return pd.DataFrame(columns=columns, dtype=float)
    weight = events.share[rows, at] * burst_weight(events.earlier[rows, at])
    day = EPOCH + pd.to_timedelta(events.day[rows], unit="D")
    begins = pd.DatetimeIndex(half_years(day.min(), day.max()), name="half_year")
    which = np.searchsorted(begins.to_numpy(), day.to_numpy(), side="right") - 1
    n = len(begins)
    launches = np.bincount(which, minlength=n)
    total = np.bincount(which, weights=weight, minlength=n)
    with np.errstate(divide="ignore", invalid="ignore"):
        lon = np.bincount(which, weights=weight * events.lon[rows], minlength=n) / total
        lat = np.bincount(which, weights=weight * events.lat[rows], minlength=n) / total
    cells, code = np.unique(
        parents(events.cells[rows], resolution=DRIFT_LEVEL), return_inverse=True
    )
    mass = np.zeros((n, len(cells)))
    np.add.at(mass, (which, code), weight)
    root = np.sqrt(np.divide(mass, total[:, None], out=np.zeros_like(mass), where=mass > 0))
    moved, shared = np.full(n, np.nan), np.full(n, np.nan)
    both = np.flatnonzero((launches[1:] >= LEAST_ATTACKS) & (launches[:-1] >= LEAST_ATTACKS)) + 1
    moved[both] = crs.distance_km(lon[both - 1], lat[both - 1], lon[both], lat[both])
    shared[both] = np.minimum((root[both] * root[both - 1]).sum(axis=1), 1.0)
    return pd.DataFrame(
        {"launches": launches, "lon": lon, "lat": lat, "moved_km": moved, "shared": shared},
        index=begins,
    )
