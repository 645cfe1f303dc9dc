"""Frozen descriptions of what a map shows, checked when made and drawn by any renderer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import AtlasError, CRSError, GeometryError
from layers.anchors import NO_ANCHORS, Anchors

Bounds = tuple[float, float, float, float]

IRAQ_BOUNDS: Final[Bounds] = (38.6, 29.0, 48.8, 37.5)
_LON_MAX, _LAT_MAX = 180.0, 90.0


class SpecError(AtlasError, ValueError):
    """A drawing spec was given columns or values that no renderer can draw."""


def _checked_bounds(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    fits = -_LON_MAX <= west < east <= _LON_MAX and -_LAT_MAX <= south < north <= _LAT_MAX
    if not fits:
        raise SpecError(
            f"bounds are {bounds}; expected (west, south, east, north) in degrees with west < east "
            "and south < north. Give them in that order."
        )
    return bounds


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """What every layer says of itself: an id, a title, whose data it is, and whether it shows."""

    id: str
    title: str
    attribution: str = ""
    visible: bool = True
    base: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class FeatureLayer(Layer):
    """A layer with one feature a row.

    Parameters
    ----------
    features
        GeoDataFrame in EPSG:4326. Columns that are missing take the value in ``DEFAULTS``, so a
        spec always carries every column that a renderer reads.
    """

    features: gpd.GeoDataFrame
    DEFAULTS: ClassVar[Mapping[str, Any]] = {}
    TYPES: ClassVar[frozenset[str]] = frozenset()

    def __post_init__(self) -> None:
        """Check the CRS and the geometry types, then fill the columns that were not given."""
        frame = self.features
        if frame.crs is None or frame.crs.to_epsg() != 4326:  # noqa: PLR2004
            given = "no CRS" if frame.crs is None else str(frame.crs.to_string())
            raise CRSError(
                f"layer {self.id!r} was given {given}; expected EPSG:4326 (longitude, latitude). "
                "Call .to_crs(4326), or .set_crs(4326) where the coordinates already are degrees."
            )
        types = set(frame.geom_type.dropna().unique())
        if not types <= self.TYPES:
            given, expected = (", ".join(sorted(one)) for one in (types - self.TYPES, self.TYPES))
            raise GeometryError(
                f"layer {self.id!r} was given {given}; expected {expected}. "
                "Put other geometries into a layer of their own kind."
            )
        if bool(frame.geometry.is_empty.any()) or bool(frame.geometry.isna().any()):
            raise GeometryError(
                f"layer {self.id!r} has rows without a geometry. Drop them before drawing."
            )
        missing = {k: v for k, v in self.DEFAULTS.items() if k not in frame.columns}
        object.__setattr__(self, "features", frame.assign(**missing))


@dataclass(frozen=True, kw_only=True, eq=False)
class PointLayer(FeatureLayer):
    """Marks, discs, dots or labels at points.

    Columns: ``shape`` (circle, diamond, square, triangle, wedge, cross, disc, dot or
    label), ``tone`` (a group id or a tone
    of :mod:`layers.style`), ``label``, ``sublabel`` (labels, from zoom 9), ``tooltip`` (lines
    separated by a newline), ``count``, ``mismatches``, ``explained``, ``contested`` (how many of
    them), ``shares`` (lines of a tone, a tab and its count; empty where all are of ``tone``),
    ``ids`` (the attacks, separated by a newline: mismatches first, then explained, then contested),
    ``radius_km`` (discs), ``rank`` (labels: lower is placed first), ``min_zoom``, ``selected``.

    Parameters
    ----------
    anchors
        Named places that marks gather around from afar; without them they gather by themselves.
    """

    anchors: Anchors = NO_ANCHORS
    TYPES: ClassVar[frozenset[str]] = frozenset({"Point"})
    DEFAULTS: ClassVar[Mapping[str, Any]] = {
        "shape": "circle",
        "tone": "",
        "label": "",
        "sublabel": "",
        "tooltip": "",
        "count": 1,
        "mismatches": 0,
        "explained": 0,
        "contested": 0,
        "shares": "",
        "ids": "",
        "radius_km": 0.0,
        "rank": 0.0,
        "min_zoom": 0.0,
        "selected": False,
    }


@dataclass(frozen=True, kw_only=True, eq=False)
class LineLayer(FeatureLayer):
    """Lines; with ``arrow`` they taper and point at their last vertex.

    Columns: ``tone``, ``label``, ``tooltip``, ``ids``, ``weight_px``, ``dashed``, ``faded``.
    """

    arrow: bool = False
    TYPES: ClassVar[frozenset[str]] = frozenset({"LineString", "MultiLineString"})
    DEFAULTS: ClassVar[Mapping[str, Any]] = {
        "tone": "",
        "label": "",
        "tooltip": "",
        "ids": "",
        "weight_px": 1.4,
        "dashed": False,
        "faded": False,
    }


@dataclass(frozen=True, kw_only=True, eq=False)
class PolygonLayer(FeatureLayer):
    """Areas with a tint, a hatch and an edge.

    Columns: ``tone``, ``label``, ``tooltip``, ``ids``, ``fill`` (opacity 0 to 1), ``hatched``,
    ``edge_px`` (0 draws none), ``dashed``, ``faded``, ``age`` (a word of
    :mod:`layers.age_style`, or empty), ``bands`` (shared ground: a line of tone, a tab and age for
    each holder; such a row cannot be clicked).
    """

    TYPES: ClassVar[frozenset[str]] = frozenset({"Polygon", "MultiPolygon"})
    DEFAULTS: ClassVar[Mapping[str, Any]] = {
        "tone": "",
        "label": "",
        "tooltip": "",
        "ids": "",
        "fill": 0.13,
        "hatched": False,
        "edge_px": 1.5,
        "dashed": False,
        "faded": False,
        "age": "",
        "bands": "",
    }


@dataclass(frozen=True, kw_only=True, eq=False)
class HexLayer(Layer):
    """Counts in H3 cells, indexed at resolution 8 and drawn at the level that the zoom asks for.

    Parameters
    ----------
    cells
        H3 cells of resolution 8 as integers, shape ``(n,)``, one an attack's place.
    what
        What is counted, for the tooltip: "launches" or "targets".
    max_cells
        Levels with more cells than this are not drawn.
    resolution
        The one level that a printed map draws, or None for the one that its scale asks for.
    """

    cells: NDArray[np.uint64]
    what: str = "targets"
    max_cells: int = 3_000
    resolution: int | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class HeatLayer(Layer):
    """A smoothed density of points.

    Parameters
    ----------
    lonlat
        Longitude and latitude in degrees (EPSG:4326), shape ``(n, 2)``.
    bandwidth_km
        Standard deviation of the Gaussian kernel on a printed map, or 0 for one of the screen's
        size whatever the scale.
    what
        What is counted, for the legend: "launches" or "targets".
    """

    lonlat: NDArray[np.float64]
    bandwidth_km: float = 0.0
    what: str = "targets"

    def __post_init__(self) -> None:
        """Check the shape and that the numbers can be degrees."""
        points = np.asarray(self.lonlat, dtype=float).reshape(-1, 2)
        inside = (np.abs(points[:, 0]) <= _LON_MAX) & (np.abs(points[:, 1]) <= _LAT_MAX)
        if not bool(inside.all()):
            raise CRSError(
                f"layer {self.id!r} has {int((~inside).sum())} points that are not longitude and "
                "latitude in degrees. Give EPSG:4326 and drop points without a place."
            )
        object.__setattr__(self, "lonlat", points)


@dataclass(frozen=True, eq=False)
class MapSpec:
    """One map: its layers from bottom to top, the view, a title and a note under it."""

    layers: tuple[Layer, ...]
    bounds: Bounds = field(default=IRAQ_BOUNDS, kw_only=True)
    title: str = field(default="", kw_only=True)
    note: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        """Check the bounds and that no two layers share an id."""
        _checked_bounds(self.bounds)
        ids = [layer.id for layer in self.layers]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            shared = ", ".join(twice)
            raise SpecError(f"layers share the ids {shared}; expected each id once. Rename one.")

    @property
    def shown(self) -> tuple[Layer, ...]:
        """Give the visible layers, bottom first."""
        return tuple(layer for layer in self.layers if layer.visible)

    @property
    def attributions(self) -> tuple[str, ...]:
        """Give the attributions of the visible layers, each once, in order."""
        return tuple(dict.fromkeys(layer.attribution for layer in self.shown if layer.attribution))


def points(lon: Iterable[float], lat: Iterable[float], **columns: Any) -> gpd.GeoDataFrame:
    """Make a point frame in EPSG:4326 from longitudes, latitudes (degrees) and columns."""
    frame = pd.DataFrame(columns)
    geometry = gpd.points_from_xy(np.asarray(list(lon)), np.asarray(list(lat)))
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=4326)
