"""The sun's elevation against other ways to it: tabled places, and a slow series of its own."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.spatial.sun import LIGHTS, SUNRISE_DEG, TWILIGHT_DEG, elevation_deg, light

EPOCH = pd.Timestamp("2000-01-01 12:00")
BY_ERFA = [
    ("2023-09-05T23:39", 60.61, 26.16, -26.841),
    ("2024-02-22T07:32", 60.56, 28.68, 49.8373),
    ("2028-06-05T22:30", 57.18, 30.14, -27.3882),
    ("2023-01-30T10:33", 49.39, 24.41, 41.6881),
    ("2028-05-21T20:57", 49.07, 28.95, -40.4662),
    ("2019-06-30T08:04", 37.75, 30.05, 69.0807),
    ("2023-06-11T16:20", 39.7, 27.93, -1.3544),
    ("2027-01-02T20:21", 61.46, 38.42, -73.7139),
    ("2027-04-11T03:18", 35.11, 31.93, -0.448),
    ("2024-12-24T00:54", 48.3, 35.3, -35.6072),
    ("2018-10-30T11:53", 56.04, 26.87, 20.2388),
    ("2023-10-03T14:23", 57.95, 36.92, -7.5474),
]
"""UTC, degrees east and north, and the sun's elevation by ERFA 2.0.1: epv00, ab, c2i06a, era00."""


@pytest.mark.parametrize(("moment", "lon", "lat", "expected"), BY_ERFA)
def test_the_sun_stands_where_the_routines_of_the_iau_put_it(moment, lon, lat, expected):
    assert elevation_deg(np.datetime64(moment), lon, lat) == pytest.approx(expected, abs=0.01)


def slow(moment, lon, lat):
    """Elevation by the series of Meeus (Astronomical Algorithms, ch. 12, 22, 25), one at a time."""
    days = (moment - EPOCH).total_seconds() / 86400
    t = days / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    m = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t * t) * math.sin(m)
        + (0.019993 - 0.000101 * t) * math.sin(2 * m)
        + 0.000289 * math.sin(3 * m)
    )
    node = math.radians(125.04 - 1934.136 * t)
    apparent = math.radians(mean + centre - 0.00569 - 0.00478 * math.sin(node))
    tilt = math.radians(23.4392911 - 0.0130042 * t + 0.00256 * math.cos(node))
    ascension = math.atan2(math.cos(tilt) * math.sin(apparent), math.cos(apparent))
    declination = math.asin(math.sin(tilt) * math.sin(apparent))
    sidereal = 280.46061837 + 360.98564736629 * days + 0.000387933 * t * t
    angle = math.radians(sidereal + lon) - ascension
    north = math.radians(lat)
    return math.degrees(
        math.asin(
            math.sin(north) * math.sin(declination)
            + math.cos(north) * math.cos(declination) * math.cos(angle)
        )
    )


@given(
    st.datetimes(pd.Timestamp("2000-01-01"), pd.Timestamp("2049-12-31")),
    st.floats(34, 62),
    st.floats(24, 39),
)
def test_it_agrees_with_another_series_to_a_fiftieth_of_a_degree(moment, lon, lat):
    found = elevation_deg(np.datetime64(moment), lon, lat)
    assert found == pytest.approx(slow(moment, lon, lat), abs=0.02)


def test_moments_and_places_are_broadcast():
    moments = np.array(["2021-06-21T09:00", "2021-12-21T21:00"], dtype="datetime64[m]")
    found = elevation_deg(moments[:, None], np.array([[44.4, 35.0, 50.0]]), 33.3)
    assert found.shape == (2, 3)
    assert found[1, 2] == elevation_deg(moments[1], 50.0, 33.3)


def test_the_longest_day_has_the_highest_noon():
    noons = np.arange("2021-01-01T09:02", "2022-01-01T09:02", 1440, dtype="datetime64[m]")
    height = elevation_deg(noons, 44.4, 33.3)
    assert str(noons[height.argmax()])[:7] == "2021-06"
    assert height.max() == pytest.approx(90 - 33.3 + 23.44, abs=0.1)


def test_the_tilt_of_the_earth_shrinks_by_47_seconds_of_arc_in_a_century():
    highest = []
    for year in ("2000", "2100"):
        june = np.arange(f"{year}-06-15", f"{year}-06-27", dtype="datetime64[h]")
        highest.append(elevation_deg(june, 0.0, 90.0).max())
    assert highest[0] == pytest.approx(84381.406 / 3600, abs=0.0005)
    assert highest[0] - highest[1] == pytest.approx(46.84 / 3600, abs=0.0005)


def test_it_stands_overhead_at_one_place_and_underfoot_at_the_other_end_of_the_earth():
    moments = np.arange("2021-01-01", "2022-01-01", 7, dtype="datetime64[h]")
    lat = elevation_deg(moments, 0.0, 90.0)
    ahead, here = np.radians([elevation_deg(moments, lon, 0.0) for lon in (90.0, 0.0)])
    lon = np.degrees(np.arctan2(np.sin(ahead), np.sin(here)))
    assert elevation_deg(moments, lon, lat) == pytest.approx(90, abs=1e-5)
    assert elevation_deg(moments, lon + 180, -lat) == pytest.approx(-90, abs=1e-5)


def test_what_is_not_known_has_no_elevation_and_no_light():
    moment = np.datetime64("2021-06-21T09:00")
    found = elevation_deg(
        np.array([np.datetime64("NaT"), moment, moment]), [44.4, np.nan, 44.4], [33.3, 33.3, np.nan]
    )
    assert np.isnan(found).all()
    assert light(found).tolist() == ["", "", ""]


def test_light_changes_at_the_rise_and_six_degrees_under_the_horizon():
    height = [90, SUNRISE_DEG, SUNRISE_DEG - 0.001, TWILIGHT_DEG, TWILIGHT_DEG - 0.001, -90]
    expected = ["day", "day", "twilight", "twilight", "night", "night"]
    assert light(height).tolist() == expected
    assert set(expected) == set(LIGHTS)
