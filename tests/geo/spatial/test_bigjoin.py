"""The large join: every pair once, whatever the form of the file and whoever dies on the way."""

from __future__ import annotations

import json
import os
import pickle
import signal

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from distributed import LocalCluster

from bench.outlines import outlines, points
from geo.errors import AtlasError, ConformError, DataNotFoundError, Fault
from geo.io import point_files as parquet_points
from geo.spatial import bulk_join as bigjoin
from geo.spatial.bulk_join import BigJoin, run, summary

FILES, ROWS = 30, 700


@pytest.fixture(scope="module")
def areas():
    shapes = outlines(5, least=50, most=900, seed=11)
    return gpd.GeoSeries(shapes, index=[f"area {at}" for at in range(5)], crs=4326)


@pytest.fixture(scope="module")
def cloud(areas):
    """Longitudes and latitudes, an unknown place among them."""
    lon, lat = points(FILES * ROWS, areas.to_numpy(), seed=12, border_share=0.05)
    lon[5] = np.nan
    return lon, lat


@pytest.fixture(scope="module")
def folder(cloud, tmp_path_factory):
    """The cloud in thirty files."""
    path = tmp_path_factory.mktemp("points")
    for number, at in enumerate(np.split(np.arange(FILES * ROWS), FILES)):
        table = {"lon": cloud[0][at], "lat": cloud[1][at], "name": [f"p{n}" for n in at]}
        pq.write_table(pa.table(table), path / f"{number:02d}.parquet", row_group_size=300)
    return path


@pytest.fixture(scope="module")
def expected(areas, cloud):
    """(point, area) by prepared shapely."""
    shapes = areas.to_numpy()
    shapely.prepare(shapes)
    point, area = np.nonzero(shapely.intersects_xy(shapes, cloud[0][:, None], cloud[1][:, None]))
    return sorted(zip(point.tolist(), areas.index[area], strict=True))


def pairs_in(folder):
    """(point, area) that the parts of a folder hold, points counted over all files."""
    table = pq.read_table(sorted(folder.glob("part-*.parquet"))).to_pandas()
    point = table["file"].astype(str).str[:2].astype(int) * ROWS + table["row"]
    return sorted(zip(point.tolist(), table["area_id"].astype(str), strict=True))


@pytest.mark.parametrize("use_dask", [False, True])
def test_every_pair_is_there_once(folder, areas, expected, tmp_path, use_dask):
    join = BigJoin(folder, areas, tmp_path / "out", keep=("name",))
    steps = list(run(join, use_dask=use_dask))
    assert (steps[0], steps[-1]) == (0, FILES)
    assert pairs_in(join.folder) == expected
    counts = summary(join)
    assert counts["points"] == FILES * ROWS
    assert counts["without_coordinates"] == 1
    assert counts["nowhere"] == FILES * ROWS - 1 - len({point for point, _ in expected})
    assert sum(counts["areas"].values()) == len(expected)
    first = pq.read_table(join.folder / "part-00000.parquet").to_pandas()
    assert (first["name"] == "p" + first["row"].astype(str)).all()
    assert json.loads((join.folder / "summary.json").read_text()) == counts


def test_counts_alone_are_the_counts_of_the_pairs(folder, areas, expected, tmp_path):
    join = BigJoin(folder, areas, tmp_path / "out", pairs=False)
    assert list(run(join))[-1] == FILES
    of_pairs = [sum(area == name for _, area in expected) for name in areas.index]
    assert list(summary(join)["areas"].values()) == of_pairs
    assert pairs_in(join.folder) == []


@pytest.fixture
def cluster():
    """Two processes that work for this one."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50
    ) as started:
        yield started


def test_a_worker_that_is_killed_costs_no_pair_and_doubles_none(
    folder, areas, expected, cluster, tmp_path
):
    join = BigJoin(folder, areas, tmp_path / "out")
    victim = next(iter(cluster.workers.values())).pid
    killed_at = 0
    for done in run(join, scheduler=cluster.scheduler_address):
        if done >= 3 and not killed_at:
            killed_at = done
            os.kill(victim, signal.SIGKILL)
    assert 3 <= killed_at < FILES
    assert pairs_in(join.folder) == expected
    assert summary(join)["points"] == FILES * ROWS
    assert not list(join.folder.glob(".part-*"))


def test_a_stopped_join_goes_on_where_it_stopped(folder, areas, expected, tmp_path):
    join = BigJoin(folder, areas, tmp_path / "out")
    steps = run(join, use_dask=False)
    for _ in range(8):
        next(steps)
    steps.close()
    with pytest.raises(AtlasError, match="lacks 23 parts"):
        summary(join)
    before = {path: path.stat().st_mtime_ns for path in join.folder.glob("part-*")}
    assert len(before) == 7
    assert [*run(BigJoin(folder, areas, join.folder), use_dask=False)][::23] == [7, FILES]
    assert pairs_in(join.folder) == expected
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_parts_of_another_join_are_never_taken_for_ours(folder, areas, tmp_path):
    out = tmp_path / "out"
    assert list(run(BigJoin(folder, areas, out), use_dask=False))
    for other in (
        BigJoin(folder, areas.iloc[::-1], out),
        BigJoin(folder, areas, out, keep=("name",)),
        BigJoin(folder / "00.parquet", areas, out),
    ):
        with pytest.raises(AtlasError, match="holds the join of other points"):
            next(run(other))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(AtlasError, match="not empty and holds no join"):
        next(run(BigJoin(folder, areas, tmp_path / "mine")))


@pytest.mark.parametrize("form", ["WKB", "geoarrow", "with Z"])
def test_geoparquet_of_every_form_gives_the_same_pairs(form, cloud, areas, expected, tmp_path):
    lon, lat = cloud
    shapes = shapely.points(lon, lat, np.zeros(lon.size) if form == "with Z" else None)
    shapes[5] = None
    frame = gpd.GeoDataFrame(geometry=shapes, crs=4326)
    path = tmp_path / "00.parquet"
    encoding = "geoarrow" if form == "geoarrow" else "WKB"
    frame.to_parquet(path, geometry_encoding=encoding, row_group_size=4_000)
    join = BigJoin(path, areas, tmp_path / "out")
    assert list(run(join))[-1] == len(join.parts)
    assert pairs_in(join.folder) == expected


def test_a_scheduler_that_does_not_answer_is_one_sentence(folder, areas, tmp_path, monkeypatch):
    monkeypatch.setattr(bigjoin, "PATIENCE_S", 0.2)
    for address in ("tcp://127.0.0.1:1", "nonsense://here"):
        with pytest.raises(AtlasError, match=f"no Dask scheduler answers at {address}"):
            list(run(BigJoin(folder, areas, tmp_path / "out"), scheduler=address))


def test_faults_of_a_file_come_back_whole_from_a_worker():
    error = ConformError("a.parquet", [Fault(2, "lon", "440", "no degrees", "Convert it.")])
    back = pickle.loads(pickle.dumps(error))
    assert (str(back), back.faults) == (str(error), error.faults)


def test_parts_are_whole_row_groups_of_about_a_size(folder, monkeypatch):
    monkeypatch.setattr(parquet_points, "PART_ROWS", 650)
    first, second, *others = parquet_points.plan(folder)  # 700 rows a file, in groups of 300
    assert (first.groups, first.first_row, first.rows) == ((0, 1), 0, 600)
    assert (second.groups, second.first_row, second.rows) == ((2,), 600, 100)
    assert [part.number for part in others] == list(range(2, 2 * FILES))


def test_what_is_no_file_of_points_is_refused_by_name(tmp_path, areas):
    def refused(error, match, path):
        with pytest.raises(error, match=match):
            list(run(BigJoin(path, areas, tmp_path / f"out-{path.stem}"), use_dask=False))

    refused(DataNotFoundError, "nowhere: no Parquet file there", tmp_path / "nowhere")
    text = tmp_path / "text.parquet"
    text.write_text("lon,lat\n44,33\n")
    refused(ConformError, "text.parquet: not a Parquet file", text)
    plain = tmp_path / "plain.parquet"
    pq.write_table(pa.table({"x": [44.0]}), plain)
    refused(ConformError, "plain.parquet: no coordinates", plain)
    metres = tmp_path / "metres.parquet"
    pq.write_table(pa.table({"lon": [44.0, 440_000.0], "lat": [33.0, 0.0]}), metres)
    refused(ConformError, "metres.parquet, row 2: coordinates out of range for EPSG:4326", metres)
    conic = tmp_path / "conic.parquet"
    point = shapely.Point(44, 33)
    gpd.GeoDataFrame(geometry=[point], crs=3857).to_parquet(conic)
    refused(ConformError, "conic.parquet: the file’s CRS is not", conic)
    line = tmp_path / "line.parquet"
    gpd.GeoDataFrame(geometry=[point, point.buffer(1)], crs=4326).to_parquet(line)
    refused(ConformError, "line.parquet, row 2, column 'geometry': not a Point", line)
    with pytest.raises(ConformError, match="there is no such column"):
        assert BigJoin(line, areas, tmp_path / "out", keep=("day",)).parts


def joined(tmp_path, areas, table, **options):
    """Summary of a join of one table, and its first part."""
    path = tmp_path / "p.parquet"
    pq.write_table(pa.table(table), path)
    join = BigJoin(path, areas, tmp_path / "out", **options)
    assert list(run(join, use_dask=False))[-1] == 1
    return summary(join), pq.read_table(join.path_of(join.parts[0])).to_pandas()


@pytest.fixture
def square():
    return gpd.GeoSeries([shapely.box(44, 33, 45, 34)], index=["A"], crs=4326)


@pytest.mark.parametrize("kind", ["int8", "int32", "int64", "uint16", "float16", "float32"])
def test_degrees_of_any_kind_of_number_are_read(kind, square, tmp_path):
    lon, lat = (np.array(v, dtype=kind) for v in ([44, 46], [33, 33]))
    counts, _ = joined(tmp_path, square, {"lon": lon, "lat": lat})
    assert (counts["areas"], counts["nowhere"]) == ({"A": 1}, 1)


def test_decimals_and_columns_in_capitals_are_read(square, tmp_path):
    wide = pa.array([44.0, 46.0]).cast(pa.decimal128(12, 6))
    counts, _ = joined(tmp_path, square, {"Longitude": wide, "LATITUDE": [33.5, 33.5]})
    assert counts["areas"] == {"A": 1}


def test_texts_are_no_degrees_and_named_with_their_kind(square, tmp_path):
    with pytest.raises(ConformError, match=r"hold no numbers.*lon: string"):
        joined(tmp_path, square, {"lon": ["44"], "lat": ["33"]})


@pytest.mark.parametrize("dtype", [pa.float64(), pa.int64()])
def test_points_without_coordinates_are_counted_by_themselves(dtype, square, tmp_path):
    lon = pa.array([44, None, 44, None, 46], type=dtype)
    lat = pa.array([33, 33, None, None, 33], type=dtype)
    counts, pairs = joined(tmp_path, square, {"lon": lon, "lat": lat})
    assert (counts["points"], counts["without_coordinates"], counts["nowhere"]) == (5, 3, 1)
    assert counts["areas"] == {"A": 1}
    assert pairs["row"].tolist() == [0]


def test_a_column_without_any_coordinate_is_no_error(square, tmp_path):
    counts, _ = joined(tmp_path, square, {"lon": pa.nulls(2), "lat": pa.nulls(2)})
    assert (counts["without_coordinates"], counts["nowhere"]) == (2, 0)


def test_geometries_that_are_missing_or_empty_are_without_coordinates(square, tmp_path):
    for at, encoding in enumerate(("WKB", "geoarrow")):
        shapes = [shapely.Point(44, 33), None, shapely.Point()]
        path = tmp_path / f"{at}.parquet"
        gpd.GeoDataFrame(geometry=shapes, crs=4326).to_parquet(path, geometry_encoding=encoding)
        join = BigJoin(path, square, tmp_path / f"out{at}")
        list(run(join, use_dask=False))
        assert summary(join)["without_coordinates"] == 2


@pytest.mark.parametrize("name", ["file", "row", "area_id"])
def test_a_column_called_as_one_of_the_result_is_refused(name, square, tmp_path):
    with pytest.raises(ConformError, match=f"column of its own by this name.*{name}"):
        joined(tmp_path, square, {"lon": [44.5], "lat": [33.5], name: ["mine"]}, keep=(name,))
    assert not (tmp_path / "out").exists()


def test_a_column_that_is_asked_for_twice_is_carried_once(square, tmp_path):
    table = {"lon": [44.5], "lat": [33.5], "k": ["x"]}
    _, pairs = joined(tmp_path, square, table, keep=("k", "k"))
    assert pairs["k"].tolist() == ["x"]


def test_points_that_would_lie_in_an_area_if_swapped_are_counted(square, tmp_path):
    lon, lat = [33.5, 33.6, 44.5, 10.0, np.nan], [44.5, 44.6, 33.5, 10.0, 1.0]
    counts, _ = joined(tmp_path, square, {"lon": lon, "lat": lat})
    assert (counts["nowhere"], counts["outside_box"], counts["swapped"]) == (3, 3, {"A": 2})


def test_native_geometries_that_are_no_points_are_refused(square, tmp_path):
    path = tmp_path / "p.parquet"
    line = shapely.LineString([(44, 33), (45, 34)])
    gpd.GeoDataFrame(geometry=[line], crs=4326).to_parquet(path, geometry_encoding="geoarrow")
    with pytest.raises(ConformError, match="no points"):
        list(run(BigJoin(path, square, tmp_path / "out"), use_dask=False))
