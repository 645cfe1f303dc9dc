"""H3 cells of attacks: indexed at one fine level, folded to coarser ones, turned into polygons."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.spec import HexLayer

INDEX_RESOLUTION: Final = 8
# (least zoom, resolution): a cell stays some 20 to 60 pixels wide on the screen.
LEVELS: Final = ((0.0, 4), (8.0, 5), (9.5, 6), (11.0, 7), (12.5, 8))


def index(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.str_]:
    """Give the resolution-8 H3 cell of each point.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326, shape ``(n,)``, without missing values.
    """
    pairs = zip(lat.tolist(), lon.tolist(), strict=True)
    return np.array([h3.latlng_to_cell(y, x, INDEX_RESOLUTION) for y, x in pairs], dtype=str)


def counts(cells: NDArray[np.str_], *, resolution: int) -> pd.Series:
    """Count the indexed points in each cell of a coarser level, most first.

    Parameters
    ----------
    cells
        Resolution-8 cells, shape ``(n,)``.
    resolution
        A level from 0 to 8.
    """
    fine, number = np.unique(cells, return_counts=True)
    parents = [h3.cell_to_parent(cell, resolution) for cell in fine.tolist()]
    folded = pd.Series(number, index=pd.Index(parents, dtype=str), dtype=int).groupby(level=0).sum()
    return folded.sort_values(ascending=False, kind="stable")


def polygons(counted: pd.Series) -> gpd.GeoDataFrame:
    """Give each cell's outline in EPSG:4326, with its ``count``, on the same index."""
    rings = [
        shapely.polygons([(lon, lat) for lat, lon in h3.cell_to_boundary(cell)])
        for cell in counted.index
    ]
    return gpd.GeoDataFrame({"count": counted}, geometry=rings, index=counted.index, crs=4326)


def levels(layer: HexLayer) -> tuple[tuple[float, int, gpd.GeoDataFrame], ...]:
    """Give each drawable level as (least zoom, resolution, cells), coarse first.

    A level with more than ``layer.max_cells`` cells is left out, so that the next coarser one
    stays on the screen instead.
    """
    drawable: list[tuple[float, int, gpd.GeoDataFrame]] = []
    for zoom, resolution in LEVELS:
        counted = counts(layer.cells, resolution=resolution)
        if len(counted) <= layer.max_cells:
            drawable.append((zoom, resolution, polygons(counted)))
    return tuple(drawable)
