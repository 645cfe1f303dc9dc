"""Domain frames in, one map spec out: every layer of the atlas in its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.records.near import Circle
from geo.records.within import Outline
from geo.schemas.attacks import ROLES
from geo.spatial.h3_cells import index
from geo.verdicts.table import check_drawn
from layers import catalog
from layers.builders.areas import area_layer, band_layer, supply_layer
from layers.builders.attacks import (
    ATTRIBUTION,
    context_layer,
    disc_layer,
    excluded_layer,
    link_layer,
    mark_layer,
)
from layers.builders.base import anchors
from layers.builders.extents import extent_layer
from layers.builders.interest import interest_layer
from layers.builders.user_layers import own_layers, split_user_attacks
from layers.builders.usual_ground import usual_layer
from layers.spec import IRAQ_BOUNDS, Bounds, HeatLayer, HexLayer, Layer, MapSpec, PointLayer

# Above this many attacks, marks say less than a density does.
MANY_ATTACKS: Final = 20_000
_MARGIN: Final = 0.3
_DENSITY: Final = frozenset(
    {"counts"} | {f"{role}_{name}" for role in ROLES for name in ("lon", "lat", "cell")}
)
_MARKS: Final = frozenset({"discs", "links", "targets", "launches", "excluded"})


def _spots(attacks: pd.DataFrame, role: str) -> NDArray[np.bool_]:
    """Rows that are attacks and have a point: what a density counts."""
    spots = attacks[f"{role}_lon"].notna() & attacks["counts"]
    return np.asarray(spots)


def heat_layer(attacks: pd.DataFrame, *, role: str = "target", visible: bool = False) -> HeatLayer:
    """Make the density layer of targets or launches."""
    lonlat = attacks[[f"{role}_lon", f"{role}_lat"]].to_numpy(dtype=float)
    return HeatLayer(
        id="heat",
        title=catalog.entry("heat").title,
        lonlat=lonlat[_spots(attacks, role)],
        what="targets" if role == "target" else "launches",
        attribution=ATTRIBUTION,
        visible=visible,
    )


def hex_layer(attacks: pd.DataFrame, *, role: str = "target", visible: bool = False) -> HexLayer:
    """Make the hexagon layer of targets or launches; their cells are taken where they stand."""
    cells = (
        attacks[f"{role}_cell"].to_numpy(dtype=np.uint64)
        if f"{role}_cell" in attacks
        else index(attacks[f"{role}_lon"], attacks[f"{role}_lat"])
    )
    return HexLayer(
        id="hexagons",
        title=catalog.entry("hexagons").title,
        cells=cells[_spots(attacks, role)],
        what="targets" if role == "target" else "launches",
        attribution=ATTRIBUTION,
        visible=visible,
    )


def build_map(
    attacks: pd.DataFrame,
    *,
    areas: gpd.GeoDataFrame | None = None,
    lines: gpd.GeoDataFrame | None = None,
    extents: gpd.GeoSeries | None = None,
    usual: pd.DataFrame | None = None,
    context: pd.DataFrame | None = None,
    base: tuple[Layer, ...] = (),
    show: Collection[str] = catalog.DEFAULT_SHOWN,
    selected: Collection[str] = (),
    chosen_area: str = "",
    names: Mapping[str, str] | None = None,
    density_of: str = "target",
    bounds: Bounds = IRAQ_BOUNDS,
    within: Bounds | None = None,
    circle: Circle | None = None,
    outline: Outline | None = None,
    title: str = "",
    note: str = "",
    credit: str = ATTRIBUTION,
) -> MapSpec:
    """Put every layer that is asked for on one map, bottom first.

    Only layers in ``show`` are built: a layer that nobody sees costs nothing.

    Parameters
    ----------
    attacks
        Indexed by ``attack_id``, with the columns of :data:`geo.verdicts.table.DRAWN`. Those
        whose column ``whose`` says “yours” are the reader's own: see
        :mod:`layers.builders.user_layers`.
    areas, lines
        Ground and supply lines, EPSG:4326.
    extents
        Outlines, EPSG:4326, of the places that are known only by them. They show with the discs;
        those of selected attacks always do, for nothing else on the map tells of them.
    usual
        Cells of usual ground: ``group, cell, set``; see
        :func:`layers.builders.usual_ground.outlines`.
    context
        Events around the attacks: ``title, date, place, lon, lat`` (degrees, EPSG:4326).
    base
        Layers of the base map, made once by :func:`layers.builders.base.base_layers` and given to
        every map, so that the base stays the same object.
    show
        Ids of the layers to show; see :data:`layers.catalog.CHOICES`.
    selected
        Attack ids to be drawn as selected.
    chosen_area
        Id of the area whose edge is drawn broader, or empty.
    names
        Readable names of groups and committees by id.
    density_of
        ``"target"`` or ``"launch"``: what heat and hexagons count.
    within
        What the reader sees, west, south, east, north: of very many attacks only those there are
        drawn, each on its own again where few enough are left.
    circle, outline
        Area of interest whose ring or edge is drawn, or None.
    credit
        Where the attacks come from, printed with their layers.

    Returns
    -------
    MapSpec
        The base and the visible layers.

    Raises
    ------
    ConformError
        When the table of attacks lacks a column, or has one of another kind.
    """
    check_drawn(attacks)
    ground = areas[~areas["kind"].eq("committee")] if areas is not None else None
    committees = areas[areas["kind"].eq("committee")] if areas is not None else None
    attacks, own = split_user_attacks(attacks)
    chosen = attacks[attacks.index.isin(list(selected))]
    if within is not None and len(attacks) > MANY_ATTACKS:
        attacks = seen(attacks, within)
    wanted = _fewer(set(show), count=len(attacks)) | {"extents", "interest"}
    recipes: dict[str, Callable[[], Sequence[Layer]]] = {
        "heat": lambda: [heat_layer(attacks, role=density_of, visible=True)],
        "hexagons": lambda: [hex_layer(attacks, role=density_of, visible=True)],
        "committees": lambda: _area_layers(committees, "committees", names, chosen_area),
        "ground": lambda: _area_layers(ground, "ground", names, chosen_area),
        "usual": lambda: [] if usual is None or usual.empty else [usual_layer(usual, names=names)],
        "supply": lambda: (
            [supply_layer(lines, names=names, visible=True)] if lines is not None else []
        ),
        "context": lambda: [context_layer(context)] if context is not None else [],
        "extents": lambda: _extent_layers(attacks if "discs" in wanted else chosen, extents),
        "interest": lambda: [interest_layer(circle, outline)] if circle or outline else [],
        "discs": lambda: [disc_layer(attacks, visible=True)],
        "links": lambda: [link_layer(attacks, names=names)],
        "targets": lambda: [mark_layer(attacks, role="target", names=names, selected=selected)],
        "launches": lambda: [mark_layer(attacks, role="launch", names=names, selected=selected)],
        "excluded": lambda: [excluded_layer(attacks, selected=selected, visible=True)],
    }
    made = [
        replace(layer, attribution=credit) if layer.attribution == ATTRIBUTION else layer
        for layer_id, make in recipes.items()
        if layer_id in wanted
        for layer in make()
    ]
    made += own_layers(own, wanted=show, names=names, selected=selected)
    known = anchors(base)
    made = [replace(one, anchors=known) if isinstance(one, PointLayer) else one for one in made]
    below = [layer for layer in base if catalog.order(layer.id) < catalog.order("heat")]
    above = [layer for layer in base if layer not in below]
    return MapSpec((*below, *made, *above), bounds=bounds, title=title, note=note)


def seen(attacks: pd.DataFrame, within: Bounds) -> pd.DataFrame:
    """Attacks with a place in a window, which is widened so that a small move shows no gap."""
    west, south, east, north = within
    wide, high = _MARGIN * (east - west), _MARGIN * (north - south)
    kept = np.zeros(len(attacks), dtype=bool)
    for role in ROLES:
        lon, lat = (attacks[f"{role}_{axis}"].to_numpy(dtype=float) for axis in ("lon", "lat"))
        kept |= (
            (lon >= west - wide)
            & (lon <= east + wide)
            & (lat >= south - high)
            & (lat <= north + high)
        )
    if kept.sum() > MANY_ATTACKS:  # a density reads few columns, and copies of the others cost
        return attacks[[one for one in attacks if one in _DENSITY]][kept]
    return attacks[kept]


def _fewer(show: set[str], *, count: int) -> set[str]:
    """Trade marks for a density when there are too many to be told apart."""
    if count <= MANY_ATTACKS:
        return show
    return (show - _MARKS) | (set() if "hexagons" in show else {"heat"})


def _extent_layers(attacks: pd.DataFrame, extents: gpd.GeoSeries | None) -> list[Layer]:
    if extents is None or extents.empty:
        return []
    made = extent_layer(attacks, extents)
    return [] if made.features.empty else [made]


def _area_layers(
    areas: gpd.GeoDataFrame | None,
    layer_id: str,
    names: Mapping[str, str] | None,
    chosen: str,
) -> list[Layer]:
    if areas is None or areas.empty:
        return []
    bands: list[Layer] = [band_layer(areas)] if layer_id == "ground" else []
    return [*bands, area_layer(areas, layer_id=layer_id, names=names, chosen=chosen)]
