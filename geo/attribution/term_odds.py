"""How far each term moves one attack's ranking, in odds and in words, and on which it hangs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.attribution.ranking import Ranking

EVEN = 1.05
"""Odds below which a term is said to move nothing."""

_STRENGTHS = ((2.0, "slightly"), (5.0, "moderately"), (15.0, "strongly"))
_STRONGEST = "very strongly"
_TIE = 1e-9


def strength_words(odds: float) -> str:
    """How strongly odds of so many to one speak; below 1 they speak as strongly against."""
    size = max(odds, 1.0 / odds) if odds > 0 else float("inf")
    if size < EVEN:
        return "not at all"
    return next((words for limit, words in _STRENGTHS if size < limit), _STRONGEST)


def odds_words(odds: float) -> str:
    """Odds as people read them, such as "6 to 1"; above 50 only that they are."""
    size = max(odds, 1.0 / odds) if odds > 0 else float("inf")
    return "over 50 to 1" if size > 50 else f"{size:.2g} to 1"  # noqa: PLR2004


def odds_by_term(ranking: Ranking, attack_id: str, *, subject: str) -> pd.DataFrame:
    """What every term of one attack says of one group, strongest first.

    Parameters
    ----------
    ranking
        As `geo.attribution.assess.rank` gives it.
    attack_id
        The attack.
    subject
        The group looked at, one of the candidates.

    Returns
    -------
    One row a term: `term_id, odds` (how many times likelier the observation is for the subject
    than for the mean of all other candidates; 1 moves nothing), `favours` (groups for which it is
    likeliest, a tuple, empty where nothing moves), `leads_without` (the group that would come
    first without the term), `text, source, basis`.
    """
    mine = ranking.terms[ranking.terms["attack_id"] == attack_id]
    texts = mine.drop_duplicates("term_id").set_index("term_id")
    candidates = list(ranking.posterior.columns)
    logs = mine.pivot_table(
        index="term_id", columns="group", values="log_likelihood", aggfunc="sum", sort=False
    ).reindex(index=texts.index, columns=candidates, fill_value=0.0)
    values = logs.to_numpy(dtype=float)
    chance = np.exp(values - values.max(axis=1, keepdims=True, initial=-np.inf))
    at = candidates.index(subject)
    others = np.delete(chance, at, axis=1).mean(axis=1)
    odds = np.maximum(chance[:, at], 1e-30) / np.maximum(others, 1e-30)
    best = chance >= 1.0 - _TIE
    moved = ~best.all(axis=1)
    with np.errstate(divide="ignore"):
        now = np.log(ranking.posterior.loc[attack_id].to_numpy(dtype=float))
    without = (now[None, :] - values).argmax(axis=1)
    table = pd.DataFrame(
        {
            "term_id": texts.index.to_numpy(dtype=object),
            "odds": odds,
            "favours": [
                tuple(name for name, on in zip(candidates, row, strict=True) if on) if any_ else ()
                for row, any_ in zip(best.tolist(), moved.tolist(), strict=True)
            ],
            "leads_without": [candidates[column] for column in without],
            "text": texts["text"].to_numpy(dtype=object),
            "source": texts["source"].to_numpy(dtype=object),
            "basis": texts["basis"].to_numpy(dtype=object),
        }
    )
    size = np.abs(np.log(odds))
    return table.iloc[np.argsort(-size, kind="stable")].reset_index(drop=True)
