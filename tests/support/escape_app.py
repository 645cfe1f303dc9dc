"""A page that shows texts in every way in which pages show texts of the data."""

import json
import os
from pathlib import Path

import streamlit as st

from dashboard.services.labels import escape

for at, text in enumerate(json.loads(Path(os.environ["ESCAPE_TEXTS"]).read_text("utf-8"))):
    safe = escape(text)
    with st.container(key=f"text_{at}"):
        st.markdown(safe)
        st.caption(safe)
        st.markdown(f"before **{safe}** after")
        st.markdown(f":gray-badge[{safe}]")
        st.button(safe, key=f"button_{at}")
