"""A ranking in words: who leads, where anybody does, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.attribution import icd203 as wording
from geo.attribution import place_anomaly as mismatch
from geo.attribution.events import UNKNOWN
from geo.attribution.evidence import CLAIM_RULES
from geo.attribution.ranking import Ranking, rank
from geo.attribution.usual_ground import Ground
from geo.attribution.vote import UNKNOWN_SHARE

FEW = mismatch.FEW
"""Usable past attacks, all groups together, under which the record is too small for place."""

FIELD = 8
"""Groups among which claims and rules have to make somebody lead, however many are candidates."""

LEADS = 0.45
"""Under this nobody is said to lead: the words would be “unlikely” or less."""

_CLEAR = 1.1
"""A share has to be this much larger than the next for an order to be stated."""

NO_CANDIDATE = 1e-9
"""Shares under this belong to groups that are no candidates at all."""

CONVOY = (
    "by the claim of its brand, and most reported convoy attacks are held to be false, doubled, or "
    "extortion in disguise"
)
DISPUTED = "by the claim of a brand alone, and whose brand that is, is disputed"

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class RankingState:
    """How far each attack's ranking may be stated.

    Parameters
    ----------
    moved
        (n,) True where anything is informative.
    firm
        (n,) as `is_firm` gives it.
    small_sample
        (n,) True where the record held too few attacks on the day: no percentages are given.
    weakly
        (n,) why whom a claim names comes first weakly and does not lead, `CONVOY` or `DISPUTED`;
        empty where nothing is against it.
    """

    moved: Mask
    firm: Mask
    small_sample: Mask
    weakly: NDArray[np.object_]


def is_small_sample(ground: Ground) -> bool:
    """Tell whether the record holds too few attacks for place to rank groups."""
    return int(ground.baseline["events"].sum()) < FEW


def is_firm(ranking: Ranking, *, terms: pd.DataFrame, small_sample: Mask) -> Mask:
    """(n,) True where a ranking is more than drawn ground: past attacks, or claims and rules.

    With few past attacks, claims and rules alone, on even shares of `FIELD` groups, have to give
    the group that comes first enough to lead.

    Parameters
    ----------
    ranking
        The ranking.
    terms
        Terms of claims and rules: `geo.attribution.evidence.COLUMNS`.
    small_sample
        (n,) True where the record held too few attacks on the day.
    """
    posterior = ranking.posterior
    alone = _share_in_field(posterior, terms)
    return np.asarray(~small_sample | (alone >= LEADS))


def _share_in_field(posterior: pd.DataFrame, terms: pd.DataFrame) -> NDArray[np.float64]:
    """(n,) share that terms alone give to whoever comes first, among `FIELD` groups on even shares.

    The others are those whom the terms favour most; where there are fewer, of the rest nothing is
    known. So a share does not hang on how many groups happen to be candidates.
    """
    groups = posterior.shape[1] - 1
    even = pd.DataFrame(1.0, posterior.index, posterior.columns)
    odds = rank(even, _as_of_field(terms, groups)).posterior.to_numpy()
    row = np.arange(len(odds))
    first = posterior.to_numpy().argmax(axis=1)
    mine, nobody = odds[row, first], odds[:, -1]
    others = odds[:, :-1].copy()
    known = first < groups
    others[row[known], first[known]] = -1.0
    places = FIELD - known.astype(int)
    counted = (np.arange(groups) < places[:, None]) & (np.sort(others, axis=1)[:, ::-1] >= 0)
    others = np.where(counted, np.sort(others, axis=1)[:, ::-1], 0.0).sum(axis=1)
    others += np.maximum(FIELD - groups, 0) * nobody
    each = (1.0 - UNKNOWN_SHARE) / FIELD
    mine = mine * np.where(known, each, UNKNOWN_SHARE)
    rest = others * each + np.where(known, nobody * UNKNOWN_SHARE, 0.0)
    return np.asarray(mine / (mine + rest))


def _as_of_field(terms: pd.DataFrame, groups: int) -> pd.DataFrame:
    """Terms with what a brand leaves to all others shared among as many as `FIELD` has."""
    brand = terms["term_id"].isin(CLAIM_RULES) & (terms["log_likelihood"] != 0)
    if not brand.any():
        return terms
    logs = terms["log_likelihood"].where(brand)
    best = logs.groupby(terms["attack_id"]).transform("max")
    shift = np.log(max(groups, 1) / FIELD)
    moved = terms["log_likelihood"] + np.where(brand & (logs < best), shift, 0.0)
    return terms.assign(log_likelihood=moved)


def leaders(ranking: Ranking, state: RankingState) -> pd.Series:
    """Group that is said to lead each attack's ranking, empty where none is."""
    best = ranking.top(1).set_index("attack_id")
    sure = state.moved & state.firm & (state.weakly == "") & (best["p"] >= LEADS).to_numpy()
    return best["group"].where(sure & (best["group"] != UNKNOWN).to_numpy(), "")


def says(ranking: Ranking, state: RankingState) -> pd.Series:
    """One sentence on likelihood an attack; who leads is said of firm rankings alone.

    Parameters
    ----------
    ranking
        The ranking.
    state
        How far it may be stated.
    """
    best = ranking.top(2)
    first, second = (best[best["rank"] == r].set_index("attack_id") for r in (1, 2))
    text = []
    for moved, sure, few, weakly, (g, w, p), (h, v, q) in zip(
        state.moved,
        state.firm,
        state.small_sample.tolist(),
        state.weakly,
        first[["group", "words", "p"]].itertuples(index=False, name=None),
        second[["group", "words", "p"]].itertuples(index=False, name=None),
        strict=True,
    ):
        runner = "" if q < NO_CANDIDATE else _who(h)
        then = f"; next {runner} ({_chance(v, q, few=few)})." if runner else "."
        if not moved:
            text.append("Nothing known of this attack speaks for one group more than for another.")
        elif weakly:
            text.append(f"{_who(g)} comes first, weakly: {weakly}.")
        elif not sure and (g == UNKNOWN or p < _CLEAR * q):
            text.append(
                "No finding: past attacks are too few to rank groups by place, and what is drawn "
                "and known puts no group clearly before the others."
            )
        elif not sure:
            rest = f" first, then {runner}." if runner else " first."
            text.append(
                "No finding: past attacks are too few to rank groups by place. What is drawn and "
                f"known would put {_who(g)}{rest}"
            )
        elif p < LEADS:
            text.append(
                f"No group stands out: {_who(g)} comes first ({_chance(w, p, few=few)}){then}"
            )
        else:
            text.append(f"{_who(g)} leads ({_chance(w, p, few=few)}){then}")
    return pd.Series(text, index=first.index, dtype=object)


def _chance(words: str, p: float, *, few: bool) -> str:
    """Words of likelihood, with a percentage where enough launches teach."""
    return words if few else f"{words}, {wording.percent(p)}"


def named(text: str, ranking: Ranking, *, name: Callable[[str], str]) -> str:
    """Put readable names in a sentence on a ranking for the ids of its groups."""
    ids = sorted(map(str, ranking.posterior.columns.drop(UNKNOWN)), key=len, reverse=True)
    if not ids:
        return text
    pattern = r"\b(" + "|".join(map(re.escape, ids)) + r")\b"
    return re.sub(pattern, lambda found: name(found[0]), text)


def _who(group: str) -> str:
    return "a group not on the list" if group == UNKNOWN else group


def confidence(
    judged: Mapping[str, NDArray[Any]], ground: Ground, informative: Mask
) -> NDArray[np.object_]:
    """(n,) one sentence on confidence an attack, with its reasons.

    Parameters
    ----------
    judged
        As `geo.attribution.place_anomaly.judged` gives it.
    ground
        Usual ground on the day.
    informative
        (n,) True where the launch is known.
    """
    total, few = int(ground.baseline["events"].sum()), is_small_sample(ground)
    many = f"{total} launch" if total == 1 else f"{total} launches"
    record = f"the record holds {many} to learn places from, too few for event evidence"
    nothing_known = total == 0 or not ground.baseline["n_effective"].any()
    out = []
    for events, campaigns, shared, here in zip(
        *(judged[name].tolist() for name in ("events", "campaigns", "shared")),
        informative.tolist(),
        strict=True,
    ):
        because = []
        if few:
            because.append(record + (", so the areas speak alone" if nothing_known else ""))
        if not here:
            because.append("the launch is not known")
        elif shared:
            because.append("groups share this ground")
        if not few and here:
            because.append(f"the named group has {events} known attacks in {campaigns} campaigns")
        weak = few or not here or shared or events < mismatch.LEAST_EVENTS
        few_campaigns = campaigns < mismatch.LEAST_CAMPAIGNS
        out.append(
            wording.confidence("low" if weak or few_campaigns else "moderate", because=because)
        )
    return np.array(out, dtype=object)
