"""Place texts on a page, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from layers import style
from layers.brief.items import Align, Box, Item
from layers.brief.sizes import Size
from layers.measure import LINE, Weight, wrap

MARGIN_IN: Final = 0.38
INK: Final = style.palette().text


@dataclass
class PageBuilder:
    """The items placed so far, and what they are placed by."""

    size: Size
    items: list[Item] = field(default_factory=list)

    def inches(self, value: float) -> float:
        """Turn inches on a slide into inches on this page."""
        return value * self.size.scale

    def put(
        self,
        name: str,
        text: str,
        *,
        left: float,
        top: float,
        width: float,
        size_pt: float,
        weight: Weight = "normal",
        colour: str = INK,
        align: Align = "left",
        lines: tuple[str, ...] | None = None,
        fill: str = "",
        native: bool = False,
    ) -> Item:
        """Place a text; its height follows from its lines."""
        broken = lines or wrap(text, size_pt=size_pt, most_in=width, weight=weight)
        box = Box(left, top, width, len(broken) * size_pt * LINE / 72)
        made = Item(
            name=name,
            box=box,
            text=text,
            lines=broken,
            size_pt=size_pt,
            weight=weight,
            colour=colour,
            align=align,
            fill=fill,
            native=native,
        )
        self.items.append(made)
        return made
