"""Add & edit: a place of the gazetteer, by its name or by a click on the map near it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.session import queries
from dashboard.session.selection import changed
from dashboard.widgets.map_view import Camera, fit, show
from geo import crs
from layers.build import build_map
from layers.spec import IRAQ_BOUNDS
from layers.web.draw_tool import DrawnOutline, drawn_outline
from layers.web.drawing import LonLat

MAP_KEY = "sighting_map"
HEIGHT_PX = 460
_CHANGE, _CAMERAS = "spot_change", "spot_cameras"


def take(mark: str) -> None:
    """Choose the place nearest to a click that the map returned since the run before.

    Call it before the place is drawn.
    """
    drawn = drawn_outline(st.session_state.get(MAP_KEY))
    if not changed("spot", drawn) or drawn is None:
        return
    st.session_state[_CHANGE] = drawn.change
    if drawn.corners:
        st.session_state[_key(mark)] = nearest(drawn.corners[-1])[0]


def nearest(at: LonLat) -> tuple[str, float]:
    """Place of the gazetteer nearest to a point, EPSG:4326, and how far it is, km."""
    points = _points()
    km = crs.distance_km(at[0], at[1], points["lon"], points["lat"])
    found = int(np.argmin(km))
    return str(points.index[found]), float(km[found])


def picked(mark: str, *, given: str) -> str:
    """Draw the choice of a place, and give its id; empty where none is meant."""
    table = queries.atlas().gazetteer.table
    names = (table["name"] + " " + table["name_ar"]).str.strip().to_dict()
    options = ["", *map(str, table.index)]
    key = _key(mark)
    if key not in st.session_state:
        st.session_state[key] = given if given in options else ""
    chosen = st.selectbox(
        ui.PLACE,
        options,
        key=key,
        format_func=lambda one: str(names.get(one, one)) or "no place",
        help="Type a part of its name, or click on the map: the place nearest to the click is "
        "taken.",
    )
    return str(chosen or "")


def board(place: str, *, camera_of: str) -> None:
    """Draw the map with a pencil on the place that is chosen; a click elsewhere chooses another.

    Parameters
    ----------
    place
        Id of a place, or empty.
    camera_of
        What is drawn: while it stays the same, the map does not move by itself.
    """
    points = _points()
    corners: tuple[LonLat, ...] = ()
    if place in points.index:
        corners = ((float(points["lon"][place]), float(points["lat"][place])),)
    outline = replace(DrawnOutline(corners), change=int(st.session_state.get(_CHANGE, 0)))
    spec = build_map(
        queries.table().iloc[:0],
        areas=queries.ground(queries.record_end()),
        base=queries.base(),
        show=("ground", "committees"),
        names=queries.names(),
    )
    cameras: dict[str, Camera] = st.session_state.setdefault(_CAMERAS, {})
    camera = cameras.setdefault(camera_of, fit(IRAQ_BOUNDS, height_px=HEIGHT_PX))
    show(spec, camera=camera, key=MAP_KEY, height_px=HEIGHT_PX, outline=outline, can_draw=True)
    st.caption(
        "A click on the map takes the nearest place of the gazetteer; the mark stands on it. A "
        "place known only by its governorate has no point to stand on."
    )


def _points() -> pd.DataFrame:
    return queries.atlas().gazetteer.table.dropna(subset=["lon", "lat"])


def _key(mark: str) -> str:
    return f"sighting_place_{mark}"
