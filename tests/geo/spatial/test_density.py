"""The density surface against the exact sum, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from geo import crs
from geo.spatial.kernel_density import density

BOUNDS = (43.0, 32.0, 45.0, 34.0)
MIDDLE = (44.0, 33.0)


def exact(lon, lat, at, bandwidth_km):
    """The sum over all points at one place, in points per km²."""
    km_x = 100 * float(crs.distance_km(*MIDDLE, MIDDLE[0] + 0.01, MIDDLE[1]))
    km_y = 100 * float(crs.distance_km(*MIDDLE, MIDDLE[0], MIDDLE[1] + 0.01))
    square = ((lon - at[0]) * km_x) ** 2 + ((lat - at[1]) * km_y) ** 2
    return np.exp(-0.5 * square / bandwidth_km**2).sum() / (2 * np.pi * bandwidth_km**2)


@pytest.mark.parametrize("bandwidth_km", [8.0, 12.0])
def test_the_surface_is_the_exact_sum_at_its_peak_and_elsewhere(bandwidth_km):
    rng = np.random.default_rng(5)
    lon, lat = rng.normal(44.1, 0.15, 5_000), rng.normal(32.9, 0.1, 5_000)
    found = density(lon, lat, bandwidth_km=bandwidth_km, bounds=BOUNDS, shape=(220, 200))
    assert (found.n, found.bandwidth_km) == (5_000, bandwidth_km)
    row, column = np.unravel_index(found.per_km2.argmax(), found.per_km2.shape)
    for at in ((row, column), (row + 20, column - 15), (row - 10, column)):
        there = (found.lon[at[1]], found.lat[at[0]])
        assert found.per_km2[at] == pytest.approx(exact(lon, lat, there, bandwidth_km), rel=1e-4)


def test_one_point_spreads_to_one_and_is_highest_where_it_lies():
    found = density([44.0], [33.0], bandwidth_km=8, bounds=BOUNDS, shape=(101, 101))
    # A cell is 0.02° × 0.02°: 1.869 × 2.218 km.
    assert found.per_km2.sum() * 1.869 * 2.218 == pytest.approx(1, abs=1e-3)
    assert np.unravel_index(found.per_km2.argmax(), found.per_km2.shape) == (50, 50)


def test_points_off_the_surface_and_unknown_ones_are_not_counted():
    lon, lat = [44, np.nan, 50, 45.0, 43.0], [33, 33, 33, 34.0, 31.9]
    found = density(lon, lat, bandwidth_km=8, bounds=BOUNDS, shape=(101, 101))
    assert found.n == 2  # the middle, and the corner north-east, which is on the surface
    assert density([], [], bandwidth_km=8, bounds=BOUNDS).per_km2.max() == 0


def test_a_bandwidth_that_would_show_the_cells_is_refused():
    with pytest.raises(ValueError, match="at least 4"):
        density([44], [33], bandwidth_km=3, bounds=BOUNDS, shape=(101, 101))
