"""Every document of the atlas, readable beside what it explains."""

from __future__ import annotations

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.documents import documents, text

DOC = "doc"
"""Parameter of the address that opens a document."""


def show() -> None:
    """Let the reader choose a document, and show it; the choice stands in the address."""
    known = documents()
    if not known:
        return
    st.subheader(ui.DOCUMENTS)
    asked = st.query_params.get(DOC, "")
    ids = list(known)
    chosen = st.selectbox(
        ui.DOCUMENTS,
        ids,
        index=ids.index(asked) if asked in known else None,
        # Another address is another choice, whatever was chosen before.
        key=f"document_{asked}",
        format_func=lambda one: known[one].title,
        placeholder="Choose one to read it here …",
        label_visibility="collapsed",
    )
    if chosen is None:
        return
    if chosen != asked:
        st.query_params[DOC] = chosen
    with st.container(border=True, key="document"):
        st.markdown(f"#### {known[chosen].title}")
        st.markdown(text(chosen))
