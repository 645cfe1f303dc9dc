"""One page a group: ground, committees, façades, attacks over time, shared ground."""

import streamlit as st

from dashboard import overlay, profile

st.title("Groups")
overlay.elsewhere()
profile.show()
