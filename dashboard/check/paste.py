"""The box for the text of a claim, and what was read from it: suggestions, choices, gaps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape, method_words
from dashboard.session import queries
from dashboard.session.mishap import guarded
from geo.workspace.claim_text import FIELDS, ClaimReading, FieldReading, Option, read_claim

KEYS: Final[Mapping[str, str]] = {name: f"check_{name}" for name in FIELDS}
"""Widgets of the form that a text can fill."""

EMPTIED: Final = ("check_target_km", "check_launch_km")
"""Widgets of the form that a text is not read for."""

LABELS: Final[Mapping[str, str]] = {
    "target": ui.TARGET, "launch": ui.LAUNCH, "date": ui.DATE, "time": ui.LOCAL_TIME,
    "method": ui.METHOD, "facade": ui.FIRST_CLAIMED_BY, "group": ui.ASSESSED_AS,
}  # fmt: skip
_TEXT, _READ = "check_text", "check_reading"


def show() -> None:
    """Draw the box, and under it what was found in its text."""
    with st.form("pasted", border=True):
        st.text_area(
            ui.PASTE_A_CLAIM,
            key=_TEXT,
            height=110,
            placeholder="The words of a claim or a report, in English or Arabic",
            help="Days, hours, places, brands, groups and means that this program knows are read "
            "from it, each with the words that it was read from. It stays in this box until you "
            "leave the page; it is not kept and not sent anywhere.",
        )
        st.form_submit_button(ui.READ_IT, on_click=guarded(_read))
    if not st.session_state.get(_TEXT):
        # The page was left, or the box was emptied.
        st.session_state.pop(_READ, None)
    if _READ in st.session_state:
        _report(st.session_state[_READ])


def _read() -> None:
    """Read the text, and let the form begin with what is clear in it and with nothing else."""
    text = str(st.session_state.get(_TEXT) or "")
    reading = read_claim(text, atlas=queries.atlas())
    st.session_state[_READ] = reading
    for name, key in KEYS.items():
        st.session_state[key] = reading.fields[name].value or _NOTHING[name]
    for key in EMPTIED:
        st.session_state[key] = None
    st.session_state.pop("typed_before", None)


_NOTHING: Final[Mapping[str, str | None]] = dict.fromkeys(FIELDS, "") | {
    "target": None, "launch": None,
}  # fmt: skip
"""What an empty widget of each field holds."""


def _report(reading: ClaimReading) -> None:
    """Say of each field what was read from which words, offer what is unclear, name what is not."""
    if not reading.found:
        st.warning(
            "Nothing that this program knows was found in the text: no day, place, brand or "
            "means. Fill the form by hand.",
            icon=":material/search_off:",
        )
    with st.container(gap="xsmall"):
        for name in FIELDS:
            if reading.fields[name].options or reading.fields[name].note:
                _field(name, reading.fields[name])
    missing = [LABELS[name].lower() for name in FIELDS if not reading.fields[name].options]
    if missing and reading.found:
        st.caption(f"Not found in the text: {escape(', '.join(missing))}.")
    if reading.cut:
        st.caption("The text is long: only its beginning was read.")


def _field(name: str, found: FieldReading) -> None:
    if found.clear:
        (one,) = found.options
        st.markdown(
            f"**{LABELS[name]}** {escape(_words(name, one.value))} · read from: "
            f"“{escape(one.words)}”"
        )
    elif found.options:
        st.markdown(f"**{LABELS[name]}** {escape(found.note)}:")
        with st.container(horizontal=True, gap="xsmall"):
            for one in found.options:
                _choice(name, one)
    if found.note and (found.clear or not found.options):
        st.caption(f"{LABELS[name]}: {escape(found.note)}")


def _choice(name: str, one: Option) -> None:
    st.button(
        f"{escape(_words(name, one.value))} · “{escape(one.words)}”",
        key=f"choose_{name}_{one.value}",
        type="primary" if st.session_state.get(KEYS[name]) == one.value else "secondary",
        on_click=guarded(_take),
        args=(name, one.value),
        help="Put it into the form",
    )


def _take(name: str, value: str) -> None:
    st.session_state[KEYS[name]] = value


def _words(name: str, value: str) -> str:
    """A value as people read it: the name of an id."""
    if name == "method":
        return method_words(value)
    return queries.names().get(value, value)
