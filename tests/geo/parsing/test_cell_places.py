"""Coordinates of kinds that people reported elsewhere: read, or named for what they are."""

from __future__ import annotations

import struct

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geo.areas.recipes import RecipeContext, _outline
from geo.crs import REGION
from geo.errors import RecipeError
from geo.io.spreadsheet_escape import defused, undefused
from geo.parsing.coordinates import degrees, pair
from geo.records.metres import in_metres, utm_text
from geo.schemas.attacks import region_fault
from tests.support.ingested import FIVE, anywhere, reasons


@pytest.fixture
def ingested(ingested):
    return anywhere(ingested)


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
        "MULTIPOINT ((45.825 32.50417))", "\u200e32.50417, 45.825\u200f", "３２.50417N 45.825E",
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
        struct.pack("<BIdd", 1, 2, 45.8, 32.5).hex(),
        struct.pack("<BIdd", 1, 1, 45.8, float("nan")).hex(),
    ],
)  # fmt: skip
def test_what_marks_no_single_point_of_wgs84_is_not_read(text):
    assert pair(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LINESTRING (45 32, 46 33)", "a LINESTRING of WKT"), ("POINT EMPTY", "a POINT of WKT"),
        ("SRID=32638;POINT (441046 3686111)", "SRID 32638, not WGS84"),
        ("https://www.google.com/maps/@32.5,45.8,15z", "a link that marks no point"),
        ("38N 500123 3595000", "UTM 38N would be 32.4"),
        ("500123 3595000", "UTM 38N would be 32.4"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", ["WKT", "the_geom", "Coordinates", "target_place"])
def test_a_notation_that_is_no_point_is_named_under_its_column(ingested, column, text, expected):
    found = ingested(f'2021,rocket,"{text}"', header=f"date,method,{column}")
    assert expected in reasons(found)
    assert column in reasons(found)


def test_a_column_of_wkt_is_a_place_and_gives_way_to_another(ingested):
    found = ingested('"POINT (45.8 32.5)",2021,rocket', header="the_geom,date,method", profile=FIVE)
    assert found.record.attacks[["target_lat", "target_lon"]].to_numpy().tolist() == [[32.5, 45.8]]
    row = '"POINT (45.8 32.5)","32.5, 45.8",2021,rocket'
    found = ingested(row, header="WKT,Coordinates,date,method", profile=FIVE)
    taken = {match.column: match.header for match in found.matches if match.mapped}
    assert taken["target_coordinates"] == "Coordinates"
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
def test_metres_in_columns_of_degrees_have_one_fault(ingested, header):
    found = ingested("500123,3595000,2021,rocket", header=f"{header},date,method", profile=FIVE)
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
    context = RecipeContext(atlas.gazetteer, atlas.units, {})
    (south, north), (west, east) = REGION["lat"], REGION["lon"]
    box = [[west, south], [east, south], [east, north], [west, north]]
    assert _outline(box, context).bounds == (west, south, east, north)
    for lon, lat in ((west - 0.1, 30), (east + 0.1, 30), (44, south - 0.1), (44, north + 0.1)):
        with pytest.raises(RecipeError, match="outside the region"):
            _outline([[44, 33], [45, 33], [lon, lat]], context)


# Long cells, and cells that spreadsheets run


@pytest.mark.parametrize(
    "column", ["date", "method", "Coordinates", "target_place", "facade", "killed"]
)
def test_a_fault_says_that_only_the_begin_of_a_long_cell_was_read(ingested, column):
    row = {"date": "2021", "method": "rocket"} | {column: "- 1" * 40_000}
    found = ingested(",".join(row.values()), header=",".join(row))
    (reason,) = found.fix_list()["reasons"]
    assert "Only the first 500 characters of the cell were read." in reason
    assert len(reason) < 3_000


def test_a_date_behind_many_blanks_within_a_long_cell_is_not_read(ingested):
    row = f'"2021-07-10 {" " * 600}x",rocket'
    assert ingested(row, header="date,method").rows_kept == 0


@given(st.sampled_from("=+-@＝＋－＠﹦﹢﹣﹫"), st.text(max_size=5), st.integers(0, 3))
def test_signs_of_any_width_are_shown_and_not_run(sign, rest, marks):
    cell = "'" * marks + sign + rest
    shown = defused(pd.DataFrame({"x": [cell]}))
    assert shown["x"][0] == "'" + cell
    assert undefused(shown)["x"][0] == cell
