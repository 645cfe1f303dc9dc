"""Areas, lines, discs, hexagons and heat of the printed map."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import crs
from layers import style
from layers.age_style import DOT, SHARED_DASH_PX, SHARED_EDGE_PX, age_style, dash_of, parts_of
from layers.builders.heat import surface
from layers.builders.hexes import classes, level_at
from layers.hatching import banded, dots, is_ring, strokes
from layers.placement.window import projected
from layers.spec import HeatLayer, HexLayer, LineLayer, PointLayer, PolygonLayer
from layers.static.frame import MapFrame

RGBA = tuple[float, float, float, float]

_HEAT_PX: Final = 14.0
_FINEST_PX: Final = 0.35
_HEAD_PX: Final = 7.0
_HEAD_GAP_PX: Final = 9.0
MANY: Final = 1_000
"""Above this many of a kind, vector formats carry them as one picture."""

_BEYOND: Final = 0.05
_LINE_PX: Final = 0.8
_HATCH_STEP_PX: Final = 5.5
_DOT_STEP_PX: Final = 6.5
_DOT_PX: Final = 0.9
_RING_PX: Final = 1.7


def polygon_path(polygons: NDArray[np.object_]) -> Path:
    """Make one compound path of polygons with their holes.

    Parameters
    ----------
    polygons
        Polygons and multipolygons in metres, shape ``(n,)``.
    """
    parts = shapely.get_parts(shapely.get_parts(polygons))
    rings = shapely.get_rings(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
    if len(rings) == 0:
        return Path(np.empty((0, 2)))
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    codes = np.full(len(vertices), Path.LINETO, dtype=Path.code_type)
    turns = np.diff(ring) != 0
    codes[np.r_[True, turns]] = Path.MOVETO
    codes[np.r_[turns, True]] = Path.CLOSEPOLY
    return Path(vertices, codes)


def _patch(axes: Axes, path: Path, frame: MapFrame, **look: object) -> PathPatch:
    patch = PathPatch(path, zorder=frame.order, joinstyle="round", **look)
    axes.add_artist(patch)
    return patch


@lru_cache(maxsize=64)
def _seen(
    layer: PolygonLayer | LineLayer, extent: tuple[float, float, float, float], step_m: float
) -> NDArray[np.object_]:
    """Keep what the base map shows in a window: no vertex that no pixel tells from the next."""
    left, right, bottom, top = extent
    # Wider than the window, so that no cut edge is seen.
    dx, dy = (right - left) * _BEYOND, (top - bottom) * _BEYOND
    window = shapely.box(left - dx, bottom - dy, right + dx, top + dy)
    plain = shapely.simplify(projected(layer), step_m, preserve_topology=True)
    return np.asarray(shapely.intersection(plain, window), dtype=object)


def _shapes(layer: PolygonLayer | LineLayer, frame: MapFrame) -> NDArray[np.object_]:
    """Give a layer's shapes in metres; the base map never changes and is kept as it is seen."""
    if not layer.base:
        return projected(layer)
    return _seen(layer, frame.extent, frame.metres_a_px * _FINEST_PX)


def _in_window(shape: BaseGeometry, frame: MapFrame) -> BaseGeometry:
    left, right, bottom, top = frame.extent
    return shapely.intersection(shape, shapely.box(left, bottom, right, top))


def draw_hatch(
    axes: Axes,
    shape: BaseGeometry,
    hatch: str,
    *,
    ink: RGBA,
    px: float,
    width_pt: float,
    order: float = 1.0,
    sparse: int = 1,
) -> None:
    """Draw a hatch as lines and dots; a pattern of tiles looks otherwise in each PDF renderer.

    Parameters
    ----------
    axes
        Axes of the shape's plane.
    shape
        A polygon or multipolygon.
    hatch
        As in :mod:`layers.style`.
    ink
        Of lines and dots.
    px
        Size of a CSS pixel in units of the plane.
    width_pt
        Of the lines, points.
    order
        Drawing order.
    sparse
        How many times as far apart as usual its lines are.
    """
    lines = strokes(shape, hatch, step=_HATCH_STEP_PX * px * sparse)
    if lines:
        drawn = LineCollection(
            lines,
            colors=[ink],
            linewidths=width_pt,
            capstyle="butt",
            zorder=order,
            rasterized=len(lines) > MANY,
        )
        axes.add_collection(drawn, autolim=False)
    ring = is_ring(hatch)
    radius_px = _RING_PX if ring else _DOT_PX
    middles = dots(shape, hatch, step=_DOT_STEP_PX * px * sparse, radius=radius_px * px)
    if len(middles):
        size_pt = radius_px * 2 * width_pt / _LINE_PX
        axes.plot(
            middles[:, 0],
            middles[:, 1],
            marker="o",
            linestyle="",
            markersize=size_pt,
            markerfacecolor="none" if ring else ink,
            markeredgecolor=ink if ring else "none",
            markeredgewidth=width_pt if ring else 0.0,
            zorder=order,
            rasterized=len(middles) > MANY,
            scalex=False,
            scaley=False,
        )


def draw_polygons(axes: Axes, layer: PolygonLayer, frame: MapFrame) -> None:
    """Draw tint, hatch and edge, each with its own strength; of shared ground a band a holder."""
    table = layer.features
    shapes = _shapes(layer, frame)
    columns = ["tone", "fill", "hatched", "edge_px", "dashed", "faded", "age", "bands"]
    rows = zip(shapes, *(table[column] for column in columns), strict=True)
    for shape, tone, fill, hatched, edge_px, dashed, faded, age, shared in rows:
        if shared:
            _draw_shared(axes, shape, parts_of(shared), fill=fill, frame=frame)
            continue
        edge = style.fill_and_edge(tone, frame.theme)[1]
        look, aged = style.group_style(tone), age_style(age)
        strength = (style.FADED if faded else 1.0) * aged.line
        path = polygon_path(np.array([shape], dtype=object))
        _fill(axes, shape, tone, fill, hatched=hatched, faded=faded, age=age, frame=frame)
        if edge_px > 0:
            dash = (2, 4) if faded and not age else dash_of(age, look.dash)
            width = frame.points(edge_px)
            line = (0.0, [step / edge_px for step in dash]) if dashed else "solid"
            ink = to_rgba(edge, 0.9 * strength)
            cap = "round" if dash[0] == DOT else "butt"
            _patch(axes, path, frame, facecolor="none", edgecolor=ink, linewidth=width,
                   linestyle=line, capstyle=cap)  # fmt: skip


def _fill(
    axes: Axes,
    shape: BaseGeometry,
    tone: str,
    fill: float,
    *,
    hatched: bool,
    faded: bool,
    age: str,
    frame: MapFrame,
) -> None:
    """Draw the tint of a shape and the hatch on it."""
    inside = style.fill_and_edge(tone, frame.theme)[0]
    hatch, aged = style.group_style(tone).hatch, age_style(age)
    tint = fill * aged.tint * (0.7 if faded else 1.0)
    if tint > 0:
        path = polygon_path(np.array([shape], dtype=object))
        _patch(axes, path, frame, facecolor=to_rgba(inside, tint), edgecolor="none", linewidth=0)
    if hatched and hatch and aged.sparse:
        draw_hatch(
            axes,
            _in_window(shape, frame),
            hatch,
            ink=to_rgba(inside, 0.45 * aged.line * (style.FADED if faded else 1.0)),
            px=frame.metres(1),
            width_pt=frame.points(_LINE_PX),
            order=frame.order,
            sparse=aged.sparse,
        )


def _draw_shared(
    axes: Axes,
    shape: BaseGeometry,
    parts: Sequence[tuple[str, str]],
    *,
    fill: float,
    frame: MapFrame,
) -> None:
    """Draw ground of several holders: bands of each, and an edge of everybody's dashes."""
    stripes = banded(shape, len(parts), px=frame.metres(1))
    for (tone, age), stripe in zip(parts, stripes, strict=True):
        if not stripe.is_empty:
            _fill(axes, stripe, tone, fill, hatched=True, faded=False, age=age, frame=frame)
    path, wide = polygon_path(np.array([shape], dtype=object)), SHARED_EDGE_PX
    dash, gap = SHARED_DASH_PX / wide, SHARED_DASH_PX / wide * (len(parts) - 1)
    for at, (tone, age) in enumerate(parts):
        ink = to_rgba(style.fill_and_edge(tone, frame.theme)[1], 0.9 * age_style(age).line)
        _patch(
            axes,
            path,
            frame,
            facecolor="none",
            edgecolor=ink,
            linewidth=frame.points(wide),
            linestyle=(-at * dash, [dash, gap]),
            capstyle="butt",
        )


def draw_lines(axes: Axes, layer: LineLayer, frame: MapFrame) -> None:
    """Draw lines, with an arrow head at the last vertex where the layer asks for one."""
    table = layer.features
    if table.empty:
        return
    parts, row = shapely.get_parts(_shapes(layer, frame), return_index=True)
    drawn = ~shapely.is_empty(parts)
    parts, row = parts[drawn], row[drawn]
    vertices = [shapely.get_coordinates(part) for part in parts]
    of = table.iloc[row]
    inks = [
        to_rgba(style.fill_and_edge(tone, frame.theme)[1], style.FADED if faded else 0.75)
        for tone, faded in zip(of["tone"], of["faded"], strict=True)
    ]
    widths = [frame.points(px) for px in of["weight_px"]]
    dashes = [
        (0.0, list(style.group_style(tone).dash)) if dashed else "solid"
        for tone, dashed in zip(of["tone"], of["dashed"], strict=True)
    ]
    strokes = LineCollection(
        vertices,
        colors=inks,
        linewidths=widths,
        linestyles=dashes,
        capstyle="round",
        zorder=frame.order,
        rasterized=len(vertices) > MANY,
    )
    axes.add_collection(strokes, autolim=False)
    if layer.arrow:
        _draw_heads(axes, vertices, inks, frame)


def _draw_heads(
    axes: Axes, lines: Sequence[NDArray[np.float64]], inks: Sequence[RGBA], frame: MapFrame
) -> None:
    """Draw an arrow head short of each line's end, where the mark of its target stands."""
    ends = np.array([line[-1] for line in lines])
    ways = ends - np.array([line[-2] for line in lines])
    lengths = np.hypot(ways[:, 0], ways[:, 1])
    along = ways / np.where(lengths > 0, lengths, 1.0)[:, None]
    across = along[:, ::-1] * (-1, 1)
    tips = ends - along * frame.metres(_HEAD_GAP_PX)
    feet = tips - along * frame.metres(_HEAD_PX)
    side = across * frame.metres(_HEAD_PX * 0.5)
    heads = PolyCollection(
        list(np.stack([tips, feet + side, feet - side], axis=1)),
        facecolors=inks,
        linewidths=0,
        zorder=frame.order,
        rasterized=len(lines) > MANY,
    )
    axes.add_collection(heads, autolim=False)


def draw_discs(axes: Axes, layer: PointLayer, frame: MapFrame) -> None:
    """Draw geodesic circles of the radius that each place is known to."""
    table = layer.features[layer.features["shape"] == "disc"]
    if table.empty:
        return
    x, y = table.geometry.x.to_numpy(), table.geometry.y.to_numpy()
    shapes = crs.to_metric(crs.discs(x, y, table["radius_km"].to_numpy(dtype=float)))
    for tone in table["tone"].unique():
        ink = style.fill_and_edge(tone, frame.theme)[1]
        path = polygon_path(shapes[table["tone"].eq(tone).to_numpy()])
        _patch(axes, path, frame, facecolor=to_rgba(ink, 0.05), edgecolor="none", linewidth=0)
        _patch(
            axes,
            path,
            frame,
            facecolor="none",
            edgecolor=to_rgba(ink, 0.6),
            linewidth=frame.points(1),
            linestyle=(0.0, [1, 3] if tone == "launch" else [4, 4]),
        )


def draw_hexes(axes: Axes, layer: HexLayer, frame: MapFrame) -> None:
    """Draw the level that a web map of the same scale would show."""
    cells, most = level_at(layer, frame.zoom)
    if cells is None:
        return
    ramp = style.HEX_RAMP if frame.theme == "light" else style.HEX_RAMP[::-1]
    classed = classes(cells["count"].to_numpy(dtype=float), most=most, steps=len(ramp))
    shapes = crs.to_metric(cells.geometry)
    for step in np.unique(classed).tolist():
        path = polygon_path(shapes[classed == step])
        tint, ink = to_rgba(ramp[step], 0.62), to_rgba(ramp[step], 0.9)
        _patch(axes, path, frame, facecolor=tint, edgecolor=ink, linewidth=frame.points(0.6))


def draw_heat(axes: Axes, layer: HeatLayer, frame: MapFrame) -> None:
    """Draw a smoothed count as a tint that fades out where it is low."""
    if len(layer.lonlat) == 0:
        return
    left, right, bottom, top = frame.extent
    bandwidth_m = layer.bandwidth_km * 1_000 or frame.metres(_HEAT_PX)
    smooth = surface(layer.lonlat, frame.extent, bandwidth_m=bandwidth_m)
    if smooth.max() <= 0:
        return
    colours = LinearSegmentedColormap.from_list("heat", list(style.HEAT_RAMP))
    axes.imshow(
        smooth / smooth.max(),
        extent=(left, right, bottom, top),
        origin="lower",
        cmap=colours,
        alpha=np.clip(smooth / smooth.max() * 1.6, 0, 0.8),
        interpolation="bilinear",
        zorder=frame.order,
        aspect="auto",
    )
