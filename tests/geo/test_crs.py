"""The CRS is checked at the door, measuring is true, and discs are as wide as they say."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from geo import crs
from geo.errors import AtlasError, CRSError

POINTS = [Point(44, 33)]


@pytest.mark.parametrize("given_crs", [4326, "OGC:CRS84"])
def test_lon_lat_may_pass(given_crs):
    crs.require_lonlat(gpd.GeoSeries(POINTS, crs=given_crs).to_crs(4326), what="points")


def test_a_frame_without_crs_is_refused_with_the_remedy():
    with pytest.raises(CRSError, match=r"points has no CRS.*EPSG:4326.*set_crs\(4326\)"):
        crs.require_lonlat(gpd.GeoSeries(POINTS), what="points")


@pytest.mark.parametrize("other", [3857, 32638, 4269])
def test_another_crs_is_refused_with_the_remedy_and_not_converted(other):
    frame = gpd.GeoDataFrame(geometry=POINTS, crs=other)
    with pytest.raises(CRSError, match=r"areas is in .*expected.*to_crs\(4326\)"):
        crs.require_lonlat(frame, what="areas")
    assert frame.crs.to_epsg() == other


def test_a_crs_error_is_what_a_caller_expects():
    assert issubclass(CRSError, AtlasError)
    assert issubclass(CRSError, ValueError)


@settings(max_examples=50, deadline=None)
@given(lon=st.floats(38, 49), lat=st.floats(28, 38))
def test_projecting_and_back_is_the_same_place(lon, lat):
    back = crs.unproject(*crs.project([lon], [lat]))
    assert back[0][0] == pytest.approx(lon, abs=1e-9)
    assert back[1][0] == pytest.approx(lat, abs=1e-9)


def test_geometries_go_to_metres_and_back():
    line = LineString([(43, 32), (45, 34)])
    (back,) = crs.to_lonlat(crs.to_metric([line]))
    assert shapely.hausdorff_distance(back, line) < 1e-9


def test_edges_are_densified_before_they_are_projected():
    # A parallel of four degrees: its middle bows 1.8 km off the straight line of the conic.
    (line,) = crs.to_metric([LineString([(42, 33), (46, 33)])])
    x, y = crs.project([44], [33])
    assert line.distance(Point(x[0], y[0])) < 10
    corners = shapely.get_coordinates(line)
    chord = LineString([corners[0], corners[-1]])
    assert chord.distance(Point(x[0], y[0])) == pytest.approx(1790, abs=20)


@pytest.mark.parametrize("lat", [29.5, 31.0, 33.25, 36.0, 37.3])
def test_lengths_in_the_conic_are_true_to_two_in_a_thousand(lat):
    x, y = crs.project([44, 44.1], [lat, lat])
    metres = float(np.hypot(x[1] - x[0], y[1] - y[0]))
    assert metres / 1000 == pytest.approx(float(crs.distance_km(44, lat, 44.1, lat)), rel=0.002)


def test_a_degree_of_latitude_is_as_long_as_the_tables_say():
    assert float(crs.distance_km(44, 32.5, 44, 33.5)) == pytest.approx(110.90, abs=0.02)


def test_distances_broadcast():
    km = crs.distance_km([[44], [45]], [[33], [33]], [44, 45, 46], [33, 33, 33])
    assert km.shape == (2, 3)
    assert km[0, 0] == km[1, 1] == 0


@pytest.mark.parametrize("radius_km", [0.5, 10, 75])
@pytest.mark.parametrize(("lon", "lat"), [(44.4, 33.3), (39.0, 37.4), (48.4, 29.9)])
def test_a_disc_is_as_wide_as_it_says(lon, lat, radius_km):
    (disc,) = crs.discs(lon, lat, radius_km)
    edge = shapely.get_coordinates(shapely.segmentize(disc.exterior, radius_km / 4000))
    km = crs.distance_km(lon, lat, edge[:, 0], edge[:, 1])
    assert km.max() == pytest.approx(radius_km, rel=0.001)
    assert km.min() == pytest.approx(radius_km, rel=0.001)
    assert disc.is_valid


def test_many_discs_each_have_their_own_centre_and_radius():
    discs = crs.discs([43, 44], [33, 34], [1, 20])
    assert [shapely.contains_xy(d, x, y) for d, x, y in zip(discs, [43, 44], [33, 34], strict=True)]
    widths = shapely.bounds(discs)[:, 3] - shapely.bounds(discs)[:, 1]
    assert widths[1] / widths[0] == pytest.approx(20, rel=0.01)
