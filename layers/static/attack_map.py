"""The figure of one attack: its places, how well they are known, and whose ground lies about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.areas.table import OWN_GROUND
from geo.crs import project, unproject
from layers.build import build_map
from layers.spec import Bounds, Layer
from layers.static.figure import png_bytes
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


def ends(rows: pd.DataFrame, axis: str, *, extents: gpd.GeoSeries) -> pd.Series:
    """Launches and targets of some attacks along one axis, `lon` or `lat`, in degrees.

    Parameters
    ----------
    rows
        Attacks.
    axis
        `lon` or `lat`.
    extents
        Outline of each place that is known only by one, by place id, EPSG:4326.
    """
    ids = pd.concat([rows["launch_place_id"], rows["target_place_id"]])
    wide = extents[extents.index.isin(ids)].bounds
    low, high = ("minx", "maxx") if axis == "lon" else ("miny", "maxy")
    parts = [rows[f"launch_{axis}"], rows[f"target_{axis}"], wide[low], wide[high]]
    every: pd.Series = pd.concat(parts, ignore_index=True)
    return every


def attack_png(
    row: pd.DataFrame,
    *,
    ground: gpd.GeoDataFrame,
    extents: gpd.GeoSeries,
    base: Sequence[Layer],
    names: Mapping[str, str],
    theme: Theme,
) -> bytes | None:
    """Draw the figure of an attack as PNG; the same input and versions give the same bytes.

    Parameters
    ----------
    row
        The attack, one row as `layers.build.build_map` takes it.
    ground
        Areas in force on its day, with `confirmed` and `area_km2`, EPSG:4326.
    extents
        See `ends`.
    base
        Layers of the base map.
    names
        Readable names by id.
    theme
        Light or dark.

    Returns
    -------
    bytes or None
        None where neither launch nor target is known.
    """
    holder = str(row["asserted_group"].iloc[0])
    own = ground[(ground["holder"] == holder) & ground["kind"].isin(OWN_GROUND)]
    lon, lat = (ends(row, axis, extents=extents) for axis in ("lon", "lat"))
    if row["launch_lon"].notna().any() and len(own):
        # The corners of the group's ground too, so that the picture shows how far away it is.
        west, south, east, north = own.total_bounds
        lon = pd.concat([lon, pd.Series([west, east])], ignore_index=True)
        lat = pd.concat([lat, pd.Series([south, north])], ignore_index=True)
    bounds = bounds_about(lon, lat)
    if bounds is None:
        return None
    spec = build_map(
        row,
        areas=ground[ground["kind"] != "gap"],
        extents=extents,
        base=tuple(base),
        show=("ground", "discs", "links", "targets", "launches", "excluded"),
        names=names,
        bounds=bounds,
    )
    return png_bytes(spec, width_px=WIDTH_PX, height_px=HEIGHT_PX, dpi=110, theme=theme)
