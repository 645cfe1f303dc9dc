"""How densely points lie, as a smooth surface that states its number of points and bandwidth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo import crs

Floats = NDArray[np.float64]

_REACH = 2.0
"""Cells that a bandwidth has to span: below, the surface would show cells and not points."""

_CHUNK = 1 << 14
"""Points at a time: what is between two steps stays in the cache of the processor."""

_BINNING_VARIANCE = 1.0 / 6.0
"""What linear binning adds to the variance along an axis, in squares of a cell."""


@dataclass(frozen=True)
class Density:
    """A surface of points per km².

    Parameters
    ----------
    lon, lat
        Degrees of the columns and of the rows, west to east and south to north.
    per_km2
        (rows, columns) points per km².
    n
        Points that lie on the surface and were counted.
    bandwidth_km
        Standard deviation of the Gaussian about each point.
    """

    lon: Floats
    lat: Floats
    per_km2: Floats
    n: int
    bandwidth_km: float


def density(
    lon: ArrayLike,
    lat: ArrayLike,
    *,
    bandwidth_km: float,
    bounds: tuple[float, float, float, float],
    shape: tuple[int, int] = (500, 500),
) -> Density:
    """Gaussian kernel density on a grid, by linear binning.

    Each point is shared among the four nodes about it, and the nodes are smoothed along rows and
    along columns by one product of matrices each, which is what the exact sum comes to but for
    the binning (Wand 1994, Fast computation of multivariate kernel estimators). The kernel is
    narrowed by what the binning widens it on average: many points come out right to a ten
    thousandth, a lone point is off by a twelfth of (cell / bandwidth)² along each axis at most.

    Parameters
    ----------
    lon, lat
        (n,) degrees, EPSG:4326; NaN and points outside the bounds are not counted.
    bandwidth_km
        Standard deviation of the kernel. A degree is as long as it is in the middle of the
        bounds, on the ellipsoid; across the country this is right within six per cent.
    bounds
        West, south, east, north of the outermost nodes, degrees.
    shape
        Rows and columns of nodes.

    Raises
    ------
    ValueError
        When the bandwidth spans less than two cells of such a grid.
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    west, south, east, north = bounds
    rows, columns = shape
    middle = (south + north) / 2
    step_x, step_y = (east - west) / (columns - 1), (north - south) / (rows - 1)
    km_x = float(crs.distance_km(0.0, middle, step_x, middle))
    km_y = float(crs.distance_km(0.0, middle, 0.0, middle + step_y))
    least = _REACH * max(km_x, km_y)
    if bandwidth_km < least:
        # Rounded up, so that what is named is enough.
        raise ValueError(
            f"a bandwidth of {bandwidth_km:g} km on cells of {km_x:.3g} × {km_y:.3g} km shows the "
            f"cells: take at least {math.ceil(100 * least) / 100:g} km, or more cells."
        )
    a_node, n = smoothed(
        x,
        y,
        first=(west, south),
        step=(step_x, step_y),
        shape=shape,
        bandwidths=(bandwidth_km / km_x, bandwidth_km / km_y),
    )
    lons, lats = np.linspace(west, east, columns), np.linspace(south, north, rows)
    return Density(lons, lats, a_node / (km_x * km_y), n, bandwidth_km)


def smoothed(
    x: Floats,
    y: Floats,
    *,
    first: tuple[float, float],
    step: tuple[float, float],
    shape: tuple[int, int],
    bandwidths: tuple[float, float],
) -> tuple[Floats, int]:
    """Points smoothed onto the nodes of any plane grid.

    Parameters
    ----------
    x, y
        (n,) positions; NaN and points off the grid are not counted.
    first, step
        Position of the first node, and from a node to the next, along x and along y.
    shape
        Rows and columns of nodes.
    bandwidths
        Standard deviations along x and along y, in steps.

    Returns
    -------
    (rows, columns) points a node, and how many points there were.
    """
    nodes, n = np.zeros(shape), 0
    for begin in range(0, x.size, _CHUNK):
        at = slice(begin, begin + _CHUNK)
        n += _bin(nodes, (x[at] - first[0]) / step[0], (y[at] - first[1]) / step[1])
    along_x, along_y = (_kernel(shape[1 - axis], bandwidths[axis]) for axis in (0, 1))
    a_node: Floats = along_y @ nodes @ along_x
    return a_node, n


def _bin(nodes: Floats, x: Floats, y: Floats) -> int:
    """Share points among the (rows, columns) nodes in place, and say how many there were.

    Positions are in cells from the first node.
    """
    rows, columns = nodes.shape
    on = (x >= 0) & (x <= columns - 1) & (y >= 0) & (y <= rows - 1)
    if not on.all():
        x, y = x[on], y[on]
    column = np.minimum(x.astype(np.intp), columns - 2)
    row = np.minimum(y.astype(np.intp), rows - 2)
    right, up = x - column, y - row
    corner = row * columns + column
    both = right * up
    flat = nodes.reshape(-1)
    # In place: to count into new arrays would fetch new memory four times a chunk.
    np.add.at(flat, corner, 1.0 - right - up + both)
    np.add.at(flat, corner + 1, right - both)
    np.add.at(flat, corner + columns, up - both)
    np.add.at(flat, corner + columns + 1, both)
    return x.size


def _kernel(n: int, bandwidth: float) -> Floats:
    """(n, n) Gaussian between nodes, bandwidth in cells, narrowed by what binning adds."""
    variance = bandwidth**2 - _BINNING_VARIANCE
    apart = np.arange(n)
    row = np.exp(-0.5 * apart**2 / variance) / np.sqrt(2 * np.pi * variance)
    kernel: Floats = row[np.abs(apart[:, None] - apart)]
    return kernel
