"""Outlines of a file as areas: what its columns say of each, and the form for the rest."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import importing
from dashboard.words import escape
from geo.areas import CONFIDENCE, KINDS
from geo.errors import ConformError
from geo.readers.geojson import Collection, Feature
from geo.readers.polygons import polygon_faults, repaired

SUFFIXES = ("geojson", "json", "kml", "kmz", "gpkg", "parquet", "geoparquet")
_ID_KEYS = ("area_id", "id", "name", "Name")
_COLUMNS = ("holder", "kind", "title", "confidence", "border_km", "assumption", "source_id",
            "pointer", "valid_from", "valid_to", "last_confirmed")  # fmt: skip
_DECIMALS = 5


def entries(said: dict[str, Any]) -> list[dict[str, Any]]:
    """Draw the uploader and what its columns are taken for; give an area for each outline.

    Parameters
    ----------
    said
        What the form says: it holds where a file has no such column, or an empty cell.
    """
    upload = st.file_uploader(
        "A layer of polygons",
        type=list(SUFFIXES),
        help="WGS84 longitude and latitude; at most 20 MB. Nothing leaves this machine.",
    )
    if upload is None:
        st.info("Give a GeoJSON, KML, GeoPackage or GeoParquet file of polygons.")
        return []
    try:
        collection = importing.outlines(upload)
    except ConformError as error:
        st.error(escape(str(error)), icon=":material/edit:")
        return []
    features, told = list(collection.features), list[str]()
    if polygon_faults(features) and st.toggle(
        "Repair outlines that cross themselves",
        help="Loops on the two sides of a crossing become parts of their own. Look at the map "
        "before you keep them.",
    ):
        features, told = repaired(features)
    for note in told:
        st.caption(escape(note))
    faults = [*collection.faults, *polygon_faults(features)]
    bad = {fault.row for fault in faults}
    for fault in faults[:8]:
        st.warning(
            escape(f"outline {fault.row}: {fault.problem}. {fault.remedy}"), icon=":material/edit:"
        )
    sound = [one for one in features if one.number not in bad and 0 not in bad]
    st.markdown(
        f"**{collection.count} outlines read = {len(sound)} kept + "
        f"{collection.count - len(sound)} with a fault**"
    )
    columns = _mapped(collection)
    return [_entry(one, said, columns, stem=Path(upload.name).stem) for one in sound]


def _mapped(collection: Collection) -> dict[str, str]:
    """Which column of the file says what, confirmed by a person."""
    have = list(dict.fromkeys(str(k) for one in collection.features for k in one.properties))
    with st.expander("Which column is which"):
        st.caption("A column of the same name is proposed; the form above holds for the rest.")
        chosen = {
            name: st.selectbox(
                name, ["", *have], index=1 + have.index(name) if name in have else 0,
                format_func=lambda one: one or "as the form says", key=f"area_column_{name}",
            )
            for name in _COLUMNS
        }  # fmt: skip
    return {name: column for name, column in chosen.items() if column}


def _entry(
    feature: Feature, said: dict[str, Any], columns: dict[str, str], *, stem: str
) -> dict[str, Any]:
    cells = {name: feature.properties.get(column) for name, column in columns.items()}
    own = {name: value for name, cell in cells.items() if (value := _value(name, cell)) != ""}
    named = next((feature.properties[k] for k in _ID_KEYS if feature.properties.get(k)), "")
    words = re.sub(r"[^\w]+", "_", f"{named or stem}".strip()).strip("_").lower()
    ident = words if named else f"{words}_{feature.number}"
    entry = {"id": ident, "title": str(named or f"{stem}, outline {feature.number}"), **said, **own}
    return {**entry, "recipe": _recipe(feature.geometry or {})}


def _value(name: str, cell: Any) -> Any:
    """A cell as a recipe holds it; an unreadable one as text, for the checks to name."""
    text = "" if cell is None else str(cell).strip()
    if name == "border_km":
        try:
            return float(text) if text else ""
        except ValueError:
            return text
    if name in {"valid_from", "valid_to", "last_confirmed"}:
        try:
            return dt.date.fromisoformat(text[:10]) if text else ""
        except ValueError:
            return text
    known = {"kind": KINDS, "confidence": CONFIDENCE}.get(name, ())
    return text.lower() if text.lower() in known else text


def _recipe(geometry: Any) -> dict[str, Any]:
    """Rings of a polygon as corners: outer ones joined, holes cut out."""
    many = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if many else [geometry["coordinates"]]
    added = [{"outline": _corners(rings[0])} for rings in polygons]
    holes = [{"outline": _corners(ring)} for rings in polygons for ring in rings[1:]]
    base: dict[str, Any] = added[0] if len(added) == 1 else {"union": added}
    return {**base, "minus": holes} if holes else base


def _corners(ring: list[list[float]]) -> list[list[float]]:
    return [[round(float(spot[0]), _DECIMALS), round(float(spot[1]), _DECIMALS)] for spot in ring]
