"""A ranking in words: who leads, where anybody does, and how sure that is."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import mismatch, wording
from geo.events import UNKNOWN
from geo.ranking import Ranking, rank
from geo.territory import Ground
from geo.vote import UNKNOWN_SHARE

FEW = 30
"""Usable past attacks, all groups together, under which the record is too thin for place."""

UNHEARD = (
    " A record explains what does not fit here; the ranking does not hear it where it was made of "
    "this very attack, for then it is part of the assessment."
)

LEADS = 0.45
"""Under this nobody is said to lead: the words would be “unlikely” or less."""


def is_thin(ground: Ground) -> bool:
    """Tell whether the record is too thin for place to rank groups."""
    return int(ground.baseline["events"].sum()) < FEW


def is_firm(ranking: Ranking, *, told: pd.DataFrame, thin: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n,) True where a ranking is more than drawn ground: past attacks, or claims and rules.

    With few past attacks, claims and rules alone, on even shares, have to give the group that
    comes first enough to lead.

    Parameters
    ----------
    ranking
        The ranking.
    told
        Terms of claims and rules: `geo.evidence.COLUMNS`.
    thin
        (n,) True where the record was too thin on the day.
    """
    posterior = ranking.posterior
    groups = posterior.shape[1] - 1
    even = np.append(np.full(groups, (1.0 - UNKNOWN_SHARE) / groups), UNKNOWN_SHARE)
    start = pd.DataFrame([even] * len(posterior), posterior.index, posterior.columns)
    alone = rank(start, told).posterior.to_numpy()
    first = posterior.to_numpy().argmax(axis=1)
    return np.asarray(~thin | (alone[np.arange(len(alone)), first] >= LEADS))


def says(
    ranking: Ranking,
    *,
    moved: NDArray[np.bool_],
    firm: NDArray[np.bool_],
    explained: NDArray[np.bool_],
) -> pd.Series:
    """One sentence on likelihood an attack; who leads is said of firm rankings alone.

    Parameters
    ----------
    ranking
        The ranking.
    moved
        (n,) True where anything speaks.
    firm
        (n,) as `is_firm` tells.
    explained
        (n,) True where a record explains what does not fit.
    """
    best = ranking.top(2)
    first, second = (best[best["rank"] == r].set_index("attack_id") for r in (1, 2))
    text = []
    for heard, sure, g, w, p, h, q in zip(
        moved, firm, first["group"], first["words"], first["p"], second["group"], second["p"],
        strict=True,
    ):  # fmt: skip
        then = f"next {_who(h)} ({wording.percent(q)})."
        if not heard:
            text.append("Nothing known of this attack speaks for one group more than for another.")
        elif not sure:
            text.append(
                f"No finding: past attacks are too few to rank groups by place. What is drawn and "
                f"known would put {_who(g)} first, then {_who(h)}."
            )
        elif p < LEADS:
            text.append(
                f"No group stands out: {_who(g)} comes first ({w}, {wording.percent(p)}); {then}"
            )
        else:
            text.append(f"{_who(g)} leads ({w}, {wording.percent(p)}); {then}")
    also = np.where(explained & moved, UNHEARD, "").tolist()
    told = [one + more for one, more in zip(text, also, strict=True)]
    return pd.Series(told, index=first.index, dtype=object)


def _who(group: str) -> str:
    return "a group not on the list" if group == UNKNOWN else group


def confidence(judged: pd.DataFrame, ground: Ground, speaks: NDArray[np.bool_]) -> pd.Series:
    """One sentence on confidence an attack, with its reasons.

    Parameters
    ----------
    judged
        As `geo.mismatch.judge` gives it.
    ground
        Usual ground on the day.
    speaks
        (n,) True where the launch is known.
    """
    total, few = int(ground.baseline["events"].sum()), is_thin(ground)
    many = f"{total} attack" if total == 1 else f"{total} attacks"
    record = f"the record holds {many} to learn places from, too few for event evidence"
    out = []
    for events, campaigns, shared, here in zip(
        judged["events"], judged["campaigns"], judged["shared"], speaks.tolist(), strict=True
    ):
        because = []
        if few:
            because.append(record + (", so the areas speak alone" if total == 0 else ""))
        if not here:
            because.append("the launch is not known")
        elif shared:
            because.append("groups share this ground")
        if not few and here:
            because.append(f"the named group has {events} known attacks in {campaigns} campaigns")
        weak = few or not here or shared or events < mismatch.LEAST_EVENTS
        thin = campaigns < mismatch.LEAST_CAMPAIGNS
        out.append(wording.confidence("low" if weak or thin else "moderate", because=because))
    return pd.Series(out, index=judged.index, dtype=object)
