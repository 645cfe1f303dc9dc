"""GeoJSON as programs write it: one feature a line, old reference systems, mixed geometries."""

from __future__ import annotations

import json

import pytest

from geo.errors import ConformError
from geo.io.formats import as_outlines, as_table, polygons_of, read_content
from geo.io.geojson_crs import crs_faults

POINT = {"type": "Point", "coordinates": [44.2697, 33.524]}
SQUARE = {"type": "Polygon", "coordinates": [[[44, 33], [45, 33], [45, 34], [44, 34], [44, 33]]]}
LINE = {"type": "LineString", "coordinates": [[44, 33], [45, 34]]}


def feature(geometry=POINT, **cells):
    return {"type": "Feature", "properties": {"date": "2021-07-10", **cells}, "geometry": geometry}


def read(tmp_path, text):
    path = tmp_path / "mine.geojson"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_content(path)


def collection(*geometries):
    features = [feature(one) for one in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features})


def mixed(*geometries):
    return {"type": "GeometryCollection", "geometries": list(geometries)}


@pytest.mark.parametrize("begin", ["", "\x1e", " "])
@pytest.mark.parametrize("between", ["\n", "\r\n", "\n\n"])
def test_one_feature_a_line_is_read_and_reported(begin, between, tmp_path):
    lines = [begin + json.dumps(feature(title=str(n))) for n in range(3)]
    found = read(tmp_path, between.join(lines) + "\n")
    assert as_table(found).cells["title"].tolist() == ["0", "1", "2"]
    assert any("one feature a line" in note for note in found.notes)


def test_a_line_that_is_no_feature_is_a_fault_of_its_own(tmp_path):
    lines = [json.dumps(feature()), '{"type": "Other"}', json.dumps(feature())]
    found = read(tmp_path, "\n".join(lines))
    assert [fault.row for fault in found.faults] == [2]
    assert len(found.features) == 2


def test_a_line_that_is_no_json_is_named_by_its_number(tmp_path):
    with pytest.raises(ConformError, match="row 3: not JSON"):
        read(tmp_path, f"{json.dumps(feature())}\n\n{{cut")


@pytest.mark.parametrize("indent", [None, 0, 2])
def test_one_text_of_several_lines_stays_one_text(indent, tmp_path):
    whole = {"type": "FeatureCollection", "features": [feature(), feature()]}
    assert len(read(tmp_path, json.dumps(whole, indent=indent)).features) == 2
    assert len(read(tmp_path, json.dumps(feature(), indent=indent)).features) == 1


LONLAT = [
    None,
    "EPSG:4326",
    4326,
    {"type": "EPSG", "properties": {"code": 4326}},
    {"type": "EPSG", "properties": {"code": "4326"}},
    {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
    {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}},
    {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG:6.9:4326"}},
    {"type": "name", "properties": {"name": "urn:x-ogc:def:crs:EPSG:4326"}},
    {"type": "name", "properties": {"name": "EPSG:4326"}},
    {"type": "name", "properties": {"name": "epsg:4326"}},
    {"type": "name", "properties": {"name": "OGC:CRS84"}},
    {"type": "name", "properties": {"name": "CRS:84"}},
    {"type": "name", "properties": {"name": "WGS 84"}},
    {"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
    {"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/EPSG/0/4326"}},
    {"type": "name", "properties": {"name": "http://www.opengis.net/gml/srs/epsg.xml#4326"}},
    {"type": "link", "properties": {"href": "http://spatialreference.org/ref/epsg/4326/proj4/",
                                    "type": "proj4"}},
]  # fmt: skip
FOREIGN = [
    "EPSG:3857",
    3857,
    True,
    {},
    [],
    {"type": "EPSG", "properties": {"code": 32638}},
    {"type": "EPSG", "properties": {"code": 14326}},
    {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::43260"}},
    {"type": "name", "properties": {"name": "urn:ogc:def:crs:ESRI::4326"}},
    {"type": "name", "properties": {"name": "SR-ORG:4326"}},
    {"type": "name", "properties": {"name": "WGS 84 / UTM zone 38N"}},
    {"type": "name", "properties": {"name": "WGS84 / Pseudo-Mercator"}},
    {"type": "name", "properties": {"name": None}},
    {"type": "name", "properties": "EPSG:3857"},
    {"type": "ESRI", "properties": {"code": 4326}},
    {"type": "name", "properties": {"name": "1" * 100_000 + "4326"}},
]


@pytest.mark.parametrize("given", LONLAT)
def test_lonlat_is_known_in_every_spelling(given):
    assert crs_faults(given) == []


@pytest.mark.parametrize("given", FOREIGN)
def test_another_system_is_refused_with_what_was_given(given):
    (fault,) = crs_faults(given)
    assert fault.column == "crs"
    assert "CRS is not" in fault.problem
    assert len(fault.given) <= 80


@pytest.mark.parametrize("shape", [mixed(POINT, SQUARE), mixed(mixed(SQUARE), LINE, POINT)])
def test_polygons_among_other_geometries_are_outlines_and_the_others_are_named(shape, tmp_path):
    found = as_outlines(read(tmp_path, collection(shape)))
    (outline,) = found.features
    assert outline.geometry == SQUARE
    assert any("not read: 1" in note for note in found.notes)


def test_several_polygons_of_a_collection_are_one_outline(tmp_path):
    found = polygons_of(read(tmp_path, collection(mixed(SQUARE, SQUARE))))
    assert found.features[0].geometry["coordinates"] == [SQUARE["coordinates"]] * 2
    assert not found.notes


def test_whoever_asks_for_areas_gets_the_polygons_beside_any_number_of_points(tmp_path):
    content = read(tmp_path, collection(POINT, SQUARE, POINT, LINE))
    assert as_outlines(content) is None
    found = polygons_of(content)
    assert [one.number for one in found.features] == [2]
    assert found.count == 1
    assert any("1 outlines were read; not read: 1 LineString, 2 Point" in n for n in found.notes)


def test_an_outline_without_a_geometry_stays_to_be_named(tmp_path):
    found = polygons_of(read(tmp_path, collection(SQUARE, None, POINT)))
    assert [one.number for one in found.features] == [1, 2]


@pytest.mark.parametrize("shapes", [(POINT,), (mixed(POINT, LINE),), (None,)])
def test_a_layer_without_polygons_has_none(shapes, tmp_path):
    assert polygons_of(read(tmp_path, collection(*shapes))) is None


def test_collections_nested_deep_are_refused_or_read_and_end_nothing(tmp_path):
    text = '{"type":"GeometryCollection","geometries":[' * 3000 + "]}" * 3000
    whole = json.dumps({"type": "FeatureCollection", "features": [feature(0)]})
    whole = whole.replace('"geometry": 0', f'"geometry": {text}')
    with pytest.raises(ConformError, match=r"nested too deep|more than"):
        as_outlines(read(tmp_path, whole))
