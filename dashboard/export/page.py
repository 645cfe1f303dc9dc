"""Map images, slides and map files of the current selection, as the command writes them."""

import streamlit as st

from dashboard.export import form as export_page
from dashboard.services import ui_words as ui
from dashboard.session import user_data as overlay
from dashboard.widgets import filters as controls

st.title(ui.EXPORT)
st.markdown(
    "A finished product of what is filtered: every page carries its legend, scale, sources, date "
    "and the caveat that areas are assessments. Reproducible: same settings, identical files."
)
overlay.public_record_note()
with st.sidebar:
    selection = controls.filters()

left, right = st.columns([1, 3], gap="medium")
with left:
    request = export_page.choose(selection)
with right:
    export_page.show(request)
