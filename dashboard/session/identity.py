"""Who decides: the signed-in address, else the name typed here; one function for every page."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import signin

_KEY = "reviewer"


def who(*, key: str = "reviewer_by", width: int | Literal["stretch"] = "stretch") -> str:
    """Name of whoever uses this session; without a sign-in asks for it, and keeps it.

    Parameters
    ----------
    key
        Of the widget that asks, one for each place on a page.
    width
        Of the widget, in pixels, or as wide as its place.

    Returns
    -------
    An empty text for who may not decide: every store refuses a decision of nobody.
    """
    if signin.is_on():
        found = signin.visitor()
        if not signin.may_decide():
            st.caption("You are signed in as a viewer: you see decisions, reviewers take them.")
            return ""
        st.caption(f"Decisions are kept under {escape(found.name)}.")
        return found.name
    typed = st.text_input(
        ui.YOUR_NAME,
        value=st.session_state.get(_KEY, ""),
        key=key,
        max_chars=200,
        width=width,
        placeholder="Stands beside what you decide",
    )
    st.session_state[_KEY] = " ".join((typed or "").split())
    return str(st.session_state[_KEY])
