"""Names of an imported file that nobody knows: suggestions with a score, accepted by a person."""

from __future__ import annotations

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import identity, signin
from dashboard.session import imports as importing
from dashboard.session.imports import Imported
from dashboard.widgets import change_log as changelog
from dashboard.widgets import faults
from geo.errors import ConformError
from geo.workspace.aliases import (
    ALIAS,
    KINDS,
    Suggestion,
    accept,
    names_of,
    names_of_other_kind,
    suggestions,
    unknown_names,
)
from geo.workspace.journal import Journal, JournalEntry

MOST_SHOWN = 12


def show(imported: Imported) -> None:
    """Draw the unknown names with what they may mean, and the latest decisions with an undo."""
    unknown = unknown_names(imported.ingested.faults, atlas=importing.atlas())
    journal = importing.journal()
    taken = [entry for entry in journal.entries if entry.kind.startswith(ALIAS)]
    if not unknown and not taken:
        return
    st.subheader(ui.NAMES)
    st.caption(
        "A spelling that you accept is kept on this machine with your name and the time, and used "
        "for every import from then on. Nothing is merged by itself."
    )
    for note in journal.notes:
        st.caption(escape(note))
    by = identity.who(key="alias_by", width=320)
    for number, (kind, text) in enumerate(unknown[:MOST_SHOWN]):
        _unknown(imported, journal, kind, text, number=number, by=by)
    if len(unknown) > MOST_SHOWN:
        st.caption(f"{len(unknown) - MOST_SHOWN} more names follow once these are settled.")
    if changelog.show(journal, taken, by=by, words=_decided):
        importing.look_again(imported)
        st.rerun()


def _unknown(
    imported: Imported, journal: Journal, kind: str, text: str, *, number: int, by: str
) -> None:
    atlas = importing.atlas()
    found = suggestions(text, names=names_of(atlas, kind), others=names_of_other_kind(atlas, kind))
    name, choice, button = st.columns([3, 5, 2], vertical_alignment="bottom")
    name.markdown(f"**{escape(text)}**  \n{KINDS[kind]}")
    chosen = choice.selectbox(
        f"What {text} means",
        found,
        index=None,
        format_func=_words,
        placeholder="Leave it, or choose what it means" if found else "Nothing near it is known",
        label_visibility="collapsed",
        key=f"alias_{kind}_{text}",
    )
    accepted = button.button(
        ui.ACCEPT,
        key=f"accept_{number}",
        disabled=chosen is None or not signin.may_decide(),
        width="stretch",
    )
    if accepted and chosen is not None:
        try:
            accept(journal, kind=kind, alias=text, ident=chosen.ident, by=by, atlas=atlas)
        except ConformError as error:
            faults.tell(error)
            return
        importing.look_again(imported)
        st.rerun()


def _words(one: Suggestion) -> str:
    return f"{one.label} ({one.ident}), score {one.score:.0f}, {one.reason}"


def _decided(entry: JournalEntry) -> str:
    what = f"is {entry.after}" if entry.after is not None else "is not decided any more"
    return f"“{entry.key}” {what}"
