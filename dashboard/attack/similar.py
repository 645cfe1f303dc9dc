"""The most similar earlier attacks of an attack, each a button that opens its card."""

from __future__ import annotations

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.services.similar_lines import HOW, SimilarLine, similar_lines, without_lines
from dashboard.session import queries
from dashboard.session.selection import current, open_card
from geo.verdicts.check import Findings


def show(found: Findings, ident: str, *, key: str = "card") -> None:
    """Draw what the record holds that is most like an attack and came before it.

    Parameters
    ----------
    found
        Holds the attack: the findings of the record, or of one that was typed or is a reader's
        own, which is compared with the record.
    ident
        Its id.
    key
        Distinguishes this place on the page.
    """
    known_on = current().known_on
    lines = similar_lines(found, ident, analysis=queries.dataset().analysis, known_on=known_on)
    st.markdown(f"**{ui.SIMILAR_EARLIER_ATTACKS}**")
    if not lines:
        st.caption(escape(without_lines(found, ident)))
        return
    with st.container(gap="xsmall"):
        for line in lines:
            _line(line, key=f"similar_{key}_{line.attack_id}")
    st.caption(HOW)


def _line(line: SimilarLine, *, key: str) -> None:
    label = escape(f"{line.day} · {line.title}")
    if st.button(label, key=key, icon=":material/history:"):
        open_card(line.attack_id)
        st.switch_page("map/page.py")
    differs = f" — differs: {line.differs}" if line.differs else ""
    st.caption(escape(f"{line.shares}{differs} ({line.likeness})"))
