"""A span moves by its own length, and not beyond the record."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.services.spans import stepped

RECORD = (dt.date(2018, 9, 4), dt.date(2021, 8, 31))


def day(text):
    return None if text is None else dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "by", "found"),
    [
        ("2021-01-01", "2021-01-31", 1, ("2021-02-01", "2021-02-28")),
        ("2021-03-01", "2021-03-31", -1, ("2021-02-01", "2021-02-28")),
        ("2019-12-01", "2020-02-29", 1, ("2020-03-01", "2020-05-31")),
        ("2020-01-01", "2020-12-31", -1, ("2019-01-01", "2019-12-31")),
        ("2021-07-06", "2021-07-15", 1, ("2021-07-16", "2021-07-25")),
        ("2021-07-06", "2021-07-06", -1, ("2021-07-05", "2021-07-05")),
        (None, None, 1, ("2018-09-01", "2018-09-30")),
        (None, None, -1, ("2021-08-01", "2021-08-31")),
        # An open end is that of the record.
        ("2021-08-30", None, -1, ("2021-08-28", "2021-08-29")),
    ],
)
def test_a_span_moves_by_its_own_length(first, last, by, found):
    assert stepped(day(first), day(last), record=RECORD, by=by) == tuple(map(day, found))


@pytest.mark.parametrize(
    ("first", "last", "by"),
    [
        ("2021-08-01", "2021-08-31", 1),
        ("2018-09-01", "2018-09-30", -1),
        ("2018-09-04", None, 1),
        ("1900-01-01", "9999-12-31", -1),
        ("0001-01-01", "9999-12-31", 1),
        ("2021-09-01", "2021-01-01", -1),
        ("9999-01-01", None, 1),
        (None, "0001-02-01", -1),
    ],
)
def test_it_ends_with_the_record(first, last, by):
    assert stepped(day(first), day(last), record=RECORD, by=by) is None


DAYS = st.dates(dt.date(2019, 6, 1), dt.date(2020, 12, 1))


@given(DAYS, st.integers(0, 200))
def test_no_day_is_left_out_nor_seen_twice(first, more):
    last = first + dt.timedelta(days=more)
    on = stepped(first, last, record=RECORD, by=1)
    assert on is not None
    assert on[0] == last + dt.timedelta(days=1)
    back = stepped(*on, record=RECORD, by=-1)
    assert back is not None
    assert back[1] == last
