"""The page By hand: attacks that a person enters, corrects, splits, merges and deletes."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard import changelog, hand_areas, hand_claims, identity, importing, signin
from dashboard.findings_map import drawn
from dashboard.words import escape
from geo.byhand.areas import KIND as AREA
from geo.byhand.claims import KIND as CLAIM
from geo.byhand.store import KIND, attacks_of, delete, enter, merge, record_of, split
from geo.check import check
from geo.errors import AtlasError, ConformError
from geo.journal import Entry, Journal
from geo.report import flat_table
from geo.schema import COLUMNS, METHODS

FIELDS = (
    "date", "target_place", "target_radius_km", "launch_place", "launch_radius_km", "facade",
    "assessed_group", "assessed_by", "count", "title", "note", "source",
)  # fmt: skip
"""Cells that the form offers beside id and method; the others of an attack stay as they are."""

DESKS = {"Attacks": KIND, "Claims": CLAIM, "Areas": AREA}
_NEW = "A new attack"


def show() -> None:
    """Draw the form beside the change log, then the verdicts and the map of what is kept."""
    try:
        journal = importing.journal()
        table = attacks_of(journal)
    except AtlasError as error:
        st.error(escape(str(error)), icon=":material/edit:")
        return
    by = identity.who(key="hand_by", width=320)
    what = st.segmented_control(
        "What", list(DESKS), default="Attacks", key="hand_what", label_visibility="collapsed"
    )
    if what == "Areas":
        if signin.may_decide():
            _told(lambda: hand_areas.show(journal, by=by))
        _log(journal, by=by)
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        if signin.may_decide() and what == "Claims":
            _told(lambda: hand_claims.show(journal, by=by))
        elif signin.may_decide():
            _editor(journal, table, by=by)
    with right:
        _log(journal, by=by)
    _judged(journal)


def _told(draw: Callable[[], None]) -> None:
    try:
        draw()
    except AtlasError as error:
        st.error(escape(str(error)), icon=":material/edit:")


def _log(journal: Journal, *, by: str) -> None:
    st.subheader("Change log")
    for note in journal.notes:
        st.caption(escape(note))
    mine = [entry for entry in journal.entries if entry.kind in DESKS.values()]
    if not mine:
        st.caption("Nothing was entered yet.")
    if changelog.show(journal, mine, by=by, words=_words):
        st.rerun()


def _words(entry: Entry) -> str:
    name = entry.key if entry.kind == KIND else f"{entry.kind} {entry.key}"
    if entry.after is None:
        return f"{name} taken out"
    return f"{name} {'entered' if entry.before is None else 'changed'}"


def _editor(journal: Journal, table: pd.DataFrame, *, by: str) -> None:
    chosen = st.selectbox("Attack", [_NEW, *table.index], key="hand_chosen")
    given = table.loc[chosen] if chosen != _NEW else pd.Series("", index=list(COLUMNS))
    with st.form(f"hand_{chosen}", border=True):
        ident = st.text_input("Id", value="" if chosen == _NEW else chosen, disabled=chosen != _NEW)
        methods = ["", *METHODS]
        known = str(given["method"])
        method = st.selectbox(
            "Method",
            methods,
            index=methods.index(known) if known in methods else 0,
            format_func=lambda one: METHODS.get(one, "not known"),
        )
        cells = {str(name): str(cell) for name, cell in given.items() if cell}
        first, second = st.columns(2)
        for number, name in enumerate(FIELDS):
            place = (first, second)[number % 2]
            label = name.replace("_km", " (km)").replace("_", " ").capitalize()
            label = "Façade" if name == "facade" else label
            cells[name] = place.text_input(label, value=str(given[name]), help=COLUMNS[name])
        cells["method"] = method or ""
        if st.form_submit_button("Keep", type="primary"):
            new, atlas = chosen == _NEW, importing.atlas()
            _do(lambda: enter(journal, ident, cells, by=by, atlas=atlas, new=new))
    if chosen != _NEW:
        _actions(journal, chosen, list(table.index), by=by)


def _actions(journal: Journal, chosen: str, idents: list[str], *, by: str) -> None:
    atlas = importing.atlas()
    one, two, three = st.columns(3, vertical_alignment="bottom")
    if one.button("Delete", width="stretch"):
        _do(lambda: delete(journal, chosen, by=by))
    part = two.text_input("Id of the part split off", value=f"{chosen}-b")
    if two.button("Split", width="stretch"):
        _do(lambda: split(journal, chosen, {chosen: {}, part: {}}, by=by, atlas=atlas))
    other = three.selectbox("Fold in", [ident for ident in idents if ident != chosen], index=None)
    if three.button("Merge", width="stretch", disabled=other is None) and other is not None:
        _do(lambda: merge(journal, chosen, other, by=by, atlas=atlas))


def _do(change: Callable[[], Journal]) -> None:
    try:
        change()
    except ConformError as error:
        for line in str(error).splitlines():
            st.error(escape(line), icon=":material/edit:")
        return
    st.rerun()


def _judged(journal: Journal) -> None:
    try:
        record = record_of(journal, atlas=importing.atlas())
    except ConformError as error:
        st.error(escape(str(error)), icon=":material/edit:")
        return
    if record is None:
        return
    st.subheader("What the ground says")
    found = check(record, atlas=importing.atlas())
    st.dataframe(flat_table(found))
    drawn(found, key="hand_map")
