"""GeoJSON that breaks the rules of JSON, or that is made to fill the memory."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from geo.errors import ConformError
from geo.io.formats import as_table, read_content
from tests.corpus.cells import rows
from tests.corpus.writing import as_geojson

SOUND = as_geojson(rows({})).decode()


def read(path, text):
    path.write_text(text, encoding="utf-8")
    return as_table(read_content(path))


def document(*features, **members):
    return json.dumps({"type": "FeatureCollection", "features": features, **members})


def feature(properties, geometry=None):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_a_word_that_is_no_number_is_named_with_its_feature_and_property(word, tmp_path):
    text = document(feature({"killed": 1}), feature({"killed": "X"})).replace('"X"', word)
    found = read(tmp_path / "mine.geojson", text)
    (fault,) = found.faults
    assert (fault.row, fault.column, fault.given) == (2, "killed", word)
    assert (list(found.cells.index), found.rows_read) == ([1], 2)
    assert word in found.malformed_rows[2]


def test_a_key_that_stands_twice_is_a_fault_and_both_are_kept(tmp_path):
    text = document(feature({"note": "first", "x": "second"}), feature({"note": "b"}))
    found = read(tmp_path / "mine.geojson", text.replace('"x"', '"note"'))
    (fault,) = found.faults
    assert (fault.row, fault.column) == (1, "note")
    assert {"first", "second"} <= set(found.malformed_rows[1].split('"'))


def test_what_is_odd_beside_the_features_is_of_the_file(tmp_path):
    text = document(feature({"note": "a"}), bbox=["X"]).replace('"X"', "NaN")
    found = read(tmp_path / "mine.geojson", text)
    assert [(fault.row, fault.column) for fault in found.faults] == [(0, "bbox")]


def test_an_oddity_deep_inside_is_one_error(tmp_path):
    deep = "[" * 900 + "NaN" + "]" * 900
    with pytest.raises(ConformError, match="nested too deep"):
        read(tmp_path / "mine.geojson", document(feature({"a": "X"})).replace('"X"', deep))


@pytest.mark.parametrize("entry", ["{}", "[]", "[0]", '{"type":1}'])
def test_a_million_and_more_entries_that_are_no_features_are_refused_in_little_memory(
    entry, tmp_path
):
    path = tmp_path / "mine.geojson"
    path.write_text(
        f'{{"type": "FeatureCollection", "features": [{",".join([entry] * 1_500_000)}]}}'
    )
    tracemalloc.start()
    with pytest.raises(ConformError, match="for the features that it has"):
        read_content(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000_000


def test_many_entries_that_are_no_objects_are_one_error(tmp_path):
    text = f'{{"type": "FeatureCollection", "features": [{",".join("1" * 20_000)}]}}'
    with pytest.raises(ConformError) as caught:
        read(tmp_path / "mine.geojson", text)
    (fault,) = caught.value.faults
    assert fault.problem == "more than 10,000 entries are no features"


def test_a_column_for_each_row_is_refused_before_a_table_is_made(tmp_path):
    text = document(*[feature({f"k{number}": 1}) for number in range(600)])
    with pytest.raises(ConformError, match="more than 500 columns"):
        read(tmp_path / "mine.geojson", text)


def test_a_property_named_geometry_is_kept_when_its_row_is_held_back(tmp_path):
    line = {"type": "LineString", "coordinates": [[44, 33], [45, 34]]}
    found = read(tmp_path / "mine.geojson", document(feature({"geometry": "by eye"}, line)))
    assert "by eye" in found.malformed_rows[1]
    assert "LineString" in found.malformed_rows[1]
