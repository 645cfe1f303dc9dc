"""H3 cells of attacks: indexed at one fine level, folded to coarser ones, turned into polygons."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import geopandas as gpd
import h3.api.basic_int as h3
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.spatial.h3_cells import Cells, rolled_up
from layers.spec import HexLayer

# (least zoom, resolution): a cell stays some 20 to 60 pixels wide on the screen.
LEVELS: Final = ((0.0, 4), (8.0, 5), (9.5, 6), (11.0, 7), (12.5, 8))


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


def level_at(layer: HexLayer, zoom: float) -> tuple[gpd.GeoDataFrame | None, int]:
    """Give the cells that a still picture of a scale draws, and the count at the end of its scale.

    Parameters
    ----------
    layer
        Its own ``resolution`` goes before the zoom; the colours then span that level alone, for no
        other is seen.
    zoom
        The web map's zoom with the same scale.
    """
    if layer.resolution is not None:
        counted = counts(layer.cells, resolutions=[layer.resolution])[layer.resolution]
        if counted.empty or len(counted) > layer.max_cells:
            return None, 0
        return polygons(counted), int(counted.max())
    drawable = [level for level in levels(layer) if len(level[2])]
    fitting = [one for one in drawable if zoom >= one[0]] or drawable[:1]
    if not fitting:
        return None, 0
    return fitting[-1][2], max(int(level[2]["count"].max()) for level in drawable)


def classes(counted: NDArray[np.float64], *, most: int, steps: int) -> NDArray[np.int64]:
    """Give the step of a scale of colours, by logarithm, that each count falls into.

    Parameters
    ----------
    counted
        Counts, shape ``(n,)``.
    most
        The count at the end of the scale.
    steps
        Colours of the scale.
    """
    share = np.log1p(counted) / np.log1p(most)
    step: NDArray[np.int64] = np.clip((share * steps).astype(int), 0, steps - 1)
    return step


def class_breaks(*, most: int, steps: int) -> tuple[tuple[int, int], ...]:
    """Give the lowest and the highest count of each step; where none falls, low is above high."""
    if most < 1:
        return ()
    counted = np.arange(1, most + 1)
    classed = classes(counted.astype(float), most=most, steps=steps)
    ends = np.searchsorted(classed, np.arange(steps + 1))
    return tuple((int(low) + 1, int(high)) for low, high in pairwise(ends))
