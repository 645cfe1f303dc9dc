"""Attacks by hour and weekday: by hand in the valley, and against a count of each row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import Atlas
from geo.records.hours import HOURS_A_DAY, WEEKDAYS, Hours
from geo.schemas.attacks import DAY_PARTS
from tests.worlds.timed import timed_folder


@pytest.fixture(scope="module")
def valley(tmp_path_factory):
    atlas = Atlas.load(timed_folder(tmp_path_factory.mktemp("timed")))
    return Hours.of(atlas.record.attacks)


def test_the_valley_has_the_hours_that_its_table_says(valley):
    saturday = WEEKDAYS.index("Saturday")
    assert valley.attacks == 12
    assert valley.n == valley.cells[saturday].sum() == 6
    assert {hour: n for hour, n in enumerate(valley.cells[saturday].tolist()) if n} == {
        5: 1, 12: 2, 18: 1, 21: 1, 23: 1,
    }  # fmt: skip
    assert (valley.minute, valley.hour) == (3, 3)


def test_a_part_of_the_day_is_spread_over_no_hours_and_counted_apart(valley):
    assert valley.parts == {"night": 1, "dawn": 1}
    assert (valley.in_parts, valley.no_time, valley.no_day) == (2, 3, 1)
    assert valley.without_hour == 2 + 3 + 1


def test_attacks_before_the_first_with_a_time_are_counted(valley):
    assert (valley.first, valley.before) == (pd.Timestamp("2021-05-01"), 0)
    rows = table([(day, "day", (time, "minute" if time else ""), True) for day, time in DAYS])
    found = Hours.of(rows)
    assert (found.first, found.before) == (pd.Timestamp("2021-05-03"), 2)
    assert found.as_dict()["first_day_with_a_time"] == "2021-05-03"
    none = Hours.of(rows[rows["time_local"] == ""])
    assert pd.isna(none.first)
    assert none.before == 0


def test_its_frame_and_its_json_hold_the_same_cells(valley):
    frame = valley.frame()
    assert len(frame) == len(WEEKDAYS) * HOURS_A_DAY
    noon = frame[(frame["weekday"] == "Saturday") & (frame["hour"] == 12)]
    assert noon["attacks"].tolist() == [2]
    made = valley.as_dict()
    assert sum(map(sum, made["cells"])) == made["with_hour"] == valley.n
    assert made["with_hour"] + made["without_hour"] == made["attacks"]


DAYS = [
    (pd.Timestamp("2021-05-01").date(), ""),
    (pd.Timestamp("2021-05-02").date(), ""),
    (pd.Timestamp("2021-05-03").date(), "10:00"),
    (pd.Timestamp("2021-05-04").date(), ""),
]
CLOCK = st.builds(
    lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 23), st.integers(0, 59)
)
TIME = st.one_of(
    st.tuples(CLOCK, st.sampled_from(["minute", "hour"])),
    st.tuples(st.sampled_from(DAY_PARTS), st.just("part_of_day")),
    st.just(("", "")),
)
ROW = st.tuples(
    st.dates(pd.Timestamp("2018-01-01").date(), pd.Timestamp("2026-12-31").date()),
    st.sampled_from(["day", "over", "month", "undated"]),
    TIME,
    st.booleans(),
)


def table(rows):
    made = []
    for date, precision, (time, known), counts in rows:
        first = None if precision == "undated" else pd.Timestamp(date)
        last = first
        if precision not in {"undated", "day"}:
            last = first + pd.Timedelta(days=3)
        word = "day" if precision == "over" else precision
        made.append((first, last, word, time, known, counts))
    columns = ["date", "date_latest", "date_precision", "time_local", "time_precision", "counts"]
    frame = pd.DataFrame(made, columns=columns)
    days = {name: pd.to_datetime(frame[name]) for name in ("date", "date_latest")}
    return frame.assign(**days)


@given(st.lists(ROW, max_size=30))
def test_it_counts_as_one_would_row_by_row(rows):
    found = Hours.of(table(rows))
    cells, parts, no_time, no_day, attacks = {}, {}, 0, 0, 0
    for date, precision, (time, known), counts in rows:
        if not counts:
            continue
        attacks += 1
        if known == "part_of_day":
            parts[time] = parts.get(time, 0) + 1
        elif not time:
            no_time += 1
        elif precision == "day":
            key = (date.strftime("%A"), int(time.split(":")[0]))
            cells[key] = cells.get(key, 0) + 1
        else:
            no_day += 1
    frame = found.frame()
    filled = frame[frame["attacks"] > 0]
    assert {(day, hour): n for day, hour, n in filled.itertuples(index=False)} == cells
    assert dict(found.parts) == parts
    assert (found.no_time, found.no_day, found.attacks) == (no_time, no_day, attacks)
    assert found.n + found.in_parts + found.no_time + found.no_day == found.attacks
    assert found.minute + found.hour == found.n
