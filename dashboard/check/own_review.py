"""Reviews of an attack that a person typed and kept: what was decided, and a decision more."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import decisions, identity, queries, signin, user_data
from geo.casebook.entry import DECISIONS
from geo.casebook.review import review
from geo.errors import AtlasError

OFFERED: Final = tuple(
    one for one in DECISIONS if one not in {"teaming or permission", "area out of date"}
)
"""Decisions that need nothing beside: the others change what the record is judged by."""


def own_ident(ident: str) -> str:
    """Id under which an attack that was entered by hand stands beside those of the record."""
    return f"hand:{ident}"


def show(ident: str) -> None:
    """Draw the decisions on a kept attack, and the form for another.

    Parameters
    ----------
    ident
        Its id among the attacks that were entered by hand.
    """
    problem = decisions.usable()[1]
    if problem:  # the app says what it is
        return
    found = decisions.by_attack().get(own_ident(ident), [])
    for one in found:
        note = f": {one.review.note}" if one.review.note else ""
        said = f"Entry {one.review.number} · {one.review.decision}, by {one.review.by}{note}"
        st.caption(escape(f"{said} ({one.state})"))
    if not signin.may_decide():
        return
    with st.expander(ui.REVIEW_THIS_ATTACK):
        decision = st.selectbox(
            ui.DECISION,
            list(OFFERED),
            index=None,
            key="check_decision",
            placeholder="Choose one",
            format_func=str.capitalize,
        )
        note = st.text_area(ui.NOTE, key="check_note", height=70)
        by = identity.who(key="check_review_by")
        if st.button(ui.SAVE_REVIEW, key="check_review", disabled=not (decision and by)):
            _save(ident, decision=str(decision), note=note or "", by=by)


def _save(ident: str, *, decision: str, note: str, by: str) -> None:
    """Keep a decision in the casebook; it carries a hash of the attack as it was judged."""
    view = user_data.current()
    if view.own is None or not view.is_own(own_ident(ident)):
        st.error(escape(f"{ident} is no longer kept: look under Add & edit."))
        return
    found, record = view.own
    try:
        kept = decisions.book().append(
            review(
                queries.atlas(),
                found,
                own_ident(ident),
                by=by,
                decision=decision,
                note=note,
                record=record,
            )
        )
    except AtlasError as error:
        for line in str(error).splitlines():
            st.error(escape(line), icon=":material/edit:")
        return
    st.toast(f"Entry {kept.number} is kept.", icon=":material/done:")
    queries.refresh()
    st.rerun()
