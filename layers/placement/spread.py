"""Where marks stand that would cover each other: fanned out about their places, or on leaders.

No mark without a leader stands further from its place than its own radius, and none has its middle
in an area that holds none of what it stands for. The script of the web map does the same with the
same numbers, which :data:`RULES` hands to it.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

RULES: Final[dict[str, float]] = {
    # Marks may overlap by this much before one of them must move.
    "touch": 0.97,
    # What giving way does not settle to this, a leader does.
    "legible": 0.96,
    "rounds": 60,
    "turns": 4,
    "ways": 24,
    # Nearer than this share of what they need, two stand on one place.
    "same": 0.02,
    # What gives way keeps this share of its radius, so that rounding never takes it further.
    "within": 0.999,
    # Spots without a leader, then leaders, in radii of their mark, shortest first.
    "close": 0.5,
    "beside": 0.99,
    "shortest": 1.5,
    "step": 0.5,
    "longest": 14.0,
    # A leader keeps this share of a radius off the middle of any other mark.
    "passing": 0.6,
    # Rooms that differ by less than this share of a radius are one: the first spot has it.
    "grain": 1e-6,
}
SIDES: Final[dict[str, float]] = {
    "targets": 40.0,
    "launches": 220.0,
    "context": 310.0,
    "excluded": 130.0,
    "yours_targets": 85.0,
    "yours_launches": 265.0,
}
"""Side to which the marks of a layer give way, degrees from east, where two stand on one place."""

IN_VIEW_ONLY: Final = 1_500
"""Of a layer with more places than this, a screen shows the marks near its window alone."""

AROUND: Final = 0.25
"""How near: within this share of the window's size."""


class Honest(Protocol):
    """Says where marks may stand."""

    def __call__(self, spots: Floats, marks: Ints) -> Flags:
        """Tell for each spot, shape ``(n, 2)``, whether the mark beside it may stand there."""


@dataclass(frozen=True, eq=False)
class Placed:
    """Where marks stand.

    Parameters
    ----------
    spots
        In the unit that was given, shape ``(n, 2)``.
    tied
        Which have a leader to their place.
    """

    spots: Floats
    tied: Flags


def place(homes: Floats, reach: Floats, *, sides: Floats, honest: Honest) -> Placed:
    """Part marks that would cover each other.

    Parameters
    ----------
    homes
        Their places in a plane, shape ``(n, 2)``.
    reach
        Their radii with all that is drawn around them, same unit, shape ``(n,)``. Of two that
        cannot both stay near, the one of smaller radius is put on a leader.
    sides
        Way that each gives where two share one place, degrees from east.
    honest
        Where a mark may stand; its own place always is.
    """
    count = len(homes)
    pairs = _pairs(homes, reach, np.arange(count))
    if not len(pairs):
        return Placed(homes.copy(), np.zeros(count, dtype=bool))
    spots = _fanned(homes, reach, sides, pairs)
    aside = _misplaced(spots, homes, reach, pairs, honest)
    for _ in range(int(RULES["turns"]) if aside.any() else 0):
        # Those that stay leave the places of those on leaders to be seen: a point of no size.
        sizes = np.where(aside, 0.0, reach)
        pairs = _pairs(homes, sizes, np.arange(count))
        spots = _fanned(homes, sizes, sides, pairs)
        more = _misplaced(spots, homes, sizes, pairs, honest) & ~aside
        if not more.any():
            break
        aside |= more
    return _on_leaders(spots, homes, reach, np.flatnonzero(aside), honest)


def _pairs(homes: Floats, reach: Floats, kept: Ints) -> Ints:
    """Give the pairs that overlap, or would if both gave way towards each other."""
    if len(kept) < 2:  # noqa: PLR2004
        return np.empty((0, 2), dtype=np.int64)
    near = cKDTree(homes[kept]).query_pairs(4 * float(reach[kept].max()), output_type="ndarray")
    pairs = np.sort(kept[near.astype(np.int64)], axis=1)
    pairs = pairs[reach[pairs].max(axis=1) > 0]
    gap = np.hypot(*(homes[pairs[:, 0]] - homes[pairs[:, 1]]).T)
    hidden = gap < RULES["touch"] * reach[pairs].sum(axis=1)
    if not hidden.any():
        return np.empty((0, 2), dtype=np.int64)
    near_enough: Ints = pairs[gap < 2 * reach[pairs].sum(axis=1)]
    return near_enough


def _fanned(homes: Floats, reach: Floats, sides: Floats, pairs: Ints) -> Floats:
    """Push overlapping marks apart, each by no more than its own radius."""
    spots = homes.copy()
    if not len(pairs):
        return spots
    one, other = pairs.T
    turn = np.radians(sides)
    seed = np.column_stack([np.cos(turn), np.sin(turn)]) * reach[:, None]
    wanted = RULES["touch"] * (reach[one] + reach[other])
    share = (reach[one] / np.maximum(reach[one] + reach[other], 1e-9))[:, None]
    for _ in range(int(RULES["rounds"])):
        apart = spots[one] - spots[other]
        gap = np.hypot(*apart.T)
        lacking = np.maximum(wanted - gap, 0.0)
        if not (lacking > 0).any():
            break
        same = gap < RULES["same"] * wanted
        way = np.where(same[:, None], seed[one] - seed[other], apart)
        long = np.hypot(*way.T)
        way /= np.where(long > 0, long, 1.0)[:, None]
        push = way * lacking[:, None] * 0.5
        np.add.at(spots, one, push * 2 * share)
        np.add.at(spots, other, -push * 2 * (1 - share))
        moved = spots - homes
        far = np.hypot(*moved.T)
        over = (far > reach) & (far > 0)
        share_kept = RULES["within"] * reach[over] / far[over]
        spots[over] = homes[over] + moved[over] * share_kept[:, None]
    return spots


def _misplaced(spots: Floats, homes: Floats, reach: Floats, pairs: Ints, honest: Honest) -> Flags:
    """Flag marks that stand where they may not, and the smaller of two that still overlap."""
    wrong = np.zeros(len(spots), dtype=bool)
    moved = np.flatnonzero(np.hypot(*(spots - homes).T) > 0)
    if len(moved):
        wrong[moved] = ~honest(spots[moved], moved)
    if len(pairs):
        one, other = pairs.T
        gap = np.hypot(*(spots[one] - spots[other]).T)
        hidden = gap < RULES["legible"] * (reach[one] + reach[other])
        smaller = np.where(reach[one] < reach[other], one, other)
        # One that moves for another reason leaves its neighbours room.
        settled = wrong[one] | wrong[other] | (reach[pairs].min(axis=1) == 0)
        wrong[smaller[hidden & ~settled]] = True
    return wrong


def _on_leaders(spots: Floats, homes: Floats, reach: Floats, aside: Ints, honest: Honest) -> Placed:
    """Give each of some marks the nearest free spot, with a leader where that is far.

    One that finds none stays at its place, and those that stand over it make room, each once.
    """
    spots, tied = spots.copy(), np.zeros(len(spots), dtype=bool)
    standing, waited = np.ones(len(spots), dtype=bool), np.zeros(len(spots), dtype=bool)
    standing[aside] = False
    waited[aside] = True
    queue = [(-float(reach[mark]), mark) for mark in aside.tolist()]
    heapq.heapify(queue)
    while queue:
        _, mark = heapq.heappop(queue)
        least = (RULES["longest"] + 1) * reach[mark] + reach
        others = np.flatnonzero(standing & (np.hypot(*(spots - homes[mark]).T) < least))

        def may(tried: Floats, mark: int = mark) -> Flags:
            return honest(tried, np.full(len(tried), mark))

        found = _led(homes[mark], reach[mark], spots[others], reach[others], may)
        spots[mark], tied[mark] = found or (homes[mark], False)
        standing[mark] = True
        if found is None:
            gaps = np.hypot(*(spots[others] - homes[mark]).T)
            over = others[gaps < RULES["legible"] * (reach[others] + reach[mark])]
            for one in over[~waited[over]].tolist():
                standing[one], waited[one] = False, True
                heapq.heappush(queue, (-float(reach[one]), one))
    return Placed(spots, tied)


def _led(
    home: Floats, reach: float, spots: Floats, others: Floats, may: Callable[[Floats], Flags]
) -> tuple[Floats, bool] | None:
    """Give the free spot with most room on the nearest ring, and whether it needs a leader.

    A leader that runs over another mark still tells more than a mark that covers one.
    """
    crossing = None
    for far, steps in _rings():
        tried = home + steps * reach
        room = _room(tried, reach, spots, others)
        free = room >= 0
        if free.any():
            free &= may(tried)
        if not free.any():
            continue
        clear = free & _seen(home, tried, spots, others) if far > 1.0 else free
        grains = np.rint(np.minimum(room / reach, 1.0) / RULES["grain"])
        best = int(np.argmax(np.where(clear if clear.any() else free, grains, -1)))
        if clear.any():
            return tried[best], far > 1.0
        crossing = crossing or (tried[best], True)
    return crossing


def _room(tried: Floats, reach: float, spots: Floats, others: Floats) -> Floats:
    """Give how far each spot is from the nearest mark; negative where it would cover one."""
    if not len(spots):
        return np.full(len(tried), np.inf)
    gaps = np.hypot(*(tried[:, None] - spots[None]).transpose(2, 0, 1))
    return np.asarray((gaps - RULES["legible"] * (others + reach)).min(axis=1))


def _seen(home: Floats, tried: Floats, spots: Floats, others: Floats) -> Flags:
    """Tell to which spots a leader from a place runs over no mark's middle part.

    Where the place itself lies under such a part, the leader goes away from its middle.
    """
    if not len(spots):
        return np.ones(len(tried), dtype=bool)
    way = tried - home
    long = (way**2).sum(axis=1)
    off = spots - home
    share = np.clip((way @ off.T) / long[:, None], 0.0, 1.0)
    near = np.hypot(*(off[None] - share[..., None] * way[:, None]).transpose(2, 0, 1))
    least = np.minimum(RULES["passing"] * others, np.hypot(*off.T) * (1 - RULES["grain"]))
    return np.asarray((near >= least).all(axis=1))


@cache
def _rings() -> list[tuple[float, Floats]]:
    """Give the spots about a place, ring by ring in radii of the mark; the first is the place."""
    ways = int(RULES["ways"])
    turns = np.arange(ways) * (2 * math.pi / ways)
    about = np.column_stack([np.cos(turns), np.sin(turns)])
    outer = np.arange(RULES["shortest"], RULES["longest"] + RULES["step"], RULES["step"])
    longs = (RULES["close"], RULES["beside"], *outer)
    return [(0.0, np.zeros((1, 2))), *((long, about * long) for long in longs)]
