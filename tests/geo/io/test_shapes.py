"""Geometries that no attack has: held back row by row, with a word, and their neighbours kept."""

from __future__ import annotations

import json
import struct

import pandas as pd
import pytest
import shapely

from geo.ingest.validate import validate
from geo.io.formats import as_outlines, as_table, read_content
from geo.io.point_files import chunks, plan
from geo.io.wkb import Shapes, decoded
from tests.corpus.cells import rows
from tests.corpus.writing import as_geoparquet, as_gpkg, gpkg_blob

POINT = shapely.Point(44.36, 33.94).wkb
OTHER = shapely.Point(44.36, 33.54).wkb
EMPTY = shapely.Point().wkb
SPOTS = struct.pack("<6d", 44, 33, 45, 34, 46, 33)
ARC = struct.pack("<BII", 1, 8, 3) + SPOTS
ARCS = {
    "arc": ARC,
    "arc of PostGIS": struct.pack("<BIII", 1, 8 | 0x20000000, 4326, 3) + SPOTS,
    "arc with heights": struct.pack("<BII", 1, 1008, 3) + SPOTS + bytes(24),
    "big-endian": struct.pack(">BII", 0, 8, 3) + struct.pack(">6d", 44, 33, 45, 34, 46, 33),
    "area of arcs": struct.pack("<BII", 1, 10, 1) + ARC,
}
SUFFIXES = [".gpkg", ".parquet"]


def layer(path, odd):
    """Three rows, of which the middle one has another geometry."""
    made = rows({})
    if path.suffix == ".parquet":
        path.write_bytes(as_geoparquet(made, geometry=[POINT, odd, OTHER]))
    else:
        blob = gpkg_blob(0, 0, wkb=odd).hex()
        change = f"UPDATE points SET geom = x'{blob}' WHERE fid = 2"
        path.write_bytes(as_gpkg(made, then=[change]))
    return path


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_point_is_no_place_and_said_to_be_none(suffix, atlas, tmp_path):
    validation = validate(layer(tmp_path / f"mine{suffix}", EMPTY), atlas=atlas)
    assert (validation.rows_read, validation.rows_faulty) == (3, 1)
    (fault,) = validation.faults
    assert (fault.row, fault.problem) == (2, "the point is empty")


def test_an_empty_point_that_a_geopackage_flags_is_said_to_be_one(atlas, tmp_path):
    path = tmp_path / "mine.gpkg"
    flagged = (b"GP\x00\x11" + struct.pack("<i", 4326) + EMPTY).hex()
    change = f"UPDATE points SET geom = x'{flagged}' WHERE fid = 2"
    path.write_bytes(as_gpkg(rows({}), then=[change]))
    assert [fault.row for fault in validate(path, atlas=atlas).faults] == [2]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("arc", ARCS.values(), ids=ARCS)
def test_a_curve_is_held_back_alone(suffix, arc, atlas, tmp_path):
    validation = validate(layer(tmp_path / f"mine{suffix}", arc), atlas=atlas)
    assert (validation.rows_read, validation.rows_faulty) == (3, 1)
    assert (validation.faults[0].row, validation.faults[0].problem) == (2, "curves are not read")


def test_curves_among_outlines_are_counted_once():
    square = shapely.box(44, 33, 45, 34).wkb
    wkb = pd.Series([square, ARCS["area of arcs"], square], index=[1, 2, 3])
    geometry, faults = decoded(wkb)
    cells = pd.DataFrame({"holder": ["KH"] * 3}, index=wkb.index, dtype=object)
    found = as_outlines(Shapes("mine.gpkg", cells, geometry, tuple(faults)))
    assert ([f.number for f in found.features], found.count) == ([1, 3], 3)
    assert found.malformed_rows == {2: "KH"}


def test_whatever_stands_for_a_geometry_every_row_is_in_one_of_two_places():
    given = [POINT, None, 7, "POINT(1 2)", b"", ARC, struct.pack("<BII", 1, 7, 1) + ARC, EMPTY, 2.5]
    wkb = pd.Series(given, index=range(1, 1 + len(given)), dtype=object)
    geometry, faults = decoded(wkb)
    cells = pd.DataFrame({"note": [str(n) for n in wkb.index]}, index=wkb.index, dtype=object)
    read = as_table(Shapes("mine.parquet", cells, geometry, tuple(faults)))
    assert list(read.cells["note"]) == ["1", "2"]
    assert sorted(read.malformed_rows) == [fault.row for fault in sorted(read.faults)]
    assert read.rows_read == len(given)


LONE, TWO = [[44.41, 33.91]], [[44.36, 33.94], [44.4, 33.9]]


def test_a_multipoint_of_one_point_is_that_point_in_every_format(atlas, tmp_path):
    many = shapely.MultiPoint(LONE).wkb
    for suffix in SUFFIXES:
        validation = validate(layer(tmp_path / f"mine{suffix}", many), atlas=atlas)
        assert (validation.rows_kept, validation.faults) == (3, ())
        validation = validate(
            layer(tmp_path / f"two{suffix}", shapely.MultiPoint(TWO).wkb), atlas=atlas
        )
        assert [fault.given for fault in validation.faults] == ["MultiPoint"]
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": c}}
        for c in (LONE, TWO, [])
    ]
    path = tmp_path / "mine.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = as_table(read_content(path))
    assert found.cells.loc[1, ["target_lon", "target_lat"]].tolist() == ["44.41", "33.91"]
    assert sorted(found.malformed_rows) == [2, 3]


def test_the_join_takes_a_multipoint_of_one_point(tmp_path):
    path = tmp_path / "mine.parquet"
    path.write_bytes(as_geoparquet(rows({}), geometry=[shapely.MultiPoint(LONE).wkb, POINT, None]))
    found = [chunk.lon.tolist() for part in plan(path) for chunk in chunks(part)]
    assert str(found) == "[[44.41, 44.36, nan]]"
