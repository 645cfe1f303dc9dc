"""Usual ground: where a group's attacks came from before a day, as votes and as sets of cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geo.attribution import place_anomaly as mismatch
from geo.attribution.area_density import Holdings
from geo.attribution.events import EPOCH, UNKNOWN, Events, to_day
from geo.attribution.vote import ACTIVITY_HALF_LIFE_DAYS, VOTE_HALF_LIFE_DAYS, activity, blend
from geo.spatial.discs import disc_points
from geo.spatial.h3_cells import (
    EDGE_KM,
    GROUND_LEVEL,
    LEVELS,
    NOWHERE,
    Cells,
    cells_at,
    names,
    parents,
)

Floats = NDArray[np.float64]

AREA_WORTH = 5.0
"""Votes at which a group's attacks weigh as much as its areas."""

CORE, REACH = 0.50, 0.95
"""Shares of a group's votes that its two sets of cells hold."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Where each group struck from, as it was known before one day; immutable.

    Parameters
    ----------
    groups
        Names of the G groups.
    as_of
        Day number before which everything was learned.
    prior
        (G+1,) activity by events alone, the unknown group last.
    tables
        For each level the cells with votes, ascending, and (cells, G) votes.
    baseline
        By group: `events`, `campaigns`, `baseline` and `n_effective` (votes after decay).
    holdings
        Areas as densities, or None.
    """

    groups: tuple[str, ...]
    as_of: int
    prior: Floats
    tables: Mapping[int, tuple[Cells, Floats]]
    baseline: pd.DataFrame
    holdings: Holdings | None

    @classmethod
    def fit(
        cls,
        attacks: Events,
        areas: gpd.GeoDataFrame | Holdings | None = None,
        *,
        as_of: object,
        delay_days: int = mismatch.LABEL_DELAY_DAYS,
        least_events: int = 0,
        least_record: int = 0,
    ) -> Ground:
        """Learn from the attacks whose group was known on a day.

        Parameters
        ----------
        attacks
            Attacks with confirmed groups; later ones are ignored.
        areas
            Areas with `holder` and, if they have them, `kind` and dates, EPSG:4326; or their
            holdings on that day, worked out before.
        as_of
            Day (date, text or Timestamp).
        delay_days
            A group is known this long after its attack.
        least_events
            Of groups with fewer known attacks the attacks teach nothing: their areas speak alone.
        least_record
            With fewer known attacks of all groups nobody is taken to be more active than another.

        Raises
        ------
        CRSError
            When the areas are not in EPSG:4326.
        """
        day = to_day(as_of)
        before = day - delay_days
        known = attacks.known_before(before)
        age = day - attacks.day[:known]
        votes = attacks.votes[:known] * np.exp2(-age / VOTE_HALF_LIFE_DAYS)[:, None]
        counts = attacks.share[:known] * np.exp2(-age / ACTIVITY_HALF_LIFE_DAYS)[:, None]
        table = mismatch.baseline(attacks, as_of=EPOCH + pd.Timedelta(days=before))
        few = table["events"].to_numpy() < least_events
        votes[:, few], counts[:, few] = 0.0, 0.0
        if table["events"].sum() < least_record:
            counts = np.ones((1, len(attacks.groups)))
        cells = attacks.cells[:known]
        tables = {level: _by_cell(parents(cells, resolution=level), votes) for level in LEVELS}
        table["n_effective"] = votes.sum(axis=0)
        holdings = areas if isinstance(areas, Holdings) else None
        if areas is not None and holdings is None:
            holdings = Holdings.of(areas, groups=attacks.groups, day=day)
        return cls(
            attacks.groups,
            day,
            activity(counts.sum(axis=0, keepdims=True))[0],
            tables,
            table,
            holdings,
        )

    @property
    def candidates(self) -> tuple[str, ...]:
        """The groups, and the unknown one last."""
        return (*self.groups, UNKNOWN)

    @property
    def known_from(self) -> str:
        """What the ground rests on: `attacks and areas`, `attacks`, `areas` or `nothing`."""
        some = bool(self.baseline["n_effective"].sum())
        drawn = self.holdings is not None and self.holdings.any()
        words = ["attacks"] * some + ["areas"] * drawn
        return " and ".join(words) or "nothing"

    @property
    def _event_worth(self) -> Floats:
        """(G+1,) weight of events against areas, n/(n+5) by each group's effective votes."""
        n = self.baseline["n_effective"].to_numpy()
        every = np.append(n, n.sum())
        return np.asarray(every / (every + AREA_WORTH))

    @property
    def activity(self) -> Floats:
        """(G+1,) activity of each group; leans to even where areas stand in for events."""
        if self.holdings is None:
            return self.prior
        worth = self._event_worth
        mixed = worth * self.prior + (1.0 - worth) * self.holdings.prior
        return np.asarray(mixed / mixed.sum())

    def share(
        self, lon: ArrayLike, lat: ArrayLike, *, radius_km: ArrayLike | None = None
    ) -> Floats:
        """Share of each group at each place.

        Parameters
        ----------
        lon, lat
            Degrees, EPSG:4326, shape (n,).
        radius_km
            How well each place is known; above 15 km the share is averaged over the disc.

        Returns
        -------
        (n, G+1), rows sum to one, the unknown group last; NaN where the place is not known.
        """
        x, y = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
        out = self._at(cells_at(x, y))
        if radius_km is None:
            return out
        radius = np.broadcast_to(np.asarray(radius_km, float), x.shape)
        vague = np.flatnonzero((radius > mismatch.SHARP_KM) & np.isfinite(x + y))
        if vague.size:
            px, py = disc_points(x[vague], y[vague], radius[vague])
            parts = self._at(cells_at(px.ravel(), py.ravel()))
            out[vague] = parts.reshape(*px.shape, -1).mean(axis=1)
        return out

    def _at(self, cells: Cells) -> Floats:
        found, back = np.unique(cells, return_inverse=True)
        prior = np.broadcast_to(self.prior, (len(found), len(self.prior)))
        share = blend(prior, [self._votes(found, level) for level in LEVELS])
        if self.holdings is not None:
            worth = self._event_worth
            share = worth * share + (1.0 - worth) * self.holdings.share(found)
            share /= share.sum(axis=1, keepdims=True)
        share = np.where((found == NOWHERE)[:, None], np.nan, share)
        return np.asarray(share[back])

    def _votes(self, cells: Cells, level: int) -> Floats:
        keys, votes = self.tables[level]
        if not len(keys):
            return np.zeros((len(cells), len(self.groups)))
        asked = parents(cells, resolution=level)
        at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        return np.where((keys[at] == asked)[:, None], votes[at], 0.0)

    def votes(self, lon: float, lat: float) -> pd.DataFrame:
        """Votes that a place's cells hold, coarse to fine: the explanation of its share.

        Returns
        -------
        One row a level: `level`, `edge_km`, `all` and one column a group.
        """
        cell = cells_at([lon], [lat])
        rows = np.vstack([self._votes(cell, level) for level in LEVELS])
        table = pd.DataFrame(rows, columns=list(self.groups))
        table.insert(0, "all", rows.sum(axis=1))
        table.insert(0, "edge_km", [EDGE_KM[level] for level in LEVELS])
        table.insert(0, "level", list(LEVELS))
        return table

    def usual(self, *, core: float = CORE, reach: float = REACH) -> pd.DataFrame:
        """Smallest sets of cells that hold a half and nearly all of each group's votes.

        Returns
        -------
        One row a group and resolution-5 cell, most votes first: `group`, `cell` (H3 address),
        `votes`, `set` (the share, in per cent, of the smaller set that the cell is in).
        Groups under 5 campaigns are left out: their areas are drawn instead.
        """
        keys, votes = self.tables[GROUND_LEVEL]
        address = np.array(names(keys), dtype=object)
        parts = []
        enough = (self.baseline["baseline"] == "enough").to_numpy()
        for column in np.flatnonzero(enough & (votes.sum(axis=0) > 0)):
            mine = votes[:, column]
            rows = np.lexsort([keys, -mine])
            rows = rows[mine[rows] > 0]
            # A cell is needed while the cells before it hold less than the share.
            held = (np.cumsum(mine[rows]) - mine[rows]) / mine.sum()
            rows, held = rows[held < reach], held[held < reach]
            parts.append(
                pd.DataFrame(
                    {
                        "group": self.groups[column],
                        "cell": address[rows],
                        "votes": mine[rows],
                        "set": np.where(held < core, round(core * 100), round(reach * 100)),
                    }
                )
            )
        if not parts:
            return pd.DataFrame(columns=["group", "cell", "votes", "set"])
        return pd.concat(parts, ignore_index=True)

    def density(self) -> tuple[Cells, Floats]:
        """Where each group's launches lie: resolution-5 cells and (cells, G) mass.

        A column sums to at most one; what is left may lie anywhere. Columns of groups of which
        nothing is known are zero.
        """
        cells, launched, held = self.parts()
        worth = np.where(held.sum(axis=0) > 0, self._event_worth[:-1], 1.0)
        return cells, worth * launched + (1.0 - worth) * held

    def parts(self) -> tuple[Cells, Floats, Floats]:
        """Past launches and recorded ground apart, on the same resolution-5 cells.

        Returns
        -------
        Cells; (cells, G) shares of each group's past launches, each column summing to one or to
        zero; (cells, G) mass of its areas, as `Holdings.mass`.
        """
        keys, votes = self.tables[GROUND_LEVEL]
        total = votes.sum(axis=0)
        mass = np.divide(votes, total, out=np.zeros_like(votes), where=total > 0)
        if self.holdings is None:
            return keys, mass, np.zeros_like(mass)
        drawn, held = self.holdings.cells, self.holdings.mass
        every = np.union1d(keys, drawn)
        full = np.zeros((2, len(every), len(self.groups)))
        full[0, np.searchsorted(every, keys)] = mass
        full[1, np.searchsorted(every, drawn)] = held
        return every, full[0], full[1]


def _by_cell(cells: Cells, votes: Floats) -> tuple[Cells, Floats]:
    keys, code = np.unique(cells, return_inverse=True)
    sums = [np.bincount(code, weights=column, minlength=len(keys)) for column in votes.T]
    # Of nothing at all bincount makes whole numbers.
    return keys, np.stack(sums, axis=1).astype(float)
