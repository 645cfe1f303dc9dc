"""The button that makes a case file of some attacks, and the one that downloads it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.services import brief_request
from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import decisions, queries
from dashboard.session import progress as longwork
from dashboard.widgets import download
from geo.errors import AtlasError
from geo.progress import report_progress
from geo.records.counter import count
from layers.brief import case_file as casefile


def offer(idents: Sequence[str], *, key: str) -> None:
    """Offer a case file: rows, ground, terms, decisions and figures in one zip that verifies.

    Parameters
    ----------
    idents
        The attacks.
    key
        Distinguishes this place on the page.
    """
    if not idents:
        return
    label = ui.MAKE_A_CASE_FILE
    if len(idents) > 1:
        rows = queries.table().loc[list(idents)]
        label += f" of what is shown ({count(rows).row_words()})"
    kept = f"case_{key}"
    if st.button(
        label,
        key=f"make_{key}",
        icon=":material/folder_zip:",
        help="Rows, ground, terms, decisions and figures in one zip. On any machine, offline, "
        "`fasail-atlas casefile verify` judges and draws them again.",
    ):
        done: list[str] = []

        def drawing(ident: str) -> None:
            report_progress(f"drawing {ident}", len(done) / len(idents))
            done.append(ident)

        try:
            with longwork.shown("Making the case file", key=kept):
                content = casefile.make(
                    queries.atlas(),
                    queries.findings(),
                    decisions.usable()[0],
                    list(idents),
                    made=brief_request.made_at(),
                    progress=drawing,
                )
        except AtlasError as error:
            st.error(escape(str(error)), icon=":material/edit:")
        else:
            st.session_state[kept] = (tuple(idents), content)
    longwork.stopped(kept)
    found = st.session_state.get(kept)
    if found and found[0] == tuple(idents):
        name = idents[0] if len(idents) == 1 else f"{len(idents)}-rows"
        download.button(
            ui.DOWNLOAD_THE_CASE_FILE,
            found[1],
            file_name=f"case-{name}.zip",
            mime="application/zip",
            key=f"download_{key}",
        )
