"""What a trial of a method amounts to: eight figures, for the whole or for a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from geo.evaluation import metrics

LEAST_WEIGHT = 3.0
LEAST_TRUE, LEAST_SWAPPED = 8, 5
_SMALLEST_P = 1e-12


@dataclass(frozen=True)
class Score:
    """Figures of one method; NaN where there was too little to tell.

    `macro_auc` and `pooled_auc` tell swapped claims from true ones; `top1`, `top3`, `macro_f1`,
    `log_loss` and `ece` judge the ranking; `far_burst` is the share of true claims flagged at
    5 %, each burst counted about once.
    """

    macro_auc: float
    pooled_auc: float
    top1: float
    top3: float
    macro_f1: float
    log_loss: float
    ece: float
    far_burst: float


SCORES = tuple(field.name for field in fields(Score))


@dataclass(frozen=True, eq=False)
class Trial:
    """What one method said of every test event.

    Parameters
    ----------
    ranked
        One row a test event and true group: `window, group, clear, weight, p, guess, confidence,
        first, third` (right at the first place, among the first three).
    swaps
        One row a claim: `case, window, group, clear, swapped, score`.
    alarms
        One row a true claim: `window, group, clear, weight, flagged`; empty when frozen.
    """

    ranked: pd.DataFrame
    swaps: pd.DataFrame
    alarms: pd.DataFrame

    def where(self, column: str, value: object) -> Trial:
        """The rows of one window, one group, or one clarity."""
        parts = (self.ranked, self.swaps, self.alarms)
        return Trial(*(part[part[column] == value] for part in parts))


def score(trial: Trial) -> Score:
    """Figures of a trial, or of a part of it."""
    ranked, swaps = trial.ranked, trial.swaps
    weight = ranked["weight"]
    bins = metrics.reliability(ranked["confidence"], ranked["first"], weight)
    # A guess that names an unseen group cannot happen; one that ties is no guess.
    guess = ranked["guess"].where(ranked["first"] | (ranked["guess"] != ranked["group"]), -1)
    return Score(
        macro_auc=_mean(group_aucs(swaps)),
        pooled_auc=metrics.auc(swaps["score"], swaps["swapped"]),
        top1=metrics.average(ranked["first"], weight),
        top3=metrics.average(ranked["third"], weight),
        macro_f1=metrics.macro_f1(ranked["group"], guess, weight, least=LEAST_WEIGHT),
        log_loss=metrics.average(-np.log(np.maximum(ranked["p"], _SMALLEST_P)), weight),
        ece=metrics.calibration_error(bins),
        far_burst=metrics.average(trial.alarms["flagged"], trial.alarms["weight"]),
    )


def group_aucs(swaps: pd.DataFrame) -> dict[int, float]:
    """AUC by claimed group, for groups with enough distinct true and swapped events."""
    return {
        int(str(group)): metrics.auc(part["score"], part["swapped"])
        for group, part in swaps.groupby("group")
        if part.loc[~part["swapped"], "case"].nunique() >= LEAST_TRUE
        and part.loc[part["swapped"], "case"].nunique() >= LEAST_SWAPPED
    }


def _mean(values: Mapping[int, float]) -> float:
    return float(np.mean(list(values.values()))) if values else float("nan")
