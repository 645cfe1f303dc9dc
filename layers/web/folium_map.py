"""Draw a spec with folium: one base map that never changes, and groups for all that does.

The base map's script is the same in every run, so that a page which shows it keeps its zoom and
position; feature groups carry what filters change. A click comes back as
``last_active_drawing``, which :func:`clicked` reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import folium
import numpy as np
from branca.element import MacroElement
from folium.plugins import HeatMap
from numpy.typing import NDArray

from layers import style
from layers.spec import (
    HeatLayer,
    HexLayer,
    Layer,
    LineLayer,
    MapSpec,
    PointLayer,
    PolygonLayer,
)
from layers.web.assets import NO_ASSETS, Assets
from layers.web.constants import SCALE, constants
from layers.web.escape import escape, unescape
from layers.web.folium_elements import Client, Draw, Verb
from layers.web.payload import (
    Payload,
    disc_payload,
    hex_payload,
    line_payload,
    mark_payload,
    polygon_payload,
    to_json,
)

RETURNED: Final = ("last_active_drawing", "last_clicked")
_HEAT_POINTS: Final = 20_000
_HEAT_CELLS: Final = 80
_LEAST_DEGREES: Final = 1e-6
_BLUR_CELLS: Final = 4  # as many lie under the blur of one point
_DENSE_PERCENTILE: Final = 95
_MAX_ZOOM: Final = 18
_MIN_ZOOM: Final = 5
_TILES: Final = "OpenStreetMap"


@dataclass(frozen=True)
class Click:
    """What was clicked: a layer's id and the ids of the features under the pointer."""

    layer: str
    ids: tuple[str, ...]


def _labels(layer: PointLayer) -> list[Payload]:
    frame = layer.features
    rows = zip(
        frame.geometry.y.to_numpy(),
        frame.geometry.x.to_numpy(),
        frame["label"],
        frame["sublabel"],
        frame["rank"],
        frame["min_zoom"],
        frame["tone"],
        strict=True,
    )
    return [
        {
            "lat": round(lat * SCALE),
            "lon": round(lon * SCALE),
            "text": escape(text),
            "sub": escape(sub),
            "rank": round(float(rank), 3),
            "min": float(zoom),
            "kind": "place" if tone == "base.place" else "town",
        }
        for lat, lon, text, sub, rank, zoom, tone in rows
    ]


def _look(theme: style.Theme) -> tuple[Payload, Payload]:
    colours = style.palette(theme)
    dark = theme == "dark"
    css = {
        "background": colours.land,
        "font": style.FONT_STACK,
        "text": colours.text,
        "faint": colours.faint_text,
        "halo": colours.halo,
        "edge": colours.country_edge,
        "panel": "rgba(22,24,28,.82)" if dark else "rgba(255,255,255,.82)",
        "panel-solid": "#1E2126" if dark else "#FFFFFF",
        "focus": style.group_style("KH").colour(theme),
        **{f"{kind}-size": f"{size:g}px" for kind, size in style.LABEL_PX.items()},
    }
    look = {
        "mark_edge": colours.mark_edge,
        "select": colours.select,
        "text": colours.text,
        "font": style.FONT_STACK,
    }
    return css, look


@lru_cache(maxsize=8)
def _base_payload(
    layers: tuple[Layer, ...],
    bounds: tuple[float, float, float, float],
    theme: style.Theme,
    tiles: bool,  # noqa: FBT001 - a cache key, never called by hand
) -> str:
    """Pack the base map once for as long as its layers stay the same objects."""
    west, south, east, north = bounds
    css, look = _look(theme)
    areas = [layer for layer in layers if isinstance(layer, PolygonLayer)]
    if tiles:
        # Filled outlines would hide the tiles.
        areas = [layer for layer in areas if layer.id == "country"]
    lines = [layer for layer in layers if isinstance(layer, LineLayer)]
    labels = [one for x in layers if isinstance(x, PointLayer) for one in _labels(x)]
    attributions = dict.fromkeys(escape(x.attribution) for x in layers if x.attribution)
    return to_json(
        {
            "css": css,
            "look": look,
            "shared": constants(),
            "bounds": [[south, west], [north, east]],
            "polygons": [polygon_payload(layer, theme=theme) for layer in areas],
            "lines": [line_payload(layer, theme=theme) for layer in lines],
            "labels": labels,
            "attributions": list(attributions),
        }
    )


def base_map(
    spec: MapSpec,
    *,
    assets: Assets = NO_ASSETS,
    theme: style.Theme = "light",
    tiles: bool = False,
    can_draw: bool = False,
    can_select: bool = False,
    fills: bool = False,
) -> folium.Map:
    """Draw the base map: outlines, rivers, labels, scale, position, ruler.

    Make a new one in every run: it is cheap, and st_folium adds its groups to the object it is
    given. Its script is the same as long as base layers, bounds, theme and tiles are.

    Parameters
    ----------
    spec
        Its ``base`` layers and bounds are drawn; other layers are left to
        :func:`feature_groups`.
    assets
        Where Leaflet and leaflet-heat are served; without them the page must carry both itself.
    theme
        ``"light"`` or ``"dark"``.
    tiles
        Also show OpenStreetMap tiles, which asks the network.
    can_draw
        Carry the script of a :func:`layers.web.draw_tool.draw_tool_group`, which sets corners.
    can_select
        Carry the tools that draw a box or a lasso to filter by; see `layers.web.select_tool`.
    fills
        Fill the frame, whose height the page sets, instead of having one of its own.
    """
    west, south, east, north = spec.bounds
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=6,
        tiles=_TILES if tiles else None,
        zoom_snap=0.25,
        zoom_delta=1,
        wheel_px_per_zoom_level=120,
        min_zoom=_MIN_ZOOM,
        world_copy_jump=False,
    )
    # Without tiles folium names no deepest zoom, and heat needs one.
    drawn.options["maxZoom"] = _MAX_ZOOM
    drawn.options["minZoom"] = _MIN_ZOOM
    # On this object and not on the class: no global state, and none of folium's other links.
    drawn.default_js = [(f"js{at}", url) for at, url in enumerate(assets.js)]
    drawn.default_css = [(f"css{at}", url) for at, url in enumerate(assets.css)]
    base = tuple(layer for layer in spec.shown if layer.base)
    drawn.add_child(
        Client(
            _base_payload(base, spec.bounds, theme, tiles),
            can_draw=can_draw,
            can_select=can_select,
            fills=fills,
        )
    )
    return drawn


def _drawings(layer: Layer, *, theme: style.Theme) -> list[MacroElement]:
    if isinstance(layer, HeatLayer):
        return [_heat(layer)] if len(layer.lonlat) else []
    return [Draw(verb, packed) for verb, packed in _packed(layer, theme)]


@lru_cache(maxsize=64)
def _packed(layer: Layer, theme: style.Theme) -> tuple[tuple[Verb, str], ...]:
    """Pack a layer once for as long as it stays the same object: a view that comes back is free."""
    if isinstance(layer, PolygonLayer):
        return (("polygons", to_json(polygon_payload(layer, theme=theme))),)
    if isinstance(layer, LineLayer):
        return (("lines", to_json(line_payload(layer, theme=theme))),)
    if isinstance(layer, HexLayer):
        return (("hexes", to_json(hex_payload(layer, theme=theme))),)
    if isinstance(layer, PointLayer):
        discs = layer.features["shape"].eq("disc")
        made: list[tuple[Verb, str]] = []
        if bool(discs.any()):
            made.append(("discs", to_json(disc_payload(layer, theme=theme))))
        if not bool(discs.all()):
            made.append(("points", to_json(mark_payload(layer, theme=theme))))
        return tuple(made)
    message = f"no drawing is known for {type(layer).__name__}; use a layer of layers.spec"
    raise TypeError(message)


def binned(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gather very many points of a density into cells finer than the blur that they are drawn with.

    Parameters
    ----------
    lonlat
        Degrees, EPSG:4326, shape ``(n, 2)``.

    Returns
    -------
    ndarray
        Latitude, longitude and weight, one row a cell that holds any point. The densest places
        sum to full colour under the blur, whatever the number of points.
    """
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    side = np.maximum(high - low, _LEAST_DEGREES) / _HEAT_CELLS
    column, row = np.minimum(((lonlat - low) / side).astype(np.intp), _HEAT_CELLS - 1).T
    count = np.bincount(column * _HEAT_CELLS + row, minlength=_HEAT_CELLS**2)
    count = count.reshape(_HEAT_CELLS, _HEAT_CELLS)
    blocks = _HEAT_CELLS // _BLUR_CELLS
    at_once = count.reshape(blocks, _BLUR_CELLS, blocks, _BLUR_CELLS).sum(axis=(1, 3))
    column, row = np.nonzero(count)
    weight = count[column, row] / np.percentile(at_once[at_once > 0], _DENSE_PERCENTILE)
    lon, lat = (low[:, None] + side[:, None] * (np.arange(_HEAT_CELLS) + 0.5)).round(4)
    return np.column_stack([lat[row], lon[column], weight.round(5)])


def _heat(layer: HeatLayer) -> HeatMap:
    stops = len(style.HEAT_RAMP) - 1
    ramp = {str(round(0.2 + 0.8 * at / stops, 2)): c for at, c in enumerate(style.HEAT_RAMP)}
    many = len(layer.lonlat) > _HEAT_POINTS
    heat = HeatMap(  # type: ignore[no-untyped-call]
        binned(layer.lonlat) if many else layer.lonlat[:, ::-1].round(4),
        radius=18,
        blur=16,
        min_opacity=0.06 if many else 0.25,
        max_zoom=0 if many else 9,
        gradient=ramp,
        control=False,
    )
    heat.default_js = []
    return heat


def feature_groups(spec: MapSpec, *, theme: style.Theme = "light") -> list[folium.FeatureGroup]:
    """Draw each visible layer that is not of the base map as one group, bottom first."""
    made: list[folium.FeatureGroup] = []
    for layer in spec.shown:
        if layer.base:
            continue
        group = folium.FeatureGroup(name=escape(layer.title))
        group.add_child(Draw("about", {"attribution": escape(layer.attribution)}))
        for drawing in _drawings(layer, theme=theme):
            group.add_child(drawing)
        made.append(group)
    return made


def clicked(returned: Mapping[str, Any] | None) -> Click | None:
    """Read what st_folium returned: which layer and which ids were clicked last.

    Parameters
    ----------
    returned
        The mapping that ``st_folium(..., returned_objects=RETURNED)`` gave.

    Returns
    -------
    Click or None
        None when nothing of ours was clicked yet.
    """
    drawing = (returned or {}).get("last_active_drawing")
    if not isinstance(drawing, Mapping):
        return None
    properties = drawing.get("properties") or {}
    ids = [unescape(str(one)) for one in properties.get("ids") or [] if one]
    return Click(layer=str(properties.get("layer", "")), ids=tuple(ids)) if ids else None
