"""Other people's event tables, known by their columns and turned into rows of attacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.atlas import Atlas
from geo.errors import Fault
from geo.ingest import acled, ged, gtd, telegram


@dataclass(frozen=True)
class Provider:
    """A provider of event data.

    Parameters
    ----------
    title
        Name for people.
    needed
        Columns by which its export is known, all of which are there, in small letters.
    attack_rows
        From its cells and the atlas to cells under our columns, and notes on them.
    marks
        Columns that hardly anybody else has: a table with several of them looks like an export.
    waiting
        From the cells under our columns and the atlas to faults of rows that a person has to
        look at, in the place of the search for totals and footers; or None.
    reads
        Columns of its own that stay beside and are read later.
    """

    title: str
    needed: tuple[str, ...]
    attack_rows: Callable[..., tuple[pd.DataFrame, list[str]]]
    marks: tuple[str, ...] = ()
    waiting: Callable[[pd.DataFrame, Atlas], list[Fault]] | None = None
    reads: tuple[str, ...] = ()


PROVIDERS: Mapping[str, Provider] = {
    "acled": Provider("ACLED export", acled.NEEDED, acled.attack_rows, acled.MARKS),
    "ucdp": Provider("UCDP GED", ged.NEEDED, ged.attack_rows),
    "gtd": Provider("GTD-like table", gtd.NEEDED, gtd.attack_rows),
    "telegram": Provider(
        "Telegram export",
        telegram.NEEDED,
        telegram.attack_rows,
        waiting=telegram.waiting,
        reads=telegram.COLUMNS,
    ),
}


_FEW_MARKS = 2
"""Marks that make a table look like an export."""


def provider_of(columns: pd.Index) -> Provider | None:
    """Provider whose columns are all there, in whatever letters, or None."""
    have = {_folded(name) for name in columns}
    return next((p for p in PROVIDERS.values() if have.issuperset(p.needed)), None)


def _folded(name: object) -> str:
    return str(name).strip().casefold()


def _likeness(columns: pd.Index) -> list[str]:
    """Say which export a table looks like and what it lacks: then nothing is made of it."""
    have = {_folded(name) for name in columns}
    return [
        f"it looks like an {p.title} but lacks {', '.join(n for n in p.needed if n not in have)}: "
        "read as any table, so its places and dates may be known less well than they look."
        for p in PROVIDERS.values()
        if len(have.intersection(p.marks)) >= _FEW_MARKS
    ]


def converted(
    cells: pd.DataFrame, *, file: str, atlas: Atlas, date_order: str = ""
) -> tuple[pd.DataFrame, list[str]]:
    """Cells under our columns where a provider is known by its columns, else the cells given.

    Parameters
    ----------
    cells
        Text cells under the columns of the file.
    file
        Name used in notes.
    atlas
        What the adapters look up.
    date_order
        `day first` or `month first`, for dates such as 03/04/2021.

    Returns
    -------
    Cells on the same index, and notes on what was made of them.
    """
    provider = provider_of(cells.columns)
    if provider is None:
        return cells, [f"{file}: {text}" for text in _likeness(cells.columns)]
    names = pd.Index([_folded(name) for name in cells.columns])
    first = ~names.duplicated()
    small = cells.loc[:, first].set_axis(names[first], axis=1)
    rows, found = provider.attack_rows(small, atlas=atlas, date_order=date_order)
    # The provider's other columns stay beside: nothing of a row is lost.
    others = cells.loc[:, ~(names.isin(rows.columns) & first)].add_prefix("original ")
    notes = [f"{file}: read as {provider.title}.", *(f"{file}: {text}" for text in found)]
    return pd.concat([rows, others], axis=1), notes
