"""Kernel density of points: a Gaussian of stated width on a grid in the regional conic."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo import crs
from geo.spatial.kernel_density import smoothed

Extent = tuple[float, float, float, float]
"""xmin, xmax, ymin, ymax in metres of the regional conic."""

_CELLS: Final = 240
_KM2: Final = 1_000.0
_REACH: Final = 4.0
_CELLS_A_BANDWIDTH: Final = 8.0
_MOST_CELLS: Final = 3_000


def surface(
    lonlat: NDArray[np.float64], extent: Extent, *, bandwidth_m: float, cells: int = _CELLS
) -> NDArray[np.float64]:
    """Give the smoothed count in each cell of a grid over a window.

    Parameters
    ----------
    lonlat
        Longitude and latitude in degrees (EPSG:4326), shape ``(n, 2)``.
    extent
        The window, metres of the regional conic.
    bandwidth_m
        Standard deviation of the kernel, metres.
    cells
        Cells from left to right; more where a bandwidth would else be under two of them.

    Returns
    -------
    ndarray of float
        Points a cell, bottom row first. Points beyond the window count as far as their kernel
        reaches into it.
    """
    left, right, bottom, top = extent
    # Below two cells a bandwidth would show the cells and not the points.
    cells = min(max(cells, math.ceil(2 * (right - left) / bandwidth_m)), _MOST_CELLS)
    high = max(round(cells * (top - bottom) / (right - left)), 1)
    step = ((right - left) / cells, (top - bottom) / high)
    spread = (bandwidth_m / step[0], bandwidth_m / step[1])
    beyond = [math.ceil(_REACH * bandwidth) for bandwidth in spread]
    smooth, _ = smoothed(
        *crs.project(lonlat[:, 0], lonlat[:, 1]),
        first=(left + (0.5 - beyond[0]) * step[0], bottom + (0.5 - beyond[1]) * step[1]),
        step=step,
        shape=(high + 2 * beyond[1], cells + 2 * beyond[0]),
        bandwidths=spread,
    )
    return smooth[beyond[1] : beyond[1] + high, beyond[0] : beyond[0] + cells]


def peak(lonlat: NDArray[np.float64], *, bandwidth_km: float) -> float:
    """Give the highest density of points, points a 1,000 km².

    Parameters
    ----------
    lonlat
        Longitude and latitude in degrees (EPSG:4326), shape ``(n, 2)``.
    bandwidth_km
        Standard deviation of the kernel, km.
    """
    if len(lonlat) == 0:
        return 0.0
    bandwidth_m = bandwidth_km * 1_000
    x, y = crs.project(lonlat[:, 0], lonlat[:, 1])
    reach = _REACH * bandwidth_m
    extent = (x.min() - reach, x.max() + reach, y.min() - reach, y.max() + reach)
    wide = extent[1] - extent[0]
    cells = int(min(np.ceil(wide / bandwidth_m * _CELLS_A_BANDWIDTH), _MOST_CELLS))
    smooth = surface(lonlat, extent, bandwidth_m=bandwidth_m, cells=cells)
    cell_km2 = wide * (extent[3] - extent[2]) / smooth.size / 1e6
    return float(smooth.max() / cell_km2 * _KM2)


def peak_in(lonlat: NDArray[np.float64], extent: Extent, *, bandwidth_km: float) -> float:
    """Give the highest density that a picture of a window shows, points a 1,000 km².

    It is the end of the picture's scale of colours: see `layers.static.shapes.draw_heat`.
    """
    if len(lonlat) == 0:
        return 0.0
    smooth = surface(lonlat, extent, bandwidth_m=bandwidth_km * 1_000)
    left, right, bottom, top = extent
    cell_km2 = (right - left) * (top - bottom) / smooth.size / 1e6
    return float(smooth.max() / cell_km2 * _KM2)
