"""Distance to ground: the nearest edge on the ellipsoid, not in degrees."""

from __future__ import annotations

import sys

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, box

from bench.bars import slow_km
from bench.outlines import outlines, points
from geo import crs
from geo.areas.table import area_km2
from geo.spatial.area_index import LEAST
from geo.spatial.borders import Borders, borders_of

# A tall box whose sides, seen from the point (44, 33), are nearly as many degrees away:
#
#   33.50  +----------------+   0.50° north = 55.4 km
#          |                |
#   33.00  |       o        |
#          |                |   0.52° east  = 48.6 km, and so the nearest
#   30.00  +----------------+
#        40.0     44.0    44.52
TALL = box(40, 30, 44.52, 33.5)


def brute_force_km(point, polygon):
    """Geodesic distance to points a hundred metres apart on the border."""
    edge = shapely.get_coordinates(shapely.segmentize(polygon.boundary, 0.001))
    return float(crs.distance_km(point.x, point.y, edge[:, 0], edge[:, 1]).min())


@pytest.mark.parametrize("area", ["kh_anbar", "aah_balad_east", "kss_mosul_nineveh"])
def test_the_nearest_edge_agrees_with_brute_force(atlas, area):
    polygon = atlas.areas.table.geometry[area]
    names = ["baghdad", "kirkuk", "basra", "al_qaim", "camp_ashraf", "sinjar", "najaf"]
    points = [Point(p.lon, p.lat) for p in map(atlas.gazetteer.place, names)]
    km = Borders((polygon,)).km([p.x for p in points], [p.y for p in points])[:, 0]
    slow = np.array([brute_force_km(p, polygon) for p in points])
    assert slow.max() > 100
    np.testing.assert_allclose(km, slow, rtol=0.001, atol=0.02)


def test_nearest_in_degrees_is_another_edge_and_too_far():
    km = float(Borders((TALL,)).km([44], [33])[0, 0])
    assert km == pytest.approx(0.52 * 93.45, rel=0.002)
    foot = shapely.shortest_line(Point(44, 33), TALL.boundary).coords[1]
    plain = float(crs.distance_km(44, 33, *foot))
    assert plain == pytest.approx(0.5 * 110.9, rel=0.002)
    assert plain / km > 1.1


def test_from_outside_a_corner_is_nearest():
    km = Borders((box(43, 32, 44, 33),)).km([44.5], [33.5])[0, 0]
    assert km == pytest.approx(float(crs.distance_km(44.5, 33.5, 44, 33)), rel=1e-6)


def test_the_edge_of_a_hole_is_an_edge(ring):
    # From the middle of the hole its east and west edges are 0.2° = 18.7 km away.
    assert Borders((ring,)).km([44.0], [33.0])[0, 0] == pytest.approx(18.69, abs=0.03)


def test_each_area_has_its_own_column_and_an_empty_one_is_endlessly_far(square):
    km = Borders((square, Polygon(), TALL)).km([44.0, 44.4], [33.0, 33.0])
    assert km.shape == (2, 3)
    assert km[0, 0] == pytest.approx(46.72, abs=0.05)
    assert np.isinf(km[:, 1]).all()
    assert km[0, 2] == pytest.approx(0.52 * 93.45, rel=0.002)
    assert km[1, 2] == pytest.approx(0.12 * 93.45, rel=0.002)


def test_distances_are_right_within_a_ten_thousandth():
    polygon = outlines(1, least=300, most=300, seed=5)[0]
    lon, lat = points(150, np.array([polygon]), seed=6, border_share=0)
    slow = np.array([slow_km(x, y, polygon) for x, y in zip(lon, lat, strict=True)])
    for compiled in (False, True):
        km = Borders((polygon,), compiled=compiled).km(lon, lat)[:, 0]
        np.testing.assert_allclose(km, slow, rtol=1e-4, atol=1e-4)
    assert slow.max() > 300


def test_both_trees_find_the_same_on_every_bundled_area(atlas):
    areas = tuple(atlas.areas.table.geometry)
    lon, lat = points(200, np.array(areas[:1]), seed=1, border_share=0)
    slow = Borders(areas, compiled=False).km(lon, lat)
    np.testing.assert_allclose(Borders(areas, compiled=True).km(lon, lat), slow, rtol=1e-7)


@pytest.mark.parametrize("compiled", [False, True])
def test_only_wanted_distances_are_measured(square, compiled):
    borders = Borders((square, TALL, Polygon()), compiled=compiled)
    wanted = np.array([[True, False, True], [False, True, False]])
    km = borders.km([44.0, 44.4], [33.0, 33.0], where=wanted)
    whole = borders.km([44.0, 44.4], [33.0, 33.0])
    np.testing.assert_array_equal(km, np.where(wanted, whole, np.nan))


def test_the_ground_itself_is_no_way_off(square, km_per_lon):
    # In the middle, on the corner, and 0.1° east of the east edge; nowhere in the empty area.
    km = Borders((square, Polygon())).ground_km([44.0, 44.5, 44.6], [33.0, 33.5, 33.0])
    assert km[:, 0].tolist() == [0, 0, pytest.approx(0.1 * km_per_lon, rel=0.001)]
    assert np.isinf(km[:, 1]).all()


@pytest.mark.parametrize("compiled", [False, True])
def test_between_two_parts_there_is_no_edge(compiled, km_per_lon):
    # Two boxes 2° apart, and a point between them, 0.9° east of the first.
    parts = MultiPolygon([box(42, 32.5, 43, 33.5), box(45, 32.5, 46, 33.5)])
    km = Borders((parts,), compiled=compiled).km([43.9], [33.0])[0, 0]
    assert km == pytest.approx(0.9 * km_per_lon, rel=0.002)


@pytest.mark.parametrize("compiled", [False, True])
def test_a_corner_is_on_both_edges_and_no_way_off(compiled, square):
    km = Borders((square,), compiled=compiled).km([44.5, 44.6, 43.5], [33.5, 33.5, 32.5])[:, 0]
    assert km[[0, 2]] == pytest.approx([0, 0], abs=1e-6)
    assert km[1] == pytest.approx(float(crs.distance_km(44.6, 33.5, 44.5, 33.5)), rel=1e-6)


@pytest.mark.parametrize("compiled", [False, True])
def test_many_points_are_measured_as_few_are(compiled, square, monkeypatch):
    lon, lat = np.linspace(40, 48, 23), np.linspace(31, 35, 23)
    borders = Borders((square, TALL), compiled=compiled)
    whole = borders.km(lon, lat)
    wanted = np.arange(46).reshape(23, 2) % 3 > 0
    monkeypatch.setattr("geo.spatial.borders._CHUNK", 5)  # points at a time
    np.testing.assert_array_equal(borders.km(lon, lat), whole)
    found = borders.km(lon, lat, where=wanted)
    np.testing.assert_array_equal(found, np.where(wanted, whole, np.nan))


def test_without_numba_few_and_many_points_are_measured(square, km_per_lon, monkeypatch):
    monkeypatch.setattr("geo.spatial.borders.has_numba", lambda: False)
    monkeypatch.setitem(sys.modules, "geo.spatial.borders_numba", None)  # as if it were not there
    for many in (1, LEAST):
        km = Borders((square,)).km(np.full(many, 44.6), np.full(many, 33.0))
        assert km.shape == (many, 1)
        assert km[[0, -1], 0] == pytest.approx([0.1 * km_per_lon] * 2, rel=0.001)


def test_an_area_set_has_its_borders_once(square):
    borders = borders_of((square, TALL))
    assert borders_of((square, TALL)) is borders
    np.testing.assert_array_equal(borders.km([45], [33]), Borders((square, TALL)).km([45], [33]))


def test_no_points_give_no_distances(square):
    assert Borders((square,)).km([], []).shape == (0, 1)


def test_the_area_of_a_square_is_its_sides_multiplied(areas_of, square):
    # 110.90 km high; 93.99, 93.45 and 92.91 km wide at bottom, middle and top.
    assert area_km2(areas_of({}))["area_0"] == pytest.approx(110.90 * 93.46, rel=0.001)


def test_the_area_comes_back_on_the_index_of_the_caller(areas_of, ring):
    areas = areas_of({}, {"geometry": ring}).iloc[::-1]
    km2 = area_km2(areas)
    assert km2.index.tolist() == ["area_1", "area_0"]
    assert km2["area_0"] - km2["area_1"] == pytest.approx(0.16 * 110.90 * 93.45, rel=0.002)
