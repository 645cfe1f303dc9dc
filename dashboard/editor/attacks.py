"""Add & edit: attacks entered, corrected, split, merged and deleted, or begun as a copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import imports as importing
from dashboard.session import queries
from dashboard.widgets import faults
from dashboard.widgets.place_field import place_field
from geo.errors import ConformError
from geo.schemas.attacks import COLUMNS, METHODS
from geo.workspace.attacks import delete, enter, free_id, merge, published_attacks, split
from geo.workspace.journal import Journal

NEW, COPY = "A new attack", "A copy of an attack of the record, to correct"
ROWS = (
    ("date", "time_local"), ("method", "count"), ("target_place", "target_radius_km"),
    ("launch_place", "launch_radius_km"), ("facade", "assessed_group"), ("assessed_by", "source"),
    ("title", "note"),
)  # fmt: skip
"""Cells that the form offers, as they stand side by side; others of an attack stay as they are."""

_NEEDED = ("date", "target_place")
_PLACES = ("target_place", "launch_place")
_NEXT = "hand_next"


def show(journal: Journal, table: pd.DataFrame, *, by: str) -> None:
    """Draw the form of one attack, and what else can be done with it."""
    ways = [NEW, COPY]
    if st.session_state.get(_NEXT) in [*ways, *table.index]:
        st.session_state["hand_chosen"] = st.session_state.pop(_NEXT)
    chosen = st.selectbox(
        ui.ATTACK,
        [*ways, *table.index],
        key="hand_chosen",
        format_func=lambda one: one if one in ways else _words(table, one),
    )
    message_box = st.container()
    given, suffix = _given(chosen, table)
    if given is None:
        st.info("Choose the attack of the record that you would tell otherwise.")
        return
    with st.form(f"hand_{chosen}_{suffix}", border=True):
        ident, cells = _form(
            given, fixed=chosen if chosen not in ways else "", mark=f"{chosen}_{suffix}"
        )
        sent = st.form_submit_button(ui.KEEP, type="primary")
    if sent:
        atlas, new = importing.atlas(), chosen in ways
        ident = ident.strip() or free_id(journal, cells, atlas=atlas)
        _do(
            lambda: enter(journal, ident, cells, by=by, atlas=atlas, new=new),
            message_box=message_box,
            then=ident,
            said=f"{ident} is kept.",
        )
    if chosen not in ways:
        _actions(journal, chosen, list(table.index), by=by, message_box=message_box)


def _words(table: pd.DataFrame, ident: str) -> str:
    title = str(table.at[ident, "title"])
    return f"{title} · {ident}" if title else ident


def _given(chosen: str, table: pd.DataFrame) -> tuple[Mapping[str, str] | None, str]:
    """Cells to begin with, and a mark that tells one beginning from another."""
    if chosen == NEW:
        # Another form after each attack, so that the next one begins empty.
        return {**dict.fromkeys(COLUMNS, ""), "attacks_in_row": "1"}, str(len(table))
    if chosen != COPY:
        return {str(name): str(cell) for name, cell in table.loc[chosen].items()}, ""
    names = queries.table()["title"].to_dict()
    origin = st.selectbox(
        ui.COPY_OF,
        list(queries.table().index),
        index=None,
        key="hand_copy",
        format_func=lambda one: f"{names[one]} · {one}",
        placeholder="an attack of the record",
        help="The copy is yours: it stands on the map beside the one of the record.",
    )
    published = _published()
    if origin is None or origin not in published.index:
        return None, ""
    cells = {str(name): str(cell) for name, cell in published.loc[origin].items()}
    return {**dict.fromkeys(COLUMNS, ""), **cells, "attack_id": f"{origin}-mine"}, str(origin)


@st.cache_resource(show_spinner=False)
def _published() -> pd.DataFrame:
    return published_attacks(queries.atlas())


def _form(given: Mapping[str, str], *, fixed: str, mark: str) -> tuple[str, dict[str, str]]:
    # Empty, the number of attacks in a row says that the sources give none.
    cells = {name: cell for name, cell in given.items() if cell or name == "attacks_in_row"}
    ident = st.text_input(
        faults.LABELS["attack_id"],
        value=fixed or given["attack_id"],
        disabled=bool(fixed),
        placeholder="made of date and place where it is left empty",
    )
    st.caption("Needed are date and target place; all else may stay empty.")
    for names in ROWS:
        for place, name in zip(st.columns(len(names)), names, strict=True):
            with place:
                cells[name] = _field(name, given[name], mark=mark)
    if cells["time_local"] != given["time_local"]:
        # How finely another time was known, and who told of it, says nothing of this one.
        cells = {k: cell for k, cell in cells.items() if k not in {"time_precision", "time_source"}}
    return ident, cells


def _field(name: str, value: str, *, mark: str) -> str:
    """Draw the field of a cell; `mark` tells the form of one attack from that of another."""
    label = f"{faults.LABELS[name]}{' *' if name in _NEEDED else ''}"
    registry = queries.atlas().registry
    if name in _PLACES:
        return place_field(label, key=f"hand_{name}_{mark}", value=value)
    if name == "method":
        methods = ["", *METHODS]
        return str(
            st.selectbox(
                label,
                methods,
                index=methods.index(value) if value in methods else 0,
                format_func=lambda one: METHODS.get(one, "not known"),
            )
        )
    tables = {"facade": registry.facades, "assessed_group": registry.groups}
    if name in tables:
        return known_name(label, value, tables[name], help_text=COLUMNS[name])
    return st.text_input(label, value=value, help=COLUMNS[name])


def known_name(label: str, value: str, table: pd.DataFrame, *, help_text: str) -> str:
    """Choose one that is known, by its name in English or Arabic."""
    options = ["", *map(str, table.index)]
    if value and value not in options:
        options.append(value)
    arabic = table.get("name_ar", "")
    named = (table["name"] + " " + arabic).str.strip().to_dict()
    chosen = st.selectbox(
        label,
        options,
        index=options.index(value),
        help=help_text,
        format_func=lambda one: str(named.get(one, one)) or "not named",
    )
    return str(chosen or "")


def _actions(
    journal: Journal,
    chosen: str,
    idents: list[str],
    *,
    by: str,
    message_box: DeltaGenerator,
) -> None:
    atlas = importing.atlas()
    one, two, three = st.columns(3, vertical_alignment="bottom")
    if one.button(ui.DELETE, width="stretch"):
        _do(
            lambda: delete(journal, chosen, by=by),
            message_box=message_box,
            then=NEW,
            said=f"{chosen} is taken out; the change log brings it back.",
        )
    part = two.text_input(ui.ID_OF_THE_PART_SPLIT_OFF, value=f"{chosen}-b")
    if two.button(ui.SPLIT, width="stretch"):
        _do(
            lambda: split(journal, chosen, {chosen: {}, part: {}}, by=by, atlas=atlas),
            message_box=message_box,
            then=chosen,
            said=f"{part} is split off.",
        )
    other = three.selectbox(
        ui.MERGE_WITH, [ident for ident in idents if ident != chosen], index=None
    )
    if three.button(ui.MERGE, width="stretch", disabled=other is None) and other is not None:
        _do(
            lambda: merge(journal, chosen, other, by=by, atlas=atlas),
            message_box=message_box,
            then=chosen,
            said=f"{other} is folded in.",
        )


def _do(
    change: Callable[[], Journal], *, message_box: DeltaGenerator, then: str, said: str
) -> None:
    try:
        change()
    except ConformError as error:
        with message_box:
            faults.tell(error)
        return
    st.session_state[_NEXT] = then
    st.toast(escape(said), icon=":material/check:")
    st.rerun()
