"""Corners that a person sets on the map: given to it, and read back from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import folium

from layers.web.drawing import SCALE, LonLat, drawn_by
from layers.web.folium_elements import Draw

MOST_CORNERS = 1_000
"""Corners that a map takes to be moved by hand; an outline of a file may have more."""

_LAYER = "draw_tool"
"""Layer of the drawings that are corners, in what the map returns."""


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
    flat = [round(degrees * SCALE) for corner in outline.corners for degrees in corner]
    payload = {"layer": _LAYER, "scale": SCALE, "corners": flat, "change": outline.change}
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
    found = drawn_by(returned, _LAYER, most=MOST_CORNERS)
    return None if found is None else DrawnOutline(found[0], int(found[1]["change"]))
