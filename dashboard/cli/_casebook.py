"""The option that names a casebook, and its decisions as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from geo.atlas import Atlas
    from geo.casebook.entry import Entry
    from geo.records.record import Record


def _without_password(given: str | None) -> str | None:
    """Refuse an address with a password, before anything of the command runs."""
    from dashboard.cli._load import refuse_password
    from geo.settings import is_database

    if given is not None and is_database(given):
        refuse_password(given, option="--casebook")
    return given


CasebookOption = Annotated[
    str | None,
    typer.Option(
        "--casebook",
        metavar="PATH|URL",
        callback=_without_password,
        help="Casebook: a file, or postgresql://…; without it ATLAS_CASEBOOK, then the user’s own.",
        show_default=False,
    ),
]


def address_of(given: str | None, *, made: bool = False) -> str:
    """Address of the casebook that a command works on.

    Parameters
    ----------
    given
        What the option says.
    made
        The command may make it; else one that is named has to be there.
    """
    from geo.casebook.address import default_address, require

    if given is None:
        return default_address()
    return given if made else require(given)


class KnownDecisions(NamedTuple):
    """Decisions that a briefing rests on.

    Parameters
    ----------
    entries
        Of the casebook, in their order.
    head
        Their number, and the hash of the last.
    """

    entries: tuple[Entry, ...]
    head: tuple[int, str]


def known_decisions(given: str | None, *, until: str | None = None) -> KnownDecisions:
    """Decisions of the casebook that a command reads.

    Parameters
    ----------
    given
        What the option says.
    until
        Hash of the entry that is to be the last; None for the book as it is.

    Raises
    ------
    CasebookError
        When it cannot be read, is not whole, or has no such entry.
    """
    from geo.casebook.address import is_there
    from geo.casebook.entry import GENESIS

    address = address_of(given)
    if not is_there(address) and until in {None, GENESIS}:  # no database need be loaded
        return KnownDecisions((), (0, GENESIS))
    from dashboard.services.book import read_until, read_whole
    from geo.casebook.log import Casebook

    book = Casebook.open(address)
    found = read_whole(book) if until is None else read_until(book, until)
    return KnownDecisions(found.entries, (found.verification.entries, found.verification.head))


def with_casebook(atlas: Atlas, record: Record, given: str | None) -> Atlas:
    """Give the atlas with what reviewers accepted as evidence.

    Raises
    ------
    CasebookError
        When the casebook cannot be read, or is not whole.
    """
    entries = entries_of(given)
    if not entries:
        return atlas
    from geo.casebook.arrangements import with_decisions

    return with_decisions(atlas, entries, record=record)


def entries_of(given: str | None) -> list[Entry]:
    """Entries of the casebook that a command reads.

    Raises
    ------
    CasebookError
        When it cannot be read, or is not whole.
    """
    from geo.casebook.address import is_there

    address = address_of(given)
    if not is_there(address):  # nobody has decided anything here: no database need be loaded
        return []
    from geo.casebook.log import Casebook

    return Casebook.open(address).entries()


def decisions_table(entries: Sequence[Entry]) -> Table:
    """Decisions with their answers, one a row."""
    from rich.table import Table

    from dashboard.cli._output import clean
    from geo.casebook.state import review_states

    table = Table(title=None)
    for name in ("Entry", "Time (UTC)", "Attack", "Decision", "Grade", "By", "Stands", "Note"):
        table.add_column(name, overflow="fold")
    for review_state in review_states(entries):
        entry = review_state.review
        answers = [f"{one.by} {one.kind}s" for one in review_state.answers]
        stands = "; ".join([review_state.state, *answers])
        cells = (
            str(entry.number),
            entry.at[:16].replace("T", " "),
            entry.attack_id,
            entry.decision,
            entry.grade(),
            entry.by,
            stands,
            entry.note,
        )
        table.add_row(*map(clean, cells))
    return table
