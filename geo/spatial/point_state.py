"""Where a point lies of an area: one enum for every join."""

from enum import IntEnum


class PointState(IntEnum):
    """Where a place lies of an area, ordered by how much of it may lie inside.

    `ABSENT` where there is no such area on that day, or no place; `CANNOT_TELL` where the point
    and the border are not known well enough to decide.
    """

    ABSENT = -1
    OUTSIDE = 0
    CANNOT_TELL = 1
    INSIDE = 2
