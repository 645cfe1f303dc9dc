"""Tables to read: a dash where nothing is known, thousands parted, no numbering of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

UNKNOWN = "–"


def listed(rows: pd.DataFrame, *, columns: Mapping[str, Any] | None = None, **options: Any) -> Any:
    """Draw a table.

    Parameters
    ----------
    rows
        What it says, its columns named as people read them.
    columns
        How some of its columns are shown, by name; other numbers get thousands parted.
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
