"""Tables of a GeoPackage beside its layer, and tables that hold more than their file."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geo.errors import ConformError
from geo.io.formats import as_table
from geo.io.geopackage import read_geopackage


@pytest.fixture
def package(tmp_path):
    """A GeoPackage of one layer of three points, and a way to run SQL in it."""
    path = tmp_path / "mine.gpkg"
    frame = gpd.GeoDataFrame({"date": ["2021-07-10"] * 3}, geometry=[Point(44, 33)] * 3, crs=4326)
    frame.to_file(path, driver="GPKG", layer="incidents")

    def run(*statements):
        with closing(sqlite3.connect(path)) as database, database:
            for statement in statements:
                database.execute(statement)
        return path

    return run


def beside(name, kind="attributes"):
    about = "table_name, data_type, identifier"
    return (
        f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, styleQML TEXT)",
        f"INSERT INTO gpkg_contents ({about}) VALUES ('{name}', '{kind}', '{name}')",
    )


def test_a_table_without_places_beside_the_one_layer_is_named_and_not_read(package):
    found = read_geopackage(package(*beside("layer_styles"), *beside("notes")))
    assert found.cells["date"].tolist() == ["2021-07-10"] * 3
    assert found.notes == ("mine.gpkg: incidents was read; not read: layer_styles, notes.",)


def test_two_layers_with_places_are_refused(package):
    with pytest.raises(ConformError, match="incidents, others"):
        read_geopackage(package(*beside("others", kind="features")))


def test_a_table_named_attacks_goes_first(package):
    path = package(*beside("attacks"), "INSERT INTO attacks (styleQML) VALUES ('x')")
    assert as_table(read_geopackage(path)).cells["styleQML"].tolist() == ["x"]


def test_a_default_that_fills_every_row_is_refused_by_the_size_of_the_file(package):
    many = "INSERT INTO incidents (date) WITH n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n "
    path = package(
        "DROP TRIGGER IF EXISTS rtree_incidents_geom_insert",
        "DROP TRIGGER IF EXISTS trigger_insert_feature_count_incidents",
        f"{many} LIMIT 2000) SELECT x FROM n",
        f"ALTER TABLE incidents ADD COLUMN more TEXT DEFAULT '{'x' * 100_000}'",
    )
    assert path.stat().st_size < 1_000_000
    with pytest.raises(ConformError, match="a default value may fill them"):
        read_geopackage(path)


def test_a_short_default_is_read(package):
    path = package("ALTER TABLE incidents ADD COLUMN more TEXT DEFAULT 'fired at night'")
    assert read_geopackage(path).cells["more"].tolist() == ["fired at night"] * 3


def test_columns_that_are_computed_when_asked_for_are_named_and_not_computed(package):
    path = package(
        f"ALTER TABLE incidents ADD COLUMN a TEXT AS ('{'x' * 1000}' || date) VIRTUAL",
        *(
            f"ALTER TABLE incidents ADD COLUMN {b} TEXT AS ({a}||{a}||{a}||{a}||{a}) VIRTUAL"
            for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ),
    )
    found = read_geopackage(path)
    assert list(found.cells.columns) == ["date"]
    assert any("computed columns not read: a, b" in note for note in found.notes)
