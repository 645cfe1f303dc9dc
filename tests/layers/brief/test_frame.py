"""The base map fills the frame: of every view, and of maps wider or taller than any page has."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import shapely

from geo import crs
from geo.settings import data_dir
from layers.builders.base import outlines
from layers.spec import IRAQ_BOUNDS, PolygonLayer
from layers.static.figure import window

# Outlines are snapped to 0.0001°, about ten metres.
SLIVER_M = 60.0
PLACES = {
    "iraq": IRAQ_BOUNDS,
    "baghdad": (44.0, 33.1, 44.8, 33.6),
    "haifa": (34.8, 32.7, 35.2, 33.0),
    "riyadh": (46.4, 24.5, 47.0, 25.0),
}


@cache
def drawn():
    """Everything that the base map fills, in the conic."""
    layers = [one for one in outlines(data_dir()) if isinstance(one, PolygonLayer)]
    shapes = [
        shape
        for layer in layers
        for shape, fill in zip(layer.features.geometry, layer.features["fill"], strict=True)
        if fill > 0
    ]
    dense = shapely.segmentize(np.array(shapes, dtype=object), 0.5)
    return shapely.union_all(shapely.make_valid(crs.to_metric(dense)))


@pytest.mark.parametrize("aspect", [0.35, 0.8, 1.3, 1.8, 2.6])
@pytest.mark.parametrize("place", PLACES)
def test_no_part_of_a_frame_is_blank(place, aspect):
    left, right, bottom, top = window(PLACES[place], aspect=aspect)
    blank = shapely.difference(shapely.box(left, bottom, right, top), drawn())
    assert shapely.area(shapely.buffer(blank, -SLIVER_M)) == 0
