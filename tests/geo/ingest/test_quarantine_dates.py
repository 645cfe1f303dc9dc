"""Dates and methods of a file: read where they mean one thing, told where they cannot."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.ingest.mapping import Profile
from tests.support.ingested import fixes_of


def test_an_ambiguous_date_is_told_both_ways_and_read_by_a_profile(ingested):
    line = "x,03/04/2021,rocket,33.94,44.36,4,,"
    found = ingested(line)
    assert "2021-04-03" in found.faults[0].remedy
    assert "2021-03-04" in found.faults[0].remedy
    assert not fixes_of(found, 2)
    kept = ingested(line, profile=Profile(date_order="day first"))
    assert kept.record.attacks["date"].iloc[0] == pd.Timestamp("2021-04-03")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2021-11-31", "no such date: November has 30 days"),
        ("2021-13-05", "no such date: there is no month 13"),
    ],
)
def test_a_date_that_is_none_says_why_and_suggests_nothing(ingested, given, expected):
    (fault,) = ingested(f"x,{given},rocket,33.94,44.36,4,,").faults
    assert fault.problem == expected
    assert given not in fault.remedy
    assert not fault.fix


def test_the_methods_are_listed_once_for_the_file(ingested):
    found = ingested(*(f"x{n},2021-07-1{n},sling,33.94,44.36,4,," for n in range(5)))
    listed = [note for note in found.notes if "the methods are rockets; mortar fire;" in note]
    assert len(listed) == 1
    assert len(found.faults) == 5
    assert not any("drone" in fault.problem + fault.remedy for fault in found.faults)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("20/10/2023", "2023-10-20: write that, or choose “day first” as the order of dates."),
        ("10/20/2023", "2023-10-20: write that, or choose “month first” as the order of dates."),
        ("05/05/2021", "2021-05-05: write that."),
    ],
)
def test_a_date_of_one_order_waits_with_its_only_reading(ingested, given, expected):
    (fault,) = ingested(f"x,{given},rocket,33.94,44.36,4,,").faults
    assert fault.remedy == f"It can only be {expected}"
    assert fault.fix == (("date", expected[:10]),)


def test_dates_with_the_year_first_are_read_and_told(ingested):
    found = ingested(
        "a,٢٠٢٣/١٠/٢٠,rocket,33.94,44.36,4,,",
        "b,2021/7/8,rocket,33.94,44.36,4,,",
        "c,نيسان 2021,rocket,33.94,44.36,4,,",
    )
    assert list(found.record.attacks["date_precision"]) == ["day", "day", "month"]
    assert list(found.cells["date"]) == ["2023-10-20", "2021-07-08", "2021-04"]
    assert found.notes[0] == (
        "mine.csv: date: 3 cells rewritten, such as '٢٠٢٣/١٠/٢٠' to '2023-10-20'."
    )
    (note,) = [n for n in ingested("a,2021/7/8,rocket,33.94,44.36,4,,").notes if "rewritten" in n]
    assert "date: 1 cell rewritten" in note


def test_a_latest_day_that_is_a_month_is_not_its_own_correction(ingested):
    found = ingested("a,2021-04,rocket,2021-05", header="attack_id,date,method,date_latest")
    assert not [fault for fault in found.faults if fault.fix]


def test_times_of_day_are_read_and_a_precision_without_them_is_another_column(ingested):
    header = "attack_id,date,method,target_place,Local time,time_source"
    found = ingested(
        "a,2021-07-08,rocket,balad_ab,8:30,a page",
        "b,2021-07-09,rocket,balad_ab,2:15 pm,",
        "c,2021-07-10,rocket,balad_ab,Dawn,",
        "d,2021-07-11,rocket,balad_ab,late,",
        header=header,
    )
    times = found.record.attacks[["time_local", "time_precision"]]
    assert times.to_numpy().tolist() == [
        ["08:30", "minute"], ["14:15", "minute"], ["dawn", "part_of_day"],
    ]  # fmt: skip
    assert [fault.column for fault in found.faults] == ["time_local"]
    found = ingested(
        "a,2021-07-08,rocket,balad_ab,1", header="attack_id,date,method,target_place,time_precision"
    )
    assert not found.faults
    assert any("since the table has no time_local" in note for note in found.notes)


def test_the_parts_of_a_date_are_told_once_and_not_as_unused(ingested):
    found = ingested(
        "2021,7,3,rocket,erbil,blue", header="year,month,day,method,target_place,colour"
    )
    notes = [note for note in found.notes if "columns" in note]
    assert notes == [
        "mine.csv: one date is made of the columns year, month, day.",
        "mine.csv: columns not used: colour.",
    ]
    assert {match.header: match.part_of for match in found.matches if match.part_of} == {
        "year": "date, its year", "month": "date, its month", "day": "date, its day",
    }  # fmt: skip
