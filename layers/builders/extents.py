"""Places known only by the outline of their governorate, drawn as outlines: they have no point."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.schemas.attacks import ROLES
from layers import style
from layers.builders.attacks import ATTRIBUTION
from layers.spec import PolygonLayer

TITLE: Final = "Known only by their governorate"
_FILL: Final = 0.05


def extent_layer(
    attacks: pd.DataFrame, extents: gpd.GeoSeries, *, visible: bool = True
) -> PolygonLayer:
    """Make one outline a place and role, with the number of attacks that are known no nearer.

    Parameters
    ----------
    attacks
        Indexed by ``attack_id``, with ``target_*``/``launch_*`` ``place_id`` and ``place``.
    extents
        Outlines by place id, EPSG:4326.
    """
    parts = []
    for role in ROLES:
        place = attacks[f"{role}_place_id"]
        rows = attacks[place.isin(extents.index) & attacks["counts"]]
        found = rows.groupby([f"{role}_place_id", f"{role}_place"]).agg(
            many=("title", "size"), first=("title", "first")
        )
        found.index.names = ["place_id", "place"]
        parts.append(found.reset_index().assign(role=role))
    rows = pd.concat(parts, ignore_index=True)
    many = rows["role"].astype(str) + " of " + rows["many"].astype(str) + " attacks"
    summary = np.where(rows["many"] == 1, rows["role"] + " of: " + rows["first"], many)
    drawn = gpd.GeoDataFrame(
        {
            "tone": rows["role"].astype(str),
            "label": rows["place"].astype(str),
            "tooltip": rows["place"].astype(str) + "\n" + summary + "\nno nearer place is reported",
            "ids": rows["place_id"].astype(str),
            "fill": _FILL,
            "edge_px": style.WIDTH_PX["area"],
            "dashed": True,
        },
        geometry=extents.reindex(rows["place_id"]).to_numpy(),
        crs=4326,
    )
    return PolygonLayer(
        id="extents", title=TITLE, features=drawn, attribution=ATTRIBUTION, visible=visible
    )
