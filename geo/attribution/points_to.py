"""What each attack points to: groups, a strength in words, and every indication behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.atlas import Atlas
from geo.attribution import indications_claims as claims
from geo.attribution import indications_ground as ground
from geo.attribution import indications_rules as rules
from geo.attribution.evidence import unprompted
from geo.attribution.indications import COLUMNS, MODERATE, WEAK, WORDS, join
from geo.attribution.no_candidate import out_of_reach, without
from geo.attribution.voices import combine
from geo.progress import report_progress
from geo.reference.known import known_by, published_by
from geo.verdicts.cases import Cases, rejoined
from geo.verdicts.check import Findings
from geo.verdicts.rules_targets import windows_end

BLURRED = " Cells across groups may have been at work then, so no more than moderate."
OPEN = " Its author is open, so no more than weak."


FINDERS: tuple[Callable[[Cases], pd.DataFrame], ...] = (
    ground.ground,
    rules.named_holder,
    claims.brand,
    claims.umbrella,
    rules.exclusive_target,
    rules.usual_target,
    rules.lead_target,
    rules.exclusive_weapon,
    rules.main_user,
    rules.lead_weapon,
)
"""What finds the indications of `geo.attribution.indications.INDICATIONS`, each one or several."""


@dataclass(frozen=True, eq=False)
class Points:
    """What attacks point to.

    Parameters
    ----------
    table
        On the attacks' index: `groups` (tuple, those with most behind them first), `strength` (a
        word of `geo.schemas.tokens.Strength`) and `mixed`; the same without the claim as
        `without_groups`, `without_strength` and `without_mixed`.
    indications
        One row each, see `geo.attribution.indications.COLUMNS`, with `strength` in words: those
        of an attack stand together, strongest first.
    """

    table: pd.DataFrame
    indications: pd.DataFrame


def points_to(
    findings: Findings,
    *,
    atlas: Atlas,
    known_on: dt.date | None = None,
) -> Points:
    """Say what everything on record but the assessment indicates, for each attack.

    Parameters
    ----------
    findings
        As `geo.verdicts.check.check` gives them; not changed. No assessment is read.
    atlas
        Ground that they were checked against, and the record whose launches may bring a group
        within reach.
    known_on
        Nothing published after this day is used, and attacks after it point to nobody; None for
        everything.

    Returns
    -------
    Points
        On the index of the findings' attacks.
    """
    day = None if known_on is None else pd.Timestamp(known_on)
    cases = _hidden(findings.cases, atlas, day)
    parts = []
    for place, find in enumerate(FINDERS):
        report_progress(f"What it points to, {place + 1} of {len(FINDERS)}", place / len(FINDERS))
        parts.append(find(cases))
    stated = join(parts)
    groups = tuple(sorted({group for each in stated["groups"] for group in each}))
    out = out_of_reach(cases, atlas.record, groups=groups, known_on=day)
    found = _settled(without(stated, out, cases), cases)
    index = cases.attacks.index
    with_claim = combine(found, index)
    unclaimed = combine(found[~found["claim"].astype(bool)], index)
    table = with_claim.join(unclaimed[["groups", "strength", "mixed"]].add_prefix("without_"))
    return Points(table, found)


def _hidden(cases: Cases, atlas: Atlas, known_on: pd.Timestamp | None) -> Cases:
    """Cases without their assessments, and with nothing that was published after a day."""
    hidden = unprompted(cases)
    if known_on is None:
        return hidden
    registry = known_by(cases.registry, known_on)
    out = published_by(cases.registry.sources["date"])
    stated = cases.claims["source_id"].map(out)
    claims_by_then = cases.claims[stated.isna() | (stated <= known_on)]
    attacks = hidden.attacks
    branded = claims_by_then[claims_by_then["facade_id"] != ""]
    first = branded.sort_values("claim_order", kind="stable").drop_duplicates("attack_id")
    facade = first.set_index("attack_id")["facade_id"].reindex(attacks.index).fillna("")
    late = attacks["date"] > known_on
    attacks = attacks.assign(first_facade=facade.astype(object), counts=attacks["counts"] & ~late)
    by_then = replace(hidden, attacks=attacks, claims=claims_by_then, registry=registry)
    return rejoined(by_then, areas=atlas.known_on(known_on.date()).areas)


def _blurred(found: pd.DataFrame, cases: Cases) -> NDArray[np.bool_]:
    """(k,) True where a source warns that what an indication rests on blurs at that time."""
    windows = cases.registry.windows
    out = np.zeros(len(found), dtype=bool)
    if "blurs" not in windows:
        return out
    day = cases.attacks["judged_on"].reindex(found["attack_id"])
    rows = windows.assign(until=windows_end(windows))[windows["blurs"] != ""]
    for row in rows.to_dict("records"):
        there = ((day >= row["start"]) & ~(day >= row["until"])).to_numpy(bool)
        out |= there & found["kind"].isin(row["blurs"].split("|")).to_numpy(bool)
    return out


def _settled(found: pd.DataFrame, cases: Cases) -> pd.DataFrame:
    """Indications of attacks that count, those of an open author weak, strongest first."""
    attacks = cases.attacks
    found = found[found["attack_id"].isin(attacks.index[attacks["counts"].astype(bool)])]
    found = found.reindex(columns=list(COLUMNS)).copy()
    rank = found["rank"].to_numpy(np.int64)
    if "author_open" in attacks:
        open_ = found["attack_id"].isin(attacks.index[attacks["author_open"] == "yes"]).to_numpy()
        lowered = open_ & (rank > WEAK)
        found["text"] = found["text"] + np.where(lowered, OPEN, "")
        rank = np.where(lowered, WEAK, rank)
    blurred = _blurred(found, cases) & (rank > MODERATE)
    found["text"] = found["text"] + np.where(blurred, BLURRED, "")
    rank = np.where(blurred, MODERATE, rank)
    found["rank"] = rank
    found["strength"] = WORDS[rank]
    order = pd.Series(np.arange(len(attacks)), index=attacks.index)
    found["order"] = found["attack_id"].map(order).to_numpy()
    found = found.sort_values(
        ["order", "rank"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return found.drop(columns="order")
