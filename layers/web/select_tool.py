"""Ground drawn on the map to filter by, a box or a lasso: read from what the map returned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LAYER = "select_tool"
"""Layer of the drawings that are such ground, in what the map returns."""

SCALE = 100_000
"""Units a degree in which corners travel: about one metre."""

MOST_CORNERS = 600
"""Corners of a lasso at most; the script leaves out those that stand close together."""

LonLat = tuple[float, float]


@dataclass(frozen=True)
class DrawnGround:
    """A box or a lasso.

    Parameters
    ----------
    corners
        Longitude and latitude in degrees, EPSG:4326, in the order in which one went round.
    box
        West, south, east and north of a box; empty for a lasso.
    change
        Number of the drawing on its map: the same ground may be drawn again.
    """

    corners: tuple[LonLat, ...]
    box: tuple[float, ...] = ()
    change: int = 0


def drawn_ground(returned: Mapping[str, Any] | None) -> DrawnGround | None:
    """Read what st_folium returned: the ground that was drawn last.

    Parameters
    ----------
    returned
        As of `layers.web.folium_map.clicked`.

    Returns
    -------
    DrawnGround or None
        None when the last drawing is no such ground, or not of its form.
    """
    drawing = (returned or {}).get("last_active_drawing")
    properties = drawing.get("properties") if isinstance(drawing, Mapping) else None
    if not isinstance(properties, Mapping) or properties.get("layer") != LAYER:
        return None
    flat, change, form = (properties.get(name) for name in ("corners", "change", "form"))
    if not isinstance(flat, list) or len(flat) % 2 or not 0 < len(flat) <= 2 * MOST_CORNERS:
        return None
    if not all(type(one) is int for one in (*flat, change)):
        return None
    degrees = [one / SCALE for one in flat]
    corners = tuple(zip(degrees[::2], degrees[1::2], strict=True))
    if form == "box":
        lon, lat = degrees[::2], degrees[1::2]
        return DrawnGround(corners, (min(lon), min(lat), max(lon), max(lat)), int(change or 0))
    return DrawnGround(corners, (), int(change or 0))
