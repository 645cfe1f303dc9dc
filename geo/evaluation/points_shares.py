"""How much of a record says anything: attacks with a verdict or an answer, and why the rest not."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.attribution.no_candidate import far_km
from geo.attribution.points_to import Points
from geo.schemas.tokens import Strength, Verdict
from geo.verdicts.check import Findings

SINCE = pd.Timestamp("2022-10-18")
"""Day after which all ground of the first record was too old to speak."""

NARROW = 3
"""Groups up to which an answer counts as narrowed."""


@dataclass(frozen=True, eq=False)
class Shares:
    """What a record says of some of its attacks.

    Parameters
    ----------
    cases
        One row an attack that counts, by its id: `date`, `verdict`, `groups`, `strength`,
        `judged` (a verdict other than insufficient), `pointed` (an answer), `narrow` (an answer
        of few groups) and `reason` (why it has neither; empty where it has).
    """

    cases: pd.DataFrame

    def since(self, day: pd.Timestamp) -> Shares:
        """The same of attacks after a day."""
        return Shares(self.cases[self.cases["date"] > day])

    def counts(self) -> dict[str, int]:
        """Numbers: `attacks`, `judged`, `pointed`, `either`, `narrow` and `neither`."""
        rows = self.cases
        either = rows["judged"] | rows["pointed"]
        return {
            "attacks": len(rows),
            "judged": int(rows["judged"].sum()),
            "pointed": int(rows["pointed"].sum()),
            "either": int(either.sum()),
            "narrow": int(rows["narrow"].sum()),
            "neither": int((~either).sum()),
        }

    def reasons(self) -> pd.Series:
        """Number of attacks that have neither, by reason, most first."""
        stated = self.cases.loc[self.cases["reason"] != "", "reason"]
        return stated.value_counts()


def shares(findings: Findings, points: Points) -> Shares:
    """Tell of each attack that counts whether anything is said of it, or why nothing is."""
    rows = findings.table[findings.table["counts"].astype(bool)]
    cases = rows[["date", "verdict"]].join(points.table[["groups", "strength"]])
    cases["judged"] = cases["verdict"] != Verdict.INSUFFICIENT
    cases["pointed"] = cases["strength"] != Strength.NONE
    cases["narrow"] = cases["pointed"] & (cases["groups"].map(len) <= NARROW)
    neither = ~(cases["judged"] | cases["pointed"])
    reason = _claims(findings) + "; " + _places(findings, points)
    cases["reason"] = reason.reindex(cases.index).where(neither, "").astype(object)
    return Shares(cases)


def _has(points: Points, ident: str, index: pd.Index) -> pd.Series:
    rows = points.indications
    return pd.Series(index.isin(rows.loc[rows["indication_id"] == ident, "attack_id"]), index=index)


def _claims(findings: Findings) -> pd.Series:
    """What the claim lacks."""
    cases = findings.cases
    index, link = cases.attacks.index, cases.first_owners
    words = pd.Series("no claim", index=index, dtype=object)
    words[cases.attacks["first_facade"] != ""] = "claimed by a brand without an owner"
    words[link["umbrella"]] = "claimed by an umbrella of which nobody names members"
    words[link["owner"] != ""] = "claimed by a brand of which nobody spoke for years"
    return words


def _places(findings: Findings, points: Points) -> pd.Series:
    """What launch, weapon and target lack."""
    cases = findings.cases
    attacks, index = cases.attacks, cases.attacks.index
    launched = attacks["launch_place"] != ""
    old = _has(points, "last_seen_ground", index)
    says_little = far_km(cases).isna()
    words = pd.Series("launch unknown, no ground on record within reach", index=index, dtype=object)
    words[says_little] = "launch unknown, and the weapon may have come from anywhere"
    words[attacks["method"] == ""] = "launch and weapon unknown"
    words[attacks["target_place"] == ""] = "launch and target unknown"
    words[old] = "ground within reach too old to decide"
    words[launched] = "launch in nobody’s recorded ground"
    words[launched & old] = "launch in ground too old to decide"
    return words
