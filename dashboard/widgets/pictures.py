"""Small static maps of single attacks, as the pages show them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.session import queries
from dashboard.widgets import ground_day
from layers.static import attack_map as attack_figure
from layers.style import Theme


def day_of(ident: str) -> pd.Timestamp:
    """Day whose ground the map of an attack shows: its own, else the end of the record."""
    return ground_day.day_of(queries.table(), ident) or queries.record_end()


@st.cache_data(show_spinner="Drawing …", max_entries=256)
def attack_png(ident: str, theme: Theme) -> bytes | None:
    """Map of one attack: its places, how well they are known, and ground; None with no place."""
    rows = queries.table().loc[[ident]]
    return attack_figure.attack_png(
        rows,
        ground=queries.ground(day_of(ident)),
        extents=queries.atlas().areas.extents,
        base=queries.base(),
        names=queries.names(),
        theme=theme,
    )
