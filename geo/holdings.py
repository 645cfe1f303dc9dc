"""Areas as densities: soft at the border, never nothing anywhere."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import crs
from geo.areas import OWN_GROUND, STALE_AFTER
from geo.cells import (
    GROUND_CELL_KM2,
    GROUND_LEVEL,
    Cells,
    covering,
    parents,
    touching,
)
from geo.events import EPOCH
from geo.vote import UNKNOWN_SHARE

Floats = NDArray[np.float64]

BLUR = 0.10
"""Share of a group's launches that fall into cells touching its areas."""

BACKGROUND = 0.10
"""Share of a group's launches that fall anywhere at all."""

COUNTRY_KM2 = 440_000.0
"""Area over which the background is spread: that of Iraq."""


@dataclass(frozen=True, eq=False)
class Holdings:
    """Each group's areas in force on a day as mass on resolution-5 cells.

    Parameters
    ----------
    cells
        Cells with mass, ascending.
    mass
        (cells, G) mass; a column sums to .9, or to 0 where a group has no area.
    """

    cells: Cells
    mass: Floats

    @classmethod
    def of(cls, areas: gpd.GeoDataFrame, *, groups: tuple[str, ...], day: int) -> Holdings:
        """Spread areas over cells: 80 % within, 10 % in touching cells, 10 % anywhere.

        Parameters
        ----------
        areas
            Areas with `holder`; `kind` and dates are honoured where they stand. EPSG:4326.
            Ground that nobody confirmed for over a year says nothing.
        groups
            Names of the groups, in order.
        day
            Day number.

        Raises
        ------
        CRSError
            When the areas are not in EPSG:4326.
        """
        crs.require_lonlat(areas, what="areas")
        usable = areas[in_force(areas, day=day)]
        found: dict[int, dict[int, float]] = {}
        for column, group in enumerate(groups):
            shapes = usable.loc[usable["holder"] == group].geometry
            if shapes.empty:
                continue
            inside = covering(shapely.union_all(shapes.to_numpy()))
            near = touching(inside)
            within = 1.0 - BLUR - BACKGROUND
            found[column] = dict.fromkeys(inside.tolist(), within / len(inside))
            found[column] |= dict.fromkeys(near.tolist(), BLUR / len(near))
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

        A group without any area, and the unknown one, may be anywhere.
        """
        everywhere = GROUND_CELL_KM2 / COUNTRY_KM2
        groups = self.mass.shape[1]
        density = np.full((len(cells), groups + 1), everywhere)
        drawn = self.mass.any(axis=0)
        density[:, :groups][:, drawn] *= BACKGROUND
        if len(self.cells):
            asked = parents(cells, resolution=GROUND_LEVEL)
            at = np.minimum(np.searchsorted(self.cells, asked), len(self.cells) - 1)
            density[:, :groups] += np.where((self.cells[at] == asked)[:, None], self.mass[at], 0.0)
        weighed = density * self.prior
        return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))


def in_force(areas: gpd.GeoDataFrame, *, day: int) -> pd.Series:
    """Areas of a group's own that hold on a day and were confirmed within a year of it."""
    when = EPOCH + pd.Timedelta(days=day)
    keep = pd.Series(True, index=areas.index)
    if "kind" in areas:
        keep &= areas["kind"].isin(OWN_GROUND)
    if "valid_from" in areas:
        keep &= areas["valid_from"].isna() | (areas["valid_from"] <= when)
    if "valid_to" in areas:
        keep &= areas["valid_to"].isna() | (when < areas["valid_to"])
    if "last_confirmed" in areas:
        keep &= when <= areas["last_confirmed"] + STALE_AFTER
    return keep
