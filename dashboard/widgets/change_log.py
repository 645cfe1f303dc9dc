"""The latest decisions of people on this machine, each with who, when and an undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session import signin
from geo.errors import ConformError
from geo.parsing.days import in_words
from geo.workspace.journal import Journal, JournalEntry

LATEST = 6


def when_words(at: str) -> str:
    """Moment of a decision as people read it, such as "21 Nov 2026, 16:35 UTC"."""
    try:
        moment = dt.datetime.fromisoformat(at).astimezone(dt.UTC)
    except ValueError:
        return at
    return f"{in_words(moment, short=True)}, {moment:%H:%M} UTC"


def show(
    journal: Journal,
    entries: Sequence[JournalEntry],
    *,
    by: str,
    words: Callable[[JournalEntry], str],
) -> bool:
    """Draw decisions, the latest first; tell whether one was taken back just now.

    Parameters
    ----------
    journal
        All decisions.
    entries
        Those that concern the page.
    by
        Who would take one back.
    words
        What a decision says.
    """
    for entry in reversed(entries[-LATEST:]):
        text_column, button = st.columns([8, 2], vertical_alignment="center")
        took = f", taking back no. {entry.undoes}" if entry.undoes else ""
        said = f"{entry.number}. {when_words(entry.at)}, {entry.by}: {words(entry)}{took}."
        text_column.caption(escape(said))
        undone = bool(entry.undoes) or any(one.undoes == entry.number for one in entries)
        disabled = undone or not signin.may_decide()
        if button.button(ui.UNDO, key=f"undo_{entry.number}", disabled=disabled, width="stretch"):
            try:
                journal.undo(entry.number, by=by)
            except ConformError as error:
                st.error(escape(str(error)), icon=":material/edit:")
            else:
                return True
    return False
