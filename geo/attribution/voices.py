"""Voices: what indications of one kind say together, and how voices agree or stand apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.attribution.indications import CLAIM_KINDS, KINDS, MODERATE, NONE, WORDS

Mask = NDArray[np.bool_]
Ranks = NDArray[np.int64]


def combine(found: pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """Let the indications of each attack answer together.

    The strongest voices give the answer: what all of them share. Where they share nobody, or a
    voice that is moderate or better shares nobody with them, they are mixed, and all are named. A
    weak voice contradicts weak ones alone, but that of a claim is always held against the rest:
    whether it fits is what is asked.

    Parameters
    ----------
    found
        Indications, see `geo.attribution.indications.COLUMNS`.
    index
        Ids of the attacks.

    Returns
    -------
    `groups` (tuple, those with most behind them first), `strength` (a word) and `mixed`, on that
    index.
    """
    active = found[(found["rank"] > NONE) & (found["groups"].map(len) > 0)]
    active = active.reset_index(drop=True)
    groups = tuple(sorted({group for each in active["groups"] for group in each}))
    kinds = tuple(KINDS)
    n, k, g = len(index), len(kinds), len(groups)
    row = index.get_indexer(pd.Index(active["attack_id"]))
    kind = np.array([kinds.index(one) for one in active["kind"]], dtype=np.int64)
    rank = active["rank"].to_numpy(np.int64)
    best: Ranks = np.zeros((n, k), dtype=np.int64)
    np.maximum.at(best, (row, kind), rank)
    # Within a kind the strongest speak: what is weaker is shown, and no second voice.
    counted = rank == best[row, kind]
    stated: Mask = np.zeros((n, k, g), dtype=bool)
    place = {group: at for at, group in enumerate(groups)}
    each = active.loc[counted, "groups"].explode()
    at = each.index.to_numpy()
    col = each.map(place).to_numpy(np.int64)
    stated[row[at], kind[at], col] = True
    asserts = np.array([one in CLAIM_KINDS for one in kinds])
    return _combined(stated, best, asserts, index=index, groups=groups)


def _combined(
    stated: Mask,
    best: Ranks,
    asserts: Mask,
    *,
    index: pd.Index,
    groups: tuple[str, ...],
) -> pd.DataFrame:
    """Let voices agree, narrow each other, or stand against each other; see `combine`.

    Parameters
    ----------
    stated
        (n, k, G) True where the strongest indications of a kind name a group.
    best
        (n, k) rank of each kind, 0 where it is silent.
    asserts
        (k,) True for kinds that are those of a claim.
    """
    top = best.max(axis=1, initial=NONE)
    active = best > NONE
    first = active & (best == top[:, None])
    shared = (stated | ~first[:, :, None]).all(axis=1) & (top > NONE)[:, None]
    agree = shared.any(axis=1)
    counted = active & ((best >= np.minimum(top, MODERATE)[:, None]) | asserts)
    apart = counted & ~first & ~(stated & shared[:, None, :]).any(axis=2) & agree[:, None]
    mixed = (top > NONE) & (~agree | apart.any(axis=1))
    everybody = (stated & counted[:, :, None]).any(axis=1)
    answer = np.where(mixed[:, None], everybody, shared)
    # Nothing that is disputed is stated at more than the weakest side can carry.
    weakest = np.where(counted, best, MODERATE + 1).min(axis=1, initial=MODERATE + 1)
    strength = np.where(mixed, np.minimum(top, weakest), top)
    behind = np.where(stated, best[:, :, None], 0)
    order = _ordered(answer, behind.max(axis=1, initial=0), behind.sum(axis=1))
    named = np.array(groups, dtype=object)
    many = answer.sum(axis=1)
    out = pd.DataFrame(index=index)
    out["groups"] = pd.Series(
        [tuple(named[order[i, : many[i]]]) for i in range(len(index))], index=index, dtype=object
    )
    out["strength"] = WORDS[strength]
    out["mixed"] = mixed
    return out


def _ordered(answer: Mask, strongest: Ranks, total: Ranks) -> NDArray[np.int64]:
    """(n, G) columns, the answer first: by the strongest voice, then by all, then by id."""
    weight = np.where(answer, strongest * 1_000 + total, -1)
    return np.argsort(-weight, axis=1, kind="stable")
