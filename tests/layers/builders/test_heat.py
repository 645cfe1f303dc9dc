"""The heat surface against the exact sum of kernels, in the window and at its edge."""

from __future__ import annotations

import numpy as np
import pytest

from geo import crs
from layers.builders.heat import peak, surface

BANDWIDTH_KM = 20.0


def exact(lonlat, x, y, bandwidth_m):
    """Points per m² at one place of the conic: the sum over every point."""
    east, north = crs.project(*lonlat.T)
    square = ((east - x) ** 2 + (north - y) ** 2) / bandwidth_m**2
    return np.exp(-0.5 * square).sum() / (2 * np.pi * bandwidth_m**2)


def cloud(n):
    rng = np.random.default_rng(3)
    return np.column_stack([rng.normal(44.3, 0.4, n), rng.normal(33.3, 0.3, n)])


def window(lonlat, *, west_of_middle_m, other_m=300_000.0):
    x, y = (float(axis.mean()) for axis in crs.project(*lonlat.T))
    return (x - west_of_middle_m, x + other_m, y - other_m, y + other_m)


@pytest.mark.parametrize("west_m", [300_000.0, 0.0])
def test_the_surface_is_the_exact_sum_also_where_points_lie_beyond_the_window(west_m):
    lonlat, bandwidth_m = cloud(4_000), BANDWIDTH_KM * 1000
    extent = window(lonlat, west_of_middle_m=west_m)
    smooth = surface(lonlat, extent, bandwidth_m=bandwidth_m)
    high, wide = smooth.shape
    step_x, step_y = (extent[1] - extent[0]) / wide, (extent[3] - extent[2]) / high
    for row, column in ((high // 2, 0), (high // 2, wide // 2), (high // 3, wide // 4)):
        x, y = extent[0] + (column + 0.5) * step_x, extent[2] + (row + 0.5) * step_y
        found = smooth[row, column] / (step_x * step_y)
        most = smooth.max() / (step_x * step_y)
        assert found == pytest.approx(exact(lonlat, x, y, bandwidth_m), rel=1e-3, abs=1e-5 * most)


def test_a_narrow_bandwidth_gets_more_cells_and_loses_no_point():
    lonlat = np.array([[44.0, 33.0], [44.5, 33.2]])
    extent = window(lonlat, west_of_middle_m=300_000)
    smooth = surface(lonlat, extent, bandwidth_m=1_000.0)
    assert smooth.shape[1] == 1_200
    assert smooth.sum() == pytest.approx(2, rel=1e-3)


def test_the_peak_of_one_point_is_that_of_its_kernel():
    found = peak(np.array([[44.0, 33.0]]), bandwidth_km=BANDWIDTH_KM)
    assert found == pytest.approx(1_000 / (2 * np.pi * BANDWIDTH_KM**2), rel=0.01)
    assert peak(np.empty((0, 2)), bandwidth_km=BANDWIDTH_KM) == 0
