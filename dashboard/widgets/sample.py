"""How far the record is from a census, with the official counts that stand beside it."""

from __future__ import annotations

import streamlit as st

from dashboard.services.labels import escape
from dashboard.session import queries
from geo.records.counts import Counts
from layers.brief.sample import sample_words


@st.cache_resource(show_spinner=False)
def words() -> str:
    """Say in one sentence that the record is a sample, and what officials counted.

    Returns
    -------
    Markdown; empty for invented attacks, which are a sample of nothing.
    """
    if queries.is_exercise():
        return ""
    return escape(sample_words(queries.table(), queries.atlas().registry.series))


def share_words(counts: Counts, group: str) -> str:
    """A group's attacks with both denominators: “AAH 23 of 55 attributed, of 227 attacks”."""
    return escape(counts.group_share(group, name=queries.names().get(group, group)))
