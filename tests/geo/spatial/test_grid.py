"""The grid gives the pairs that prepared shapely gives, on borders and corners too."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box

from bench.outlines import REGION, outlines, points
from geo.errors import GeometryError
from geo.spatial.area_index import AreaIndex
from geo.spatial.grid_numba import UNSURE, side_of

# A square with a hole, an island in the hole that touches its corner, and a sliver beside:
#
#   4  +-----------+
#   3  |  +-----+  |        the sliver leans from (5, 0) to (5.3, 4),
#      |  |  +--+  |        a thousandth of a degree wide
#   2  |  |  |##|  |   /
#   1  |  +--+--+  |  /     the island is the box from (2, 1) to (3, 2)... of the hole (1,1)-(3,3)
#   0  +-----------+ /
#      0  1  2  3  4
RING = Polygon(box(0, 0, 4, 4).exterior, [box(1, 1, 3, 3).exterior])
ISLAND = box(2, 1.5, 2.5, 2)
SLIVER = Polygon([(5, 0), (5.001, 0), (5.301, 4), (5.3, 4)])
WORLD = [RING, ISLAND, SLIVER, MultiPolygon([box(6, 0, 7, 1), box(6, 2, 7, 3)]), Polygon(), None]


def prepared(polygons, lon, lat):
    """Pairs by prepared shapely, point by point, sorted."""
    polygons = np.array(polygons, dtype=object)
    shapely.prepare(polygons)
    held = shapely.intersects_xy(polygons[None, :], lon[:, None], lat[:, None])
    return np.nonzero(held)


def assert_same(index, lon, lat):
    """Pairs, masks and table of an index against prepared shapely."""
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    point, area = index.pairs(lon, lat)
    expected = prepared(index.polygons, lon, lat)
    np.testing.assert_array_equal(np.stack([point, area]), np.stack(expected))
    masks = index.masks(lon, lat)
    assert masks.dtype == np.uint64
    assert masks.shape == (lon.size, -(-len(index) // 64) or 1)
    bits = [[bool(int(row[a // 64]) >> (a % 64) & 1) for a in range(len(index))] for row in masks]
    np.testing.assert_array_equal(np.nonzero(np.array(bits).reshape(lon.size, -1)), expected)
    np.testing.assert_array_equal(np.nonzero(index.table(lon, lat)), expected)
    counts, nowhere = index.counts(lon, lat)
    assert counts.tolist() == np.bincount(expected[1], minlength=len(index)).tolist()
    assert nowhere == lon.size - len(set(expected[0].tolist()))


@pytest.fixture(params=[False, True], ids=["numpy", "numba"])
def compiled(request):
    return request.param


@st.composite
def rings(draw, digits):
    """A ring on a lattice of 1, 1/3 or 0.1 steps, so that points often fall on its edges."""
    corner = st.tuples(st.integers(0, 12), st.integers(0, 12))
    corners = draw(st.lists(corner, min_size=3, max_size=9, unique=True))
    return [(40 + x / digits, 30 + y / digits) for x, y in corners]


@st.composite
def worlds(draw):
    """Areas of every kind, and points of which many lie on borders and corners."""
    digits = draw(st.sampled_from([1, 3, 10]))
    kinds = st.sampled_from(["shape", "shape", "crossing", "holed", "parts", "empty", "sliver"])
    polygons = []
    for kind in draw(st.lists(kinds, min_size=1, max_size=6)):
        first, second = draw(rings(digits)), draw(rings(digits))
        shape = shapely.make_valid(Polygon(first))
        other = shapely.make_valid(Polygon(second))
        made = {
            "shape": shape,
            "crossing": Polygon(first),  # GEOS counts crossings, so does the grid
            "holed": shape.difference(other),
            "parts": shapely.symmetric_difference(shape, other),
            "empty": Polygon(),
            "sliver": Polygon([*first[:2], (first[1][0], np.nextafter(first[1][1], 99))]),
        }[kind]
        areal = [p for p in shapely.get_parts(made) if p.geom_type == "Polygon"]
        polygons.append(areal[0] if len(areal) == 1 else MultiPolygon(areal))
    xy = shapely.get_coordinates(polygons)
    anywhere = st.tuples(st.floats(39, 54), st.floats(29, 44))
    nodes = st.tuples(st.integers(-1, 26), st.integers(-1, 26)).map(
        lambda node: (40 + node[0] / digits / 2, 30 + node[1] / digits / 2)
    )
    nothing = st.sampled_from([(np.nan, 30.0), (40.0, np.nan), (np.inf, 30.0), (40.0, -np.inf)])
    choices = [anywhere, nodes, nothing]
    if len(xy):
        corner = st.integers(0, len(xy) - 1)
        choices.append(corner.map(lambda i: tuple(xy[i])))
        choices.append(
            st.tuples(corner, st.floats(0, 1)).map(
                lambda at: tuple(xy[at[0]] + at[1] * (xy[at[0] - 1] - xy[at[0]]))
            )
        )
    spots = draw(st.lists(st.one_of(choices), min_size=1, max_size=30))
    return polygons, np.array(spots, dtype=float)


@settings(max_examples=150, deadline=None)
@given(world=worlds(), side=st.sampled_from([1, 2, 5, 16, 61]))
def test_pairs_are_those_of_prepared_shapely(world, side):
    polygons, spots = world
    for compiled in (False, True):
        index = AreaIndex(polygons, side=side, compiled=compiled, least=0)
        assert_same(index, *spots.T)
    assert_same(AreaIndex(polygons), *spots.T)  # few points: by box


@pytest.mark.parametrize("side", [3, 50, 2048])
def test_a_world_drawn_by_hand(compiled, side):
    index = AreaIndex(WORLD, side=side, compiled=compiled, least=0)
    spots = {
        (0.5, 0.5): [0], (4, 4): [0], (1, 2): [0], (1.5, 2.5): [], (2.2, 1.7): [1],
        (2.5, 2): [1], (5.0005, 0): [2], (5.3, 4): [2], (5.2, 1): [], (6.5, 0.5): [3],
        (6.5, 1.5): [], (7, 3): [3], (9, 9): [], (-9, 2): [], (np.nan, 2): [],
    }  # fmt: skip
    lon, lat = np.array(list(spots)).T
    point, area = index.pairs(lon, lat)
    assert [area[point == at].tolist() for at in range(len(spots))] == list(spots.values())
    assert_same(index, lon, lat)


def test_many_smooth_outlines_with_points_on_their_borders(compiled):
    polygons = outlines(8, least=50, most=4_000, seed=3)
    # More points than are looked at together.
    lon, lat = points(70_000, polygons, seed=4, border_share=0.3)
    assert_same(AreaIndex(polygons, compiled=compiled), lon, lat)


def test_a_hundred_and_thirty_areas_take_three_words(compiled):
    boxes = [box(at / 4, 0, at / 4 + 1, 1) for at in range(130)]  # each point lies in up to five
    lon, lat = np.meshgrid(np.arange(0, 34, 0.125), [0, 0.3, 1, 1.1])
    index = AreaIndex(boxes, side=64, compiled=compiled, least=0)
    assert index.masks([0.0], [0.0]).shape == (1, 3)
    assert_same(index, lon.ravel(), lat.ravel())
    assert_same(AreaIndex(boxes, compiled=compiled), lon.ravel(), lat.ravel())  # few: by box


def test_long_edges_across_many_cells_and_nearly_along_a_row(compiled):
    tilt = np.nextafter(31, 99)
    lean = [Polygon([(40, 30), (50, 31), (50, tilt), (45, 38)]), box(41, 30.5, 49, 37)]
    lean.append(Polygon([(40, 31), (50, tilt), (50, 31.00001)]))
    part = np.linspace(0, 1, 2_001)
    a, b = shapely.get_coordinates(lean)[:-1], shapely.get_coordinates(lean)[1:]
    lon, lat = (a[:, None] + part[None, :, None] * (b - a)[:, None]).reshape(-1, 2).T
    assert_same(AreaIndex(lean, side=700, compiled=compiled, least=0), lon, lat)


def test_where_doubles_cannot_decide_shapely_does():
    # The differences of such coordinates lose digits, so the compiled judge abstains.
    slivers = [Polygon([(1e-9, 1e-9), (33, 33), (33, 33.1)])]
    lon = np.linspace(1e-9, 33, 3_001)
    index = AreaIndex(slivers, side=100, compiled=True, least=0)
    assert_same(index, np.repeat(lon, 2), np.column_stack([lon, np.nextafter(lon, 99)]).ravel())


def test_the_side_of_a_line_is_exact_and_says_when_it_is_not():
    # (0.5, 0.5) moved by one unit in the last place lies on either side of the diagonal.
    up = np.nextafter(0.5, 1)
    assert side_of(0.0, 0.0, 1.0, 1.0, 0.5, up) == 1
    assert side_of(0.0, 0.0, 1.0, 1.0, up, 0.5) == -1
    assert side_of(0.0, 0.0, 1.0, 1.0, 0.5, 0.5) == 0
    assert side_of(1e-30, 1e-30, 32.0, 32.0, 3.0, 3.0) == UNSURE


@pytest.mark.parametrize("polygons", [[], [Polygon()], [None, MultiPolygon()]])
def test_no_ground_holds_nobody(polygons, compiled):
    index = AreaIndex(polygons, compiled=compiled, least=0)
    assert_same(index, [1, np.nan], [2, 3])
    assert index.pairs([], [])[0].size == 0


def test_ground_of_one_degree_of_freedom_less_is_refused():
    with pytest.raises(GeometryError, match="area 1 is a Point; give Polygons"):
        AreaIndex([box(0, 0, 1, 1), Point(0, 0)])
    with pytest.raises(GeometryError, match="area 0 has a coordinate that is not finite"):
        AreaIndex([Polygon([(0, 0), (1, 0), (np.inf, 1)])])
    with pytest.raises(GeometryError, match="2 longitudes and 1 latitudes"):
        AreaIndex([box(0, 0, 1, 1)]).pairs([1, 2], [3])


def test_points_are_of_the_region_and_repeat_by_seed():
    polygons = outlines(3, least=50, most=200, seed=1)
    assert shapely.is_valid(polygons).all()
    assert sorted(shapely.get_num_coordinates(polygons).tolist()) == [51, 101, 201]
    lon, lat = points(1_000, polygons, seed=2)
    again, _ = points(1_000, polygons, seed=2)
    np.testing.assert_array_equal(lon, again)
    away = shapely.distance(shapely.union_all(shapely.boundary(polygons)), shapely.points(lon, lat))
    assert np.count_nonzero(away < 1e-12) >= 10
    assert (REGION[0] <= lon).mean() > 0.99
    assert (REGION[1] <= lat).mean() > 0.99


NAN = float("nan")


@pytest.mark.parametrize(
    "corners",
    [
        [(44, 33), (45, 33), (45, NAN), (44, 34)],
        [(44, 33), (45, 33), (NAN, NAN), (44, 34)],
        [(44, 33), (45, 33), (float("inf"), 34), (44, 34)],
    ],
)
@pytest.mark.parametrize("part", ["shell", "hole", "second part"])
def test_a_corner_that_is_no_number_is_refused(corners, part):
    with np.errstate(invalid="ignore"):
        ring = shapely.Polygon(corners)
        shape = {
            "shell": ring,
            "hole": shapely.Polygon(shapely.box(43, 32, 46, 35).exterior, [ring.exterior]),
            "second part": shapely.MultiPolygon([shapely.box(43, 32, 43.5, 33), ring]),
        }[part]
    with pytest.raises(GeometryError, match="area 1 has a coordinate that is not finite"):
        AreaIndex([shapely.box(40, 30, 41, 31), shape])


@pytest.mark.parametrize("where", [2.0, 0.7])
def test_a_hole_outside_its_shell_is_refused(where):
    hole = shapely.box(44 + where, 33.2, 44.4 + where, 33.4).exterior
    shape = shapely.Polygon(shapely.box(44, 33, 45, 34).exterior, [hole])
    for area in (shape, shapely.MultiPolygon([shapely.box(40, 30, 41, 31), shape])):
        with pytest.raises(GeometryError, match="area 0 has a hole outside its shell"):
            AreaIndex([area])


@pytest.mark.parametrize("part", ["shell", "hole"])
def test_a_hole_outside_is_seen_beside_a_crossing(part):
    """GEOS names the crossing first, and says nothing of the hole."""
    bowtie = [(44, 33), (45, 34), (45, 33), (44, 34)]
    shell = bowtie if part == "shell" else shapely.box(44, 33, 45, 34).exterior
    inner = [(44.2, 33.2), (44.6, 33.6), (44.6, 33.2), (44.2, 33.6)]
    holes = [shapely.box(46, 33.2, 46.4, 33.4).exterior, *([inner] if part == "hole" else [])]
    with pytest.raises(GeometryError, match="has a hole outside its shell"):
        AreaIndex([shapely.Polygon(shell, holes)])


def test_a_hole_within_its_shell_is_no_fault():
    shape = shapely.box(44, 33, 45, 34) - shapely.box(44.2, 33.2, 44.4, 33.4)
    assert AreaIndex([shape, None, shapely.Polygon()]).counts([44.3, 44.1], [33.3, 33.1])[1] == 1
