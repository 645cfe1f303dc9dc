"""Attacks over time against truces and statements, and the published series as printed."""

import streamlit as st

from dashboard.session import user_data as overlay
from dashboard.timeline import published

st.title("Timeline")
overlay.elsewhere()
published.attacks_over_time()

convoys, drones, statements, context = st.tabs(
    ["Convoy attacks, published", "Drones, published", "Tansiqiya statements", "Context"]
)
with convoys:
    st.markdown(
        "**Reported** is what brands and media reported; **proven** is what interviewees thought "
        "real. They differ widely: reports hold false claims, double counts and extortion."
    )
    left, right = st.columns(2)
    with left:
        st.subheader("Reported in the month")
        published.bars("convoys", unit="attacks")
    with right:
        st.subheader("By AAH-linked façades, a month")
        published.bars("convoys_aah", unit="attacks a month")
    published.as_printed(published.series_of("convoys"))
with drones:
    published.bars("drones_attacks", unit="attacks in the month")
    published.as_printed(published.series_of("drones"))
with statements:
    st.caption("The source counts nine statements and describes ten; all ten stand here.")
    published.statements()
with context:
    published.context()
