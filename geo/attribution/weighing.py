"""Findings weighed by what the record taught: each attack ranked, with its claim and without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.atlas import Atlas
from geo.attribution.as_of import as_of, candidates, launches, named, some
from geo.attribution.assess import Event, rank_attacks
from geo.attribution.events import UNKNOWN
from geo.attribution.icd203 import likelihood
from geo.attribution.ranking import Ranking
from geo.attribution.ranking_text import NO_CANDIDATE
from geo.verdicts.cases import assert_groups
from geo.verdicts.check import Findings


def weigh(findings: Findings, *, atlas: Atlas, chosen: list[str] | None = None) -> Event:
    """Rank the groups for some findings by the launches of the atlas's own record.

    Parameters
    ----------
    findings
        As `geo.verdicts.check.check` gives them; not changed.
    atlas
        Registries and areas, and the record to learn from.
    chosen
        Ids of the attacks to rank; all of them when None.
    """
    attacks = findings.cases.attacks
    groups = candidates(findings, areas=atlas.areas, registry=atlas.registry)
    own = atlas.record
    taught = (
        attacks if attacks.index.equals(own.attacks.index) else assert_groups(own, atlas.registry)
    )
    known = [taught["date_latest"].max(), attacks["date_latest"].max()]
    latest = max([day for day in known if not pd.isna(day)], default=pd.Timestamp(0))
    ranked = findings if chosen is None else some(findings, attacks.index.isin(chosen))
    return rank_attacks(
        as_of(ranked, latest=latest),
        learned=launches(taught, groups=groups),
        areas=atlas.areas.table,
        reaches=atlas.registry.reaches,
        named=named(findings, registry=atlas.registry) | _said(taught),
    )


def _said(attacks: pd.DataFrame) -> frozenset[str]:
    """Groups that a record says have struck."""
    cells = [*attacks["asserted_group"].unique(), *attacks["assessed_group"].unique()]
    return frozenset(part for cell in cells for part in cell.split("|") if part)


def ranking_object(event: Event, ident: str) -> dict[str, Any]:
    """One attack's ranking as JSON has it: `says, confidence, groups, without_claim, reconciles`.

    A group is `{group, share, words}`, likeliest first, the unknown one as `unknown`; groups that
    are no candidates are left out. `share` is null where too few launches teach for percentages,
    and `words` too where the ranking is no finding. `without_claim` is null where there is no
    claim, `reconciles` where verdict and ranking do not differ.
    """
    row: Mapping[Any, Any] = event.table.loc[ident].to_dict()
    without = None
    if row["without_claim"]:
        without = {
            "says": row["without_claim"],
            "groups": _groups(
                event.without_claim, ident, few=row["small_sample"], firm=row["firm_without"]
            ),
        }
    return {
        "says": row["says"],
        "confidence": row["confidence"],
        "groups": _groups(event.ranking, ident, few=row["small_sample"], firm=row["firm"]),
        "without_claim": without,
        "reconciles": row["reconciles"] or None,
        "flags": list(row["flags"]),
    }


def _groups(ranking: Ranking, ident: str, *, few: bool, firm: bool) -> list[dict[str, Any]]:
    shares: pd.Series = ranking.posterior.T[ident]
    shares = shares[shares >= NO_CANDIDATE].sort_values(ascending=False, kind="stable")
    words = likelihood(shares.to_numpy(dtype=float))
    return [
        {
            "group": "unknown" if group == UNKNOWN else str(group),
            "share": None if few else round(float(share), 3),
            "words": str(word) if firm else None,
        }
        for (group, share), word in zip(shares.items(), words, strict=True)
    ]
