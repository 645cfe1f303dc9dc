"""What some sightings would change: when ground was last seen, and verdicts, old and new."""

from __future__ import annotations

import hashlib

import pandas as pd
import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import queries
from dashboard.widgets.data_table import listed
from geo.atlas import Atlas
from geo.workspace.areas import changed_verdicts
from geo.workspace.sightings import ground_changes, with_sightings

_COLUMNS = {
    "title": "Ground", "seen_before": "Last seen", "seen_after": "With these",
    "confidence_before": "Confidence", "confidence_after": "With these, confidence",
}  # fmt: skip


def show(rows: pd.DataFrame) -> None:
    """Draw what sightings would change of the ground, and of the record’s verdicts.

    Parameters
    ----------
    rows
        Sound ones, as of `geo.workspace.sightings.sightings_of`.
    """
    st.markdown(f"**{ui.WHAT_THEY_WOULD_CHANGE}**")
    content = rows.to_csv(index=False).encode(errors="replace")
    after = _atlas(hashlib.sha256(content).hexdigest(), rows)
    ground = ground_changes(queries.atlas().areas, after.areas)
    if ground.empty:
        st.caption(
            "No ground on record. A sighting bears on ground of its group that its place lies in "
            "or touches, and confirms it where the source states or reports a base, a post or "
            "ground held."
        )
        return
    listed(ground[list(_COLUMNS)].rename(columns=_COLUMNS))
    verdicts = _verdicts(hashlib.sha256(content).hexdigest(), after)
    if verdicts.empty:
        st.caption("No verdict would change.")
        return
    ways = (verdicts["before"] + " → " + verdicts["after"]).value_counts()
    said = ", ".join(f"{count} {escape(way)}" for way, count in ways.items())
    st.markdown(f"Verdicts that would change: {said}.")
    listed(
        verdicts.rename(columns=str.capitalize),
        columns={"Date": st.column_config.DateColumn()},
    )


@st.cache_resource(show_spinner="Trying them on the ground …", max_entries=4)
def _atlas(key: str, _rows: pd.DataFrame) -> Atlas:
    del key
    return with_sightings(queries.atlas(), _rows)


@st.cache_resource(show_spinner="Trying them on every attack …", max_entries=4)
def _verdicts(key: str, _after: Atlas) -> pd.DataFrame:
    del key
    atlas = queries.atlas()
    return changed_verdicts(atlas.record, before=atlas, after=_after)
