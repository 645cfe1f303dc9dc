"""Series, statements and context as the sources print them, kept apart by kind of evidence."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.session import queries
from dashboard.session import user_data as overlay
from dashboard.widgets import charts, sample
from dashboard.widgets import data_table as tables
from dashboard.widgets.map_view import theme
from geo.records.counts import many


def series_of(prefix: str) -> pd.DataFrame:
    """Published figures whose id begins with a word."""
    series = queries.atlas().registry.series
    return series[series["series_id"].str.startswith(prefix)]


def as_printed(series: pd.DataFrame) -> None:
    """Table of figures as printed, with what kind of evidence each is."""
    tables.listed(
        pd.DataFrame(
            {
                "What": series["title"],
                "From": series["period_start"],
                "To": series["period_end"],
                "Figure": series["value"],
                "Unit": series["unit"],
                "Evidence": series["evidence"],
                "As printed": series["as_printed"],
                "Note": series["note"],
                "Source": queries.atlas().registry.cite(series["source_id"], series["pointer"]),
            }
        ),
    )


def bars(series_id: str, *, unit: str) -> None:
    """One series as bars."""
    series = queries.atlas().registry.series
    st.altair_chart(
        charts.series_bars(series[series["series_id"] == series_id], unit=unit), width="stretch"
    )


def attacks_over_time() -> None:
    """Attacks of the record by month and method."""
    rows = queries.table()
    counted = rows[rows["counts"]]
    registry = queries.atlas().registry
    st.altair_chart(
        charts.by_method(
            counted,
            windows=registry.windows,
            statements=registry.statements,
            end=queries.record_end(),
            theme=theme(),
        ),
        width="stretch",
    )
    counter = overlay.public().counter
    undated = counter.count().undated
    left_out = f" {many(undated, 'undated attack')} not shown." if undated else ""
    st.caption(
        "Shaded: truces (amber) and orders without a given end (grey). Triangles: statements of "
        f"the Tansiqiya.{left_out}"
    )
    st.caption(f"{many(int(counter.attack.sum()), 'attack')} on record. {sample.words()}")


def statements() -> None:
    """Statements of the Tansiqiya."""
    table = queries.atlas().registry.statements
    tables.listed(table[["date", "title", "counted_by_source", "note", "pointer"]])


def context() -> None:
    """Events around the attacks, a layer of their own."""
    table = queries.atlas().registry.context
    tables.listed(table[["date", "date_latest", "title", "kind", "note", "pointer"]])
