"""The state that the dashboard shows, kept by itself at a start and at each decision."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import streamlit as st

from dashboard.session import decisions, queries
from geo.casebook.kept_snapshots import folder_of, keep
from geo.casebook.snapshot import take


def folder() -> Path:
    """Folder of the user's with the states that were kept of the data that are shown."""
    return folder_of(queries.atlas().folder)


def keep_now() -> None:
    """Keep the state that is shown, unless it is the one that was kept last."""
    entries, problem = decisions.usable()
    if not problem:
        _keep(str(folder()), entries[-1].sha256 if entries else "")


@st.cache_resource(show_spinner=False, max_entries=4)
def _keep(where: str, head: str) -> None:
    del head  # part of the cache’s key: another decision is another state
    state = take(queries.atlas(), queries.findings(), decisions.usable()[0])
    keep(state, Path(where), at=dt.datetime.now(dt.UTC))
