"""How groups are ranked and places called unusual, how well that works, and what it cannot do."""

import streamlit as st

from dashboard.method import documents, pointing
from dashboard.method import sections as method_page
from dashboard.services import ui_words as ui

st.title(ui.METHOD)
st.markdown(
    "Verdicts follow from rules and ground alone. Beside them the atlas says how usual a place is "
    "for a group and who else it points to, from past attacks whose group people have confirmed."
)
method_page.in_words()
method_page.record()
pointing.record()
method_page.limits()
method_page.published()
documents.show()
