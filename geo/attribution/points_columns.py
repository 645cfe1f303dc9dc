"""What attacks point to, as columns beside a table of attacks, and in a few words each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd

from geo.attribution.points_text import listed
from geo.attribution.points_to import Points
from geo.schemas.tokens import Strength

GROUPS: Final = "points_groups"
STRENGTH: Final = "points_strength"
MIXED: Final = "points_mixed"


def beside(table: pd.DataFrame, points: Points) -> pd.DataFrame:
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
        The table with `points_groups` (tuples of group ids, those with most behind them first),
        `points_strength` (a word of `geo.schemas.tokens.Strength`) and `points_mixed`.
    """
    there = points.table[["groups", "strength", "mixed"]].reindex(table.index)
    known = there["strength"].notna()
    return table.assign(
        points_groups=there["groups"].where(known, pd.Series([()] * len(table), table.index)),
        points_strength=there["strength"].where(known, Strength.NONE.value).astype(object),
        points_mixed=there["mixed"].where(known, False).astype(bool),
    )


def short(
    groups: Sequence[str], strength: str, *, mixed: bool, name: Callable[[str], str] = str
) -> str:
    """Say in a few words to whom an attack points: “KH or AAH (mixed, weak)”.

    Parameters
    ----------
    groups, strength, mixed
        As the columns of `beside` have them.
    name
        Readable name of a group by its id.
    """
    if not groups or strength == Strength.NONE:
        return "nobody"
    who = listed([name(one) for one in groups], last="or")
    return f"{who} ({'mixed, ' if mixed else ''}{strength})"


def said(table: pd.DataFrame, *, name: Callable[[str], str] = str) -> pd.Series:
    """The same for each row of a table that `beside` made, each different answer worded once."""
    told = {
        one: short(one[0], one[1], mixed=one[2], name=name)
        for one in set(zip(table[GROUPS], table[STRENGTH], table[MIXED], strict=True))
    }
    cells = zip(table[GROUPS], table[STRENGTH], table[MIXED], strict=True)
    return pd.Series([told[one] for one in cells], index=table.index, dtype=object)
