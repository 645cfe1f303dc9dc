"""Every slip of an attack table is one fault with row, column and remedy, all told at once."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.errors import AtlasError, ConformError
from geo.schemas.attacks import _CHECKS, cell_faults

GOOD = {"date": "2021-06-06", "method": "rocket", "target_place": "Balad Air Base"}


def faults_of(conform, *rows):
    with pytest.raises(ConformError) as caught:
        conform(*rows)
    return caught.value.faults


def the_fault_of(conform, **cells):
    (fault,) = faults_of(conform, {**GOOD, **cells})
    return fault


@pytest.mark.parametrize(
    ("cells", "column", "expected"),
    [
        ({"date": "06/06/2021"}, "date", "expected a date: YYYY-MM-DD"),
        ({"date": "2021-02-30"}, "date", "February 2021 has 28 days"),
        ({"date": "2021-13"}, "date", "there is no month 13"),
        ({"date": "2021-6-6"}, "date", "expected a date"),
        ({"date": "0021-06-06"}, "date", "expected a date"),
        ({"date": "9999-12-31"}, "date", "expected a date"),
        ({"date_latest": "2021-10"}, "date_latest", "expected a date: YYYY-MM-DD, or empty"),
        ({"date_latest": "2021-06-05"}, "date_latest", "before the date itself"),
        ({"date_precision": "week"}, "date_precision", "expected one of day, month"),
        ({"date": "2021-06", "date_precision": "day"}, "date_precision", "known to the month"),
        ({"date": "", "date_precision": "day"}, "date_precision", "there is no date"),
        ({"time_local": "25:00"}, "time_local", "expected a time: HH:MM"),
        ({"time_local": "8:30"}, "time_local", "expected a time: HH:MM"),
        ({"time_local": "8:30", "time_precision": "minute"}, "time_local", "expected a time"),
        ({"time_local": "midday"}, "time_local", "night, dawn, morning"),
        ({"time_local": "08:30", "time_precision": "second"}, "time_precision", "one of minute"),
        ({"time_precision": "hour"}, "time_precision", "there is no time"),
        ({"time_local": "dawn", "time_precision": "hour"}, "time_precision", "part of the day"),
        ({"time_local": "08:30", "time_precision": "part_of_day"}, "time_precision", "clock time"),
        ({"method": "katyusha"}, "method", "expected a method that is known"),
        ({"author_open": "perhaps"}, "author_open", "expected one of yes"),
        ({"status": "rumour"}, "status", "expected one of confirmed, reported"),
        ({"count": "two"}, "count", "expected a whole number"),
        ({"count": "-2"}, "count", "expected a whole number"),
        ({"count": "2.5"}, "count", "expected a whole number"),
        ({"count": "²"}, "count", "expected a whole number"),
        ({"count": "9" * 30}, "count", "expected a whole number"),
        ({"killed": "some"}, "killed", "expected a whole number"),
        ({"assessed_confidence": "certain"}, "assessed_confidence", "expected one of high"),
        ({"target_radius_km": "0"}, "target_radius_km", "expected km above 0"),
        ({"target_radius_km": "wide"}, "target_radius_km", "expected km above 0"),
        ({"launch_radius_km": "nan"}, "launch_radius_km", "expected km above 0"),
        ({"launch_lat": "33,8", "launch_lon": "44", "launch_radius_km": "1"},
         "launch_lat", "expected decimal degrees"),
        ({"target_lat": "33.9", "target_radius_km": "1"}, "target_lat", "half a coordinate"),
        ({"target_lon": "44.4", "target_radius_km": "1"}, "target_lat", "half a coordinate"),
        ({"target_lat": "44.4", "target_lon": "33.9"}, "target_lat", "look swapped"),
        ({"launch_lat": "0", "launch_lon": "0", "launch_radius_km": "1"},
         "launch_lat", "outside the region"),
        ({"target_place": "44.4, 33.9"}, "target_place", "look swapped"),
        ({"launch_place": "51.5, -0.1"}, "launch_place", "outside the region"),
        ({"launch_place": "30U XC 99 09"}, "launch_place", "outside the region"),
        ({"launch_lat": "33.9", "launch_lon": "44.4"}, "launch_radius_km", "has no radius"),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(
        f"{k}={v}" for k, v in value.items()
    ),
)  # fmt: skip
def test_one_slip_is_one_fault_with_row_column_and_remedy(conform, cells, column, expected):
    fault = the_fault_of(conform, **cells)
    assert (fault.row, fault.column) == (2, column)
    assert expected in fault.problem
    assert fault.remedy.endswith(".")


def test_a_swapped_pair_is_reported_how_it_would_fit(conform):
    fault = the_fault_of(conform, target_lat="44.4", target_lon="33.9", target_radius_km="1")
    assert fault.given == "44.4, 33.9"
    assert "Read as 33.9 N, 44.4 E" in fault.remedy


@pytest.mark.parametrize(
    ("column", "given", "near"),
    [
        ("assessed_group", "Kataeb Hezbulah", "KH"),
        ("permitted_by", "Nujabaa Movement", "HAN"),
        ("supported_by", "Badr Orgnization", "BADR"),
        ("facade", "Ashab al-Kafh", "ashab_al_kahf"),
        ("target_place", "Balad Airbse", "balad_ab"),
        ("launch_place", "Camp Ashrof", "camp_ashraf"),
    ],
)
def test_an_unknown_name_is_reported_with_the_nearest(conform, column, given, near):
    fault = the_fault_of(conform, **{column: given})
    assert (fault.row, fault.column, fault.given) == (2, column, given)
    assert near in fault.remedy


def test_an_unknown_name_is_never_guessed(conform):
    assert "known" in the_fault_of(conform, assessed_group="Kata'ib").problem


def test_doubled_ids_are_reported_for_each_row(conform):
    faults = faults_of(conform, *[{**GOOD, "attack_id": "a"}] * 2, {**GOOD, "attack_id": "b"})
    assert [(f.row, f.column, f.given) for f in faults] == [
        (2, "attack_id", "a"),
        (3, "attack_id", "a"),
    ]


def test_all_faults_of_all_rows_are_reported_at_once_in_order(conform):
    faults = faults_of(
        conform,
        {**GOOD, "date": "yesterday", "method": "katyusha"},
        GOOD,
        {**GOOD, "assessed_group": "xqzw", "launch_place": "nowhere at all"},
        {**GOOD, "count": "many"},
    )
    assert [(f.row, f.column) for f in faults] == [
        (2, "date"),
        (2, "method"),
        (4, "assessed_group"),
        (4, "launch_place"),
        (5, "count"),
    ]


def test_a_fault_is_a_sentence_with_file_row_column_and_remedy(conform):
    with pytest.raises(ConformError) as caught:
        conform({**GOOD, "count": "two"})
    assert str(caught.value) == (
        "mine.csv, row 2, column 'count': expected a whole number, or empty (given: 'two'). "
        "Correct the value."
    )
    assert isinstance(caught.value, AtlasError)
    assert isinstance(caught.value, ValueError)


def test_columns_with_a_fault_are_reported_alike_alone_and_beside_any_others():
    wrong = {
        name: "1e400" if name.endswith(("lat", "lon", "km")) else "of no kind" for name in _CHECKS
    }
    alone = {
        name: cell_faults(pd.DataFrame({name: ["", cell]}, index=[2, 3]))
        for name, cell in wrong.items()
    }
    assert all([one.column for one in found] == [name] for name, found in alone.items())
    together = pd.DataFrame({name: ["", cell] for name, cell in wrong.items()}, index=[2, 3])
    assert sorted(cell_faults(together)) == sorted(one for found in alone.values() for one in found)
    for name, cell in wrong.items():
        one = pd.DataFrame(dict.fromkeys(_CHECKS, "") | {name: ["", cell]}, index=[2, 3])
        assert cell_faults(one) == alone[name]
    assert cell_faults(pd.DataFrame(dict.fromkeys(_CHECKS, ""), index=[2])) == []
