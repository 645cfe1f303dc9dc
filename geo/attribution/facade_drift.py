"""Façade drift: runs of claims that point by ground or weapon to another group than the owner."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo.areas.table import OWN_GROUND
from geo.attribution.evidence import FACADE_HOLDS
from geo.parsing.tables import tuples
from geo.reference.facade_links import owners_on
from geo.verdicts.cases import Cases, holders
from geo.verdicts.check import Findings
from geo.verdicts.ground_join import CANNOT_TELL, INSIDE, OUTSIDE

CAMPAIGN_DAYS = 14
"""Claims within so many days of the first of a campaign count once: they are not independent."""

CHANCE = 0.05
"""A link is flagged when a run would come about more rarely than this though the link holds."""

EVIDENCE: Mapping[str, str] = {"ground": "launch_ground", "weapon": "weapon_monopoly"}
"""What a claim can point by, with the rule whose violation a record may explain."""

SIGNS = ("facade_id", "attack_id", "day", "evidence", "owner", "strength", "points_to")
RUNS = ("facade_id", "evidence", "owner", "points_to", "first", "last", "campaigns", "attacks",
        "chance", "latest", "drifted")  # fmt: skip


def signs(findings: Findings) -> pd.DataFrame:
    """Group that each claim points to by ground and by weapon.

    By ground a claim points to the owner of its brand when the launch is surely inside the
    owner’s own ground; to another group when it is surely inside that group’s ground alone and
    surely outside the owner’s. By weapon it points to the group that appears to hold the weapon
    alone. Whatever cannot be decided, and a violation that a record explains, points to nobody.

    Parameters
    ----------
    findings
        Of a record.

    Returns
    -------
    Frame with `SIGNS`, one row a claim of a brand with an owner and what it points by, in the
    order of days; `strength` is low where the link is stale or disputed.
    """
    cases = findings.cases
    attacks = cases.attacks
    claims = cases.claims[cases.claims["facade_id"] != ""]
    rows = claims[["facade_id", "attack_id"]].drop_duplicates()
    rows = rows.join(attacks[["judged_on", "counts", "method"]], on="attack_id")
    rows = rows[rows["counts"].astype(bool) & rows["judged_on"].notna()].reset_index(drop=True)
    link = owners_on(rows["facade_id"], rows["judged_on"], cases.registry)
    rows = rows.assign(
        owner=link["owner"],
        strength=link["strength"].where(link["fresh"] & ~link["disputed"], "low"),
        day=rows["judged_on"],
    )
    rows = rows[rows["owner"] != ""]
    parts = [
        rows.assign(evidence="ground", points_to=_by_ground(rows, cases)),
        rows.assign(evidence="weapon", points_to=_by_weapon(rows, cases)),
    ]
    every = pd.concat(parts, ignore_index=True)
    explaining = findings.terms[findings.terms["effect"] == "explains"]
    covered = explaining.assign(rule=explaining["covers"].str.split("|")).explode("rule")
    known = set(zip(covered["attack_id"], covered["rule"], strict=True))
    explained = [
        (ident, EVIDENCE[kind]) in known
        for ident, kind in zip(every["attack_id"], every["evidence"], strict=True)
    ]
    pointing = every[(every["points_to"] != "") & ~np.array(explained, dtype=bool)]
    order = ["facade_id", "evidence", "day", "attack_id"]
    return pointing.sort_values(order, ignore_index=True)[list(SIGNS)]


def _by_ground(rows: pd.DataFrame, cases: Cases) -> list[str]:
    inside = holders(cases.launch, kinds=OWN_GROUND, states=(INSIDE,))
    near = holders(cases.launch, kinds=(*OWN_GROUND, "gap"), states=(INSIDE, CANNOT_TELL))
    known = holders(cases.launch, kinds=OWN_GROUND, states=(INSIDE, CANNOT_TELL, OUTSIDE))
    found = []
    for ident, owner in zip(rows["attack_id"], rows["owner"], strict=True):
        if owner in inside[ident]:
            found.append(owner)
        elif owner in near[ident] or owner not in known[ident] or len(inside[ident]) != 1:
            found.append("")
        else:
            found.append(inside[ident][0])
    return found


def _by_weapon(rows: pd.DataFrame, cases: Cases) -> list[str]:
    rules = cases.registry.weapon_rules
    rules = rules.assign(method=rules["methods"].str.split("|")).explode("method")
    hits = rows.reset_index(names="row").merge(rules, on="method")
    day = hits["day"]
    fresh = (hits["valid_from"].isna() | (hits["valid_from"] <= day)) & (
        hits["valid_to"].isna() | (day < hits["valid_to"])
    )
    fresh &= day <= hits["last_confirmed"] + pd.DateOffset(months=12)
    hits = hits[fresh]
    users = tuples(hits["group_id"], by=hits["row"], index=rows.index)
    alone = hits[hits["kind"] == "monopoly"].drop_duplicates("row").set_index("row")["group_id"]
    return [
        owner if owner in users[row] else str(alone.get(row, ""))
        for row, owner in zip(rows.index, rows["owner"], strict=True)
    ]


def runs(rows: pd.DataFrame) -> pd.DataFrame:
    """Gather the signs of each façade into runs that point to one group.

    Parameters
    ----------
    rows
        As `signs` gives them.

    Returns
    -------
    Frame with `RUNS`, one row a run, in order. `attacks` is a tuple of ids; `campaigns` counts
    claims within `CAMPAIGN_DAYS` of a campaign’s first once. `chance` is that of so many
    campaigns pointing away from the owner though the link holds as often as its strength says
    (`geo.attribution.evidence.FACADE_HOLDS`), 1 where the run points to the owner. `latest` marks
    the last run of a façade by that evidence; it is `drifted` when it points away and its chance
    is at most `CHANCE`.
    """
    if rows.empty:
        return pd.DataFrame(columns=list(RUNS), dtype=object)
    keys = ["facade_id", "evidence", "owner", "points_to"]
    fresh = (rows[keys] != rows[keys].shift()).any(axis=1)
    parts = [part for _, part in rows.groupby(fresh.cumsum(), sort=True)]
    out = pd.DataFrame([_run(part) for part in parts])
    which = [out["facade_id"], out["evidence"]]
    out["latest"] = ~pd.Series(list(zip(*which, strict=True))).duplicated(keep="last")
    away = out["points_to"] != out["owner"]
    out["drifted"] = out["latest"] & away & (out["chance"] <= CHANCE)
    return out[list(RUNS)]


def _run(part: pd.DataFrame) -> dict[str, object]:
    row = part.iloc[-1]
    campaigns, begin = 0, None
    for day in part["day"].tolist():
        if begin is None or (day - begin).days > CAMPAIGN_DAYS:
            campaigns, begin = campaigns + 1, day
    misses = 1.0 - FACADE_HOLDS.get(row["strength"], FACADE_HOLDS["low"])
    own = row["points_to"] == row["owner"]
    return {
        **{name: row[name] for name in ("facade_id", "evidence", "owner", "points_to")},
        "first": part["day"].iloc[0],
        "last": part["day"].iloc[-1],
        "campaigns": campaigns,
        "attacks": tuple(part["attack_id"]),
        "chance": 1.0 if own else misses**campaigns,
    }


def facade_runs(findings: Findings) -> pd.DataFrame:
    """Runs of every façade of a record; see `runs`."""
    return runs(signs(findings))
