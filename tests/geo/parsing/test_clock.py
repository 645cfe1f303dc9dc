"""Times of day as people write them: read where they are beyond doubt, left where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.parsing.clock import clock_time
from geo.schemas.attacks import is_time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("8:30", "08:30"), ("08:30", "08:30"), ("08:30:00", "08:30"), ("٢١:٠٥", "21:05"),
        ("2:15 pm", "14:15"), ("12:05 a.m.", "00:05"), ("12:00PM", "12:00"), ("Dawn", "dawn"),
    ],
)  # fmt: skip
def test_a_time_is_read(text, time):
    assert clock_time(text) == time
    assert is_time(time)


@pytest.mark.parametrize("text", ["8", "0830", "24:00", "8:75", "13:00 pm", "0:30 am", "8.30", ""])
def test_what_may_be_another_thing_stays(text):
    assert clock_time(text) == text


@given(st.integers(0, 23), st.integers(0, 59))
def test_our_own_form_stays(hour, minute):
    assert clock_time(f"{hour:02}:{minute:02}") == f"{hour:02}:{minute:02}"


@given(st.text(max_size=12))
def test_reading_twice_reads_nothing_more(text):
    assert clock_time(clock_time(text)) == clock_time(text)
