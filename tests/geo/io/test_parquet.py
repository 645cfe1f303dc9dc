"""Parquet files with odd columns and odd metadata: one clear error, or every row of them."""

from __future__ import annotations

import io
import json

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from geo.errors import ConformError
from geo.ingest.validate import validate
from geo.io.formats import as_table, read_content
from geo.io.point_files import chunks, plan
from tests.corpus.cells import rows
from tests.corpus.writing import as_geoparquet

DAMAGED = {
    "a list": "[]",
    "empty": "{}",
    "no JSON": "not json",
    "no UTF-8": b"\xff",
    "deep": "[" * 100_000,
    "no columns": '{"primary_column": "geometry", "columns": {}}',
    "columns that are a list": '{"primary_column": "geometry", "columns": ["geometry"]}',
    "a column about nothing": '{"primary_column": "geometry", "columns": {"geometry": 7}}',
    "a list for a name": '{"primary_column": ["geometry"], "columns": {"geometry": {}}}',
    "a column that is not there": '{"primary_column": "g", "columns": {"g": {"encoding": "WKB"}}}',
    "a list for an encoding": '{"columns": {"geometry": {"encoding": ["WKB"]}}}',
}
SYSTEMS = {
    "not said": {},
    "crs84": {"crs": {"id": {"authority": "OGC", "code": "CRS84"}}},
    "epsg": {"crs": {"id": {"authority": "EPSG", "code": 4326}}},
    "whole": {"crs": CRS("OGC:CRS84").to_json_dict()},
    "without a code": {"crs": {k: v for k, v in CRS(4326).to_json_dict().items() if k != "id"}},
    "well-known text": {"crs": CRS(4326).to_wkt()},
}
FOREIGN = {
    "utm": {"crs": {"id": {"authority": "EPSG", "code": 32638}}},
    "not known": {"crs": None},
    "a number": {"crs": 5},
    "a number for a code": {"crs": {"id": 5}},
    "a file": {"crs": "/etc/passwd"},
    "a pipeline": {"crs": "+proj=longlat +nadgrids=/etc/passwd"},
}


def written(path, geo, *, wkb=None):
    """Three points with some metadata."""
    table = pq.read_table(io.BytesIO(as_geoparquet(rows({}), geometry=wkb)))
    pq.write_table(table.replace_schema_metadata({"geo": geo}), path)
    return path


def about(column):
    return json.dumps({"columns": {"geometry": {"encoding": "WKB", **column}}})


def joined(path):
    """Longitudes as the join reads them."""
    return [lon for part in plan(path) for chunk in chunks(part) for lon in chunk.lon.tolist()]


@pytest.mark.parametrize("geo", DAMAGED.values(), ids=DAMAGED)
def test_damaged_metadata_is_one_error_however_the_file_is_read(geo, tmp_path):
    path = written(tmp_path / "mine.parquet", geo)
    for read in (read_content, joined):
        with pytest.raises(
            ConformError, match=r"mine\.parquet: its GeoParquet metadata is damaged"
        ):
            read(path)


@pytest.mark.parametrize("column", SYSTEMS.values(), ids=SYSTEMS)
def test_wgs84_however_it_is_said_is_read_by_validate_and_join(column, tmp_path):
    path = written(tmp_path / "mine.parquet", about(column))
    assert len(as_table(read_content(path)).cells) == 3
    assert joined(path) == [44.36] * 3


@pytest.mark.parametrize("column", FOREIGN.values(), ids=FOREIGN)
def test_another_system_is_refused_by_validate_and_join(column, tmp_path):
    path = written(tmp_path / "mine.parquet", about(column))
    for read in (read_content, joined):
        with pytest.raises(ConformError, match=r"CRS is not|another CRS"):
            read(path)


def test_a_file_of_geopandas_in_crs84_is_read_by_validate_and_join(tmp_path):
    path = tmp_path / "mine.parquet"
    points = [shapely.Point(44.36, 33.94), None]
    gpd.GeoDataFrame({"a": [1, 2]}, geometry=points, crs="OGC:CRS84").to_parquet(path)
    assert list(as_table(read_content(path)).cells["target_lon"]) == ["44.36", ""]
    assert str(joined(path)) == "[44.36, nan]"


def test_the_join_names_the_row_of_a_geometry_that_is_none_and_takes_empty_points(tmp_path):
    point, empty = shapely.Point(44.36, 33.94).wkb, shapely.Point().wkb
    geo = about({})
    path = written(tmp_path / "mine.parquet", geo, wkb=[point, empty, None])
    assert str(joined(path)) == "[44.36, nan, nan]"
    path = written(tmp_path / "mine.parquet", geo, wkb=[point, empty, b"POINT(44 33)"])
    with pytest.raises(
        ConformError, match=r"row 3, column 'geometry': the geometry cannot be read"
    ):
        joined(path)


def test_two_columns_of_one_name_are_one_error(tmp_path):
    path = tmp_path / "mine.parquet"
    columns = [pa.array(["2021-07-10"]), pa.array(["2021"]), pa.array([44.0]), pa.array([33.0])]
    pq.write_table(pa.Table.from_arrays(columns, ["date", "date", "lon", "lat"]), path)
    for read in (read_content, joined):
        with pytest.raises(ConformError, match=r"mine\.parquet: duplicate column .*'date'"):
            read(path)


@pytest.mark.parametrize(
    "kind", [pa.binary(), pa.large_binary(), pa.binary_view(), pa.binary(2)], ids=str
)
def test_bytes_that_are_no_text_are_left_out_with_a_note_and_text_is_kept(kind, atlas, tmp_path):
    path = tmp_path / "mine.parquet"
    table = pa.Table.from_pylist(rows({}))
    table = table.append_column("photo", pa.array([b"\xff\x00", None, b"ab"], kind))
    table = table.append_column("words", pa.array([b"ab", None, b"cd"], kind))
    pq.write_table(table, path)
    validation = validate(path, atlas=atlas)
    assert validation.rows_kept == 3
    assert "mine.parquet: binary columns not read: photo." in validation.notes
    assert list(as_table(read_content(path)).cells["words"]) == ["ab", "", "cd"]


@pytest.mark.parametrize(
    ("values", "kind", "cells"),
    [
        ([33.1, 44.0, None, 1e-7], pa.float32(), ["33.1", "44", "", "1e-07"]),
        ([33.1, 44.0, None, 1e-7], pa.float64(), ["33.1", "44", "", "1e-07"]),
        ([1.5, 60_000.0, None], pa.float16(), ["1.5", "60000", ""]),
        (["2021-07-10", None], pa.timestamp("us"), ["2021-07-10", ""]),
        (["2021-07-10"], pa.date32(), ["2021-07-10"]),
        (
            ["2021-07-10T04:02:03.0045", "2021-07-10", None],
            pa.timestamp("us"),
            ["2021-07-10 04:02:03.0045", "2021-07-10 00:00:00", ""],
        ),
        (["2021-07-10T00:00:00.000000001"], pa.timestamp("ns"), ["2021-07-10 00:00:00.000000001"]),
        (
            ["2021-07-10T01:02:03.5Z", None],
            pa.timestamp("us", "Asia/Baghdad"),
            ["2021-07-10 04:02:03.5+03:00", ""],
        ),
        (["2021-07-10T00:00:00Z"], pa.timestamp("s", "UTC"), ["2021-07-10 00:00:00+00:00"]),
    ],
    ids=str,
)
def test_numbers_and_times_are_what_they_are_held_as(values, kind, cells, tmp_path):
    path = tmp_path / "mine.parquet"
    pq.write_table(pa.table({"x": pa.array(values).cast(kind)}), path)
    assert list(as_table(read_content(path)).cells["x"]) == cells


@pytest.mark.parametrize("dictionary", [True, False])
def test_a_text_that_is_no_text_is_refused_with_its_column(dictionary, tmp_path):
    path = tmp_path / "mine.parquet"
    table = pa.table({"note": ["MARK", "b"], "other": ["x", "y"]})
    pq.write_table(
        table, path, use_dictionary=dictionary, compression="none", write_statistics=False
    )
    path.write_bytes(path.read_bytes().replace(b"MARK", b"MA\xffK"))
    with pytest.raises(ConformError, match=r"mine\.parquet: the column 'note' is damaged"):
        read_content(path)


SOUND = as_geoparquet(rows({}))


@settings(max_examples=150, deadline=None)
@given(at=st.floats(0, 1), put=st.binary(min_size=1, max_size=4), whole=st.booleans())
def test_a_damaged_file_of_points_ends_the_join_in_one_error(at, put, whole, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / "mine.parquet"
    begin = int(at * len(SOUND))
    path.write_bytes(SOUND[:begin] + put + (SOUND[begin + len(put) :] if whole else b""))
    said = path.name
    try:
        joined(path)
    except ConformError as error:
        said = str(error)
    assert path.name in said
