"""Scores of a ranking against the truth: AUC, F1, calibration error and the curves behind them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

BINS = 10


def auc(score: ArrayLike, positive: ArrayLike) -> float:
    """Chance that a positive scores above a negative, ties counting half.

    Parameters
    ----------
    score, positive
        Score and truth of each case, shape (n,).

    Returns
    -------
    Between 0 and 1; NaN when all cases are of one kind.
    """
    values, truth = np.asarray(score, dtype=float), np.asarray(positive, dtype=bool)
    n_positive, n_negative = int(truth.sum()), int((~truth).sum())
    if not n_positive or not n_negative:
        return float("nan")
    ranks = pd.Series(values).rank().to_numpy()
    wins = ranks[truth].sum() - n_positive * (n_positive + 1) / 2
    return float(wins / (n_positive * n_negative))


def average(values: ArrayLike, weights: ArrayLike) -> float:
    """Weighted mean, NaN without weight."""
    weight = np.asarray(weights, dtype=float)
    total = weight.sum()
    return float(np.asarray(values, dtype=float) @ weight / total) if total > 0 else float("nan")


def macro_f1(truth: ArrayLike, guess: ArrayLike, weights: ArrayLike, *, least: float) -> float:
    """Mean F1 over the classes of the truth whose weights sum to `least` or more."""
    frame = pd.DataFrame(
        {
            "truth": np.asarray(truth),
            "guess": np.asarray(guess),
            "weight": np.asarray(weights, dtype=float),
        }
    )
    actual = frame.groupby("truth")["weight"].sum()
    said = frame.groupby("guess")["weight"].sum()
    right = frame[frame["truth"] == frame["guess"]].groupby("truth")["weight"].sum()
    kept = actual[actual >= least]
    if kept.empty:
        return float("nan")
    both = kept + said.reindex(kept.index).fillna(0.0)
    return float((2 * right.reindex(kept.index).fillna(0.0) / both).mean())


def reliability(
    confidence: ArrayLike, correct: ArrayLike, weights: ArrayLike, *, bins: int = BINS
) -> pd.DataFrame:
    """Stated confidence against the share that was right, in bins of equal weight.

    Returns
    -------
    One row a bin that holds anything: `confidence`, `accuracy` (weighted means) and `weight`.
    """
    sure = np.asarray(confidence, dtype=float)
    rows = np.argsort(sure, kind="stable")
    weight = np.asarray(weights, dtype=float)[rows]
    total = weight.sum()
    if not total:
        return pd.DataFrame({"confidence": [], "accuracy": [], "weight": []}, dtype=float)
    middle = (np.cumsum(weight) - weight / 2) / total
    table = pd.DataFrame(
        {
            "bin": np.minimum((middle * bins).astype(int), bins - 1),
            "confidence": sure[rows] * weight,
            "accuracy": np.asarray(correct, dtype=float)[rows] * weight,
            "weight": weight,
        }
    )
    sums = table.groupby("bin").sum()
    return sums.assign(
        confidence=sums["confidence"] / sums["weight"], accuracy=sums["accuracy"] / sums["weight"]
    ).reset_index(drop=True)


def calibration_error(bins: pd.DataFrame) -> float:
    """Mean gap between stated confidence and accuracy over the bins of `reliability`."""
    return average((bins["confidence"] - bins["accuracy"]).abs(), bins["weight"])


def precision_recall(score: ArrayLike, positive: ArrayLike, *, points: int = 200) -> pd.DataFrame:
    """Precision and recall as the threshold falls, thinned to at most `points` rows.

    Returns
    -------
    `threshold`, `precision`, `recall`, one row a distinct score, highest first.
    """
    frame = pd.DataFrame(
        {"score": np.asarray(score, dtype=float), "positive": np.asarray(positive, dtype=float)}
    )
    by_score = frame.groupby("score")["positive"].agg(["sum", "size"]).sort_index(ascending=False)
    hits, seen = by_score["sum"].cumsum(), by_score["size"].cumsum()
    found = frame["positive"].sum()
    table = pd.DataFrame(
        {
            "threshold": by_score.index.to_numpy(),
            "precision": (hits / seen).to_numpy(),
            "recall": (hits / found if found else hits * np.nan).to_numpy(),
        }
    )
    if len(table) <= points:
        return table
    kept = np.unique(np.linspace(0, len(table) - 1, points).round().astype(int))
    return table.iloc[kept].reset_index(drop=True)
