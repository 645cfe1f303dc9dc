"""Evidence: each rule as log-likelihood with source and stated weight; many weigh nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.attribution.events import UNKNOWN
from geo.verdicts.cases import Cases
from geo.verdicts.rules import apply_rules
from geo.verdicts.rules_targets import convoy_claims

Floats = NDArray[np.float64]

SPEAKING = ("supports", "says", "asserts", "breaks")
"""Effects that can move a ranking."""

SHOWN = "flag"
"""Effect that is listed and moves nothing."""

FACADE_HOLDS: Mapping[str, float] = {
    "high": 0.85, "medium": 0.75, "moderate": 0.75, "low": 0.60, "convoy": 0.40,
}  # fmt: skip
"""Chance that a claim under a brand is its owner's, by the strength of the recorded link.

Claims of convoy attacks hold less often, whatever the link: most are held to be false or doubled.
"""

CLAIM_RULES = ("facade_owner",)
"""Rules whose terms a ranking without the claim leaves out."""


@dataclass(frozen=True)
class Weight:
    """Stated weight of a rule.

    Parameters
    ----------
    odds
        How many times likelier the observation is for a group it favours than for any other;
        1 moves nothing.
    basis
        Why that much. All are this project's own judgement.
    """

    odds: float
    basis: str


WEIGHTS: Mapping[str, Weight] = {
    "facade_owner": Weight(
        1.0,
        "A brand holds for its owner at 85, 75 or 60 % by the strength of the link, and at 40 % "
        "where it claims a convoy attack; the rest is shared by all other groups, the unknown one "
        "included: claims are sometimes false.",
    ),
    "launch_ground": Weight(1.0, "Counted once, as place: the areas are part of usual ground."),
    "target_exclusive": Weight(6.0, "Others have struck with and without leave."),
    "weapon_monopoly": Weight(8.0, "The source says “appears”."),
    "target_usual": Weight(3.0, "A habit, not a right."),
    "target_lead": Weight(1.5, "Leads may be symbolic."),
    "weapon_user": Weight(2.0, "Others use it too."),
    "arrangement": Weight(
        1.0,
        "Who is reported to use a holder’s sites is as likely there as the holder. A permission "
        "for one attack is part of its assessment and is not heard.",
    ),
    "across_committee_lines": Weight(1.0, "A trend that is often ridden over."),
    "outside_all_ground": Weight(1.0, "It would fit no group, so it moves none."),
    "contested_ground": Weight(1.0, "Counted as place."),
    "ground_unconfirmed": Weight(1.0, "About the ground, not about a group."),
    "low_confidence_ground": Weight(1.0, "About the ground, not about a group."),
    "facade_method": Weight(1.0, "Claims of few methods are known."),
    "disputed_link": Weight(
        1.0, "Counted in the brand’s own weight: a disputed link is a weak one."
    ),
    "rival_claims": Weight(1.0, "The first claim is weighed; the others are shown."),
    "low_confidence": Weight(1.0, "About the assessment, not about a group."),
    "rival_assessments": Weight(1.0, "About the assessments, which are hidden here."),
    "authorship_doubted": Weight(1.0, "A denial is shown, and believed of nobody."),
    "possible_support": Weight(1.0, "Support is not authorship."),
    "target_closed": Weight(1.0, "About the record, not about a group."),
    "window": Weight(1.0, "Truces bind nobody in particular, and are broken."),
}

COLUMNS = ("attack_id", "term_id", "group", "log_likelihood", "text", "source", "basis")


def unprompted(cases: Cases) -> Cases:
    """Hide what people assessed: evidence must not echo the answer it is compared with."""
    blank = cases.attacks.assign(
        assessed_group="",
        asserted_group="",
        asserted_from=np.where(cases.attacks["first_facade"] != "", "claim", ""),
    )
    return replace(cases, attacks=blank)


def registry_terms(
    cases: Cases, *, groups: tuple[str, ...], weights: Mapping[str, Weight] = WEIGHTS
) -> pd.DataFrame:
    """Evidence of every rule, with the assessments hidden.

    Parameters
    ----------
    cases
        Attacks joined against the ground.
    groups
        Candidates without the unknown group.
    weights
        Stated weight of each rule, by rule id.

    Returns
    -------
    Long frame with `COLUMNS`, one row an attack, term and candidate (the unknown one included).
    `log_likelihood` is relative: only differences between groups count.
    """
    hidden = unprompted(cases)
    told = apply_rules(hidden)
    told = told[told["effect"].isin((*SPEAKING, SHOWN))]
    link = hidden.first_owners
    # A link not confirmed for a year, or disputed among sources, is no better than a weak one.
    strength = link["strength"].where(link["fresh"] & ~link["disputed"], "low")
    strength = strength.mask(convoy_claims(cases), "convoy")
    return weigh(told, groups=groups, weights=weights, strength=strength)


def shared_site_terms(
    sites: pd.DataFrame, *, place: pd.DataFrame, groups: tuple[str, ...]
) -> pd.DataFrame:
    """Let a place speak for those who use another's sites as it speaks for their holder.

    Parameters
    ----------
    sites
        As `geo.verdicts.rules_arrangements.shared_sites` gives them.
    place
        Attacks by candidates: the share at each place.
    groups
        Candidates without the unknown group.

    Returns
    -------
    Long frame with `COLUMNS`; only sites at which the holder's share is the larger one.
    """
    known = sites["user"].isin(groups) & sites["holder"].isin(groups)
    sites = sites[known & sites["attack_id"].isin(place.index)]
    row = place.index.get_indexer(pd.Index(sites["attack_id"]))
    user, holder = (place.columns.get_indexer(pd.Index(sites[n])) for n in ("user", "holder"))
    share = np.maximum(place.to_numpy(dtype=float), np.finfo(float).tiny)
    lift = np.log(share[row, holder]) - np.log(share[row, user])
    sites, lift = sites[lift > 0], lift[lift > 0]
    n = len(groups) + 1
    logs = np.zeros((len(sites), n))
    logs[np.arange(len(sites)), place.columns.get_indexer(pd.Index(sites["user"]))] = lift
    repeated = {
        name: np.repeat(sites[name].to_numpy(dtype=object), n)
        for name in ("attack_id", "text", "source")
    }
    return pd.DataFrame(
        repeated
        | {
            "term_id": "arrangement",
            "group": np.tile(np.array([*groups, UNKNOWN], dtype=object), len(sites)),
            "log_likelihood": logs.ravel(),
            "basis": WEIGHTS["arrangement"].basis,
        },
        columns=list(COLUMNS),
    )


def weigh(
    terms: pd.DataFrame,
    *,
    groups: tuple[str, ...],
    weights: Mapping[str, Weight] = WEIGHTS,
    strength: pd.Series | None = None,
) -> pd.DataFrame:
    """Turn terms into log-likelihoods.

    Parameters
    ----------
    terms
        As `geo.verdicts.rules.apply_rules` gives them.
    groups
        Candidates without the unknown group.
    weights
        Stated weight of each rule.
    strength
        Strength of the first façade's link, by attack; low where not given.

    Returns
    -------
    Long frame with `COLUMNS`. Terms that move nothing are listed with zeros, so that they show.

    Raises
    ------
    KeyError
        For a rule without a stated weight.
    """
    candidates = (*groups, UNKNOWN)
    missing = sorted(set(terms["rule_id"]) - set(weights))
    if missing:
        raise KeyError(f"no weight is stated for {', '.join(missing)}: add it to WEIGHTS")
    favoured = np.array(
        [[name in told for name in candidates] for told in terms["favours"]], dtype=bool
    ).reshape(len(terms), len(candidates))
    odds = terms["rule_id"].map({rule: weight.odds for rule, weight in weights.items()})
    logs = np.where(favoured, np.log(odds.to_numpy(dtype=float))[:, None], 0.0)
    logs[(terms["effect"] == SHOWN).to_numpy()] = 0.0
    brand = (terms["rule_id"] == "facade_owner").to_numpy() & favoured.any(axis=1)
    if brand.any():
        links = terms["attack_id"].map(strength if strength is not None else {})
        holds = np.asarray(links.map(FACADE_HOLDS).fillna(FACADE_HOLDS["low"]), dtype=np.float64)
        logs[brand] = facade_log_likelihood(favoured[brand], holds=holds[brand])
    n = len(candidates)
    # What names nobody among the candidates favours none of them.
    return pd.DataFrame(
        {
            "attack_id": np.repeat(terms["attack_id"].to_numpy(dtype=object), n),
            "term_id": np.repeat(terms["term_id"].to_numpy(dtype=object), n),
            "group": np.tile(np.array(candidates, dtype=object), len(terms)),
            "log_likelihood": logs.ravel(),
            "text": np.repeat(terms["text"].to_numpy(dtype=object), n),
            "source": np.repeat(terms["source"].to_numpy(dtype=object), n),
            "basis": np.repeat(
                terms["rule_id"].map({k: w.basis for k, w in weights.items()}).to_numpy(object), n
            ),
        },
        columns=list(COLUMNS),
    )


def facade_log_likelihood(owned: NDArray[np.bool_], *, holds: float | Floats) -> Floats:
    """Log-likelihood of a claim under a brand, by group.

    Parameters
    ----------
    owned
        (n, K) True for the brand's owner among the candidates; all False where nobody claims or
        the owner is none of them, and then nothing moves.
    holds
        Chance that such a claim is true, one value or shape (n,).

    Returns
    -------
    (n, K) log-likelihood: `holds` for the owner, the rest shared by the other candidates.
    """
    chance = np.broadcast_to(np.asarray(holds, dtype=float), owned.shape[:1])[:, None]
    others = np.maximum(owned.shape[1] - owned.sum(axis=1, keepdims=True), 1)
    logs = np.where(owned, np.log(chance), np.log((1.0 - chance) / others))
    return np.where(owned.any(axis=1, keepdims=True), logs, 0.0)
