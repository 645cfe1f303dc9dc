"""What attacks point to, as columns beside a table of attacks, and in a few words each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd

from geo.attribution.points_text import listed, points_cells
from geo.attribution.points_to import Points
from geo.schemas.tokens import Strength

COLUMNS: Final = ("points_to", "points_strength", "points_mixed")
_NOBODY: Final[Mapping[str, str]] = dict(zip(COLUMNS, ("", Strength.NONE.value, "no"), strict=True))


def with_points(table: pd.DataFrame, points: Points) -> pd.DataFrame:
    """Put what attacks point to beside a table of them.

    Parameters
    ----------
    table
        Attacks by `attack_id`; not changed.
    points
        What they point to. An attack that it does not know points to nobody.

    Returns
    -------
    pandas.DataFrame
        The table with `COLUMNS` as of `geo.attribution.points_text.points_cells`: group ids
        joined by `|`, a word of `geo.schemas.tokens.Strength`, “yes” or “no”.
    """
    cells = points_cells(points)[[*COLUMNS]].reindex(table.index).fillna(dict(_NOBODY))
    return table.assign(**{name: cells[name].astype(object) for name in COLUMNS})


def groups_of(cell: str) -> tuple[str, ...]:
    """Ids in a cell of `points_to`, those with most behind them first."""
    return tuple(cell.split("|")) if cell else ()


def said(table: pd.DataFrame, *, name: Callable[[str], str] = str, before: str = "") -> pd.Series:
    """Say in a few words to whom each attack points: “KH or AAH (mixed, weak)”, “nobody”.

    Parameters
    ----------
    table
        As `with_points` makes it.
    name
        Readable name of a group by its id.
    before
        What each text begins with.
    """
    cells = list(zip(*(table[one].tolist() for one in COLUMNS), strict=True))
    words = {one: before + _short(*one, name=name) for one in set(cells)}
    return pd.Series([words[one] for one in cells], index=table.index, dtype=object)


def _short(cell: str, strength: str, mixed: str, *, name: Callable[[str], str]) -> str:
    if not cell:
        return "nobody"
    who = listed([name(one) for one in groups_of(cell)], last="or")
    return f"{who} ({'mixed, ' if mixed == 'yes' else ''}{strength})"
