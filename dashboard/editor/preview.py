"""What areas would change: their ground on the map, and each verdict that would be another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard.editor.draw import MAP_KEY
from dashboard.services.labels import escape
from dashboard.session import queries
from dashboard.session.user_data import OwnView
from dashboard.widgets.map_view import Camera, fit, show
from geo.atlas import Atlas
from geo.records.record import Record
from geo.verdicts.check import check
from geo.workspace.areas import entry_text, verdict_changes, with_areas
from layers.build import build_map
from layers.spec import IRAQ_BOUNDS, Bounds, MapSpec
from layers.web.draw_tool import DrawnOutline

HEIGHT_PX = 460
CREDIT = "Ground: yours, being tried"
_GROUND = ("ground", "ground_edges", "committees")
_KEPT_ROWS = 12
_CAMERAS = "area_cameras"


def preview(
    entries: Sequence[dict[str, Any]],
    *,
    others: Mapping[str, Any],
    view: OwnView,
    outline: DrawnOutline | None,
    camera_of: str,
) -> None:
    """Draw some areas and what they would change beside all others that are kept.

    Parameters
    ----------
    entries
        Areas being tried, sound ones.
    others
        Areas that are kept already, by id; those being tried stand in their place.
    view
        Attacks whose verdicts are compared: the public record, and the reader's own.
    outline
        Corners that may be set and moved on the map, or None.
    camera_of
        What is drawn: while it stays the same, a map that can be drawn on does not move by itself.
    """
    kept = [entry for ident, entry in others.items() if ident not in {e["id"] for e in entries}]
    current, tried = [*others.values()], [*kept, *entries]
    old, new = ("\n".join(map(entry_text, state)) for state in (current, tried))
    after = _atlas(new, tried)
    changes = _changes(view, before=(old, _atlas(old, current)), after=(new, after))
    mine = [str(entry["id"]) for entry in entries]
    spec, box = _spec(after, mine, changes, view)
    _show(spec, box, outline=outline, camera_of=camera_of)
    st.markdown(f"**{_sentence(changes)}**")
    if len(changes):
        st.dataframe(
            changes.rename(columns=str.capitalize),
            hide_index=True,
            height="auto" if len(changes) <= _KEPT_ROWS else 400,
            column_config={"Date": st.column_config.DateColumn()},
        )


def _sentence(changes: pd.DataFrame) -> str:
    if changes.empty:
        return "No verdict would change."
    ways = (changes["before"] + " → " + changes["after"]).value_counts()
    listed = ", ".join(f"{count} {escape(way)}" for way, count in ways.items())
    many = "verdict" if len(changes) == 1 else "verdicts"
    return f"{len(changes)} {many} would change: {listed}."


@st.cache_resource(show_spinner=False, max_entries=8)
def _atlas(key: str, _entries: Sequence[Mapping[str, Any]]) -> Atlas:
    del key  # what the entries say, for the cache
    return with_areas(queries.atlas(), _entries) if _entries else queries.atlas()


@st.cache_resource(show_spinner="Trying it on every attack …", max_entries=8)
def _verdicts(ground: str, own: str, _atlas: Atlas, _record: Record) -> pd.Series:
    del ground, own  # the cache’s key
    return check(_record, atlas=_atlas).table["verdict"]


def _changes(view: OwnView, *, before: tuple[str, Atlas], after: tuple[str, Atlas]) -> pd.DataFrame:
    """Verdicts that differ between two states of the ground, each with the text of its entries."""
    parts = []
    for own, record in [("", queries.atlas().record), *_own(view)]:
        old, new = (_verdicts(text, own, atlas, record) for text, atlas in (before, after))
        changes = verdict_changes(record, before=old, after=new)
        mine = "yours: " + changes["title"].astype(str)
        parts.append(changes.assign(title=mine) if own else changes)
    return pd.concat(parts)


def _own(view: OwnView) -> list[tuple[str, Record]]:
    return [] if view.own is None else [(view.key, view.own[1])]


def drawing_board(
    shape: gpd.GeoDataFrame | None, *, outline: DrawnOutline | None, camera_of: str
) -> None:
    """Draw the map with a shape alone, or with none, to set the first corners on.

    Parameters
    ----------
    shape
        As of `geo.workspace.areas.sketched`, or None.
    outline, camera_of
        As of `preview`.
    """
    corners = outline.corners if outline is not None else ()
    areas = queries.atlas().areas.table.iloc[:0] if shape is None else shape.assign(confirmed=True)
    spec = build_map(
        queries.table().iloc[:0],
        areas=areas,
        base=queries.base(),
        show=("ground", "committees"),
        names=queries.names(),
    )
    if shape is not None:
        box = tuple(float(edge) for edge in shape.total_bounds)
    elif corners:
        lon, lat = zip(*corners, strict=True)
        box = (min(lon), min(lat), max(lon), max(lat))
    else:
        box = IRAQ_BOUNDS
    west, south, east, north = box
    _show(spec, (west, south, east, north), outline=outline, camera_of=camera_of)


def _spec(
    after: Atlas, mine: list[str], changes: pd.DataFrame, view: OwnView
) -> tuple[MapSpec, Bounds]:
    areas = after.areas.table.loc[mine]
    rows = view.table
    touched = rows[rows.index.isin(changes.index)].assign(
        verdict=lambda r: changes["after"][r.index]
    )
    spec = build_map(
        touched,
        areas=areas.assign(confirmed=True),
        base=queries.base(),
        show=("ground", "committees", "links", "targets", "launches"),
        names=queries.names(),
    )
    own = (replace(one, attribution=CREDIT) if one.id in _GROUND else one for one in spec.layers)
    west, south, east, north = areas.total_bounds
    return replace(spec, layers=tuple(own)), (west, south, east, north)


def _show(spec: MapSpec, box: Bounds, *, outline: DrawnOutline | None, camera_of: str) -> None:
    west, south, east, north = box
    margin = max(0.1, 0.15 * max(east - west, north - south))
    camera = fit(
        (west - margin, south - margin, east + margin, north + margin), height_px=HEIGHT_PX
    )
    if outline is not None:
        # A map that moved with every corner could not be drawn on.
        kept: dict[str, Camera] = st.session_state.setdefault(_CAMERAS, {})
        camera = kept.setdefault(camera_of, camera)
    show(spec, camera=camera, key=MAP_KEY, height_px=HEIGHT_PX, outline=outline, can_draw=True)
