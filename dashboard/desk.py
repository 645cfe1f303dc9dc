"""What the page Import shows: columns to confirm, rows that wait, and rows that were kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd
import streamlit as st

from dashboard import importing, longwork
from dashboard.findings_map import drawn, sketched, where_they_lie
from dashboard.importing import Imported
from dashboard.overlay import MOST_OWN
from dashboard.words import escape
from geo.errors import AtlasError, ConformError
from geo.intake.fixes import FIX, REASONS, ROW
from geo.intake.mapping import DATE_ORDERS, FIELDS, Match, Profile, profile_of, profile_text
from geo.intake.quarantine import Sifted, open_rows
from geo.readers.formats import READERS
from geo.report import flat_table
from geo.schema import COLUMNS
from geo.writers.fixlist import fix_list_bytes
from geo.writers.formats import WRITERS, write_table
from layers.build import MANY_ATTACKS

MOST_LISTED = 5_000
"""Rows that a table on the page holds: more than anybody reads."""

TABLE_PX, _FEW_ROWS = 320, 8

_SHOWN_FAULTS, _TOLD_ROWS = 8, 5
_UNUSED = "not used"
_TITLES = {
    "target_coordinates": "where it struck: a pair, DMS or MGRS",
    "launch_coordinates": "where it came from: a pair, DMS or MGRS",
}


def uploaded() -> Imported | None:
    """Draw the uploader; give the import, or None without a file that can be read."""
    upload = st.file_uploader(
        "A table or layer of attacks",
        type=[suffix[1:] for suffix in READERS],
        help="At most 20 MB here; fasail-atlas validate takes 2 GB. Nothing leaves this machine.",
    )
    if upload is None:
        return _again()
    work = importing.digest_of(upload)
    if longwork.cancelled(work):
        return _stopped(upload.name)
    try:
        with longwork.shown(f"Reading {escape(upload.name)}", key=work):
            return importing.begin(upload)
    except ConformError as error:
        told("The file cannot be read.", error)
        return None


def _stopped(name: str) -> Imported | None:
    """Say that the reading of a file was stopped; give the import that was there before."""
    told, button = st.columns([4, 1], vertical_alignment="center")
    told.info(
        f"Reading {escape(name)} was cancelled. Nothing was changed.", icon=":material/block:"
    )
    button.button("Read it after all", width="stretch", on_click=longwork.again)
    return _again()


def _again() -> Imported | None:
    """Give the import that the session still has, after a look at another page."""
    imported = importing.current()
    if imported is None:
        return None
    name, button = st.columns([4, 1], vertical_alignment="center")
    name.markdown(f"Going on with **{escape(imported.raw.file)}**.")
    if button.button("Start over", width="stretch"):
        importing.forget()
        st.rerun()
    return imported


def told(begin: str, error: AtlasError) -> None:
    """Say what is wrong, no more of it than a person reads."""
    lines = str(error).splitlines()
    more = f"\n\n… and {len(lines) - _SHOWN_FAULTS} more." if len(lines) > _SHOWN_FAULTS else ""
    shown = "\n\n".join(escape(line) for line in lines[:_SHOWN_FAULTS])
    st.error(f"{begin}\n\n{shown}{more}", icon=":material/edit:")


def columns(imported: Imported) -> None:
    """Draw what each column is taken for, to be confirmed; nothing is used before that."""
    sifted = imported.sifted
    opened = st.expander("Which column is which", expanded=imported.profile is None)
    with opened, st.form("columns", border=False):
        st.caption(
            "From a score of 90 a column is proposed; under that the nearest is named, you decide."
        )
        chosen = {
            match.header: _choice(match, number) for number, match in enumerate(sifted.matches)
        }
        left, right = st.columns(2)
        order = left.selectbox(
            "Order of dates such as 03/04/2021",
            DATE_ORDERS,
            format_func=lambda word: word or "not said: such dates wait for a person",
        )
        radius = right.text_input(
            "Radius in km of places that come without one",
            help="How well coordinates without a radius are known: 1 exact site, 5 town, 25 "
            "district. Left empty, such rows wait.",
        )
        sent = st.form_submit_button("Use these columns", type="primary")
    if not sent:
        return
    doubled = sorted(
        {name for name in chosen.values() if name and [*chosen.values()].count(name) > 1}
    )
    if doubled:
        st.error(f"Two columns are chosen for {', '.join(doubled)}: keep one.")
        return
    defaults = {"target_radius_km": radius.strip()} if radius.strip() else {}
    with longwork.shown("Checking every row", key="confirm"):
        importing.confirm(imported, Profile(chosen, defaults, order))
    st.rerun()


def _choice(match: Match, number: int) -> str:
    header, box, why = st.columns([2, 3, 3], vertical_alignment="center")
    header.markdown(f"**{escape(match.header)}**")
    options = ["", *FIELDS]
    chosen: str = box.selectbox(
        f"Column {number + 1}",
        options,
        index=options.index(match.column) if match.mapped else 0,
        format_func=lambda name: (
            f"{name}: {COLUMNS.get(name) or _TITLES[name]}" if name else _UNUSED
        ),
        label_visibility="collapsed",
        key=f"column_{number}_{match.header}",
    )
    near = "" if match.mapped or not match.column else f"perhaps {match.column}, "
    score = f"{near}score {match.score:.0f}: " if match.column else ""
    why.caption(escape(f"{score}{match.reason}"))
    return chosen


def desk(imported: Imported) -> Imported:
    """Draw the sum of rows and the rows that wait; take edited fix lists in."""
    st.subheader("Rows")
    summary = st.container()
    again = st.file_uploader(
        "Edited fix list", type=["csv", "xlsx"], accept_multiple_files=True, key="fix_lists"
    )
    try:
        with longwork.shown("Reading the fix list", key="mend"):
            imported = importing.mend(imported, again or [])
    except ConformError as error:
        told("The fix list cannot be used.", error)
    with summary:
        _waiting(imported)
    return imported


def _waiting(imported: Imported) -> None:
    sifted = imported.sifted
    st.markdown(f"**{sifted.counts}**")
    for note in sifted.notes:
        st.caption(escape(note))
    if not sifted.rows_quarantined:
        st.success("No row waits.", icon=":material/check:")
        return
    waits = ", ".join(f"{escape(name)} ({count})" for name, count in open_rows(sifted).items())
    st.markdown(f"What remains, by column: {waits}.")
    waiting = sifted.fix_list()
    _reasons(waiting)
    st.dataframe(
        waiting.head(MOST_LISTED),
        hide_index=True,
        height="auto" if len(waiting) <= _FEW_ROWS else TABLE_PX,
    )
    profile = profile_of(sifted.matches, profile=imported.profile or Profile())
    files: dict[str, tuple[str, Callable[[], str | bytes]]] = {
        "Fix list (XLSX)": ("fix_list.xlsx", lambda: fix_list_bytes(sifted, suffix=".xlsx")),
        "Fix list (CSV)": ("fix_list.csv", lambda: fix_list_bytes(sifted, suffix=".csv")),
        "Profile (TOML)": ("profile.toml", lambda: profile_text(profile, matches=sifted.matches)),
    }
    for place, (label, (name, made)) in zip(st.columns(len(files)), files.items(), strict=True):
        place.download_button(
            label,
            data=made,
            file_name=name,
            on_click="ignore",
            icon=":material/download:",
            width="stretch",
        )


def _seen(imported: Imported) -> None:
    """Draw the kept rows as a table and on a map, with verdicts once they were asked for."""
    sifted, found = imported.sifted, imported.findings
    if found is None:
        st.dataframe(sifted.cells.head(MOST_LISTED), hide_index=True, height=_height(sifted))
    else:
        counts = found.table["verdict"].value_counts()
        st.markdown(", ".join(f"{count} {verdict}" for verdict, count in counts.items()) + ".")
        st.dataframe(flat_table(found).head(MOST_LISTED), height=_height(sifted))
    if sifted.rows_kept > MOST_LISTED:
        st.caption(f"The first {MOST_LISTED:,} rows; the downloads hold them all.")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if found is not None and sifted.rows_kept <= MANY_ATTACKS:
            drawn(found, key="imported_map")
        elif sifted.record is not None:
            sketched(sifted.record, key="imported_map")
    with right:
        if sifted.rows_kept <= MOST_OWN:
            st.page_link(
                "views/map.py",
                label="See them on the page Map, beside the public record",
                icon=":material/map:",
            )
        else:
            st.caption(f"More than {MOST_OWN:,} rows are not put on the page Map.")
        _ground(imported)


def _height(sifted: Sifted) -> int | Literal["auto"]:
    """Height of a table: that of its rows while they are few."""
    return TABLE_PX if sifted.rows_kept > _FEW_ROWS else "auto"


def _ground(imported: Imported) -> None:
    """List in whose ground the points lie, which says nothing of whether they fit."""
    assert imported.sifted.record is not None
    held = where_they_lie(imported.sifted.record)
    st.markdown("**Where the points lie**")
    if held.empty:
        st.caption("No target or launch lies in ground that is recorded for its day.")
        return
    st.dataframe(held, hide_index=True)
    st.caption("By the point alone. How well a place is known counts once you check them.")


def _reasons(waiting: pd.DataFrame) -> None:
    """Tell the first rows that wait in whole sentences, which a cell of a table would cut."""
    for row in waiting.head(_TOLD_ROWS).to_dict("records"):
        fix = f" Suggested: {row[FIX]}." if row[FIX] else ""
        st.markdown(f"**Row {escape(row[ROW])}** {escape(row[REASONS] + fix)}")
    if len(waiting) > _TOLD_ROWS:
        st.caption(f"… and {len(waiting) - _TOLD_ROWS:,} more, in the table and the fix list.")


def kept(imported: Imported) -> None:
    """Draw the kept rows: their verdicts and map once asked for, and downloads in every format."""
    sifted = imported.sifted
    if not sifted.rows_kept:
        return
    head, button = st.columns([3, 2], vertical_alignment="bottom")
    many = "attack" if sifted.rows_kept == 1 else "attacks"
    head.subheader(f"{sifted.rows_kept:,} kept {many}")
    if imported.findings is None and button.button(
        "Check them against the ground", type="primary", width="stretch"
    ):
        with longwork.shown("Checking", key="judge"):
            imported = importing.judge(imported)
    _seen(imported)
    suffix = st.selectbox(
        "Format", list(WRITERS), format_func=lambda one: WRITERS[one].title, width=240
    )
    try:
        written = write_table(sifted.cells, suffix=suffix)
    except ConformError as error:
        told("This format cannot hold the table.", error)
        return
    held = f"; {sifted.rows_kept - written.rows} cannot be held" if written.faults else ""
    st.download_button(
        f"Download {written.rows} attacks{held}",
        data=written.content,
        file_name=f"attacks{suffix}",
        on_click="ignore",
        icon=":material/download:",
    )
