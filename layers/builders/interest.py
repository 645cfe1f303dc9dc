"""The area of interest: a ring around a place, an outline, and nothing else of what lies there."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo.crs import discs
from geo.records.near import Circle
from geo.records.within import Outline
from layers import style
from layers.spec import PolygonLayer

ID: Final = "interest"
TITLE: Final = "Area of interest"
CIRCLE, OUTLINE = "circle", "outline"
"""Index of the layer's rows: which form each has."""

_CORNERS: Final = 180


def interest_layer(circle: Circle | None, outline: Outline | None) -> PolygonLayer:
    """Make the ring of a circle, geodesic, and the edge of an outline, without a fill.

    Parameters
    ----------
    circle, outline
        What attacks are filtered by; with both, they lie in both.
    """
    forms, words, shapes = list[str](), list[str](), list[BaseGeometry]()
    if circle is not None:
        forms.append(CIRCLE)
        words.append(circle.words)
        shapes += [*discs([circle.lon], [circle.lat], [circle.radius_km], vertices=_CORNERS)]
    if outline is not None:
        forms.append(OUTLINE)
        words.append(f"{outline.words}\n{outline.precision}".strip())
        shapes.append(outline.polygon)
    drawn = gpd.GeoDataFrame(
        {
            "tone": style.NEUTRAL,
            "label": [word.partition("\n")[0] for word in words],
            "tooltip": [f"{TITLE}\n{word}" for word in words],
            "fill": 0.0,
            "edge_px": style.WIDTH_PX["area"],
        },
        index=forms,
        geometry=shapes,
        crs=4326,
    )
    return PolygonLayer(id=ID, title=TITLE, features=drawn)
