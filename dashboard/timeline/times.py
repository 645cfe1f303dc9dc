"""Hours of the day, day and night, and minutes from attack to claim, of the public record."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.services import times
from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.services.times import Times
from dashboard.session import queries
from dashboard.widgets import data_table as tables
from dashboard.widgets import download, hour_wheel
from dashboard.widgets.map_view import theme
from geo.io.spreadsheet_escape import csv_text
from geo.records.hours import WEEKDAYS

_ALL = ""


def _choose(label: str, known: dict[Any, str], *, every: str, key: str) -> Any:
    return st.selectbox(
        label,
        [_ALL, *known],
        format_func=lambda one: every if one == _ALL else known[one],
        key=f"times_{key}",
    )


def chosen() -> Times:
    """Let a person choose attacks, and give their times."""
    dataset = queries.dataset()
    known = dataset.time_choices()
    left, middle, right = st.columns(3)
    with left:
        year = _choose(ui.YEAR, known["year"], every="all years", key="year")
    with middle:
        country = _choose(ui.COUNTRY_OF_THE_TARGET, known["country"], every="all", key="country")
    with right:
        facade = _choose(ui.CLAIMED_BY, known["facade"], every="anybody or nobody", key="facade")
    return dataset.times(year or None, country, facade)


def hours(found: Times) -> None:
    """Show the wheel, the bar of day and night, and both in words and as a table."""
    left, right = st.columns([5, 4], gap="medium")
    with left:
        st.subheader(ui.HOURS_AND_WEEKDAYS)
        wheel = hour_wheel.wheel(found.hours, theme=theme(), description=found.hours_text())
        st.altair_chart(wheel, width="content")
        st.markdown(escape(found.hours_words()))
    with right:
        st.subheader(ui.DAY_AND_NIGHT)
        if any(n for name, n in found.light.items() if name in hour_wheel.LIGHT_COLOURS):
            bar = hour_wheel.light_bar(found.light, theme=theme(), description=found.light_words())
            st.altair_chart(bar, width="stretch")
        st.markdown(escape(found.light_words()))
        st.caption(escape(times.LIMITS))
    with st.expander(ui.HOURS_AS_A_TABLE):
        cells = found.hours.frame().pivot_table(index="hour", columns="weekday", values="attacks")
        table = cells[list(WEEKDAYS)].astype(int)
        named = table.assign(**{"All days": table.sum(axis=1)}).reset_index()
        tables.listed(named.rename(columns={"hour": "Hour"}), height="content")
    download.button(
        ui.DOWNLOAD_TIMES_CSV, lambda: csv_text(found.timed), file_name="attack_times.csv"
    )


def claims(found: Times) -> None:
    """Show how long after attacks brands claimed, as far as it is known."""
    st.markdown(escape(found.claims_words()))
    tables.listed(found.brand_rows())
    known = found.delays[found.delays["known"].astype(bool)]
    if len(known):
        st.subheader(ui.CLAIMS_KNOWN_TO_MINUTES)
        tables.listed(
            known.reset_index()[["attack_id", "brand", "least_min", "most_min"]].rename(
                columns={
                    "attack_id": "Attack",
                    "brand": "Brand",
                    "least_min": "Minutes, at least",
                    "most_min": "Minutes, at most",
                }
            )
        )
    st.caption(escape(times.CLAIM_LIMITS))
    download.button(
        ui.DOWNLOAD_CLAIM_MINUTES_CSV, lambda: csv_text(found.delays), file_name="claim_minutes.csv"
    )
