"""Attacks over time against truces and statements, and the published series as printed."""

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.session import user_data as overlay
from dashboard.timeline import published, times

st.title(ui.TIMELINE)
overlay.public_record_note()
published.attacks_over_time()

st.header(ui.TIMES_OF_DAY)
found = times.chosen()
hours, minutes = st.tabs([ui.HOURS_OF_THE_DAY, ui.MINUTES_TO_CLAIM])
with hours:
    times.hours(found)
with minutes:
    times.claims(found)

st.header(ui.AS_PUBLISHED)
convoys, drones, statements, context = st.tabs(
    [ui.CONVOY_ATTACKS_PUBLISHED, ui.DRONES_PUBLISHED, ui.TANSIQIYA_STATEMENTS, ui.CONTEXT]
)
with convoys:
    st.markdown(
        "**Reported** is what brands and media reported; **proven** is what interviewees thought "
        "real. They differ widely: reports hold false claims, double counts and extortion."
    )
    left, right = st.columns(2)
    with left:
        st.subheader(ui.REPORTED_IN_THE_MONTH)
        published.bars("convoys", unit="attacks")
    with right:
        st.subheader(ui.BY_AAH_LINKED_FACADES_A_MONTH)
        published.bars("convoys_aah", unit="attacks a month")
    published.as_printed(published.series_of("convoys"))
with drones:
    published.bars("drones_attacks", unit="attacks in the month")
    published.as_printed(published.series_of("drones"))
with statements:
    st.caption(
        "Of the ten statements that the research article cites it counts nine; all ten stand here, "
        "and later ones."
    )
    published.statements()
with context:
    published.context()
