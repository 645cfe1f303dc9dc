"""Dates that can be read one way only are read, and a date that is none says why."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.parsing.dates import impossible, iso_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021-07-08", "2021-07-08"), ("2021-07", "2021-07"), ("2021", "2021"),
        ("2023/10/20", "2023-10-20"), ("٢٠٢٣/١٠/٢٠", "2023-10-20"), ("2023.10.20", "2023-10-20"),
        ("2021/7/8", "2021-07-08"), ("٢٠٢١/٧/٨", "2021-07-08"), ("2021-7-8", "2021-07-08"),
        ("2021 / 07 / 08", "2021-07-08"), ("2021/07", "2021-07"),
        ("نيسان 2021", "2021-04"), ("كانون الثاني ٢٠٢١", "2021-01"), ("April 2021", "2021-04"),
        ("٥ تشرين الثاني ٢٠٢٣", "2023-11-05"), ("July 4, 2021", "2021-07-04"),
        ("2021-07-08 14:30:00", "2021-07-08"),
        ("2021/07/08 14:30", "2021-07-08"), ("2021-07-08T10:00Z", "2021-07-08"),
        ("2020-02-29", "2020-02-29"),
    ],
)  # fmt: skip
def test_a_date_of_one_reading_is_read(text, iso):
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text",
    ["", "20/10/2023", "03/04/2021", "2021/07-08", "2021.10", "soon 2021", "31", "2021/07/08/09",
     "20231020", "08/21", "yesterday"],
)  # fmt: skip
def test_any_other_text_is_left_as_it_is(text):
    assert iso_date(text) == ""
    assert impossible(text) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2021-11-31", "November has 30 days"), ("2021-13-05", "there is no month 13"),
        ("2021/11/31", "November has 30 days"), ("٢٠٢١-١٣-٠٥", "there is no month 13"),
        ("2021-02-29", "February 2021 has 28 days"), ("2020-02-30", "February 2020 has 29 days"),
        ("2021-00-05", "there is no month 0"), ("2021-07-00", "there is no day 0"),
        ("31/11/2021", "November has 30 days"), ("11/31/2021", "November has 30 days"),
        ("14/13/2021", "there is no month 13 and there is no month 14"),
        ("31 November 2021", "November has 30 days"), ("٣١ نيسان ٢٠٢١", "April has 30 days"),
        ("0000-01-01", "there is no year 0"), ("2021-11-31 10:00", "November has 30 days"),
        ("2021-13", "there is no month 13"),
    ],
)  # fmt: skip
def test_a_date_that_is_none_says_why_and_is_not_read(text, why):
    assert impossible(text) == why
    assert iso_date(text) == ""


def test_a_date_whose_order_is_reported_is_read_by_it():
    assert iso_date("03/04/2021", date_order="day first") == "2021-04-03"
    assert iso_date("03/04/2021", date_order="month first") == "2021-03-04"
    assert iso_date("20/10/2023", date_order="month first") == ""
    assert iso_date("2021-11-31", date_order="day first") == ""


@given(st.dates(dt.date(1, 1, 1)), st.sampled_from("/.-"), st.booleans())
def test_every_day_there_is_comes_back(day, mark, padded):
    width = 2 if padded else 1
    text = mark.join((f"{day.year:04d}", f"{day.month:0{width}d}", f"{day.day:0{width}d}"))
    assert iso_date(text) == day.isoformat()
    assert impossible(text) == ""


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,4}[/.-][0-9]{1,4}([/.-][0-9]{1,4})?"))
def test_what_is_read_is_a_day_of_the_calendar(text):
    found = iso_date(text)
    if found:
        dt.date.fromisoformat(found + "-01" * (2 - found.count("-")))
        assert impossible(text) == ""
