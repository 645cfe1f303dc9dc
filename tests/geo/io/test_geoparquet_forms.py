"""Forms of GeoParquet and of what pandas writes: read as they stand, or refused by name."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, box

from geo.errors import ConformError
from geo.io.formats import as_outlines, as_table, read_content
from geo.io.geoparquet_native import native_geometries

SHAPES = {
    "point": [Point(44, 33), None, Point(45, 34)],
    "linestring": [LineString([(44, 33), (45, 34)]), None],
    "polygon": [box(44, 33, 45, 34) - box(44.2, 33.2, 44.4, 33.4), None, box(43, 32, 44, 33)],
    "multipoint": [MultiPoint([(44, 33), (45, 34)]), None],
    "multipolygon": [MultiPolygon([box(44, 33, 45, 34), box(46, 33, 47, 34)]), None],
}  # fmt: skip


def rewritten(path, change):
    """The file with its GeoParquet metadata changed."""
    table = pq.read_table(path)
    about = json.loads(table.schema.metadata[b"geo"])
    change(about)
    meta = {**table.schema.metadata, b"geo": json.dumps(about).encode()}
    pq.write_table(table.replace_schema_metadata(meta), path)
    return path


def points(path, **cells):
    frame = gpd.GeoDataFrame(
        {"date": ["2021-07-10", "2021-07-11"], **cells},
        geometry=[Point(44, 33), Point(45, 34)],
        crs=4326,
    )
    frame.to_parquet(path)
    return path


def test_a_file_that_names_no_system_is_in_lonlat_as_the_specification_says(tmp_path):
    path = rewritten(points(tmp_path / "a.parquet"), lambda g: g["columns"]["geometry"].pop("crs"))
    assert as_table(read_content(path)).cells["target_lon"].tolist() == ["44.0", "45.0"]


def test_a_file_that_says_that_its_system_is_not_known_is_refused(tmp_path):
    path = points(tmp_path / "a.parquet")
    rewritten(path, lambda g: g["columns"]["geometry"].update(crs=None))
    with pytest.raises(ConformError, match="crs is null"):
        read_content(path)


@pytest.mark.parametrize("kind", SHAPES)
def test_native_geometries_are_those_of_well_known_binary(kind, tmp_path):
    frame = gpd.GeoDataFrame(geometry=SHAPES[kind], crs=4326)
    path = tmp_path / "a.parquet"
    frame.to_parquet(path, geometry_encoding="geoarrow")
    column = pq.read_table(path)["geometry"]
    for part in (column, pa.chunked_array([column.slice(0, 1).chunk(0), column.slice(1).chunk(0)])):
        found = native_geometries(part, encoding=kind.upper(), file="a.parquet")
        assert [one and one.wkt for one in found] == [one and one.wkt for one in SHAPES[kind]]


def test_native_points_are_attacks_and_native_polygons_are_areas(tmp_path):
    path = tmp_path / "a.parquet"
    cells = {"date": ["2021-07-10"] * 3}
    gpd.GeoDataFrame(cells, geometry=SHAPES["point"], crs=4326).to_parquet(
        path, geometry_encoding="geoarrow"
    )
    assert as_table(read_content(path)).cells["target_lat"].tolist() == ["33.0", "", "34.0"]
    gpd.GeoDataFrame(cells, geometry=SHAPES["polygon"], crs=4326).to_parquet(
        path, geometry_encoding="geoarrow"
    )
    assert [f.geometry_type for f in as_outlines(read_content(path)).features][::2] == [
        "Polygon"
    ] * 2


@pytest.mark.parametrize("kind", ["polygon", "multipolygon", "linestring"])
def test_points_that_are_called_another_type_are_refused(kind, tmp_path):
    path = tmp_path / "a.parquet"
    gpd.GeoDataFrame(geometry=SHAPES["point"], crs=4326).to_parquet(
        path, geometry_encoding="geoarrow"
    )
    rewritten(path, lambda g: g["columns"]["geometry"].update(encoding=kind))
    with pytest.raises(ConformError, match="not laid out like"):
        read_content(path)


def test_interleaved_coordinates_are_read(tmp_path):
    flat = pa.FixedSizeListArray.from_arrays(pa.array([44.0, 33.0, 45.0, 34.0]), 2)
    found = native_geometries(pa.chunked_array([flat.slice(1)]), encoding="POINT", file="a")
    assert shapely.equals_exact(found, [Point(45, 34)]).all()


def test_a_second_geometry_is_named(tmp_path):
    launch = gpd.GeoSeries([Point(43, 33), None], crs=4326)
    path = points(tmp_path / "a.parquet", launch=launch)
    found = as_table(read_content(path))
    assert "launch" not in found.cells
    assert "a.parquet: geometry was read; other geometries not read: launch." in found.notes


@pytest.mark.parametrize("key", ["encoding", "edges"])
def test_what_the_reader_does_not_know_is_refused_by_name(key, tmp_path):
    path = points(tmp_path / "a.parquet")
    rewritten(path, lambda g: g["columns"]["geometry"].update({key: "spherical"}))
    with pytest.raises(ConformError, match="spherical"):
        read_content(path)


@pytest.mark.parametrize(
    "index",
    [pd.Index(["A-17", "A-18"], name="attack_id"),
     pd.MultiIndex.from_tuples([("A-17", 1), ("A-18", 2)], names=["attack_id", "wave"])],
)  # fmt: skip
def test_what_pandas_kept_as_its_index_is_a_column_like_any_other(index, tmp_path):
    frame = pd.DataFrame({"date": ["2021-07-10", "2021-07-11"]}, index=index)
    frame.to_parquet(tmp_path / "a.parquet")
    cells = read_content(tmp_path / "a.parquet").cells
    assert cells["attack_id"].tolist() == ["A-17", "A-18"]
    assert cells["date"].tolist() == ["2021-07-10", "2021-07-11"]


def test_an_index_that_only_numbered_the_rows_is_no_column(tmp_path):
    frame = pd.DataFrame({"date": ["2021-07-10", "2021-07-11"]}, index=[4, 9])
    frame.to_parquet(tmp_path / "a.parquet")
    assert list(read_content(tmp_path / "a.parquet").cells.columns) == ["date"]


def test_whole_numbers_beside_an_empty_cell_keep_every_figure(tmp_path):
    big = pd.array([9_007_199_254_740_993, None], dtype="Int64")
    pd.DataFrame({"ref": big, "day": [1, 2]}).to_parquet(tmp_path / "a.parquet")
    assert read_content(tmp_path / "a.parquet").cells["ref"].tolist() == ["9007199254740993", ""]


def test_columns_of_fixed_width_are_measured_before_they_are_unpacked(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_MOST_BYTES", "50000000")
    wide = pa.array([bytes(10_000)] * 10_000, type=pa.binary(10_000))
    pq.write_table(pa.table({"x": wide}), tmp_path / "a.parquet", compression="zstd")
    assert (tmp_path / "a.parquet").stat().st_size < 1_000_000
    with pytest.raises(ConformError, match="unpacks to more than 50 MB"):
        read_content(tmp_path / "a.parquet")


def test_as_many_cells_as_fill_the_memory_are_refused(tmp_path):
    zeros = pa.array(np.zeros(1_000_000, dtype=np.int8))
    pq.write_table(pa.table({f"c{n}": zeros for n in range(101)}), tmp_path / "a.parquet")
    with pytest.raises(ConformError, match="100,000,000 cells"):
        read_content(tmp_path / "a.parquet")
