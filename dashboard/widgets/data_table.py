"""Tables to read: a dash where nothing is known, thousands separated, no numbering of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.session import queries
from geo.attribution.as_of import some
from geo.attribution.points_text import points_cells
from geo.memo import kept
from geo.verdicts.check import Findings
from geo.verdicts.serialize import flat_table

FIRST = (
    "date", "target_place", "verdict", "why", "asserted_group", "points_to", "points_strength",
    "launch_place", "distance_km",
)  # fmt: skip
"""Columns that a reader asks for first; the others stand behind them."""


MOST_LISTED = 5_000
"""Rows that a table on the page holds: more than anybody reads."""

UNKNOWN = "–"


def listed(rows: pd.DataFrame, *, columns: Mapping[str, Any] | None = None, **options: Any) -> Any:
    """Draw a table.

    Parameters
    ----------
    rows
        What it says, its columns named as people read them.
    columns
        How some of its columns are shown, by name; other numbers get thousands separated.
    options
        Further ones of `st.dataframe`, such as `height` and `key`.

    Returns
    -------
    object
        As `st.dataframe` gives it: which rows are chosen, where they can be.
    """
    numbers = {
        str(name): st.column_config.NumberColumn(format="localized")
        for name in rows.select_dtypes("number")
    }
    return st.dataframe(
        rows,
        hide_index=True,
        placeholder=UNKNOWN,
        column_config={**numbers, **(columns or {})},
        **options,
    )


def verdict_table(found: Findings, *, height: int | Literal["auto"] = "auto") -> None:
    """List each attack with its verdict and why at the front."""
    columns = {"why": st.column_config.TextColumn(width="large")}
    listed(_rows(found), columns=columns, height=height)


@kept()
def _rows(found: Findings) -> pd.DataFrame:
    """Rows of the table, worked out once for all runs of the page."""
    # What nobody reads is not worked out: a file may hold a million rows.
    few = some(found, np.arange(len(found.table)) < MOST_LISTED)
    return verdicts_first(few).reset_index()


def verdicts_first(found: Findings) -> pd.DataFrame:
    """Findings as a plain table that begins with what a reader asks for; columns of nothing out."""
    flat = flat_table(found, points=points_cells(queries.points_of(found)))
    first = [name for name in FIRST if name in flat]
    rest = [name for name in flat.columns if name not in first]
    return flat[[*first, *rest]].dropna(axis="columns", how="all")
