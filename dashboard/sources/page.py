"""Where everything came from, under which licence, and what it cannot say."""

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.sources import provenance
from dashboard.widgets import data_table as tables

st.title(ui.SOURCES)
st.markdown(
    "Every fact has a source and a pointer into it; every extent of ground is an assumption of "
    "ours, and says so. Governorate outlines: " + escape(provenance.outlines()) + "."
)

st.header(ui.PUBLICATIONS)
st.caption("The letter grades the page that was read: a copy does not carry its original’s letter.")
provenance.show_publications()

st.header(ui.PUBLISHERS_AND_THEIR_GRADES)
st.caption(
    "Letters are ours, by the Admiralty scale, each with its reason. State and group media are "
    "good for the text of a claim only."
)
tables.listed(provenance.publishers(), height=480)

st.header(ui.DATA_FILES)
st.caption("“Intact” compares each file with the hash that was published with it.")
tables.listed(provenance.files(), height=480)

st.header(ui.GROUND_AND_WHAT_IS_ASSUMED_ABOUT_IT)
tables.listed(provenance.assumptions(), height=480)
