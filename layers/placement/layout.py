"""Where the marks of a map stand: decided for all layers at once, before any is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo import crs
from layers import style
from layers.placement.clusters import level_of_bounds
from layers.placement.footing import Footing
from layers.placement.marks import Mark, marks_of
from layers.placement.spread import SIDES, place
from layers.spec import MapSpec, PointLayer

Floats = NDArray[np.float64]
_ANY_SIDE: Final = 0.0
# So many places are never all apart, and looking would take longer than drawing.
_CROWD: Final = 2_000
# About the map of a slide, where marks stand closest.
_SLIDE_PX: Final = (500.0, 390.0)


@dataclass(frozen=True, eq=False)
class StandingMark:
    """A mark with the spot that it is drawn at and the place that it stands for.

    Parameters
    ----------
    mark
        What it holds.
    at
        Middle of what is drawn, metres in the regional conic.
    home
        The place that it stands for, metres: the middle of its members, or one of them.
    reach_px
        Its radius with all that is drawn around it, CSS pixels.
    tied
        Whether a leader ties it to its place.
    """

    mark: Mark
    at: tuple[float, float]
    home: tuple[float, float]
    reach_px: float
    tied: bool


@dataclass(frozen=True)
class Canvas:
    """What is seen, and how large a pixel of a screen is on its ground.

    Parameters
    ----------
    extent
        In the regional conic (xmin, xmax, ymin, ymax), metres.
    metres_a_px
        Metres of ground in one CSS pixel.
    """

    extent: tuple[float, float, float, float]
    metres_a_px: float

    def holds(self, spots: Floats) -> NDArray[np.bool_]:
        """Tell which places of the conic, shape ``(n, 2)``, are seen."""
        left, right, bottom, top = self.extent
        x, y = spots.T
        return np.asarray((x > left) & (x < right) & (y > bottom) & (y < top))


def lay_out(spec: MapSpec, canvas: Canvas) -> list[StandingMark]:
    """Decide where each mark of a map is drawn.

    Parameters
    ----------
    spec
        The map; its bounds alone say how marks are gathered.
    canvas
        What is drawn into.

    Returns
    -------
    list of ReviewState
        Layer by layer, rarest first, so that the busiest lie on top.
    """
    level = level_of_bounds(spec.bounds)
    footing = Footing(spec.shown)
    marks = [
        mark
        for layer in spec.shown
        if isinstance(layer, PointLayer) and not layer.base
        for mark in reversed(marks_of(layer, level=level))
    ]
    held = footing.shared([mark.members for mark in marks])
    homes = _homes(marks, held, footing, canvas)
    seen = np.flatnonzero(np.isfinite(homes).all(axis=1)).tolist()
    marks, held, homes = [marks[at] for at in seen], [held[at] for at in seen], homes[seen]
    reach_px = np.array([reach(mark) for mark in marks])

    def honest(spots: Floats, marks: NDArray[np.int64]) -> NDArray[np.bool_]:
        return canvas.holds(spots) & footing.fits(spots, [held[at] for at in marks.tolist()])

    placed = place(
        homes,
        reach_px * canvas.metres_a_px,
        sides=np.array([SIDES.get(mark.layer, _ANY_SIDE) for mark in marks]),
        honest=honest,
    )
    return [
        StandingMark(
            mark,
            (float(placed.spots[at, 0]), float(placed.spots[at, 1])),
            (float(homes[at, 0]), float(homes[at, 1])),
            float(reach_px[at]),
            bool(placed.tied[at]),
        )
        for at, mark in enumerate(marks)
    ]


@lru_cache(maxsize=64)
def has_leader(spec: MapSpec, canvas: Canvas) -> bool:
    """Tell whether any mark of a map has a leader in this window at this scale."""
    return any(one.tied for one in lay_out(spec, canvas))


@lru_cache(maxsize=16)
def any_leader(spec: MapSpec) -> bool:
    """Tell whether a map that a reader can move needs a leader where it opens."""
    if sum(len(one.features) for one in spec.shown if isinstance(one, PointLayer)) > _CROWD:
        return True
    west, south, east, north = spec.bounds
    x, y = crs.project([west, east, west, east], [south, south, north, north])
    metres_a_px = max(float(np.ptp(x)) / _SLIDE_PX[0], float(np.ptp(y)) / _SLIDE_PX[1])
    extent = (float(x.min()), float(x.max()), float(y.min()), float(y.max()))
    return has_leader(spec, Canvas(extent, metres_a_px))


def _homes(
    marks: Sequence[Mark], held: Sequence[frozenset[int]], footing: Footing, canvas: Canvas
) -> Floats:
    """Give each mark's place: the middle of its members where that is theirs, else a member.

    NaN where neither the middle nor any member lies in the window.
    """
    if not marks:
        return np.empty((0, 2))
    homes = np.array([mark.middle for mark in marks])
    fits = footing.fits(homes, held) & canvas.holds(homes)
    for at in np.flatnonzero(~fits).tolist():
        inside = marks[at].members[canvas.holds(marks[at].members)]
        if not len(inside):
            homes[at] = np.nan
            continue
        homes[at] = inside[int(np.hypot(*(inside - homes[at]).T).argmin())]
    return homes


def reach(mark: Mark) -> float:
    """Give the radius of a mark with its ring, CSS pixels."""
    rings = [style.VERDICTS[one].ring_px for one, many in mark.verdicts.items() if many]
    ring = max(rings) + style.RING_RIM_PX if rings else style.RIM_PX
    return style.mark_radius_px(mark.count) * style.SHAPE_REACH.get(mark.shape, 1.0) + ring
