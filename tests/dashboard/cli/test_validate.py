"""``fasail-atlas validate``: every fault told, nothing dropped, nothing hostile let in."""

from __future__ import annotations

import json

import pytest

from tests.support.command import SQUARE, point, points, polygon, teller

VRT = """<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""
GOOD = {"attack_id": "a", "date": "2021-07-10", "method": "rocket", "target_radius_km": 4}


@pytest.fixture
def validated(run, tmp_path):
    return teller(run, tmp_path)


def test_a_clean_table_ends_with_zero(validated):
    code, found = validated("a.csv", "date,method,target_place\n2021-07-10,rocket,Balad\n")
    assert code == 0
    assert (found["kind"], found["rows_read"], found["rows_kept"]) == ("attacks", 1, 1)


def test_every_fault_of_every_row_is_reported_at_once(validated):
    code, found = validated(
        "a.csv",
        "date,method,target_place,assessed_group\n"
        "2021-07-10,rocket,Balad,AAH\n"  # sound
        "someday,sling,Balad,AAH\n"  # two faults
        "2021-07-10,rocket,Balad\n"  # too short
        "2021-07-10,rocket,Nowhereville,XYZZY\n",  # two faults
    )
    assert code == 1
    assert (found["rows_read"], found["rows_kept"], found["rows_faulty"]) == (4, 1, 3)
    assert {(fault["row"], fault["column"]) for fault in found["faults"]} == {
        (3, "date"),
        (3, "method"),
        (4, ""),
        (5, "target_place"),
        (5, "assessed_group"),
    }
    assert all(fault["problem"] and fault["remedy"] for fault in found["faults"])


def test_the_table_for_people_counts_and_names_the_same(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("date,method,target_place\nsomeday,rocket,Balad\n", encoding="utf-8")
    done = run("validate", path)
    assert done.code == 1
    assert "a.csv (attacks): 1 rows read = 0 kept + 1 quarantined" in done.out
    assert "someday" in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_a_missing_column_makes_every_row_faulty(validated):
    code, found = validated("a.csv", "date,target_place\n2021,Balad\n2021,Taji\n")
    assert code == 1
    assert (found["rows_kept"], found["rows_faulty"]) == (0, 2)
    assert [fault["column"] for fault in found["faults"]] == ["method"]


def test_a_header_without_rows_is_a_fault(validated):
    code, found = validated("a.csv", "date,method,target_place\n")
    assert (code, found["rows_read"]) == (1, 0)
    assert "no rows" in found["faults"][0]["problem"]


def test_points_are_attacks_and_a_swapped_one_is_named(validated):
    code, found = validated(
        "a.geojson",
        points(
            ({**GOOD, "attack_id": "a"}, point(44.36, 33.94)),
            ({**GOOD, "attack_id": "b"}, point(33.94, 44.36)),
            ({**GOOD, "attack_id": "c"}, polygon(SQUARE)),
            ({**GOOD, "attack_id": "d", "target_lat": 30.0}, point(44.36, 33.94)),
        ),
    )
    assert code == 1
    assert (found["kind"], found["rows_kept"], found["rows_faulty"]) == ("attacks", 1, 3)
    by_row = {fault["row"]: fault["problem"] for fault in found["faults"]}
    assert "look swapped" in by_row[2]
    assert "Point" in by_row[3]
    assert "differs" in by_row[4]


def test_a_feature_without_any_property_is_not_lost(validated):
    code, found = validated("a.geojson", points((None, None)))
    assert (code, found["rows_read"], found["rows_faulty"]) == (1, 1, 1)
    assert {fault["column"] for fault in found["faults"]} >= {"date", "method"}


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_know_are_faults_of_their_feature(validated, number):
    text = json.dumps(points((GOOD, point(44.36, 0.125)))).replace("0.125", number)
    code, found = validated("a.geojson", text)
    assert (code, found["rows_faulty"]) == (1, 1)
    (fault,) = found["faults"]
    assert (fault["row"], fault["given"]) == (1, number)


@pytest.mark.parametrize("number", ["1e999", "9" * 400, '"33.94"', "null", "[33]", "true"])
def test_a_latitude_that_is_no_finite_number_is_a_fault(validated, number):
    text = json.dumps(points((GOOD, point(44.36, 0.125)))).replace("0.125", number)
    code, found = validated("a.geojson", text)
    assert (code, found["rows_faulty"]) == (1, 1)
    assert found["faults"][0]["column"] == "geometry"


@pytest.mark.parametrize("cell", ["nan", "inf", "-inf", "1e400"])
def test_a_coordinate_of_a_table_that_is_no_finite_number_is_a_fault(validated, cell):
    rows = f"2021,rocket,33.9,{cell},5\n"
    code, found = validated("a.csv", f"date,method,target_lat,target_lon,target_radius_km\n{rows}")
    assert (code, found["rows_faulty"]) == (1, 1)
    assert "target_lon" in {fault["column"] for fault in found["faults"]}


AREA = """
[[area]]
id = "mine"
holder = "{holder}"
kind = "ground"
title = "Mine"
source_id = "ctc-2021"
pointer = "§3"
confidence = "low"
border_km = 5
assumption = "None."
valid_from = 2021-01-01
last_confirmed = 2021-06-01
recipe = {recipe}
"""
DISC = '{ around = { place = "camp_taji", km = 5 } }'


def test_recipes_are_compiled_on_trial(validated):
    code, found = validated("areas.toml", AREA.format(holder="KH", recipe=DISC))
    assert (code, found["kind"], found["rows_kept"]) == (0, "area recipes", 1)


@pytest.mark.parametrize(
    ("holder", "recipe", "column"),
    [
        ("NOBODY", DISC, "holder"),
        ("KH", '{ around = { place = "nowhere_at_all", km = 5 } }', "recipe"),
        ("KH", '{ around = { place = "camp_taji", km = -5 } }', "recipe"),
        ("KH", "{ circle = 5 }", "recipe"),
        ("KH", '{ unit = "Atlantis" }', "recipe"),
        ("KH", '{ unit = "anbar", east_of = "nile" }', "recipe"),
    ],
)
def test_a_faulty_recipe_is_named(validated, holder, recipe, column):
    sound = AREA.format(holder="KH", recipe=DISC).replace('"mine"', '"sound"')
    code, found = validated("areas.toml", sound + AREA.format(holder=holder, recipe=recipe))
    assert (code, found["rows_kept"], found["rows_faulty"]) == (1, 1, 1)
    assert [(fault["row"], fault["column"]) for fault in found["faults"]] == [(2, column)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "empty"),
        ("a.geojson", b" \n", "empty"),
        ("a.csv", "date,method\n2021,Café".encode("latin-1"), "UTF-8"),
        ("a.geojson", b"\xff\xfe{\x00\x22", "UTF-16"),
        ("a.csv", VRT.encode(), "virtual dataset"),
        ("a.geojson", VRT.encode(), "virtual dataset"),
        ("a.geojson", b"\xef\xbb\xbf\n <!-- x --> " + VRT.encode(), "virtual dataset"),
        ("a.toml", VRT.encode(), "virtual dataset"),
        ("a.csv", b"<?xml version='1.0'?><x/>", "XML"),
        ("a.csv", b"PK\x03\x04rest", "zip archive"),
        ("a.geojson", b"SQLite format 3\x00rest", "GeoPackage"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [', "not JSON"),
        ("a.geojson", b"[" * 100_000, "nested too deep"),
        ("a.geojson", b"[]", "not a GeoJSON object"),
        ("a.geojson", b'{"type": "Topology"}', "FeatureCollection"),
        ("a.geojson", b"1" * 5000, "too many digits"),
        ("a.toml", b"[[area]\n", "not TOML"),
        ("a.toml", b"area = 3\n", "no list of tables"),
        ("a.shp", b"x", ".shp"),
        ("a", b"x", "no suffix"),
    ],
)
def test_what_cannot_be_read_ends_with_two(run, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    done = run("validate", path)
    assert (done.code, done.out) == (2, "")
    assert said in done.message
    assert name in done.err


def test_many_faults_are_counted_and_the_first_are_reported(run, tmp_path):
    path = tmp_path / "a.csv"
    rows = [f"2021-07-10,sling,{33 + n / 1000},44.{n:03},5" for n in range(150)]
    rows += [f"someday,sling,{33 + n / 1000},44.{n:03},5" for n in range(150)]
    header = "date,method,target_lat,target_lon,target_radius_km"
    path.write_text("\n".join([header, *rows]))
    done = run("validate", path)
    assert done.code == 1
    assert "The first 200 of 450 faults." in done.out
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert any(line.startswith("method expected a method") for line in lines)
    assert [line.split()[-1] for line in lines if line.startswith("date expected a date")] == [
        "150"
    ]
    assert "300 rows read = 0 kept + 300 quarantined" in done.out
    assert len(json.loads(run("validate", path, "--format", "json").out)["faults"]) == 450
    done = run("convert", path, tmp_path / "out.csv")
    assert (done.code, "… and 250 more faults." in done.message) == (2, True)


@pytest.mark.parametrize("option", ["--fix-list", "--fixes", "--save-profile", "--profile"])
def test_options_for_attacks_are_an_error_with_areas(run, tmp_path, option):
    path, other = tmp_path / "areas.geojson", tmp_path / "fix.csv"
    path.write_text(json.dumps(polygon(SQUARE)))
    if option in {"--fixes", "--profile"}:
        other.write_text("schema_version = 1\n")
    done = run("validate", path, option, other)
    assert done.code == 2
    assert "areas" in done.message or "outlines" in done.message
    assert not done.out


def test_a_missing_file_and_a_folder_are_reported(run, tmp_path):
    for path in (tmp_path / "nowhere.csv", tmp_path / "nowhere", tmp_path):
        done = run("validate", path)
        assert done.code == 2
        assert ("this is a folder" if path == tmp_path else "no such file") in done.message


def test_a_file_above_two_gigabytes_is_not_even_opened(run, tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.truncate(2_000_000_001)  # sparse: it takes no room
    done = run("validate", path)
    assert done.code == 2
    assert "2 GB" in done.message
