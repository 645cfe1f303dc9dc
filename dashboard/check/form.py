"""The form of an attack that is typed by hand: what it was, where, with what, whose, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard.check import paste, result
from dashboard.services import ui_words as ui
from dashboard.session import queries
from dashboard.widgets.place_field import near_field, place_field
from geo.schemas.attacks import METHODS

EXAMPLE: Final[Mapping[str, Any]] = {
    "check_target": "al_asad_ab",
    "check_launch": "33.90, 42.95",
    "check_launch_km": 2.0,
    "check_method": "drone_fixed_wing",
    "check_facade": "ashab_al_kahf",
    "check_date": "2021-06-15",
}
"""An invented claim that does not fit."""


def _begin() -> None:
    """Give the widgets the invented example, as far as the data know it, when the page opens."""
    if "check_target" in st.session_state:
        return
    atlas = queries.atlas()
    st.session_state.pop("typed_before", None)
    st.session_state.update(EXAMPLE)
    if EXAMPLE["check_target"] not in atlas.gazetteer.table.index:
        st.session_state["check_target"] = str(atlas.gazetteer.table.index[0])
    if EXAMPLE["check_facade"] not in atlas.registry.facades.index:
        st.session_state["check_facade"] = ""


def form() -> dict[str, Any] | None:
    """Draw the form; give what was typed once it is sent."""
    _begin()
    registry = queries.atlas().registry
    with st.form("typed", border=True):
        left, right = st.columns([3, 2])
        target = place_field(ui.TARGET, key="check_target", box=left)
        target_km = near_field(ui.TARGET_KNOWN_TO_PLUS_MINUS_KM, key="check_target_km", box=right)
        launch = place_field(
            ui.LAUNCH, key="check_launch", box=left, help_text="Leave it empty when not known."
        )
        launch_km = near_field(ui.LAUNCH_KNOWN_TO_PLUS_MINUS_KM, key="check_launch_km", box=right)
        method = left.selectbox(
            ui.METHOD,
            ["", *METHODS],
            key="check_method",
            format_func=lambda one: METHODS.get(one, "not known"),
        )
        date = right.text_input(
            ui.DATE,
            key="check_date",
            help="A day, a month or a year as people write it: 2021-07-08, 8 July 2021, ٨ تموز "
            "٢٠٢١, July 2021.",
        )
        facade = left.selectbox(
            ui.FIRST_CLAIMED_BY,
            ["", *registry.facades.index],
            key="check_facade",
            format_func=lambda one: _named(registry.facades, one) or "nobody, or not known",
        )
        time = right.text_input(
            ui.LOCAL_TIME,
            key="check_time",
            placeholder="HH:MM, or night, dawn …",
            help="By the clock at the target. No rule reads it; it is shown with the light by the "
            "sun.",
        )
        group = left.selectbox(
            ui.ASSESSED_AS,
            ["", *registry.groups.index],
            key="check_group",
            format_func=lambda one: _named(registry.groups, one) or "no assessment",
        )
        right.space("small")
        sent = right.form_submit_button(ui.CHECK, type="primary", width="stretch")
    if not sent and "typed_before" not in st.session_state:
        return None
    st.session_state["typed_before"] = True
    return {
        "target": target,
        "target_radius_km": target_km,
        "method": method,
        "launch": launch,
        "radius_km": launch_km,
        "facade": facade,
        "group": group,
        "date": (date or "").strip(),
        "time": (time or "").strip(),
    }


def _named(table: Any, ident: str) -> str:
    """Name of a brand or a group, in Arabic too, so that either finds it."""
    if ident not in table.index:
        return ""
    return f"{table.at[ident, 'name']} {table.at[ident, 'name_ar']}".strip()


def show() -> None:
    """Draw the box for a text and the form; beside them the answer, and what belongs to it."""
    words, beside = st.columns([2, 3], gap="medium")
    with words:
        paste.show()
        typed = form()
        checked = result.finding(typed) if typed else None
        if typed is None:
            st.info(
                "Paste the words of a claim, or fill the form: it holds an invented example, a "
                "claim that does not fit. Press Check, or change it first. Nothing typed here is "
                "kept or sent anywhere unless you press Keep.",
                icon=":material/rule:",
            )
    with beside:
        if checked and typed:
            result.answered(checked, typed)
        result.picture(checked)
        if checked:
            result.details(checked)
