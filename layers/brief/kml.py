"""What a briefing shows as KML 2.2: escaped, with every column in ExtendedData."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from layers import style
from layers.brief.content import Brief
from layers.brief.geodata import about, layers_of

_NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_LABELS: Final = ("title", "label", "cell")


def _colour(tone: str, opacity: float) -> str:
    """Write a tone as KML does: opacity, blue, green, red."""
    red, green, blue = (style.group_style(tone).light[at : at + 2] for at in (1, 3, 5))
    return f"{round(opacity * 255):02x}{blue}{green}{red}".lower()


def _coordinates(parent: Element, xy: np.ndarray) -> None:
    text = " ".join(f"{x:.6f},{y:.6f}" for x, y in xy.tolist())
    SubElement(parent, "coordinates").text = text


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


def _extended(parent: Element, values: dict[Any, Any]) -> None:
    data = SubElement(parent, "ExtendedData")
    for name, value in values.items():
        if not pd.isna(value) and str(value):
            SubElement(SubElement(data, "Data", name=str(name)), "value").text = str(value)


def _placemarks(frame: gpd.GeoDataFrame) -> Iterator[Element]:
    rows = frame.drop(columns="geometry").to_dict("records")
    for shape, row in zip(frame.geometry, rows, strict=True):
        mark = Element("Placemark")
        SubElement(mark, "name").text = next((str(row[one]) for one in _LABELS if row.get(one)), "")
        tone = str(row.get("holder", row.get("asserted_group", "")))
        look = SubElement(mark, "Style")
        if "role" in row:
            SubElement(SubElement(look, "IconStyle"), "color").text = _colour(tone, 1.0)
        SubElement(SubElement(look, "LineStyle"), "color").text = _colour(tone, 0.9)
        SubElement(SubElement(look, "PolyStyle"), "color").text = _colour(tone, style.AREA_FILL)
        _extended(mark, row)
        _geometry(mark, shape)
        yield mark


def kml(brief: Brief) -> bytes:
    """Write what a briefing shows as KML, one folder a layer."""
    root = Element("kml", xmlns=_NAMESPACE)
    document = SubElement(root, "Document")
    said = about(brief)
    SubElement(document, "name").text = said["title"]
    SubElement(document, "description").text = "\n".join(
        f"{name}: {text}" for name, text in said.items() if name != "title"
    )
    for name, frame in layers_of(brief).items():
        folder = SubElement(document, "Folder")
        SubElement(folder, "name").text = name
        folder.extend(_placemarks(frame))
    indent(root)
    written: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written
