"""What an attack points to, in sentences, in JSON and as cells of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from geo.attribution.indications import CLAIM_KINDS, INDICATIONS, KINDS, MODERATE, NONE, RANKS, WEAK
from geo.attribution.points_to import Points
from geo.schemas.tokens import Strength

NOBODY = "Points to nobody."
CELLS = (
    "points_to", "points_strength", "points_mixed", "points_without_claim",
    "points_without_strength",
)  # fmt: skip
"""Columns of flat tables."""


def listed(words: list[str], *, last: str) -> str:
    """Words in one phrase: “a, b or c”."""
    most, end = words[:-1], words[-1:]
    return f" {last} ".join([", ".join(most), *end] if most else end)


def _voices(
    indications: Sequence[Mapping[str, Any]], *, mixed: bool
) -> list[tuple[str, tuple[str, ...]]]:
    """What each kind of indication says at its strongest, as far as it makes the answer."""
    best: dict[str, int] = {}
    for one in indications:
        kind = INDICATIONS[one["id"]].kind
        best[kind] = max(best.get(kind, NONE), RANKS[one["strength"]])
    least = min(max(best.values(), default=NONE), MODERATE)
    named: dict[str, set[str]] = {}
    for one in indications:
        kind = INDICATIONS[one["id"]].kind
        counted = best[kind] >= max(least, WEAK) or (mixed and kind in CLAIM_KINDS)
        if counted and RANKS[one["strength"]] == best[kind] > NONE:
            named.setdefault(kind, set()).update(one["groups"])
    return [(kind, tuple(sorted(groups))) for kind, groups in named.items()]


def says(pointed: Mapping[str, Any], *, name: Callable[[str], str]) -> str:
    """Say to whom an attack points and how strongly, and what says so.

    Parameters
    ----------
    pointed
        As `points_objects` gives it.
    name
        Readable name of a group by its id.
    """
    if pointed["strength"] == Strength.NONE:
        return NOBODY
    voices: dict[tuple[str, ...], list[str]] = {}
    for kind, groups in _voices(pointed["indications"], mixed=pointed["mixed"]):
        voices.setdefault(groups, []).append(KINDS[kind])
    if pointed["mixed"]:
        stated = [
            f"{listed(kinds, last='and')}: {listed([name(one) for one in groups], last='or')}"
            for groups, kinds in voices.items()
        ]
        return f"Mixed ({pointed['strength']}): {'; '.join(stated)}."
    who = listed([name(one) for one in pointed["groups"]], last="or")
    by = [kind for each in voices.values() for kind in each]
    return f"Points to {who} ({pointed['strength']}), by {listed(by, last='and')}."


def says_without(pointed: Mapping[str, Any], *, name: Callable[[str], str]) -> str:
    """Say what is left without the claim; empty where nothing rests on one."""
    if not any(INDICATIONS[one["id"]].claim for one in pointed["indications"]):
        return ""
    left = pointed["without_claim"]
    if left["strength"] == Strength.NONE:
        return "Without the claim it points to nobody."
    if all(left[key] == pointed[key] for key in left):
        return "Without the claim it points to the same."
    who = listed([name(one) for one in left["groups"]], last="or")
    mixed = "mixed, " if left["mixed"] else ""
    return f"Without the claim it points to {who} ({mixed}{left['strength']})."


def points_objects(points: Points) -> dict[str, dict[str, Any]]:
    """`points_to` of each attack as `fasail-atlas check --format json` has it, by attack id."""
    stated: dict[str, list[dict[str, Any]]] = {}
    for one in points.indications.to_dict("records"):
        stated.setdefault(str(one["attack_id"]), []).append(
            {
                "id": one["indication_id"],
                "groups": list(one["groups"]),
                "strength": one["strength"],
                "text": one["text"],
                "source": one["source"],
            }
        )
    return {
        str(ident): {
            "groups": list(row["groups"]),
            "strength": row["strength"],
            "mixed": bool(row["mixed"]),
            "indications": stated.get(str(ident), []),
            "without_claim": {
                "groups": list(row["without_groups"]),
                "strength": row["without_strength"],
                "mixed": bool(row["without_mixed"]),
            },
        }
        for ident, row in zip(points.table.index, points.table.to_dict("records"), strict=True)
    }


def points_cells(points: Points) -> pd.DataFrame:
    """Columns `CELLS` of flat tables: group ids joined by `|`, strengths in words."""
    table = points.table
    return pd.DataFrame(
        {
            "points_to": table["groups"].map("|".join),
            "points_strength": table["strength"],
            "points_mixed": table["mixed"].map({True: "yes", False: "no"}),
            "points_without_claim": table["without_groups"].map("|".join),
            "points_without_strength": table["without_strength"],
        },
        index=table.index,
    )
