"""Likelihood and confidence in the words of ICD 203, each in a sentence of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

BANDS: tuple[tuple[float, str], ...] = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
"""Upper end of each band, and its words; a value on an edge takes the more likely words."""

NOT_JUDGED = "not judged"
_ROUNDING = 1e-9  # a sum of shares may pass one by this

CONFIDENCES: Mapping[str, str] = {
    "low": "Confidence is low",
    "moderate": "Confidence is moderate",
    "high": "Confidence is high",
}


def likelihood(p: ArrayLike) -> NDArray[np.object_]:
    """Words for probabilities.

    Parameters
    ----------
    p
        Probabilities in [0, 1], any shape; NaN is `not judged`.

    Returns
    -------
    ndarray of text, same shape.

    Raises
    ------
    ValueError
        For a value below 0 or above 1.
    """
    values = np.asarray(p, dtype=float)
    wrong = (values < -_ROUNDING) | (values > 1 + _ROUNDING)
    if wrong.any():
        raise ValueError(f"{values[wrong].flat[0]} is no probability: give values from 0 to 1.")
    edges = np.array([edge for edge, _ in BANDS[:-1]])
    words = np.array([word for _, word in BANDS] + [NOT_JUDGED], dtype=object)
    place = np.searchsorted(edges, values, side="right")
    return np.asarray(words[np.where(np.isnan(values), len(BANDS), place)], dtype=object)


def percent(p: float) -> str:
    """Percentage that claims no more than the method can: never 0 or 100."""
    return f"{min(max(round(p * 100), 1), 99)} %"


def confidence(level: str, *, because: Iterable[str]) -> str:
    """Confidence as a sentence of its own, with its reasons.

    Parameters
    ----------
    level
        `low`, `moderate` or `high`.
    because
        Clauses that say why.
    """
    reasons = "; ".join(because)
    return f"{CONFIDENCES[level]}{': ' + reasons if reasons else ''}."


def grades(sources: pd.DataFrame) -> str:
    """Admiralty grades side by side, as they were given; never averaged.

    Parameters
    ----------
    sources
        Columns `label` and, if given, `grade` (such as B2), one row a source.
    """
    letters = sources["grade"] if "grade" in sources else pd.Series("", index=sources.index)
    parts = [
        f"{label} ({grade})" if grade else f"{label} (not graded)"
        for label, grade in zip(sources["label"], letters.fillna(""), strict=True)
    ]
    return "; ".join(parts)
