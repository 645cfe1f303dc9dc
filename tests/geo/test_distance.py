"""Distance to ground: the nearest edge on the ellipsoid, not in degrees."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, Polygon, box

from geo import crs
from geo.areas import area_km2
from geo.distance import Borders

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
    assert math.isinf(km[0, 1])


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
