"""Where a label of the printed map may stand: beside its own mark, and never beside another's."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from layers.placement.label_positions import (
    ANCHOR_SHARE,
    GAPS_PX,
    LABEL_POSITIONS,
    OF_THE_MARK,
    SAME_PX,
)
from layers.static.frame import Box, Disc, MapFrame

# A page may put a label further off than a screen does: it ties it by a leader.
_FAR_PX: Final = (14.0, 18.0, 24.0, 30.0)
# Further off a reader would not know whose label it is.
_LEADER_PX: Final = 9.0
_DOT_PX: Final = 2.5


@dataclass(frozen=True)
class LabelPosition:
    """Where a label stands.

    Parameters
    ----------
    x, y
        Its anchor, pixels from the lower left corner.
    anchor
        Its side that the anchor is at.
    box
        What it takes, pixels.
    far
        Whether it must be tied to its mark by a leader.
    """

    x: float
    y: float
    anchor: str
    box: Box
    far: bool


@dataclass
class LabelSpace:
    """What stands on a map already, and so where the next label may not stand.

    Parameters
    ----------
    discs
        Marks, pixels.
    boxes
        Texts, pixels.
    least_px
        How far a label with a leader keeps from marks without a label, pixels.
    """

    discs: Sequence[Disc]
    boxes: list[Box]
    least_px: float
    placed: list[tuple[Disc, LabelPosition]] = field(default_factory=list)

    def take(self, home: Disc, position: LabelPosition) -> None:
        """Give a position to the label of a mark or a dot."""
        self.placed.append((home, position))
        self.boxes.append(position.box)

    def is_own(self, home: Disc, position: LabelPosition, *, waiting: Sequence[Disc] = ()) -> bool:
        """Tell whether a reader takes the label for that of its own mark and of no other.

        Its own must be the nearest of all places with a label, and of ``waiting``; nor may its own
        stand nearer to a label of another place than that place does. Of marks without a label it
        must be the nearest too, where no leader tells whose the label is.
        """
        reach = gap_between(position.box, home)
        clear = min(reach, self.least_px) if position.far else reach
        named = [*(one for one, _ in self.placed), *waiting]
        return (
            all(gap_between(position.box, one) > clear for one in self.discs if one != home)
            and all(gap_between(position.box, one) > reach for one in named if one != home)
            and all(
                gap_between(there.box, home) > gap_between(there.box, one)
                for one, there in self.placed
            )
        )

    def is_tied(self, home: Disc, position: LabelPosition) -> bool:
        """Tell whether a leader from the mark to the label would be seen from end to end."""
        start, end = leader(home, position)
        others = [one for one in self.discs if one != home]
        return not any(_meets(start, end, one) for one in others) and not any(
            _crosses(start, end, box) for box in self.boxes
        )


def gap_between(box: Box, disc: Disc) -> float:
    """Give the pixels between a box and the edge of a disc, 0 where they touch."""
    left, bottom, right, top = box
    x, y, radius = disc
    apart = math.hypot(max(left - x, 0.0, x - right), max(bottom - y, 0.0, y - top))
    return max(apart - radius, 0.0)


def mark_of(
    at: tuple[float, float],
    discs: Sequence[Disc],
    frame: MapFrame,
    *,
    others: Sequence[tuple[float, float]],
) -> Disc | None:
    """Give the mark that a place is seen by: its own dot, or the mark that stands for it.

    None where a mark hides the dot and stands for another place, one of ``others`` or none.
    """
    over = [one for one in discs if math.dist(at, one[:2]) < one[2]]
    if not over:
        return (*at, 0.0)
    mark = min(over, key=lambda one: math.dist(at, one[:2]))
    apart = math.dist(at, mark[:2])
    if math.dist(at, frame.anchors.get(mark, (math.inf, math.inf))) < frame.pixels(_DOT_PX):
        # The mark gathers what is around this very place.
        return mark
    nearer = any(math.dist(one, mark[:2]) < apart for one in others)
    near = max(mark[2] * OF_THE_MARK, frame.pixels(SAME_PX))
    return None if nearer or apart > near else mark


def positions(home: Disc, size: tuple[float, float], frame: MapFrame) -> Iterator[LabelPosition]:
    """Give the positions around a mark, best first."""
    wide, high = size
    radius = max(home[2], frame.pixels(_DOT_PX))
    for css_gap in (*GAPS_PX, *_FAR_PX):
        gap = radius + frame.pixels(css_gap)
        for anchor, side, up in LABEL_POSITIONS:
            x, y = home[0] + side * gap, home[1] + up * (gap + high / 2)
            left = x - wide * ANCHOR_SHARE[anchor]
            box = (left, y - high / 2, left + wide, y + high / 2)
            far = gap_between(box, home) > frame.pixels(_LEADER_PX)
            yield LabelPosition(x, y, anchor, box, far=far)


def free_positions(
    home: Disc, size: tuple[float, float], taken: Sequence[Box], frame: MapFrame
) -> Iterator[LabelPosition]:
    """Give the positions that cover nothing and lie within the window, best first.

    Parameters
    ----------
    home
        The mark, pixels from the lower left corner.
    size
        Width and height of the label, pixels.
    taken
        Boxes that must stay free.
    """
    wide, high = frame.size_px
    for position in positions(home, size, frame):
        left, bottom, right, top = position.box
        if left > 0 and bottom > 0 and right < wide and top < high and _clear(position.box, taken):
            yield position


def preferred_position(
    home: Disc,
    size: tuple[float, float],
    space: LabelSpace,
    frame: MapFrame,
    *,
    waiting: Sequence[Disc],
) -> LabelPosition | None:
    """Give the best free position that nobody takes for another place's, or None.

    A position that leaves those their own who are ``waiting`` for one is better than any other.
    """
    taken = [*space.boxes, *((x - r, y - r, x + r, y + r) for x, y, r in space.discs)]
    good = [
        position
        for position in free_positions(home, size, taken, frame)
        if space.is_own(home, position) and (not position.far or space.is_tied(home, position))
    ]
    kind = (
        position
        for position in good
        if not position.far and space.is_own(home, position, waiting=waiting)
    )
    return next(kind, good[0] if good else None)


def leader(home: Disc, position: LabelPosition) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the ends of a leader: at the edge of the mark, and at the nearest point of the label."""
    left, bottom, right, top = position.box
    x, y, radius = home
    end = (min(max(x, left), right), min(max(y, bottom), top))
    long = math.dist((x, y), end)
    share = min(radius / long, 1.0) if long else 0.0
    return (x + (end[0] - x) * share, y + (end[1] - y) * share), end


def _clear(box: Box, taken: Sequence[Box]) -> bool:
    left, bottom, right, top = box
    return not any(left < b[2] and right > b[0] and bottom < b[3] and top > b[1] for b in taken)


def _meets(start: tuple[float, float], end: tuple[float, float], disc: Disc) -> bool:
    """Tell whether a line meets a disc."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    long = dx * dx + dy * dy
    along = ((disc[0] - start[0]) * dx + (disc[1] - start[1]) * dy) / long if long else 0.0
    share = min(max(along, 0.0), 1.0)
    return math.dist((start[0] + share * dx, start[1] + share * dy), disc[:2]) < disc[2]


def _crosses(start: tuple[float, float], end: tuple[float, float], box: Box) -> bool:
    """Tell whether a line crosses a box (Liang and Barsky's clipping)."""
    low, high = 0.0, 1.0
    for a, b, least, most in (
        (start[0], end[0], box[0], box[2]),
        (start[1], end[1], box[1], box[3]),
    ):
        if a == b:
            if not least < a < most:
                return False
            continue
        first, last = sorted(((least - a) / (b - a), (most - a) / (b - a)))
        low, high = max(low, first), min(high, last)
    return low < high
