"""A file of the user's own: its columns confirmed, its faults named, no row lost."""

import streamlit as st

from dashboard.importer import columns, kept, names, sightings, upload
from dashboard.services import ui_words as ui

st.title(ui.IMPORT)
st.markdown(
    "Spreadsheets, ACLED, UCDP and GTD-like exports, Telegram channels, GIS layers of attacks, "
    "and tables of sightings. Every row is kept, or waits below with its reasons and a suggested "
    "fix. Nothing uploaded here is sent anywhere, or put into the bundled record."
)
kept.kept_before()
imported = upload.uploaded()
if imported is not None and imported.is_sightings:
    sightings.show(upload.quarantine(imported))
elif imported is not None:
    columns.show(imported)
    if imported.profile is not None:
        imported = upload.quarantine(imported)
        names.show(imported)
        kept.show(imported)
