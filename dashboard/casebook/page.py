"""Every decision that people took on attacks, who agrees, and what changed since."""

import streamlit as st

from dashboard.casebook import entries as casebook_page
from dashboard.services import ui_words as ui

st.title(ui.CASEBOOK)
st.markdown(
    "What reviewers decided about attacks. Entries are added and never changed; each carries the "
    "hash of the one before, so that an edit, a deletion or another order shows."
)
casebook_page.show()
