"""Cells of points and shapes, their parents and neighbours, against h3 itself."""

from __future__ import annotations

from collections import Counter

import h3.api.basic_int as h3
import numpy as np
import pytest
import shapely

from geo.spatial.h3_cells import (
    GROUND_LEVEL,
    NOWHERE,
    cells_at,
    centres,
    covering,
    index,
    names,
    parents,
    rolled_up,
    touching,
)

NAN, INF = float("nan"), float("inf")
BAGHDAD = (44.4, 33.3)


def cell_of(lon, lat, resolution):
    return h3.latlng_to_cell(lat, lon, resolution)


def test_each_point_has_the_cell_that_h3_gives():
    # Three longitudes and two latitudes cross, some pairs come twice, and one place is not known.
    lon, lat = [44, 45, 44, 46, NAN, 44, 46], [33, 34, 34, 33, 33, 33, 33]
    for resolution in (5, 15):
        known = [cell_of(x, y, resolution) for x, y in zip(lon[:4], lat[:4], strict=True)]
        expected = [*known, NOWHERE, known[0], known[3]]
        found = cells_at(lon, lat, resolution=resolution)
        assert found.dtype == np.uint64
        assert found.tolist() == expected


def test_points_of_one_latitude_are_told_apart():
    assert cells_at([44, 45, 46], [33] * 3).tolist() == [cell_of(x, 33, 6) for x in (44, 45, 46)]


@pytest.mark.parametrize("unknown", [NAN, INF, -INF])
def test_half_a_place_is_nowhere(unknown):
    found = cells_at([unknown, 44, unknown, 44], [33, unknown, unknown, 33], resolution=8)
    assert found.tolist() == [NOWHERE, NOWHERE, NOWHERE, cell_of(44, 33, 8)]
    assert cells_at([unknown], [33]).tolist() == [NOWHERE]
    assert cells_at([], []).tolist() == []


def test_an_index_is_of_resolution_eight():
    found = index([BAGHDAD[0], NAN], [BAGHDAD[1], NAN])
    assert found.tolist() == [cell_of(*BAGHDAD, 8), NOWHERE]


@pytest.mark.parametrize("fine", [6, 15])
def test_parents_are_those_of_h3(fine):
    rng = np.random.default_rng(3)
    cells = cells_at(rng.uniform(-180, 180, 50), rng.uniform(-80, 80, 50), resolution=fine)
    for resolution in range(fine + 1):
        expected = [h3.cell_to_parent(cell, resolution) for cell in cells.tolist()]
        found = parents(cells, resolution=resolution)
        assert found.dtype == np.uint64
        assert found.tolist() == expected


def test_the_parent_of_nowhere_is_nowhere():
    cells = np.array([NOWHERE, cell_of(*BAGHDAD, 6)], dtype=np.uint64)
    assert parents(cells, resolution=2).tolist() == [NOWHERE, cell_of(*BAGHDAD, 2)]


def test_a_roll_up_counts_what_h3_counts():
    rng = np.random.default_rng(2)
    lon, lat = rng.normal(44, 0.8, 400), rng.normal(33, 0.8, 400)
    lon[:5] = np.nan
    fine = np.concatenate([cells_at(lon, lat, resolution=8)] * 2)
    levels = rolled_up(fine, resolutions=(4, 8, 6))
    for level, counts in levels.items():
        known = [cell for cell in fine.tolist() if cell != NOWHERE]
        expected = Counter(h3.cell_to_parent(cell, level) for cell in known)
        assert counts.to_dict() == dict(sorted(expected.items()))
        assert counts.index.is_monotonic_increasing
        assert counts.reset_index().columns.tolist() == ["cell", "count"]
    assert sorted(levels) == [4, 6, 8]


def test_nothing_rolls_up_to_nothing():
    levels = rolled_up(np.zeros(3, dtype=np.uint64), resolutions=(2, 5))
    assert [len(counts) for counts in levels.values()] == [0, 0]


def test_the_neighbours_of_two_cells_are_the_eight_about_both():
    cell = cell_of(*BAGHDAD, 5)
    other = next(one for one in h3.grid_disk(cell, 1) if one != cell)
    found = touching(np.array([cell, other], dtype=np.uint64))
    assert found.dtype == np.uint64
    # Each has six neighbours; they are neighbours themselves and share two.
    assert len(found) == 8
    assert found.tolist() == sorted(found.tolist())
    assert {
        one
        for one in set(h3.grid_disk(cell, 3)) - {cell, other}
        if h3.are_neighbor_cells(one, cell) or h3.are_neighbor_cells(one, other)
    } == set(found.tolist())
    assert touching(np.zeros(0, dtype=np.uint64)).dtype == np.uint64


def test_a_shape_is_covered_by_the_cells_whose_centre_lies_in_it():
    shape = shapely.box(44, 33, 44.5, 33.4)
    found = covering(shape)
    near = h3.grid_disk(cell_of(44.25, 33.2, GROUND_LEVEL), 6)
    held = [cell for cell in near if shapely.intersects_xy(shape, *h3.cell_to_latlng(cell)[::-1])]
    assert found.dtype == np.uint64
    assert found.tolist() == sorted({*held, cell_of(44.25, 33.2, GROUND_LEVEL)})
    assert len(covering(shape, resolution=6)) > 5 * len(found)


def test_a_shape_too_small_for_a_centre_has_the_cell_of_its_middle_and_each_part_counts():
    parts = [shapely.box(x, y, x + 0.01, y + 0.02) for x, y in ((44, 33), (46, 35))]
    middles = [cell_of(44.005, 33.01, 3), cell_of(46.005, 35.01, 3)]
    assert covering(parts[0], resolution=3).tolist() == middles[:1]
    both = covering(shapely.MultiPolygon(parts), resolution=3)
    assert both.tolist() == sorted(middles)


@pytest.mark.parametrize("empty", [shapely.Polygon(), shapely.MultiPolygon()])
def test_no_ground_is_covered_by_no_cell(empty):
    assert covering(empty).tolist() == []


def test_a_part_without_ground_adds_no_cell():
    shape = shapely.from_wkt("MULTIPOLYGON (EMPTY, ((44 33, 44.01 33, 44.01 33.01, 44 33)))")
    assert covering(shape, resolution=3).tolist() == [cell_of(44.005, 33.005, 3)]


def test_centres_are_longitudes_and_latitudes():
    cells = [cell_of(*BAGHDAD, 5), cell_of(47, 30, 5)]
    lon, lat = centres(np.array(cells, dtype=np.uint64))
    assert list(zip(lat, lon, strict=True)) == [h3.cell_to_latlng(cell) for cell in cells]
    assert [one.shape for one in centres(np.zeros(0, dtype=np.uint64))] == [(0,), (0,)]


def test_names_are_addresses_as_h3_writes_them():
    cells = [cell_of(*BAGHDAD, 5), cell_of(47, 30, 8)]
    assert names(np.array(cells, dtype=np.uint64)) == [h3.int_to_str(cell) for cell in cells]
