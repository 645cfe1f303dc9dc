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


WEST, SOUTH, EAST, NORTH = BOUNDS


@pytest.mark.parametrize("where", [0.5, 0.1, 0.0])
def test_the_outermost_nodes_and_the_cells_within_are_on_the_surface(where):
    step = 0.02 * where
    for lon in (WEST + step, 44, EAST - step):
        for lat in (SOUTH + step, 33, NORTH - step):
            assert density([lon], [lat], bandwidth_km=8, bounds=BOUNDS, shape=(101, 101)).n == 1


@pytest.mark.parametrize("away", [0.002, 0.01, 0.03])
def test_half_a_cell_beyond_the_outermost_nodes_is_off_the_surface(away):
    lon = [WEST - away, EAST + away, 44, 44]
    lat = [33, 33, SOUTH - away, NORTH + away]
    found = density(lon, lat, bandwidth_km=8, bounds=BOUNDS, shape=(101, 101))
    assert (found.n, found.per_km2.max()) == (0, 0)


def test_the_surface_of_points_in_a_mirror_is_the_mirrored_surface():
    """Points about the border, so that the outermost cells share them out as all others do."""
    lon = np.array([43.0, 43.003, 43.013, 43.5, 44.7])
    lat = np.array([32.6, 32.001, 32.017, 32.0, 33.994])
    options = {"bandwidth_km": 8, "bounds": BOUNDS, "shape": (91, 101)}
    plain = density(lon, lat, **options).per_km2
    east = density(WEST + EAST - lon, lat, **options).per_km2
    north = density(lon, SOUTH + NORTH - lat, **options).per_km2
    np.testing.assert_allclose(east, plain[:, ::-1], atol=1e-12)
    np.testing.assert_allclose(north, plain[::-1], atol=1e-12)


def test_a_point_by_the_border_is_highest_there():
    found = density([44.99], [33.01], bandwidth_km=8, bounds=BOUNDS, shape=(101, 101))
    exactly = exact(np.array([44.99]), np.array([33.01]), (45.0, 33.0), 8)
    assert found.per_km2[50, 100] == pytest.approx(exactly, rel=0.02)
    assert found.per_km2[50, 100] == pytest.approx(found.per_km2[50, 99], rel=1e-9)


def test_many_points_are_those_of_few_put_together():
    """More points than are looked at together."""
    rng = np.random.default_rng(8)
    lon, lat = rng.uniform(42.9, 45.1, 40_000), rng.uniform(31.9, 34.1, 40_000)
    options = {"bandwidth_km": 12, "bounds": BOUNDS, "shape": (60, 50)}
    whole = density(lon, lat, **options)
    parts = [density(lon[at::8], lat[at::8], **options) for at in range(8)]
    assert whole.n == sum(part.n for part in parts)
    assert whole.n == ((lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)).sum()
    np.testing.assert_allclose(whole.per_km2, sum(part.per_km2 for part in parts), rtol=1e-9)


def test_a_bandwidth_that_would_show_the_cells_is_refused():
    # A cell is 0.02° × 0.02°: 1.869 × 2.218 km.
    named = "a bandwidth of 3 km on cells of 1.87 × 2.22 km shows the cells: take at least 4.44 km"
    with pytest.raises(ValueError, match=f"^{named}, or more cells.$"):
        density([44], [33], bandwidth_km=3, bounds=BOUNDS, shape=(101, 101))


def test_the_bandwidth_of_two_cells_is_enough():
    least = 2 * float(crs.distance_km(0, 33, 0, 33.02))
    options = {"bounds": BOUNDS, "shape": (101, 101)}
    assert density([44], [33], bandwidth_km=least, **options).n == 1
    with pytest.raises(ValueError, match="at least"):
        density([44], [33], bandwidth_km=np.nextafter(least, 0), **options)


@pytest.mark.parametrize("rows", [30, 61, 88, 99, 143, 200])
def test_the_bandwidth_that_is_named_is_enough(rows):
    options = {"bounds": BOUNDS, "shape": (rows, rows)}
    with pytest.raises(ValueError, match="at least") as refused:
        density([44], [33], bandwidth_km=1, **options)
    named = float(str(refused.value).partition("at least ")[2].split()[0])
    assert density([44], [33], bandwidth_km=named, **options).n == 1


def test_a_surface_has_five_hundred_nodes_each_way_unless_it_is_told():
    found = density([44], [33], bandwidth_km=8, bounds=BOUNDS)
    assert found.per_km2.shape == (500, 500)
    assert (found.lon[[0, -1]].tolist(), found.lat[[0, -1]].tolist()) == ([43, 45], [32, 34])
