"""One page a group: ground, committees, façades, attacks over time, shared ground."""

import streamlit as st

from dashboard.groups import profile
from dashboard.services import ui_words as ui
from dashboard.session import user_data as overlay

st.title(ui.GROUPS)
overlay.public_record_note()
profile.show()
