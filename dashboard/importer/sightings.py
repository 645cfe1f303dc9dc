"""Sightings of an import that were kept: what they would change, and how they are kept."""

from __future__ import annotations

import streamlit as st

from dashboard.importer.upload import show_error
from dashboard.services import ui_words as ui
from dashboard.session import identity, signin
from dashboard.session import imports as importing
from dashboard.session.imports import Imported
from dashboard.widgets import download, sighting_effect
from dashboard.widgets.data_table import MOST_LISTED
from geo.errors import ConformError
from geo.workspace.sightings import MOST_AT_ONCE, enter_sightings, sightings_csv


def show(imported: Imported) -> None:
    """Draw the kept rows, what they would change, and the offer to keep them."""
    ingested = imported.ingested
    if not ingested.rows_kept:
        return
    st.space("small")
    many = "sighting" if ingested.rows_kept == 1 else "sightings"
    st.subheader(f"{ingested.rows_kept:,} kept {many}")
    cells = ingested.cells
    filled = [name for name in cells.columns if (cells[name] != "").any()]
    st.dataframe(cells[filled].head(MOST_LISTED), hide_index=True)
    sighting_effect.show(cells)
    download.button(
        ui.SIGHTINGS_CSV_WITH_THESE, lambda: sightings_csv(cells), file_name="sightings.csv"
    )
    st.caption(
        "fasail-atlas record add sightings.csv --to FOLDER puts them into a data folder, where "
        "everything is judged by them."
    )
    _store(imported)


def _store(imported: Imported) -> None:
    """Offer to keep the rows beyond this session, in the user's own folder."""
    cells = imported.ingested.cells
    if len(cells) > MOST_AT_ONCE or not signin.may_decide():
        return
    with st.expander(ui.KEEP_THEM_ON_THIS_MACHINE):
        st.caption("They move to the page Add & edit, where each can be corrected.")
        by = identity.who(key="keep_by", width=320)
        many = "sighting" if len(cells) == 1 else "sightings"
        if not st.button(f"Keep {len(cells)} {many}", type="primary"):
            return
        try:
            enter_sightings(importing.journal(), cells, by=by, atlas=importing.atlas())
        except ConformError as error:
            show_error("Nothing was kept.", error)
            return
    verb = "is" if len(cells) == 1 else "are"
    st.session_state["kept_now"] = f"{len(cells)} {many} {verb} kept."
    importing.forget()
    st.rerun()
