"""The area of interest: a ring around a place, and nothing else of what lies there."""

from __future__ import annotations

from typing import Final

import geopandas as gpd

from geo.crs import discs
from geo.records.near import Circle
from layers import style
from layers.spec import PolygonLayer

ID: Final = "interest"
TITLE: Final = "Area of interest"
_CORNERS: Final = 180


def circle_layer(circle: Circle) -> PolygonLayer:
    """Make the ring of a circle, geodesic, without a fill."""
    drawn = gpd.GeoDataFrame(
        {
            "tone": [style.NEUTRAL],
            "label": [circle.words],
            "tooltip": [f"{TITLE}\n{circle.words}"],
            "fill": [0.0],
            "edge_px": [style.WIDTH_PX["area"]],
        },
        geometry=discs([circle.lon], [circle.lat], [circle.radius_km], vertices=_CORNERS),
        crs=4326,
    )
    return PolygonLayer(id=ID, title=TITLE, features=drawn)
