"""Layers with columns of latitude and longitude: read where there is no point, else compared."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
from shapely.geometry import Point, mapping

from geo.ingest.quarantine import partition_rows
from geo.io.formats import as_table, read_content
from geo.io.stated_columns import stated_columns

TAJI, BALAD = Point(44.2697, 33.524), Point(44.36, 33.94)
CELLS = {"date": "2021-07-10", "method": "rocket", "target_radius_km": "5"}


def written(path, rows):
    """A layer of rows, each a point or None and its cells, as a program of its format makes it."""
    if path.suffix == ".geojson":
        features = [
            {"type": "Feature", "properties": cells, "geometry": point and mapping(point)}
            for point, cells in rows
        ]
        text = json.dumps({"type": "FeatureCollection", "features": features})
        path.write_text(text, encoding="utf-8")
    elif path.suffix == ".kml":
        marks = [
            "<Placemark><ExtendedData>"
            + "".join(f'<Data name="{k}"><value>{v}</value></Data>' for k, v in cells.items())
            + "</ExtendedData>"
            + (f"<Point><coordinates>{point.x},{point.y}</coordinates></Point>" if point else "")
            + "</Placemark>"
            for point, cells in rows
        ]
        space = 'xmlns="http://www.opengis.net/kml/2.2"'
        body = f"<kml {space}><Document>{''.join(marks)}</Document></kml>"
        path.write_text(body, encoding="utf-8")
    else:
        points = [point for point, _ in rows]
        frame = gpd.GeoDataFrame([cells for _, cells in rows], geometry=points, crs=4326)
        if path.suffix == ".gpkg":
            frame.to_file(path, driver="GPKG", layer="attacks")
        else:
            frame.to_parquet(path)
    return path


@pytest.fixture(params=[".geojson", ".kml", ".gpkg", ".parquet"])
def layer(request, tmp_path):
    return lambda rows: as_table(read_content(written(tmp_path / f"mine{request.param}", rows)))


def test_a_row_without_a_point_stands_where_its_columns_say(layer, atlas):
    first = {**CELLS, "lat": "33.524", "lon": "44.2697"}
    found = layer([(TAJI, first), (None, {**CELLS, "lat": "33.94", "lon": "44.36"})])
    assert found.cells["target_lat"].tolist() == ["33.524", "33.94"]
    assert found.cells["target_lon"].tolist() == ["44.2697", "44.36"]
    assert any("rows without a point: 1" in note for note in found.notes)
    assert not partition_rows(found, atlas=atlas).faults


def test_what_was_read_from_columns_is_reported_once(layer, atlas):
    rows = [(TAJI, {**CELLS, "lat": "33.524", "lon": "44.2697", "colour": "red"}),
            (None, {**CELLS, "lat": "33.94", "lon": "44.36", "colour": "blue"})]  # fmt: skip
    found = partition_rows(layer(rows), atlas=atlas)
    notes = [note for note in found.notes if "lat" in note or "not used" in note]
    assert [note.split(": ", 1)[1] for note in notes] == [
        "rows without a point: 1; their place was read from lon and lat.",
        "columns not used: colour.",
    ]
    taken = {match.header: match.part_of for match in found.matches if match.part_of}
    assert taken == {
        "lon": "target_lon, where a row has no point",
        "lat": "target_lat, where a row has no point",
    }
    assert not any(match.column for match in found.matches if match.part_of), "nothing to accept"
    # Where each row has a point nothing was read from them, and that is what is said.
    points = partition_rows(layer(rows[:1]), atlas=atlas)
    (note,) = [note for note in points.notes if "not used" in note]
    assert {"lat", "lon", "colour"} <= {*note.split(": ")[-1].rstrip(".").split(", ")}


def test_one_column_alone_is_half_a_coordinate_and_waits(layer, atlas):
    found = layer([(None, {**CELLS, "lat": "33.94", "lon": ""}), (TAJI, CELLS)])
    faults = partition_rows(found, atlas=atlas).faults
    assert [(fault.row, fault.column) for fault in faults] == [(1, "target_lat")]


@pytest.mark.parametrize("lat", ["36.34", "36°20'24\"N"])
def test_columns_far_from_the_point_wait_until_somebody_decides(layer, atlas, lat):
    found = layer([(TAJI, {**CELLS, "lat": lat, "lon": "43.13"})])
    (fault,) = found.faults
    assert (fault.row, fault.column, fault.confirmable) == (1, "geometry", True)
    assert "km from the point" in fault.problem
    assert partition_rows(found, atlas=atlas).rows_kept == 0
    kept = partition_rows(found, atlas=atlas, confirmed=frozenset({1})).record
    assert kept.attacks["target_lat"].tolist() == [33.524]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("33.524", "44.2697"), ("33.52", "44.27"), ("33.5", "44.3"), ("33", "44"), ("", ""),
     ("3711000", "432000"), ("north", "east")],
)  # fmt: skip
def test_columns_that_round_the_point_or_hold_no_degrees_are_no_fault(layer, lat, lon):
    found = layer([(TAJI, {**CELLS, "lat": lat, "lon": lon})])
    assert not found.faults
    assert found.cells["target_lat"].tolist() == ["33.524"]


def test_a_launch_of_a_folder_does_not_come_back_as_a_target(tmp_path):
    path = written(tmp_path / "mine.kml", [(TAJI, {**CELLS, "lat": "33.524", "lon": "44.2697"})])
    text = path.read_text("utf-8").replace(
        "<Placemark>", "<Folder><name>Launches</name><Placemark>"
    )
    path.write_text(text.replace("</Placemark>", "</Placemark></Folder>"), encoding="utf-8")
    cells = as_table(read_content(path)).cells
    assert (cells.loc[1, "launch_lat"], cells.loc[1, "target_lat"]) == ("33.524", "")


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["date", "lat", "lon"], ("lon", "lat")),
        (["Longitude", "خط العرض"], ("Longitude", "خط العرض")),
        (["lat", "latitude", "lon"], None),
        (["lat"], None),
        (["lat", "lon", "target_lat"], None),
        (["launch_lat", "launch_lon"], None),
    ],
)
def test_columns_are_taken_only_where_there_is_one_of_each(names, found):
    assert stated_columns(names) == found
