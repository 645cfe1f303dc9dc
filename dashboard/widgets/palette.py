"""One field that goes anywhere: to a page, an attack, a place, ground, a group, or does a deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st
from streamlit.navigation.page import Page

from dashboard.services import ui_words as ui
from dashboard.services.palette import Goal, goals
from dashboard.services.spans import KnownSpan, known_spans
from dashboard.session import queries
from dashboard.session import user_data as overlay
from dashboard.session.mishap import guarded
from dashboard.session.selection import (
    current,
    open_area,
    open_place,
    reset,
    store,
    take,
    take_span,
)
from dashboard.widgets import shortcut_sheet
from dashboard.widgets.map_view import go_again, open_and_fly
from layers import catalog

SHORTCUT = "Ctrl+K"
_OPEN, _CHOSEN = "palette_open", "palette_goal"
_MAP, _GROUPS, _METHOD = "", "groups", "method"
_HERE = ("reset", "keys")
"""Deeds that are done on the page where they are asked for."""

_FOCUS = """<script>
(() => {
  const field = () => document.querySelector("[role='dialog'] input");
  const look = (left) => field() ? field().focus() : left && setTimeout(look, 50, left - 1);
  look(40);
})();
</script>"""
"""Lets one type at once: a dialog begins with its cross."""


def draw(pages: Mapping[str, Page]) -> None:
    """Draw the button that opens the field, and the field once it was asked for.

    Parameters
    ----------
    pages
        Every page that can be gone to, by its path in the address.
    """
    with st.container(key="palette"):
        st.button(
            ui.FIND_ANYTHING,
            key="find_anything",
            icon=":material/search:",
            on_click=guarded(_ask),
            shortcut=SHORTCUT,
            type="tertiary",
            help=f"Find a page, attack, place, area or group by its name ({SHORTCUT})",
        )
    chosen: Goal | None = st.session_state.get(_CHOSEN)
    if chosen is not None:
        _forget()
        _go(chosen, pages)
    # It stays open whatever else lets the page run again, until something is chosen or it is left.
    if st.session_state.get(_OPEN):
        _field(pages)


def _ask() -> None:
    _forget()
    st.session_state[_OPEN] = True


def _forget() -> None:
    st.session_state.pop(_OPEN, None)
    st.session_state.pop(_CHOSEN, None)


@st.dialog(ui.FIND_ANYTHING, width="medium", on_dismiss=guarded(_forget))
def _field(pages: Mapping[str, Page]) -> None:
    found = goals(
        queries.atlas(),
        overlay.current().table,
        pages=[(path, page.title) for path, page in pages.items()],
        spans=_spans(),
    )
    chosen = st.selectbox(
        ui.FIND_ANYTHING,
        found,
        index=None,
        key=_CHOSEN,
        format_func=lambda one: one.label,
        placeholder="Type a name …",
        label_visibility="collapsed",
    )
    st.html(_FOCUS, unsafe_allow_javascript=True)
    st.caption(f"{SHORTCUT} opens this on every page; J and K go through the attacks of the map.")
    if chosen is not None:
        st.rerun()  # the whole page goes there, and no dialog is left over it


def _spans() -> list[KnownSpan]:
    return known_spans(queries.atlas().registry.windows, last=queries.record_end().date())


def _go(goal: Goal, pages: Mapping[str, Page]) -> None:
    """Let the selection be what a goal asks for, and open the page that shows it."""
    _do(goal)
    if goal.kind == "do" and goal.ident in _HERE:
        return
    path = {"page": goal.ident, "group": _GROUPS, "document": _METHOD}.get(goal.kind, _MAP)
    query = {"group": {"group": goal.ident}, "document": {"doc": goal.ident}}.get(goal.kind)
    st.switch_page(pages[path], query_params=query)


def _do(goal: Goal) -> None:
    if goal.kind == "days":
        (span,) = (one for one in _spans() if one.ident == goal.ident)
        take_span(span.first, span.last)
    elif goal.kind == "attack":
        open_and_fly(goal.ident)
    elif goal.kind == "ground":
        open_area(goal.ident)
    elif goal.kind == "place":
        open_place(goal.ident)
        store(replace(current(), view=catalog.PLACE + goal.ident))
        go_again()
    elif goal.ident == "reset":
        reset()
    elif goal.ident == "keys":
        shortcut_sheet.show()
    elif goal.ident == "close":
        store(replace(current(), attack="", area="", place=""))
    elif goal.ident == "mismatches":
        take(verdict=("mismatch",))
