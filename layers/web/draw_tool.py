"""Corners that a person sets on the map: given to it, and read back from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium

from layers.web.folium_elements import Draw

MOST_CORNERS = 1_000
"""Corners that a map takes to be moved by hand; an outline of a file may have more."""

_SCALE = 100_000
"""Units a degree in which corners travel: about one metre."""

_LAYER = "draw_tool"
"""Layer of the drawings that are corners, in what the map returns."""

LonLat = tuple[float, float]


@dataclass(frozen=True)
class DrawnOutline:
    """Corners of one outline, and how many changes of the map they already hold.

    Parameters
    ----------
    corners
        Longitude and latitude in degrees, EPSG:4326, in the order in which one walks round.
    change
        Number of the map's last change that was read; the map keeps what it changed since.
    """

    corners: tuple[LonLat, ...] = ()
    change: int = 0


def draw_tool_group(outline: DrawnOutline) -> folium.FeatureGroup:
    """Give the group that lets a reader set and move corners, for a map that can be drawn on."""
    flat = [round(degrees * _SCALE) for corner in outline.corners for degrees in corner]
    payload = {"layer": _LAYER, "scale": _SCALE, "corners": flat, "change": outline.change}
    group = folium.FeatureGroup(name=_LAYER)
    group.add_child(Draw("drawTool", payload))
    return group


def drawn_outline(returned: Mapping[str, Any] | None) -> DrawnOutline | None:
    """Read what st_folium returned: the corners as the reader left them.

    Parameters
    ----------
    returned
        As of `layers.web.folium_map.clicked`.

    Returns
    -------
    DrawnOutline or None
        None when the last drawing is not of the draw tool, or not of its form.
    """
    drawing = (returned or {}).get("last_active_drawing")
    properties = drawing.get("properties") if isinstance(drawing, Mapping) else None
    if not isinstance(properties, Mapping) or properties.get("layer") != _LAYER:
        return None
    flat, change = properties.get("corners"), properties.get("change")
    if not isinstance(flat, list) or len(flat) % 2 or len(flat) > 2 * MOST_CORNERS:
        return None
    if not all(type(one) is int for one in (*flat, change)):
        return None
    return DrawnOutline(_pairs([one / _SCALE for one in flat]), int(change or 0))


def _pairs(flat: Sequence[float]) -> tuple[LonLat, ...]:
    return tuple(zip(flat[::2], flat[1::2], strict=True))
