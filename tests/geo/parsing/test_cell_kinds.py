"""Cells of kinds that people reported elsewhere: read where one reading holds, else named."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.ingest.mapping import Profile
from geo.ingest.normalise import UNSTATED_KM
from geo.ingest.quarantine import partition_rows
from geo.io.formats import as_table, read_content
from geo.io.raw import RawTable
from geo.parsing.calendars import lunar_day, solar_day
from geo.parsing.dates import counted_days, impossible, iso_date, other_calendar
from tests.support.ingested import FIVE, anywhere, reasons

LATS, LONS = st.floats(24.1, 38.9), st.floats(34.1, 61.9)
MARKS = st.sampled_from("\u200e\u200f\u202a\u202c\u2066\u2069\ufeff\u200b\u061c")


@pytest.fixture
def ingested(ingested):
    return anywhere(ingested)


# Places beside coordinates


@pytest.mark.parametrize(
    ("cells", "km"),
    [
        ("Basra,33.34,44.40,5", "4"),  # some 450 km
        ("Dhi Qar governorate,33.34,44.40,5", "km from"),  # a governorate, by its outline
        ("38S KC 6307 4132,33.34,44.40,5", "km from"),
        ("Baghdad,33.34,44.40,5", ""), ("Baghdad,33.25,44.30,5", ""),
        ("Dhi Qar governorate,31.1,46.2,5", ""),
        ("Basra,33.34,44.40,500", ""), ("the old mill,33.34,44.40,5", ""),
    ],
)  # fmt: skip
def test_a_named_place_is_held_against_the_coordinates_beside_it(ingested, cells, km):
    found = ingested(
        f"2021-07-10,rocket,{cells}",
        header="date,method,target_place,target_lat,target_lon,target_radius_km",
    )
    assert (found.rows_kept == 1) is (km == "")
    assert km in reasons(found)
    assert ("Keep one of the two" in reasons(found)) is (km != "")


def test_a_default_radius_fills_in_only_where_a_coordinate_has_none(ingested):
    found = ingested(
        "2021-07-10,rocket,33.52,44.26,,",
        "2021-07-11,rocket,33.52,44.26,9,",
        "2021-07-12,rocket,,,,Baghdad",
        "2021-07-13,rocket,,,,",
        "2021-07-14,rocket,,,,38S MB 4 8",
        "2021-07-15,rocket,,,,38S MB 44012 85034",
        header="date,method,target_lat,target_lon,target_radius_km,target_place",
        profile=FIVE,
    )
    assert not found.faults
    radius = found.record.attacks["target_radius_km"].tolist()
    assert radius[:3] == [5.0, 9.0, 15.0]  # the city's own
    assert pd.isna(radius[3])
    assert radius[4:] == [7.5, 5.0]  # ten kilometres are wider than the default


@settings(max_examples=25)
@given(LATS, LONS, st.integers(0, 8))
def test_digits_do_not_say_how_well_a_place_is_known(atlas, lat, lon, decimals):
    cells = pd.DataFrame(
        [["2021-07-10", "rocket", f"{lat:.{decimals}f}N {lon:.{decimals}f}E"]],
        columns=["date", "method", "Coordinates"],
        index=[2],
        dtype=object,
    )
    found = partition_rows(
        RawTable("mine.csv", cells, first_row=2), atlas=atlas, confirmed=frozenset([2])
    )
    assert found.record.attacks["target_radius_km"].tolist() == [UNSTATED_KM]
    assert any("no radius" in note for note in found.notes)


# Rows that are no attacks


@pytest.mark.parametrize("last", ["Sum,,,,,14", ",,,,,14", "compiled by hand,,,,,"])
def test_a_row_without_date_method_and_place_is_no_attack(ingested, last):
    found = ingested(
        "a,2021-07-10,rocket,33.52,44.26,2",
        last,
        header="id,date,method,lat,lon,killed",
        profile=FIVE,
    )
    assert (found.rows_kept, found.rows_quarantined) == (1, 1)
    assert "no date, no method and no place" in reasons(found)


@pytest.mark.parametrize("row", ["a,2021,,,,", "a,,rocket,,,", "a,,,33.52,44.26,"])
def test_a_row_with_one_of_them_is_one(ingested, row):
    found = ingested(row, header="id,date,method,lat,lon,killed", profile=FIVE)
    assert found.rows_kept == 1


# Headers


@pytest.mark.parametrize(
    "header",
    [
        "incident_date,attack_type,target_latitude,target_longitude,claimed_by,number_of_attacks",
        "IncidentDate,AttackType,TargetLatitude,TargetLongitude,ClaimedBy,NumberOfAttacks",
        "incidentDate,attackType,targetLAT,targetLON,claimedBy,numberOfAttacks",
        "incident-date,attack.type,Target_Latitude,Target_Longitude,CLAIMED_BY,NUMBER_OF_ATTACKS",
    ],
)
def test_words_of_a_header_may_be_joined_in_any_way(ingested, header):
    found = ingested("2021-07-10,rocket,33.7856,42.4412,AK,14", header=header, profile=FIVE)
    assert not found.faults
    assert [match.column for match in found.matches] == [
        "date", "method", "target_lat", "target_lon", "facade", "attacks_in_row",
    ]  # fmt: skip


def test_tags_under_a_header_are_no_row(ingested):
    found = ingested(
        "#date,#event +type,,#geo+lat,#geo+lon",
        "2021-07-10,rocket,x,33.5,44.2",
        header="date,method,words,lat,lon",
        profile=FIVE,
    )
    assert found.counts == "1 rows read = 1 kept + 0 quarantined"
    assert any("row 2 holds HXL tags (#date" in note for note in found.notes)
    assert list(found.cells.index) == [3]


def test_numbers_with_a_hash_are_no_tags(ingested):
    found = ingested("#1,2021,rocket", header="id,date,method")
    assert found.rows_read == 1
    assert "holds HXL tags" not in " ".join(found.notes)


TWO_ROWS = [
    ["Incident", None, "Target", None, "Launch", None, "Remarks"],
    ["Date", "Weapon type", "Latitude", "Longitude", "Latitude", "Longitude", None],
    [dt.datetime(2021, 7, 10), "rocket", 33.52, 44.26, 33.6, 44.3, "x"],  # noqa: DTZ001
]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_header_of_two_rows_is_one(atlas, tmp_path, suffix):
    path = tmp_path / f"two{suffix}"
    if suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in TWO_ROWS:
            book.active.append(row)
        for cells in ("A1:B1", "C1:D1", "E1:F1", "G1:G2"):
            book.active.merge_cells(cells)
        book.save(path)
    else:
        lines = [",".join("" if c is None else str(c)[:10] for c in row) for row in TWO_ROWS]
        path.write_text("\n".join(lines), encoding="utf-8")
    profile = Profile(defaults={"target_radius_km": "5", "launch_radius_km": "5"})
    found = partition_rows(as_table(read_content(path)), atlas=atlas, profile=profile)
    assert not found.faults
    row = found.record.attacks.iloc[0]
    assert (row["target_lat"], row["target_lon"]) == (33.52, 44.26)
    assert (row["launch_lat"], row["launch_lon"]) == (33.6, 44.3)
    assert (row["method"], row["note"]) == ("rocket", "x")
    assert any("two rows, which are read as one" in note for note in found.notes)


@pytest.mark.parametrize(
    ("header", "row", "date"),
    [
        ("Year,Month,Day", "2021,7,9", "2021-07-09"), ("year,month", "2021,07", "2021-07"),
        ("السنة,الشهر,اليوم", "٢٠٢١,تموز,٩", "2021-07-09"),
        ("DAY,MONTH,YEAR", "9,July,2021.0", "2021-07-09"),
        ("Year,Month,Day", "2021,7,", "2021-07"),
    ],
)  # fmt: skip
def test_a_date_in_three_columns_is_one(ingested, header, row, date):
    found = ingested(f"{row},rocket,33.5,44.2", header=f"{header},method,lat,lon", profile=FIVE)
    assert not found.faults
    assert found.cells["date"].tolist() == [date]
    assert any("one date is made of the columns" in note for note in found.notes)


def test_a_day_that_there_is_not_in_three_columns_is_a_fault(ingested):
    found = ingested("2021,11,31,rocket", header="Year,Month,Day,method")
    assert "November has 30 days" in reasons(found)


def test_a_year_beside_a_whole_date_is_left_alone(ingested):
    found = ingested("2021,7,2021-07-09,rocket", header="Year,Month,event_date,method")
    assert found.cells["date"].tolist() == ["2021-07-09"]
    found = ingested("2021,7,9,2021-07-09,rocket", header="Year,Month,Day,event_date,method")
    assert found.cells["date"].tolist() == ["2021-07-09"]


# Dates


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("9 كانون 1 2020", "2020-12-09"), ("9 تشرین الثانی 2020", "2020-11-09"),
        ("9 آب/أغسطس 2020", "2020-08-09"), ("الأحد 9 آب 2020", "2020-08-09"),
        ("يوم الأحد ٩ آب ٢٠٢٠", "2020-08-09"), ("9 تشرين ثاني 2020", "2020-11-09"),
        ("9 ت1 2020", "2020-10-09"), ("Sunday, 9 August 2020", "2020-08-09"),
        ("9th of August 2020", "2020-08-09"), ("Aug 9, 2020 11:30 PM", "2020-08-09"),
        ("2020-08-09 23:30:00.000", "2020-08-09"), ("9-Aug-2020 23:30", "2020-08-09"),
        ("23:30 2020-08-09", "2020-08-09"), ("2020.0", "2020"),
    ],
)  # fmt: skip
def test_a_date_is_read_in_the_spellings_of_reports(text, iso):
    assert iso_date(text) == iso


@pytest.mark.parametrize("text", ["9 كانون 2020", "9 تموز/آب 2020", "9 ك3 2020", "9 August 20"])
def test_a_month_that_may_be_two_is_not_read(text):
    assert iso_date(text) == ""


def test_a_weekday_that_is_not_the_days_is_named():
    assert iso_date("Monday 9 August 2020") == ""
    assert impossible("الاثنين 9 آب 2020") == "9 August 2020 is a Sunday, not a Monday"


@pytest.mark.parametrize("clock", ["14:30", "2:30 pm", "14:30:05", "T14:30", "at 14:30"])
def test_a_time_behind_any_date_is_put_aside(clock):
    blank = "" if clock.startswith("T") else " "
    assert iso_date(f"03/04/2021{blank}{clock}", date_order="day first") == "2021-04-03"
    assert iso_date(f"2021/4/3{blank}{clock}") == "2021-04-03"
    assert iso_date("2021-04-03 27:30") == ""


@given(st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 30)), MARKS, MARKS, st.integers(0, 20))
def test_every_day_is_read_with_marks_that_nobody_sees_and_as_milliseconds(day, one, two, hour):
    iso = day.isoformat()
    assert iso_date(f"{one}{iso[:4]}{two}{iso[4:]}{one}") == iso
    noon = dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)
    assert iso_date(str(int(noon.timestamp() * 1000))) == iso
    late = dt.datetime.combine(day, dt.time(21), tzinfo=dt.UTC)
    number = str(int(late.timestamp() * 1000))
    assert iso_date(number) == ""  # in Baghdad it is the next day
    assert counted_days(number) == [iso, (day + dt.timedelta(1)).isoformat()]


@given(st.dates(dt.date(1954, 10, 4), dt.date(2064, 4, 7)))
def test_a_day_number_of_a_spreadsheet_is_named_and_not_read(day):
    number = str((day - dt.date(1899, 12, 30)).days)
    assert iso_date(number) == ""
    assert counted_days(number) == [day.isoformat()]


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("10/12/1442", "Hijri: about 20 July 2021"), ("1442-12-10", "Hijri: about 20 July 2021"),
        ("10 ذو الحجة 1442", "Hijri: about 20 July 2021"), ("10 محرم 1443 هـ", "Hijri: about"),
        ("1400/04/20", "Solar Hijri (Persian): 11 July 2021"),
        ("20 تیر 1400", "Solar Hijri (Persian): 11 July 2021"),
        ("44388", "2021-07-11"), ("20210711", "2021-07-11"), ("1625940000", "2021-07-10"),
    ],
)  # fmt: skip
def test_another_calendar_or_count_is_named_with_the_day(ingested, given_text, expected):
    for order in ("", "day first"):
        profile = Profile(date_order=order)
        found = ingested(f"{given_text},rocket", header="date,method", profile=profile)
        assert expected in reasons(found)
        assert f"given: {given_text}" in reasons(found)
        assert "can only be 14" not in reasons(found)


def test_calendars_agree_with_days_that_are_known():
    assert solar_day(1357, 11, 22) == dt.date(1979, 2, 11)
    assert solar_day(1404, 1, 1) == dt.date(2025, 3, 21)
    assert lunar_day(1, 1, 1) == dt.date(622, 7, 19)
    assert lunar_day(1444, 1, 1) == dt.date(2022, 7, 30)
    assert other_calendar("2021-07-10") == other_calendar("8 July 2021") == ""


@given(st.integers(1344, 1470), st.integers(1, 11))
def test_months_of_other_calendars_follow_one_another(year, month):
    assert (solar_day(year, month + 1, 1) - solar_day(year, month, 1)).days in {30, 31}
    assert (lunar_day(year, month + 1, 1) - lunar_day(year, month, 1)).days in {29, 30}
    assert (solar_day(year + 1, 1, 1) - solar_day(year, 1, 1)).days in {365, 366}
    assert (lunar_day(year + 1, 1, 1) - lunar_day(year, 1, 1)).days in {354, 355}


def test_a_date_that_lies_ahead_waits(ingested):
    ahead = (dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(40)).isoformat()
    row = f"{ahead},rocket,33.5,44.2"
    header = "date,method,lat,lon"
    found = ingested(row, header=header, profile=FIVE)
    assert "the date lies after today" in reasons(found)
    assert ahead in reasons(found)
    assert ingested(row, header=header, profile=FIVE, confirmed=frozenset([2])).rows_kept == 1


def test_true_dates_among_texts_that_a_spreadsheet_left_are_doubted(ingested):
    lines = ("2021-03-04,rocket", "13/04/2021,rocket", "2021-05-05,mortar")
    profile = Profile(date_order="day first")
    found = ingested(*lines, header="date,method", profile=profile)
    assert found.cells.index.tolist() == [3, 4]
    assert "2021-03-04 or 2021-04-03?" in reasons(found)
    assert (
        ingested(*lines, header="date,method", profile=profile, confirmed=frozenset([2])).rows_kept
        == 3
    )


@pytest.mark.parametrize("text", ["03/04/2021", "2021-03-14"])
def test_a_column_that_no_spreadsheet_turned_round_is_not_doubted(ingested, text):
    lines = ("2021-03-04,rocket", "13/04/2021,mortar", f"{text},rocket")
    found = ingested(*lines, header="date,method", profile=Profile(date_order="day first"))
    assert found.rows_kept == 3


@pytest.mark.parametrize("text", ["14.0", "١٤", "\u200e14", "14.000"])
def test_a_whole_number_is_read_however_a_program_wrote_it(ingested, text):
    found = ingested(f"2021,rocket,{text}", header="date,method,killed")
    assert found.record.attacks["killed"].tolist() == [14]
    assert ingested("2021,rocket,14.5", header="date,method,killed").rows_kept == 0


# Exports


ACLED = (
    "event_id_cnty,event_date,time_precision,sub_event_type,latitude,longitude,geo_precision,"
    "location"
)


@pytest.mark.parametrize(("order", "kept"), [("day first", ["2022-08", "2022-08-07"]), ("", [])])
def test_dates_of_acled_go_by_the_order_and_are_cut_when_they_are_read(ingested, order, kept):
    found = ingested(
        "IRQ7,07/08/2022,3,x,33.524,44.2697,1,Taji",
        "IRQ8,07/08/2022,1,x,33.94,44.36,1,y",
        header=ACLED,
        profile=Profile(date_order=order),
    )
    assert found.cells["date"].tolist() == kept
    assert "given: 07/08/2)" not in reasons(found)
    assert ("given: 07/08/2022" in reasons(found)) is not bool(order)


GED = "id,date_start,date_end,date_prec,where_prec,latitude,longitude,side_a,side_b,country"


@pytest.mark.parametrize(
    ("given_cells", "days"),
    [
        ("2022-12-30 00:00:00.000,2023-01-02 00:00:00.000,2", ("2022-12-01", "2023-01-02")),
        ("30/12/2022,02/01/2023,2", ("2022-12-01", "2023-01-02")),
        ("2022-06-01,2023-05-31,5", ("2022-01-01", "2023-05-31")),
        ("2022-06-01,2022-06-01,1", ("2022-06-01", "2022-06-01")),
        ("2022-06-01,2022-06-03,1", ("2022-06-01", "2022-06-03")),
    ],
)
def test_a_range_of_ucdp_is_as_wide_as_the_file_says(ingested, given_cells, days):
    row = f"1,{given_cells},1,33.5,44.2,Government of Iraq,IS,Iraq"
    found = ingested(row, header=GED, profile=Profile(date_order="day first"))
    (attack,) = found.record.attacks.to_dict("records")
    assert tuple(f"{attack[name]:%Y-%m-%d}" for name in ("date", "date_latest")) == days
