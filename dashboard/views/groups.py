"""One page a group: ground, committees, façades, attacks over time, shared ground."""

import streamlit as st

from dashboard import profile

st.title("Groups")
profile.show()
