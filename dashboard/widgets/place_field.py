"""The field of a place: its name, Arabic name or an alias, a coordinate or MGRS, and how near."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.services import ui_words as ui
from dashboard.session import queries

HELP: Final = (
    "Type a part of a name in English or Arabic, or an alias, and choose; or type latitude and "
    "longitude, degrees and minutes, or MGRS, and press Enter."
)
NEAR_HELP: Final = (
    "For “near Taji” choose Taji and give within how many km. Empty, the place is as well known "
    "as the list of places has it."
)
LEAST_KM, MOST_KM = 0.1, 300.0


def place_field(
    label: str, *, key: str, value: str = "", box: DeltaGenerator | None = None, help_text: str = ""
) -> str:
    """Draw the choice of a place, and give its id, or what was typed; empty where none is meant.

    Parameters
    ----------
    label
        What the place is.
    key
        Of the widget; what stands there in the session comes before `value`.
    value
        Id of a place, or text that is none, such as a coordinate.
    box
        Where it is drawn; at the end of the page when None.
    help_text
        Said before how a place can be written.
    """
    names = _labels()
    if key not in st.session_state:
        st.session_state[key] = value or None
    held = st.session_state[key]
    options = [*names, *([held] if held and held not in names else [])]
    chosen = (box or st).selectbox(
        label,
        options,
        key=key,
        index=None,
        format_func=lambda one: names.get(one, one),
        placeholder="not known",
        accept_new_options=True,
        help=f"{help_text} {HELP}".strip(),
    )
    return str(chosen or "").strip()


def near_field(label: str, *, key: str, box: DeltaGenerator | None = None) -> float | None:
    """Draw how near to the chosen place it was, km; None for as well as the place is known.

    Parameters
    ----------
    label
        What the distance is of.
    key
        Of the widget.
    box
        Where it is drawn; at the end of the page when None.
    """
    km = (box or st).number_input(
        label,
        min_value=LEAST_KM,
        max_value=MOST_KM,
        value=None,
        step=0.5,
        format="%g",
        key=key,
        placeholder=ui.AS_THE_PLACE_IS,
        help=NEAR_HELP,
    )
    return None if km is None else float(km)


def _labels() -> Mapping[str, str]:
    """Names of each place by id, with its aliases: a search finds it by any of them."""
    table = queries.atlas().gazetteer.table
    return {
        str(ident): " · ".join(
            part for part in (f"{name} {arabic}".strip(), ", ".join(aliases.split("|"))) if part
        )
        for ident, name, arabic, aliases in zip(
            table.index, table["name"], table["name_ar"], table["aliases"], strict=True
        )
    }
