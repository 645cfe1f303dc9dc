"""Rings of polygons: where a hole is that lies outside its own shell."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Polygon

_SLIVER = 1e-9
"""Share of a hole beyond the shell that is rounding where both are drawn along one line."""


def hole_outside(polygon: Polygon) -> tuple[float, float] | None:
    """Give a point of a hole where it lies outside its shell, or None where none does.

    A valid polygon has no such hole, and one whose edges cross still has an inside by the rule of
    even and odd; ground outside the shell that a hole is said to be cut from has none.

    Parameters
    ----------
    polygon
        One polygon, valid or not, in any plane.
    """
    if shapely.is_valid(polygon) or not shapely.get_num_interior_rings(polygon):
        return None
    shell = shapely.make_valid(Polygon(polygon.exterior))
    shapely.prepare(shell)
    rings = np.array([Polygon(ring) for ring in polygon.interiors], dtype=object)
    holes = np.asarray(shapely.make_valid(rings), dtype=object)
    for hole in holes[~shapely.covers(shell, holes)]:
        beyond = shapely.difference(hole, shell)
        if shapely.area(beyond) > _SLIVER * shapely.area(hole):
            spot = shapely.point_on_surface(beyond)
            return float(spot.x), float(spot.y)
    return None
