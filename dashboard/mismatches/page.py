"""What does not fit: the queue, sorted by how many terms disagree and by how far."""

import streamlit as st

from dashboard.attack import card
from dashboard.mismatches import queue
from dashboard.services import ui_words as ui
from dashboard.session import user_data as overlay
from dashboard.widgets import ground_day

st.title(ui.MISMATCHES)
st.markdown(
    "Claims and assessments that the ground, an exclusive rule or a weapon does not fit. A "
    "mismatch is a question, not an answer: a false claim, a teaming arrangement, a permission, "
    "a defiance, a seconded cell, or ground that is out of date."
)
st.caption(f"{card.LIMITS} {ground_day.EACH}")
queue.sampled()
overlay.public_record_note()

choice = queue.choose()

st.header(ui.NOT_EXPLAINED)
queue.show(
    "mismatch",
    choice=choice,
    empty="No attack of this record is an unexplained mismatch. With most launch places unknown, "
    "that says little: an attack without a launch place cannot break a rule of ground. Try a case "
    "of your own under “Check an attack”.",
)

st.header(ui.EXPLAINED_BY_A_RECORD)
queue.show(
    "explained",
    choice=choice,
    empty="No mismatch of this record is explained by a permission or teaming.",
)

st.header(ui.CONTESTED_GROUND)
queue.show(
    "contested",
    choice=choice,
    empty="No attack without a named group was launched from shared ground.",
)
