"""What stands on the map of the page: named views, the search for a place, and the legend."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.selection import Selection
from dashboard.services.views import place_of
from dashboard.session import queries
from dashboard.session.mishap import guarded
from dashboard.session.selection import current, store
from dashboard.widgets import map_view as mapview
from layers import catalog
from layers.legend import legend as legend_of
from layers.placement.on_screen import any_leader_seen
from layers.spec import MapSpec
from layers.web.legend_svg import legend_svg

SEARCH_PX = 210


def _go(name: str, of_view: str, prefix: str = "") -> None:
    chosen = st.session_state.get(name)
    # The browser may tell once more of a choice that went with the view it was made on.
    if current().view != of_view:
        return
    store(replace(current(), view=prefix + chosen if chosen else current().view))
    mapview.go_again()


def draw(selection: Selection, drawn: MapSpec) -> None:
    """Draw the row on the map: named views, the search for a place, and the legend."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="map_tools"):
        _views(selection)
        _search(selection)
        with st.popover(ui.LEGEND):
            legend(drawn)


def _views(selection: Selection) -> None:
    known = {view.id: view.title for view in catalog.VIEWS}
    st.segmented_control(
        ui.VIEW,
        list(known),
        default=selection.view if selection.view in known else None,
        format_func=lambda one: known[one],
        key=f"go_view_{selection.view}",
        on_change=guarded(_go),
        args=(f"go_view_{selection.view}", selection.view),
        label_visibility="collapsed",
    )


def _search(selection: Selection) -> None:
    gazetteer = queries.atlas().gazetteer
    places = gazetteer.table[gazetteer.table["lat"].notna()]
    looked_up = place_of(selection.view, gazetteer)
    labels = (places["name"] + " " + places["name_ar"]).str.strip().to_dict()
    st.selectbox(
        ui.FIND_A_PLACE,
        list(places.index),
        index=list(places.index).index(looked_up) if looked_up in places.index else None,
        format_func=lambda one: str(labels[one]),
        placeholder="Find a place …",
        key=f"go_place_{selection.view}",
        on_change=guarded(_go),
        args=(f"go_place_{selection.view}", selection.view, catalog.PLACE),
        label_visibility="collapsed",
        width=SEARCH_PX,
    )


def legend(drawn: MapSpec) -> None:
    """Draw the legend of what the map shows in its window, and of nothing else."""
    window, zoom = mapview.window_seen(), mapview.zoom_seen()
    tied = None if window is None or zoom is None else any_leader_seen(drawn, window, zoom)
    extent = mapview.extent_m(window)
    entries = legend_of(drawn, names=queries.names(), extent=extent, leaders=tied)
    if entries:
        words = "; ".join(one.label for one in entries)
        st.image(legend_svg(entries, theme=mapview.theme()), alt=f"{ui.LEGEND}: {words}")
    else:
        st.caption("Nothing is drawn here but the base map.")
