"""The page Add & edit: attacks that a person enters, corrects, splits, merges and deletes."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.editor import areas as hand_areas
from dashboard.editor import attacks as hand_attacks
from dashboard.editor import claims as hand_claims
from dashboard.editor import labels as hand_words
from dashboard.editor import sightings as hand_sightings
from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import identity, signin
from dashboard.session import imports as importing
from dashboard.session import progress as longwork
from dashboard.widgets import change_log as changelog
from dashboard.widgets import faults
from dashboard.widgets.data_table import verdict_table
from dashboard.widgets.findings_map import drawn
from geo.errors import AtlasError, ConformError
from geo.verdicts.check import Findings, check
from geo.workspace.areas import KIND as AREA
from geo.workspace.attacks import KIND, attacks_of, record_of
from geo.workspace.claims import KIND as CLAIM
from geo.workspace.journal import Journal, JournalEntry
from geo.workspace.sightings import KIND as SIGHTING

TABS = {"Attacks": KIND, "Claims": CLAIM, "Areas": AREA, "Sightings": SIGHTING}
_WHOLE_WIDTH = {"Areas": hand_areas.show, "Sightings": hand_sightings.show}
"""Tabs with a map of their own beside the form."""

_MOST_KEPT = 4


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
        ui.WHAT, list(TABS), default="Attacks", key="hand_what", label_visibility="collapsed"
    )
    if what in _WHOLE_WIDTH:
        draw = _WHOLE_WIDTH[what]
        if signin.may_decide():
            _report_errors(lambda: draw(journal, by=by))
        _log(journal, by=by)
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        if signin.may_decide() and what == "Claims":
            _report_errors(lambda: hand_claims.show(journal, by=by))
        elif signin.may_decide():
            hand_attacks.show(journal, table, by=by)
    with right:
        _log(journal, by=by)
    _judged(journal)


def _report_errors(draw: Callable[[], None]) -> None:
    try:
        draw()
    except AtlasError as error:
        faults.tell(error)


def _log(journal: Journal, *, by: str) -> None:
    st.subheader(ui.CHANGE_LOG)
    for note in journal.notes:
        st.caption(escape(note))
    mine = [entry for entry in journal.entries if entry.kind in TABS.values()]
    if not mine:
        st.caption("Nothing was entered yet.")
    if changelog.show(journal, mine, by=by, words=_words):
        st.rerun()


def _words(entry: JournalEntry) -> str:
    name = entry.key if entry.kind == KIND else f"{entry.kind} {entry.key}"
    return hand_words.decision(entry, name=name)


def _judged(journal: Journal) -> None:
    try:
        record = record_of(journal, atlas=importing.atlas())
    except ConformError as error:
        st.error(escape(str(error)), icon=":material/edit:")
        return
    if record is None:
        return
    st.subheader(ui.VERDICTS)
    if longwork.stopped("hand", again="Check them after all"):
        return
    # Most runs of the page leave what was entered as it is.
    latest, key = _latest(), (str(journal.folder), journal.entries)
    found = latest.get(key)
    if found is None:
        with longwork.shown("Checking what was entered", key="hand"):
            found = check(record, atlas=importing.atlas())
        for old in list(latest)[: max(0, len(latest) + 1 - _MOST_KEPT)]:
            latest.pop(old, None)
        latest[key] = found
    verdict_table(found)
    drawn(found, key="hand_map")


@st.cache_resource(show_spinner=False)
def _latest() -> dict[tuple[str, tuple[JournalEntry, ...]], Findings]:
    """Findings of the latest journals, by their decisions: gone when the record is read anew."""
    return {}
