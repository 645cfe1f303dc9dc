"""One field takes days as people write them; spans on record and the brush fill it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.map.brush import months_of
from dashboard.services.spans import known_spans
from tests.support.apps import assert_sound, run, words


def days(app):
    return {name: app.query_params.get(f"date_{name}") for name in ("from", "to")}


def field(app):
    return next(one for one in app.text_input if one.key.startswith("choose_when"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("July 2021", "2021-07-01", "2021-07-31"),
        ("since 2023", "2023-01-01", None),
    ],
)
def test_what_is_typed_becomes_the_days_that_are_kept(text, first, last):
    app = run()
    field(app).set_value(text).run()
    assert_sound(app)
    assert days(app) == {"from": first, "to": last}


def test_what_is_no_span_is_said_and_changes_nothing():
    app = run(date_from="2021-01-01", date_to="2021-12-31")
    assert field(app).value == "2021"
    field(app).set_value("soon").run()
    assert not app.exception
    assert "'soon' is no span of days. Write 2020" in words(app)
    assert days(app) == {"from": "2021-01-01", "to": "2021-12-31"}


def test_a_chip_that_is_taken_away_leaves_the_field_with_the_rest():
    app = run(date_from="2021-01-01", date_to="2021-12-31")
    next(one for one in app.button if one.label.startswith("to 31 Dec")).click()
    app.run()
    assert_sound(app)
    assert days(app) == {"from": "2021-01-01", "to": None}
    assert field(app).value == "since 2021-01-01"


def test_a_span_on_record_is_taken_as_it_stands():
    app = run()
    app.button(key="span_last_year").click().run()
    assert_sound(app)
    first, last = (dt.date.fromisoformat(days(app)[name]) for name in ("from", "to"))
    end = pd.Timestamp(last) + pd.Timedelta(days=1)
    assert pd.Timestamp(first) == end - pd.DateOffset(years=1)
    assert field(app).value == f"{first} to {last}"


def windows():
    return pd.DataFrame(
        [
            ("truce", "A truce", "ceasefire", "2020-10-10", "2021-03-03", None),
            ("order", "An order", "order", "2021-07-29", None, "2021-10-18"),
            ("open", "A pause", "pause", "2022-01-01", None, None),
            ("caution", "A caution", "caution", "2021-01-01", "2021-02-01", None),
            ("late", "A truce to come", "pause", "2025-01-01", None, None),
        ],
        columns=["window_id", "title", "kind", "start", "end", "last_confirmed"],
    ).astype(dict.fromkeys(("start", "end", "last_confirmed"), "datetime64[ns]"))


def test_spans_on_record_end_before_what_ends_them_and_with_the_record():
    found = {
        one.ident: (one.first, one.last)
        for one in known_spans(windows(), last=dt.date(2022, 6, 30))
    }
    assert list(found) == ["last_year", "open", "order", "truce"]
    assert found["last_year"] == (dt.date(2021, 7, 1), dt.date(2022, 6, 30))
    assert found["truce"] == (dt.date(2020, 10, 10), dt.date(2021, 3, 2))
    assert found["open"] == (dt.date(2022, 1, 1), dt.date(2022, 6, 30))
    # An order that names no end is good for a year after it was last confirmed.
    assert found["order"] == (dt.date(2021, 7, 29), dt.date(2022, 6, 30))


def ms(text):
    return pd.Timestamp(text, tz="UTC").value / 1e6


@pytest.mark.parametrize(
    ("begin", "end", "first", "last"),
    [
        ("2021-05-20", "2021-07-02", dt.date(2021, 5, 1), dt.date(2021, 7, 31)),
        ("2021-07-02", "2021-05-20", dt.date(2021, 5, 1), dt.date(2021, 7, 31)),
        # Midnight of the first of May in Baghdad is nine in the evening of April in UTC.
        ("2021-04-30T21:00", "2021-05-10", dt.date(2021, 5, 1), dt.date(2021, 5, 31)),
    ],
)
def test_a_brush_keeps_the_months_that_it_touches(begin, end, first, last):
    assert months_of([ms(begin), ms(end)]) == (first, last)


def test_a_brush_that_was_wiped_away_keeps_nothing():
    assert months_of([]) == (None, None)
