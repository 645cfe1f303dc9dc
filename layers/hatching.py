"""Hatches as lines and dots: every renderer draws them alike, where patterns of tiles differ."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.age_style import BAND_DEG, BAND_LEAST_PX, BAND_PX, BANDS_EACH

ANGLES_DEG: Final[dict[str, tuple[float, ...]]] = {
    "/": (45.0,),
    "\\": (135.0,),
    "|": (90.0,),
    "-": (0.0,),
    "+": (0.0, 90.0),
    "x": (45.0, 135.0),
}
"""Lines of each hatch, degrees from east towards north."""

RINGS: Final = ("o", "O")
DOTS: Final = (".", "*")
_DOTTED: Final = frozenset({*RINGS, *DOTS})
_HALF_TURN_DEG: Final = 180.0
_NORMAL: Final = (-math.sin(math.radians(BAND_DEG)), math.cos(math.radians(BAND_DEG)))


def strokes(shape: BaseGeometry, hatch: str, *, step: float) -> list[NDArray[np.float64]]:
    """Give the lines of a hatch inside a shape.

    Parameters
    ----------
    shape
        A polygon or multipolygon in any plane.
    hatch
        Characters as matplotlib has them; each kind is drawn once, however often it stands there.
    step
        Distance between two lines, in units of the plane. Lines lie on one grid through the
        plane's origin, so that those of two shapes meet.

    Returns
    -------
    list of ndarray
        Vertices of each line, shape ``(n, 2)``.
    """
    if shape.is_empty:
        return []
    angles = dict.fromkeys(
        angle for character in dict.fromkeys(hatch) for angle in ANGLES_DEG.get(character, ())
    )
    if not angles:
        return []
    found = [shapely.intersection(_across(shape, angle, step), shape) for angle in angles]
    parts = shapely.get_parts(shapely.get_parts(np.array(found, dtype=object).ravel()))
    lines = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    return [shapely.get_coordinates(line) for line in lines]


def _across(shape: BaseGeometry, angle_deg: float, step: float) -> BaseGeometry:
    """Give parallel lines at an angle that cover a shape's bounds."""
    left, bottom, right, top = shape.bounds
    turn = math.radians(angle_deg % _HALF_TURN_DEG)
    along = np.array([math.cos(turn), math.sin(turn)])
    normal = np.array([-along[1], along[0]])
    corners = np.array([(x, y) for x in (left, right) for y in (bottom, top)])
    first, last = (corners @ normal).min(), (corners @ normal).max()
    low, high = (corners @ along).min(), (corners @ along).max()
    offsets = np.arange(math.ceil(first / step), math.floor(last / step) + 1) * step
    ends = np.stack(
        [offsets[:, None] * normal + low * along, offsets[:, None] * normal + high * along], axis=1
    )
    return shapely.MultiLineString(list(ends))


def bands(
    bounds: tuple[float, float, float, float], many: int, *, px: float
) -> list[tuple[float, float]]:
    """Give the bands that cover a box, each as two distances along their normal.

    Parameters
    ----------
    bounds
        Left, bottom, right, top; northings grow upwards.
    many
        Of how many holders; the bands go round among them, so that each has several.
    px
        Size of a CSS pixel in units of the plane.
    """
    left, bottom, right, top = bounds
    across = _NORMAL[0] * np.array([left, right])[:, None] + _NORMAL[1] * np.array([bottom, top])
    first, last = float(across.min()), float(across.max())
    wide = max(min(BAND_PX * px, (last - first) / (many * BANDS_EACH)), BAND_LEAST_PX * px)
    count = max(math.ceil((last - first) / wide), 1)
    return [(first + at * wide, first + (at + 1) * wide) for at in range(count)]


def banded(shape: BaseGeometry, many: int, *, px: float) -> list[BaseGeometry]:
    """Cut a shape into bands and give those of each holder, ``many`` shapes in order.

    Parameters
    ----------
    shape, many, px
        As for :func:`bands`.
    """
    left, bottom, right, top = shape.bounds
    corners = np.array([(x, y) for x in (left, right) for y in (bottom, top)])
    along = np.array([_NORMAL[1], -_NORMAL[0]])
    low, high = float((corners @ along).min()), float((corners @ along).max())
    normal = np.array(_NORMAL)
    strips = [
        shapely.Polygon(
            [a * normal + low * along, b * normal + low * along,
             b * normal + high * along, a * normal + high * along]
        )
        for a, b in bands(shape.bounds, many, px=px)
    ]  # fmt: skip
    return [
        shapely.intersection(shape, shapely.union_all(strips[one::many])) for one in range(many)
    ]


def dots(shape: BaseGeometry, hatch: str, *, step: float, radius: float) -> NDArray[np.float64]:
    """Give the middles of a hatch's dots that lie whole inside a shape, shape ``(n, 2)``.

    Parameters
    ----------
    shape, hatch, step
        As for :func:`strokes`; every second row stands half a step aside.
    radius
        Of a dot, in units of the plane.
    """
    if _DOTTED.isdisjoint(hatch) or shape.is_empty:
        return np.empty((0, 2))
    left, bottom, right, top = shape.bounds
    rows = np.arange(math.ceil(bottom / step), math.floor(top / step) + 1)
    columns = np.arange(math.floor(left / step), math.ceil(right / step) + 1)
    column, row = np.meshgrid(columns, rows)
    xy = np.column_stack([((column + row % 2 / 2) * step).ravel(), (row * step).ravel()])
    core = shapely.buffer(shape, -radius, quad_segs=2)
    return xy[shapely.contains_xy(core, xy[:, 0], xy[:, 1])]


def is_ring(hatch: str) -> bool:
    """Tell whether the dots of a hatch are rings."""
    return any(one in hatch for one in RINGS)
