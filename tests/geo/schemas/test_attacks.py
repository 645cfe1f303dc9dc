"""A table of attacks comes out whole and in its order, and files are read strictly."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ConformError, DataNotFoundError
from geo.schemas.attacks import COUNTED, METHODS, STATUSES

GOOD = {"date": "2021-06-06", "method": "rocket", "target_place": "Balad Air Base"}


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


@pytest.mark.parametrize(
    ("time", "stated", "precision"),
    [
        ("08:35", "", "minute"), ("08:00", "", "hour"), ("08:00", "minute", "minute"),
        ("00:15", "hour", "hour"), ("dawn", "", "part_of_day"), ("", "", ""),
    ],
)  # fmt: skip
def test_a_time_is_no_finer_than_it_was_given(conform, time, stated, precision):
    row = conform({**GOOD, "time_local": time, "time_precision": stated, "time_source": "a page"})
    stored = row.attacks.iloc[0][["time_local", "time_precision", "time_source"]].tolist()
    assert stored == [time, precision, "a page"]


def test_an_undated_attack_is_judged_by_its_latest_day(conform):
    row = conform({**GOOD, "date": "", "date_latest": "2021-10-18"}).attacks.iloc[0]
    assert pd.isna(row["date"])
    assert row["judged_on"] == pd.Timestamp("2021-10-18")


def test_a_day_may_be_called_a_placeholder_of_its_month(conform):
    row = conform({**GOOD, "date": "2021-03-01", "date_precision": "month"}).attacks.iloc[0]
    assert row["date_latest"] == pd.Timestamp("2021-03-31")


@pytest.mark.parametrize(
    ("square", "radius_km"),
    [("38S MB 44 89", 1.0), ("38S MB 44012 89034", 1.0), ("38S MB 4 8", 7.5)],
)
def test_a_place_typed_as_mgrs_is_known_no_better_than_any_typed_place(conform, square, radius_km):
    row = conform({**GOOD, "target_place": square}).attacks.iloc[0]
    assert row["target_radius_km"] == pytest.approx(radius_km)


def test_a_name_beside_a_coordinate_need_not_be_in_the_gazetteer(conform):
    at = {"target_lat": "33.9", "target_lon": "44.5", "target_radius_km": "2"}
    row = conform({**GOOD, "target_place": "the old mill", **at}).attacks.iloc[0]
    assert (row["target_place"], row["target_place_id"]) == ("the old mill", "")
    assert (row["target_lat"], row["target_lon"], row["target_radius_km"]) == (33.9, 44.5, 2)


@pytest.mark.parametrize("status", STATUSES)
def test_only_attacks_count(conform, status):
    counts = conform({**GOOD, "status": status}).attacks["counts"].iloc[0]
    assert counts == (status in {"confirmed", "reported", "claimed_only"})
    assert set(COUNTED) == {"confirmed", "reported", "claimed_only"}


def test_columns_that_are_not_used_are_reported(conform):
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


@settings(max_examples=12, deadline=None)
@given(rows=st.lists(cells, min_size=1, max_size=8))
def test_rows_in_are_rows_out_in_their_order(rows, conform):
    named = [{"attack_id": f"a{9 - n}", **row} for n, row in enumerate(rows)]
    record = conform(*named)
    assert record.attacks.index.tolist() == [row["attack_id"] for row in named]
    assert record.attacks["method"].tolist() == [row["method"] for row in named]
    assert len(record.claims) == sum(bool(row["facade"]) for row in rows)
    assert record.reports["attack_id"].tolist() == record.attacks.index.tolist()


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
    ("text", "row", "column", "expected"),
    [
        ("method,target_place\nrocket,Balad\n", 1, "date", "the column is missing"),
        ("date,target_place\n2021,Balad\n", 1, "method", "the column is missing"),
        ("date,method\n2021,rocket\n", 1, "target_place", "the column is missing"),
        ("date,date,method,target_place\n", 1, "date", "duplicate column"),
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
def test_a_broken_file_is_one_fault_with_its_row(  # noqa: PLR0917
    atlas, tmp_path, text, row, column, expected
):
    with pytest.raises(ConformError) as caught:
        atlas.read(write(tmp_path, text))
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == (row, column)
    assert expected in fault.problem
    assert fault.remedy
    assert str(caught.value).startswith("mine.csv")


def test_a_missing_file_says_where_it_was_looked_for(atlas, tmp_path):
    with pytest.raises(DataNotFoundError, match=r"none\.csv: no such file"):
        atlas.read(tmp_path / "none.csv")
    assert issubclass(DataNotFoundError, FileNotFoundError)
