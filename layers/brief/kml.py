"""What a briefing shows as KML 2.2: escaped, with every column in ExtendedData."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import geopandas as gpd

from geo.io.kml_writer import Placemark, colour, kml_folders
from layers import style
from layers.brief.content import Brief
from layers.brief.geodata import about, layers_of

_LABELS: Final = ("title", "label", "cell")
_LINE: Final = 0.9


def kml(brief: Brief) -> bytes:
    """Write what a briefing shows as KML, one folder a layer."""
    said = about(brief)
    description = "\n".join(f"{name}: {text}" for name, text in said.items() if name != "title")
    folders = {name: _marks(frame) for name, frame in layers_of(brief).items()}
    return kml_folders(said["title"], description, folders)


def _marks(frame: gpd.GeoDataFrame) -> Iterator[Placemark]:
    rows = frame.drop(columns="geometry").to_dict("records")
    for shape, row in zip(frame.geometry, rows, strict=True):
        name = next((str(row[one]) for one in _LABELS if row.get(one)), "")
        tone = style.group_style(str(row.get("holder", row.get("asserted_group", "")))).light
        icon = {"IconStyle": colour(tone, 1.0)} if "role" in row else {}
        drawn = {"LineStyle": colour(tone, _LINE), "PolyStyle": colour(tone, style.AREA_FILL)}
        data = {str(column): value for column, value in row.items()}
        yield Placemark(name, icon | drawn, data, shape)
