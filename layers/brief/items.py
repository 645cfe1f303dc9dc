"""Things on a page and where they lie: what a drawer draws, a slide carries and a checker reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from layers.brief.content import Imprint, Page, Panel, Seen
from layers.brief.legend_rows import LegendBlock
from layers.brief.sizes import Size
from layers.measure import LINE, Weight

Align = Literal["left", "center", "right"]

_TOUCH_IN: Final = 0.005


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, inches from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Give the right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Give the lower edge."""
        return self.top + self.height

    def within(self, width: float, height: float) -> bool:
        """Tell whether it lies on a page of this size."""
        return (
            self.left >= -_TOUCH_IN
            and self.top >= -_TOUCH_IN
            and self.right <= width + _TOUCH_IN
            and self.bottom <= height + _TOUCH_IN
        )

    def overlaps(self, other: Box) -> bool:
        """Tell whether two boxes share more than an edge."""
        return (
            self.left < other.right - _TOUCH_IN
            and other.left < self.right - _TOUCH_IN
            and self.top < other.bottom - _TOUCH_IN
            and other.top < self.bottom - _TOUCH_IN
        )


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing on a page.

    Parameters
    ----------
    name
        What it is, unique on its page.
    box
        Where it lies.
    text
        What it says, whole.
    lines
        The text as it is broken; empty for a drawing.
    size_pt, weight, colour, align
        How the text looks.
    fill
        Colour behind it, or empty for none.
    native
        Whether a slide carries it as text to be edited and not as part of the picture.
    """

    name: str
    box: Box
    text: str = ""
    lines: tuple[str, ...] = ()
    size_pt: float = 10.0
    weight: Weight = "normal"
    colour: str = ""
    align: Align = "left"
    fill: str = ""
    native: bool = False

    @property
    def line_in(self) -> float:
        """Give the height of one line in inches."""
        return self.size_pt * LINE / 72


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """A page that is measured: what lies where.

    Parameters
    ----------
    page, imprint, size
        What was laid out, and on what.
    items
        Everything on the page.
    maps
        Each panel with the box of its map.
    seen
        What the page says of its windows; None on a page of words.
    legend
        The legend's rows in their places.
    length_m
        Length of the scale bar on the ground, metres.
    number, of
        Number of the page, and how many there are.
    """

    page: Page
    imprint: Imprint
    size: Size
    items: tuple[Item, ...]
    maps: tuple[tuple[Panel, Box], ...] = ()
    seen: Seen | None = None
    legend: LegendBlock | None = None
    length_m: float = 0.0
    number: int = 1
    of: int = 1

    def item(self, name: str) -> Item:
        """Give the item of a name.

        Raises
        ------
        KeyError
            When the page has none.
        """
        for one in self.items:
            if one.name == name:
                return one
        message = f"the page has no {name!r}; it has {', '.join(one.name for one in self.items)}"
        raise KeyError(message)

    def has(self, name: str) -> bool:
        """Tell whether the page has an item of this name."""
        return any(one.name == name for one in self.items)
