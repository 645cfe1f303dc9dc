"""A casebook as it may be relied on: whole, and where asked as it was at an earlier end."""

from __future__ import annotations

from geo.casebook.chain import Verification
from geo.casebook.entry import GENESIS
from geo.casebook.log import Casebook, State
from geo.errors import CasebookError


def read_whole(book: Casebook) -> State:
    """Read a book of which no entry was changed, taken out or moved.

    Raises
    ------
    CasebookError
        When it cannot be read, or is not whole.
    """
    found = book.read()
    if found.verification.broken:
        raise CasebookError(
            f"The casebook {book.name} is not whole: {found.verification.sentence()} "
            "None of its decisions is used. Run `fasail-atlas casebook verify`, and restore a "
            "backup."
        )
    return found


def read_until(book: Casebook, head: str) -> State:
    """Read a book as it was when it ended with an entry.

    Parameters
    ----------
    book
        The book as it is now.
    head
        Hash of the entry; 64 zeros for the book without any.

    Raises
    ------
    CasebookError
        When the book is not whole, or has no such entry: its end was cut off, or it is another
        book.
    """
    found = read_whole(book)
    if head == GENESIS:
        return State()
    hashes = [entry.sha256 for entry in found.entries]
    if head not in hashes:
        raise CasebookError(
            f"the casebook {book.name} has no entry with the hash {head}: its end was cut off, "
            "or it is another book. Give the one that was used with --casebook."
        )
    place = hashes.index(head) + 1
    # Of a chain that is whole, every beginning is whole.
    return State(found.entries[:place], Verification(place, head))
