"""Ground drawn on the map to filter by, a box or a lasso: read from what the map returned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from layers.web.drawing import LonLat, drawn_by

LAYER = "select_tool"
"""Layer of the drawings that are such ground, in what the map returns."""

MOST_CORNERS = 600
"""Corners of a lasso at most; the script leaves out those that stand close together."""


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
    found = drawn_by(returned, LAYER, most=MOST_CORNERS)
    if found is None or not found[0]:
        return None
    corners, properties = found
    if properties.get("form") == "box":
        lon, lat = zip(*corners, strict=True)
        box = (min(lon), min(lat), max(lon), max(lat))
        return DrawnGround(corners, box, int(properties["change"]))
    return DrawnGround(corners, (), int(properties["change"]))
