"""Sizes of a page: two for screens, two for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SLIDE_IN: Final = (40 / 3, 7.5)
"""A slide, on which every marking is at least 12 points high."""

CSS_DPI: Final = 96
"""CSS pixels an inch."""

_MAP_SCALE: Final = 1.2
_SMALL_MAP: Final = 0.72
MANY_MAPS: Final = 2
"""On a page of more maps than this, each is small."""


@dataclass(frozen=True)
class Size:
    """One size of a page.

    Parameters
    ----------
    id
        How the command names it.
    title
        What people read.
    width_px, height_px
        Pixels of the picture.
    dpi
        Pixels an inch.
    scale
        Size of letters against those of a slide: paper is held nearer than a screen.
    """

    id: str
    title: str
    width_px: int
    height_px: int
    dpi: int
    scale: float

    @property
    def width_in(self) -> float:
        """Give the width in inches."""
        return self.width_px / self.dpi

    @property
    def height_in(self) -> float:
        """Give the height in inches."""
        return self.height_px / self.dpi


SIZES: Final[dict[str, Size]] = {
    size.id: size
    for size in (
        Size("hd", "Slide, 1920 × 1080", 1920, 1080, 144, 1.0),
        Size("4k", "Slide, 3840 × 2160", 3840, 2160, 288, 1.0),
        Size("a4", "A4 landscape, 300 dpi", 3508, 2480, 300, 0.86),
        Size("a3", "A3 landscape, 300 dpi", 4961, 3508, 300, 1.2),
    )
}


def magnify(size: Size, *, maps: int) -> float:
    """Give how much larger than on a screen before one's eyes the marks of a page's maps are.

    Parameters
    ----------
    size
        Of the page.
    maps
        How many maps share it.
    """
    return size.scale * (_MAP_SCALE if maps <= MANY_MAPS else _SMALL_MAP)
