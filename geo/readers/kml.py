"""A KML or KMZ file to its features; links to other files and servers are never followed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from geo.errors import Fault, refused
from geo.readers.archive import open_archive, read_member
from geo.readers.encoding import decode
from geo.readers.files import ZIP_MAGIC, read_user_bytes
from geo.readers.geojson import Collection, Feature

DEEPEST = 100
"""Elements nested deeper than this are no map."""

_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
_PLAIN = {"name": "name", "description": "description", "when": "date"}
_REMEDY = "Export it anew as KML 2.2, or as GeoJSON."


def read_kml(path: Path) -> Collection:
    """Read the placemarks of a `.kml` file, or of the first `.kml` in a `.kmz` archive.

    Returns
    -------
    Collection
        Geometries as GeoJSON objects in WGS84 lon/lat, unchecked; properties are the cells of
        ExtendedData, then name, description and time where these do not name them.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is not KML, declares entities, or is nested too deep.
    """
    notes: tuple[str, ...] = ()
    if path.suffix.casefold() == ".kmz":
        raw, notes = _main_document(path)
    else:
        raw = read_user_bytes(path, magic=b"<", what="KML")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raw = decode(raw, file=path.name)[0].encode()
    features: list[Feature] = []
    links = 0
    try:
        for element in _elements(raw, file=path.name):
            if _tag(element) == "Placemark":
                features.append(_feature(element, len(features) + 1))
                element.clear()
            links += _tag(element) == "NetworkLink"
    except DefusedXmlException as error:
        raise refused(
            path.name, "the XML declares entities, which can read files or fill the memory", _REMEDY
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        raise refused(path.name, f"not XML: {error}", _REMEDY) from error
    if links:
        notes += (f"{path.name}: {links} links to other files or servers were not followed.",)
    faults = (
        () if features else (Fault(0, "", "", "there are no placemarks", "Give at least one."),)
    )
    return Collection(path.name, tuple(features), len(features), faults, notes=notes)


def _main_document(path: Path) -> tuple[bytes, tuple[str, ...]]:
    raw = read_user_bytes(path, magic=ZIP_MAGIC, what="a KMZ archive")
    archive = open_archive(raw, file=path.name)
    documents = [name for name in archive.namelist() if name.casefold().endswith(".kml")]
    if not documents:
        raise refused(path.name, "the archive holds no .kml", _REMEDY)
    chosen = "doc.kml" if "doc.kml" in documents else documents[0]
    others = [name for name in documents if name != chosen]
    told = f"{path.name}: {chosen} was read; not read: {', '.join(others)}."
    return read_member(archive, chosen, file=path.name), (told,) if others else ()


def _elements(raw: bytes, *, file: str) -> Iterator[Element]:
    """Elements as they end; the first must be `kml`."""
    depth = 0
    first = True
    for event, element in iterparse(io.BytesIO(raw), events=("start", "end"), forbid_dtd=True):
        if event == "end":
            depth -= 1
            yield element
            continue
        if first and _tag(element) != "kml":
            raise refused(file, f"this is XML, but its root is {_tag(element)!r}, not kml", _REMEDY)
        first = False
        depth += 1
        if depth > DEEPEST:
            raise refused(file, "the XML is nested too deep", _REMEDY)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _feature(placemark: Element, number: int) -> Feature:
    properties: dict[str, Any] = {}
    plain: dict[str, str] = {}
    for element in placemark.iter():
        tag = _tag(element)
        if tag == "SimpleData":
            properties[element.get("name", "")] = _text(element)
        elif tag == "Data":
            value = next((_text(child) for child in element if _tag(child) == "value"), "")
            properties[element.get("name", "")] = value
        elif tag in _PLAIN and _text(element):
            plain.setdefault(_PLAIN[tag], _text(element))
    geometry = _gathered([_geometry(child) for child in placemark if _tag(child) in _SHAPES])
    # A name or time that ExtendedData gives is the finer one, and an empty one is one, too.
    known = {
        name for name in plain if name in properties or ("title" in properties and name == "name")
    }
    return Feature(
        number, properties | {k: v for k, v in plain.items() if k not in known}, geometry
    )


def _geometry(element: Element) -> dict[str, Any]:
    tag = _tag(element)
    if tag == "MultiGeometry":
        return _gathered([_geometry(child) for child in element if _tag(child) in _SHAPES]) or {}
    if tag == "Polygon":
        rings = [
            _positions(ring)
            for edge in ("outerBoundaryIs", "innerBoundaryIs")
            for child in element
            if _tag(child) == edge
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
        if _tag(child) == "coordinates":
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
