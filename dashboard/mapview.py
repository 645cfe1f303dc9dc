"""The map on the page: drawn from the Selection, its clicks read back into it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard import queries
from dashboard.assets import served
from dashboard.overlay import View
from dashboard.state import Selection, changed, current, store
from layers import catalog
from layers.build import MANY_ATTACKS, build_map
from layers.folium_map import RETURNED, base_map, clicked, feature_groups
from layers.pencil import Pencil, pencil_group
from layers.spec import Bounds, MapSpec
from layers.style import Theme

Camera = tuple[tuple[float, float], float]
"""Centre as lat, lon in degrees, and a Leaflet zoom."""

MAP_KEY = "map"
PLACE = "place:"
"""Before the id of a gazetteer place, in the id of a view."""

_NUDGE = "view_nudge"
HEIGHT_PX = 560
PLACE_ZOOM = 11


def theme() -> Theme:
    """Theme that the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def ground_day(selection: Selection) -> pd.Timestamp:
    """Day whose ground is drawn: the last day shown or known of, at most the record's end."""
    days = [day for day in (selection.date_to, selection.known_on) if day]
    return min([queries.record_end(), *map(pd.Timestamp, days)])


def spec(view: View, selection: Selection) -> MapSpec:
    """Everything the map shows; kept for the views that a reader goes back to."""
    rows = view.shown(selection)
    window = window_seen() if is_crowded(rows) else None
    return _spec(replace(selection, view="", tiles=False), window, view.key, rows)


def is_crowded(rows: pd.DataFrame) -> bool:
    """Tell whether there are so many attacks that the map draws those in its window alone."""
    return len(rows) > MANY_ATTACKS


@st.cache_resource(show_spinner=False, max_entries=8)
def _spec(selection: Selection, window: Bounds | None, own: str, _rows: pd.DataFrame) -> MapSpec:
    del own  # part of the cache’s key: it tells one reader’s attacks from another’s
    return build_map(
        queries.map_frame(_rows),
        areas=queries.ground(ground_day(selection)),
        lines=queries.atlas().areas.lines,
        extents=queries.atlas().areas.extents,
        usual=(
            queries.usual_cells(ground_day(selection), selection.grade)
            if "usual" in selection.layer
            else None
        ),
        context=queries.context(),
        base=queries.base(),
        show=selection.layer,
        selected=(selection.attack,) if selection.attack else (),
        names=queries.names(),
        density_of=selection.density,
        within=window,
    )


def window_seen(key: str = MAP_KEY) -> Bounds | None:
    """Window of the map that the reader sees, in degrees, or None before the map has told it."""
    told = (st.session_state.get(key) or {}).get("bounds") or {}
    corners = [told.get(name) or {} for name in ("_southWest", "_northEast")]
    edges = [corner.get(axis, math.nan) for corner in corners for axis in ("lng", "lat")]
    west, south, east, north = (round(float(edge), 3) for edge in edges)
    return (west, south, east, north) if west < east and south < north else None


def go_again() -> None:
    """Ask for the view anew, also where it is the one that was asked for before."""
    st.session_state[_NUDGE] = (st.session_state.get(_NUDGE, 0) + 1) % 9


def centre(selection: Selection) -> Camera:
    """Centre (lat, lon) and zoom of the view that was asked for."""
    for view in catalog.VIEWS:
        if view.id == selection.view:
            return (view.lat, view.lon), view.zoom
    places = queries.atlas().gazetteer.table
    looked_up = selection.view.removeprefix(PLACE)
    if selection.view.startswith(PLACE) and looked_up in places.index:
        place = queries.atlas().gazetteer.place(looked_up)
        return (place.lat, place.lon), PLACE_ZOOM
    first = catalog.VIEWS[0]
    return (first.lat, first.lon), first.zoom


def fit(bounds: Bounds, *, width_px: int = 700, height_px: int = HEIGHT_PX) -> Camera:
    """Centre and zoom at which a box fills a map of this size."""
    west, south, east, north = bounds
    middle = (south + north) / 2
    wide = math.log2(width_px / 256 * 360 / max(east - west, 1e-6))
    high = math.log2(
        height_px / 256 * 360 / max((north - south) / math.cos(math.radians(middle)), 1e-6)
    )
    zoom = math.floor(min(wide, high, PLACE_ZOOM) * 4) / 4
    return (middle, (west + east) / 2), zoom


def read_clicks(known: pd.Index, key: str = MAP_KEY) -> Selection:
    """Open the card of the attack that was clicked since the run before, if it is known."""
    # Before the first click nothing is returned: that counts as seen, so that the click does not.
    returned: Mapping[str, Any] = st.session_state.get(key) or {}
    if changed("map_drawing", str(returned.get("last_active_drawing"))):
        click = clicked(returned)
        ids = tuple(one for one in click.ids if one in known) if click else ()
        if ids:
            st.session_state["stack"] = ids
            return store(replace(current(), attack=ids[0]))
    return current()


def clicked_point(key: str = MAP_KEY) -> tuple[float, float] | None:
    """Lon and lat of the last click on the map, or None."""
    returned = st.session_state.get(key) or {}
    point = returned.get("last_clicked")
    return (float(point["lng"]), float(point["lat"])) if point else None


def show(
    drawn: MapSpec,
    *,
    camera: Camera,
    tiles: bool = False,
    key: str = MAP_KEY,
    height_px: int = HEIGHT_PX,
    crowded: bool = False,
    pencil: Pencil | None = None,
    can_draw: bool = False,
) -> None:
    """Put the map on the page; zoom and position survive every change but a new camera.

    Parameters
    ----------
    drawn, camera, key, height_px
        What it shows, from where, and its widget.
    tiles
        Show OpenStreetMap tiles too.
    crowded
        Tell every move, since only what the window holds is drawn.
    pencil
        Corners to set and move, or None.
    can_draw
        The same for a map at all times, so that it stays the same map: whether it has a pencil.
    """
    look = theme()
    (lat, lon), zoom = camera
    # st_folium leaves the map alone while it is given the same centre; a hair's breadth tells it
    # that the reader asked for the same view once more.
    middle = (lat + 1e-7 * st.session_state.get(_NUDGE, 0), lon)
    groups = feature_groups(drawn, theme=look)
    if pencil is not None:
        groups.append(pencil_group(pencil))
    st_folium(
        base_map(drawn, assets=served(), theme=look, tiles=tiles, pencil=can_draw),
        key=key,
        height=height_px,
        use_container_width=True,
        center=middle,
        zoom=zoom,
        feature_group_to_add=groups,
        # A map that told every move would run the page with every move.
        returned_objects=[*RETURNED, "bounds"] if crowded else list(RETURNED),
    )
