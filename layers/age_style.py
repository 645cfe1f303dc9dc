"""How the age of ground and its sharing are drawn: apart from colour, which says whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class AgeStyle:
    """How ground of one age looks, on the web and in print; it can be told without colour.

    Parameters
    ----------
    label
        What a legend says of it.
    tint, line
        Shares of the strength of its tint, and of its hatch and edge.
    sparse
        How many times as far apart the lines of its hatch are; 0 for no hatch.
    dash
        Dash pattern of its edge, pixels; empty for the group's own.
    """

    label: str
    tint: float
    line: float
    sparse: int
    dash: tuple[int, ...] = ()


DOT: Final = 1
"""A dash of this length is a dot: its ends are round."""

AGE_STYLES: Final[dict[str, AgeStyle]] = {
    "fresh": AgeStyle(
        label="fresh: confirmed in the 12 months before, or before and soon after",
        tint=1.0,
        line=1.0,
        sparse=1,
    ),
    "ageing": AgeStyle(
        label="ageing: last confirmed 12 to 36 months before",
        tint=0.45,
        line=0.7,
        sparse=2,
        dash=(3, 4),
    ),
    "old": AgeStyle(
        label="old: last confirmed longer before, or left since",
        tint=0.0,
        line=0.8,
        sparse=0,
        dash=(DOT, 4),
    ),
    "never": AgeStyle(
        label="never confirmed by then",
        tint=0.0,
        line=0.8,
        sparse=0,
        dash=(DOT, 9),
    ),
}
"""By the words of :class:`geo.areas.age.Age`, the best first."""

SHARED_LABEL: Final = "shared: extents of several holders overlap, a band and a dash for each"

BAND_DEG: Final = 67.5
"""Direction of the bands of shared ground, from east towards north: that of no hatch."""

BAND_PX: Final = 12.0
BAND_LEAST_PX: Final = 2.0
BANDS_EACH: Final = 3
"""So many bands of each holder at least, where they do not become finer than the least."""

SHARED_EDGE_PX: Final = 2.0
CHOSEN_EDGE_PX: Final = 4.0
"""Of the area whose card is open."""

SHARED_DASH_PX: Final = 7.0


def age_style(age: str) -> AgeStyle:
    """Give how an age looks; what has none looks as what is fresh."""
    return AGE_STYLES.get(age, AGE_STYLES["fresh"])


def dash_of(age: str, own: tuple[int, ...]) -> tuple[int, ...]:
    """Give the dash pattern of an edge, pixels.

    Parameters
    ----------
    age
        Word of an age, or empty.
    own
        Pattern of the group.
    """
    return age_style(age).dash or own


def parts_of(bands: str) -> tuple[tuple[str, str], ...]:
    """Give tone and age of each holder of shared ground, as the column ``bands`` tells them."""
    pairs = (line.partition("\t") for line in bands.split("\n") if line)
    return tuple((tone, age) for tone, _, age in pairs)
