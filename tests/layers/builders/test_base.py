"""The base map comes whole from the data folder, or says which file is missing."""

import geopandas as gpd
import pytest
from shapely.geometry import box

from geo.errors import DataNotFoundError
from layers.builders.base import base_labels, base_layers
from layers.spec import LineLayer, PointLayer
from tests.worlds import squares as worlds


@pytest.fixture
def folder(tmp_path):
    return worlds.write_base(tmp_path)


def by_id(folder):
    return {layer.id: layer for layer in base_layers(folder, places=worlds.PLACES)}


def test_all_parts_are_there_bottom_first_and_belong_to_the_base(folder):
    layers = base_layers(folder, places=worlds.PLACES)
    ids = ["neighbours", "borders", "units", "country", "rivers", "towns", "bases"]
    assert [layer.id for layer in layers] == ids
    assert all(layer.base and layer.attribution for layer in layers)


def test_the_country_is_the_outline_of_its_governorates(folder):
    country = by_id(folder)["country"].features
    assert country.geometry.iloc[0].bounds == (40, 30, 48, 36)
    assert country["fill"].tolist() == [0.0]


def test_an_edge_where_the_data_ends_is_no_border(folder):
    # The one neighbour fills its own box: it has no border to anybody.
    assert len(by_id(folder)["borders"].features) == 0


def test_a_border_between_two_neighbours_is_drawn(folder):
    halves = gpd.GeoDataFrame(
        {"country": ["A", "B"], "name": ["A", "B"]},
        geometry=[box(36, 27, 44, 40), box(44, 27, 52, 40)],
    )
    path = folder / "base" / "neighbours.geojson"
    path.write_text(worlds.collection(halves), encoding="utf-8")
    borders = by_id(folder)["borders"].features
    assert set(borders.geometry.bounds["minx"]) == {44.0}


def test_named_rivers_are_wider_than_streams(folder):
    rivers = by_id(folder)["rivers"]
    assert isinstance(rivers, LineLayer)
    assert rivers.features["weight_px"].iloc[0] > rivers.features["weight_px"].iloc[1]


def test_water_is_drawn_where_there_is_a_file(folder):
    source = (folder / "base" / "neighbours.geojson").read_text(encoding="utf-8")
    (folder / "base" / "water.geojson").write_text(source, encoding="utf-8")
    assert "water" in by_id(folder)


def test_a_large_town_shows_at_once_and_its_suburb_later(folder):
    towns = by_id(folder)["towns"]
    assert isinstance(towns, PointLayer)
    assert towns.features["min_zoom"].tolist() == [0.0, 9.0]
    assert towns.features["sublabel"].tolist() == ["بغداد", ""]


def test_only_bases_with_a_short_name_are_labelled(folder):
    assert by_id(folder)["bases"].features["label"].tolist() == ["Al-Asad"]
    indexed = base_labels(worlds.PLACES.set_index("place_id"))
    assert indexed.features["label"].tolist() == ["Al-Asad"]


def test_without_places_no_base_is_labelled(folder):
    assert "bases" not in [layer.id for layer in base_layers(folder)]


@pytest.mark.parametrize("name", ["units.geojson", "neighbours.geojson", "towns.csv"])
def test_a_missing_file_is_named(folder, name):
    (folder / "base" / name).unlink()
    with pytest.raises(DataNotFoundError, match=name):
        base_layers(folder)
