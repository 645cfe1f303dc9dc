"""The area of interest among the filters: a circle, ground by its name, or what was drawn."""

from __future__ import annotations

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.filter_text import ground_words
from dashboard.services.labels import escape
from dashboard.session import queries
from dashboard.session.mishap import guarded
from dashboard.session.selection import (
    changed,
    current,
    near_parts,
    near_text,
    seed,
    take,
    within_text,
)
from dashboard.widgets.map_view import MAP_KEY, clicked_point, stay
from geo.errors import GeometryError
from geo.records.drawn_ground import box_outline, drawn_outline
from geo.records.named_ground import AREA, GOVERNORATE
from geo.records.near import LEAST_KM, MOST_KM
from layers.web.select_tool import drawn_ground

_REFUSED = "drawn_refused"


def take_drawn() -> None:
    """Filter by the box or the lasso that was drawn on the map since the run before.

    Call it before the filters are drawn.
    """
    drawn = drawn_ground(st.session_state.get(MAP_KEY))
    if not changed("select_tool", drawn) or drawn is None:
        return
    try:
        made = box_outline(*drawn.box) if drawn.box else drawn_outline(drawn.corners)
    except GeometryError as error:
        st.session_state[_REFUSED] = str(error)
        return
    st.session_state.pop(_REFUSED, None)
    take(within=made.text)
    stay(current())


def near() -> str:
    """Draw the circle: a place, a coordinate or MGRS, or the point clicked, and how far around."""
    where, km = near_parts(current().near)
    places = queries.atlas().gazetteer.table
    places = places[places["lat"].notna()]
    labels = (places["name"] + " " + places["name_ar"]).str.strip().to_dict()
    box, ring = st.columns([2, 1], vertical_alignment="bottom")
    chosen = box.selectbox(
        ui.NEAR,
        [*places.index, *([where] if where and where not in places.index else [])],
        index=None,
        key=seed("near_place", where or None),
        format_func=lambda one: str(labels.get(one, one)),
        placeholder="anywhere",
        accept_new_options=True,
        help="Attacks whose launch or target lies, or may lie, within so many km of a place, of "
        "lat,lon or of an MGRS square.",
    )
    radius_km = ring.number_input(
        ui.WITHIN_KM, LEAST_KM, MOST_KM, step=5.0, format="%g", key=seed("near_km", km)
    )
    if (point := clicked_point()) is not None:
        lon, lat = point
        st.button(
            ui.ABOUT_THE_POINT_YOU_CLICKED,
            icon=":material/my_location:",
            key="near_click",
            on_click=guarded(take),
            kwargs={"near": near_text(f"{lat:.4f},{lon:.4f}", radius_km)},
            help=f"{lat:.4f} N, {lon:.4f} E",
            type="tertiary",
        )
    made = near_text(chosen, radius_km)
    if chosen and not made:
        st.warning(ui.NO_SUCH_PLACE)
    return made


def inside() -> str:
    """Draw the ground: a governorate, an area of the ledger, the edges of a box, what was drawn."""
    held, ground = current().within, queries.named_ground()
    options = [
        *(f"{GOVERNORATE}:{one}" for one in ground.units.outlines),
        *(f"{AREA}:{one}" for one in ground.areas.table.index),
    ]
    chosen = st.selectbox(
        ui.IN,
        [*options, *([held] if held and held not in options else [])],
        index=None,
        key=seed("within", held or None),
        format_func=_ground_words,
        placeholder="any ground",
        accept_new_options=True,
        help="Attacks whose launch or target lies, or may lie, in a governorate, in an area, or in "
        "a box: type west, south, east, north in degrees. A box or a lasso is drawn on the map "
        "with the buttons at its left.",
    )
    made = within_text(chosen)
    if chosen and not made:
        st.warning(ui.NO_SUCH_GROUND)
    if why := st.session_state.pop(_REFUSED, ""):
        st.warning(ui.DRAWN_ON_THE_MAP.format(why=escape(why)))
    return made


def _ground_words(within: str) -> str:
    words = ground_words(within, queries.names()).removeprefix("the ")
    return words[:1].upper() + words[1:]
