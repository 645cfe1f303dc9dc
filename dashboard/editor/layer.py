"""Outlines of a file, or of a table of the team's server, as areas: their columns confirmed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import imports as importing
from dashboard.session import team_data as store
from dashboard.widgets.upload_limits import upload_limit
from geo.areas.outlines import COLUMNS, area_entries, columns_of, examine_outlines, proposed
from geo.database import address_of
from geo.errors import ConformError
from geo.io.apart import warm
from geo.io.formats import polygons_of
from geo.io.geojson import Collection
from geo.io.postgis_reader import polygon_tables, read_postgis

SUFFIXES = ("geojson", "json", "kml", "kmz", "gpkg", "parquet", "geoparquet")
_SHOWN_FAULTS = 8
_FRESH_S = 60


def entries(said: dict[str, Any], *, of_table: bool = False) -> list[dict[str, Any]]:
    """Draw where the outlines come from and what their columns are; an area for each outline.

    Parameters
    ----------
    said
        What the form says: it holds where a layer has no such column, or an empty cell.
    of_table
        Outlines of a table of the team's server, and not of a file.
    """
    try:
        collection = _table() if of_table else _file()
    except ConformError as error:
        st.error(escape(str(error)), icon=":material/edit:")
        return []
    if collection is None:
        return []
    found = examine_outlines(collection)
    if found.faults and st.toggle(
        ui.REPAIR_OUTLINES_THAT_CROSS_THEMSELVES,
        help="Loops on the two sides of a crossing become parts of their own. Look at the map "
        "before you keep them.",
    ):
        found = examine_outlines(collection, repair=True)
    for note in (*collection.notes, *found.notes):
        st.caption(escape(note))
    for fault in found.faults[:_SHOWN_FAULTS]:
        st.warning(
            escape(f"outline {fault.row}: {fault.problem}. {fault.remedy}"), icon=":material/edit:"
        )
    st.markdown(f"**{found.counts}**")
    columns = _mapped(collection)
    return area_entries(found.sound, said=said, columns=columns, layer=Path(collection.file).stem)


def _file() -> Collection | None:
    warm()
    upload = st.file_uploader(
        ui.A_LAYER_OF_POLYGONS,
        type=list(SUFFIXES),
        help=f"WGS84 longitude and latitude; at most {upload_limit()}. "
        "Nothing leaves this machine.",
    )
    if upload is None:
        st.info("Give a GeoJSON, KML, GeoPackage or GeoParquet file of polygons.")
        return None
    return importing.outlines(upload)


def _table() -> Collection | None:
    served = store.current()
    assert served is not None
    names = _tables(served.address)
    if not names:
        st.info(
            "The server has no table of polygons in WGS84 in this schema: write one there, or a "
            "view with ST_Transform(…, 4326)::geometry(MultiPolygon, 4326)."
        )
        return None
    table = st.selectbox(ui.TABLE, names, index=None, placeholder="a table of polygons")
    return None if table is None else _outlines(served.address, table)


@st.cache_data(show_spinner="Asking the server …", ttl=_FRESH_S, max_entries=4)
def _tables(address: str) -> list[str]:
    return polygon_tables(address)


@st.cache_resource(show_spinner="Reading the table …", ttl=_FRESH_S, max_entries=4)
def _outlines(address: str, table: str) -> Collection | None:
    found = polygons_of(read_postgis(address_of(address, table=table)))
    return None if found is None else replace(found, file=table)


def _mapped(collection: Collection) -> dict[str, str]:
    """Which column of the layer says what, confirmed by a person."""
    have, own = columns_of(collection.features), proposed(collection.features)
    with st.expander(ui.COLUMN_MAPPING):
        st.caption("A column of the same name is proposed; the form above holds for the rest.")
        chosen = {
            name: st.selectbox(
                name,
                ["", *have],
                index=1 + have.index(own[name]) if name in own else 0,
                format_func=lambda one: one or "as the form says",
                key=f"area_column_{name}",
            )
            for name in COLUMNS
        }
    return {name: column for name, column in chosen.items() if column}
