"""The vote: from overall activity through ever smaller cells to a share for each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.attribution.events import Events
from geo.spatial.h3_cells import LEVELS, Cells, parents

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

VOTE_HALF_LIFE_DAYS = 90.0
ACTIVITY_HALF_LIFE_DAYS = 180.0
ALPHA = 1.0
"""Votes that the coarser level is worth at each finer one."""

UNKNOWN_SHARE = 0.02
"""Kept for a group that nobody has named yet."""


def activity(events: Floats) -> Floats:
    """Activity prior from decayed event counts.

    Parameters
    ----------
    events
        (n, G) decayed counts.

    Returns
    -------
    (n, G+1) shares that sum to one; the last column is the unknown group, which has all of it
    where nothing has happened yet.
    """
    total = events.sum(axis=1, keepdims=True)
    known = np.divide(events, total, out=np.zeros_like(events), where=total > 0)
    unknown = np.where(total > 0, UNKNOWN_SHARE, 1.0)
    return np.hstack([known * (1.0 - UNKNOWN_SHARE), unknown])


def blend(prior: Floats, votes: Sequence[Floats], *, alpha: float = ALPHA) -> Floats:
    """Share of each group after the votes of each level, coarse to fine.

    Parameters
    ----------
    prior
        (n, G+1) activity, the unknown group last.
    votes
        For each level (n, G) votes within the cell of that level.
    alpha
        Votes that the level above is worth.

    Returns
    -------
    (n, G+1) shares that sum to one.
    """
    share = prior
    for level in votes:
        here = np.hstack([level, np.zeros((len(level), 1))])
        share = (here + alpha * share) / (here.sum(axis=1, keepdims=True) + alpha)
    return share


@dataclass(frozen=True, eq=False)
class DecayedSums:
    """Sums of halving weights by cell, as they stood on any day.

    Parameters
    ----------
    keys
        Distinct cells, ascending.
    begin
        First row of each cell, and one past the last, shape (cells + 1,).
    day
        Day of each row, rows sorted by cell and day.
    running
        (n, G) running sums within the cell, in weights of the last day.
    reference
        Day in whose weights `running` is given.
    half_life_days
        Time in which a weight halves.
    """

    keys: Cells
    begin: Ints
    day: Ints
    running: Floats
    reference: int
    half_life_days: float

    @classmethod
    def build(
        cls, cells: Cells, day: Ints, weight: Floats, *, half_life_days: float
    ) -> DecayedSums:
        """Sum (n, G) weights by cell; `day` must ascend."""
        reference = int(day[-1]) if len(day) else 0
        keys, code = np.unique(cells, return_inverse=True)
        rows = np.argsort(code, kind="stable")
        code = code[rows]
        # Running sums restart in each cell: across cells old and new weights, many powers of two
        # apart, would cancel each other's digits.
        scaled = weight[rows] * np.exp2((day[rows] - reference) / half_life_days)[:, None]
        running = pd.DataFrame(scaled).groupby(code).cumsum().to_numpy()
        begin = np.searchsorted(code, np.arange(len(keys) + 1))
        return cls(keys, begin, day[rows], running, reference, half_life_days)

    def at(self, cells: Cells, *, before: Ints, on: Ints) -> Floats:
        """Sums over a cell's events before one day, decayed to another.

        Parameters
        ----------
        cells
            Cell of each query, shape (q,).
        before
            Only events strictly before this day count, shape (q,).
        on
            Day to which the weights are decayed, shape (q,).

        Returns
        -------
        (q, G) sums; zeros in cells without events.
        """
        groups = self.running.shape[1]
        if not len(self.keys):
            return np.zeros((len(cells), groups))
        at = np.minimum(np.searchsorted(self.keys, cells), len(self.keys) - 1)
        low, high = self.begin[at], self.begin[at + 1]
        # Cell and day in one number, so that one search serves all cells.
        origin, span = int(self.day.min()), int(np.ptp(self.day)) + 2
        code = np.repeat(np.arange(len(self.keys)), np.diff(self.begin))
        rows = code * span + (self.day - origin)
        asked = at * span + np.clip(before - origin, 0, span - 1)
        stop = np.clip(np.searchsorted(rows, asked), low, high)
        hit = (self.keys[at] == cells) & (stop > low)
        sums = np.where(hit[:, None], self.running[np.maximum(stop - 1, 0)], 0.0)
        return np.asarray(sums * np.exp2((self.reference - on) / self.half_life_days)[:, None])


@dataclass(frozen=True, eq=False)
class History:
    """Every event's past: what the vote said on any day, by what was known then.

    Parameters
    ----------
    events
        The events, sorted.
    activity
        Decayed event counts, all cells as one.
    levels
        Decayed votes for each resolution.
    """

    events: Events
    activity: DecayedSums
    levels: tuple[DecayedSums, ...]

    @classmethod
    def of(cls, events: Events) -> History:
        """Index the events by cell and day."""
        everywhere = np.zeros(len(events), dtype=np.uint64)
        overall = DecayedSums.build(
            everywhere, events.day, events.share, half_life_days=ACTIVITY_HALF_LIFE_DAYS
        )
        levels = tuple(
            DecayedSums.build(
                parents(events.cells, resolution=level),
                events.day,
                events.votes,
                half_life_days=VOTE_HALF_LIFE_DAYS,
            )
            for level in LEVELS
        )
        return cls(events, overall, levels)

    def shares(self, cells: Cells, *, before: Ints, on: Ints) -> tuple[Floats, Floats]:
        """Share of each group at each cell, and its activity, by the events before a day.

        Parameters
        ----------
        cells
            Finest cell of each query, shape (q,).
        before, on
            Events before the first count, decayed to the second; days, shape (q,).

        Returns
        -------
        Two (q, G+1) arrays whose rows sum to one, the unknown group last.
        """
        prior = activity(self.activity.at(np.zeros_like(cells), before=before, on=on))
        votes = [
            sums.at(parents(cells, resolution=level), before=before, on=on)
            for level, sums in zip(LEVELS, self.levels, strict=True)
        ]
        return blend(prior, votes), prior
