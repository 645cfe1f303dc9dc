"""What is known of each cell, against a look at every cell and every edge."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from bench.outlines import outlines
from geo.spatial import grid_cells
from geo.spatial.grid_cells import bit_of, bits, lay, ranges

RING = Polygon(box(0, 0, 4, 4).exterior, [box(1, 1, 3, 3).exterior])
SLIVER = Polygon([(5, 0), (5.001, 0), (5.301, 4), (5.3, 4)])
FLAT = Polygon([(0, 5), (7, 5.01), (7, 5.02), (0, 5.015)])
STAR = Polygon([(8, 0), (8.4, 3), (10, 4), (8.4, 4.2), (8, 7), (7.7, 4.3), (6, 4.1), (7.6, 3.1)])
WORLD = [
    RING,
    box(2, 1.5, 2.5, 2),
    SLIVER,
    MultiPolygon([box(6, 0, 7, 1), box(6, 2, 7, 3)]),
    Polygon(),
    FLAT,
    STAR,
]
WORLDS = {
    "by hand": WORLD,
    "seventy": [
        shapely.affinity.translate(box(0, 0, 1.3, 1.1), at / 7, at / 9) for at in range(70)
    ],
    "smooth": list(outlines(4, least=20, most=300, seed=7)),
}


@pytest.fixture(params=WORLDS)
def world(request):
    return np.array(WORLDS[request.param], dtype=object)


def sets(masks, areas):
    """Areas of each row of masks, bit by bit."""
    return [
        {area for area in range(areas) if int(row[area // 64]) >> (area % 64) & 1} for row in masks
    ]


def boxes(frame, *, wider=0.0, smaller=1e-6):
    """Outline of each cell in the order of their numbers; sizes are in cells."""
    row, column = np.divmod(np.arange(frame.rows * frame.columns), frame.columns)
    west = frame.west + (column - wider + smaller) / frame.columns_per_deg
    east = frame.west + (column + 1 + wider - smaller) / frame.columns_per_deg
    south = frame.south + (row + smaller) / frame.rows_per_deg
    north = frame.south + (row + 1 - smaller) / frame.rows_per_deg
    return shapely.box(west, south, east, north)


@pytest.mark.parametrize("side", [1, 2, 7, 30])
def test_each_cell_knows_what_holds_it_and_whose_border_may_touch_it(world, side):
    cells = lay(world, side=side)
    inside, border = (sets(masks, world.size) for masks in (cells.inside, cells.border))
    assert cells.areas == world.size
    assert cells.inside.shape == cells.border.shape == (len(inside), -(-world.size // 64))
    # One comparison tells what has no border; what no area reaches is the first.
    assert [bool(found) for found in border] == [at >= cells.sure for at in range(len(border))]
    assert inside[0] == border[0] == set()
    assert len({(frozenset(a), frozenset(b)) for a, b in zip(inside, border, strict=True)}) == len(
        inside
    )
    assert cells.code.dtype.kind == "u"
    assert cells.code.size == cells.frame.rows * cells.frame.columns
    every, wide = boxes(cells.frame), boxes(cells.frame, wider=1.0, smaller=-1e-6)
    middle = shapely.centroid(every)
    edges = shapely.boundary(world)
    shapely.prepare(world)
    shapely.prepare(edges)
    for area in range(world.size):
        near = np.array([area in found for found in border])[cells.code]
        held = np.array([area in found for found in inside])[cells.code]
        assert not (shapely.intersects(edges[area], every) & ~near).any()
        assert not (near & ~shapely.intersects(edges[area], wide)).any()
        assert not (near & held).any()
        np.testing.assert_array_equal(
            held[~near], shapely.contains_properly(world[area], middle[~near])
        )


@pytest.mark.parametrize("side", [1, 7, 300])
def test_edges_that_leave_their_half_of_a_cell_are_named(world, side, monkeypatch):
    cells = lay(world, side=side)
    column, half = cells.frame.halves_of(cells.outlines.xy)
    where = list(zip(column.tolist(), half.tolist(), strict=True))
    ends = set(cells.outlines.ring.tolist())
    expected = [
        at for at in range(len(where) - 1) if at + 1 not in ends and where[at] != where[at + 1]
    ]
    assert cells.leaving.tolist() == expected
    monkeypatch.setattr(grid_cells, "_CHUNK", 7)  # vertices at a time
    again = lay(world, side=side)
    assert again.leaving.tolist() == expected
    np.testing.assert_array_equal(again.code, cells.code)


def test_a_cell_is_touched_where_an_edge_that_hardly_climbs_leaves_its_row():
    """Where it does is worked out in fractions."""
    rng = np.random.default_rng(4)
    shapes = [box(0, 0, 100, 100)]  # a cell is one degree wide, and 50.5° N between two rows
    for _ in range(200):
        under, over = 10 ** rng.uniform(-13, -8, 2)
        west, east = rng.uniform(0, 40), rng.uniform(60, 100)
        shapes.append(Polygon([(west, 50.5 - under), (east, 50.5 + over), (50, 90)]))
    cells = lay(np.array(shapes, dtype=object), side=100)
    frame = cells.frame
    border = bits(cells.border, len(shapes))[cells.code].reshape(frame.rows, frame.columns, -1)
    for area, shape in enumerate(shapes[1:], 1):
        ends = np.array(frame.cells_from(shapely.get_coordinates(shape)[:2])).T.tolist()
        (xa, ya), (xb, yb) = [[Fraction(number) for number in end] for end in ends]
        assert ya < 52 < yb
        column = int(xa + (52 - ya) * (xb - xa) / (yb - ya))
        assert border[51:53, column, area].all()


def test_candidates_are_the_areas_of_each_code_and_which_to_test(world):
    cells = lay(world, side=20)
    begin, area, doubtful = cells.candidates
    assert (begin.dtype, area.dtype, doubtful.dtype) == (np.uint32, np.int32, bool)
    inside, border = (sets(masks, world.size) for masks in (cells.inside, cells.border))
    assert len(begin) == len(inside) + 1
    for code, (held, near) in enumerate(zip(inside, border, strict=True)):
        at = slice(int(begin[code]), int(begin[code + 1]))
        assert area[at].tolist() == sorted(held | near)
        assert area[at][doubtful[at]].tolist() == sorted(near)
    assert begin[-1] == area.size


@pytest.mark.parametrize("polygons", [[], [Polygon()], [MultiPolygon()] * 65])
def test_no_ground_is_one_cell_that_nothing_holds(polygons):
    cells = lay(np.array(polygons, dtype=object), side=8)
    assert cells.code.tolist() == [0]
    assert cells.code.dtype.kind == "u"
    assert (cells.frame.rows, cells.frame.columns, cells.sure) == (1, 1, 1)
    assert cells.areas == len(polygons)
    words = 2 if len(polygons) > 64 else 1
    assert cells.inside.tolist() == cells.border.tolist() == [[0] * words]
    assert cells.leaving.tolist() == []
    # Any point, and none, lies in it.
    spots = np.array([[44.0, np.nan, -190], [33, np.nan, 1e9]])
    assert cells.frame.cell_of(*spots).tolist() == [0, 0, 0]


def test_every_number_of_each_range_is_there_with_the_range_it_is_of():
    owner, number = ranges(np.array([3, 7, 5, -2]), np.array([5, 6, 5, 0]))
    assert owner.tolist() == [0, 0, 0, 2, 3, 3, 3]
    assert number.tolist() == [3, 4, 5, 5, -2, -1, 0]
    nothing = np.zeros(0, dtype=np.int64)
    assert [one.tolist() for one in ranges(nothing, nothing)] == [[], []]


def test_areas_are_bits_of_words():
    area = np.array([0, 1, 63, 64, 127, 130])
    assert bit_of(area).tolist() == [1, 2, 2**63, 1, 2**63, 4]
    assert bit_of(area).dtype == np.uint64
    masks = np.array([[5, 2**63], [0, 1]], dtype=np.uint64)
    table = bits(masks, 128)
    assert table.shape == (2, 128)
    assert [np.flatnonzero(row).tolist() for row in table] == [[0, 2, 127], [64]]
    assert bits(masks, 3).tolist() == [[True, False, True], [False, False, False]]
    assert bits(masks[:0], 3).shape == (0, 3)
