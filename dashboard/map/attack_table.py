"""The map's twin: every attack of the view as a row, to sort, search and choose by keyboard."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.services.filter_text import WHOSE
from dashboard.services.labels import flag_words, method_words, status_words
from dashboard.services.selection import Selection
from dashboard.session import queries
from dashboard.session.selection import changed, current
from dashboard.widgets.map_view import open_and_fly
from geo.attribution.points_columns import said
from layers.builders.user_layers import YOURS

TABLE_ROWS = 5_000
"""Rows that the table holds: more than anybody reads, and as many as a browser likes."""
TABLE_HEIGHT_PX = 340


def table_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as people read them, in the order of the table; `attack_id` stays the index."""
    names = queries.names()
    shown = pd.DataFrame(
        {
            "Date": rows["date_text"].replace("", "undated"),
            "Verdict": rows["verdict"],
            "What": rows["title"],
            "Attributed to": rows["asserted_group"].map(lambda one: names.get(one, one) or None),
            "Points to": said(rows, name=lambda one: names.get(one, one)),
            "First claim": rows["first_facade"].map(lambda one: names.get(one, one) or None),
            "Launch": rows["launch_place"].replace("", "not known"),
            "Target": rows["target_place"].replace("", "not known"),
            "Why": rows["why"].replace("", None),
            "Outside own ground, km": rows["distance_km"].round(0),
            "Flags": rows["flags"].map(partial(flag_words, called=queries.flag_labels())),
            "Method": rows["method"].map(method_words),
            "Status": rows["status"].map(status_words),
        },
        index=rows.index,
    )
    if rows["whose"].eq(YOURS).any():
        shown.insert(1, "Whose", rows["whose"].map(WHOSE))
    return shown


def table_key(rows: pd.DataFrame) -> str:
    """Key of the table of these rows: another view is another table, with no row ticked."""
    ids = chr(10).join(rows.index[:TABLE_ROWS])
    return f"attack_table_{zlib.crc32(ids.encode()):08x}"


def by_urgency(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of the table: mismatches first, and of each verdict the latest."""
    return rows.sort_values("urgency", kind="stable")


def read_table(rows: pd.DataFrame) -> Selection:
    """Open the card of the table row that was chosen since the run before, and fly to its target.

    Parameters
    ----------
    rows
        In the order of the table.
    """
    key = table_key(rows)
    state: Mapping[str, Any] = st.session_state.get(key) or {}
    chosen = state.get("selection") or {}
    # A row is chosen by its box, or by a click anywhere in it.
    picked = [*chosen.get("rows", []), *(row for row, _ in chosen.get("cells", []))]
    if changed(key, tuple(picked)) and picked and picked[0] < min(len(rows), TABLE_ROWS):
        st.session_state["stack"] = ()
        row = rows.iloc[picked[0]]
        return open_and_fly(str(rows.index[picked[0]]), str(row["target_place_id"]))
    return current()


def table(rows: pd.DataFrame) -> None:
    """Draw the map's twin: every row of the view, to sort, search and choose by keyboard."""
    if len(rows) > TABLE_ROWS:
        st.caption(
            f"The latest {TABLE_ROWS:,} of {len(rows):,} rows. Filter to see others; the downloads "
            "hold them all."
        )
    st.dataframe(
        table_frame(rows.head(TABLE_ROWS)),
        hide_index=True,
        height=TABLE_HEIGHT_PX,
        key=table_key(rows),
        placeholder="–",
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        column_config={"Why": st.column_config.TextColumn(width="large")},
    )
