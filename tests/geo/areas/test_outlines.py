"""Polygons of every format of areas: checked alike, named with the place of the fault."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from geo.errors import ConformError
from geo.ingest.validate import AREAS, validate
from geo.io.formats import as_outlines, read_content
from geo.io.geojson import Feature
from geo.io.polygons import MOST_CORNERS, polygon_faults, repaired

# Its diagonals cross in the middle of the square: at 44.5, 33.5.
SQUARE = shapely.box(44, 33, 45, 34)
BOW = shapely.Polygon([(44, 33), (45, 34), (45, 33), (44, 34)])
ANGLES = np.linspace(0, 2 * np.pi, MOST_CORNERS + 1)
RING = shapely.Polygon(np.column_stack([44 + np.cos(ANGLES) / 9, 33 + np.sin(ANGLES) / 9]))
SUFFIXES = [".geojson", ".kml", ".gpkg", ".parquet"]


def kml_of(shape):
    spots = " ".join(f"{x!r},{y!r}" for x, y in map(tuple, shapely.get_coordinates(shape).tolist()))
    ring = f"<LinearRing><coordinates>{spots}</coordinates></LinearRing>"
    polygon = f"<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"
    return f"<Placemark><name>x</name>{polygon}</Placemark>"


def written(path, shapes, *, holder="KH"):
    """A file of outlines as a GIS program makes it."""
    frame = gpd.GeoDataFrame(
        {"area_id": [f"a{n}" for n in range(len(shapes))], "holder": holder},
        geometry=list(shapes),
        crs=4326,
    )
    if path.suffix == ".geojson":
        path.write_text(frame.to_json(), encoding="utf-8")
    elif path.suffix == ".kml":
        body = "".join(map(kml_of, shapes))
        path.write_text(
            f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>',
            encoding="utf-8",
        )
    elif path.suffix == ".gpkg":
        frame.to_file(path, driver="GPKG", layer="areas")
    else:
        frame.to_parquet(path)
    return path


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_sound_outlines_are_kept(suffix, atlas, tmp_path):
    validation = validate(
        written(tmp_path / f"mine{suffix}", [SQUARE, SQUARE.buffer(0.1)]), atlas=atlas
    )
    assert (validation.kind, validation.rows_kept, validation.faults) == (AREAS, 2, ())


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (BOW, "44.50000 E, 33.50000 N"),
        (RING, "250,000 corners"),
        (shapely.transform(SQUARE, lambda spots: spots[:, ::-1]), "look swapped"),
        (shapely.transform(SQUARE, lambda spots: spots * 1e5), "projected"),
    ],
    ids=["bow", "corners", "swapped", "projected"],
)
def test_a_fault_of_an_outline_is_named_with_its_place(suffix, shape, said, atlas, tmp_path):
    validation = validate(written(tmp_path / f"mine{suffix}", [SQUARE, shape]), atlas=atlas)
    assert (validation.rows_kept, validation.rows_faulty) == (1, 1)
    assert said in validation.faults[0].problem


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet"])
def test_an_empty_outline_is_named(suffix, atlas, tmp_path):
    path = written(tmp_path / f"mine{suffix}", [SQUARE, SQUARE.buffer(0.1), shapely.Polygon()])
    validation = validate(path, atlas=atlas)
    assert (validation.rows_kept, validation.rows_faulty) == (2, 1)


def test_outlines_in_another_system_are_refused(atlas, tmp_path):
    frame = gpd.GeoDataFrame({"area_id": ["a"]}, geometry=[SQUARE], crs=4326).to_crs(32638)
    for suffix in (".gpkg", ".parquet"):
        path = tmp_path / f"mine{suffix}"
        frame.to_file(path) if suffix == ".gpkg" else frame.to_parquet(path)
        with pytest.raises(ConformError, match="CRS is not EPSG:4326"):
            validate(path, atlas=atlas)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_outline_that_crosses_itself_is_repaired_when_asked_with_a_note(suffix, tmp_path):
    collection = as_outlines(read_content(written(tmp_path / f"mine{suffix}", [SQUARE, BOW])))
    features, notes = repaired(collection.features)
    assert polygon_faults(features) == []
    assert features[0] == collection.features[0]
    loops = shape(features[1].geometry)
    # The two triangles of the bow, which meet at the crossing.
    assert loops.geom_type == "MultiPolygon"
    assert loops.area == pytest.approx(0.5)
    (note,) = notes
    for part in ("outline 2", "44.50000 E, 33.50000 N", "2 parts"):
        assert part in note


def test_only_what_crosses_itself_is_repaired():
    flat = [[44.0, 33.0], [45.0, 33.0], [44.0, 33.0], [44.0, 33.0]]
    given = [
        Feature(1, {}, {"type": "Polygon", "coordinates": [flat]}),
        Feature(2, {}, None),
        Feature(3, {}, {"type": "Polygon", "coordinates": []}),
    ]
    assert repaired(given) == (given, [])
