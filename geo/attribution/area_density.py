"""Areas as densities: soft at the border, never nothing anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import crs
from geo.areas.age import AGEING, AGES, FRESH, age_codes
from geo.areas.table import LAUNCHED_FROM
from geo.attribution.vote import UNKNOWN_SHARE
from geo.spatial.h3_cells import GROUND_CELL_KM2, GROUND_LEVEL, Cells, covering, parents, touching

Floats = NDArray[np.float64]
Spread = dict[tuple[str, bytes], dict[int, float]]
"""Mass of a group by cell: by its name, and by how far each of the areas counts."""

BLUR = 0.10
"""Share of a group's launches that fall into cells touching its areas."""

BACKGROUND = 0.10
"""Share of a group's launches that fall anywhere at all."""

TRUST = {"high": 1.0, "moderate": 0.8, "low": 0.4}
"""What of that holds by the confidence in an area, as we judge it; the rest says nothing."""

COUNTRY_KM2 = 440_000.0
"""Area over which the background is spread: that of Iraq."""

_LEVELS = np.zeros(len(AGES), dtype=np.int8)
_LEVELS[[AGEING, FRESH]] = 1, 2


@dataclass(frozen=True, eq=False)
class Holdings:
    """Each group's areas in force on a day as mass on resolution-5 cells.

    Parameters
    ----------
    cells
        Cells with mass, ascending.
    mass
        (cells, G) mass; a column sums to at most .9, by the confidence in the areas, or to 0
        where a group has none. Of what is left of 1, `BACKGROUND` falls anywhere.
    """

    cells: Cells
    mass: Floats

    @classmethod
    def of(
        cls,
        areas: gpd.GeoDataFrame,
        *,
        groups: tuple[str, ...],
        day: int,
        spread: Spread | None = None,
    ) -> Holdings:
        """Spread areas over cells: 80 % within, 10 % in touching cells, 10 % anywhere.

        Of an area that is known with less than high confidence less lies within, as `TRUST` says:
        what is uncertain of it is no ground elsewhere, it says nothing.

        Parameters
        ----------
        areas
            Areas with `holder`; `kind`, `confidence` and dates are honoured where they stand.
            EPSG:4326. Ageing ground is trusted like ground of low confidence; old ground says
            nothing.
        groups
            Names of the groups, in order.
        day
            Day number.
        spread
            What was worked out for other days; what this one needs besides is added.

        Raises
        ------
        CRSError
            When the areas are not in EPSG:4326.
        """
        crs.require_lonlat(areas, what="areas")
        spread = {} if spread is None else spread
        level, holder = levels_on(areas, days=[day])[0], areas["holder"].to_numpy()
        found: dict[int, dict[int, float]] = {}
        for column, group in enumerate(groups):
            whose = (holder == group) & (level > 0)
            if not whose.any():
                continue
            key = (group, np.where(whose, level, 0).tobytes())
            if key not in spread:
                spread[key] = _spread(areas[whose], ageing=level[whose] == 1)
            found[column] = spread[key]
        every = sorted({cell for held in found.values() for cell in held})
        cells = np.array(every, dtype=np.uint64)
        mass = np.zeros((len(cells), len(groups)))
        for column, held in found.items():
            mine = np.array(list(held), dtype=np.uint64)
            mass[np.searchsorted(cells, mine), column] = list(held.values())
        return cls(cells, mass)

    def any(self) -> bool:
        """Tell whether any group has ground."""
        return bool(self.mass.any())

    @property
    def prior(self) -> Floats:
        """(G+1,) even shares, a little kept for the unknown group."""
        groups = self.mass.shape[1]
        return np.append(np.full(groups, (1.0 - UNKNOWN_SHARE) / groups), UNKNOWN_SHARE)

    def share(self, cells: Cells) -> Floats:
        """(n, G+1) share of each group at finest cells by the areas alone.

        The unknown group may be anywhere. Of a group without any area, and as far as an area is
        uncertain, the place says nothing: the group is as likely there as others are on average.
        """
        everywhere = GROUND_CELL_KM2 / COUNTRY_KM2
        groups = self.mass.shape[1]
        density = np.full((len(cells), groups + 1), everywhere)
        drawn = self.mass.any(axis=0)
        uncertain = np.where(drawn, np.maximum(1.0 - BACKGROUND - self.mass.sum(axis=0), 0.0), 1.0)
        known = density[:, :groups]
        known *= BACKGROUND * drawn
        if len(self.cells):
            asked = parents(cells, resolution=GROUND_LEVEL)
            at = np.minimum(np.searchsorted(self.cells, asked), len(self.cells) - 1)
            known += np.where((self.cells[at] == asked)[:, None], self.mass[at], 0.0)
        if drawn.any():
            others = (known[:, drawn] / (1.0 - uncertain[drawn])).mean(axis=1)
            known += uncertain * others[:, None]
        else:
            known[:] = everywhere
        weighed = density * self.prior
        return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))


def _spread(areas: gpd.GeoDataFrame, *, ageing: NDArray[np.bool_]) -> dict[int, float]:
    """Mass of one group's areas by cell: most within them, a little in the cells that touch."""
    trust = _trust(areas, ageing=ageing)
    near = touching(np.array(sorted(trust), dtype=np.uint64))
    within = (1.0 - BLUR - BACKGROUND) / len(trust)
    blurred = BLUR / len(near) * sum(trust.values()) / len(trust)
    mass = {cell: within * worth for cell, worth in trust.items()}
    return mass | dict.fromkeys(near.tolist(), blurred)


def _trust(areas: gpd.GeoDataFrame, *, ageing: NDArray[np.bool_]) -> dict[int, float]:
    """Cells of some areas, each with the most that any of its areas is trusted.

    An area that states no confidence is trusted wholly; an ageing one at most like a low one.
    """
    stated = areas["confidence"] if "confidence" in areas else pd.Series("high", index=areas.index)
    most = np.where(ageing, TRUST["low"], 1.0)
    trust: dict[int, float] = {}
    for shape, worth in zip(
        areas.geometry, np.minimum(stated.map(TRUST).fillna(1.0), most), strict=True
    ):
        for cell in covering(shape).tolist():
            trust[cell] = max(trust.get(cell, 0.0), float(worth))
    return trust


def in_force(areas: gpd.GeoDataFrame, *, day: int) -> pd.Series:
    """Areas that a group may launch from, in force on a day and fresh or ageing on it."""
    return pd.Series(levels_on(areas, days=[day])[0] > 0, index=areas.index)


def levels_on(areas: gpd.GeoDataFrame, *, days: Sequence[int]) -> NDArray[np.int8]:
    """How far each area counts on each of many days.

    Parameters
    ----------
    areas
        Areas that a group may launch from, or any where they have no `kind`. Those without dates
        always count in full.
    days
        Day numbers.

    Returns
    -------
    (days, areas) 2 where the area is in force and fresh, 1 where it is ageing, 0 where it is not
    in force, or too old to count.
    """
    when = np.datetime64(0, "D") + np.asarray(days, dtype=np.int64)
    keep = np.ones((len(days), len(areas)), dtype=bool)
    if "kind" in areas:
        keep &= areas["kind"].isin(LAUNCHED_FROM).to_numpy()
    if "valid_from" in areas:
        begin = areas["valid_from"].to_numpy("datetime64[ns]")
        keep &= np.isnat(begin) | (begin <= when[:, None])
    if "valid_to" in areas:
        end = areas["valid_to"].to_numpy("datetime64[ns]")
        keep &= np.isnat(end) | (when[:, None] < end)
    level = np.full(keep.shape, _LEVELS[FRESH], dtype=np.int8)
    if "last_confirmed" in areas:
        level = _LEVELS[age_codes(areas, pd.Series(when.astype("datetime64[ns]")))]
    return np.where(keep, level, 0).astype(np.int8)
