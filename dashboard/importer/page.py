"""A file of the user's own: its columns confirmed, its faults named, no row lost."""

import streamlit as st

from dashboard.importer import columns as desk_columns
from dashboard.importer import kept as desk_kept
from dashboard.importer import names as alias_desk
from dashboard.importer import upload as desk
from dashboard.services import ui_words as ui

st.title(ui.IMPORT)
st.markdown(
    "Spreadsheets, ACLED, UCDP and GTD-like exports, and GIS layers of attacks. Every row is "
    "kept, or waits below with its reasons and a suggested fix. Nothing uploaded here is sent "
    "anywhere, or put into the bundled record."
)
desk_kept.kept_before()
imported = desk.uploaded()
if imported is not None:
    desk_columns.show(imported)
    if imported.profile is not None:
        imported = desk.desk(imported)
        alias_desk.show(imported)
        desk_kept.show(imported)
