"""Kernel density of points: a Gaussian of stated width on a grid in the regional conic."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo import crs

Extent = tuple[float, float, float, float]
"""xmin, xmax, ymin, ymax in metres of the regional conic."""

_CELLS: Final = 240
_KM2: Final = 1_000.0
_REACH: Final = 4.0
_CELLS_A_BANDWIDTH: Final = 4.0
_MOST_CELLS: Final = 1_500


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
        Cells from left to right.

    Returns
    -------
    ndarray of float
        Points a cell, bottom row first; its sum is the number of points less what the kernel
        carries over the window's edge.
    """
    # scipy's filters take a third of a second to load, and most maps smooth nothing.
    from scipy.ndimage import gaussian_filter  # noqa: PLC0415

    left, right, bottom, top = extent
    x, y = crs.project(lonlat[:, 0], lonlat[:, 1])
    high = max(round(cells * (top - bottom) / (right - left)), 1)
    counted, _, _ = np.histogram2d(y, x, bins=[high, cells], range=[[bottom, top], [left, right]])
    spread = bandwidth_m / ((right - left) / cells)
    smooth = gaussian_filter(counted, sigma=spread, mode="constant", truncate=_REACH)
    return np.asarray(smooth, dtype=np.float64)


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
    side_km = wide / cells / 1_000
    return float(smooth.max() / side_km**2 * _KM2)
