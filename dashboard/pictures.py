"""Small static maps of single attacks and groups, as the pages show them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import streamlit as st

from dashboard import queries
from geo.areas import OWN_GROUND
from geo.crs import project, unproject
from layers.build import build_map
from layers.spec import Bounds
from layers.static_map import png_bytes
from layers.style import Theme

WIDTH_PX, HEIGHT_PX = 720, 500
_MARGIN = 1.25
_LEAST_KM = 60.0


def bounds_about(lon: pd.Series, lat: pd.Series) -> Bounds | None:
    """Box about some points with room around it, in the picture's proportions; None without any."""
    known = lon.notna() & lat.notna()
    if not known.any():
        return None
    x, y = project(lon[known], lat[known])
    height = max(np.ptp(y), np.ptp(x) * HEIGHT_PX / WIDTH_PX, _LEAST_KM * 1000) * _MARGIN / 2
    width = height * WIDTH_PX / HEIGHT_PX
    middle_x, middle_y = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    corner_lon, corner_lat = unproject(
        [middle_x - width, middle_x + width], [middle_y - height, middle_y + height]
    )
    return (corner_lon[0], corner_lat[0], corner_lon[1], corner_lat[1])


def ends(rows: pd.DataFrame, axis: str) -> pd.Series:
    """Launches and targets of some attacks along one axis, `lon` or `lat`, in degrees."""
    ids = pd.concat([rows["launch_place_id"], rows["target_place_id"]])
    outlines = queries.atlas().areas.extents
    wide = outlines[outlines.index.isin(ids)].bounds
    low, high = ("minx", "maxx") if axis == "lon" else ("miny", "maxy")
    parts = [rows[f"launch_{axis}"], rows[f"target_{axis}"], wide[low], wide[high]]
    every: pd.Series = pd.concat(parts, ignore_index=True)
    return every


@st.cache_data(show_spinner="Drawing …", max_entries=256)
def attack_png(ident: str, theme: Theme) -> bytes | None:
    """Map of one attack: its places, how well they are known, and ground; None with no place."""
    rows = queries.table().loc[[ident]]
    holder = str(rows["asserted_group"].iloc[0])
    on = rows["judged_on"].iloc[0]
    ground = queries.ground(queries.record_end() if pd.isna(on) else on)
    own = ground[(ground["holder"] == holder) & ground["kind"].isin(OWN_GROUND)]
    lon, lat = ends(rows, "lon"), ends(rows, "lat")
    if rows["launch_lon"].notna().any() and len(own):
        lon, lat = _with_nearest(lon, lat, own)
    bounds = bounds_about(lon, lat)
    if bounds is None:
        return None
    spec = build_map(
        queries.map_frame(rows),
        areas=ground[ground["kind"] != "gap"],
        extents=queries.atlas().areas.extents,
        base=queries.base(),
        show=("ground", "discs", "links", "targets", "launches", "excluded"),
        names=queries.names(),
        bounds=bounds,
    )
    return png_bytes(spec, width_px=WIDTH_PX, height_px=HEIGHT_PX, dpi=110, theme=theme)


def _with_nearest(
    lon: pd.Series, lat: pd.Series, own: gpd.GeoDataFrame
) -> tuple[pd.Series, pd.Series]:
    """Add the corners of the group's ground, so that the picture shows how far away it is."""
    west, south, east, north = own.total_bounds
    return pd.concat([lon, pd.Series([west, east])], ignore_index=True), pd.concat(
        [lat, pd.Series([south, north])], ignore_index=True
    )
