"""Which groups share ground with which, and how much of it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import crs
from geo.areas.table import OWN_GROUND, area_km2


def holdings(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Own ground of each group as one geometry, EPSG:4326, indexed by group id."""
    crs.require_lonlat(areas, what="areas")
    own = areas[areas["kind"].isin(OWN_GROUND)]
    parts = own.groupby("holder")["geometry"]
    merged = parts.agg(lambda pieces: shapely.union_all(pieces.to_numpy()))
    return gpd.GeoDataFrame({"geometry": merged}, geometry="geometry", crs=4326)


def overlaps(areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Ground shared by each pair of groups.

    Parameters
    ----------
    areas
        Areas in force, EPSG:4326.

    Returns
    -------
    One row a pair that meets, both ways: `group, other, shared_km2, share` (of the group's own
    ground), largest share first.
    """
    whole = holdings(areas)
    outlines = whole.geometry.to_numpy()
    first, second = np.nonzero(~np.eye(len(whole), dtype=bool))
    common = gpd.GeoDataFrame(
        {"group": whole.index.to_numpy()[first], "other": whole.index.to_numpy()[second]},
        geometry=shapely.intersection(outlines[first], outlines[second]),
        crs=4326,
    )
    common = common[shapely.area(common.geometry.to_numpy()) > 0]
    km2 = area_km2(whole)
    out = pd.DataFrame(
        {
            "group": common["group"],
            "other": common["other"],
            "shared_km2": area_km2(common),
        }
    )
    out["share"] = out["shared_km2"] / out["group"].map(km2)
    return out.sort_values(["share", "group"], ascending=[False, True], ignore_index=True)
