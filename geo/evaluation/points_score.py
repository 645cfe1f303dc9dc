"""How what attacks point to fares on those that somebody assessed, the assessment hidden."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.attribution.points_to import Points
from geo.schemas.tokens import POINTS_STRENGTHS, Strength
from geo.verdicts.check import Findings

HIT, MISS, NO_EVIDENCE = "hit", "miss", "silent"
MIXED_HIT, MIXED_MISS = "mixed, named", "mixed, not named"
OUTCOMES = (HIT, MISS, MIXED_HIT, MIXED_MISS, NO_EVIDENCE)
"""What an answer can turn out to be: a mixed one names several sides, and is counted apart."""

LEAST_RIGHT = 0.9
"""Share of strong answers that have to be right, or the rule behind them is weakened."""

LIMITS = (
    (
        "The rules were written and scored on the same attacks: the figures show that they do what "
        "was meant, not how they will do on others."
    ),
    "An assessment is a judgement too, most of them by one research article.",
    "A hit may name several groups, of which one was assessed: see how many.",
)


def outcome(groups: Sequence[str], assessed: Iterable[str], *, mixed: bool) -> str:
    """Say how an answer fares against an assessment.

    Parameters
    ----------
    groups
        Whom the answer names; nobody where it is silent.
    assessed
        Groups that somebody assessed; any of them named is a hit.
    mixed
        Whether the answer stands between sides.
    """
    if not groups:
        return NO_EVIDENCE
    right = not set(groups).isdisjoint(assessed)
    if mixed:
        return MIXED_HIT if right else MIXED_MISS
    return HIT if right else MISS


@dataclass(frozen=True, eq=False)
class PointsScore:
    """Answers beside assessments.

    Parameters
    ----------
    cases
        One row an attack, by its id: `assessed` and `groups` (tuples), `strength`, `mixed`,
        `outcome`, the same of the answer without the claim as `without_groups`,
        `without_strength` and `without_outcome`, and `by_permission`: whether leave of another
        group for this attack is on record, which is part of its assessment and hidden.
    """

    cases: pd.DataFrame

    def by_strength(self, *, without_claim: bool = False) -> pd.DataFrame:
        """Count outcomes by strength, strongest first.

        Returns
        -------
        By strength: `n`, one column an outcome, `right` (share of hits among answers that are not
        mixed, NaN without any) and `groups` (mean number of groups of a hit, NaN without any).
        """
        prefix = "without_" if without_claim else ""
        strength, stated = self.cases[f"{prefix}strength"], self.cases[f"{prefix}outcome"]
        table = pd.crosstab(strength, stated).reindex(
            index=list(POINTS_STRENGTHS), columns=list(OUTCOMES), fill_value=0
        )
        many = self.cases[f"{prefix}groups"].map(len).where(stated == HIT)
        out = table.rename_axis(index=None, columns=None)
        out.insert(0, "n", table.sum(axis=1))
        out["right"] = out[HIT] / (out[HIT] + out[MISS]).replace(0, pd.NA).astype("Float64")
        out["groups"] = many.groupby(strength).mean().reindex(out.index)
        return out.astype({"right": float, "groups": float})

    def misses(self) -> pd.DataFrame:
        """Attacks whose answer leaves out the group that was assessed."""
        return self.cases[self.cases["outcome"].isin([MISS, MIXED_MISS])]


def score(findings: Findings, points: Points) -> PointsScore:
    """Hold answers against assessments.

    Parameters
    ----------
    findings
        Attacks that count are scored where anybody assessed them.
    points
        What they point to; their assessments were hidden from it.
    """
    attacks = findings.cases.attacks
    scored = attacks.index[(attacks["assessed_group"] != "") & attacks["counts"].astype(bool)]
    rows = attacks.loc[scored]
    cases = points.table.loc[scored].assign(
        assessed=rows["assessed_group"].map(lambda cell: tuple(cell.split("|"))),
        by_permission=rows["by_permission"].astype(bool),
        title=rows["title"],
    )
    for prefix in ("", "without_"):
        cases[f"{prefix}outcome"] = [
            outcome(groups, assessed, mixed=bool(mixed))
            for groups, assessed, mixed in zip(
                cases[f"{prefix}groups"], cases["assessed"], cases[f"{prefix}mixed"], strict=True
            )
        ]
    return PointsScore(cases)


def score_object(scored: PointsScore) -> dict[str, Any]:
    """A score as plain JSON: counts by strength with and without the claim, and each attack."""

    def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
        return [
            {
                "strength": str(strength),
                **{name: int(row[name]) for name in ("n", *OUTCOMES)},
                **{
                    name: None if pd.isna(row[name]) else round(float(row[name]), 3)
                    for name in ("right", "groups")
                },
            }
            for strength, row in zip(table.index, table.to_dict("records"), strict=True)
        ]

    return {
        "with_claim": rows(scored.by_strength()),
        "without_claim": rows(scored.by_strength(without_claim=True)),
        "attacks": [
            {
                "attack_id": str(ident),
                "assessed": list(row["assessed"]),
                "groups": list(row["groups"]),
                "strength": row["strength"],
                "mixed": bool(row["mixed"]),
                "outcome": row["outcome"],
                "without_claim": row["without_outcome"],
                "by_permission": bool(row["by_permission"]),
            }
            for ident, row in zip(scored.cases.index, scored.cases.to_dict("records"), strict=True)
        ],
        "limits": list(LIMITS),
    }


def holds(scored: PointsScore) -> bool:
    """Tell whether strong answers are right often enough to be called strong."""
    right = float(scored.by_strength()["right"][Strength.STRONG.value])
    return math.isnan(right) or right >= LEAST_RIGHT
