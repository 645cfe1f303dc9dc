"""Layer specs packed into plain lists of numbers and escaped text for the map's script."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers import mark_tones, style
from layers.age_style import age_style, dash_of, parts_of
from layers.builders.attacks import NOUNS
from layers.builders.hexes import levels
from layers.placement.clusters import tree
from layers.placement.marks import COLUMN_OF, mark_rows, shares_of
from layers.placement.spread import SIDES
from layers.spec import HexLayer, LineLayer, PointLayer, PolygonLayer
from layers.web.constants import SCALE
from layers.web.escape import escape

Payload = dict[str, Any]


def to_json(payload: Payload) -> str:
    """Write a payload as JSON that neither a template nor an HTML parser can mistake for code."""
    text = json.dumps(payload, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def texts(values: pd.Series) -> list[str]:
    """Escape each value of a column."""
    return [escape(value) for value in values.tolist()]


def ids_of(values: pd.Series) -> list[str]:
    """Escape ids separated by newlines; they come back in a click and are unescaped there."""
    return texts(values)


def _flat(geometries: NDArray[np.object_]) -> list[list[int]]:
    """Give each ring or line as whole numbers: its first vertex, then steps, latitude first."""
    coordinates, part = shapely.get_coordinates(geometries, return_index=True)
    if len(coordinates) == 0:
        return []
    whole = np.rint(coordinates[:, ::-1] * SCALE).astype(np.int64)
    starts = np.flatnonzero(np.r_[True, np.diff(part) != 0])
    steps = np.diff(whole, axis=0, prepend=whole[:1])
    steps[starts] = whole[starts]
    return [piece.ravel().tolist() for piece in np.split(steps, starts[1:])]


def _nested(children: list[Any], parent: NDArray[np.intp], size: int) -> list[list[Any]]:
    ends = np.searchsorted(parent, np.arange(size), side="right")
    return [children[a:b] for a, b in zip(np.r_[0, ends][:-1], ends, strict=True)]


def pack_polygons(geometry: gpd.GeoSeries) -> list[list[list[list[int]]]]:
    """Pack polygons as rows of polygons of rings, each ring a list of whole numbers."""
    polygons, row = shapely.get_parts(geometry.to_numpy(), return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    return _nested(_nested(_flat(rings), polygon, len(polygons)), row, len(geometry))


def pack_lines(geometry: gpd.GeoSeries) -> list[list[list[int]]]:
    """Pack lines as rows of lines, each a list of whole numbers."""
    lines, row = shapely.get_parts(geometry.to_numpy(), return_index=True)
    return _nested(_flat(lines), row, len(geometry))


def _coded(frame: pd.DataFrame, columns: list[str]) -> tuple[list[int], pd.DataFrame]:
    """Give each row's number among the distinct combinations, and those combinations."""
    distinct = frame[columns].drop_duplicates().reset_index(drop=True)
    if frame.empty:
        return [], distinct
    code = frame.groupby(columns, sort=False, dropna=False).ngroup()
    return code.tolist(), distinct


def _lonlat(frame: gpd.GeoDataFrame) -> tuple[list[int], list[int]]:
    lat = np.rint(frame.geometry.y.to_numpy() * SCALE).astype(int).tolist()
    lon = np.rint(frame.geometry.x.to_numpy() * SCALE).astype(int).tolist()
    return lat, lon


def polygon_payload(layer: PolygonLayer, *, theme: style.Theme) -> Payload:
    """Pack a polygon layer; without tooltips it cannot be clicked."""
    frame = layer.features
    columns = ["tone", "fill", "hatched", "edge_px", "dashed", "faded", "age", "bands"]
    code, distinct = _coded(frame, columns)
    live = bool((frame["tooltip"] != "").any())
    packed: Payload = {
        "layer": layer.id,
        "parts": pack_polygons(frame.geometry),
        "s": code,
        "styles": [
            _area_style(row, theme=theme, interactive=live) for row in distinct.to_dict("records")
        ],
    }
    if live:
        packed |= {"tip": texts(frame["tooltip"]), "ids": ids_of(frame["ids"])}
    return packed


def _area_style(row: Mapping[Hashable, Any], *, theme: style.Theme, interactive: bool) -> Payload:
    if row["bands"]:
        return _shared_style(row, theme=theme)
    tone, age, faded = str(row["tone"]), str(row["age"]), bool(row["faded"])
    look, edge_px = style.group_style(tone), float(row["edge_px"])
    strength = (style.FADED if faded else 1.0) * age_style(age).line
    drawn: Payload = {
        "stroke": edge_px > 0,
        "color": style.fill_and_edge(tone, theme)[1],
        "weight": edge_px,
        "opacity": round(0.9 * strength, 3),
        **_fill(tone, float(row["fill"]), age=age, faded=faded, theme=theme),
        "lineJoin": "round",
        "interactive": interactive,
    }
    if row["dashed"]:
        drawn["dashArray"] = [2, 5] if faded and not age else list(dash_of(age, look.dash))
    if row["hatched"]:
        drawn |= _hatch(tone, age=age, faded=faded)
    return drawn


def _fill(tone: str, fill: float, *, age: str, faded: bool, theme: style.Theme) -> Payload:
    tint = fill * age_style(age).tint * (0.7 if faded else 1.0)
    return {
        "fill": tint > 0,
        "fillColor": style.fill_and_edge(tone, theme)[0],
        "fillOpacity": round(tint, 3),
    }


def _hatch(tone: str, *, age: str, faded: bool) -> Payload:
    hatch, aged = style.group_style(tone).hatch, age_style(age)
    if not hatch or not aged.sparse:
        return {}
    strength = aged.line * (style.FADED if faded else 1.0)
    found: Payload = {"hatch": hatch, "hatchOpacity": round(0.4 * strength, 3)}
    return found | ({"sparse": aged.sparse} if aged.sparse > 1 else {})


def _shared_style(row: Mapping[Hashable, Any], *, theme: style.Theme) -> Payload:
    """Bands and dashes of everybody who holds a piece; the areas over it are clicked instead."""
    fill = float(row["fill"])
    return {
        "stroke": False,
        "fill": True,
        "interactive": False,
        "bands": [
            {
                "color": style.fill_and_edge(tone, theme)[1],
                "opacity": round(0.9 * age_style(age).line, 3),
                **_fill(tone, fill, age=age, faded=False, theme=theme),
                **_hatch(tone, age=age, faded=False),
            }
            for tone, age in parts_of(str(row["bands"]))
        ],
    }


def line_payload(layer: LineLayer, *, theme: style.Theme) -> Payload:
    """Pack a line layer."""
    frame = layer.features
    code, distinct = _coded(frame, ["tone", "dashed", "faded"])
    return {
        "layer": layer.id,
        "arrow": layer.arrow,
        "parts": pack_lines(frame.geometry),
        "s": code,
        "w": frame["weight_px"].round(2).tolist(),
        "tip": texts(frame["tooltip"]),
        "ids": ids_of(frame["ids"]),
        "styles": [_line_style(row, theme=theme) for row in distinct.to_dict("records")],
    }


def _line_style(row: Mapping[Hashable, Any], *, theme: style.Theme) -> Payload:
    drawn: Payload = {
        "color": style.fill_and_edge(row["tone"], theme)[1],
        "opacity": style.FADED if row["faded"] else 0.75,
        "lineCap": "round",
    }
    if row["dashed"]:
        drawn["dashArray"] = list(style.group_style(row["tone"]).dash)
    return drawn


def disc_payload(layer: PointLayer, *, theme: style.Theme) -> Payload:
    """Pack the discs of a point layer: true circles on the ground, radius in km."""
    frame = layer.features[layer.features["shape"] == "disc"]
    code, distinct = _coded(frame, ["tone"])
    lat, lon = _lonlat(frame)
    colours = [style.fill_and_edge(tone, theme)[1] for tone in distinct["tone"]]
    dashes = [[1, 4] if tone == "launch" else [4, 4] for tone in distinct["tone"]]
    return {
        "layer": layer.id,
        "lat": lat,
        "lon": lon,
        "km": frame["radius_km"].round(3).tolist(),
        "s": code,
        "tip": texts(frame["tooltip"]),
        "styles": [
            {
                "color": colour,
                "weight": 1,
                "opacity": 0.6,
                "dashArray": dash,
                "fillOpacity": 0.05,
            }
            for colour, dash in zip(colours, dashes, strict=True)
        ],
    }


_NOUNS: Final = {
    "launches": "launches",
    "yours_launches": "launches",
    "context": "events",
    "excluded": NOUNS["excluded"],
}


def mark_payload(layer: PointLayer, *, theme: style.Theme) -> Payload:
    """Pack the marks of a point layer, with the tree by which they gather at each zoom."""
    frame = mark_rows(layer)
    lat, lon = _lonlat(frame)
    mixed = [
        shares_of(text, tone="", count=0) if text else None for text in frame["shares"].tolist()
    ]
    # The neutral tone comes first: marks of several groups have it at their core.
    own = frame["tone"].astype(str).tolist()
    named = [style.NEUTRAL, *own]
    named += [tone for shares in mixed if shares for tone, _ in shares]
    tones = {tone: at for at, tone in enumerate(dict.fromkeys(named))}
    up, apart, used = _hung(layer, frame)
    anchor_lonlat = np.rint(layer.anchors.lonlat[used] * SCALE).astype(int)
    shape = str(frame["shape"].iloc[0]) if len(frame) else "circle"
    return {
        "layer": layer.id,
        "shape": shape,
        "noun": _NOUNS.get(layer.id, "attacks"),
        "lat": lat,
        "lon": lon,
        "n": frame["count"].astype(int).tolist(),
        "v": [frame[COLUMN_OF[verdict]].astype(int).tolist() for verdict in style.RINGED],
        "t": [tones[tone] for tone in own],
        "shares": [
            [part for tone, many in shares for part in (tones[tone], many)]
            if shares and len(shares) > 1
            else 0
            for shares in mixed
        ],
        "sel": np.flatnonzero(frame["selected"].to_numpy(dtype=bool)).tolist(),
        "tip": texts(frame["tooltip"]),
        "label": [*texts(frame["label"]), *(escape(layer.anchors.names[at]) for at in used)],
        "ids": ids_of(frame["ids"]),
        "up": up,
        "apart": apart,
        "alat": anchor_lonlat[:, 1].tolist(),
        "alon": anchor_lonlat[:, 0].tolist(),
        "neutral": 0,
        "ranks": [mark_tones.rank(tone) for tone in tones],
        "pointed": any(map(mark_tones.is_pointing, tones)),
        "tones": [_tone(tone, theme=theme) for tone in tones],
        "rings": [_ring(verdict, theme=theme) for verdict in style.RINGED],
        "wider": style.SHAPE_REACH.get(shape, 1.0),
        "side": SIDES.get(layer.id, 0.0),
    }


def _hung(layer: PointLayer, frame: gpd.GeoDataFrame) -> tuple[list[int], list[float], list[int]]:
    """Give parents, zooms of parting and the anchors that some row hangs on, renumbered."""
    lon, lat = frame.geometry.x.to_numpy(dtype=float), frame.geometry.y.to_numpy(dtype=float)
    made, count = tree(lon, lat, layer.anchors), len(frame)
    wanted = np.zeros(len(made.parent), dtype=bool)
    step = made.parent[:count]
    while len(step := np.unique(step[step >= 0])):
        wanted[step] = True
        step = made.parent[step]
    used = np.flatnonzero(wanted[count:])
    number = np.full(len(made.parent) + 1, -1)
    kept = np.r_[np.arange(count), used + count]
    number[kept] = np.arange(len(kept))
    up = number[made.parent[kept]]
    return up.tolist(), made.zoom[kept].tolist(), used.tolist()


def _ring(verdict: str, *, theme: style.Theme) -> list[str | float]:
    """Colour, width and gap of a verdict's ring, and the colour of text on it."""
    gap = style.RING_GAP_PX if style.VERDICTS[verdict].double else 0.0
    ink = style.verdict_style(verdict).colour(theme)
    return [ink, style.VERDICTS[verdict].ring_px, gap, style.text_on(ink)]


def _tone(tone: str, *, theme: style.Theme) -> list[str]:
    look = mark_tones.look(tone, theme)
    return [look.fill, style.text_on(look.fill), escape(look.letter), look.line, look.half]


def hex_payload(layer: HexLayer, *, theme: style.Theme) -> Payload:
    """Pack each level's cells with a colour class, logarithmic and alike at all levels."""
    drawable = levels(layer)
    most = max((int(cells["count"].max()) for _, _, cells in drawable if len(cells)), default=1)
    ramp = style.HEX_RAMP if theme == "light" else style.HEX_RAMP[::-1]

    def classed(counted: pd.Series) -> list[int]:
        share = np.log1p(counted.to_numpy(dtype=float)) / np.log1p(most)
        step: list[int] = np.clip((share * len(ramp)).astype(int), 0, len(ramp) - 1).tolist()
        return step

    return {
        "layer": layer.id,
        "what": escape(layer.what),
        "styles": [
            {"color": c, "weight": 0.6, "opacity": 0.9, "fillColor": c, "fillOpacity": 0.62}
            for c in ramp
        ],
        "levels": [
            {
                "zoom": zoom,
                "rings": _flat(shapely.get_exterior_ring(cells.geometry.to_numpy())),
                "n": cells["count"].astype(int).tolist(),
                "s": classed(cells["count"]),
            }
            for zoom, _, cells in drawable
        ],
    }
