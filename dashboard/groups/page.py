"""One page a group: ground, committees, façades, attacks over time, shared ground."""

import streamlit as st

from dashboard.groups import profile
from dashboard.session import user_data as overlay

st.title("Groups")
overlay.elsewhere()
profile.show()
