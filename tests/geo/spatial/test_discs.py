"""Points that stand for a disc: a sunflower, each with as much ground as any other."""

from __future__ import annotations

import numpy as np
import pytest

from geo.crs import GEOD
from geo.spatial.discs import POINTS, disc_points

GOLDEN = 137.50776405


def seen_from(lon, lat, east, north):
    """Azimuths from 0 to 360 and km from a centre to points."""
    azimuth, _, metres = GEOD.inv(np.full(len(east), lon), np.full(len(east), lat), east, north)
    return azimuth % 360, metres / 1000


def test_the_points_turn_by_the_golden_angle_and_share_the_disc_evenly():
    east, north = disc_points([44, 43], [33, 36], [10, 2], points=4)
    assert east.shape == north.shape == (2, 4)
    for row, (lon, lat, radius) in enumerate([(44, 33, 10), (43, 36, 2)]):
        azimuth, km = seen_from(lon, lat, east[row], north[row])
        # Rings of a quarter of the disc each: a point in the middle of each by ground.
        np.testing.assert_allclose(km, radius * np.sqrt([1 / 8, 3 / 8, 5 / 8, 7 / 8]), rtol=1e-6)
        turns = [0, GOLDEN, 2 * GOLDEN, 3 * GOLDEN - 360]
        np.testing.assert_allclose((azimuth + 1) % 360, np.add(turns, 1), atol=1e-4)


def test_one_radius_serves_many_discs_and_none_is_the_centre():
    east, north = disc_points([44, 45], [33, 34], 0)
    assert east.shape == (2, POINTS)
    np.testing.assert_allclose(east, np.repeat([[44], [45]], POINTS, axis=1), atol=1e-12)
    np.testing.assert_allclose(north, np.repeat([[33], [34]], POINTS, axis=1), atol=1e-12)


def test_a_single_disc_is_one_row():
    east, north = disc_points(44, 33, 5, points=3)
    assert east.shape == north.shape == (1, 3)
    assert seen_from(44, 33, east[0], north[0])[1].max() == pytest.approx(5 * np.sqrt(5 / 6))
