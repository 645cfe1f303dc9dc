"""GeoJSON polygons checked: form, numbers, region, and where an outline crosses itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from geo.crs import REGION
from geo.errors import Fault
from geo.io.geojson import Collection, Feature, listed
from geo.rings import hole_outside

MOST_CORNERS = 250_000
"""Corners of one outline at most; the bundled governorates together have 4,820."""

MOST_MEETINGS, _MEETINGS_OF_EDGE = 200_000, 4
"""Pairs of edges of one outline that meet at most, to be repaired, and those of each edge beside:
itself and its two neighbours."""

_MEETINGS_AT_ONCE = 2_000_000
POLYGONAL = ("Polygon", "MultiPolygon")
_RING_POSITIONS = 4
_REASON = re.compile(r"^(?P<what>[^\[]*)\[(?P<lon>[^\s\[\]]+) (?P<lat>[^\s\[\]]+)\]$")


def polygons_alone(collection: Collection) -> Collection:
    """Features of which those that mix polygons with other geometries are their polygons alone.

    A note says how many, and what was left out of them. Collections without polygons stay as they
    are.
    """
    features, left, mixed = [], Counter[str](), 0
    for feature in collection.features:
        parts = list(_parts(feature.geometry)) if _is_mixed(feature) else []
        rings = [ring for part in parts if part.get("type") in POLYGONAL for ring in _rings(part)]
        if rings:
            others = [str(one.get("type")) for one in parts if one.get("type") not in POLYGONAL]
            left.update(others)
            mixed += bool(others)
            geometry = {"type": "MultiPolygon", "coordinates": rings}
            if len(rings) == 1:
                geometry = {"type": "Polygon", "coordinates": rings[0]}
            features.append(replace(feature, geometry=geometry))
        else:
            features.append(feature)
    made = replace(collection, features=tuple(features))
    if not mixed:
        return made
    words = ", ".join(f"{count} {kind}" for kind, count in sorted(left.items()))
    note = f"{collection.file}: features of polygons and others: {mixed}; not read: {words}."
    return replace(made, notes=(*collection.notes, note))


def _is_mixed(feature: Feature) -> bool:
    return feature.geometry_type == "GeometryCollection"


def _parts(geometry: Any) -> Iterator[Mapping[str, Any]]:
    """Geometries of a collection and of those in it, without going down by recursion."""
    waiting = [geometry]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Mapping):
            continue
        if one.get("type") == "GeometryCollection":
            inside = one.get("geometries")
            waiting += reversed(inside) if isinstance(inside, list | tuple) else []
        else:
            yield one


def _rings(part: Mapping[str, Any]) -> list[Any]:
    """Polygons of a Polygon or MultiPolygon, as lists of rings."""
    given = part.get("coordinates")
    if part["type"] == "Polygon":
        return [given]
    return list(given) if isinstance(given, list | tuple) else [given]


def polygon_faults(features: Iterable[Feature]) -> list[Fault]:
    """Every fault of the outlines of some features.

    Parameters
    ----------
    features
        As `geo.io.geojson.read_geojson` gives them; coordinates are read as WGS84 lon/lat.

    Returns
    -------
    Faults by feature number: not a polygon, empty, rings that are none, numbers that are none,
    outside the region, latitude and longitude swapped, outlines that cross themselves and where.
    """
    faults: list[Fault] = []
    numbers: list[int] = []
    outlines = []
    for feature in features:
        problem = _form_problem(feature)
        if problem:
            remedy = "Give a closed Polygon or MultiPolygon in decimal degrees, longitude first."
            faults.append(Fault(feature.number, "geometry", feature.geometry_type, problem, remedy))
        else:
            numbers.append(feature.number)
            outlines.append(shape(dict(feature.geometry or {})))
    geometries = np.array(outlines, dtype=object)
    where = np.array(numbers, dtype=int)
    return faults + _region_faults(geometries, where) + _validity_faults(geometries, where)


def repaired(features: Iterable[Feature]) -> tuple[list[Feature], list[str]]:
    """Outlines of which those that cross themselves are made whole, where a person asks for it.

    Parameters
    ----------
    features
        As of `polygon_faults`. Those of another fault stay as they are.

    Returns
    -------
    The features, and a note for each that changed: where it crossed itself, and its extent
    before and after. Loops on the two sides of a crossing become parts of their own, ground that
    is drawn twice is ground, and the holes of a part are cut out of that part alone.

    Notes
    -----
    By `shapely.make_valid` with the method `structure`, which goes by rings: `linework` would cut
    out what is drawn twice. Lines and points that are left are dropped. An outline whose edges
    meet too often stays as it is, with its fault: every crossing becomes a corner in memory. So
    does one with a hole outside its shell, which would become ground.
    """
    out, notes = [], []
    for feature in features:
        bad = None if _form_problem(feature) else shape(dict(feature.geometry or {}))
        if bad is None or bad.is_valid or _meets_too_often(bad) or _has_hole_outside(bad):
            out.append(feature)
            continue
        (fault,) = _validity_faults(np.array([bad], dtype=object), np.array([feature.number]))
        # One polygon at a time: a part in the hole of another one is no part of that hole.
        sound = [
            shapely.make_valid(one, method="structure", keep_collapsed=False)
            for one in shapely.get_parts(bad)
        ]
        whole = shapely.union_all(sound)
        if whole.is_empty:
            out.append(feature)
            continue
        out.append(replace(feature, geometry=listed(mapping(whole))))
        count = len(shapely.get_parts(whole))
        notes.append(
            f"outline {feature.number} was repaired: {fault.problem}; it has {count} "
            f"part{'s' if count != 1 else ''} now, of {shapely.area(whole):.4g} square degrees "
            f"(as drawn {shapely.area(bad):.4g})."
        )
    return out, notes


def _has_hole_outside(outline: BaseGeometry) -> bool:
    """Tell whether a hole lies outside its shell: a repair would make ground of it."""
    return any(hole_outside(one) is not None for one in shapely.get_parts(outline))


def _meets_too_often(outline: BaseGeometry) -> bool:
    """Tell whether edges lie over each other so often that their crossings may fill the memory."""
    rings = shapely.get_rings(shapely.get_parts(outline))
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    ends = np.stack([coords[:-1][within], coords[1:][within]], axis=1)
    edges = np.asarray(shapely.linestrings(ends), dtype=object)
    tree = shapely.STRtree(edges)
    seen, at_once = 0, max(1, _MEETINGS_AT_ONCE // len(edges))
    for begin in range(0, len(edges), at_once):
        seen += tree.query(edges[begin : begin + at_once], predicate="intersects").shape[1]
        if seen > MOST_MEETINGS + _MEETINGS_OF_EDGE * len(edges):
            return True
    return False


def _form_problem(feature: Feature) -> str:
    if feature.geometry is None:
        return "there is no geometry"
    if feature.geometry_type not in POLYGONAL:
        return "not a Polygon or MultiPolygon"
    coordinates = feature.geometry.get("coordinates")
    parts = [coordinates] if feature.geometry_type == "Polygon" else coordinates
    if not isinstance(parts, list) or not parts or not all(parts):
        return "the geometry is empty"
    if not all(isinstance(rings, list) for rings in parts):
        return "its coordinates are not lists of rings"
    if sum(len(ring) for rings in parts for ring in rings if isinstance(ring, list)) > MOST_CORNERS:
        return f"it has more than {MOST_CORNERS:,} corners: simplify it"
    return next((p for rings in parts for ring in rings if (p := _ring_problem(ring))), "")


def _ring_problem(ring: Any) -> str:
    if not isinstance(ring, list) or not all(isinstance(position, list) for position in ring):
        return "a ring is not a list of positions"
    try:
        positions = np.array(ring)
    except ValueError:
        return "positions of a ring differ in length"
    if positions.ndim != 2 or positions.shape[1] not in {2, 3}:  # noqa: PLR2004
        return "a position is not two or three numbers"
    return _number_problem(positions)


def _number_problem(positions: np.ndarray) -> str:
    if positions.dtype.kind not in "if" or not np.isfinite(positions).all():
        return "a coordinate is not a finite number"
    if len(positions) < _RING_POSITIONS:
        return f"a ring has {len(positions)} positions, at least four are needed"
    if (positions[0] != positions[-1]).any():
        return "a ring is not closed: its last position differs from its first"
    return ""


def _region_faults(outlines: np.ndarray, numbers: np.ndarray) -> list[Fault]:
    if not outlines.size:
        return []
    west, south, east, north = shapely.bounds(outlines).T
    (lat_low, lat_high), (lon_low, lon_high) = REGION["lat"], REGION["lon"]
    inside = (west >= lon_low) & (east <= lon_high) & (south >= lat_low) & (north <= lat_high)
    swapped = (west >= lat_low) & (east <= lat_high) & (south >= lon_low) & (north <= lon_high)
    region = f"{lat_low:g}–{lat_high:g} N, {lon_low:g}–{lon_high:g} E"
    faults = []
    for at in np.flatnonzero(~inside):
        given = f"{west[at]:g} to {east[at]:g} E, {south[at]:g} to {north[at]:g} N"
        problem, remedy = f"it reaches outside the region ({region})", "Check sign and degrees."
        if swapped[at]:
            problem = "latitude and longitude look swapped"
            remedy = "GeoJSON has longitude first: swap the numbers of each position."
        elif max(abs(west[at]), abs(east[at]), abs(south[at]), abs(north[at])) > 180:  # noqa: PLR2004
            problem = "its coordinates are out of range for EPSG:4326: a projected system is likely"
            remedy = "Convert the file to WGS84 lon/lat (EPSG:4326)."
        faults.append(Fault(int(numbers[at]), "geometry", given, problem, remedy))
    return faults


def _validity_faults(outlines: np.ndarray, numbers: np.ndarray) -> list[Fault]:
    if not outlines.size:
        return []
    faults = []
    bad = ~shapely.is_valid(outlines)
    for number, reason in zip(numbers[bad], shapely.is_valid_reason(outlines[bad]), strict=True):
        found = _REASON.match(str(reason))
        what, where = str(reason), ""
        if found:
            what = found["what"]
            where = f" at {float(found['lon']):.5f} E, {float(found['lat']):.5f} N"
        crossing = "self-intersection" in what.casefold()
        said = "the outline crosses or touches itself" if crossing else f"invalid ({what})"
        faults.append(
            Fault(
                int(number),
                "geometry",
                what,
                said + where,
                "Correct the outline there, for example with make_valid of shapely or QGIS.",
            )
        )
    flat = ~bad & (shapely.area(outlines) == 0)
    return faults + [
        Fault(int(number), "geometry", "", "the polygon has no area", "Give an outline.")
        for number in numbers[flat]
    ]
