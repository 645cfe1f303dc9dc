"""Where cells lie and whose each vertex is, by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from geo.spatial.grid_frame import GridFrame, Outlines

NAN, INF = float("nan"), float("inf")

# Four columns and three rows from (10, 20), two columns and four rows to a degree:
#
#   20.75  +----+----+----+----+
#          |  8 |  9 | 10 | 11 |
#   20.50  +----+----+----+----+
#          |  4 |  5 |  6 |  7 |
#   20.25  +----+----+----+----+
#          |  0 |  1 |  2 |  3 |
#   20.00  +----+----+----+----+
#         10   10.5  11  11.5  12
FRAME = GridFrame(10.0, 20.0, 2.0, 4.0, 4, 3)


def test_a_point_lies_in_the_cell_of_the_drawing():
    spots = {
        (10.1, 20.1): 0, (11.9, 20.1): 3, (10.6, 20.3): 5, (11.2, 20.3): 6, (10.2, 20.6): 8,
        (11.75, 20.6): 11, (10.5, 20.25): 5, (10, 20): 0,
    }  # fmt: skip
    lon, lat = np.array(list(spots)).T
    assert FRAME.cell_of(lon, lat).tolist() == list(spots.values())


def test_a_point_beyond_lies_in_the_outermost_cell_that_is_nearest():
    spots = {
        (9, 20.3): 4, (14, 20.3): 7, (10.6, 19): 1, (10.6, 21): 9, (12, 20.3): 7, (10.6, 20.75): 9,
        (-INF, INF): 8, (INF, -INF): 3,
    }  # fmt: skip
    lon, lat = np.array(list(spots)).T
    assert FRAME.cell_of(lon, lat).tolist() == list(spots.values())


def test_a_point_of_no_number_lies_in_an_outermost_cell():
    outermost = {0, 1, 2, 3, 4, 7, 8, 9, 10, 11}
    lon, lat = np.array([(NAN, 20.3), (10.6, NAN), (NAN, NAN)]).T
    assert set(FRAME.cell_of(lon, lat).tolist()) <= outermost


def test_points_are_as_many_columns_and_rows_away_as_they_are_degrees():
    east, north = FRAME.cells_from(np.array([[10, 20], [11.25, 20.5], [9.5, 19.75]]))
    assert (east.tolist(), north.tolist()) == ([0, 2.5, -1], [0, 2, -1])


def test_a_half_is_one_side_of_a_row_s_middle():
    xy = np.array([[10.6, 20.05], [10.4, 20.15], [11.6, 20.3], [11.1, 20.4]])
    column, half = FRAME.halves_of(xy)
    assert (column.tolist(), half.tolist()) == ([1, 0, 3, 2], [0, 1, 2, 3])


BOXES = [(0, 0, 4, 8), (40, 30, 41, 30.5), (-180, -90, 180, 90), (44, 33, 44, 33), (5, 1, 9, 1)]


@pytest.mark.parametrize("bounds", BOXES)
@pytest.mark.parametrize("side", [1, 3, 64])
def test_the_outermost_cells_meet_no_area(bounds, side):
    bounds = np.array(bounds, dtype=float)
    frame = GridFrame.over(bounds, side=side)
    corners = np.array([bounds[[0, 1]], bounds[[2, 3]], bounds[[0, 3]], bounds[[2, 1]]])
    row, column = np.divmod(frame.cell_of(*corners.T), frame.columns)
    assert 1 <= column.min() <= column.max() <= frame.columns - 2
    assert 1 <= row.min() <= row.max() <= frame.rows - 2
    # Half a cell is left to the border of the outermost, so that rounding reaches none.
    east, north = frame.cells_from(corners)
    assert (min(east), min(north)) == pytest.approx((1.5, 1.5), abs=1e-3)
    assert max(east) <= frame.columns - 1.4
    assert max(north) <= frame.rows - 1.4


def test_there_are_about_as_many_cells_as_asked_for_each_way():
    frame = GridFrame.over(np.array([40.0, 30, 44, 38]), side=16)
    assert (frame.columns, frame.rows) == (19, 19)  # one and a half more on either side
    assert (frame.columns_per_deg, frame.rows_per_deg) == (4, 2)
    assert (type(frame.columns), type(frame.rows)) == (int, int)


@pytest.mark.parametrize("large", [1e-3, 1.0, 180.0, -180.0])
def test_cells_of_flat_ground_are_no_narrower_than_neighbours_that_can_be_told_apart(large):
    frame = GridFrame.over(np.array([large, 0, large, 0]), side=8)
    width = 1 / frame.columns_per_deg
    assert width == pytest.approx(1e-12 * max(1, abs(large)), rel=1e-6, abs=0)
    assert (frame.columns, frame.rows) == (3, 3)


RING = Polygon(box(0, 0, 4, 4).exterior, [box(1, 1, 3, 3).exterior])
TWO = MultiPolygon([box(6, 0, 7, 1), RING])
TRIANGLE = Polygon([(0, 0), (1, 0), (0, 1)])


def of(*shapes):
    return Outlines.of(np.array(shapes, dtype=object))


def rings(outlines):
    """Area of each ring, with its corners."""
    pieces = np.split(outlines.xy, outlines.ring[1:-1])
    return [(int(area), one.tolist()) for area, one in zip(outlines.area, pieces, strict=True)]


def corners(ring):
    return shapely.get_coordinates(ring).tolist()


def test_rings_stand_in_the_order_of_their_areas_holes_and_parts_alike():
    outlines = of(TRIANGLE, TWO, Polygon(), TRIANGLE, RING, MultiPolygon())
    assert rings(outlines) == [
        (0, corners(TRIANGLE)),
        (1, corners(TWO.geoms[0])),
        (1, corners(RING.exterior)),
        (1, corners(RING.interiors[0])),
        (3, corners(TRIANGLE)),
        (4, corners(RING.exterior)),
        (4, corners(RING.interiors[0])),
    ]
    assert outlines.ring.tolist() == [0, 4, 9, 14, 19, 23, 28, 33]


@pytest.mark.parametrize("shapes", [(), (Polygon(),), (MultiPolygon(), Polygon())])
def test_no_ground_has_no_ring(shapes):
    outlines = of(*shapes)
    assert (outlines.xy.shape, outlines.ring.tolist()) == ((0, 2), [0])
    assert outlines.area.tolist() == []


def test_a_part_without_ground_has_no_ring_either():
    shape = shapely.from_wkt("MULTIPOLYGON (EMPTY, ((0 0, 1 0, 0 1, 0 0)))")
    assert rings(of(TRIANGLE, shape)) == [(0, corners(TRIANGLE)), (1, corners(shape))]


def test_each_vertex_belongs_to_the_area_of_its_ring():
    outlines = of(TRIANGLE, Polygon(), TWO)
    assert outlines.area_of(np.arange(18)).tolist() == [0] * 4 + [2] * 14
