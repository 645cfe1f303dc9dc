"""Clocks at places, and local times in UTC, over summer times and their end."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import Atlas
from geo.reference.time_zones import IRAQ, ZONES, to_utc, zones_of
from tests.worlds.valley import FOLDER

SKIPPED = {"Asia/Jerusalem": "2023-03-24 02:30", "Asia/Damascus": "2022-03-25 00:30"}


@pytest.fixture(scope="module")
def atlas():
    return Atlas.load(FOLDER)


def places(*rows):
    frame = pd.DataFrame(rows, columns=["target_place_id", "target_lon", "target_lat"])
    return frame.astype({"target_lon": float, "target_lat": float})


def utc(zone, *times, latest=False):
    local = pd.Series(pd.to_datetime(list(times)))
    found = to_utc(local, pd.Series(zone, index=local.index), latest=latest)
    return [f"{one:%m-%d %H:%M}" if pd.notna(one) else "" for one in found]


def test_a_place_goes_by_the_clock_of_its_country(atlas):
    rows = [("port", 44.5, 33.5), ("", 44.4, 33.3), ("", 60.0, 25.0), ("", None, None)]
    found = zones_of(places(*rows), gazetteer=atlas.gazetteer, units=atlas.units)
    assert found.tolist() == [IRAQ, IRAQ, "", ""], "a point in no governorate has no clock"


def test_the_golan_goes_by_the_clock_of_israel(atlas):
    table = atlas.gazetteer.table.assign(country="SY")
    gazetteer = type(atlas.gazetteer)(table)
    rows = places(("port", 35.7, 33.0), ("port", 36.3, 33.5), ("port", 40.5, 35.0))
    found = zones_of(rows, gazetteer=gazetteer, units=atlas.units)
    assert found.tolist() == [ZONES["IL"], ZONES["SY"], ZONES["SY"]]


def test_iraq_is_three_hours_ahead_all_year():
    assert utc(IRAQ, "2023-01-15 12:00", "2023-07-15 12:00") == ["01-15 09:00", "07-15 09:00"]


def test_israel_has_summer_time_and_syria_had_it_until_2022():
    assert utc(ZONES["IL"], "2024-04-01 01:30", "2024-11-13 21:46") == [
        "03-31 22:30", "11-13 19:46",
    ]  # fmt: skip
    assert utc(ZONES["SY"], "2022-01-15 12:00", "2022-07-15 12:00", "2023-01-15 12:00") == [
        "01-15 10:00", "07-15 09:00", "01-15 09:00",
    ]  # fmt: skip


def test_an_hour_shown_twice_is_the_first_or_the_second_as_asked():
    assert utc(ZONES["IL"], "2023-10-29 01:30") == ["10-28 22:30"]
    assert utc(ZONES["IL"], "2023-10-29 01:30", latest=True) == ["10-28 23:30"]


@pytest.mark.parametrize(("zone", "local"), SKIPPED.items())
def test_an_hour_that_is_skipped_is_the_first_after_it(zone, local):
    hour = pd.Timestamp(local).hour + 1
    after = f"{pd.Timestamp(local):%Y-%m-%d} {hour:02}:00"
    assert utc(zone, local) == utc(zone, after)


def test_no_zone_and_no_time_give_none():
    assert utc("", "2023-01-15 12:00") == [""]
    assert utc(IRAQ, None) == [""]


@given(
    st.datetimes(pd.Timestamp("2015-01-01"), pd.Timestamp("2027-01-01")),
    st.sampled_from(sorted(ZONES)),
)
def test_it_is_what_the_standard_library_says(moment, country):
    zone = ZoneInfo(ZONES[country])
    expected = moment.replace(tzinfo=zone, fold=0).astimezone(ZoneInfo("UTC"))
    back = expected.astimezone(zone).replace(tzinfo=None)
    if back != moment:
        return  # an hour that the clock skipped
    found = to_utc(pd.Series([pd.Timestamp(moment)]), pd.Series([ZONES[country]]))
    assert found[0] == pd.Timestamp(expected).tz_localize(None)
