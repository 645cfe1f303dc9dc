"""What was said of ground up to a day, and how its age went, against a day-by-day oracle."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import geopandas as gpd
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.areas.age import Age, age_by
from geo.areas.standing import Period, periods, standing_by, with_standing
from tests.geo.areas.test_age import left, said

DAY = dt.date


def by(publisher, day):
    return said(day)._replace(publisher=publisher)


def test_publishers_are_counted_once_each_in_the_24_months_up_to_the_newest():
    words = [
        by("Gazette", DAY(2018, 1, 1)), by("Gazette", DAY(2019, 6, 1)),
        by("Courier", DAY(2020, 6, 1)), by("Herald", DAY(2021, 1, 1)),
    ]  # fmt: skip
    found = standing_by(words, DAY(2020, 12, 31))
    assert (found.age, found.seen, found.publishers) == (Age.FRESH, DAY(2020, 6, 1), 2)
    assert (found.again, found.left) == (None, None)


def test_ground_that_is_fresh_by_a_bridge_alone_says_when_it_was_confirmed_again():
    words = [said(DAY(2020, 1, 1)), said(DAY(2021, 10, 1)), said(DAY(2021, 12, 1))]
    assert standing_by(words, DAY(2020, 12, 1)).again is None
    assert standing_by(words, DAY(2021, 3, 1)).again == DAY(2021, 10, 1)


def test_who_left_is_said_to_have_left_until_confirmed_again():
    words = [said(DAY(2020, 1, 1)), left(DAY(2020, 5, 1)), said(DAY(2021, 1, 1))]
    assert standing_by(words, DAY(2020, 4, 30)).left is None
    gone = standing_by(words, DAY(2020, 6, 1))
    assert (gone.age, gone.left) == (Age.OLD, DAY(2020, 5, 1))
    assert standing_by(words, DAY(2021, 2, 1)).left is None


def test_nothing_said_by_then_is_never():
    found = standing_by([said(DAY(2021, 1, 1))], DAY(2020, 1, 1))
    assert (found.age, found.seen, found.publishers, found.left) == (Age.NEVER, None, 0, None)


def test_ages_of_one_confirmation_follow_each_other():
    spans = periods(
        [said(DAY(2020, 6, 15))], begin=DAY(2020, 1, 1), end=None, until=DAY(2024, 1, 1)
    )
    assert spans == (
        Period(DAY(2020, 1, 1), DAY(2020, 6, 14), Age.NEVER),
        Period(DAY(2020, 6, 15), DAY(2021, 6, 15), Age.FRESH),
        Period(DAY(2021, 6, 16), DAY(2023, 6, 15), Age.AGEING),
        Period(DAY(2023, 6, 16), None, Age.OLD),
    )


def test_an_area_that_ended_has_no_age_from_that_day_on():
    words = [said(DAY(2020, 6, 15))]
    spans = periods(words, begin=DAY(2020, 6, 15), end=DAY(2020, 9, 1), until=DAY(2024, 1, 1))
    assert spans == (Period(DAY(2020, 6, 15), DAY(2020, 8, 31), Age.FRESH),)
    assert periods(words, begin=DAY(2021, 1, 1), end=None, until=DAY(2020, 1, 1)) == ()


def test_columns_are_there_for_areas_of_which_nothing_was_said():
    areas = gpd.GeoDataFrame({"valid_from": [pd.NaT]}, index=["one"])
    row = with_standing(areas, pd.Timestamp("2020-01-01")).iloc[0]
    assert (row["publishers"], row["seen_next"], row["left_on"]) == (0, pd.NaT, pd.NaT)


DAYS = st.dates(DAY(2019, 1, 1), DAY(2021, 12, 31))
WORDS = st.builds(
    lambda day, long, effect: said(day, day + dt.timedelta(days=long), effect=effect),
    DAYS, st.integers(0, 40), st.sampled_from(["confirms", "confirms", "leaves"]),
)  # fmt: skip


@settings(max_examples=80)
@given(st.lists(WORDS, max_size=4), st.none() | DAYS, st.none() | DAYS)
def test_each_day_has_the_age_of_its_period(words, begin, end):
    until = DAY(2022, 6, 1)
    spans = periods(words, begin=begin, end=end, until=until)
    for before, after in pairwise(spans):
        assert before.last == after.first - dt.timedelta(days=1)
        assert before.age != after.age
    if not spans:
        return
    last = until if end is None else min(until, end - dt.timedelta(days=1))
    day = spans[0].first
    while day <= last:
        (age,) = [s.age for s in spans if s.first <= day and (s.last is None or day <= s.last)]
        assert age == age_by(words, day)
        day += dt.timedelta(days=7)
