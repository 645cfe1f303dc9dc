"""What every drawer of the printed map must know: theme, window, scale, and what is taken."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from layers import style
from layers.placement.label_positions import ALONG_PX

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, pixels."""

Disc = tuple[float, float, float]
"""Middle and radius of a mark with its ring, pixels."""

Leader = tuple[tuple[float, float], tuple[float, float]]
"""A place and the middle of the mark that is tied to it, pixels."""


@dataclass
class MapFrame:
    """The window that is being drawn into.

    Parameters
    ----------
    theme
        ``"light"`` or ``"dark"``.
    extent
        Window in the regional conic (xmin, xmax, ymin, ymax), metres.
    metres_a_px
        Metres of ground in one pixel.
    dpi
        Pixels an inch.
    zoom
        The web map's zoom with the same scale, which labels and hexagons go by.
    magnify
        How much larger than on a screen lines and letters are drawn, for a page seen from afar.
    order
        Drawing order of the layer at hand.
    marks
        Marks as (x, y, radius), pixels: labels keep clear of them.
    anchors
        The named place that each mark gathers around, pixels.
    leaders
        From the place to the middle of each mark that is tied to it, pixels.
    """

    theme: style.Theme
    extent: tuple[float, float, float, float]
    metres_a_px: float
    dpi: int
    zoom: float
    magnify: float = 1.0
    order: int = 0
    marks: list[Disc] = field(default_factory=list)
    anchors: dict[Disc, tuple[float, float]] = field(default_factory=dict)
    leaders: list[Leader] = field(default_factory=list)

    @property
    def taken(self) -> list[Box]:
        """Give the boxes of the marks, pixels (left, bottom, right, top)."""
        return [(x - r, y - r, x + r, y + r) for x, y, r in self.marks]

    def along_leaders(self) -> list[Box]:
        """Give small boxes along every leader, which texts keep off, pixels."""
        step = self.pixels(ALONG_PX)
        boxes: list[Box] = []
        for (x, y), (end_x, end_y) in self.leaders:
            for share in np.linspace(0.0, 1.0, max(int(np.hypot(end_x - x, end_y - y) / step), 2)):
                px, py = x + (end_x - x) * share, y + (end_y - y) * share
                boxes.append((px - step / 2, py - step / 2, px + step / 2, py + step / 2))
        return boxes

    def points(self, px: float) -> float:
        """Turn CSS pixels (96 an inch) into matplotlib's points, so both maps look alike."""
        return px * 0.75 * self.magnify

    def pixels(self, px: float) -> float:
        """Turn CSS pixels into pixels of this picture."""
        return px * self.magnify * self.dpi / 96

    def metres(self, px: float) -> float:
        """Turn CSS pixels into metres of ground."""
        return self.pixels(px) * self.metres_a_px

    @property
    def size_px(self) -> tuple[float, float]:
        """Give the width and height of the window, pixels."""
        left, right, bottom, top = self.extent
        return (right - left) / self.metres_a_px, (top - bottom) / self.metres_a_px

    def to_metres(self, px: float, py: float) -> tuple[float, float]:
        """Turn pixels from the lower left corner into a place in the conic."""
        left, _, bottom, _ = self.extent
        return left + px * self.metres_a_px, bottom + py * self.metres_a_px

    def to_px(self, x: float, y: float) -> tuple[float, float]:
        """Turn a place in the conic into pixels from the lower left corner."""
        left, _, bottom, _ = self.extent
        return (x - left) / self.metres_a_px, (y - bottom) / self.metres_a_px
