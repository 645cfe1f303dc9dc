"""H3 cells of attacks: indexed at one fine level, folded to coarser ones, turned into polygons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import geopandas as gpd
import h3.api.basic_int as h3
import pandas as pd
import shapely
from numpy.typing import ArrayLike

from geo.cells import Cells, cells_at, rolled_up
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


def counts(cells: Cells, *, resolutions: Iterable[int]) -> dict[int, pd.Series]:
    """Count the indexed points in each cell of some levels, most first.

    Parameters
    ----------
    cells
        Resolution-8 cells, shape ``(n,)``.
    resolutions
        Levels from 0 to 8.
    """
    levels = rolled_up(cells, resolutions=resolutions)
    return {
        resolution: counted.sort_values(ascending=False, kind="stable")
        for resolution, counted in levels.items()
    }


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
    counted = counts(layer.cells, resolutions=[resolution for _, resolution in LEVELS])
    return tuple(
        (zoom, resolution, polygons(counted[resolution]))
        for zoom, resolution in LEVELS
        if len(counted[resolution]) <= layer.max_cells
    )
