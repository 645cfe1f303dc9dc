"""Usual ground as a layer: the cells that hold half and nearly all of each group's votes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import h3
import pandas as pd
import shapely

from layers import catalog
from layers.spec import PolygonLayer

ATTRIBUTION: Final = "Usual ground: past attacks with confirmed groups"
# The smaller set lies on the larger one, and shows darker by both.
_FILLS: Final[dict[int, float]] = {95: 0.14, 50: 0.30}


def outlines(usual: pd.DataFrame) -> gpd.GeoDataFrame:
    """Join the cells of each group and set to one shape.

    Parameters
    ----------
    usual
        ``group``, ``cell`` (H3 address) and ``set`` (50 or 95), one row a cell.

    Returns
    -------
    GeoDataFrame, EPSG:4326: ``group``, ``set``, ``cells`` (how many), the larger set first; the
    larger set covers the smaller one.
    """
    rows = []
    for size in _FILLS:
        part = usual[usual["set"] <= size]
        for group, cells in part.groupby("group", sort=True)["cell"]:
            shape = shapely.geometry.shape(h3.cells_to_geo(list(cells)))
            rows.append({"group": str(group), "set": size, "cells": len(cells), "geometry": shape})
    columns = ["group", "set", "cells", "geometry"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=4326)


def usual_layer(
    usual: pd.DataFrame, *, names: Mapping[str, str] | None = None, visible: bool = True
) -> PolygonLayer:
    """Make the layer of usual ground.

    Parameters
    ----------
    usual
        As :func:`outlines` takes it.
    names
        Readable names of groups by id.
    """
    drawn = outlines(usual)
    known = names or {}
    who = drawn["group"].map(lambda one: known.get(one, one))
    shares = drawn["set"].astype(str)
    return PolygonLayer(
        id="usual",
        title=catalog.entry("usual").title,
        features=drawn.assign(
            tone=drawn["group"],
            label="",
            tooltip=who + "\nusual ground: holds " + shares + " % of its past launches",
            fill=drawn["set"].map(_FILLS),
            edge_px=1.2,
            dashed=drawn["set"] > min(_FILLS),
        ),
        attribution=ATTRIBUTION,
        visible=visible,
    )
