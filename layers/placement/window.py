"""What of a layer lies in a window of the regional conic."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import crs
from layers.spec import FeatureLayer, Layer, PointLayer

Window = tuple[float, float, float, float]
"""xmin, xmax, ymin, ymax in metres of the regional conic."""

_KM = 1_000.0


@lru_cache(maxsize=64)
def projected(layer: FeatureLayer) -> NDArray[np.object_]:
    """Project a layer's shapes once for as long as it stays the same object."""
    return crs.to_metric(layer.features.geometry)


def seen_in(layer: Layer, window: Window) -> Layer:
    """Keep the features of a layer that reach into a window; other layers stay as they are."""
    if not isinstance(layer, FeatureLayer) or layer.features.empty:
        return layer
    left, right, bottom, top = window
    box = shapely.box(left, bottom, right, top)
    shapes = projected(layer)
    if isinstance(layer, PointLayer):
        reach_m = layer.features["radius_km"].to_numpy(dtype=float) * _KM
        reach_m = np.where(layer.features["shape"].eq("disc"), reach_m, 0.0)
        there = shapely.distance(shapes, box) <= reach_m
    else:
        there = shapely.intersects(shapes, box)
    return layer if there.all() else replace(layer, features=layer.features[there])
