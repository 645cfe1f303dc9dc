"""What keys do, on one sheet: the question mark opens it on every page."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.session.mishap import guarded

KEYS: Final = (
    ("Ctrl+K", "Find anything: a page, an attack, a place, ground, a group, days, a document"),
    ("J, K", "Next and previous attack, as the table lists them, while a card is open"),
    ("Back, Forward", "Undo and redo a filter, a view or an open card"),
    ("+, −, arrows", "Move the map, once it was clicked"),
    ("Esc", "Leave a list or a dialog; end a drawing on the map"),
    ("?", "This sheet"),
)
"""Keys, and what each does."""

_KEY, _OPEN = "question_mark", "shortcuts_open"
_LISTEN = """export default ({ setTriggerValue }) => {
  const types = (one) => one.closest("input, textarea, select, [contenteditable='true']");
  const press = (event) => {
    if (event.key === "?" && !event.ctrlKey && !event.metaKey && !types(event.target)) {
      setTriggerValue("asked", true);
    }
  };
  window.addEventListener("keydown", press);
  return () => window.removeEventListener("keydown", press);
}"""

_component = st.components.v2.component("atlas_question_mark", js=_LISTEN)


def listen() -> None:
    """Listen to the question mark, and show the sheet once it was asked for."""
    with st.container(key="shortcuts"):
        _component(key=_KEY, on_asked_change=guarded(show))
    if st.session_state.get(_OPEN):
        _sheet()


def show() -> None:
    """Show the sheet in the next run of the page."""
    st.session_state[_OPEN] = True


def _leave() -> None:
    st.session_state.pop(_OPEN, None)


@st.dialog(ui.KEYS, width="medium", on_dismiss=guarded(_leave))
def _sheet() -> None:
    st.table({"Key": [key for key, _ in KEYS], "Does": [does for _, does in KEYS]})
