"""Attacks, claims, areas and sightings by hand: kept on this machine, every change with an undo."""

import streamlit as st

from dashboard.editor import tabs
from dashboard.services import ui_words as ui

st.title(ui.ADD_AND_EDIT)
st.markdown(
    "Attacks that were reported, claims of them, ground as you would draw it, and sightings of it. "
    "All is kept in your own folder on this machine, never in the bundled record; every change can "
    "be taken back. Attacks show on the page Map as yours."
)
tabs.show()
