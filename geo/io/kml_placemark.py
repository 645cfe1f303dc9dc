"""A placemark of KML to a feature: cells, times and geometry, or the fault that it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from geo.errors import Fault
from geo.io.geojson import Feature

SPAN = "timespan"
"""Where the span of time of a placemark stands: begin/end, as ISO 8601 has it."""

ADDRESS = "address"
_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
_NOT_READ = ("Track", "MultiTrack", "Model")
_PLAIN = ("name", "description", ADDRESS)
_BLOCKS = ("br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "ul", "ol", "table")
"""Marks of HTML that part words; others, such as `b` and `i`, stand within a word or sentence."""

_UNREAD_REMEDY = "Give a Point, or a Polygon for an area."
_DAY_LETTERS = 10


class _UnreadError(Exception):
    """A geometry of a kind that is not read; its argument is the name of the tag."""


def tag_of(element: Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: Element) -> str:
    """Text of an element, also behind and within marks such as `<b>`."""
    if not len(element):
        return (element.text or "").strip()
    parts: list[str] = []

    def add(text: str | None) -> None:
        if text:
            parts.append(text)

    def gap(*, is_block: bool) -> None:
        if is_block and parts and not parts[-1][-1].isspace():
            parts.append(" ")

    def collect(part: Element) -> None:
        add(part.text)
        for child in part:
            is_block = tag_of(child).casefold() in _BLOCKS
            gap(is_block=is_block)
            collect(child)
            gap(is_block=is_block)
            add(child.tail)

    collect(element)
    return "".join(parts).strip()


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
    The feature: its properties are the cells of ExtendedData, then name, description, address and
    time where these do not name them. A fault where a cell is duplicated, or where a geometry is
    of a kind that is not read, or stands where none is looked for.
    """
    unread = next((tag for part in placemark.iter() if (tag := tag_of(part)) in _NOT_READ), "")
    if unread:
        return _unread(number, unread)
    properties: dict[str, Any] = {}
    for name, text in _cells(placemark):
        if name in properties:
            return Fault(number, name, text[:60], "the cell is duplicated", "Keep one of the two.")
        properties[name] = text
    try:
        shapes = [made for child in placemark for made in _shapes(child)]
        _refuse_left_over(placemark, shapes)
    except _UnreadError as error:
        return _unread(number, str(error))
    plain = _plain(placemark)
    # A name or time that ExtendedData gives is the finer one, and an empty one is one, too.
    known = {
        name for name in plain if name in properties or ("title" in properties and name == "name")
    }
    properties |= {name: text for name, text in plain.items() if name not in known}
    return Feature(number, properties, _combined([geometry for geometry, _ in shapes]))


def _unread(number: int, tag: str) -> Fault:
    return Fault(number, "geometry", tag, "this kind of geometry is not read", _UNREAD_REMEDY)


def _plain(placemark: Element) -> dict[str, str]:
    """Name, description, address and time of the placemark itself, not of what stands in it."""
    plain: dict[str, str] = {}
    for element in placemark:
        tag = tag_of(element)
        if tag in _PLAIN and (text := text_of(element)):
            plain.setdefault(tag, text)
        elif tag == "TimeStamp":
            when = next((text_of(part) for part in element if tag_of(part) == "when"), "")
            if when:
                plain.setdefault("date", when)
        elif tag == "TimeSpan":
            ends = {tag_of(end): text_of(end) for end in element}
            begin, end = ends.get("begin", ""), ends.get("end", "")
            plain.setdefault(SPAN, f"{begin}/{end}")
            if begin and begin[:_DAY_LETTERS] == end[:_DAY_LETTERS]:
                plain.setdefault("date", begin[:_DAY_LETTERS])  # a span within one day
    return plain


def _cells(placemark: Element) -> Iterator[tuple[str, str]]:
    for element in placemark.iter():
        tag = tag_of(element)
        if tag == "SimpleData":
            yield element.get("name", ""), text_of(element)
        elif tag == "Data":
            value = next((text_of(child) for child in element if tag_of(child) == "value"), "")
            yield element.get("name", ""), value


_Shape = tuple[dict[str, Any], int]
"""A geometry, and how many `coordinates` it was made of."""


def _shapes(element: Element) -> Iterator[_Shape]:
    """Geometries of an element; those of a MultiGeometry, and of one in it, one by one."""
    tag = tag_of(element)
    if tag == "MultiGeometry":
        for child in element:
            yield from _shapes(child)
    elif tag == "Polygon":
        yield _polygon(element)
    elif tag in _SHAPES:
        positions, found = _positions(element)
        if tag == "Point":
            spot: Any = positions[0] if len(positions) == 1 else positions
            yield {"type": "Point", "coordinates": spot}, found
        else:
            yield {"type": tag, "coordinates": positions}, found


def _polygon(element: Element) -> _Shape:
    edges: dict[str, list[Element]] = {"outerBoundaryIs": [], "innerBoundaryIs": []}
    for child in element:
        if tag_of(child) in edges:
            edges[tag_of(child)] += list(child)
    outer, inner = edges.values()
    if len(outer) != 1:
        # A second shell would be read as a hole, and a hole without one as ground.
        raise _UnreadError(f"Polygon with {len(outer)} outer boundaries")
    made = [_positions(ring) for ring in (*outer, *inner)]
    rings = [positions for positions, _ in made]
    return {"type": "Polygon", "coordinates": rings}, sum(found for _, found in made)


def _refuse_left_over(placemark: Element, shapes: list[_Shape]) -> None:
    """Refuse coordinates that no geometry was made of: the placemark would stand nowhere.

    Raises
    ------
    _UnreadError
        Naming the element around them.
    """
    holders = [
        tag_of(part)
        for part in placemark.iter()
        for child in part
        if tag_of(child) == "coordinates"
    ]
    if len(holders) == sum(found for _, found in shapes):
        return
    around = [
        tag_of(child)
        for child in placemark
        if tag_of(child) not in _SHAPES and any(tag_of(p) == "coordinates" for p in child.iter())
    ]
    odd = [tag for tag in holders if tag not in _SHAPES]
    raise _UnreadError((odd + around + holders)[0])


def _combined(shapes: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not shapes:
        return None
    if len(shapes) == 1:
        return shapes[0]
    if all(shape["type"] == "Polygon" for shape in shapes):
        return {"type": "MultiPolygon", "coordinates": [shape["coordinates"] for shape in shapes]}
    return {"type": "GeometryCollection", "geometries": shapes}


def _positions(element: Element) -> tuple[list[list[Any]], int]:
    """Tuples of the one `coordinates`; what is no number stays text, for the checks to find."""
    found = [child for child in element if tag_of(child) == "coordinates"]
    if not found:
        return [], 0
    # Blanks behind a comma are no end of a position.
    text = ",".join(part.strip() for part in text_of(found[0]).split(","))
    return [[_number(part) for part in spot.split(",")] for spot in text.split()], 1


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
