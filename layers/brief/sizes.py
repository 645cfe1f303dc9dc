"""Sizes of a page: two for screens, two for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SLIDE_IN: Final = (40 / 3, 7.5)
"""A slide, on which every marking is at least 12 points high."""


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
