"""Outlines of marks by angle, so that a share of any shape is cut as it is from a circle."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers import style

Floats = NDArray[np.float64]
FULL: Final = 2 * math.pi

CORNERS: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "diamond": ((0.0, 1.2), (1.2, 0.0), (0.0, -1.2), (-1.2, 0.0)),
    "square": ((0.9, 0.9), (0.9, -0.9), (-0.9, -0.9), (-0.9, 0.9)),
    "triangle": ((0.0, 1.5), (1.5, -1.125), (-1.5, -1.125)),
    "wedge": ((0.0, -1.5), (-1.5, 1.125), (1.5, 1.125)),
}
"""Corners in radii, east and north; a shape that is not here is a circle."""

CROSS: Final = 0.75
"""Half length of an arm of the cross along each axis, in radii."""

LOWER: Final[dict[str, float]] = {"triangle": -0.3, "wedge": 0.3}
"""How far towards the top its number stands: a triangle has room at its broad side, in radii."""

STEPS: Final = 72
"""Points of a whole outline, its corners besides."""


def edge(shape: str, turn: Floats) -> Floats:
    """Give how far the outline is from the middle, in radii.

    Parameters
    ----------
    shape
        Shape of a mark.
    turn
        Angles clockwise from the top.
    """
    if shape not in CORNERS:
        return np.ones_like(turn)
    corners = np.array(CORNERS[shape])
    sides = np.roll(corners, -1, axis=0) - corners
    normals = np.column_stack([sides[:, 1], -sides[:, 0]])
    offset = (normals * corners).sum(axis=1)
    normals, offset = normals * np.sign(offset)[:, None], np.abs(offset)
    along = normals @ np.vstack([np.sin(turn), np.cos(turn)])
    with np.errstate(divide="ignore", over="ignore"):
        far = np.where(along > 0, offset[:, None] / along, np.inf)
    return np.asarray(far.min(axis=0))


def arc(shape: str, radius: float, *, first: float = 0.0, last: float = 1.0) -> Floats:
    """Give points along an outline.

    Parameters
    ----------
    shape
        Shape of a mark.
    radius
        Its radius; a ring around a mark has a larger one.
    first, last
        Where it begins and ends, as shares of the turn clockwise from the top.

    Returns
    -------
    ndarray
        East and north of the middle, shape ``(n, 2)``.
    """
    ends = (first * FULL, last * FULL)
    turns = np.linspace(*ends, max(int((last - first) * STEPS), 2) + 1)
    if shape in CORNERS:
        bends = np.array([math.atan2(x, y) % FULL for x, y in CORNERS[shape]])
        turns = np.unique(np.r_[turns, bends[(bends > ends[0]) & (bends < ends[1])]])
    far = radius * edge(shape, turns)
    return np.column_stack([np.sin(turns) * far, np.cos(turns) * far])


def slice_of(shape: str, radius: float, *, first: float, last: float) -> Floats:
    """Give the outline of a share of a shape, a piece of the pie."""
    around = arc(shape, radius, first=first, last=last)
    return around if last - first >= 1 else np.vstack([[0.0, 0.0], around])


def ring_spans(verdicts: dict[str, int], count: int) -> list[tuple[str, float, float]]:
    """Give the arc of each verdict as shares of the turn, the most severe first from the top.

    An arc is as long as its share of the attacks, and at least :data:`layers.style.LEAST_ARC`,
    which the longest makes room for.
    """
    share = {one: verdicts[one] / max(count, 1) for one in style.RINGED if verdicts.get(one)}
    long = {one: max(many, style.LEAST_ARC) for one, many in share.items()}
    if (over := sum(long.values()) - 1.0) > 0:
        long[max(long, key=lambda one: long[one])] -= over
    ends = np.cumsum([0.0, *long.values()]).tolist()
    return [(one, a, b) for one, a, b in zip(long, ends[:-1], ends[1:], strict=True)]


def share_spans(shares: tuple[tuple[str, int], ...]) -> list[tuple[str, float, float]]:
    """Give the piece of each group as shares of the turn, clockwise from the top."""
    total = sum(many for _, many in shares)
    ends = np.cumsum([0, *(many for _, many in shares)]) / max(total, 1)
    return [
        (group, float(a), float(b))
        for (group, _), a, b in zip(shares, ends[:-1], ends[1:], strict=True)
    ]
