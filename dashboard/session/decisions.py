"""The casebook as the pages read it: one book a process, verified whenever its end moved."""

from __future__ import annotations

import streamlit as st

from dashboard.services.book import read_whole
from geo.casebook.address import default_address, is_there
from geo.casebook.entry import Entry
from geo.casebook.log import Casebook, State
from geo.casebook.state import ReviewState, review_states
from geo.errors import CasebookError


@st.cache_resource(show_spinner=False, max_entries=2)
def _book(address: str) -> Casebook:
    return Casebook.open(address)


def book() -> Casebook:
    """Casebook of this process."""
    return _book(default_address())


@st.cache_resource(show_spinner=False, max_entries=4)
def _read(address: str, head: str) -> State:  # noqa: ARG001 - another head is read again
    return read_whole(_book(address))


def state() -> State:
    """Book as it is now; one without entries when there is none.

    Raises
    ------
    CasebookError
        When it cannot be read, or is not whole.
    """
    address = default_address()
    if not is_there(address):
        return State()
    return _read(address, _book(address).head())


def usable() -> tuple[tuple[Entry, ...], str]:
    """Entries that can be relied on, and what is wrong with the book, or an empty text."""
    try:
        return state().entries, ""
    except CasebookError as error:
        return (), str(error)


def head() -> tuple[int, str]:
    """Number of entries and hash of the last, as briefs and case files carry them."""
    found = state().verification
    return found.entries, found.head


def by_attack() -> dict[str, list[ReviewState]]:
    """Decisions with their answers, by attack."""
    found: dict[str, list[ReviewState]] = {}
    for one in review_states(usable()[0]):
        found.setdefault(one.review.attack_id, []).append(one)
    return found


def is_reviewed(found: list[ReviewState]) -> bool:
    """Tell whether any decision stands that its author did not take back."""
    return any(one.state != "withdrawn" for one in found)
