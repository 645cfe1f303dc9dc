"""Ground, committees and supply lines as layers; what is less sure is drawn less sure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import to_lonlat, to_metric
from layers import catalog, style
from layers.spec import LineLayer, PolygonLayer

ATTRIBUTION: Final = "Ground: assessments of public reports"
_FILL_BY_KIND: Final[dict[str, float]] = {
    "ground": style.AREA_FILL,
    "launch_ground": style.AREA_FILL,
    "network": 0.09,
    "corridor": 0.06,
    "gap": 0.04,
    "committee": 0.04,
}
_UNHATCHED: Final = frozenset({"committee", "gap", "corridor"})
_KM: Final = 1_000.0
# A band finer than this cannot be seen on any screen and only costs bytes.
_SIMPLIFY_M: Final = 250.0


def _names(ids: pd.Series, names: Mapping[str, str]) -> pd.Series:
    return ids.map(lambda one: names.get(one, one))


def _last_confirmed(areas: gpd.GeoDataFrame) -> pd.Series:
    when = pd.to_datetime(areas["last_confirmed"], errors="coerce")
    month: pd.Series = when.dt.strftime("%B %Y").fillna("an unknown month")
    return month


def _tooltips(areas: gpd.GeoDataFrame, names: Mapping[str, str]) -> pd.Series:
    holder = _names(areas["holder"].astype(str), names)
    known = areas["border_km"].map("edge known to ±{:.0f} km".format).astype(str)
    text = areas["title"].astype(str) + "\n" + holder + " · " + areas["confidence"].astype(str)
    text = text + " confidence · " + known
    stale = ~areas["confirmed"].astype(bool)
    age = areas["age"].astype(str) + ", " if "age" in areas else ""
    text = text + np.where(stale, "\n" + age + "last confirmed " + _last_confirmed(areas), "")
    # The first sentence: the whole of it stands in the list of areas.
    assumption = areas["assumption"].fillna("").astype(str).str.split(r"[.;] ", regex=True).str[0]
    assumption = assumption.str.removesuffix(".").astype(str)
    full: pd.Series = text + np.where(assumption != "", "\nAssumed: " + assumption, "")
    return full


def area_layer(
    areas: gpd.GeoDataFrame,
    *,
    layer_id: str = "ground",
    names: Mapping[str, str] | None = None,
    attribution: str = ATTRIBUTION,
    visible: bool = True,
) -> PolygonLayer:
    """Make the layer of ground or of committees.

    Parameters
    ----------
    areas
        EPSG:4326, indexed by ``area_id``, with ``holder, kind, title, confidence, border_km,
        assumption, confirmed, last_confirmed``.
    layer_id
        ``"ground"`` or ``"committees"``.
    names
        Readable names of holders by id.
    """
    low = areas["confidence"].eq("low")
    stale = ~areas["confirmed"].astype(bool)
    drawn = gpd.GeoDataFrame(
        {
            "tone": areas["holder"].astype(str),
            "kind": areas["kind"].astype(str),
            "label": areas["title"].astype(str),
            "tooltip": _tooltips(areas, names or {}),
            "ids": areas.index.astype(str),
            "fill": areas["kind"].map(_FILL_BY_KIND).fillna(style.AREA_FILL),
            "hatched": ~areas["kind"].isin(_UNHATCHED),
            "edge_px": style.WIDTH_PX["area"],
            "dashed": True,
            "faded": low | stale,
        },
        geometry=areas.geometry,
        crs=areas.crs,
    )
    # Small ground lies on top of large ground, or it could neither be seen nor clicked.
    if len(drawn):
        size = shapely.area(to_metric(drawn.geometry))
        drawn = drawn.iloc[np.argsort(-size, kind="stable")]
    return PolygonLayer(
        id=layer_id,
        title=catalog.entry(layer_id).title,
        features=drawn,
        attribution=attribution,
        visible=visible,
    )


def soft_edges(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the band within ``border_km`` of each area's edge, in EPSG:4326, on the same index.

    Areas whose edge is known exactly have no band and are left out.
    """
    wide = areas[areas["border_km"].fillna(0) > 0]
    if wide.empty:
        return wide[["geometry"]]
    metric = to_metric(wide.geometry)
    reach = wide["border_km"].to_numpy(dtype=float) * _KM
    rim = shapely.buffer(metric, reach, quad_segs=6)
    core = shapely.buffer(metric, -reach, quad_segs=6)
    band = shapely.simplify(shapely.difference(rim, core), _SIMPLIFY_M)
    return gpd.GeoDataFrame(geometry=to_lonlat(band), index=wide.index, crs=4326)


def band_layer(areas: gpd.GeoDataFrame, *, visible: bool = True) -> PolygonLayer:
    """Make the faint bands that say how well each edge is known (``border_km`` on either side)."""
    bands = soft_edges(areas)
    drawn = bands.assign(
        tone=areas.loc[bands.index, "holder"].astype(str),
        border_km=areas.loc[bands.index, "border_km"].astype(float),
        fill=style.BAND_FILL,
        edge_px=0.0,
    )
    return PolygonLayer(
        id="ground_edges",
        title="How well edges are known",
        features=drawn,
        attribution=ATTRIBUTION,
        visible=visible,
    )


def supply_layer(
    lines: gpd.GeoDataFrame, *, names: Mapping[str, str] | None = None, visible: bool = False
) -> LineLayer:
    """Make the schematic supply lines.

    Parameters
    ----------
    lines
        EPSG:4326, indexed by ``line_id``, with ``title, holder, confidence``.
    names
        Readable names of holders by id.
    """
    holder = lines["holder"].astype(str)
    text = lines["title"].astype(str) + "\n" + _names(holder, names or {}) + " · "
    drawn = gpd.GeoDataFrame(
        {
            "tone": holder,
            "label": lines["title"].astype(str),
            "tooltip": text + lines["confidence"].astype(str) + " confidence · schematic",
            "ids": lines.index.astype(str),
            "weight_px": style.WIDTH_PX["supply"],
            "dashed": True,
            "faded": lines["confidence"].eq("low"),
        },
        geometry=lines.geometry,
        crs=lines.crs,
    )
    return LineLayer(
        id="supply",
        title=catalog.entry("supply").title,
        features=drawn,
        attribution="Supply lines: schematic",
        visible=visible,
        arrow=True,
    )
