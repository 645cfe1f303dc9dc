"""What the page Import shows first: a file taken in, and the rows of it that wait."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import imports as importing
from dashboard.session import progress as longwork
from dashboard.session.imports import Imported
from dashboard.widgets import download
from dashboard.widgets.data_table import MOST_LISTED
from dashboard.widgets.upload_limits import file_limit, upload_limit
from geo.errors import AtlasError, ConformError
from geo.ingest.fix_list import FIX, PRINT, REASONS, ROW
from geo.ingest.fix_list_writer import fix_list_bytes
from geo.ingest.quarantine import open_rows
from geo.io.formats import READERS

TABLE_PX, FEW_ROWS = 320, 8

_SHOWN_FAULTS, _ROWS_EXPLAINED = 8, 5


def uploaded() -> Imported | None:
    """Draw the uploader; give the import, or None without a file that can be read."""
    upload = st.file_uploader(
        ui.A_TABLE_OR_LAYER_OF_ATTACKS,
        type=[suffix[1:] for suffix in READERS],
        key=importing.upload_key(),
        help=f"At most {upload_limit()} here; fasail-atlas validate takes {file_limit()}. "
        "Nothing leaves this machine.",
    )
    if upload is None:
        return _again()
    work, known = importing.digest_of(upload), importing.current()
    if known is not None and known.digest == work:
        return known
    if longwork.stopped(work, again="Read it after all"):
        return _again()
    try:
        with longwork.shown(f"Reading {upload.name}", key=work):
            return importing.begin(upload)
    except ConformError as error:
        show_error("The file cannot be read.", error)
        return None


def _again() -> Imported | None:
    """Give the import that the session still has, after a look at another page."""
    imported = importing.current()
    if imported is None:
        return None
    name, button = st.columns([4, 1], vertical_alignment="center")
    name.markdown(f"Going on with **{escape(imported.raw.file)}**.")
    if button.button(ui.START_OVER, width="stretch"):
        importing.forget()
        st.rerun()
    return imported


def show_error(begin: str, error: AtlasError) -> None:
    """Say what is wrong, no more of it than a person reads."""
    lines = str(error).splitlines()
    more = f"\n\n… and {len(lines) - _SHOWN_FAULTS} more." if len(lines) > _SHOWN_FAULTS else ""
    shown = "\n\n".join(escape(line) for line in lines[:_SHOWN_FAULTS])
    st.error(f"{begin}\n\n{shown}{more}", icon=":material/edit:")


def quarantine(imported: Imported) -> Imported:
    """Draw the sum of rows and the rows that wait; take edited fix lists in."""
    st.subheader(ui.ROWS)
    summary = st.container()
    again = st.file_uploader(
        ui.EDITED_FIX_LIST, type=["csv", "xlsx"], accept_multiple_files=True, key="fix_lists"
    )
    unread = [one for one in again or [] if importing.digest_of(one) not in imported.lists]
    work = f"fixes_{'_'.join(map(importing.digest_of, unread))}"
    if unread and not longwork.stopped(work, again="Read it after all"):
        try:
            with longwork.shown("Reading the fix list", key=work):
                imported = importing.correct(imported, unread)
        except ConformError as error:
            show_error("The fix list cannot be used.", error)
    with summary:
        _waiting(imported)
    return imported


def _waiting(imported: Imported) -> None:
    ingested = imported.ingested
    st.markdown(f"**{ingested.counts}**")
    for note in ingested.notes:
        st.caption(escape(note))
    if not ingested.rows_quarantined:
        st.success("No rows in quarantine.", icon=":material/check:")
        return
    if imported.file_faults:
        st.caption("All rows wait until it is settled which column is which.")
        return
    waits = ", ".join(f"{escape(name)} ({count})" for name, count in open_rows(ingested).items())
    st.markdown(f"What remains, by column: {waits}.")
    waiting = ingested.fix_list()
    _reasons(waiting)
    st.dataframe(
        waiting.head(MOST_LISTED),
        column_config={PRINT: None},  # for the file, not for the eye
        hide_index=True,
        height="auto" if len(waiting) <= FEW_ROWS else TABLE_PX,
    )
    files: dict[str, tuple[str, Callable[[], str | bytes]]] = {
        "Fix list (XLSX)": ("fix_list.xlsx", lambda: fix_list_bytes(ingested, suffix=".xlsx")),
        "Fix list (CSV)": ("fix_list.csv", lambda: fix_list_bytes(ingested, suffix=".csv")),
    }
    for place, (label, (name, made)) in zip(st.columns(len(files)), files.items(), strict=True):
        download.button(
            label,
            made,
            file_name=name,
            width="stretch",
            place=place,
        )


def _reasons(waiting: pd.DataFrame) -> None:
    """Tell the first rows that wait in whole sentences, which a cell of a table would cut."""
    for row in waiting.head(_ROWS_EXPLAINED).to_dict("records"):
        fix = f" Suggested: {row[FIX]}." if row[FIX] else ""
        st.markdown(f"**Row {escape(row[ROW])}** {escape(row[REASONS] + fix)}")
    if len(waiting) > _ROWS_EXPLAINED:
        st.caption(f"… and {len(waiting) - _ROWS_EXPLAINED:,} more, in the table and the fix list.")
