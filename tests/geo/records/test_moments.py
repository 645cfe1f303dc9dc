"""When attacks and claims were, between which moments in UTC."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.records.moments import ABOUT_MIN, of_attacks, of_claims, on_one_day
from geo.reference.time_zones import IRAQ, ZONES
from geo.schemas.attacks import DAY_PARTS


def attacks(*rows):
    columns = ["date", "date_latest", "date_precision", "time_local", "time_precision"]
    frame = pd.DataFrame(rows, columns=columns)
    days = {name: pd.to_datetime(frame[name]) for name in ("date", "date_latest")}
    return frame.assign(**days)


def spans(rows, zone=IRAQ):
    found = of_attacks(rows, pd.Series(zone, index=rows.index))
    return [
        tuple("" if pd.isna(one) else f"{one:%m-%d %H:%M}" for one in pair)
        for pair in found[["earliest", "latest"]].itertuples(index=False)
    ]


def day(time, precision, first="2021-05-01", last=None):
    return (first, last or first, "day", time, precision)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (day("21:30", "minute"), ("05-01 18:30", "05-01 18:30")),
        (day("02:15", "minute"), ("04-30 23:15", "04-30 23:15")),
        (day("21:00", "hour"), ("05-01 17:00", "05-01 19:00")),
        (day("dawn", "part_of_day"), ("04-30 23:00", "05-01 05:00")),
        (day("night", "part_of_day"), ("04-30 21:00", "05-01 21:00")),
        (day("", ""), ("04-30 21:00", "05-01 21:00")),
        (day("21:30", "minute", last="2021-05-02"), ("05-01 18:30", "05-02 18:30")),
        (day("", "", last="2021-05-31"), ("04-30 21:00", "05-31 21:00")),
        ((None, None, "undated", "21:30", "minute"), ("", "")),
        ((None, "2021-05-02", "undated", "21:30", "minute"), ("", "")),
    ],
)
def test_an_attack_was_no_earlier_and_no_later_than_what_is_told(row, expected):
    assert spans(attacks(row)) == [expected]


def test_a_place_without_a_clock_has_no_moment():
    assert spans(attacks(day("21:30", "minute")), zone="") == [("", "")]


def test_an_hour_shown_twice_makes_a_span():
    rows = attacks(day("01:30", "minute", first="2023-10-29"))
    assert spans(rows, ZONES["IL"]) == [("10-28 22:30", "10-28 23:30")]


def test_every_part_of_the_day_is_a_span_within_its_day():
    rows = attacks(*(day(part, "part_of_day") for part in DAY_PARTS))
    found = of_attacks(rows, pd.Series(IRAQ, index=rows.index)) + pd.Timedelta(hours=3)
    width = found["latest"] - found["earliest"]
    assert (width > pd.Timedelta(minutes=2 * ABOUT_MIN)).all()
    assert (found["earliest"] >= pd.Timestamp("2021-05-01")).all()
    assert (found["latest"] <= pd.Timestamp("2021-05-02")).all()


def test_one_day_is_a_day_that_is_known_and_alone():
    rows = attacks(
        day("", ""),
        day("", "", last="2021-05-02"),
        ("2021-05-01", "2021-05-31", "month", "", ""),
        (None, None, "undated", "", ""),
    )
    assert on_one_day(rows).tolist() == [True, False, False, False]


def claimed(text, time=None):
    frame = pd.DataFrame({"claimed_at": [text]})
    if time is not None:
        frame["claimed_time"] = time
    (found,) = of_claims(frame).to_dict("records")
    times = (found[name] for name in ("day", "earliest", "latest"))
    texts = ("" if pd.isna(one) else f"{one:%m-%d %H:%M}" for one in times)
    return (*texts, found["timed"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("2021-05-01",), ("05-01 00:00", "04-30 21:00", "05-01 21:00", False)),
        (("2021-05-01", ""), ("05-01 00:00", "04-30 21:00", "05-01 21:00", False)),
        (("2021-05-01", "22:10"), ("05-01 00:00", "05-01 19:10", "05-01 19:10", True)),
        (("2021-05-01T22:10",), ("05-01 00:00", "05-01 19:10", "05-01 19:10", True)),
        (("2021-05-01T22:10:30+03:00",), ("05-01 00:00", "05-01 19:10", "05-01 19:10", True)),
        (("2021-05-01T22:10Z",), ("05-02 00:00", "05-01 22:10", "05-01 22:10", True)),
        (("2021-05-01T22:10-0500",), ("05-02 00:00", "05-02 03:10", "05-02 03:10", True)),
        (("2021-05-01T22:10+03:00", "20:00"), ("05-01 00:00", "05-01 19:10", "05-01 19:10", True)),
        (("2021-05",), ("", "", "", False)),
        (("", "22:10"), ("", "", "", False)),
        (("yesterday",), ("", "", "", False)),
        (("2021-02-30",), ("", "", "", False)),
        (("2021-05-01", "evening"), ("05-01 00:00", "04-30 21:00", "05-01 21:00", False)),
        (("2021-05-01", "25:10"), ("05-01 00:00", "04-30 21:00", "05-01 21:00", False)),
        (("2021-05-01T25:10",), ("", "", "", False)),
    ],
)
def test_a_claim_was_made_at_its_minute_or_on_its_day_of_iraqs_calendar(given, expected):
    assert claimed(*given) == expected
