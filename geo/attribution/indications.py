"""Indications: single things on record that point to groups, each with strength and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.schemas.tokens import Strength
from geo.verdicts.cases import Cases

RANKS: dict[str, int] = {
    Strength.STRONG: 3,
    Strength.MODERATE: 2,
    Strength.WEAK: 1,
    Strength.NONE: 0,
}
"""Strengths as numbers, stronger ones higher."""

WORDS: NDArray[np.object_] = np.array(
    [str(word) for word, _ in sorted(RANKS.items(), key=lambda item: item[1])], dtype=object
)
"""Words of strengths by their number."""

STRONG, MODERATE, WEAK, NONE = 3, 2, 1, 0

COLUMNS = (
    "attack_id", "indication_id", "kind", "groups", "rank", "decides", "claim", "text", "source",
)  # fmt: skip

KINDS: dict[str, str] = {
    "ground": "ground",
    "brand": "brand",
    "umbrella": "umbrella",
    "officials": "officials on the umbrella",
    "weapon": "weapon",
    "target": "target",
    "holder": "named holder",
}
"""What indications are about, as a sentence names it: those of one kind are one voice."""


@dataclass(frozen=True)
class Facts:
    """What indications are read from.

    Parameters
    ----------
    cases
        Attacks joined against the ground, their assessments hidden, their registry and claims no
        later than what may be known.
    known_on
        Last day of which anything is used; None for everything.
    """

    cases: Cases
    known_on: pd.Timestamp | None = None


def empty() -> pd.DataFrame:
    """No indications."""
    return pd.DataFrame(columns=list(COLUMNS), dtype=object)


def make(
    attack_ids: Iterable[str],
    *,
    indication_id: str,
    kind: str,
    groups: Iterable[tuple[str, ...]],
    rank: Iterable[int] | int,
    text: Iterable[str],
    source: Iterable[str] | str,
    decides: Iterable[bool] | bool = True,
    claim: bool = False,
) -> pd.DataFrame:
    """Indications as a frame, one row each; single values stand for all.

    Parameters
    ----------
    attack_ids
        Attack of each.
    indication_id, kind
        What it is, and what it is about: a key of `KINDS`, or empty where it only says something.
    groups
        Ids of the groups that it points to, one or several.
    rank
        Strength as a number, see `RANKS`.
    text, source
        What was observed, and who says so.
    decides
        False where it is told and takes no part in the answer, such as ground too old to decide.
    claim
        Whether it rests on the claim, so that the answer without the claim leaves it out.
    """
    ids = list(attack_ids)
    frame = pd.DataFrame({"attack_id": ids}, dtype=object)
    frame["indication_id"] = indication_id
    frame["kind"] = kind
    frame["groups"] = pd.Series(list(groups), dtype=object)
    frame["rank"] = np.broadcast_to(np.asarray(rank, dtype=np.int64), (len(ids),))
    frame["decides"] = np.broadcast_to(np.asarray(decides, dtype=bool), (len(ids),))
    frame["claim"] = claim
    frame["text"] = pd.Series(list(text), dtype=object)
    frame["source"] = source if isinstance(source, str) else pd.Series(list(source), dtype=object)
    return frame[list(COLUMNS)]


def join(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Indications of several kinds in one frame."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else empty()


def capped(rank: pd.Series, strength: pd.Series) -> pd.Series:
    """Ranks no higher than a source's own strength: high is strong, moderate moderate, else weak.

    A source that says “appears” or “low” is never made to say more than that.
    """
    most = strength.map({"high": STRONG, "moderate": MODERATE, "medium": MODERATE})
    return pd.Series(
        np.minimum(rank.to_numpy(np.int64), most.fillna(WEAK).to_numpy(np.int64)), index=rank.index
    )
