"""The graticule of a map: meridians and parallels at a round step, and where they meet the edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo import crs
from layers.placement.window import Window

_STEPS_DEG: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
_MOST_LINES: Final = 9
_VERTICES: Final = 60
_CORNER: Final = 0.04


@dataclass(frozen=True)
class Tick:
    """Where a line meets the lower or the left edge: a share of that edge from 0 to 1."""

    share: float
    label: str


@dataclass(frozen=True, eq=False)
class Graticule:
    """Lines in metres of the conic, and the ticks on the lower and on the left edge."""

    lines: tuple[NDArray[np.float64], ...]
    bottom: tuple[Tick, ...]
    left: tuple[Tick, ...]

    @property
    def text(self) -> str:
        """Give every label."""
        return " ".join(tick.label for tick in (*self.bottom, *self.left))


def _label(degrees: float, hemispheres: str) -> str:
    side = hemispheres[0] if degrees >= 0 else hemispheres[1]
    return f"{abs(degrees):g}° {side}"


def _rounds(low: float, high: float, step: float) -> list[float]:
    first, last = np.ceil(low / step), np.floor(high / step)
    return [round(float(n * step), 6) for n in np.arange(first, last + 1)]


def _crossing(along: NDArray[np.float64], across: NDArray[np.float64], edge: float) -> float | None:
    """Give where a line, monotone in ``across``, has the value ``edge``."""
    if not across.min() <= edge <= across.max():
        return None
    order = np.argsort(across)
    return float(np.interp(edge, across[order], along[order]))


def _clear(at: float, low: float, high: float) -> bool:
    """Tell whether a label fits beside the corners."""
    return _CORNER < (at - low) / (high - low) < 1 - _CORNER


def graticule(window: Window) -> Graticule:
    """Make the graticule of a window, of at most nine lines each way.

    Parameters
    ----------
    window
        xmin, xmax, ymin, ymax in metres of the regional conic.
    """
    left, right, bottom, top = window
    x, y = np.meshgrid(np.linspace(left, right, 9), np.linspace(bottom, top, 9))
    lon, lat = crs.unproject(x.ravel(), y.ravel())
    span = max(float(np.ptp(lon)), float(np.ptp(lat)))
    step = next((one for one in _STEPS_DEG if span / one <= _MOST_LINES), _STEPS_DEG[-1])
    lines, below, beside = [], [], []
    for value in _rounds(lon.min(), lon.max(), step):
        line = np.column_stack(
            crs.project(
                np.full(_VERTICES, value), np.linspace(lat.min() - 1, lat.max() + 1, _VERTICES)
            )
        )
        lines.append(line)
        at = _crossing(line[:, 0], line[:, 1], bottom)
        if at is not None and _clear(at, left, right):
            below.append(Tick((at - left) / (right - left), _label(value, "EW")))
    for value in _rounds(lat.min(), lat.max(), step):
        line = np.column_stack(
            crs.project(
                np.linspace(lon.min() - 1, lon.max() + 1, _VERTICES), np.full(_VERTICES, value)
            )
        )
        lines.append(line)
        at = _crossing(line[:, 1], line[:, 0], left)
        if at is not None and _clear(at, bottom, top):
            beside.append(Tick((at - bottom) / (top - bottom), _label(value, "NS")))
    return Graticule(tuple(lines), tuple(below), tuple(beside))


def north_deg(window: Window) -> float:
    """Give how far true north stands from straight up in the window's middle, degrees clockwise."""
    left, right, bottom, top = window
    lon, lat = crs.unproject((left + right) / 2, (bottom + top) / 2)
    x, y = crs.project(np.array([lon, lon]), np.array([lat, lat + 0.1]))
    return float(np.degrees(np.arctan2(x[1] - x[0], y[1] - y[0])))
