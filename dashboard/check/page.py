"""One attack typed by hand: whether its claim fits the ground."""

import streamlit as st

from dashboard.check import form as tryout
from dashboard.services import ui_words as ui

st.title(ui.CHECK_AN_ATTACK)
st.markdown(
    "Type an attack that was reported and see which rules its claim fits and which it breaks. "
    "It explains what happened; it gives no advice on targets, routes or timing."
)
tryout.show()
