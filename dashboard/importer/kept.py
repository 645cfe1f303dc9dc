"""Rows of an import that were kept: on a map, judged once asked for, downloaded, or stored."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from dashboard.importer.upload import FEW_ROWS, TABLE_PX, show_error
from dashboard.services import ui_words as ui
from dashboard.services.labels import badge, escape
from dashboard.session import identity, queries, signin
from dashboard.session import imports as importing
from dashboard.session import progress as longwork
from dashboard.session.imports import Imported
from dashboard.session.user_data import MOST_OWN
from dashboard.widgets import download
from dashboard.widgets.data_table import MOST_LISTED, listed, verdict_table
from dashboard.widgets.findings_map import drawn, sketched, where_they_lie
from geo.attribution.points_text import points_cells
from geo.errors import ConformError
from geo.ingest.quarantine import IngestResult
from geo.io.formats import WRITERS
from geo.io.table_writer import write_table
from geo.verdicts.check import Findings
from geo.verdicts.serialize import flat_table
from geo.workspace.attacks import MOST_AT_ONCE, enter_many
from layers.build import MANY_ATTACKS


def show(imported: Imported) -> None:
    """Draw the kept rows."""
    ingested = imported.ingested
    if not ingested.rows_kept:
        return
    st.space("small")
    head, button = st.columns([3, 2], vertical_alignment="bottom")
    many = "attack" if ingested.rows_kept == 1 else "attacks"
    head.subheader(f"{ingested.rows_kept:,} kept {many}")
    if imported.findings is None and button.button(
        ui.CHECK_THEM_AGAINST_THE_GROUND, type="primary", width="stretch"
    ):
        with longwork.shown("Checking against the ground", key="judge"):
            imported = importing.judge(imported)
    longwork.stopped("judge")
    _seen(imported)
    _downloads(imported)
    _store(imported)


def _seen(imported: Imported) -> None:
    """Draw the kept rows as a table and on a map, with verdicts once they were asked for."""
    ingested, found = imported.ingested, imported.findings
    if found is None:
        st.dataframe(ingested.cells.head(MOST_LISTED), hide_index=True, height=_height(ingested))
    else:
        _verdicts(found, height=_height(ingested))
    if ingested.rows_kept > MOST_LISTED:
        st.caption(f"The first {MOST_LISTED:,} rows; the downloads hold them all.")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if found is not None and ingested.rows_kept <= MANY_ATTACKS:
            drawn(found, key="imported_map")
        elif ingested.record is not None:
            sketched(ingested.record, key="imported_map")
    with right:
        if ingested.rows_kept <= MOST_OWN:
            st.page_link(
                "map/page.py",
                label="See them on the page Map, beside the public record",
                icon=":material/map:",
            )
        else:
            st.caption(f"More than {MOST_OWN:,} rows are not put on the page Map.")
        _ground(imported)


def _height(ingested: IngestResult) -> int | Literal["auto"]:
    """Height of a table: that of its rows while they are few."""
    return TABLE_PX if ingested.rows_kept > FEW_ROWS else "auto"


def _ground(imported: Imported) -> None:
    """List in whose ground the points lie, which says nothing of whether they fit."""
    assert imported.ingested.record is not None
    held = where_they_lie(imported.ingested.record)
    st.markdown(f"**{ui.WHERE_THE_POINTS_LIE}**")
    if held.empty:
        st.caption("No target or launch lies in ground that is recorded for its day.")
        return
    listed(held)
    st.caption("By the point alone. How well a place is known counts once you check them.")


def _verdicts(found: Findings, *, height: int | Literal["auto"]) -> None:
    """Count the verdicts, and list each with its why at the front."""
    counts = found.table["verdict"].value_counts()
    st.markdown(" · ".join(f"{badge(str(one))} {count}" for one, count in counts.items()))
    verdict_table(found, height=height)


def _verdicts_csv(found: Findings) -> bytes:
    flat = flat_table(found, points=points_cells(queries.points_of(found)))
    return write_table(_texts(flat), suffix=".csv").content


def _downloads(imported: Imported) -> None:
    ingested, found = imported.ingested, imported.findings
    form, attacks, verdicts = st.columns([2, 3, 3], vertical_alignment="bottom")
    suffix = form.selectbox(
        ui.FORMAT, list(WRITERS), format_func=lambda one: WRITERS[one].title, width="stretch"
    )
    try:
        written = write_table(ingested.cells, suffix=suffix)
    except ConformError as error:
        show_error("This format cannot hold the table.", error)
        return
    held = f"; {ingested.rows_kept - written.rows} cannot be held" if written.faults else ""
    download.button(
        f"Download {written.rows} attacks{held}",
        written.content,
        file_name=f"attacks{suffix}",
        width="stretch",
        place=attacks,
    )
    if found is not None:
        download.button(
            ui.DOWNLOAD_THE_VERDICTS_CSV,
            lambda: _verdicts_csv(found),
            file_name="verdicts.csv",
            width="stretch",
            place=verdicts,
        )


def _texts(flat: pd.DataFrame) -> pd.DataFrame:
    """Cells as text, empty where nothing is known, with the id in front."""
    cells = flat.reset_index()
    return cells.astype(object).where(cells.notna(), "").map(str)


def _store(imported: Imported) -> None:
    """Offer to keep the rows beyond this session, in the user's own folder."""
    ingested = imported.ingested
    st.caption(
        "These rows live as long as this page is open: a reload forgets them. Download them, or "
        "keep them on this machine."
    )
    if ingested.record is None or ingested.rows_kept > MOST_AT_ONCE or not signin.may_decide():
        return
    with st.expander(ui.KEEP_THEM_ON_THIS_MACHINE):
        st.caption(
            "They move to the page Add & edit, where each can be corrected, and stay on the map "
            "as yours. Columns of the file that are none of ours stay behind."
        )
        by = identity.who(key="keep_by", width=320)
        if not st.button(f"Keep {ingested.rows_kept} attacks", type="primary"):
            return
        try:
            _, left = enter_many(
                importing.journal(), _named(imported), by=by, atlas=importing.atlas()
            )
        except ConformError as error:
            show_error("Nothing was kept.", error)
            return
    behind = f" Left behind: {', '.join(left)}." if left else ""
    st.session_state["kept_now"] = f"{ingested.rows_kept} attacks are kept.{behind}"
    importing.forget()
    st.rerun()


def _named(imported: Imported) -> pd.DataFrame:
    """Rows under ids that no other file has: those that were numbered get the file's mark."""
    ingested, mark = imported.ingested, imported.digest[:6]
    assert ingested.record is not None
    idents = [
        f"{mark}-{ident}" if ident == f"row-{row}" else str(ident)
        for row, ident in zip(ingested.cells.index, ingested.record.attacks.index, strict=True)
    ]
    return ingested.cells.set_axis(pd.Index(idents, name="attack_id"))


def kept_before() -> None:
    """Say once that rows were kept."""
    text = st.session_state.pop("kept_now", "")
    if text:
        st.success(escape(text), icon=":material/check:")
        st.page_link("editor/page.py", label="See them under Add & edit", icon=":material/edit:")
