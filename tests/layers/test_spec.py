"""Specs refuse what no renderer could draw, and fill in what was not said."""

from dataclasses import FrozenInstanceError, replace

import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString, Point, box

from geo.errors import CRSError, GeometryError
from layers.spec import (
    HeatLayer,
    LineLayer,
    MapSpec,
    PointLayer,
    PolygonLayer,
    SpecError,
    points,
)


def square(crs=4326):
    return gpd.GeoDataFrame(geometry=[box(41, 33, 42, 34)], crs=crs)


def test_missing_columns_take_their_defaults_and_given_ones_stay():
    layer = PolygonLayer(id="a", title="A", features=square().assign(fill=0.5))
    assert layer.features["fill"].tolist() == [0.5]
    assert layer.features["tooltip"].tolist() == [""]


def test_the_frame_that_was_given_is_not_changed():
    given = square()
    PolygonLayer(id="a", title="A", features=given)
    assert list(given.columns) == ["geometry"]


def test_another_crs_is_refused_with_its_name():
    with pytest.raises(CRSError, match=r"EPSG:3857.*expected EPSG:4326"):
        PolygonLayer(id="a", title="A", features=square(3857))


def test_a_frame_without_crs_is_refused():
    with pytest.raises(CRSError, match="no CRS"):
        PolygonLayer(id="a", title="A", features=square(None))


@pytest.mark.parametrize(
    ("kind", "shape"),
    [(PointLayer, box(0, 0, 1, 1)), (LineLayer, Point(1, 1)), (PolygonLayer, Point(1, 1))],
)
def test_a_geometry_of_another_kind_is_refused(kind, shape):
    frame = gpd.GeoDataFrame(geometry=[shape], crs=4326)
    with pytest.raises(GeometryError, match="was given"):
        kind(id="a", title="A", features=frame)


def test_an_empty_geometry_is_refused():
    frame = gpd.GeoDataFrame(geometry=[LineString()], crs=4326)
    with pytest.raises(GeometryError, match="without a geometry"):
        LineLayer(id="a", title="A", features=frame)


def test_heat_refuses_metres():
    with pytest.raises(CRSError, match="1 points"):
        HeatLayer(id="h", title="H", lonlat=np.array([[44.0, 33.0], [500_000.0, 33.0]]))


def test_two_layers_of_one_id_are_refused():
    layer = PolygonLayer(id="a", title="A", features=square())
    with pytest.raises(SpecError, match="share the ids a;"):
        MapSpec((layer, layer))


@pytest.mark.parametrize("bounds", [(45, 30, 40, 36), (40, 36, 45, 30), (40, 30, 200, 36)])
def test_bounds_in_another_order_are_refused(bounds):
    with pytest.raises(SpecError, match="west, south, east, north"):
        MapSpec((), bounds=bounds)


def test_hidden_layers_give_no_attribution_and_equal_ones_count_once():
    one = PolygonLayer(id="a", title="A", features=square(), attribution="Us")
    two, three = replace(one, id="b"), replace(one, id="c", visible=False, attribution="Them")
    spec = MapSpec((one, two, three))
    assert spec.attributions == ("Us",)
    assert [layer.id for layer in spec.shown] == ["a", "b"]


def test_specs_are_frozen():
    with pytest.raises(FrozenInstanceError):
        MapSpec(()).title = "x"


def test_points_take_longitude_first():
    frame = points([44.0], [33.0], label=["x"])
    assert (frame.geometry.x[0], frame.geometry.y[0]) == (44.0, 33.0)
    assert frame.crs.to_epsg() == 4326
