"""A table of attacks comes out whole and in order, or with every fault of every row."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import AtlasError, ConformError, DataNotFoundError
from geo.schema import COUNTED, METHODS, STATUSES

GOOD = {"date": "2021-06-06", "method": "rocket", "target_place": "Balad Air Base"}


def faults_of(conform, *rows):
    with pytest.raises(ConformError) as caught:
        conform(*rows)
    return caught.value.faults


def the_fault_of(conform, **cells):
    (fault,) = faults_of(conform, {**GOOD, **cells})
    return fault


# --- what goes in comes out --------------------------------------------------------------------


def test_a_full_row_is_read_cell_by_cell(conform):
    record = conform(
        {
            "attack_id": "one",
            "date": "2021-07-07",
            "method": "rocket",
            "count": "14",
            "status": "confirmed",
            "target_place": "Al-Assad",
            "launch_place": "33.85, 42.55",
            "launch_radius_km": "2.5",
            "facade": "Saraya Qassem al-Jabbarin",
            "assessed_group": "Nujaba",
            "assessed_confidence": "low",
            "permitted_by": "Kata'ib Hezbollah",
            "supported_by": "KSS",
            "killed": "0",
            "wounded": "2",
            "source": "somewhere, p. 3",
        }
    )
    row = record.attacks.loc["one"]
    assert row["date"] == row["date_latest"] == row["judged_on"] == pd.Timestamp("2021-07-07")
    assert row["date_precision"] == "day"
    assert (row["count"], row["killed"], row["wounded"]) == (14, 0, 2)
    assert (row["target_place_id"], row["target_radius_km"]) == ("al_asad_ab", 4)
    assert (row["launch_lat"], row["launch_lon"], row["launch_radius_km"]) == (33.85, 42.55, 2.5)
    assert row["launch_place_id"] == ""
    assert (row["assessed_group"], row["permitted_by"], row["supported_by"]) == ("HAN", "KH", "KSS")
    assert row["title"] == "Rockets on Al-Asad Air Base"
    assert record.claims[["attack_id", "claim_order", "facade_id"]].to_numpy().tolist() == [
        ["one", 1, "qasem_al_jabbarin"]
    ]
    assert record.reports.to_numpy().tolist() == [["one", "mine.csv", "somewhere, p. 3"]]


def test_what_is_unknown_stays_unknown(conform):
    record = conform({"date": "", "method": "", "target_place": ""})
    row = record.attacks.iloc[0]
    assert record.attacks.index.tolist() == ["row-2"]
    assert pd.isna(row["date"])
    assert pd.isna(row["judged_on"])
    assert row["date_precision"] == "undated"
    assert pd.isna(row["count"])
    assert math.isnan(row["target_lon"])
    assert math.isnan(row["launch_radius_km"])
    assert row["assessed_group"] == row["method"] == row["target_place_id"] == ""
    assert row["status"] == "reported"
    assert record.claims.empty


@pytest.mark.parametrize(
    ("date", "precision", "first", "latest"),
    [
        ("2021-06-06", "day", "2021-06-06", "2021-06-06"),
        ("2021-02", "month", "2021-02-01", "2021-02-28"),
        ("2020", "year", "2020-01-01", "2020-12-31"),
    ],
)
def test_a_date_is_no_finer_than_it_was_given(conform, date, precision, first, latest):
    row = conform({**GOOD, "date": date}).attacks.iloc[0]
    assert row["date_precision"] == precision
    assert (row["date"], row["date_latest"]) == (pd.Timestamp(first), pd.Timestamp(latest))


def test_an_undated_attack_is_judged_by_its_latest_day(conform):
    row = conform({**GOOD, "date": "", "date_latest": "2021-10-18"}).attacks.iloc[0]
    assert pd.isna(row["date"])
    assert row["judged_on"] == pd.Timestamp("2021-10-18")


def test_a_day_may_be_called_a_placeholder_of_its_month(conform):
    row = conform({**GOOD, "date": "2021-03-01", "date_precision": "month"}).attacks.iloc[0]
    assert row["date_latest"] == pd.Timestamp("2021-03-31")


def test_a_place_typed_as_mgrs_has_the_radius_of_its_square(conform):
    row = conform({**GOOD, "target_place": "38S MB 44 89"}).attacks.iloc[0]
    assert row["target_radius_km"] == pytest.approx(0.75)


@pytest.mark.parametrize("status", STATUSES)
def test_only_attacks_count(conform, status):
    counts = conform({**GOOD, "status": status}).attacks["counts"].iloc[0]
    assert counts == (status in {"confirmed", "reported", "claimed_only"})
    assert set(COUNTED) == {"confirmed", "reported", "claimed_only"}


def test_columns_that_are_not_used_are_told(conform):
    assert conform({**GOOD, "colour": "red"}).notes == ("mine.csv: columns not used: colour.",)
    assert conform(GOOD).notes == ()


cells = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["", "2021", "2021-06", "2021-06-06", "2020-01-31"]),
        "method": st.sampled_from(["", *METHODS]),
        "target_place": st.sampled_from(["", "Balad", "33.3, 44.4", "Ain al-Asad"]),
        "facade": st.sampled_from(["", "AK", "Usbat al-Thaireen"]),
        "assessed_group": st.sampled_from(["", "KH", "Nujaba"]),
    }
)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(cells, min_size=1, max_size=8))
def test_rows_in_are_rows_out_in_their_order(rows, conform):
    named = [{"attack_id": f"a{9 - n}", **row} for n, row in enumerate(rows)]
    record = conform(*named)
    assert record.attacks.index.tolist() == [row["attack_id"] for row in named]
    assert record.attacks["method"].tolist() == [row["method"] for row in named]
    assert len(record.claims) == sum(bool(row["facade"]) for row in rows)
    assert record.reports["attack_id"].tolist() == record.attacks.index.tolist()


# --- one slip, one fault -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "told"),
    [
        ({"date": "06/06/2021"}, "date", "expected a date: YYYY-MM-DD"),
        ({"date": "2021-02-30"}, "date", "expected a date"),
        ({"date": "2021-13"}, "date", "expected a date"),
        ({"date": "2021-6-6"}, "date", "expected a date"),
        ({"date": "0021-06-06"}, "date", "expected a date"),
        ({"date": "9999-12-31"}, "date", "expected a date"),
        ({"date_latest": "2021-10"}, "date_latest", "expected a date: YYYY-MM-DD, or empty"),
        ({"date_latest": "2021-06-05"}, "date_latest", "before the date itself"),
        ({"date_precision": "week"}, "date_precision", "expected one of day, month"),
        ({"date": "2021-06", "date_precision": "day"}, "date_precision", "known to the month"),
        ({"date": "", "date_precision": "day"}, "date_precision", "there is no date"),
        ({"method": "katyusha"}, "method", "expected one of rocket, mortar"),
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
    ids=lambda value: "" if isinstance(value, str) else " ".join(f"{k}={v}" for k, v in value.items()),
)  # fmt: skip
def test_one_slip_is_one_fault_with_row_column_and_remedy(conform, cells, column, told):
    fault = the_fault_of(conform, **cells)
    assert (fault.row, fault.column) == (2, column)
    assert told in fault.problem
    assert fault.remedy.endswith(".")


def test_a_swapped_pair_is_told_how_it_would_fit(conform):
    fault = the_fault_of(conform, target_lat="44.4", target_lon="33.9", target_radius_km="1")
    assert fault.given == "44.4, 33.9"
    assert "Read as 33.9 N, 44.4 E" in fault.remedy


@pytest.mark.parametrize(
    ("column", "given", "near"),
    [
        ("assessed_group", "Kataib Hizbolah", "KH"),
        ("permitted_by", "Nujabaa Movement", "HAN"),
        ("supported_by", "Badr Orgnization", "BADR"),
        ("facade", "Ashab al-Kafh", "ashab_al_kahf"),
        ("target_place", "Balad Airbse", "balad_ab"),
        ("launch_place", "Camp Ashrof", "camp_ashraf"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(conform, column, given, near):
    fault = the_fault_of(conform, **{column: given})
    assert (fault.row, fault.column, fault.given) == (2, column, given)
    assert near in fault.remedy


def test_an_unknown_name_is_never_guessed(conform):
    assert "known" in the_fault_of(conform, assessed_group="Kata'ib").problem


def test_doubled_ids_are_told_for_each_row(conform):
    faults = faults_of(conform, *[{**GOOD, "attack_id": "a"}] * 2, {**GOOD, "attack_id": "b"})
    assert [(f.row, f.column, f.given) for f in faults] == [
        (2, "attack_id", "a"),
        (3, "attack_id", "a"),
    ]


def test_all_faults_of_all_rows_are_told_at_once_in_order(conform):
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
        "Mend the cell."
    )
    assert isinstance(caught.value, AtlasError)
    assert isinstance(caught.value, ValueError)


# --- files -------------------------------------------------------------------------------------


def write(folder, content):
    path = folder / "mine.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_file_is_read_with_its_row_numbers(atlas, tmp_path):
    text = "date,method,target_place\n2021-06-06,rocket,Balad\n\n2021-06-07,mortar,Kirkuk\n"
    record = atlas.read(write(tmp_path, text))
    assert record.attacks.index.tolist() == ["row-2", "row-4"]


def test_a_byte_order_mark_and_quoted_cells_are_read(atlas, tmp_path):
    text = '\ufeffdate,method,target_place,note\n2021-06-06, rocket ,"33.3, 44.4","two\nlines"\n'
    row = atlas.read(write(tmp_path, text)).attacks.iloc[0]
    assert (row["method"], row["target_lat"], row["note"]) == ("rocket", 33.3, "two\nlines")


def test_a_header_alone_is_a_record_of_nothing(atlas, tmp_path):
    record = atlas.read(write(tmp_path, "date,method,target_place\n"))
    assert len(record.attacks) == 0
    assert len(record.claims) == 0


@pytest.mark.parametrize(
    ("text", "row", "column", "told"),
    [
        ("method,target_place\nrocket,Balad\n", 1, "date", "the column is missing"),
        ("date,target_place\n2021,Balad\n", 1, "method", "the column is missing"),
        ("date,method\n2021,rocket\n", 1, "target_place", "the column is missing"),
        ("date,date,method,target_place\n", 1, "date", "stands twice"),
        ("date,method,target_place\n2021,rocket\n", 2, "", "the header has 3 columns"),
        ("date,method,target_place\n2021,rocket,33.3, 44.4\n", 2, "", "the header has 3 columns"),
        ("", 0, "", "the file is empty"),
        (" \n\n", 0, "", "the file is empty"),
        ("\ufeff", 0, "", "the file is empty"),
        (",,\n,,\n", 0, "", "the file is empty"),
        ("date,method,target_place\n2021,rocket,Balad\n2021,rocket,M\u00f6sul\n".encode("latin-1"),
         3, "", "not UTF-8"),
    ],
)  # fmt: skip
def test_a_broken_file_is_one_fault_with_its_row(atlas, tmp_path, text, row, column, told):
    with pytest.raises(ConformError) as caught:
        atlas.read(write(tmp_path, text))
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == (row, column)
    assert told in fault.problem
    assert fault.remedy
    assert str(caught.value).startswith("mine.csv")


def test_a_missing_file_says_where_it_was_looked_for(atlas, tmp_path):
    with pytest.raises(DataNotFoundError, match=r"none\.csv: no such file"):
        atlas.read(tmp_path / "none.csv")
    assert issubclass(DataNotFoundError, FileNotFoundError)
