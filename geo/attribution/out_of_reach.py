"""Who is no candidate: groups whose recorded ground lies wholly beyond the weapon's reach."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.areas.age import AGEING, FRESH
from geo.areas.table import LAUNCHED_FROM
from geo.attribution.events import UNKNOWN
from geo.attribution.evidence import COLUMNS
from geo.verdicts.cases import Cases
from geo.verdicts.ground_join import ABSENT
from geo.verdicts.rules_committees import likely_committees
from geo.verdicts.rules_targets import method_hits, target_hits

Mask = NDArray[np.bool_]

TERM = "beyond_reach"

_OUT = -50.0
"""Log-likelihood of a group that cannot have done it: finite, and less than any other."""

_BASIS = (
    "A group of which all recorded ground lies beyond the weapon's reach of the target is no "
    "candidate, unless a rule, a committee or past launches place it there."
)
_RULES = ("exclusive", "usual", "lead", "coordinating")


def beyond_reach(
    cases: Cases,
    *,
    groups: tuple[str, ...],
    far_km: pd.Series,
    by_ground: Collection[str] = (),
    placed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Tell whose recorded ground lies wholly beyond a weapon's reach of each target.

    Parameters
    ----------
    cases
        Attacks joined against the ground.
    groups
        Candidates without the unknown group.
    far_km
        As `geo.attribution.reach.reach_km` gives it, on the attacks' index: NaN where reach says
        little.
    by_ground
        Groups that are candidates by their ground alone: where that is ageing it leaves them out
        as fresh ground does, for nothing else brings them in.
    placed
        As `placed_there` gives them; worked out when None.

    Returns
    -------
    (n, G) True on the attacks' index: the group has fresh ground to launch from, and none of
    what is on record of it (networks, roads, gaps and old ground among them) may lie within
    reach; no rule and no committee has to do with it there; and somebody else's ground does lie
    within reach, for else it would be true of all.
    """
    areas, target = cases.target.areas, cases.target
    there = (target.state != ABSENT) & (areas["kind"] != "committee").to_numpy()[None, :]
    launches = areas["kind"].isin(LAUNCHED_FROM).to_numpy()[None, :] & there
    only = areas["holder"].isin(list(by_ground)).to_numpy()[None, :]
    fresh = target.age == FRESH
    known = launches & (fresh | (only & (target.age == AGEING)))
    launches &= fresh
    away = target.distance_km() - areas["border_km"].to_numpy(float)[None, :]
    near = there & ~(away > far_km.to_numpy(float)[:, None])
    holder = areas["holder"].to_numpy()

    def of_groups(mask: Mask) -> Mask:
        columns = [mask[:, holder == group].any(axis=1) for group in groups]
        return np.column_stack(columns) if columns else np.zeros((len(mask), 0), dtype=bool)

    out = of_groups(known) & ~of_groups(near) & far_km.notna().to_numpy()[:, None]
    out &= (launches & near).any(axis=1)[:, None]
    table = pd.DataFrame(out, index=cases.attacks.index, columns=list(groups))
    kept = placed_there(cases) if placed is None else placed
    pairs = set(zip(kept["attack_id"], kept["group_id"], strict=True))
    there = {group: [(ident, group) in pairs for ident in table.index] for group in groups}
    return table & ~pd.DataFrame(there, index=table.index)


def placed_there(cases: Cases) -> pd.DataFrame:
    """Groups that a rule of the target or of the weapon, or its committee, has to do with.

    Returns
    -------
    `attack_id` and `group_id`, one row a pair.
    """
    rules = pd.concat([target_hits(cases, _RULES), method_hits(cases)], ignore_index=True)
    rules = rules.loc[rules["fresh"], ["attack_id", "group_id"]]
    committees = cases.registry.committees
    covers = likely_committees(cases.target).explode().dropna()
    members = committees[["participants", "lead", "predominant"]].agg("|".join, axis=1)
    named = covers.map(members).str.split("|").explode() if len(members) else covers.iloc[:0]
    by_committee = pd.DataFrame({"attack_id": named.index, "group_id": named.to_numpy()})
    return pd.concat([rules, by_committee], ignore_index=True).drop_duplicates()


def owners_of_claims(owner: pd.Series, groups: tuple[str, ...]) -> pd.DataFrame:
    """(n, G) True for the owner of the brand that claimed first: reach rules no claim out."""
    return pd.DataFrame({group: owner == group for group in groups}, index=owner.index)


def beyond_terms(out: pd.DataFrame, cases: Cases, *, far_km: pd.Series) -> pd.DataFrame:
    """Terms that take groups out of the candidates.

    Parameters
    ----------
    out
        (n, G) True where a group is no candidate, on the attacks' index.
    cases
        The attacks.
    far_km
        How far a launch may lie, by attack.

    Returns
    -------
    Long frame with `geo.attribution.evidence.COLUMNS`, one term an attack that leaves anybody out.
    """
    names = cases.registry.short_name
    left_out = out[out.any(axis=1)]
    listed = [
        ", ".join(names(str(group)) for group, on in zip(left_out.columns, row, strict=True) if on)
        for row in left_out.to_numpy()
    ]
    text = [
        f"No candidates, all their recorded ground lying over {far_km[ident]:.0f} km from the "
        f"target, beyond the weapon’s reach: {who}."
        for ident, who in zip(left_out.index, listed, strict=True)
    ]
    logs = np.column_stack([np.where(left_out.to_numpy(), _OUT, 0.0), np.zeros(len(left_out))])
    n = len(out.columns) + 1
    return pd.DataFrame(
        {
            "attack_id": np.repeat(left_out.index.to_numpy(dtype=object), n),
            "term_id": TERM,
            "group": np.tile(np.array([*out.columns, UNKNOWN], dtype=object), len(left_out)),
            "log_likelihood": logs.ravel(),
            "text": np.repeat(np.array(text, dtype=object), n),
            "source": "reaches.csv; areas.toml",
            "basis": _BASIS,
        },
        columns=list(COLUMNS),
    )
