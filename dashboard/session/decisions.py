"""The casebook as the pages read it: one book a process, verified whenever its end moved."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import streamlit as st

from geo.casebook.address import default_address, is_there
from geo.casebook.chain import check_chain
from geo.casebook.entry import GENESIS, Entry
from geo.casebook.log import Casebook, State
from geo.casebook.rows import row_of
from geo.casebook.state import Standing, standings
from geo.errors import CasebookError

_limit: list[str] = []
"""Head at which the book is read as if it ended there; see `as_of`."""


@st.cache_resource(show_spinner=False, max_entries=2)
def _book(address: str) -> Casebook:
    return Casebook.open(address)


def book() -> Casebook:
    """Casebook of this process."""
    return _book(default_address())


@st.cache_resource(show_spinner=False, max_entries=4)
def _read(address: str, head: str) -> State:  # noqa: ARG001 - another head is read anew
    state = _book(address).read()
    broken = state.verification.broken
    if broken:
        raise CasebookError(
            f"The casebook {_book(address).name} is not whole: {state.verification.sentence()} "
            "None of its decisions is used. Run `fasail-atlas casebook verify`, and restore a "
            "backup."
        )
    return state


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
    found = _read(address, _book(address).head())
    return _cut(found, _limit[-1]) if _limit else found


def _cut(found: State, head: str) -> State:
    """Book as it was when this was its head."""
    if head == GENESIS:
        return State()
    place = [entry.sha256 for entry in found.entries].index(head) + 1
    kept = found.entries[:place]
    end = (place, head)
    return State(kept, check_chain([row_of(entry) for entry in kept], end=end)[1])


@contextlib.contextmanager
def as_of(head: str) -> Iterator[None]:
    """Read the book as it was when it ended with an entry, for as long as it lasts.

    Raises
    ------
    CasebookError
        When the book has no such entry: its end was cut off, or it is another book.
    """
    now = state()
    if head != GENESIS and head not in [entry.sha256 for entry in now.entries]:
        raise CasebookError(
            f"the casebook {book().name} has no entry with the hash {head}: its end was cut off, "
            "or it is another book. Give the one that was used with --casebook."
        )
    _limit.append(head)
    try:
        yield
    finally:
        _limit.pop()


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


def by_attack() -> dict[str, list[Standing]]:
    """Decisions with their answers, by attack."""
    found: dict[str, list[Standing]] = {}
    for one in standings(usable()[0]):
        found.setdefault(one.review.attack_id, []).append(one)
    return found


def is_reviewed(found: list[Standing]) -> bool:
    """Tell whether any decision stands that its author did not take back."""
    return any(one.state != "withdrawn" for one in found)
