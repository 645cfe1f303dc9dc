"""Counts in H3 cells stay the same at every level, and crowded levels are left out."""

import h3.api.basic_int as h3
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.spatial.h3_cells import INDEX_RESOLUTION, index
from layers.builders.hexes import counts, levels, polygons
from layers.spec import HexLayer

PLACES = st.lists(st.tuples(st.floats(39, 48), st.floats(29.5, 37)), min_size=1, max_size=40)


def layer(cells, **options):
    return HexLayer(id="hexagons", title="Hexagons", cells=cells, **options)


def test_a_point_is_indexed_at_resolution_eight():
    cell = int(index(np.array([44.4]), np.array([33.3]))[0])
    assert h3.get_resolution(cell) == INDEX_RESOLUTION == 8
    lat, lon = h3.cell_to_latlng(cell)
    assert abs(lat - 33.3) < 0.01
    assert abs(lon - 44.4) < 0.01


@given(PLACES, st.integers(2, 8))
def test_no_point_is_lost_or_counted_twice_at_any_level(places, resolution):
    lon, lat = np.array(places).T
    assert counts(index(lon, lat), resolutions=[resolution])[resolution].sum() == len(places)


def test_cells_are_where_their_points_are():
    cells = counts(index(np.array([44.4, 44.4]), np.array([33.3, 33.3])), resolutions=[4])[4]
    drawn = polygons(cells)
    assert drawn["count"].tolist() == [2]
    left, low, right, high = drawn.total_bounds
    assert left < 44.4 < right
    assert low < 33.3 < high


def test_a_level_with_too_many_cells_is_left_out_and_the_coarser_ones_stay():
    # Two points 4.6 km apart: one cell at level 4 (26 km a side), two at level 8 (0.5 km).
    cells = index(np.array([44.40, 44.45]), np.array([33.3, 33.3]))
    fine = {resolution: len(drawn) for _, resolution, drawn in levels(layer(cells))}
    coarse = {resolution: len(drawn) for _, resolution, drawn in levels(layer(cells, max_cells=1))}
    assert list(fine) == [4, 5, 6, 7, 8]
    assert (fine[4], fine[8]) == (1, 2)
    assert coarse == {resolution: 1 for resolution, count in fine.items() if count == 1}
