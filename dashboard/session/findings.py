"""The record and what the check says of it, with what reviewers accepted, once a process."""

from __future__ import annotations

import streamlit as st

from dashboard.session import decisions
from geo.atlas import Atlas
from geo.casebook.arrangements import accepted_arrangements, with_decisions
from geo.casebook.entry import Entry
from geo.verdicts.check import Findings, check


@st.cache_resource(show_spinner="Reading the record …")
def atlas() -> Atlas:
    """Load the data folder once a process."""
    return Atlas.load()


def _accepted(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """Hashes of the entries that are evidence."""
    found = accepted_arrangements(entries, record=atlas().record)
    return tuple(standing.review.sha256 for standing in found)


@st.cache_resource(show_spinner="Checking every attack against the ground …")
def _judged() -> tuple[tuple[str, ...], Findings]:
    entries = decisions.usable()[0]
    known = with_decisions(atlas(), entries, record=atlas().record)
    return _accepted(entries), check(atlas().record, atlas=known)


def findings() -> Findings:
    """Check the record, with what reviewers accepted, once a process and change of that."""
    return _judged()[1]


def refresh() -> None:
    """Forget the findings, and all that rests on them, when reviewers accepted something else."""
    if _judged()[0] != _accepted(decisions.usable()[0]):
        st.cache_resource.clear()
        st.cache_data.clear()
