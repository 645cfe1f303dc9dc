"""Claims by hand of attacks of the record: set among those that the record has, never into it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geo.atlas import Atlas
from geo.records.record import Record
from geo.workspace.claims import claims_of, claims_table
from geo.workspace.journal import Journal

CLAIM_BY_HAND = "by_hand"
"""Column of the claims of `overlay_claims`: whether a person entered the claim."""


def about_record(journal: Journal, *, atlas: Atlas) -> pd.DataFrame:
    """Claims by hand, as of `claims_of`, of attacks of the record."""
    claims = claims_of(journal)
    return claims[claims["attack_id"].isin(atlas.record.attacks.index)]


def overlay_claims(journal: Journal, *, atlas: Atlas) -> Record | None:
    """Record in which claims by hand stand among those of the same attack.

    Parameters
    ----------
    journal
        Decisions of a person.
    atlas
        Resolves names; its record is left as it is.

    Returns
    -------
    Record or None
        All attacks of the record, so that what depends on other attacks is judged alike; its
        claims carry `by_hand`. None without a claim by hand of any of them. A claim by hand has
        the place that its order says, those of the record fill the others in their own order.
    """
    record = atlas.record
    mine = claims_table(journal, atlas=atlas, attacks=record.attacks.index)
    if mine.empty:
        return None
    both = pd.concat(
        [mine.assign(**{CLAIM_BY_HAND: True}), record.claims.assign(**{CLAIM_BY_HAND: False})],
        ignore_index=True,
    )
    touched = both["attack_id"].isin(mine["attack_id"])
    both.loc[touched, "claim_order"] = _places(both[touched])
    ordered = both.sort_values(["attack_id", "claim_order"], kind="stable", ignore_index=True)
    return replace(record, claims=ordered)


def _places(claims: pd.DataFrame) -> pd.Series:
    """Places 1, 2, 3 … of the claims of each attack."""
    placed = []
    for _, rows in claims.groupby("attack_id", sort=False):
        mine = rows["claim_order"].where(rows[CLAIM_BY_HAND])
        free = np.setdiff1d(np.arange(1, 1 + 2 * len(rows) + 99), mine.dropna().to_numpy(int))
        theirs = rows.loc[~rows[CLAIM_BY_HAND], "claim_order"].rank(method="first").astype(int)
        at = mine.fillna(pd.Series(free[theirs.to_numpy() - 1], index=theirs.index))
        placed.append(at.rank(method="first").astype(int))
    return pd.concat(placed)
