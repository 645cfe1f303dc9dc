"""KML 2.2: a table that is read back as it was, or folders of shapes that are drawn as given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pandas as pd
import shapely
from pandas.api.types import is_float_dtype, is_integer_dtype
from shapely.geometry.base import BaseGeometry

from geo.io.typed_columns import points

CANNOT_HOLD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML knows no way to write."""

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.opengis.net/kml/2.2"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def kml_bytes(frame: pd.DataFrame) -> bytes:
    """Give a `.kml` file of a typed frame, one placemark a row, those without a point too."""
    kinds = [(str(name), _kind(frame[name])) for name in frame.columns]
    schema = "".join(
        f"<SimpleField type={quoteattr(kind)} name={quoteattr(name)}/>\n" for name, kind in kinds
    )
    texts = frame.astype(object).where(frame.notna(), "")
    rows = "".join(
        _placemark([name for name, _ in kinds], row, point)
        for row, point in zip(texts.itertuples(index=False), points(frame), strict=True)
    )
    return (
        f'{_DECLARATION}<kml xmlns="{_NAMESPACE}">\n<Document>\n'
        f'<Schema name="attacks" id="attacks">\n{schema}</Schema>\n'
        f"{rows}</Document>\n</kml>\n"
    ).encode()


def _kind(column: pd.Series) -> str:
    if is_integer_dtype(column):
        return "int"
    return "double" if is_float_dtype(column) else "string"


def _text(value: object) -> str:
    # A carriage return as such would come back as a line feed.
    return escape(repr(value) if isinstance(value, float) else str(value), {"\r": "&#13;"})


def _placemark(names: list[str], row: tuple[object, ...], point: object) -> str:
    cells = dict(zip(names, row, strict=True))
    title, date = str(cells.get("title", "")), str(cells.get("date", ""))
    when = f"<TimeStamp><when>{date}</when></TimeStamp>\n" if _DATE.fullmatch(date) else ""
    data = "".join(
        f"<SimpleData name={quoteattr(name)}>{_text(value)}</SimpleData>\n"
        for name, value in cells.items()
    )
    x, y = (getattr(point, axis, None) for axis in ("x", "y"))
    place = "" if x is None else f"<Point><coordinates>{x!r},{y!r}</coordinates></Point>\n"
    return (
        f"<Placemark>\n<name>{_text(title)}</name>\n{when}<ExtendedData>\n"
        f'<SchemaData schemaUrl="#attacks">\n{data}</SchemaData>\n</ExtendedData>\n{place}'
        "</Placemark>\n"
    )


@dataclass(frozen=True)
class Placemark:
    """A shape with what is known of it.

    Parameters
    ----------
    name
        As it is written beside the shape.
    colours
        Colour of each part of its style (`IconStyle`, `LineStyle`, `PolyStyle`), as of `colour`.
    data
        Texts by name; those that are empty are left out.
    shape
        Points, lines or polygons, longitude and latitude in degrees (EPSG:4326).
    """

    name: str
    colours: Mapping[str, str]
    data: Mapping[str, Any]
    shape: BaseGeometry


def colour(tone: str, opacity: float) -> str:
    """A colour `#rrggbb` as KML has it: opacity from 0 to 1, blue, green, red."""
    red, green, blue = (tone[at : at + 2] for at in (1, 3, 5))
    return f"{round(opacity * 255):02x}{blue}{green}{red}".lower()


def kml_folders(title: str, description: str, folders: Mapping[str, Iterable[Placemark]]) -> bytes:
    """Give a `.kml` file of shapes, one folder a name."""
    root = Element("kml", xmlns=_NAMESPACE)
    document = SubElement(root, "Document")
    SubElement(document, "name").text = title
    SubElement(document, "description").text = description
    for name, marks in folders.items():
        folder = SubElement(document, "Folder")
        SubElement(folder, "name").text = name
        folder.extend(_drawn(mark) for mark in marks)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8")
    return _DECLARATION.encode() + written


def _drawn(mark: Placemark) -> Element:
    made = Element("Placemark")
    SubElement(made, "name").text = mark.name
    look = SubElement(made, "Style")
    for part, tone in mark.colours.items():
        SubElement(SubElement(look, part), "color").text = tone
    data = SubElement(made, "ExtendedData")
    for name, value in mark.data.items():
        if not pd.isna(value) and str(value):
            SubElement(SubElement(data, "Data", name=name), "value").text = str(value)
    _geometry(made, mark.shape)
    return made


def _geometry(parent: Element, shape: BaseGeometry) -> None:
    parts = shapely.get_parts(shape)
    holder = parent if len(parts) == 1 else SubElement(parent, "MultiGeometry")
    for part in parts:
        if part.geom_type == "Polygon":
            drawn = SubElement(holder, "Polygon")
            for at, ring in enumerate(shapely.get_rings(part)):
                edge = SubElement(drawn, "outerBoundaryIs" if at == 0 else "innerBoundaryIs")
                _coordinates(SubElement(edge, "LinearRing"), shapely.get_coordinates(ring))
        else:
            _coordinates(SubElement(holder, part.geom_type), shapely.get_coordinates(part))


def _coordinates(parent: Element, xy: np.ndarray) -> None:
    text = " ".join(f"{x:.6f},{y:.6f}" for x, y in xy.tolist())
    SubElement(parent, "coordinates").text = text
