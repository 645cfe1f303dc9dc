"""The map on the page: drawn from the Selection, its clicks read back into it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from dashboard.services.labels import escape
from dashboard.services.selection import Selection
from dashboard.services.views import PLACE_ZOOM, bounds_of, camera_of, circle_of, outline_of
from dashboard.session import queries
from dashboard.session.selection import changed, current, store
from dashboard.session.user_data import OwnView
from dashboard.widgets import ground_day
from dashboard.widgets.map_assets import served
from geo.crs import project
from geo.schemas.attacks import ROLES
from layers import catalog
from layers.build import MANY_ATTACKS, build_map
from layers.spec import Bounds, MapSpec
from layers.style import Theme
from layers.web.draw_tool import DrawnOutline, draw_tool_group
from layers.web.folium_map import RETURNED, base_map, clicked, feature_groups

Camera = tuple[tuple[float, float], float]
"""Centre as lat, lon in degrees, and a Leaflet zoom."""

MAP_KEY = "map"

_MARKS: Mapping[str, str] = {"target": "targets", "launch": "launches"}
_AREAS = ("ground", "committees")
_NUDGE = "view_nudge"
_CAMERA, _STAYS = "camera_given", "camera_stays"
HEIGHT_PX = 560


def theme() -> Theme:
    """Theme that the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def drawn_roles(selection: Selection) -> tuple[str, ...]:
    """Roles whose places the map draws: what a number of the map's window counts."""
    marks = tuple(role for role, layer in _MARKS.items() if layer in selection.layer)
    dense = {"heat", "hexagons"} & set(selection.layer)
    found = dict.fromkeys((*marks, *((selection.density,) if dense else ())))
    return tuple(found) or ROLES


def spec(view: OwnView, selection: Selection) -> MapSpec:
    """Everything the map shows; kept for the views that a reader goes back to."""
    rows = view.shown(selection)
    window = window_seen() if is_crowded(rows) else None
    day = ground_day.of(view.table, selection).day
    return _spec(replace(selection, view="", place="", tiles=False), day, window, view.key, rows)


def is_crowded(rows: pd.DataFrame) -> bool:
    """Tell whether there are so many attacks that the map draws those in its window alone."""
    return len(rows) > MANY_ATTACKS


@st.cache_resource(show_spinner=False, max_entries=8)
def _spec(
    selection: Selection, day: pd.Timestamp, window: Bounds | None, own: str, _rows: pd.DataFrame
) -> MapSpec:
    del own  # part of the cache’s key: it tells one reader’s attacks from another’s
    return build_map(
        _rows,
        areas=queries.ground(day, selection.known_on),
        lines=queries.atlas().areas.lines,
        extents=queries.atlas().areas.extents,
        usual=queries.usual_cells(day, selection.grade) if "usual" in selection.layer else None,
        context=queries.context(),
        base=queries.base(),
        show=selection.layer,
        selected=(selection.attack,) if selection.attack else (),
        chosen_area=selection.area,
        names=queries.names(),
        density_of=selection.density,
        within=window,
        circle=circle_of(selection, queries.atlas().gazetteer),
        outline=outline_of(selection, queries.named_ground()),
    )


def window_seen(key: str = MAP_KEY) -> Bounds | None:
    """Window of the map that the reader sees, degrees; None before the map has returned it."""
    bounds = (st.session_state.get(key) or {}).get("bounds") or {}
    corners = [bounds.get(name) or {} for name in ("_southWest", "_northEast")]
    edges = [corner.get(axis, math.nan) for corner in corners for axis in ("lng", "lat")]
    west, south, east, north = (round(float(edge), 3) for edge in edges)
    return (west, south, east, north) if west < east and south < north else None


def zoom_seen(key: str = MAP_KEY) -> float | None:
    """Zoom at which the reader sees the map, or None before the map has returned it."""
    zoom = (st.session_state.get(key) or {}).get("zoom")
    return None if zoom is None else float(zoom)


def extent_m(window: Bounds | None) -> Bounds | None:
    """Box about the window in metres of the regional conic: xmin, xmax, ymin, ymax; or None."""
    if window is None:
        return None
    west, south, east, north = window
    lon, lat = np.linspace(west, east, 9), np.linspace(south, north, 9)
    x, y = project(
        np.concatenate([lon, lon, np.full(9, west), np.full(9, east)]),
        np.concatenate([np.full(9, south), np.full(9, north), lat, lat]),
    )
    return (float(x.min()), float(x.max()), float(y.min()), float(y.max()))


def go_again() -> None:
    """Ask for the view again, also where it is the one that was asked for before."""
    st.session_state[_NUDGE] = (st.session_state.get(_NUDGE, 0) + 1) % 9


def open_and_fly(ident: str, place: str | None = None) -> Selection:
    """Open the card of an attack and go to a place; where that has no point the map stays.

    Parameters
    ----------
    ident
        The attack.
    place
        Id of the place; that of the attack's target where none is given.
    """
    table = queries.table()
    if place is None:
        place = str(table["target_place_id"].get(ident, ""))
    view = current().view
    if pd.notna(queries.atlas().gazetteer.table["lat"].get(place)):
        view = catalog.PLACE + place
        go_again()
    return store(replace(current(), attack=ident, view=view))


def centre(selection: Selection) -> Camera:
    """Centre (lat, lon) and zoom of the view that was asked for, or of the area of interest."""
    stays: tuple[str, str, Camera] | None = st.session_state.get(_STAYS)
    if stays is not None and stays[:2] == (selection.view, selection.within):
        return stays[2]
    first = catalog.VIEWS[0]
    asked = bounds_of(selection, queries.named_ground())
    if asked is not None and selection.view == first.id:
        camera = fit(asked)
    else:
        known = camera_of(selection.view, queries.atlas().gazetteer)
        lat, lon, zoom = known or (first.lat, first.lon, first.zoom)
        camera = ((lat, lon), zoom)
    st.session_state[_CAMERA] = camera
    return camera


def stay(selection: Selection) -> None:
    """Let the map stay where it is while a selection has this ground, which was drawn on it."""
    camera = st.session_state.get(_CAMERA)
    st.session_state[_STAYS] = camera and (selection.view, selection.within, camera)


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


def read_clicks(table: pd.DataFrame, key: str = MAP_KEY) -> Selection:
    """Open the card of what was clicked since the run before: of several, of a mismatch first.

    A click on ground or on a committee's region opens the card of the area.

    Parameters
    ----------
    table
        Attacks that are known, with `urgency` (0 is a mismatch).
    key
        Key of the map.
    """
    # Before the first click nothing is returned: that counts as seen, so that the click does not.
    returned: Mapping[str, Any] = st.session_state.get(key) or {}
    if changed("map_drawing", str(returned.get("last_active_drawing"))):
        click = clicked(returned)
        ids = by_urgency(table, click.ids) if click else ()
        areas = queries.atlas().areas.table.index
        if click and click.layer in _AREAS and click.ids[0] in areas:
            return store(replace(current(), area=click.ids[0], place="", attack=""))
        if ids:
            st.session_state["stack"] = ids
            return store(replace(current(), attack=ids[0]))
    return current()


def by_urgency(table: pd.DataFrame, ids: Sequence[str]) -> tuple[str, ...]:
    """Known ids, mismatches first, otherwise in the order in which they came."""
    urgency = table["urgency"].reindex(list(dict.fromkeys(ids))).dropna()
    return tuple(map(str, urgency.sort_values(kind="stable").index))


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
    follow: bool = False,
    outline: DrawnOutline | None = None,
    can_draw: bool = False,
    can_select: bool = False,
    fills: bool = False,
    note: str = "",
) -> None:
    """Put the map on the page; zoom and position survive every change but a new camera.

    Parameters
    ----------
    drawn, camera, key, height_px
        What it shows, from where, and its widget.
    tiles
        Show OpenStreetMap tiles too.
    follow
        Report every move, since numbers and legend speak of what the window holds.
    outline
        Corners to set and move, or None.
    can_draw
        The same for a map at all times, so that it stays the same map: it has the draw tool.
    can_select
        It has the tools that draw a box or a lasso to filter by.
    fills
        Be as high as the page's style makes its frame, not `height_px`.
    note
        Small text that stands fixed on the map, such as the day of its ground.
    """
    look = theme()
    (lat, lon), zoom = camera
    # st_folium leaves the map alone while it is given the same centre; a hair's breadth tells it
    # that the reader asked for the same view once more.
    middle = (lat + 1e-7 * st.session_state.get(_NUDGE, 0), lon)
    groups = feature_groups(drawn, theme=look)
    if outline is not None:
        groups.append(draw_tool_group(outline))
    with st.container(key=f"map_box_{key}"):
        if note:
            with st.container(key=f"map_note_{key}"):
                st.caption(escape(note))
        st_folium(
            base_map(
                drawn,
                assets=served(),
                theme=look,
                tiles=tiles,
                can_draw=can_draw,
                can_select=can_select,
                fills=fills,
            ),
            key=key,
            height=height_px,
            use_container_width=True,
            center=middle,
            zoom=zoom,
            feature_group_to_add=groups,
            returned_objects=[*RETURNED, "bounds", "zoom"] if follow else list(RETURNED),
        )
