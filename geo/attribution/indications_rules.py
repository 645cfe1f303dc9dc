"""What target and weapon indicate: exclusive control, main users, usual targets, leads."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.attribution.indications import MODERATE, NONE, STRONG, WEAK, capped, join, make
from geo.verdicts.cases import Cases
from geo.verdicts.rules_targets import method_hits, target_hits

OLD_RULE = " Not confirmed for over a year, so it decides nothing."
DISPUTED_RULE = " A later source disputes it, so it points weakly."
OTHER_RULE = " Another group is said to have the same alone, so it points weakly."


def _contested(hits: pd.DataFrame) -> pd.Series:
    """Rules beside which, on that day, another group has the same exclusive rule."""
    many = hits[hits["fresh"]].groupby("attack_id")["group_id"].nunique()
    return hits["attack_id"].map(many).fillna(0) > 1


def _pointing(
    hits: pd.DataFrame, cases: Cases, *, ident: str, rank: int, sole: bool = False
) -> pd.DataFrame:
    """Indications of rules: no stronger than their source, and silent when it is old."""
    if hits.empty:
        return join(())
    contested = _contested(hits) if sole else pd.Series(False, index=hits.index)
    disputed = (hits["dispute"] != "") & sole
    most = pd.Series(rank, index=hits.index).mask(contested | disputed, WEAK)
    text = hits["text"] + hits["dispute"] + np.where(hits["fresh"], "", OLD_RULE)
    text += np.where(contested, OTHER_RULE, "") + np.where(disputed, DISPUTED_RULE, "")
    return make(
        hits["attack_id"],
        indication_id=ident,
        groups=[(group,) for group in hits["group_id"]],
        rank=capped(most, hits["strength"]).where(hits["fresh"], NONE),
        text=text,
        source=cases.registry.cite(hits["source_id"], hits["pointer"]),
    )


def exclusive_target(cases: Cases) -> pd.DataFrame:
    """Point to the group under whose exclusive control the target is.

    Moderately: control is leave to strike, not authorship. Scored on the bundled record as strong,
    it was right in two of three, the third by leave of who controls it; see docs/points.md.
    """
    hits = target_hits(cases, ("exclusive",))
    return _pointing(hits, cases, ident="exclusive_target", rank=MODERATE, sole=True)


def usual_target(cases: Cases) -> pd.DataFrame:
    """Point weakly to groups that often strike the target with such a weapon."""
    hits = target_hits(cases, ("usual",))
    return _pointing(hits, cases, ident="usual_target", rank=WEAK)


def lead_target(cases: Cases) -> pd.DataFrame:
    """Point weakly to who leads or coordinates at the target."""
    hits = target_hits(cases, ("lead", "coordinating"))
    return _pointing(hits, cases, ident="lead_target", rank=WEAK)


def _by_weapon(cases: Cases, kind: str) -> pd.DataFrame:
    hits = method_hits(cases)
    return hits[hits["kind"] == kind]


def exclusive_weapon(cases: Cases) -> pd.DataFrame:
    """Point to the group that appears to hold the weapon alone."""
    hits = _by_weapon(cases, "monopoly")
    return _pointing(hits, cases, ident="exclusive_weapon", rank=STRONG, sole=True)


def main_user(cases: Cases) -> pd.DataFrame:
    """Point to the groups that mainly use the weapon."""
    hits = _by_weapon(cases, "primary_user")
    return _pointing(hits, cases, ident="main_user", rank=MODERATE)


def lead_weapon(cases: Cases) -> pd.DataFrame:
    """Point weakly to who leads the campaign with such a weapon."""
    hits = _by_weapon(cases, "lead")
    return _pointing(hits, cases, ident="lead_weapon", rank=WEAK)


def named_holder(cases: Cases) -> pd.DataFrame:
    """Point to the group that an official names as holder of the launch place."""
    stated = cases.registry.arrangements
    stated = stated[
        (stated["kind"] == "named_holder") & stated["attack_id"].isin(cases.attacks.index)
    ]
    return make(
        stated["attack_id"],
        indication_id="named_holder",
        groups=[(group,) for group in stated["group_id"]],
        rank=capped(pd.Series(MODERATE, index=stated.index), stated["strength"]),
        text=stated["text"],
        source=cases.registry.cite(stated["source_id"], stated["pointer"]),
    )
