"""A day is written alike on every system."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.parsing.days import day_text, in_words


@pytest.mark.parametrize(
    "day",
    [dt.date(2021, 7, 7), dt.datetime(2021, 7, 7, 23, 59, tzinfo=dt.UTC),
     pd.Timestamp("2021-07-07 12:00")],
)  # fmt: skip
def test_a_day_has_no_leading_zero(day):
    assert in_words(day) == "7 July 2021"
    assert in_words(day, short=True) == "7 Jul 2021"


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2200, 1, 1)))
def test_every_day_reads_back(day):
    text = in_words(day)
    assert re.match(r"[1-9]", text)
    assert pd.to_datetime(text, format="%d %B %Y").date() == day
    assert pd.to_datetime(in_words(day, short=True), format="%d %b %Y").date() == day


@pytest.mark.parametrize(
    ("known", "text"), [("day", "on 2020-12-31"), ("month", "in 2020-12"), ("year", "in 2020")]
)
def test_an_iso_day_is_written_as_finely_as_it_is_known(known, text):
    assert day_text("2020-12-31", known) == text
