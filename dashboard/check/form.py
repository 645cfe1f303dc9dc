"""The hand-typed check: a form, its finding, and the map of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from dashboard.attack import card
from dashboard.services import ui_words as ui
from dashboard.services.labels import badge, escape
from dashboard.session import progress as longwork
from dashboard.session import queries
from dashboard.widgets.findings_map import drawn
from geo.attribution.points_text import points_objects
from geo.errors import AtlasError
from geo.schemas.attacks import METHODS
from geo.verdicts.check import Findings, check
from geo.verdicts.serialize import findings_objects
from geo.workspace.typed_attack import typed_attack

EXAMPLE_TARGET = "al_asad_ab"
EXAMPLE_LAUNCH = "33.90, 42.95"
EXAMPLE_METHOD = "drone_fixed_wing"
EXAMPLE_FACADE = "ashab_al_kahf"
EXAMPLE_DATE = dt.date(2021, 6, 15)


def _first(options: list[str], example: str) -> int:
    """Where the example stands, or the first option in a folder that does not know it."""
    return options.index(example) if example in options else 0


def form() -> dict[str, Any] | None:
    """Draw the form; give what was typed once it is sent."""
    registry, places = queries.atlas().registry, queries.atlas().gazetteer.table
    with st.form("typed", border=True):
        left, right = st.columns(2)
        target = left.selectbox(
            ui.TARGET,
            list(places.index),
            index=_first(list(places.index), EXAMPLE_TARGET),
            format_func=lambda one: str(places.at[one, "name"]),
        )
        method = right.selectbox(
            ui.METHOD,
            list(METHODS.keys()),
            index=list(METHODS.keys()).index(EXAMPLE_METHOD),
            format_func=lambda one: METHODS[one],
        )
        launch = left.text_input(
            ui.LAUNCH,
            value=EXAMPLE_LAUNCH,
            help="A place name, latitude and longitude, or MGRS. Leave it empty when not known.",
        )
        radius = right.number_input(
            ui.LAUNCH_KNOWN_TO_PLUS_MINUS_KM, min_value=0.1, max_value=300.0, value=2.0, step=0.5
        )
        facade = left.selectbox(
            ui.FIRST_CLAIMED_BY,
            ["", *registry.facades.index],
            index=_first(["", *registry.facades.index], EXAMPLE_FACADE),
            format_func=lambda one: str(registry.facades["name"].get(one, "nobody, or not known")),
        )
        group = right.selectbox(
            ui.ASSESSED_AS,
            ["", *registry.groups.index],
            format_func=lambda one: str(registry.groups["name"].get(one, "no assessment")),
        )
        date = left.date_input(ui.DATE, value=EXAMPLE_DATE, min_value=dt.date(2015, 1, 1))
        sent = right.form_submit_button(ui.CHECK, type="primary", width="stretch")
    if not sent and "typed_before" not in st.session_state:
        return None
    st.session_state["typed_before"] = True
    return {
        "target": target,
        "method": method,
        "launch": (launch or "").strip(),
        "radius_km": float(radius),
        "facade": facade,
        "group": group,
        "date": date.isoformat() if date else "",
    }


def finding(typed: dict[str, Any]) -> tuple[Findings, dict[str, Any]] | None:
    """Check what was typed, or say what is wrong with it where it cannot be read."""
    try:
        record = typed_attack(atlas=queries.atlas(), **typed)
    except AtlasError as error:
        st.error(escape(str(error)), icon=":material/edit:")
        return None
    if longwork.stopped("tryout", again="Check it after all"):
        return None
    with longwork.shown("Checking", key="tryout"):
        found = check(record, atlas=queries.atlas())
    points = points_objects(queries.points_of(found))
    return found, findings_objects(found, reports=record.reports, points=points)[0]


def show() -> None:
    """Draw the form beside the map, and the finding under the form."""
    words, picture = st.columns([2, 3], gap="medium")
    with words:
        typed = form()
        checked = finding(typed) if typed else None
        if typed is None:
            st.info(
                "The form holds an invented example: a claim that does not fit. Press Check, or "
                "change it first. Nothing typed here is kept or sent anywhere.",
                icon=":material/rule:",
            )
        if checked:
            found, item = checked
            st.markdown(f"### {escape(found.table['title'].iloc[0])}")
            st.markdown(badge(found.table["verdict"].iloc[0]))
            card.body(found, item)
    with picture:
        drawn(checked[0] if checked else None, key="typed_map")
