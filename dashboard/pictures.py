"""Small static maps of single attacks, as the pages show them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import queries
from layers import attack_figure
from layers.style import Theme


@st.cache_data(show_spinner="Drawing …", max_entries=256)
def attack_png(ident: str, theme: Theme) -> bytes | None:
    """Map of one attack: its places, how well they are known, and ground; None with no place."""
    rows = queries.table().loc[[ident]]
    on = rows["judged_on"].iloc[0]
    return attack_figure.attack_png(
        queries.map_frame(rows),
        ground=queries.ground(queries.record_end() if pd.isna(on) else on),
        extents=queries.atlas().areas.extents,
        base=queries.base(),
        names=queries.names(),
        theme=theme,
    )
