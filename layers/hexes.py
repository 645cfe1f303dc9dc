"""H3 cells of attacks: indexed at one fine level, folded to coarser ones, turned into polygons."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import h3.api.basic_int as h3
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike

from geo.cells import Cells, cells_at, parents
from layers.spec import HexLayer

INDEX_RESOLUTION: Final = 8
# (least zoom, resolution): a cell stays some 20 to 60 pixels wide on the screen.
LEVELS: Final = ((0.0, 4), (8.0, 5), (9.5, 6), (11.0, 7), (12.5, 8))


def index(lon: ArrayLike, lat: ArrayLike) -> Cells:
    """Give the resolution-8 H3 cell of each point.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326, shape ``(n,)``; NaN gives :data:`geo.cells.NOWHERE`.
    """
    return cells_at(lon, lat, resolution=INDEX_RESOLUTION)


def counts(cells: Cells, *, resolution: int) -> pd.Series:
    """Count the indexed points in each cell of a coarser level, most first.

    Parameters
    ----------
    cells
        Resolution-8 cells, shape ``(n,)``.
    resolution
        A level from 0 to 8.
    """
    fine, number = np.unique(cells, return_counts=True)
    return _folded(pd.Series(number, index=fine), resolution)


def _folded(counted: pd.Series, resolution: int) -> pd.Series:
    coarse = parents(counted.index.to_numpy(np.uint64), resolution=resolution)
    cell, place = np.unique(coarse, return_inverse=True)
    number = np.bincount(place, weights=counted.to_numpy(float), minlength=len(cell))
    folded = pd.Series(number.astype(int), index=cell)
    return folded.sort_values(ascending=False, kind="stable")


def polygons(counted: pd.Series) -> gpd.GeoDataFrame:
    """Give each cell's outline in EPSG:4326, with its ``count``, on the same index."""
    rings = [
        shapely.polygons([(lon, lat) for lat, lon in h3.cell_to_boundary(cell)])
        for cell in counted.index.tolist()
    ]
    return gpd.GeoDataFrame({"count": counted}, geometry=rings, index=counted.index, crs=4326)


def levels(layer: HexLayer) -> tuple[tuple[float, int, gpd.GeoDataFrame], ...]:
    """Give each drawable level as (least zoom, resolution, cells), coarse first.

    A level with more than ``layer.max_cells`` cells is left out, so that the next coarser one
    stays on the screen instead.
    """
    fine = counts(layer.cells, resolution=INDEX_RESOLUTION)
    drawable: list[tuple[float, int, gpd.GeoDataFrame]] = []
    for zoom, resolution in LEVELS:
        counted = _folded(fine, resolution)
        if len(counted) <= layer.max_cells:
            drawable.append((zoom, resolution, polygons(counted)))
    return tuple(drawable)
