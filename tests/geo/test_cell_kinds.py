"""Cells of kinds that people reported elsewhere: read where one reading holds, else named."""

from __future__ import annotations

import datetime as dt
import struct

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geo.errors import RecipeError
from geo.intake.calendars import lunar_day, solar_day
from geo.intake.coordinates import degrees, pair
from geo.intake.dates import counted_days, impossible, iso_date, other_calendar
from geo.intake.mapping import Profile
from geo.intake.metres import in_metres, utm_text
from geo.intake.normalise import UNSTATED_KM
from geo.intake.quarantine import sift
from geo.readers.formats import as_table, read_content
from geo.readers.raw import RawTable
from geo.schema import REGION, region_fault
from geo.writers.spreadsheet import defused, undefused

FIVE = Profile(defaults={"target_radius_km": "5"})
LATS, LONS = st.floats(24.1, 38.9), st.floats(34.1, 61.9)
MARKS = st.sampled_from("\u200e\u200f\u202a\u202c\u2066\u2069\ufeff\u200b\u061c")


PLACED = ("lat", "lon", "Lat", "place", "WKT", "geom", "Coord", "X,Y", "Easting", "LON")


@pytest.fixture
def sifted(sifted):
    """The same, with an empty column of places where the header has none."""

    def told(*lines, header, **options):
        if not any(word in header for word in PLACED):
            header, lines = f"{header},target_place", [f"{line}," for line in lines]
        return sifted(*lines, header=header, **options)

    return told


def reasons(found):
    return " ".join(found.fix_list()["reasons"])


# Places beside coordinates


@pytest.mark.parametrize(
    ("cells", "km"),
    [
        ("Basra,33.34,44.40,5", "4"),  # some 450 km
        ("Dhi Qar governorate,33.34,44.40,5", "km from"),  # a governorate, by its outline
        ("38S KC 6307 4132,33.34,44.40,5", "km from"),
        ("Baghdad,33.34,44.40,5", ""), ("Baghdad,33.25,44.30,5", ""), ("Dhi Qar governorate,31.1,46.2,5", ""),
        ("Basra,33.34,44.40,500", ""), ("the old mill,33.34,44.40,5", ""),
    ],
)  # fmt: skip
def test_a_named_place_is_held_against_the_coordinates_beside_it(sifted, cells, km):
    found = sifted(
        f"2021-07-10,rocket,{cells}",
        header="date,method,target_place,target_lat,target_lon,target_radius_km",
    )
    assert (found.rows_kept == 1) is (km == "")
    assert km in reasons(found)
    assert ("Keep one of the two" in reasons(found)) is (km != "")


def test_a_default_radius_fills_in_only_where_a_coordinate_has_none(sifted):
    found = sifted(
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
        columns=["date", "method", "Coordinates"], index=[2], dtype=object,
    )  # fmt: skip
    found = sift(RawTable("mine.csv", cells, first_row=2), atlas=atlas, confirmed=frozenset([2]))
    assert found.record.attacks["target_radius_km"].tolist() == [UNSTATED_KM]
    assert any("no radius" in note for note in found.notes)


# Rows that are no attacks


@pytest.mark.parametrize("last", ["Sum,,,,,14", ",,,,,14", "compiled by hand,,,,,"])
def test_a_row_without_date_method_and_place_is_no_attack(sifted, last):
    found = sifted(
        "a,2021-07-10,rocket,33.52,44.26,2", last,
        header="id,date,method,lat,lon,killed", profile=FIVE,
    )  # fmt: skip
    assert (found.rows_kept, found.rows_quarantined) == (1, 1)
    assert "no date, no method and no place" in reasons(found)


@pytest.mark.parametrize("row", ["a,2021,,,,", "a,,rocket,,,", "a,,,33.52,44.26,"])
def test_a_row_with_one_of_them_is_one(sifted, row):
    found = sifted(row, header="id,date,method,lat,lon,killed", profile=FIVE)
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
def test_words_of_a_header_may_be_joined_in_any_way(sifted, header):
    found = sifted("2021-07-10,rocket,33.7856,42.4412,AK,14", header=header, profile=FIVE)
    assert not found.faults
    assert [match.column for match in found.matches] == [
        "date", "method", "target_lat", "target_lon", "facade", "attacks_in_row",
    ]  # fmt: skip


def test_tags_under_a_header_are_no_row(sifted):
    found = sifted(
        "#date,#event +type,,#geo+lat,#geo+lon", "2021-07-10,rocket,x,33.5,44.2",
        header="date,method,words,lat,lon", profile=FIVE,
    )  # fmt: skip
    assert found.counts == "1 rows read = 1 kept + 0 quarantined"
    assert any("row 2 holds HXL tags (#date" in note for note in found.notes)
    assert list(found.cells.index) == [3]


def test_numbers_with_a_hash_are_no_tags(sifted):
    found = sifted("#1,2021,rocket", header="id,date,method")
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
    found = sift(as_table(read_content(path)), atlas=atlas, profile=profile)
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
        ("السنة,الشهر,اليوم", "٢٠٢١,تموز,٩", "2021-07-09"), ("DAY,MONTH,YEAR", "9,July,2021.0", "2021-07-09"),
        ("Year,Month,Day", "2021,7,", "2021-07"),
    ],
)  # fmt: skip
def test_a_date_in_three_columns_is_one(sifted, header, row, date):
    found = sifted(f"{row},rocket,33.5,44.2", header=f"{header},method,lat,lon", profile=FIVE)
    assert not found.faults
    assert found.cells["date"].tolist() == [date]
    assert any("one date is made of the columns" in note for note in found.notes)


def test_a_day_that_there_is_not_in_three_columns_is_a_fault(sifted):
    found = sifted("2021,11,31,rocket", header="Year,Month,Day,method")
    assert "November has 30 days" in reasons(found)


def test_a_year_beside_a_whole_date_is_left_alone(sifted):
    found = sifted("2021,7,2021-07-09,rocket", header="Year,Month,event_date,method")
    assert found.cells["date"].tolist() == ["2021-07-09"]
    found = sifted("2021,7,9,2021-07-09,rocket", header="Year,Month,Day,event_date,method")
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


@given(st.dates(dt.date(1954, 10, 4), dt.date(2064, 4, 8)))
def test_a_day_number_of_a_spreadsheet_is_named_and_not_read(day):
    number = str((day - dt.date(1899, 12, 30)).days)
    assert iso_date(number) == ""
    assert counted_days(number) == [day.isoformat()]


@pytest.mark.parametrize(
    ("given_text", "told"),
    [
        ("10/12/1442", "Hijri: about 20 July 2021"), ("1442-12-10", "Hijri: about 20 July 2021"),
        ("10 ذو الحجة 1442", "Hijri: about 20 July 2021"), ("10 محرم 1443 هـ", "Hijri: about"),
        ("1400/04/20", "Solar Hijri (Persian): 11 July 2021"),
        ("20 تیر 1400", "Solar Hijri (Persian): 11 July 2021"),
        ("44388", "2021-07-11"), ("20210711", "2021-07-11"), ("1625940000", "2021-07-10"),
    ],
)  # fmt: skip
def test_another_calendar_or_count_is_named_with_the_day(sifted, given_text, told):
    for order in ("", "day first"):
        profile = Profile(date_order=order)
        found = sifted(f"{given_text},rocket", header="date,method", profile=profile)
        assert told in reasons(found)
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


def test_a_date_that_lies_ahead_waits(sifted):
    ahead = (dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(40)).isoformat()
    row = f"{ahead},rocket,33.5,44.2"
    header = "date,method,lat,lon"
    found = sifted(row, header=header, profile=FIVE)
    assert "the date lies after today" in reasons(found)
    assert ahead in reasons(found)
    assert sifted(row, header=header, profile=FIVE, confirmed=frozenset([2])).rows_kept == 1


def test_true_dates_among_texts_that_a_spreadsheet_left_are_doubted(sifted):
    lines = ("2021-03-04,rocket", "13/04/2021,rocket", "2021-05-05,mortar")
    profile = Profile(date_order="day first")
    found = sifted(*lines, header="date,method", profile=profile)
    assert found.cells.index.tolist() == [3, 4]
    assert "2021-03-04 or 2021-04-03?" in reasons(found)
    assert (
        sifted(*lines, header="date,method", profile=profile, confirmed=frozenset([2])).rows_kept
        == 3
    )


@pytest.mark.parametrize("text", ["03/04/2021", "2021-03-14"])
def test_a_column_that_no_spreadsheet_turned_round_is_not_doubted(sifted, text):
    lines = ("2021-03-04,rocket", "13/04/2021,mortar", f"{text},rocket")
    found = sifted(*lines, header="date,method", profile=Profile(date_order="day first"))
    assert found.rows_kept == 3


@pytest.mark.parametrize("text", ["14.0", "١٤", "\u200e14", "14.000"])
def test_a_whole_number_is_read_however_a_program_wrote_it(sifted, text):
    found = sifted(f"2021,rocket,{text}", header="date,method,killed")
    assert found.record.attacks["killed"].tolist() == [14]
    assert sifted("2021,rocket,14.5", header="date,method,killed").rows_kept == 0


# Exports


ACLED = "event_id_cnty,event_date,time_precision,sub_event_type,latitude,longitude,geo_precision,location"


@pytest.mark.parametrize(("order", "kept"), [("day first", ["2022-08", "2022-08-07"]), ("", [])])
def test_dates_of_acled_go_by_the_order_and_are_cut_when_they_are_read(sifted, order, kept):
    found = sifted(
        "IRQ7,07/08/2022,3,x,33.524,44.2697,1,Taji", "IRQ8,07/08/2022,1,x,33.94,44.36,1,y",
        header=ACLED, profile=Profile(date_order=order),
    )  # fmt: skip
    assert found.cells["date"].tolist() == kept
    assert "given: 07/08/2)" not in reasons(found)
    assert ("given: 07/08/2022" in reasons(found)) is not bool(order)


GED = "id,date_start,date_end,date_prec,where_prec,latitude,longitude,side_a,side_b,country"


@pytest.mark.parametrize(
    ("start", "end", "prec", "date", "latest"),
    [
        ("2022-12-30 00:00:00.000", "2023-01-02 00:00:00.000", "2", "2022-12-01", "2023-01-02"),
        ("30/12/2022", "02/01/2023", "2", "2022-12-01", "2023-01-02"),
        ("2022-06-01", "2023-05-31", "5", "2022-01-01", "2023-05-31"),
        ("2022-06-01", "2022-06-01", "1", "2022-06-01", "2022-06-01"),
        ("2022-06-01", "2022-06-03", "1", "2022-06-01", "2022-06-03"),
    ],
)
def test_a_range_of_ucdp_is_as_wide_as_the_file_says(sifted, start, end, prec, date, latest):
    row = f"1,{start},{end},{prec},1,33.5,44.2,Government of Iraq,IS,Iraq"
    found = sifted(row, header=GED, profile=Profile(date_order="day first"))
    (attack,) = found.record.attacks.to_dict("records")
    assert f"{attack['date']:%Y-%m-%d}" == date
    assert f"{attack['date_latest']:%Y-%m-%d}" == latest


# Coordinates

HERE = pytest.approx((32.5042, 45.825), abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "323015N 0454930E", "323015N0454930E", "N323015 E0454930", "32-30-15N 045-49-30E",
        "3230.25N 04549.50E", "32-30.25N 45-49.5E", "32d30m15s, 45d49m30s",
        "32d30m15sN 45d49m30sE", "32 deg 30 min 15 sec N, 45 deg 49 min 30 sec E",
        "Latitude: 32.50417 Longitude: 45.825", "lon=45.825; lat=32.50417",
        "خط العرض: 32.50417 خط الطول: 45.825", "GPS: 32.50417, 45.825 ".replace(", ", " "),
        "https://maps.google.com/maps?q=32.50417,45.825&z=12",
        "https://www.google.com/maps/place/X/@32.1,45.1,15z/data=!3m1!4b1!3d32.50417!4d45.825",
        "https://www.openstreetmap.org/?mlat=32.50417&mlon=45.825#map=9/32.1/45.1",
        "geo:32.50417,45.825;u=35", "32.50417 45.82500 31.0 4.9", "32.50417 45.82500 0",
        "٣٢° ٣٠' ١٥\" شمالاً ٤٥° ٤٩' ٣٠\" شرقاً", "32°30′15″ش 45°49′30″ق", "+32.50417, +45.825",
        "POINT (45.825 32.50417)", "SRID=4326;POINT Z(45.825 32.50417 30)",
        "MULTIPOINT ((45.825 32.50417))", "\u200e32.50417, 45.825\u200f", "３２.50417Ｎ 45.825E".replace("Ｎ", "N"),
        struct.pack("<BIIdd", 1, 0x20000001, 4326, 45.825, 32.50417).hex().upper(),
        struct.pack(">BIdd", 0, 1, 45.825, 32.50417).hex(),
    ],
)  # fmt: skip
def test_a_point_is_read_in_the_notations_of_reports_and_programs(text):
    assert pair(text) == HERE


@pytest.mark.parametrize(
    "text",
    [
        "326015N 0454930E", "32301N 0454930E", "323015N 0454930N", "LINESTRING (45 32, 46 33)",
        "POINT EMPTY", "SRID=32638;POINT (441046 3686111)", "lat 32.5 lat 45.8", "32.5 45.8 31 4 9",
        "https://www.google.com/maps/@32.5,45.8,15z", "https://maps.app.goo.gl/abc",
        struct.pack("<BIIdd", 1, 0x20000001, 32638, 45.8, 32.5).hex(),
        struct.pack("<BIdd", 1, 2, 45.8, 32.5).hex(), struct.pack("<BIdd", 1, 1, 45.8, float("nan")).hex(),
    ],
)  # fmt: skip
def test_what_marks_no_single_point_of_wgs84_is_not_read(text):
    assert pair(text) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("LINESTRING (45 32, 46 33)", "a LINESTRING of WKT"), ("POINT EMPTY", "a POINT of WKT"),
        ("SRID=32638;POINT (441046 3686111)", "SRID 32638, not WGS84"),
        ("https://www.google.com/maps/@32.5,45.8,15z", "a link that marks no point"),
        ("38N 500123 3595000", "UTM 38N would be 32.4"), ("500123 3595000", "UTM 38N would be 32.4"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", ["WKT", "the_geom", "Coordinates", "target_place"])
def test_a_notation_that_is_no_point_is_named_under_its_column(sifted, column, text, told):
    found = sifted(f'2021,rocket,"{text}"', header=f"date,method,{column}")
    assert told in reasons(found)
    assert column in reasons(found)


def test_a_column_of_wkt_is_a_place_and_gives_way_to_another(sifted):
    found = sifted('"POINT (45.8 32.5)",2021,rocket', header="the_geom,date,method", profile=FIVE)
    assert found.record.attacks[["target_lat", "target_lon"]].to_numpy().tolist() == [[32.5, 45.8]]
    row = '"POINT (45.8 32.5)","32.5, 45.8",2021,rocket'
    found = sifted(row, header="WKT,Coordinates,date,method", profile=FIVE)
    assert [match.column for match in found.matches if match.mapped][0] == "target_coordinates"
    assert found.rows_kept == 1


@given(st.integers(24, 38), st.integers(0, 59), st.integers(0, 59), st.integers(34, 61))
def test_packed_degrees_say_what_marked_ones_say(north, minutes, seconds, east):
    packed = f"{north:02d}{minutes:02d}{seconds:02d}N {east:03d}{minutes:02d}{seconds:02d}E"
    marked = f"{north}°{minutes}'{seconds}\"N {east}°{minutes}'{seconds}\"E"
    assert pair(packed) == pytest.approx(pair(marked))
    lettered = f"{north}d{minutes:02d}m{seconds:02d}s"
    assert degrees(lettered, axis="lat") == pytest.approx(pair(marked)[0])


@settings(max_examples=40)
@given(st.floats(28, 37.9), st.floats(42.01, 47.99))
def test_metres_are_named_with_their_place(lat, lon):
    east, north = Transformer.from_crs(4326, 32638, always_xy=True).transform(lon, lat)
    name, found_lat, found_lon = in_metres(east, north)
    assert (name, found_lat, found_lon) == ("UTM 38N", pytest.approx(lat), pytest.approx(lon))
    zone, (_, again, _) = utm_text(f"38 {east:.0f} {north:.0f}")
    assert (zone, again) == ("38", pytest.approx(lat, abs=1e-4))
    east, north = Transformer.from_crs(4326, 3857, always_xy=True).transform(lon, lat)
    assert in_metres(east, north) == ("web Mercator", pytest.approx(lat), pytest.approx(lon))
    assert in_metres(lon, lat) is None


@pytest.mark.parametrize("header", ["Easting,Northing", "X,Y", "lon,lat", "lat,lon"])
def test_metres_in_columns_of_degrees_have_one_fault(sifted, header):
    found = sifted("500123,3595000,2021,rocket", header=f"{header},date,method", profile=FIVE)
    (fault,) = found.faults
    assert "these are metres, not degrees (UTM 38N would be 32.49" in fault.problem
    assert "3595000" in fault.given
    assert fault.fix == ()


# One region for all checks


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_nobody_is_told_to_swap_unless_that_puts_the_point_inside(lat, lon):
    fault = region_fault(lat, lon)
    inside = (
        REGION["lat"][0] <= lat <= REGION["lat"][1] and REGION["lon"][0] <= lon <= REGION["lon"][1]
    )
    assert (fault is None) is inside
    if fault is not None and "swap" in " ".join(fault):
        assert region_fault(lon, lat) is None


def test_an_outline_is_held_against_the_same_region(atlas):
    from geo.recipes import Kitchen, _outline

    kitchen = Kitchen(atlas.gazetteer, atlas.units, {})
    (south, north), (west, east) = REGION["lat"], REGION["lon"]
    box = [[west, south], [east, south], [east, north], [west, north]]
    assert _outline(box, kitchen).bounds == (west, south, east, north)
    for lon, lat in ((west - 0.1, 30), (east + 0.1, 30), (44, south - 0.1), (44, north + 0.1)):
        with pytest.raises(RecipeError, match="outside the region"):
            _outline([[44, 33], [45, 33], [lon, lat]], kitchen)


# Long cells, and cells that spreadsheets run


@pytest.mark.parametrize(
    "column", ["date", "method", "Coordinates", "target_place", "facade", "killed"]
)
def test_a_fault_says_that_only_the_begin_of_a_long_cell_was_read(sifted, column):
    row = {"date": "2021", "method": "rocket"} | {column: "- 1" * 40_000}
    found = sifted(",".join(row.values()), header=",".join(row))
    (reason,) = found.fix_list()["reasons"]
    assert "Only the first 500 characters of the cell were read." in reason
    assert len(reason) < 3_000


def test_a_date_behind_many_blanks_within_a_long_cell_is_not_read(sifted):
    row = f'"2021-07-10 {" " * 600}x",rocket'
    assert sifted(row, header="date,method").rows_kept == 0


@given(st.sampled_from("=+-@＝＋－＠﹦﹢﹣﹫"), st.text(max_size=5), st.integers(0, 3))
def test_signs_of_any_width_are_shown_and_not_run(sign, rest, marks):
    cell = "'" * marks + sign + rest
    shown = defused(pd.DataFrame({"x": [cell]}))
    assert shown["x"][0] == "'" + cell
    assert undefused(shown)["x"][0] == cell
