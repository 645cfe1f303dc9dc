"""The method's own record on past attacks, beside two baselines, by one fixed protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.attribution.events import Events
from geo.attribution.place_anomaly import (
    LABEL_DELAY_DAYS,
    LEAST_EVENTS,
    SHARED_BELOW,
    UNUSUAL_P,
    TrueLifts,
    lift,
    p_as_of,
)
from geo.attribution.vote import History
from geo.evaluation import metrics
from geo.evaluation.baselines import nearest_previous
from geo.evaluation.protocol import Plan, claims, plan
from geo.evaluation.scores import SCORES, Score, Trial, group_aucs, score

Floats = NDArray[np.float64]

METHODS: Mapping[str, str] = {
    "method": "The vote",
    "nearest_previous": "Nearest previous attack",
    "activity_only": "Activity only",
}
LIMITS = (
    "Groups that share ground cannot be told apart by place.",
    "A flag means “unusual”, not “false”.",
    "Front shifts break the calibration: false alarms moved between 0 and 10 % by half-year.",
    (
        "GED holds lethal events of a different war mix, so none of this promises figures for "
        "today’s Iraqi groups."
    ),
)
"""Said wherever a scorecard is shown."""


@dataclass(frozen=True, eq=False)
class Scorecard:
    """A finished run of the protocol.

    Parameters
    ----------
    mode
        `online` or `frozen`.
    n_events, n_tests
        Events used, and those that fell into test windows.
    groups
        Groups scored.
    scores
        Figures of the vote and of both baselines.
    windows
        Figures of the vote for each test window, indexed by its first day.
    by_group
        For each group: `events` tested, `auc`, `top1`, `far_burst` of the vote.
    by_clarity
        The vote where one group holds half of the share or more (`clear`), and where none does.
    reliability, precision_recall
        Points of the two diagrams of the vote.
    """

    mode: str
    n_events: int
    n_tests: int
    groups: tuple[str, ...]
    scores: Mapping[str, Score]
    windows: pd.DataFrame
    by_group: pd.DataFrame
    by_clarity: pd.DataFrame
    reliability: pd.DataFrame
    precision_recall: pd.DataFrame

    def spread(self) -> pd.DataFrame:
        """Least, mean and largest of each figure over the windows, and its standard deviation."""
        return self.windows[list(SCORES)].agg(["min", "mean", "max", "std"]).T


def run(events: Events, *, mode: str = "online") -> Scorecard:
    """Run the protocol.

    Parameters
    ----------
    events
        Attacks with confirmed groups.
    mode
        `online`: labels are known after 7 days. `frozen`: only what came before each window.

    Raises
    ------
    EventsError
        When the record is too small for a single test window.
    """
    cases = plan(events, mode=mode)
    said = claims(events, cases)
    shares, scores = _opinions(events, cases)
    clear = shares["method"].max(axis=1) >= SHARED_BELOW
    said = said.assign(window=cases.window[said["case"]], clear=clear[said["case"]])
    trials = {
        name: Trial(
            _ranked(events, cases, shares[name], clear),
            said.assign(score=scores[name][0][said["case"], said["group"]]),
            _alarms(events, cases, scores[name][1], clear),
        )
        for name in METHODS
    }
    vote = trials["method"]
    per_window = [asdict(score(vote.where("window", w))) for w in range(len(cases.cuts))]
    windows = pd.DataFrame(per_window, index=pd.Index(cases.labels(), name="window"))
    windows.insert(0, "events", np.bincount(cases.window, minlength=len(cases.cuts)))
    bins = metrics.reliability(
        vote.ranked["confidence"], vote.ranked["first"], vote.ranked["weight"]
    )
    return Scorecard(
        mode,
        len(events),
        len(cases.row),
        events.groups,
        {name: score(trial) for name, trial in trials.items()},
        windows,
        _by_group(vote, events.groups),
        _by_clarity(vote),
        bins,
        metrics.precision_recall(vote.swaps["score"], vote.swaps["swapped"]),
    )


def _opinions(
    events: Events, cases: Plan
) -> tuple[dict[str, Floats], dict[str, tuple[Floats, Floats]]]:
    """Shares at the test events, and scores there and (online) at all events, by method.

    The calibration needs every event's lift as of its own day; the label delay is the same.
    """
    history = History.of(events)
    row = np.arange(len(events)) if cases.online else cases.row
    before = events.day - LABEL_DELAY_DAYS if cases.online else cases.before
    on = events.day if cases.online else cases.on
    vote, active = history.shares(events.cells[row], before=before, on=on)
    nearest = nearest_previous(events, row, before=before)
    known = len(events.groups)
    shares = {"method": vote, "nearest_previous": nearest, "activity_only": active}
    scores = {
        "method": lift(vote, active),
        "nearest_previous": -nearest[:, :known],
        "activity_only": -active[:, :known],
    }
    pick = cases.row if cases.online else np.arange(len(row))
    return (
        {name: share[pick] for name, share in shares.items()},
        {name: (values[pick], values) for name, values in scores.items()},
    )


def _ranked(events: Events, cases: Plan, share: Floats, clear: NDArray[np.bool_]) -> pd.DataFrame:
    took = events.share[cases.row] > 0
    case, group = np.nonzero(took)
    # The event's other true groups are no candidates.
    others = np.hstack([took, np.zeros((len(took), 1), dtype=bool)])[case]
    rows = np.arange(len(case))
    others[rows, group] = False
    left = np.where(others, 0.0, share[case])
    left /= left.sum(axis=1, keepdims=True)
    mine = left[rows, group]
    # A tie is a miss: a method must say which.
    rank = (left >= mine[:, None]).sum(axis=1)
    seen = cases.known[case, group] > 0
    guess = left.argmax(axis=1)
    return pd.DataFrame(
        {
            "window": cases.window[case],
            "group": group,
            "clear": clear[case],
            "weight": 1.0 / took.sum(axis=1)[case],
            "p": np.where(seen, mine, left[:, -1]),
            "guess": guess,
            "confidence": left.max(axis=1),
            "first": seen & (rank == 1),
            "third": seen & (rank <= 3),  # noqa: PLR2004
        }
    )


def _alarms(events: Events, cases: Plan, values: Floats, clear: NDArray[np.bool_]) -> pd.DataFrame:
    case, group = np.nonzero(events.share[cases.row] > 0)
    enough = (cases.known[case, group] >= LEAST_EVENTS) & cases.online
    case, group = case[enough], group[enough]
    row = cases.row[case]
    p = np.ones(len(case))
    if cases.online:
        truth = TrueLifts.of(events, values)
        p = p_as_of(truth, day=events.day[row], lift=values[row, group], group=group)
    return pd.DataFrame(
        {
            "window": cases.window[case],
            "group": group,
            "clear": clear[case],
            "weight": 1.0 / (1.0 + events.earlier[row, group]),
            "flagged": p <= UNUSUAL_P,
        }
    )


def _by_group(trial: Trial, groups: tuple[str, ...]) -> pd.DataFrame:
    aucs = group_aucs(trial.swaps)
    rows = {}
    for code, name in enumerate(groups):
        part = trial.where("group", code)
        rows[name] = {
            "events": len(part.ranked),
            "auc": aucs.get(code, float("nan")),
            "top1": metrics.average(part.ranked["first"], part.ranked["weight"]),
            "far_burst": metrics.average(part.alarms["flagged"], part.alarms["weight"]),
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table.rename_axis("group")[table["events"] > 0]


def _by_clarity(trial: Trial) -> pd.DataFrame:
    rows = {}
    for name, value in (("clear", True), ("shared", False)):
        part = trial.where("clear", value)
        rows[name] = {"events": len(part.ranked), **asdict(score(part))}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("place")
