"""How unusual a place is for a group: the lift, its calibrated p, and when to hold one's tongue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geo.attribution.bursts import opens_campaign
from geo.attribution.events import Events, to_day
from geo.attribution.vote import History

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LABEL_DELAY_DAYS = 7
"""A group is taken to be known a week after its attack."""

CALIBRATION_DAYS = 365
POOL_WEIGHT = 20.0
POOL_CAP = 30.0
UNUSUAL_P = 0.05
SHARED_BELOW = 0.5
LEAST_EVENTS = 3
LEAST_CAMPAIGNS = 5
FEW = 30
"""Known attacks, all groups together, under which a record is too small for place."""

SHARP_KM = 15.0
"""Places known to worse than this are averaged over their disc."""

DISTRICT_KM = 30.0
"""Places known to worse than this are known to a district: ranked, never flagged."""

_LEAST = 1e-300


def lift(share: Floats, activity: Floats) -> Floats:
    """Log odds of the others, each against its activity, over the claimed group against its own.

    Parameters
    ----------
    share, activity
        (n, G+1) as `History.shares` gives them.

    Returns
    -------
    (n, G) lift against a claim on each group: `log Σ_{g≠c} P_g/(1−π_g) − log P_c/π_c`. A group
    that has never been active is measured as if its share were its activity.
    """
    groups = share.shape[1] - 1
    against = share / np.maximum(1.0 - activity, _LEAST)
    others = against.sum(axis=1, keepdims=True) - against[:, :groups]
    return _log_ratio(others, share[:, :groups], activity[:, :groups])


def lift_of(share: Floats, activity: Floats, claimed: Ints) -> Floats:
    """Lift against one claim a row, as `lift` has it.

    Parameters
    ----------
    share, activity
        (n, G+1) shares, and activity that broadcasts to them.
    claimed
        Code of the claimed group, shape (n,).
    """
    rows = np.arange(len(share))
    usual = np.broadcast_to(activity, share.shape)
    against = share / np.maximum(1.0 - activity, _LEAST)
    others = against.sum(axis=1) - against[rows, claimed]
    return _log_ratio(others, share[rows, claimed], usual[rows, claimed])


def _log_ratio(others: Floats, mine: Floats, usual: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(usual > 0, np.maximum(mine, _LEAST) / usual, 1.0)
        return np.asarray(np.log(np.maximum(others, _LEAST)) - np.log(own))


@dataclass(frozen=True, eq=False)
class TrueLifts:
    """Lift of every confirmed attack for its own groups, each as of its own day.

    Parameters
    ----------
    day
        Days, ascending, shape (m,).
    group
        Code of the group, shape (m,).
    lift
        Lift against the true group, shape (m,).
    weight
        Squared burst weight, shape (m,).
    n_groups
        Number of groups.
    """

    day: Ints
    group: Ints
    lift: Floats
    weight: Floats
    n_groups: int

    @classmethod
    def of(cls, events: Events, lifts: Floats) -> TrueLifts:
        """Take the true groups' lifts out of (n, G) lifts of the events."""
        row, group = np.nonzero(events.share > 0)
        weight: Floats = 1.0 / (1.0 + events.earlier[row, group].astype(float))
        return cls(events.day[row], group, lifts[row, group], weight, events.share.shape[1])

    @classmethod
    def from_history(cls, history: History) -> TrueLifts:
        """Work out each event's lift from what was known on its day."""
        events = history.events
        before = events.day - LABEL_DELAY_DAYS
        return cls.of(events, lift(*history.shares(events.cells, before=before, on=events.day)))

    def calibration(self, day: int) -> Calibration:
        """Lifts of the year before a day whose groups were known by then."""
        start, stop = np.searchsorted(self.day, [day - CALIBRATION_DAYS, day - LABEL_DELAY_DAYS])
        part = slice(int(start), max(int(start), int(stop)))
        rows = np.lexsort([self.lift[part], self.group[part]])
        group = self.group[part][rows]
        return Calibration(
            self.lift[part][rows],
            self.weight[part][rows],
            np.searchsorted(group, np.arange(self.n_groups + 1)),
        )


@dataclass(frozen=True, eq=False)
class Calibration:
    """True lifts by which a claim is judged.

    Parameters
    ----------
    lift, weight
        Sorted by group and lift, shape (m,).
    begin
        First row of each group, and one past the last, shape (G + 1,).
    """

    lift: Floats
    weight: Floats
    begin: Ints

    def p(self, lifts: ArrayLike, groups: ArrayLike) -> Floats:
        """Share of true attacks at least as unusual, leaning on all groups where few are known.

        Parameters
        ----------
        lifts
            Lift of each claim, shape (k,).
        groups
            Code of the claimed group, shape (k,).

        Returns
        -------
        p, shape (k,); 1 where no true attack is known at all.
        """
        asked, claimed = np.asarray(lifts, dtype=float), np.asarray(groups, dtype=np.int64)
        n_groups = len(self.begin) - 1
        above, total = np.zeros(asked.size), np.zeros(asked.size)
        pooled, capped = np.zeros(asked.size), 0.0
        for group in range(n_groups):
            part = slice(int(self.begin[group]), int(self.begin[group + 1]))
            if part.start == part.stop:
                continue
            tail = np.append(np.cumsum(self.weight[part][::-1])[::-1], 0.0)
            exceed = tail[np.searchsorted(self.lift[part], asked, side="left")]
            cap = min(float(tail[0]), POOL_CAP)
            pooled += exceed / tail[0] * cap
            capped += cap
            mine = claimed == group
            above[mine], total[mine] = exceed[mine], tail[0]
        pool = pooled / capped if capped else np.ones(asked.size)
        return np.asarray((above + POOL_WEIGHT * pool) / (total + POOL_WEIGHT))


def p_as_of(lifts: TrueLifts, *, day: Ints, lift: Floats, group: Ints) -> Floats:
    """Calibrated p of claims on many days, each by what was known on its own day.

    Parameters
    ----------
    lifts
        True lifts to calibrate by.
    day, lift, group
        Day, lift and claimed group of each claim, shape (k,).
    """
    out = np.ones(len(day))
    days, code = np.unique(day, return_inverse=True)
    rows = np.argsort(code, kind="stable")
    begin = np.searchsorted(code[rows], np.arange(len(days) + 1))
    for place, when in enumerate(days):
        part = rows[begin[place] : begin[place + 1]]
        out[part] = lifts.calibration(int(when)).p(lift[part], group[part])
    return out


def baseline(events: Events, *, as_of: object) -> pd.DataFrame:
    """What each group's usual ground rests on, by the events before a day.

    Returns
    -------
    Frame on the group names: `events`, `campaigns` (runs within 10 km and 14 days) and `baseline`
    (`enough`, `few campaigns` under 5, `too few` under 3 events).
    """
    known = events.known_before(to_day(as_of))
    took = events.share[:known] > 0
    opened = took & opens_campaign(events.earlier[:known])
    table = pd.DataFrame(
        {"events": took.sum(axis=0), "campaigns": opened.sum(axis=0)},
        index=pd.Index(events.groups, name="group"),
    )
    table["baseline"] = np.select(
        [table["events"] < LEAST_EVENTS, table["campaigns"] < LEAST_CAMPAIGNS],
        ["too few", "few campaigns"],
        default="enough",
    )
    return table


def judge(
    claimed: pd.Series,
    *,
    share: Floats,
    activity: Floats,
    calibration: Calibration,
    baseline: pd.DataFrame,
    radius_km: pd.Series | None = None,
) -> pd.DataFrame:
    """Judge claims by place alone.

    Parameters
    ----------
    claimed
        Claimed group of each attack, by name; any index.
    share
        (n, G+1) at the attacks' places, as `Ground.share` gives it.
    activity
        (G+1,) as `Ground.activity` gives it.
    calibration
        True lifts known on the day.
    baseline
        As `baseline` gives it, in the order of the groups.
    radius_km
        How well each place is known.

    Returns
    -------
    Frame on the index of `claimed`: `lift`, `p`, `unusual` (p at most .05, and not abstained),
    `shared` (no group above half here), `abstained`, `small_sample`, `events`, `campaigns`. Rank by
    `lift`, not by p. `lift` and `p` are NaN where the place or the group is not known.
    """
    name, found = pd.factorize(claimed)
    # An absent claim is factorized as -1, and so meets the -1 at the end.
    code = np.append(baseline.index.get_indexer(found), -1)[name]
    found_out = judged(
        code,
        share=share,
        activity=activity,
        calibration=calibration,
        events=baseline["events"].to_numpy(dtype=int),
        campaigns=baseline["campaigns"].to_numpy(dtype=int),
        radius_km=None if radius_km is None else radius_km.to_numpy(dtype=float),
    )
    return pd.DataFrame(found_out, index=claimed.index)


def judged(
    code: NDArray[np.intp],
    *,
    share: Floats,
    activity: Floats,
    calibration: Calibration,
    events: NDArray[np.int_],
    campaigns: NDArray[np.int_],
    radius_km: Floats | None,
) -> dict[str, NDArray[Any]]:
    """Judge claims as `judge` does, on arrays.

    Parameters
    ----------
    code
        (n,) position of the claimed group, -1 where there is none or it is not known.
    share, activity, calibration, radius_km
        As of `judge`.
    events, campaigns
        (G,) known attacks and campaigns of each group.

    Returns
    -------
    The columns of `judge`, each (n,).
    """
    known = (code >= 0) & np.isfinite(share[:, 0])
    rows = np.flatnonzero(known)
    lifts = np.full(len(code), np.nan)
    lifts[rows] = lift_of(share[rows], activity, code[rows])
    p = np.full(len(code), np.nan)
    p[rows] = calibration.p(lifts[rows], code[rows])
    events, campaigns = np.append(events, 0)[code], np.append(campaigns, 0)[code]
    vague = np.zeros(len(code), dtype=bool)
    if radius_km is not None:
        vague = ~(radius_km <= DISTRICT_KM)
    abstained = ~known | (events < LEAST_EVENTS) | vague
    best = np.where(known, np.nan_to_num(share).max(axis=1), 1.0)
    return {
        "lift": lifts,
        "p": p,
        "unusual": ~abstained & (p <= UNUSUAL_P),
        "shared": best < SHARED_BELOW,
        "abstained": abstained,
        "small_sample": (events >= LEAST_EVENTS) & (campaigns < LEAST_CAMPAIGNS),
        "events": events,
        "campaigns": campaigns,
    }
