"""Outlines that a person draws or hands over, a box, a lasso or a file, as text and back."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import reduce
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.crs import REGION
from geo.errors import ConformError, DataNotFoundError, GeometryError
from geo.io.formats import polygons_of, read_content
from geo.io.polygons import polygon_faults
from geo.records.within import Outline

BOX, DRAWN, FILE = "box", "drawn", "file"

MOST_DRAWN = 60
"""Corners of ground that is drawn at most: as many as a link carries."""

MOST_KEPT = 5_000
"""Corners of the outline of a file at most that is kept as text, as a manifest keeps it."""

_DECIMALS_DRAWN, _DECIMALS_FILE = 4, 6
"""Decimals of a degree that corners are kept to: about ten metres, and a tenth of one."""

_RING, _CORNER = "|", ";"
_LEAST_CORNERS, _EDGES, _COARSEST_DEG = 3, 4, 2.0
_SHOWN = 60
"""Characters of a text that a message repeats."""

_POLYGON = 3
_ODD = re.compile(r"[^\w. -]+")

LonLat = tuple[float, float]


def box_outline(west: float, south: float, east: float, north: float) -> Outline:
    """Make the outline of a box of degrees, of which what lies beyond the region is left out.

    Raises
    ------
    GeometryError
        When it is no box, or lies beyond the region as a whole.
    """
    if not (west < east and south < north):
        raise GeometryError(
            f"{west:g}, {south:g}, {east:g}, {north:g} are no box. Give west, south, east and "
            "north in degrees: west less than east, south less than north."
        )
    (lat_low, lat_high), (lon_low, lon_high) = REGION["lat"], REGION["lon"]
    west, east = (round(min(max(one, lon_low), lon_high), _DECIMALS_DRAWN) for one in (west, east))
    south, north = (
        round(min(max(one, lat_low), lat_high), _DECIMALS_DRAWN) for one in (south, north)
    )
    if not (west < east and south < north):
        raise GeometryError(
            f"the box lies outside {lon_low:g}–{lon_high:g} E, {lat_low:g}–{lat_high:g} N, or is "
            "smaller than ten metres. Draw it again."
        )
    edges = ",".join(f"{one:g}" for one in (west, south, east, north))
    name = f"the box {west:g}–{east:g}° E, {south:g}–{north:g}° N"
    return Outline(shapely.box(west, south, east, north), name, f"{BOX}:{edges}")


def drawn_outline(corners: Sequence[LonLat]) -> Outline:
    """Make an outline of corners in the order in which a person went round.

    Parameters
    ----------
    corners
        Longitude and latitude in degrees, EPSG:4326; the way back to the first is drawn by itself.

    Returns
    -------
    Outline
        Ground that was gone round twice is ground. What lies beyond the region is left out, and
        corners are left out until 60 are kept, those first that move the edge least; they are kept
        to about ten metres.

    Raises
    ------
    GeometryError
        When nothing is left: no ground was gone round, or too many small pieces were.
    """
    spots = np.asarray(corners, dtype=float).reshape(-1, 2)
    if len(spots) < _LEAST_CORNERS or not np.isfinite(spots).all():
        raise GeometryError(
            f"{len(spots)} corners go round no ground. Draw three or more, in degrees."
        )
    (lat_low, lat_high), (lon_low, lon_high) = REGION["lat"], REGION["lon"]
    whole = shapely.make_valid(shapely.Polygon(spots), method="structure", keep_collapsed=False)
    return _named(
        _fewer(shapely.intersection(whole, shapely.box(lon_low, lat_low, lon_high, lat_high)))
    )


def _fewer(drawn: BaseGeometry) -> BaseGeometry:
    step = 10.0**-_DECIMALS_DRAWN
    tolerance = 0.0
    while tolerance < _COARSEST_DEG:
        left = _polygons(shapely.set_precision(shapely.simplify(drawn, tolerance), step))
        if left.is_empty:
            raise GeometryError("what was drawn goes round no ground of the region. Draw it again.")
        if _count(left) <= MOST_DRAWN:
            return left
        tolerance = max(tolerance * 1.3, step)
    raise GeometryError(
        f"what was drawn falls into more pieces than {MOST_DRAWN} corners can tell. Draw it in one."
    )


def _polygons(found: BaseGeometry) -> BaseGeometry:
    """Ground of a geometry without the lines and points beside it."""
    parts = shapely.get_parts(found)
    return shapely.union_all(parts[shapely.get_type_id(parts) == _POLYGON])


def _named(polygon: BaseGeometry, text: str = "") -> Outline:
    west, south, east, north = polygon.bounds
    middle = f"{(south + north) / 2:.2f} N, {(west + east) / 2:.2f} E"
    rings = text or rings_text(polygon, decimals=_DECIMALS_DRAWN)
    return Outline(polygon, f"the ground drawn about {middle}", f"{DRAWN}:{rings}")


def outline_from(kind: str, text: str) -> Outline:
    """Read a box, ground that was drawn or the outline of a file, as `Outline.text` keeps them.

    Parameters
    ----------
    kind
        ``box``, ``drawn`` or ``file``.
    text
        What stands behind it and a colon.

    Raises
    ------
    GeometryError
        When it is no ground of the region, or has too many corners.
    """
    if kind == BOX:
        return _box(text)
    return _drawn(text) if kind == DRAWN else _kept(text)


def _box(text: str) -> Outline:
    try:
        edges = [float(one) for one in text.split(",")]
    except ValueError:
        edges = []
    if len(edges) != _EDGES:
        raise GeometryError(
            f"{text[:_SHOWN]!r} is no box. Write west, south, east and north in degrees, as "
            "44.1,33.1,44.6,33.6."
        )
    return box_outline(*edges)


def _drawn(text: str) -> Outline:
    return _named(polygon_of(text, most=MOST_DRAWN), text)


def _kept(text: str) -> Outline:
    name, _, rings = text.rpartition(":")
    return Outline(polygon_of(rings, most=MOST_KEPT), name or "a file", f"{FILE}:{text}")


def read_outline(path: Path) -> tuple[Outline, tuple[str, ...]]:
    """Read the polygons of a file as one outline.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, KML, KMZ or GeoParquet, WGS84 lon/lat; see `geo.io.formats`.

    Returns
    -------
    The outline, of all polygons together, its corners kept to a tenth of a metre; and what a
    person should know of the reading. Its `text` is empty where it has more than 5,000 corners.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it cannot be read, is in another CRS, or holds no polygon; or with every fault of
        every polygon.
    """
    if not path.is_file():
        raise DataNotFoundError(f"{path}: no such file. Check the path.")
    found = polygons_of(read_content(path))
    if found is None:
        raise ConformError.for_file(
            path.name, "it holds no polygons", "Give a layer of polygons, WGS84 lon/lat."
        )
    faults = [*found.faults, *polygon_faults(found.features)]
    if faults:
        raise ConformError(found.file, faults)
    parts = [shapely.force_2d(shape(dict(one.geometry or {}))) for one in found.features]
    step = 10.0**-_DECIMALS_FILE
    polygon = _polygons(shapely.set_precision(shapely.union_all(parts), step))
    if polygon.is_empty:
        raise ConformError.for_file(
            path.name, "its polygons are smaller than a metre", "Give an outline of ground."
        )
    name = _ODD.sub("_", path.name)
    kept = _count(polygon) <= MOST_KEPT
    text = f"{FILE}:{name}:{rings_text(polygon, decimals=_DECIMALS_FILE)}" if kept else ""
    return Outline(polygon, name, text), found.notes


def _count(polygon: BaseGeometry) -> int:
    """Corners of all rings, the last of each not counted again."""
    rings = shapely.get_rings(shapely.get_parts(polygon))
    return int(shapely.get_num_coordinates(rings).sum()) - len(rings)


def rings_text(polygon: BaseGeometry, *, decimals: int) -> str:
    """Write the rings of a polygon or of several as ``lon,lat;lon,lat|lon,lat…``, degrees."""
    return _RING.join(
        _CORNER.join(
            ",".join(f"{one:.{decimals}f}".rstrip("0").rstrip(".") for one in corner)
            for corner in shapely.get_coordinates(ring)[:-1].tolist()
        )
        for ring in shapely.get_rings(shapely.get_parts(polygon))
    )


def polygon_of(text: str, *, most: int) -> BaseGeometry:
    """Read rings as `rings_text` writes them: what lies in an odd number of them is ground.

    Parameters
    ----------
    text
        As of `rings_text`.
    most
        Corners at most.

    Raises
    ------
    GeometryError
        When it is no polygon, or has more corners.
    """
    count = text.count(_CORNER) + text.count(_RING) + 1
    if count > most:
        raise GeometryError(
            f"{count:,} corners are given and at most {most:,} are taken. Simplify the outline, "
            "or give it as a file on the command line."
        )
    rings = [_ring(part) for part in text.split(_RING)]
    return reduce(shapely.symmetric_difference, rings)


def _ring(text: str) -> BaseGeometry:
    try:
        corners = [tuple(map(float, corner.split(","))) for corner in text.split(_CORNER)]
    except ValueError:
        corners = []
    if len(corners) < _LEAST_CORNERS or any(
        len(corner) != 2 or not all(map(math.isfinite, corner))  # noqa: PLR2004
        for corner in corners
    ):
        raise GeometryError(
            f"{text[:_SHOWN]!r} is no ring. Write three or more corners in degrees, as "
            "44.1,33.1;44.6,33.1;44.6,33.6."
        )
    ring = shapely.Polygon(corners)
    if not ring.is_valid or not ring.area:
        why = "it has no area" if ring.is_valid else shapely.is_valid_reason(ring)
        raise GeometryError(f"{text[:_SHOWN]!r} goes round no ground: {why}. Draw it again.")
    return ring
