"""Add & edit: areas as recipes, tried on the map and on the verdicts before they are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard.editor import draw as hand_draw
from dashboard.editor import layer as area_layer
from dashboard.editor import recipe_form as hand_parts
from dashboard.editor.preview import drawing_board, preview
from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import imports as importing
from dashboard.session import queries
from dashboard.session import team_data as store
from dashboard.session import user_data as overlay
from dashboard.widgets import download
from geo.areas.table import CONFIDENCE, KINDS
from geo.errors import AtlasError, ConformError, Fault, RecipeError
from geo.workspace.areas import (
    areas_of,
    areas_toml,
    compiled,
    delete_area,
    enter_areas,
    entry_text,
    published,
    sketched,
)
from geo.workspace.journal import Journal
from layers.web.draw_tool import DrawnOutline

NEW, FILE, TABLE = "A new area", "Outlines of a file", "Outlines of a table of the server"
_LAYERS = (FILE, TABLE)
_TEXTS = {
    "title": "What people read, such as “KH: about Jurf al-Sakhar”",
    "source_id": "Where it is said: a source of ours by id, or a few words of yours",
    "pointer": "Page, section or address in it",
    "assumption": "What the source does not say and you assumed",
}
_DAYS = {"valid_from": "Held from", "valid_to": "Held until (empty: still)",
         "last_confirmed": "Last confirmed"}  # fmt: skip
_LABELS = {"title": "Title", "source_id": "Source", "pointer": "Pointer",
           "assumption": "Assumed"}  # fmt: skip


def show(journal: Journal, *, by: str) -> None:
    """Draw the form of an area, what it would change, and what is kept."""
    kept, known = areas_of(journal), published(queries.atlas())
    chosen = st.selectbox(
        ui.AREA,
        [*_ways(), *kept, *[ident for ident in known if ident not in kept]],
        format_func=lambda one: one if one in _ways() else _named(one, kept, known),
        key="area_chosen",
    )
    given = kept.get(chosen) or known.get(chosen) or {}
    hand_draw.take(chosen)
    left, right = st.columns(2, gap="medium")
    with left:
        entries = _entries(chosen, given, by=by)
    with right:
        sound = _tried(journal, entries, outline=hand_draw.form_outline(chosen), chosen=chosen)
    with left:
        _keep(journal, chosen, entries, by=by, sound=sound, kept=chosen in kept)
    _written(kept)


def _ways() -> list[str]:
    """Ways to begin; a table only where a server is served."""
    return [NEW, FILE, TABLE] if store.current() else [NEW, FILE]


def _named(ident: str, kept: dict[str, Any], known: dict[str, Any]) -> str:
    title = (kept.get(ident) or known[ident]).get("title", "")
    return f"{'yours · ' if ident in kept else ''}{title} ({ident})"


def _entries(chosen: str, given: dict[str, Any], *, by: str) -> list[dict[str, Any]]:
    """Areas that the form makes; none while a recipe is not whole."""
    said = _about(chosen, given)
    said["author"] = by.strip() or str(given.get("author", ""))
    if chosen in _LAYERS:
        return area_layer.entries(said, of_table=chosen == TABLE)
    try:
        recipe = _recipe(chosen, given)
    except RecipeError as error:
        st.info(escape(str(error)), icon=":material/edit:")
        return []
    # A day that was cleared must not come back from the area that is changed.
    rest = {k: v for k, v in given.items() if k not in said and k not in _DAYS}
    entry = {**rest, **said, "recipe": recipe}
    with st.expander(ui.AS_IT_STANDS_IN_AREAS_TOML):
        st.code(entry_text(entry), language="toml", wrap_lines=True)
    return [entry]


def _about(chosen: str, given: dict[str, Any]) -> dict[str, Any]:
    """Everything of an area but its recipe."""
    said: dict[str, Any] = {}
    if chosen not in _LAYERS:
        said["id"] = st.text_input(
            ui.AREA_ID,
            value=str(given.get("id", "")),
            disabled=chosen != NEW,
            key=f"area_id_{chosen}",
        ).strip()
    one, two = st.columns(2)
    kinds = list(KINDS)
    said["kind"] = one.selectbox(
        ui.KIND,
        kinds,
        index=kinds.index(given.get("kind", "ground")),
        format_func=lambda kind: KINDS[kind],
        key=f"area_kind_{chosen}",
    )
    registry = queries.atlas().registry
    holders = registry.committees if said["kind"] == "committee" else registry.groups
    names, holder = [str(one) for one in holders.index], str(given.get("holder", ""))
    said["holder"] = (
        two.selectbox(
            ui.WHOSE,
            names,
            index=names.index(holder) if holder in names else None,
            format_func=lambda ident: str(holders.at[ident, "name"]),
            key=f"area_holder_{chosen}",
            placeholder="choose one",
        )
        or ""
    )
    for name, help_text in _TEXTS.items():
        if name == "title" and chosen in _LAYERS:
            continue
        said[name] = st.text_input(
            _LABELS[name],
            value=str(given.get(name, "")),
            help=help_text,
            key=f"area_{name}_{chosen}",
        ).strip()
    one, two = st.columns(2)
    said["confidence"] = one.selectbox(
        ui.CONFIDENCE,
        list(CONFIDENCE),
        index=CONFIDENCE.index(given.get("confidence", "low")),
        key=f"area_confidence_{chosen}",
    )
    said["border_km"] = float(
        two.number_input(
            ui.BORDER_UNCERTAINTY_PLUS_MINUS_KM,
            0.0,
            200.0,
            float(given.get("border_km", 5)),
            key=f"area_border_{chosen}",
        )
    )
    places = [*st.columns(2), st.columns(2)[0]]
    for place, (name, label) in zip(places, _DAYS.items(), strict=True):
        day = place.date_input(
            label,
            value=given.get(name),
            min_value=dt.date(2003, 1, 1),
            max_value=dt.date(2100, 1, 1),
            key=f"area_{name}_{chosen}",
        )
        if day:
            said[name] = day
    return said


def _recipe(chosen: str, given: dict[str, Any]) -> dict[str, Any]:
    st.markdown(f"**{ui.ITS_SHAPE}**")
    ways = [hand_parts.FROM_PARTS, hand_parts.AS_TEXT]
    way = st.segmented_control(
        ui.HOW,
        ways,
        default=ways[1] if given else ways[0],
        key=f"area_way_{chosen}",
        label_visibility="collapsed",
    )
    if way == ways[1]:
        text = st.text_area(
            ui.RECIPE,
            value=hand_parts.as_text(given.get("recipe", {})),
            height=180,
            key=f"area_recipe_{chosen}",
            help="Lines meet; union = [ { … }, { … } ] joins, minus = [ { … } ] cuts out; "
            "east_of and west_of take a river.",
        )
        return hand_parts.from_text(text)
    if given:
        st.caption("Parts start empty; the shape that stands is under As text.")
    return hand_parts.from_parts()


def _tried(
    journal: Journal,
    entries: Sequence[dict[str, Any]],
    *,
    outline: DrawnOutline | None,
    chosen: str,
) -> bool:
    """Draw what some areas would change, or their faults; tell whether they are sound."""
    faults: Sequence[Fault] = ()
    try:
        compiled(entries, atlas=queries.atlas())
    except ConformError as error:
        faults = error.faults
    if entries and not faults:
        preview(
            entries,
            others=areas_of(journal),
            view=overlay.current(),
            outline=outline,
            camera_of=chosen,
        )
    elif (shape := _shape(entries)) is not None or outline is not None:
        drawing_board(shape, outline=outline, camera_of=chosen)
        if shape is not None:
            st.caption("Its outline alone. Fill in the rest of the form to see what would change.")
    else:
        st.info("Give its shape, and the map shows what it would change.", icon=":material/draw:")
    if outline is not None:
        st.caption(hand_draw.HELP)
    for fault in faults[:8]:
        st.warning(
            escape(f"{_form_words(fault.column)}: {fault.problem}. {fault.remedy}"),
            icon=":material/edit:",
        )
    return bool(entries) and not faults


def _shape(entries: Sequence[dict[str, Any]]) -> gpd.GeoDataFrame | None:
    try:
        return sketched(entries, atlas=queries.atlas()) if entries else None
    except RecipeError:
        return None


def _form_words(column: str) -> str:
    """Name that a key of an area has in the form."""
    return {**_LABELS, **_DAYS, "id": "Area id", "holder": "Whose"}.get(column, column.capitalize())


def _keep(
    journal: Journal,
    chosen: str,
    entries: Sequence[dict[str, Any]],
    *,
    by: str,
    sound: bool,
    kept: bool,
) -> None:
    one, two = st.columns(2)
    label = "Keep this area" if len(entries) < 2 else f"Keep {len(entries)} areas"  # noqa: PLR2004
    try:
        if one.button(label, type="primary", width="stretch", disabled=not sound):
            if chosen in _ways():
                _refuse_taken(journal, entries)
            enter_areas(journal, entries, by=by, atlas=queries.atlas())
            st.rerun()
        if kept and two.button(ui.DELETE_THIS_AREA, width="stretch"):
            delete_area(journal, chosen, by=by)
            st.rerun()
    except AtlasError as error:
        st.error(escape(str(error)), icon=":material/edit:")


def _refuse_taken(journal: Journal, entries: Sequence[dict[str, Any]]) -> None:
    taken = {*areas_of(journal), *queries.atlas().areas.table.index}
    doubled = sorted({str(entry["id"]) for entry in entries} & taken)
    if doubled:
        raise RecipeError(
            f"An area has the id {', '.join(doubled)} already: give another, or choose that "
            "area above to change it."
        )


def _written(kept: dict[str, Any]) -> None:
    if not kept:
        return
    st.subheader(ui.AREAS_THAT_YOU_KEEP)
    atlas = importing.atlas()
    rows = [
        {"id": ident, **{k: entry.get(k) for k in ("title", "holder", "kind", "author")}}
        for ident, entry in kept.items()
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    download.button(
        ui.AREAS_TOML_WITH_THESE,
        lambda: areas_toml(atlas, kept),
        file_name="areas.toml",
    )
    st.caption(
        "They are tried here and change nothing elsewhere. To judge by them, put this file into a "
        "folder and start with fasail-atlas serve --data FOLDER; check and brief take it too."
    )
