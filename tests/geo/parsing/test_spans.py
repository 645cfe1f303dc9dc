"""Spans of days are read as people write them, and what is none is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SpanError
from geo.parsing.spans import read_span, span_text

LAST = dt.date(2024, 3, 31)


def day(text):
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("", "", ""),
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020/7", "2020-07-01", "2020-07-31"),
        ("2021-07-06", "2021-07-06", "2021-07-06"),
        ("2020-Q3", "2020-07-01", "2020-09-30"),
        ("q1 2021", "2021-01-01", "2021-03-31"),
        ("July 2021", "2021-07-01", "2021-07-31"),
        ("Jul. 2021", "2021-07-01", "2021-07-31"),
        ("7 July 2021", "2021-07-07", "2021-07-07"),
        ("2021-07-06 to 2021-08-15", "2021-07-06", "2021-08-15"),
        ("2020 - 2021-03", "2020-01-01", "2021-03-31"),
        ("Nov 2023–Feb 2024", "2023-11-01", "2024-02-29"),
        ("2023-11..2024-02", "2023-11-01", "2024-02-29"),
        ("2020–2021", "2020-01-01", "2021-12-31"),
        ("since 2023", "2023-01-01", ""),
        ("from March 2023", "2023-03-01", ""),
        ("until 2021-03", "", "2021-03-31"),
        ("last 90 days", "2024-01-02", "2024-03-31"),
        ("Last day", "2024-03-31", "2024-03-31"),
        ("last 2 weeks", "2024-03-18", "2024-03-31"),
        ("last month", "2024-03-01", "2024-03-31"),
        ("last year", "2023-04-01", "2024-03-31"),
        ("  ٢٠٢٠-٠٧ ", "2020-07-01", "2020-07-31"),
    ],
)
def test_a_span_is_read(text, first, last):
    assert read_span(text, last=LAST) == (day(first), day(last))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("soon", "is no span"),
        ("2021-13", "there is not"),
        ("2021-02-30", "there is not"),
        ("2021-07-00", "there is not"),
        ("2021 to 2020", "ends before it begins"),
        ("2020 to 2021 to 2022", "is no span"),
        ("0000", "there is not"),
        ("last 9999 years", "no day"),
        ("last 0 days to", "is no span"),
        ("since", "is no span"),
        ("31 February 2021", "there is not"),
        ("<b>2021</b>", "is no span"),
    ],
)
def test_what_is_none_is_refused_with_what_to_write(text, says):
    with pytest.raises(SpanError, match=says):
        read_span(text, last=LAST)


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))


@given(st.none() | DAYS, st.none() | DAYS)
def test_a_span_that_is_written_is_read_again(first, last):
    if first and last and first > last:
        first, last = last, first
    assert read_span(span_text(first, last), last=LAST) == (first, last)


@given(st.text(max_size=30))
def test_any_text_is_a_span_or_refused(text):
    try:
        first, last = read_span(text, last=LAST)
    except SpanError:
        return
    assert first is None or last is None or first <= last
