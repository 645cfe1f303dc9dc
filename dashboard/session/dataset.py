"""The record with what the check says of it and what reviewers accepted, once a process."""

from __future__ import annotations

import streamlit as st

from dashboard.services.dataset import Dataset, accepted
from dashboard.session import decisions
from geo.atlas import Atlas


@st.cache_resource(show_spinner="Reading the record …")
def atlas() -> Atlas:
    """Load the data folder once a process."""
    return Atlas.load()


@st.cache_resource(show_spinner="Checking every attack against the ground …")
def dataset() -> Dataset:
    """Check the record, with what reviewers accepted, once a process and change of that."""
    return Dataset.of(atlas(), decisions.usable()[0])


def refresh() -> None:
    """Forget the findings, and all that rests on them, when reviewers accepted something else."""
    if dataset().evidence != accepted(decisions.usable()[0], atlas()):
        st.cache_resource.clear()
        st.cache_data.clear()
