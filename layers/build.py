"""Domain frames in, one map spec out: every layer of the atlas in its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import geopandas as gpd
import pandas as pd

from layers import catalog
from layers.attacks import (
    ATTRIBUTION,
    disc_layer,
    excluded_layer,
    link_layer,
    located,
    mark_layer,
)
from layers.ground import area_layer, band_layer, supply_layer
from layers.hexes import index
from layers.spec import IRAQ_BOUNDS, Bounds, HeatLayer, HexLayer, Layer, MapSpec

# Above this many attacks, marks say less than a density does.
MANY_ATTACKS = 20_000


def heat_layer(attacks: pd.DataFrame, *, role: str = "target", visible: bool = False) -> HeatLayer:
    """Make the density layer of targets or launches."""
    rows = located(attacks, role=role)
    return HeatLayer(
        id="heat",
        title=catalog.entry("heat").title,
        lonlat=rows[["lon", "lat"]].to_numpy(dtype=float),
        attribution=ATTRIBUTION,
        visible=visible,
    )


def hex_layer(attacks: pd.DataFrame, *, role: str = "target", visible: bool = False) -> HexLayer:
    """Make the hexagon layer of targets or launches."""
    rows = located(attacks, role=role)
    return HexLayer(
        id="hexagons",
        title=catalog.entry("hexagons").title,
        cells=index(rows["lon"].to_numpy(dtype=float), rows["lat"].to_numpy(dtype=float)),
        what="targets" if role == "target" else "launches",
        attribution=ATTRIBUTION,
        visible=visible,
    )


def build_map(
    attacks: pd.DataFrame,
    *,
    areas: gpd.GeoDataFrame | None = None,
    lines: gpd.GeoDataFrame | None = None,
    base: tuple[Layer, ...] = (),
    show: Collection[str] = catalog.DEFAULT_SHOWN,
    selected: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    density_of: str = "target",
    bounds: Bounds = IRAQ_BOUNDS,
    title: str = "",
    note: str = "",
) -> MapSpec:
    """Put every layer that is asked for on one map, bottom first.

    Only layers in ``show`` are built: a layer that nobody sees costs nothing.

    Parameters
    ----------
    attacks
        Indexed by ``attack_id``: ``date, verdict, asserted_group, title, counts_as_attack`` and
        ``target_*``/``launch_*`` ``place, lon, lat, radius_km`` (degrees, EPSG:4326; km).
    areas, lines
        Ground and supply lines, EPSG:4326.
    base
        Layers of the base map, made once by :func:`layers.base.base_layers` and given to every
        map, so that the base stays the same object.
    show
        Ids of the layers to show; see :data:`layers.catalog.CHOICES`.
    selected
        Attack ids to be drawn as selected.
    names
        Readable names of groups and committees by id.
    density_of
        ``"target"`` or ``"launch"``: what heat and hexagons count.

    Returns
    -------
    MapSpec
        The base and the visible layers.
    """
    made: list[Layer] = list(base)
    crowded = len(attacks) > MANY_ATTACKS
    if "heat" in show or (crowded and "hexagons" not in show):
        made.append(heat_layer(attacks, role=density_of, visible=True))
    if "hexagons" in show:
        made.append(hex_layer(attacks, role=density_of, visible=True))
    if areas is not None and not areas.empty:
        committee = areas["kind"].eq("committee")
        if "committees" in show:
            made.append(area_layer(areas[committee], layer_id="committees", names=names))
        if "ground" in show:
            made.append(band_layer(areas[~committee]))
            made.append(area_layer(areas[~committee], names=names))
    if lines is not None and "supply" in show:
        made.append(supply_layer(lines, names=names, visible=True))
    if not crowded:
        if "discs" in show:
            made.append(disc_layer(attacks, visible=True))
        if "links" in show:
            made.append(link_layer(attacks, names=names))
        for role, layer_id in (("target", "targets"), ("launch", "launches")):
            if layer_id in show:
                made.append(mark_layer(attacks, role=role, names=names, selected=selected))
        if "excluded" in show:
            made.append(excluded_layer(attacks, selected=selected, visible=True))
    return MapSpec(tuple(made), bounds=bounds, title=title, note=note)
