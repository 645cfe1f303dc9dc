"""Evidence: each rule as log-likelihood with source and stated weight; many weigh nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.attribution.events import UNKNOWN
from geo.verdicts.cases import Cases
from geo.verdicts.rules import RULES, Rule, apply_rules
from geo.verdicts.rules_targets import convoy_claims

Floats = NDArray[np.float64]

INFORMATIVE = ("supports", "says", "asserts", "breaks")
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
    cases: Cases, *, groups: tuple[str, ...], rules: tuple[Rule, ...] = RULES
) -> pd.DataFrame:
    """Evidence of every rule, with the assessments hidden.

    Parameters
    ----------
    cases
        Attacks joined against the ground.
    groups
        Candidates without the unknown group.
    rules
        Rules to apply, each with its stated weight.

    Returns
    -------
    Long frame with `COLUMNS`, one row an attack, term and candidate (the unknown one included).
    `log_likelihood` is relative: only differences between groups count.
    """
    terms = rule_terms(cases, rules=rules)
    return weigh(terms, groups=groups, rules=rules, strength=link_strength(cases))


def rule_terms(cases: Cases, *, rules: tuple[Rule, ...] = RULES) -> pd.DataFrame:
    """Terms of every rule that can move a ranking or is listed in it, the assessments hidden.

    Returns
    -------
    As `geo.verdicts.rules.apply_rules` gives them.
    """
    terms = apply_rules(unprompted(cases), rules=rules)
    return terms[terms["effect"].isin((*INFORMATIVE, SHOWN))]


def link_strength(cases: Cases) -> pd.Series:
    """Strength of the link of the brand that claimed first, a key of `FACADE_HOLDS`, by attack."""
    link = cases.first_owners
    # A link not confirmed for a year, or disputed among sources, is no better than a weak one.
    strength = link["strength"].where(link["fresh"] & ~link["disputed"], "low")
    return strength.mask(convoy_claims(cases), "convoy")


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
            "basis": next(rule.basis for rule in RULES if rule.rule_id == "arrangement"),
        },
        columns=list(COLUMNS),
    )


def weigh(
    terms: pd.DataFrame,
    *,
    groups: tuple[str, ...],
    rules: tuple[Rule, ...] = RULES,
    strength: pd.Series | None = None,
) -> pd.DataFrame:
    """Turn terms into log-likelihoods.

    Parameters
    ----------
    terms
        As `geo.verdicts.rules.apply_rules` gives them.
    groups
        Candidates without the unknown group.
    rules
        Rules with their stated weights.
    strength
        Strength of the first façade's link, by attack; low where not given.

    Returns
    -------
    Long frame with `COLUMNS`. Terms that move nothing are listed with zeros, so that they show.

    Raises
    ------
    KeyError
        For a term of a rule that is not among them.
    """
    candidates = (*groups, UNKNOWN)
    odds = {rule.rule_id: rule.odds for rule in rules}
    basis = {rule.rule_id: rule.basis for rule in rules}
    missing = sorted(set(terms["rule_id"]) - set(odds))
    if missing:
        raise KeyError(f"no weight is stated for {', '.join(missing)}: add it to its rule")
    favoured = np.array(
        [[name in ids for name in candidates] for ids in terms["favours"]], dtype=bool
    ).reshape(len(terms), len(candidates))
    lifts = np.log(terms["rule_id"].map(odds).to_numpy(dtype=float))
    logs = np.where(favoured, lifts[:, None], 0.0)
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
            "basis": np.repeat(terms["rule_id"].map(basis).to_numpy(object), n),
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
