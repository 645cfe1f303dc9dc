"""Indications: single things on record that point to groups, each with strength and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.schemas.tokens import Strength

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
    "attack_id", "indication_id", "kind", "groups", "rank", "claim", "text", "source",
)  # fmt: skip

KINDS: dict[str, str] = {
    "ground": "ground",
    "brand": "brand",
    "umbrella": "umbrella",
    "officials": "officials on the umbrella",
    "weapon": "weapon",
    "target": "target",
    "campaign": "lead of the campaign",
    "holder": "named holder",
    "": "",
}
"""What indications are about, as a sentence names it: those of one kind are one voice."""


@dataclass(frozen=True)
class Indication:
    """One indication: all that has to be said of it, in one row.

    Parameters
    ----------
    label
        What it is called where it is shown.
    kind
        What it is about, a key of `KINDS`; empty where it only says something.
    most
        The strongest that it can be.
    question
        What it asks.
    registry
        Data files that hold its rows.
    claim
        Whether it rests on the claim, so that the answer without the claim leaves it out.
    """

    label: str
    kind: str
    most: Strength
    question: str
    registry: str
    claim: bool = False


INDICATIONS: dict[str, Indication] = {
    "launch_ground": Indication(
        "Ground of the launch",
        "ground",
        Strength.STRONG,
        "In whose fresh ground does the launch lie, alone or with others?",
        "areas.toml, sightings.csv",
    ),
    "reach": Indication(
        "Ground within reach",
        "ground",
        Strength.MODERATE,
        "Whose fresh ground lies within the weapon’s reach of the target?",
        "areas.toml, reaches.csv",
    ),
    "ageing_ground": Indication(
        "Ageing ground",
        "ground",
        Strength.WEAK,
        "Whose ground of one to three years before lies there?",
        "areas.toml, sightings.csv",
    ),
    "last_seen_ground": Indication(
        "Ground last seen",
        "ground",
        Strength.NONE,
        "As whose was ground there last seen, too long ago to decide?",
        "areas.toml, sightings.csv",
    ),
    "named_holder": Indication(
        "Holder named by officials",
        "holder",
        Strength.MODERATE,
        "Whom do officials name as holder of the launch place?",
        "arrangements.csv",
    ),
    "brand": Indication(
        "Brand of the first claim",
        "brand",
        Strength.STRONG,
        "Whose brand claimed it first?",
        "facade_links.csv",
        claim=True,
    ),
    "umbrella": Indication(
        "Members of the umbrella",
        "umbrella",
        Strength.WEAK,
        "Which groups stand together under the brand that claimed it first?",
        "facade_links.csv",
        claim=True,
    ),
    "umbrella_most": Indication(
        "Most attacks of the umbrella",
        "officials",
        Strength.WEAK,
        "Whom do officials hold for most attacks under that brand at the time?",
        "facade_links.csv",
        claim=True,
    ),
    "portion": Indication(
        "Portion of the umbrella",
        "umbrella",
        Strength.WEAK,
        "Which portion of the umbrella does the target fall to?",
        "target_rules.csv",
        claim=True,
    ),
    "exclusive_target": Indication(
        "Target under control",
        "target",
        Strength.MODERATE,
        "Under whose exclusive control is the target?",
        "target_rules.csv",
    ),
    "usual_target": Indication(
        "Target often struck",
        "target",
        Strength.WEAK,
        "Which groups often strike the target with such a weapon?",
        "target_rules.csv",
    ),
    "lead_target": Indication(
        "Lead at the target",
        "target",
        Strength.WEAK,
        "Who leads or coordinates at the target?",
        "target_rules.csv",
    ),
    "exclusive_weapon": Indication(
        "Weapon held alone",
        "weapon",
        Strength.STRONG,
        "Which group appears to hold this weapon alone?",
        "weapon_rules.csv",
    ),
    "main_user": Indication(
        "Weapon mainly used",
        "weapon",
        Strength.MODERATE,
        "Which groups mainly use this weapon?",
        "weapon_rules.csv",
    ),
    "lead_weapon": Indication(
        "Lead of the campaign",
        "campaign",
        Strength.WEAK,
        "Who leads the campaign with such a weapon?",
        "weapon_rules.csv",
    ),
    "beyond_reach": Indication(
        "Out of reach",
        "",
        Strength.NONE,
        "Whose recorded ground lies wholly beyond the weapon’s reach?",
        "areas.toml, reaches.csv",
    ),
}
"""Every indication by the id that its rows carry."""

CLAIM_KINDS = frozenset(one.kind for one in INDICATIONS.values() if one.claim)
"""Kinds whose indications rest on a claim."""


def empty() -> pd.DataFrame:
    """No indications."""
    return pd.DataFrame(columns=list(COLUMNS), dtype=object)


def make(
    attack_ids: Iterable[str],
    *,
    indication_id: str,
    groups: Iterable[tuple[str, ...]],
    rank: Iterable[int] | int,
    text: Iterable[str],
    source: Iterable[str] | str,
) -> pd.DataFrame:
    """Indications as a frame, one row each; single values stand for all.

    Parameters
    ----------
    attack_ids
        Attack of each.
    indication_id
        What it is: a key of `INDICATIONS`.
    groups
        Ids of the groups that it points to, one or several.
    rank
        Strength as a number, see `RANKS`: 0 where it is shown and takes no part in the answer, such
        as ground too old to decide.
    text, source
        What was observed, and who says so.
    """
    ids = list(attack_ids)
    frame = pd.DataFrame({"attack_id": ids}, dtype=object)
    frame["indication_id"] = indication_id
    frame["kind"] = INDICATIONS[indication_id].kind
    frame["groups"] = pd.Series(list(groups), dtype=object)
    frame["rank"] = np.broadcast_to(np.asarray(rank, dtype=np.int64), (len(ids),))
    frame["claim"] = INDICATIONS[indication_id].claim
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
