"""Candidates ranked: the share at a place times the likelihood of every term."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.attribution import icd203 as wording


@dataclass(frozen=True, eq=False)
class Ranking:
    """How likely each group is for each attack.

    Parameters
    ----------
    posterior
        Attacks by candidates, the unknown group last; rows sum to one.
    terms
        Every term with its weight, the place among them: `geo.attribution.evidence.COLUMNS`.
    """

    posterior: pd.DataFrame
    terms: pd.DataFrame

    def top(self, n: int = 3) -> pd.DataFrame:
        """The likeliest candidates of each attack.

        Returns
        -------
        `attack_id, rank, group, p, words`, best first; ties by name.
        """
        names = np.array(self.posterior.columns, dtype=object)
        values = self.posterior.to_numpy()
        order = np.argsort(-values, axis=1, kind="stable")[:, :n]
        rows = np.repeat(np.arange(len(values)), order.shape[1])
        p = values[rows, order.ravel()]
        return pd.DataFrame(
            {
                "attack_id": self.posterior.index.to_numpy(dtype=object)[rows],
                "rank": np.tile(np.arange(1, order.shape[1] + 1), len(values)),
                "group": names[order.ravel()],
                "p": p,
                "words": wording.likelihood(p),
            }
        )


def rank(place: pd.DataFrame, terms: pd.DataFrame) -> Ranking:
    """Multiply the share at the place with the likelihood of every term.

    Parameters
    ----------
    place
        Attacks by candidates, `unknown` last: the share at each place, or mere activity where
        no place speaks. Rows sum to one.
    terms
        Long frame with `geo.attribution.evidence.COLUMNS`.

    Returns
    -------
    Ranking
        On the index of `place`.
    """
    row = place.index.get_indexer(pd.Index(terms["attack_id"]))
    column = place.columns.get_indexer(pd.Index(terms["group"]))
    hit = (row >= 0) & (column >= 0)
    logs = np.zeros(place.shape)
    np.add.at(logs, (row[hit], column[hit]), terms["log_likelihood"].to_numpy(dtype=float)[hit])
    with np.errstate(divide="ignore"):
        start = np.log(place.to_numpy(dtype=float))
    total = start + logs
    total -= total.max(axis=1, keepdims=True)
    posterior = np.exp(total)
    posterior /= posterior.sum(axis=1, keepdims=True)
    table = pd.DataFrame(posterior, index=place.index, columns=place.columns)
    return Ranking(table, terms)
