"""Where the marks of a web map stand at a zoom, as its script puts them, for what is said of it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo import crs
from layers.placement.clusters import level_of
from layers.placement.footing import Footing
from layers.placement.layout import reach
from layers.placement.marks import Mark, mark_rows, marks_of
from layers.placement.spread import AROUND, IN_VIEW_ONLY, SIDES, place
from layers.spec import Bounds, MapSpec, PointLayer

Floats = NDArray[np.float64]

_TILE_PX: Final = 256.0


@lru_cache(maxsize=32)
def any_leader_seen(spec: MapSpec, window: Bounds, zoom: float) -> bool:
    """Tell whether a reader sees a leader: whether a mark in the window has one at this zoom.

    Parameters
    ----------
    spec
        The map.
    window
        West, south, east and north of what is seen, degrees.
    zoom
        Leaflet's.
    """
    seen = _box(window, zoom)
    footing = Footing(spec.shown)
    clustered = _clustered(spec, seen, zoom)
    if not clustered:
        return False
    held = footing.shared([mark.members for mark in clustered])
    homes = _homes(clustered, held, footing, zoom)

    def honest(spots: Floats, marks: NDArray[np.int64]) -> NDArray[np.bool_]:
        return footing.fits(_to_conic(spots, zoom), [held[at] for at in marks.tolist()])

    placed = place(
        homes,
        np.array([reach(mark) for mark in clustered]),
        sides=np.array([SIDES.get(mark.layer, 0.0) for mark in clustered]),
        honest=honest,
    )
    ends = _within(homes, seen) | _within(placed.spots, seen)
    return bool((placed.tied & ends).any())


def _clustered(spec: MapSpec, seen: Floats, zoom: float) -> list[Mark]:
    """Give the marks that the script places, in its order; of many only those near the window."""
    found = []
    wide = (seen[1] - seen[0]) * AROUND
    around = np.vstack([seen[0] - wide, seen[1] + wide])
    for layer in spec.shown:
        if not isinstance(layer, PointLayer) or layer.base:
            continue
        marks = marks_of(layer, level=level_of(zoom))[::-1]
        if len(mark_rows(layer)) > IN_VIEW_ONLY:
            middles = _to_px(np.array([mark.middle for mark in marks]), zoom)
            marks = [marks[at] for at in np.flatnonzero(_within(middles, around)).tolist()]
        found += marks
    return found


def _homes(marks: list[Mark], held: list[frozenset[int]], footing: Footing, zoom: float) -> Floats:
    """Give each mark's place in pixels: its middle where that is its own, else one of its own."""
    middles = np.array([mark.middle for mark in marks])
    homes = _to_px(middles, zoom)
    for at in np.flatnonzero(~footing.fits(middles, held)).tolist():
        places = _to_px(marks[at].members, zoom)
        homes[at] = places[int(np.hypot(*(places - homes[at]).T).argmin())]
    return homes


def _within(spots: Floats, box: Floats) -> NDArray[np.bool_]:
    return np.asarray(((spots >= box[0]) & (spots <= box[1])).all(axis=1))


def _box(window: Bounds, zoom: float) -> Floats:
    """Give the corners of a window in pixels, lowest first."""
    west, south, east, north = window
    return _mercator(np.array([west, east]), np.array([south, north]), zoom)


def _mercator(lon: Floats, lat: Floats, zoom: float) -> Floats:
    """Give Leaflet's pixels of a zoom, northwards."""
    wide = _TILE_PX * 2**zoom / (2 * math.pi)
    turn = np.radians(np.column_stack([lon, lat]))
    return np.column_stack([turn[:, 0], np.arctanh(np.sin(turn[:, 1]))]) * wide


def _to_px(spots: Floats, zoom: float) -> Floats:
    return _mercator(*crs.unproject(*spots.T), zoom)


def _to_conic(spots: Floats, zoom: float) -> Floats:
    turn = spots / (_TILE_PX * 2**zoom / (2 * math.pi))
    lon, lat = np.degrees(turn[:, 0]), np.degrees(np.arctan(np.sinh(turn[:, 1])))
    return np.column_stack(crs.project(lon, lat))
