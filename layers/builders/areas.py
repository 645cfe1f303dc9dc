"""Ground, committees and supply lines as layers; what is less sure is drawn less sure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.areas.age import Age
from geo.areas.seen_text import UNKNOWN, seen_texts
from geo.areas.sharing import CURRENT, pieces, remainders
from geo.crs import to_lonlat, to_metric
from layers import catalog, style
from layers.age_style import AGE_STYLES, CHOSEN_EDGE_PX
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


def _when(areas: gpd.GeoDataFrame, column: str) -> pd.Series:
    days = pd.to_datetime(areas[column], errors="coerce")
    texts = seen_texts(areas, np.arange(len(areas)), days)
    return pd.Series(texts, areas.index, dtype=object).replace("", UNKNOWN)


def age_lines(areas: gpd.GeoDataFrame) -> pd.Series:
    """Say how old each area is, when it was last confirmed, and by how many publishers.

    Parameters
    ----------
    areas
        With ``age`` and ``seen_last``, and ``publishers, seen_next, left_on`` where
        :func:`geo.areas.standing.with_standing` was asked. Without ages those that are not
        ``confirmed`` have ``last_confirmed``.
    """
    if "age" not in areas:
        stale = ~areas["confirmed"].astype(bool)
        return pd.Series(
            np.where(stale, "last confirmed " + _when(areas, "last_confirmed"), ""), areas.index
        )
    age, when = areas["age"].astype(str), _when(areas, "seen_last")
    said = age + ": last confirmed " + when
    if "seen_next" in areas:
        many = areas["publishers"].astype(int)
        by = " by " + many.astype(str) + np.where(many == 1, " publisher", " publishers")
        again = areas["seen_next"].notna()
        said = said.where(~again, age + ": confirmed " + when) + by
        said += np.where(again, " and again " + _when(areas, "seen_next"), "")
        gone = areas["left_on"].notna()
        said += np.where(gone, ", said to be left in " + _when(areas, "left_on"), "")
    lines: pd.Series = said.mask(age == Age.NEVER, AGE_STYLES[Age.NEVER].label)
    return lines


def _sharing_lines(areas: gpd.GeoDataFrame, names: Mapping[str, str]) -> pd.Series:
    if "shared_with" not in areas:
        return pd.Series("", areas.index)
    return pd.Series(
        [
            "; ".join(
                f"{words} {', '.join(names.get(one, one) for one in held)}"
                for words, held in (("shared with", shared), ("overlaps ground of", others))
                if held
            )
            for shared, others in zip(areas["shared_with"], areas["others"], strict=True)
        ],
        areas.index,
        dtype=object,
    )


def _tooltips(areas: gpd.GeoDataFrame, names: Mapping[str, str]) -> pd.Series:
    holder = _names(areas["holder"].astype(str), names)
    known = areas["border_km"].map("edge known to ±{:.0f} km".format).astype(str)
    text = areas["title"].astype(str) + "\n" + holder + " · " + areas["confidence"].astype(str)
    text = text + " confidence · " + known
    # The first sentence: the whole of it stands in the list of areas.
    assumption = areas["assumption"].fillna("").astype(str).str.split(r"[.;] ", regex=True).str[0]
    assumption = assumption.str.removesuffix(".").astype(str)
    assumption = assumption.where(assumption == "", "Assumed: " + assumption)
    for line in (age_lines(areas), _sharing_lines(areas, names), assumption):
        text = text + np.where(line.eq(""), "", "\n" + line.astype(str))
    full: pd.Series = text
    return full


def area_layer(
    areas: gpd.GeoDataFrame,
    *,
    layer_id: str = "ground",
    names: Mapping[str, str] | None = None,
    chosen: str = "",
    attribution: str = ATTRIBUTION,
    visible: bool = True,
) -> PolygonLayer:
    """Make the layer of ground or of committees.

    Ground is drawn by its age. What several holders share is a row of its own, with a band of each
    and no tooltip; the areas that it is cut from keep their edge over it, and their tint and hatch
    on the rest of them.

    Parameters
    ----------
    areas
        EPSG:4326, indexed by ``area_id``, with ``holder, kind, title, confidence, border_km,
        assumption, confirmed, last_confirmed``; also ``age`` and ``seen_last`` where ages are
        known.
    layer_id
        ``"ground"`` or ``"committees"``.
    names
        Readable names of holders by id.
    chosen
        Id of the area whose edge is drawn broader, or empty.
    """
    aged = layer_id == "ground" and "age" in areas
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
            "edge_px": np.where(areas.index == chosen, CHOSEN_EDGE_PX, style.WIDTH_PX["area"]),
            "dashed": True,
            "faded": low if aged else low | stale,
            "age": areas["age"].astype(str) if aged else "",
            "bands": "",
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
        features=_with_shared(drawn, areas) if aged else drawn,
        attribution=attribution,
        visible=visible,
    )


def _with_shared(drawn: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put the inner parts of shared areas and what is shared under the edges that are clicked."""
    common = pieces(areas)
    if common.empty:
        return drawn
    rest = remainders(areas, common)
    touched = drawn.index.isin(rest.index)
    inner = drawn[touched].assign(edge_px=0.0, tooltip="", ids="")
    inner = inner.set_geometry(rest.reindex(inner.index).set_crs(4326))
    inner = inner[~inner.geometry.is_empty]
    bands = common.assign(
        bands=["\n".join(f"{one.holder}\t{one.age}" for one in parts) for parts in common["parts"]],
        tone=[parts[0].holder for parts in common["parts"]],
        fill=style.AREA_FILL,
        edge_px=0.0,
    ).drop(columns="parts")
    bands = bands.assign(kind="", label="", tooltip="", ids="", hatched=True, dashed=False,
                         faded=False, age="")  # fmt: skip
    bands.index = pd.Index([""] * len(bands), name=drawn.index.name, dtype=object)
    bare = drawn.assign(
        fill=drawn["fill"].where(~touched, 0.0), hatched=drawn["hatched"] & ~touched
    )
    return gpd.GeoDataFrame(pd.concat([inner, bands, bare]), geometry="geometry", crs=4326)


def soft_edges(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the band within ``border_km`` of each area's edge, in EPSG:4326, on the same index.

    Areas whose edge is known exactly have no band and are left out, and so is ground that is drawn
    by its edge alone: what is old or was never confirmed.
    """
    current = areas["age"].isin(CURRENT) if "age" in areas else np.ones(len(areas), dtype=bool)
    wide = areas[(areas["border_km"].fillna(0) > 0) & current]
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
        age=areas.loc[bands.index, "age"].astype(str) if "age" in areas else "",
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
