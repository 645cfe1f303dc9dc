"""Attacks entered by hand: kept on this machine, every change with who, when and an undo."""

import streamlit as st

from dashboard import hand_desk

st.title("By hand")
st.markdown(
    "Enter, correct, split, merge or delete attacks that were reported. They are kept in your own "
    "folder on this machine, never in the bundled record, and every change can be taken back."
)
hand_desk.show()
