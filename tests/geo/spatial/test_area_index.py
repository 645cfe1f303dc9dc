"""What an index of areas promises beside its pairs; those are held in `test_grid.py`."""

from __future__ import annotations

import importlib.util
import re

import numpy as np
import pytest
from shapely.geometry import Point, Polygon, box

from geo.errors import GeometryError
from geo.spatial.area_index import AreaIndex, has_numba, index_of


def test_numba_is_there_where_it_can_be_found_and_only_there(monkeypatch):
    assert has_numba()
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "numba" else found(name)
    )
    assert not has_numba()
    assert AreaIndex([box(0, 0, 1, 1)], least=0).pairs([0.5, 2], [0.5, 2])[0].tolist() == [0]


def test_a_set_of_areas_has_one_index():
    shapes = (box(0, 0, 1, 1), box(0.5, 0, 2, 1))
    index = index_of(shapes)
    assert index_of(shapes) is index
    assert [one.tolist() for one in index.pairs([0.7], [0.5])] == [[0, 0], [0, 1]]


@pytest.mark.parametrize("count", [1, 64, 65])
def test_an_index_is_as_long_as_its_areas(count):
    assert len(AreaIndex([box(at, 0, at + 1, 1) for at in range(count)])) == count


def test_points_and_areas_of_any_shape_are_numbered_in_reading_order():
    areas = np.array([[box(0, 0, 1, 1)], [box(0, 0, 2, 2)]], dtype=object)
    spots = np.array([[0.5, 9], [9, 1.5]])
    for least in (0, 100):
        index = AreaIndex(areas, least=least)
        assert len(index) == 2
        assert [one.tolist() for one in index.pairs(spots, spots)] == [[0, 0, 3], [0, 1, 1]]
        assert index.masks(spots, spots).tolist() == [[3], [0], [0], [2]]
    alone = AreaIndex(np.array(areas[1, 0], dtype=object))
    assert [one.tolist() for one in alone.pairs(1.5, 1.5)] == [[0], [0]]


def test_a_hole_outside_its_shell_is_named_with_a_place_of_it():
    hole = box(46, 33.25, 46.5, 33.5).exterior
    with pytest.raises(GeometryError) as refused:
        AreaIndex([box(40, 30, 41, 31), Polygon(box(44, 33, 45, 34).exterior, [hole])])
    found = re.fullmatch(
        r"area 1 has a hole outside its shell at (\S+) (\S+); correct it\.", str(refused.value)
    )
    assert Point(*map(float, found.groups())).intersects(Polygon(hole))
