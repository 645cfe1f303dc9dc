"""Day, twilight and night at the place of an attack, and what cannot be told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.records.daylight import ANSWERS, NO_CLOCK, NO_PLACE, UNSETTLED, daylight, light_counts
from geo.records.moments import ABOUT_MIN, of_attacks
from geo.reference.time_zones import IRAQ
from geo.spatial.sun import elevation_deg, light

BAGHDAD = (44.4, 33.3)


def light_at(time, precision="minute", *, last="2021-06-21", at=BAGHDAD, radius_km=1.0, zone=IRAQ):
    attacks = pd.DataFrame(
        {
            "date": pd.to_datetime(["2021-06-21"]),
            "date_latest": pd.to_datetime([last]),
            "date_precision": ["day"],
            "time_local": [time],
            "time_precision": [precision],
            "target_lon": [at[0]],
            "target_lat": [at[1]],
            "target_radius_km": [radius_km],
        }
    )
    (found,) = daylight(attacks, of_attacks(attacks, pd.Series([zone])))
    return found


# In Baghdad on 21 June the sun rises at 04:54 and sets at 19:15; twilight is 28 minutes each.
@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("00:00", "night"),
        ("04:20", "night"),
        ("04:40", "twilight"),
        ("05:00", "day"),
        ("12:00", "day"),
        ("19:10", "day"),
        ("19:30", "twilight"),
        ("19:50", "night"),
    ],
)
def test_the_longest_day_in_baghdad(time, expected):
    assert light_at(time) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"time": "12:00", "precision": "hour"}, "day"),
        ({"time": "01:00", "precision": "hour"}, "night"),
        ({"time": "05:30", "precision": "hour"}, UNSETTLED),
        ({"time": "19:00", "precision": "hour"}, UNSETTLED),
        ({"time": "04:56", "radius_km": 60.0}, UNSETTLED),
        ({"time": "12:00", "radius_km": 60.0}, "day"),
        ({"time": "12:00", "last": "2021-06-22"}, UNSETTLED),
        ({"time": "night", "precision": "part_of_day"}, NO_CLOCK),
        ({"time": "", "precision": ""}, NO_CLOCK),
        ({"time": "12:00", "at": (np.nan, np.nan)}, NO_PLACE),
        ({"time": "12:00", "zone": ""}, NO_PLACE),
        ({"time": "12:00", "radius_km": np.nan}, "day"),
    ],
)
def test_it_is_told_only_where_all_that_is_known_agrees(given, expected):
    assert light_at(**given) == expected


@given(
    st.datetimes(pd.Timestamp("2018-01-01"), pd.Timestamp("2026-12-30")),
    st.floats(36, 48),
    st.floats(30, 37),
    st.sampled_from(["minute", "hour"]),
    st.floats(0.1, 40),
)
def test_it_holds_for_every_minute_and_every_place_that_may_be_meant(
    moment, lon, lat, precision, radius_km
):
    day = pd.Timestamp(moment).normalize()
    attacks = pd.DataFrame(
        {
            "date": [day],
            "date_latest": [day],
            "time_local": [f"{moment:%H:%M}"],
            "time_precision": [precision],
            "target_lon": [lon],
            "target_lat": [lat],
            "target_radius_km": [radius_km],
        }
    )
    (found,) = daylight(attacks, of_attacks(attacks, pd.Series([IRAQ])))
    middle = np.datetime64(pd.Timestamp(moment).floor("min")) - np.timedelta64(3, "h")
    slack = ABOUT_MIN if precision == "hour" else 0
    minutes = middle + np.arange(-slack, slack + 1).astype("timedelta64[m]")
    around = np.radians(np.arange(0, 360, 15))
    north = lat + radius_km / 110.9 * np.cos(around)
    east = lon + radius_km / (111.3 * np.cos(np.radians(lat))) * np.sin(around)
    seen = set(light(elevation_deg(minutes[:, None], east[None, :], north[None, :])).ravel())
    if found != UNSETTLED:
        assert seen == {found}
    elif radius_km < 1 and precision == "minute":
        near = elevation_deg(middle + np.arange(-2, 3).astype("timedelta64[m]"), lon, lat)
        assert len(set(light(near))) > 1, "what is known to a minute and a kilometre is settled"


def test_counts_name_every_answer():
    found = light_counts(pd.Series(["day", "day", UNSETTLED], dtype=object))
    assert list(found) == list(ANSWERS)
    assert (found["day"], found[UNSETTLED], found["night"]) == (2, 1, 0)


def test_no_attacks_have_no_light():
    assert light_at("12:00") == "day"
    empty = pd.DataFrame(columns=["time_precision", "target_lon", "target_lat"])
    assert daylight(empty, pd.DataFrame({"earliest": [], "latest": []})).empty
