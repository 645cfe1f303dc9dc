"""What a tool of the map has drawn, as st_folium returns it: checked, in degrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SCALE = 100_000
"""Units a degree in which corners travel: about one metre."""

LonLat = tuple[float, float]


def drawn_by(
    returned: Mapping[str, Any] | None, layer: str, *, most: int
) -> tuple[tuple[LonLat, ...], Mapping[str, Any]] | None:
    """Read the last drawing of a map, where it is one of a tool.

    Parameters
    ----------
    returned
        As of `layers.web.folium_map.clicked`.
    layer
        Layer of the tool's drawings.
    most
        Corners at most.

    Returns
    -------
    Corners as longitude and latitude in degrees, EPSG:4326, in the order in which one walks round,
    and the properties of the drawing, with `change` a whole number; None when the last drawing is
    not of the tool, or not of its form.
    """
    drawing = (returned or {}).get("last_active_drawing")
    properties = drawing.get("properties") if isinstance(drawing, Mapping) else None
    if not isinstance(properties, Mapping) or properties.get("layer") != layer:
        return None
    flat, change = properties.get("corners"), properties.get("change")
    if not isinstance(flat, list) or len(flat) % 2 or len(flat) > 2 * most:
        return None
    if not all(type(one) is int for one in (*flat, change)):
        return None
    degrees = [one / SCALE for one in flat]
    return tuple(zip(degrees[::2], degrees[1::2], strict=True)), properties
