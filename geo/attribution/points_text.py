"""What an attack points to, in sentences, in JSON and as cells of a table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd

from geo.attribution.indications import KINDS
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


def says(row: Mapping[Hashable, Any], *, name: Callable[[str], str]) -> str:
    """Say to whom an attack points and how strongly, and what says so.

    Parameters
    ----------
    row
        Of `geo.attribution.points_to.Points.table`.
    name
        Readable name of a group by its id.
    """
    if row["strength"] == Strength.NONE:
        return NOBODY
    voices: dict[tuple[str, ...], list[str]] = {}
    for kind, groups, _ in row["voices"]:
        voices.setdefault(groups, []).append(KINDS[kind])
    if row["mixed"]:
        told = [
            f"{listed(kinds, last='and')}: {listed([name(one) for one in groups], last='or')}"
            for groups, kinds in voices.items()
        ]
        return f"Mixed ({row['strength']}): {'; '.join(told)}."
    who = listed([name(one) for one in row["groups"]], last="or")
    kinds = [kind for each in voices.values() for kind in each]
    return f"Points to {who} ({row['strength']}), by {listed(kinds, last='and')}."


def says_without(row: Mapping[Hashable, Any], *, name: Callable[[str], str]) -> str:
    """Say what is left without the claim; empty where nothing rests on one."""
    if not row["claimed"]:
        return ""
    if row["without_strength"] == Strength.NONE:
        return "Without the claim it points to nobody."
    who = listed([name(one) for one in row["without_groups"]], last="or")
    mixed = "mixed, " if row["without_mixed"] else ""
    return f"Without the claim it points to {who} ({mixed}{row['without_strength']})."


def points_objects(points: Points) -> dict[str, dict[str, Any]]:
    """`points_to` of each attack as `fasail-atlas check --format json` has it, by attack id."""
    told: dict[str, list[dict[str, Any]]] = {}
    for one in points.indications.to_dict("records"):
        told.setdefault(str(one["attack_id"]), []).append(
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
            "indications": told.get(str(ident), []),
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
