"""What places say of attacks on a day: shares, terms of place and reach, flags; a day at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.attribution import place_anomaly as mismatch
from geo.attribution import ranking_text as ranking_words
from geo.attribution.events import EPOCH
from geo.attribution.evidence import COLUMNS
from geo.attribution.place_anomaly import TrueLifts
from geo.attribution.reach import Weapons, launched_near, weighed
from geo.attribution.usual_ground import Ground
from geo.verdicts.terms import empty, join_terms

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

PLACE = "place"
TABLE_COLUMNS = (
    "lift", "p", "abstained", "events", "campaigns", "flags", "confidence", "informative",
    "small_sample",
)  # fmt: skip
_BASED_ON = {
    "attacks and areas": "past launches and recorded ground",
    "attacks": "past launches",
    "areas": "recorded ground alone",
    "nothing": "nothing",
}


@dataclass(frozen=True, eq=False)
class Asked:
    """What is read of each attack, as arrays: a record has nearly as many days as attacks.

    Parameters
    ----------
    lon, lat, radius_km
        (n,) place that speaks, as `geo.attribution.confirmed.located` gives it.
    launched
        (n,) True where that place is the launch.
    claimed
        (n,) position of the asserted group among the candidates, -1 where there is none.
    named
        (n,) True where a group is asserted, a candidate or not.
    weapons
        Targets and how far a launch may lie from each.
    """

    lon: Floats
    lat: Floats
    radius_km: Floats
    launched: Mask
    claimed: NDArray[np.intp]
    named: Mask
    weapons: Weapons

    @classmethod
    def of(
        cls,
        attacks: pd.DataFrame,
        spots: pd.DataFrame,
        *,
        groups: tuple[str, ...],
        reaches: pd.DataFrame | None,
        far: pd.Series,
    ) -> Asked:
        """Read canonical attacks, their places that speak, and how far their weapons carry."""
        lon, lat, radius = (spots[name].to_numpy(float) for name in ("lon", "lat", "radius_km"))
        return cls(
            lon,
            lat,
            radius,
            (spots["role"] == "launch").to_numpy(),
            pd.Index(groups).get_indexer(pd.Index(attacks["asserted_group"])),
            (attacks["asserted_group"] != "").to_numpy(),
            Weapons.of(
                attacks.rename(columns={f"target_{n}": n for n in ("lon", "lat", "radius_km")}),
                reaches,
                near_km=far,
            ),
        )


@dataclass(frozen=True, eq=False)
class Day:
    """What places say of the attacks of one day.

    Parameters
    ----------
    rows
        (k,) positions of the attacks among all that are asked.
    start
        (k, G+1) shares to begin with, the unknown group last.
    near
        (k, G) True where any past launch of a group lay within reach of the target.
    table
        By name (k,): `lift`, `p`, `abstained`, `events`, `campaigns`, `flags`, `confidence`,
        `informative` and `small_sample`.
    place
        (j, G+1) log of share over activity at those launches that speak.
    text
        The sentence on them.
    reach
        (i,) positions of the attacks of which the reach speaks, their (i, G+1) logs, and what
        lies within reach of each.
    """

    rows: NDArray[np.intp]
    start: Floats
    near: Mask
    table: dict[str, NDArray[Any]]
    place: Floats
    text: str
    reach: tuple[NDArray[np.intp], Floats, list[str]]


def on_a_day(asked: Asked, rows: NDArray[np.intp], ground: Ground, lifts: TrueLifts) -> Day:
    """Judge the attacks of one day by the ground as it was known on it."""
    launched, radius = asked.launched[rows], asked.radius_km[rows]
    share = ground.share(asked.lon[rows], asked.lat[rows], radius_km=np.nan_to_num(radius))
    usual = ground.activity
    # A target says where somebody struck, not from where: there the terms of reach speak.
    informative = launched & np.isfinite(share[:, 0])
    judged = mismatch.judged(
        np.where(launched, asked.claimed[rows], -1),
        share=share,
        activity=usual,
        calibration=lifts.calibration(ground.as_of),
        events=ground.baseline["events"].to_numpy(dtype=int),
        campaigns=ground.baseline["campaigns"].to_numpy(dtype=int),
        radius_km=radius,
    )
    named = asked.named[rows] & informative
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(share[informative]) - np.log(usual)[None, :]
    day = f"{EPOCH + pd.Timedelta(days=ground.as_of):%Y-%m-%d}"
    kept = {name: judged[name] for name in ("lift", "p", "abstained", "events", "campaigns")}
    return Day(
        rows,
        np.where(informative[:, None], share, usual),
        launched_near(asked.weapons, rows, ground=ground),
        kept
        | {
            "flags": _flags(judged, named=named, informative=informative),
            "confidence": ranking_words.confidence(judged, ground, informative),
            "informative": informative,
            "small_sample": np.full(len(rows), ranking_words.is_small_sample(ground)),
        },
        np.nan_to_num(logs, nan=0.0, neginf=-50.0),
        f"At the launch, by {_BASED_ON[ground.known_from]} known before {day}.",
        weighed(asked.weapons, rows[~launched], ground=ground),
    )


def combined(
    days: Sequence[Day], index: pd.Index, *, candidates: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Shares to begin with, table and nearness of all days, each on the attacks' index."""
    groups = len(candidates) - 1
    start, near = np.empty((len(index), groups + 1)), np.zeros((len(index), groups), dtype=bool)
    rows = np.concatenate([day.rows for day in days]) if days else np.arange(0)
    table = {
        name: np.concatenate([day.table[name] for day in days]) if days else np.empty(0)
        for name in TABLE_COLUMNS
    }
    for day in days:
        start[day.rows], near[day.rows] = day.start, day.near
    return (
        pd.DataFrame(start, index=index, columns=list(candidates)),
        pd.DataFrame(table, index=index[rows]).astype({"confidence": object}).reindex(index),
        pd.DataFrame(near, index=index, columns=list(candidates[:-1])),
    )


def place_terms(
    days: Sequence[Day], index: pd.Index, weapons: Weapons, *, candidates: Sequence[str]
) -> pd.DataFrame:
    """Terms of place and reach of all days as one long frame, day by day."""
    if not days:
        return empty()
    # One frame for all days: to make one a day would take longer than to judge it.
    informative = [np.asarray(day.table["informative"], dtype=bool) for day in days]
    counts = [len(day.place) for day in days]
    texts = np.repeat(np.array([day.text for day in days], dtype=object), counts)
    rows = np.concatenate([day.rows[on] for day, on in zip(days, informative, strict=True)])
    place = _long(
        index[rows], candidates, logs=np.concatenate([day.place for day in days]), text=texts
    )
    reached = [len(day.reach[0]) for day in days]
    reach = weapons.terms(
        index,
        np.concatenate([day.reach[0] for day in days]),
        np.concatenate([day.reach[1] for day in days]),
        [part for day in days for part in day.reach[2]],
        candidates=candidates,
    )
    number = np.arange(len(days))
    of_day = np.concatenate([np.repeat(number, counts), np.repeat(number, reached)])
    order = np.argsort(np.repeat(of_day, len(candidates)), kind="stable")
    both = join_terms([place, reach])
    return both if both.empty else both.iloc[order]


def _long(
    ids: pd.Index, candidates: Sequence[str], *, logs: Floats, text: NDArray[np.object_]
) -> pd.DataFrame:
    """The share at each place as a term: the log of share over activity."""
    n = len(candidates)
    return pd.DataFrame(
        {
            "attack_id": np.repeat(ids.to_numpy(dtype=object), n),
            "term_id": PLACE,
            "group": np.tile(np.array(candidates, dtype=object), len(ids)),
            "log_likelihood": logs.ravel(),
            "text": np.repeat(text, n),
            "source": "geo.territory",
            "basis": "Share at the place over overall activity; halves every 90 days.",
        },
        columns=list(COLUMNS),
    )


def _flags(
    judged: dict[str, NDArray[Any]], *, named: Mask, informative: Mask
) -> NDArray[np.object_]:
    raised = {
        "unusual_place": judged["unusual"] & named,
        "shared_place": judged["shared"] & informative,
        "thin_baseline": judged["small_sample"] & named,
        "too_few_attacks": (judged["events"] < mismatch.LEAST_EVENTS) & named,
    }
    cells = np.column_stack([np.asarray(values, dtype=bool) for values in raised.values()])
    ids = list(raised)
    out = np.empty(len(cells), dtype=object)
    out[:] = [
        tuple(name for name, on in zip(ids, row, strict=True) if on) for row in cells.tolist()
    ]
    return out
