"""The protocol of the scorecard: half-year windows, swapped claims, and who counts as what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.attribution.events import EPOCH, Events, EventsError, to_day
from geo.attribution.place_anomaly import LABEL_DELAY_DAYS, LEAST_EVENTS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WINDOW_DAYS = 183
WINDOW_EVENTS = 50
WINDOW_GROUPS = 2
GROUP_EVENTS = 20
SEEDS = 20
SWAP_CHANCE = 0.10
MODES = ("online", "frozen")


@dataclass(frozen=True, eq=False)
class Plan:
    """Test events of all windows, one row each.

    Parameters
    ----------
    online
        Whether labels flow in as time passes; else they are frozen at the cut.
    cuts
        Day on which each window starts.
    row
        Row of the event among all events, shape (n,).
    window
        Number of its window, shape (n,).
    before
        Events strictly before this day may be used, shape (n,).
    on
        Day by which past votes are decayed, shape (n,).
    known
        (n, G) earlier events of each group that may be used.
    """

    online: bool
    cuts: tuple[int, ...]
    row: Ints
    window: Ints
    before: Ints
    on: Ints
    known: Ints

    def labels(self) -> list[str]:
        """First day of each window as text."""
        return [f"{EPOCH + pd.Timedelta(days=cut):%Y-%m-%d}" for cut in self.cuts]


def windows(events: Events) -> list[int]:
    """Days on which a test window starts.

    Windows of 183 days from 1 January and 1 July, kept when they hold 50 events or more, two or
    more active groups, and two or more groups with three or more earlier events.
    """
    if not len(events):
        return []
    first = EPOCH + pd.Timedelta(days=int(events.day[0]))
    last = EPOCH + pd.Timedelta(days=int(events.day[-1]))
    took = events.share > 0
    kept = []
    for year in range(first.year, last.year + 1):
        for month in (1, 7):
            cut = to_day(f"{year}-{month:02d}-01")
            start, stop = np.searchsorted(events.day, [cut, cut + WINDOW_DAYS])
            active = int(took[start:stop].any(axis=0).sum())
            ready = int((took[:start].sum(axis=0) >= LEAST_EVENTS).sum())
            if stop - start >= WINDOW_EVENTS and min(active, ready) >= WINDOW_GROUPS:
                kept.append(cut)
    return kept


def plan(events: Events, *, mode: str) -> Plan:
    """Lay out the test events of all windows.

    Parameters
    ----------
    events
        All events.
    mode
        `online`: labels known after 7 days. `frozen`: only events before the window.

    Raises
    ------
    EventsError
        When no window is large enough, with what was found; or for an unknown mode.
    """
    if mode not in MODES:
        raise EventsError(f"Mode {mode!r} is not known. Use one of {', '.join(MODES)}.")
    cuts = windows(events)
    if not cuts:
        raise EventsError(
            f"Too little to score: {len(events)} events of {len(events.groups)} groups with "
            f"{GROUP_EVENTS} or more events each. A half-year must hold {WINDOW_EVENTS} events, "
            f"{WINDOW_GROUPS} active groups, and {WINDOW_GROUPS} groups with {LEAST_EVENTS} "
            "earlier events; none does. Give a longer record."
        )
    spans = [np.searchsorted(events.day, [cut, cut + WINDOW_DAYS]) for cut in cuts]
    row = np.concatenate([np.arange(start, stop) for start, stop in spans])
    window = np.repeat(np.arange(len(cuts)), [stop - start for start, stop in spans])
    day = events.day[row]
    if mode == "frozen":
        before = on = np.asarray(cuts, dtype=np.int64)[window]
    else:
        before, on = day - LABEL_DELAY_DAYS, day
    running = np.vstack([np.zeros((1, len(events.groups))), np.cumsum(events.share > 0, axis=0)])
    known = running[np.searchsorted(events.day, before)].astype(np.int64)
    return Plan(mode != "frozen", tuple(cuts), row, window, before, on, known)


def claims(events: Events, cases: Plan, *, seeds: int = SEEDS) -> pd.DataFrame:
    """Let each test event make one claim a seed, one in ten of them on a group not in it.

    Returns
    -------
    Frame: `case` (row of `cases`), `seed`, `group` (code claimed), `swapped`. Claims on groups
    with under 3 usable earlier events are left out.
    """
    share = events.share[cases.row]
    took = share > 0
    active = np.zeros((len(cases.cuts), share.shape[1]))
    np.add.at(active, cases.window, share)
    others = np.where(took, 0.0, active[cases.window])
    can_swap = others.sum(axis=1) > 0
    parts = []
    for seed in range(seeds):
        random = np.random.default_rng(seed).random((len(share), 3))
        swapped = (random[:, 1] < SWAP_CHANCE) & can_swap
        mine = _draw(took.astype(float), random[:, 0])
        claimed = np.where(swapped, _draw(others, random[:, 2]), mine)
        parts.append(
            pd.DataFrame(
                {
                    "case": np.arange(len(share)),
                    "seed": seed,
                    "group": claimed,
                    "swapped": swapped,
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    earlier = cases.known[table["case"], table["group"]]
    return table[earlier >= LEAST_EVENTS].reset_index(drop=True)


def _draw(weights: Floats, uniform: Floats) -> Ints:
    """Draw a column for each row by its weights, from uniform numbers in [0, 1)."""
    running = np.cumsum(weights, axis=1)
    target = uniform * running[:, -1]
    drawn = (running <= target[:, None]).sum(axis=1)
    return np.asarray(np.minimum(drawn, weights.shape[1] - 1), dtype=np.int64)
