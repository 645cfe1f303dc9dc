"""Degrees as people write them, and never a guess."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.parsing.coordinates import degrees, pair, run_together


@pytest.mark.parametrize(
    ("text", "axis", "value"),
    [
        ("33.3125", "lat", 33.3125),
        ("-33.3125", "lat", -33.3125),
        ("33,3125", "lat", 33.3125),
        ("٣٣٫٣١٢٥", "lat", 33.3125),
        ("33°18'45\"N", "lat", 33.3125),
        ("33°18′45″", "lat", 33.3125),
        ("33º 18' 45'' N", "lat", 33.3125),
        ("N33 18 45", "lat", 33.3125),
        ("33:18:45", "lat", 33.3125),
        ("33°18.75'N", "lat", 33.3125),
        ("33°18'45\" شمال", "lat", 33.3125),
        ("44°22' E", "lon", 44.366667),
        ("70°30'W", "lon", -70.5),
    ],
)
def test_an_angle_is_read(text, axis, value):
    assert degrees(text, axis=axis) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        ("", "lat"), ("x", "lat"), ("33°18'45\"E", "lat"), ("44 N", "lon"), ("33°60'", "lat"),
        ("33 18 75", "lat"), ("N33S", "lat"), ("-33 N", "lat"), ("33.5 30", "lat"), ("nan", "lat"),
        ("inf", "lon"), ("33.18.45", "lat"), ("1e5", "lat"),
    ],
)  # fmt: skip
def test_what_is_no_angle_stays_unread(text, axis):
    assert degrees(text, axis=axis) is None


@pytest.mark.parametrize(
    "text",
    [
        "33°18'45\"N 44°22'E",
        "33°18'45\"N, 44°22'E",
        "44°22'E / 33°18'45\"N",
        "N 33 18 45, E 44 22 00",
        "33.3125N, 44.366667E",
    ],
)
def test_a_pair_goes_by_its_letters(text):
    assert pair(text) == pytest.approx((33.3125, 44.366667), abs=1e-6)


@pytest.mark.parametrize("text", ["33.3, 44.4", "Balad", "", "33°N", "33°N 34°N", "38S MB 44 85"])
def test_what_marks_no_degrees_is_no_pair(text):
    assert pair(text) is None


@settings(max_examples=60)
@given(st.integers(0, 89), st.integers(0, 59), st.integers(0, 59))
def test_minutes_and_seconds_add_up(whole, minutes, seconds):
    value = whole + minutes / 60 + seconds / 3600
    assert degrees(f"{whole}°{minutes}'{seconds}\"S", axis="lat") == pytest.approx(-value)
    assert run_together(f"{whole:02d}{minutes:02d}{seconds:02d}") == pytest.approx(value)


@settings(max_examples=100)
@given(st.text(max_size=20))
def test_no_text_breaks_the_reading(text):
    for axis in ("lat", "lon"):
        found = degrees(text, axis=axis)
        assert found is None or abs(found) < 1000
    assert pair(text) is None or len(pair(text)) == 2


@pytest.mark.parametrize(
    "text",
    ["N 33°18' E 44°24'", "33.3 N 44.4 E", "44.4E 33.3N", "33 18 00 N 44 24 00 E", "33,3; 44,4",
     "33,3 44,4", "33,3°N 44,4°E", "٣٣٫٣,٤٤٫٤", "33˚18'N 44˚24'E", "(33.3, 44.4)", "33.3 44.4",
     "[33.3; 44.4]", "E 44,4; N 33,3"],
)  # fmt: skip
def test_a_pair_is_read_however_people_write_it(text):
    assert pair(text) == pytest.approx((33.3, 44.4))


@pytest.mark.parametrize(
    "text", ["33.3,44.4", "33,44", "33.3N 44.4N", "33.3 N", "N E", "(Taji)", "33,3", "1,2,3,4"]
)
def test_what_is_no_pair_or_the_gazetteers_own_is_left(text):
    assert pair(text) is None
