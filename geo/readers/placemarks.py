"""A placemark of KML to a feature: cells, times and geometry, or the fault that it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from geo.errors import Fault
from geo.readers.geojson import Feature

SPAN = "timespan"
"""Where the span of time of a placemark stands: begin/end, as ISO 8601 has it."""

_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
_NOT_READ = ("Track", "MultiTrack", "Model")
_PLAIN = {"name": "name", "description": "description", "when": "date"}


def tag_of(element: Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def feature_of(placemark: Element, number: int) -> Feature | Fault:
    """Feature of a placemark.

    Parameters
    ----------
    placemark
        The element.
    number
        Its place in the file, from 1.

    Returns
    -------
    The feature: its properties are the cells of ExtendedData, then name, description and time
    where these do not name them. A fault where a cell stands twice, or where the geometry is of
    a kind that is not read.
    """
    unread = next((tag for part in placemark.iter() if (tag := tag_of(part)) in _NOT_READ), "")
    if unread:
        remedy = "Give a Point, or a Polygon for an area."
        return Fault(number, "geometry", unread, "this kind of geometry is not read", remedy)
    properties: dict[str, Any] = {}
    for name, text in _cells(placemark):
        if name in properties:
            return Fault(number, name, text[:60], "the cell stands twice", "Keep one of the two.")
        properties[name] = text
    plain: dict[str, str] = {}
    for element in placemark.iter():
        tag = tag_of(element)
        if tag in _PLAIN and _text(element):
            plain.setdefault(_PLAIN[tag], _text(element))
        elif tag == "TimeSpan":
            ends = {tag_of(end): _text(end) for end in element}
            plain.setdefault(SPAN, f"{ends.get('begin', '')}/{ends.get('end', '')}")
    geometry = _gathered([_geometry(child) for child in placemark if tag_of(child) in _SHAPES])
    # A name or time that ExtendedData gives is the finer one, and an empty one is one, too.
    known = {
        name for name in plain if name in properties or ("title" in properties and name == "name")
    }
    return Feature(
        number, properties | {k: v for k, v in plain.items() if k not in known}, geometry
    )


def _cells(placemark: Element) -> Iterator[tuple[str, str]]:
    for element in placemark.iter():
        tag = tag_of(element)
        if tag == "SimpleData":
            yield element.get("name", ""), _text(element)
        elif tag == "Data":
            value = next((_text(child) for child in element if tag_of(child) == "value"), "")
            yield element.get("name", ""), value


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _geometry(element: Element) -> dict[str, Any]:
    tag = tag_of(element)
    if tag == "MultiGeometry":
        return _gathered([_geometry(child) for child in element if tag_of(child) in _SHAPES]) or {}
    if tag == "Polygon":
        rings = [
            _positions(ring)
            for edge in ("outerBoundaryIs", "innerBoundaryIs")
            for child in element
            if tag_of(child) == edge
            for ring in child
        ]
        return {"type": "Polygon", "coordinates": rings}
    positions = _positions(element)
    if tag == "Point":
        return {"type": "Point", "coordinates": positions[0] if len(positions) == 1 else positions}
    return {"type": tag, "coordinates": positions}


def _gathered(shapes: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not shapes:
        return None
    if len(shapes) == 1:
        return shapes[0]
    if all(shape["type"] == "Polygon" for shape in shapes):
        return {"type": "MultiPolygon", "coordinates": [shape["coordinates"] for shape in shapes]}
    return {"type": "GeometryCollection", "geometries": shapes}


def _positions(element: Element) -> list[list[Any]]:
    """Tuples of the one `coordinates`; what is no number stays text, for the checks to tell."""
    for child in element:
        if tag_of(child) == "coordinates":
            return [
                [_number(part) for part in position.split(",")]
                for position in (child.text or "").split()
            ]
    return []


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
