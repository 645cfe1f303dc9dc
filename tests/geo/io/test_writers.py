"""A table written and read again is the same table, in every format."""

from __future__ import annotations

import io
import json

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.errors import ConformError
from geo.io.formats import WRITERS, as_table, read_content
from geo.io.spreadsheet_escape import RUNS
from geo.io.table_writer import write_table

# What readers give: stripped, and no half of a letter.
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12).map(str.strip)
RISKY = st.builds(lambda mark, rest: (mark + rest).strip(), st.sampled_from(["'", *RUNS]), TEXT)
WORDS = st.sampled_from(["NaN", "nan", "None", "null", "NA", "inf", "true", "1e5", "007"])
DEGREES = st.floats(25, 38, allow_nan=False).map(lambda value: repr(round(value, 6)))
ROW = st.fixed_dictionaries(
    {
        "attack_id": st.uuids().map(str),
        "title": TEXT | RISKY,
        "date": st.sampled_from(["2021-07-10", "2021-07", "2021", ""]),
        "place": st.none() | st.tuples(DEGREES, DEGREES),
        "target_radius_km": st.sampled_from(["", "4.5", "12"]),
        "count": st.sampled_from(["", "3", "120"]),
        "note": TEXT | RISKY,
        "ملاحظة": TEXT | RISKY,
    }
)
# Names that formats, readers or spreadsheets mean something by, and words that look like nothing.
NAMES = ("id", "name", "type", "geometry", "description", "when", "fid", "properties", "Feature",
         "attack id", "NaN", "nan", "None", "null", "NULL", "N/A", "index", "row", "0")  # fmt: skip
TABLE = st.sets(st.sampled_from(NAMES), max_size=4).flatmap(
    lambda extra: st.lists(
        st.tuples(
            ROW, st.fixed_dictionaries(dict.fromkeys(sorted(extra), TEXT | RISKY | WORDS))
        ).map(lambda both: both[0] | both[1]),
        min_size=1,
        max_size=4,
        unique_by=lambda row: row["attack_id"],
    )
)
NUMBERS = ("target_lat", "target_lon", "target_radius_km", "count")


def table(rows):
    cells = pd.DataFrame(rows, dtype=object)
    places = [row["place"] or ("", "") for row in rows]
    cells["target_lat"], cells["target_lon"] = zip(*places, strict=True)
    cells = cells.drop(columns="place").astype(object)
    cells.index = pd.RangeIndex(2, 2 + len(cells))
    return cells


def again(cells, suffix, folder):
    """The table as our reader gives it back, and the rows that were held back."""
    written = write_table(cells, suffix=suffix)
    path = folder / f"out{suffix}"
    path.write_bytes(written.content)
    read = as_table(read_content(path))
    assert not read.faults or not len(read.cells)
    assert read.rows_read == written.rows
    held = {fault.row for fault in written.faults}
    return read.cells.reindex(columns=cells.columns), cells[~cells.index.isin(held)]


def same(back, kept):
    """Texts letter for letter, numbers as numbers."""
    for column in kept.columns:
        given, found = list(kept[column]), list(back[column])
        if column in NUMBERS:
            given, found = ([float(c) if c else None for c in cells] for cells in (given, found))
        assert found == given, column


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=20)
@given(rows=TABLE)
@example(
    rows=[
        {
            "attack_id": "=1",
            "title": "'=cmd|' /C calc'!A0",
            "date": "2021",
            "place": None,
            "target_radius_km": "",
            "count": "",
            "note": "''@x\r\ny",
            "ملاحظة": 'عربي, "quoted"; x',
        },
        {
            "attack_id": "2",
            "title": "a\x00b\x0bc",
            "date": "",
            "place": ("33.1", "44.2"),
            "target_radius_km": "4",
            "count": "3",
            "note": "_x000D_",
            "ملاحظة": "{{ 7*7 }}",
        },
    ]
)
def test_a_round_trip_loses_nothing(suffix, rows, tmp_path_factory):
    cells = table(rows)
    names = [str(name) for name in cells.columns]
    form = WRITERS[suffix]
    folded = [name.casefold() for name in names] if form.folds else names
    taken = set(form.reserved) | {name for name in folded if folded.count(name) > 1}
    cells = cells[[name for name, seen in zip(names, folded, strict=True) if seen not in taken]]
    back, kept = again(cells, suffix, tmp_path_factory.mktemp("out"))
    same(back, kept)


def test_ids_of_a_feature_stand_beside_the_id_of_the_attack(tmp_path):
    def feature(properties, **members):
        return {"type": "Feature", "geometry": None, "properties": properties, **members}

    features = [
        feature({"attack_id": "a", "id": "x"}),
        feature({"attack_id": "b"}, id="y"),
        feature({"attack_id": "c", "id": "z"}, id=7),
        feature({}, id="d"),
    ]
    path = tmp_path / "mine.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    cells = as_table(read_content(path)).cells
    assert list(cells["attack_id"]) == ["a", "b", "c", "d"]
    assert list(cells["id"]) == ["x", "y", "z", "d"]
    assert list(cells["feature id"]) == ["", "", "7", ""]


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_table_without_any_point_or_row_can_be_written(suffix, tmp_path):
    cells = pd.DataFrame({"attack_id": ["a"], "date": ["2021"]}, index=[2], dtype=object)
    back, kept = again(cells, suffix, tmp_path)
    same(back, kept)
    assert write_table(cells.iloc[:0], suffix=suffix).rows == 0


@pytest.mark.parametrize(
    ("suffix", "text"),
    [(".xlsx", "a\x00b"), (".xlsx", "x" * 40_000), (".kml", "a\x0bb"), (".gpkg", "a\x00b")],
)
def test_a_text_that_the_format_cannot_hold_is_quarantined(suffix, text):
    cells = pd.DataFrame({"attack_id": ["a", "b"], "note": ["fine", text]}, index=[2, 3])
    written = write_table(cells, suffix=suffix)
    assert written.rows == 1
    (fault,) = written.faults
    assert (fault.row, fault.column) == (3, "note")


@pytest.mark.parametrize(
    ("suffix", "names"),
    [(".gpkg", ["note", "Note"]), (".gpkg", ["geometry"]), (".parquet", ["geometry"]),
     (".kml", ["a\x00"]), (".shp", ["note"])],
)  # fmt: skip
def test_a_name_or_format_that_cannot_be_is_refused(suffix, names):
    cells = pd.DataFrame({name: ["x"] for name in names}, index=[2])
    with pytest.raises(ConformError):
        write_table(cells, suffix=suffix)


def one():
    cells = {"attack_id": "a", "title": "=1+1", "target_lat": "33.5", "target_lon": "44.25"}
    return pd.DataFrame(cells | {"count": "3"}, index=[2], dtype=object)


def test_a_workbook_holds_numbers_as_numbers_and_formulas_as_text():
    book = openpyxl.load_workbook(io.BytesIO(write_table(one(), suffix=".xlsx").content))
    header, row = book["attacks"].iter_rows()
    cells = dict(zip([c.value for c in header], row, strict=True))
    assert (cells["title"].value, cells["title"].data_type) == ("'=1+1", "s")
    assert (cells["count"].value, cells["target_lat"].value) == (3, 33.5)


def test_geojson_has_the_point_and_typed_properties():
    document = json.loads(write_table(one(), suffix=".geojson").content)
    (feature,) = document["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [44.25, 33.5]}
    assert feature["properties"] == {"attack_id": "a", "title": "=1+1", "count": 3}


def test_kml_declares_the_type_of_each_column():
    text = write_table(one(), suffix=".kml").content.decode()
    assert '<SimpleField type="int" name="count"/>' in text
    assert '<SimpleField type="double" name="target_lat"/>' in text
    assert "<coordinates>44.25,33.5</coordinates>" in text


@pytest.mark.parametrize(
    ("suffix", "read"), [(".gpkg", gpd.read_file), (".parquet", gpd.read_parquet)]
)
def test_other_programs_read_the_layers(suffix, read, tmp_path):
    path = tmp_path / f"out{suffix}"
    path.write_bytes(write_table(one(), suffix=suffix).content)
    frame = read(path)
    assert frame.crs.to_epsg() == 4326
    assert (frame.geometry.x[0], frame.geometry.y[0], frame["count"][0]) == (44.25, 33.5, 3)
