"""Who decides: one function that every page asks."""

from __future__ import annotations

from typing import Literal

import streamlit as st

_KEY = "reviewer"


def who(*, key: str = "reviewer_by", width: int | Literal["stretch"] = "stretch") -> str:
    """Name of whoever uses this session; asks for it, and keeps it for the other pages.

    Parameters
    ----------
    key
        Of the widget that asks, one for each place on a page.
    width
        Of the widget, in pixels, or as wide as its place.
    """
    typed = st.text_input(
        "Your name",
        value=st.session_state.get(_KEY, ""),
        key=key,
        max_chars=200,
        width=width,
        placeholder="Stands beside what you decide",
    )
    st.session_state[_KEY] = " ".join((typed or "").split())
    return str(st.session_state[_KEY])
