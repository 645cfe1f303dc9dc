"""Other people's event tables, known by their columns and turned into rows of attacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.adapters import acled, ged, gtd
from geo.atlas import Atlas


@dataclass(frozen=True)
class Provider:
    """A provider of event data.

    Parameters
    ----------
    title
        Name for people.
    needed
        Columns by which its export is known, all of which are there.
    attack_rows
        From its cells and the atlas to cells under our columns, and what to tell.
    """

    title: str
    needed: tuple[str, ...]
    attack_rows: Callable[..., tuple[pd.DataFrame, list[str]]]


PROVIDERS: Mapping[str, Provider] = {
    "acled": Provider("ACLED export", acled.NEEDED, acled.attack_rows),
    "ucdp": Provider("UCDP GED", ged.NEEDED, ged.attack_rows),
    "gtd": Provider("GTD-like table", gtd.NEEDED, gtd.attack_rows),
}


def provider_of(columns: pd.Index) -> Provider | None:
    """Provider whose columns are all there, or None."""
    have = set(columns)
    return next((p for p in PROVIDERS.values() if have.issuperset(p.needed)), None)


def converted(cells: pd.DataFrame, *, file: str, atlas: Atlas) -> tuple[pd.DataFrame, list[str]]:
    """Cells under our columns where a provider is known by its columns, else the cells given.

    Parameters
    ----------
    cells
        Text cells under the columns of the file.
    file
        Name used in notes.
    atlas
        What the adapters look up.

    Returns
    -------
    Cells on the same index, and notes on what was made of them.
    """
    provider = provider_of(cells.columns)
    if provider is None:
        return cells, []
    rows, told = provider.attack_rows(cells, atlas=atlas)
    # The provider's other columns stay beside: nothing of a row is lost.
    others = cells[[name for name in cells.columns if name not in rows]].add_prefix("original ")
    notes = [f"{file}: read as {provider.title}.", *(f"{file}: {text}" for text in told)]
    return pd.concat([rows, others], axis=1), notes
