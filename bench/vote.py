"""Time to learn usual ground, and to judge a great many claims by it, on invented attacks."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from geo.attribution.confirmed import confirmed
from geo.attribution.events import Events
from geo.attribution.place_anomaly import TrueLifts, judge
from geo.attribution.usual_ground import Ground
from geo.attribution.vote import History
from geo.evaluation.exercise import BEGIN, DAYS, generate


def _events(n: int, *, seed: int) -> Events:
    return Events.of(confirmed(generate(n, seed=seed).attacks))


def fit(n: int, rounds: int) -> list[float]:
    """Seconds to learn usual ground from the events of ``n`` attacks, bursts and cells included."""
    seconds = []
    for seed in range(rounds):
        events = _events(n, seed=seed)
        begin = time.perf_counter()
        Ground.fit(events, as_of=BEGIN + pd.Timedelta(days=DAYS))
        seconds.append(time.perf_counter() - begin)
    return seconds


def score(n: int, rounds: int, *, past: int = 10_000) -> list[float]:
    """Seconds to give ``n`` claims, all at places of their own, share, lift, p and flags."""
    events = _events(past, seed=1)
    ground = Ground.fit(events, as_of=BEGIN + pd.Timedelta(days=DAYS))
    calibration = TrueLifts.from_history(History.of(events)).calibration(ground.as_of)
    rng = np.random.default_rng(0)
    pick = rng.integers(0, len(events), n)
    lon = events.lon[pick] + rng.normal(0, 0.05, n)
    lat = events.lat[pick] + rng.normal(0, 0.05, n)
    claimed = pd.Series(np.array(events.groups)[rng.integers(0, len(events.groups), n)])
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        judge(
            claimed,
            share=ground.share(lon, lat),
            activity=ground.activity,
            calibration=calibration,
            baseline=ground.baseline,
        )
        seconds.append(time.perf_counter() - begin)
    return seconds
