"""An invented conflict with known truth, of any size, from a seed: EXERCISE, never the record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from geo.errors import AtlasError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LABEL = "EXERCISE"
LEAST, MOST = 100, 1_000_000
GROUP_NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel")
DAYS = 1_461
BEGIN = pd.Timestamp("2001-01-01")

WEST, EAST, SOUTH, NORTH = 42.5, 46.0, 31.5, 35.0
BASES = 3
BURST_MEAN = 4.0
BURST_SPREAD_KM = 3.0
BURST_PACE_DAYS = 1.5
DRIFT_KM_PER_YEAR = 12.0
SHIFT_CHANCE = 1 / 3
SHIFT_KM = (40.0, 90.0)
SPREAD_KM = (10.0, 22.0)
LIES = (0.05, 0.20)
CLAIMED, LAUNCH_KNOWN, VAGUE = 0.8, 0.7, 0.08
PRECISE_KM = (1.0, 2.0, 5.0)
VAGUE_KM = (20.0, 45.0)
RANGE_KM = {
    "rocket": (4.0, 18.0),
    "mortar": (1.0, 6.0),
    "drone_fixed_wing": (40.0, 250.0),
    "drone_quadcopter": (0.5, 5.0),
    "roadside_bomb": (0.0, 0.5),
}
METHOD_SHARES = (0.5, 0.12, 0.13, 0.1, 0.15)
_KM = 111.195


class ExerciseError(AtlasError, ValueError):
    """An exercise of that size cannot be made, or would be mixed with other attacks."""


@dataclass(frozen=True, eq=False)
class Scenario:
    """An invented conflict.

    Parameters
    ----------
    attacks
        The columns of an attack table; title and note of each row say EXERCISE.
    claims
        One row a claim: `attack_id, claim_order, facade, note`.
    truth
        What really happened: `attack_id, group, claimed_group, false_claim, burst, launch_lon,
        launch_lat` (degrees, EPSG:4326), `note`.
    groups
        `group, facade, lie_chance, base_lon, base_lat, spread_km, note`, one row a base.
    seed
        Seed it came from.
    """

    attacks: pd.DataFrame
    claims: pd.DataFrame
    truth: pd.DataFrame
    groups: pd.DataFrame
    seed: int


def generate(n: int, *, seed: int, n_groups: int = 6, lies: tuple[float, float] = LIES) -> Scenario:
    """Invent a conflict.

    Groups hold bases that drift and sometimes shift for good, strike in bursts, and claim under
    façades that sometimes lie; launches have targets in range, and some places are vague.

    Parameters
    ----------
    n
        Number of attacks, 100 to 1,000,000.
    seed
        The same seed gives the same conflict.
    n_groups
        Groups, 2 to 8.
    lies
        Least and largest chance that a claim made under a façade is false.

    Raises
    ------
    ExerciseError
        For a size or a number of groups out of range.
    """
    if not LEAST <= n <= MOST or not 2 <= n_groups <= len(GROUP_NAMES):  # noqa: PLR2004
        raise ExerciseError(
            f"{n} attacks of {n_groups} groups cannot be made: give {LEAST} to {MOST} attacks of 2 "
            f"to {len(GROUP_NAMES)} groups."
        )
    rng = np.random.default_rng(seed)
    bases = _bases(rng, n_groups)
    strikes = _strikes(rng, n, bases)
    claimed = _claimed(rng, strikes["group"], n_groups=n_groups, lies=lies)
    return _tables(rng, strikes, claimed, bases, seed=seed)


@dataclass(frozen=True, eq=False)
class _Bases:
    """(G, BASES) bases: where, how fast they drift, when and how far they shift, how wide."""

    lon: Floats
    lat: Floats
    drift: Floats
    shift_day: Floats
    shift: Floats
    spread_km: Floats


def _bases(rng: Generator, n_groups: int) -> _Bases:
    shape = (n_groups, BASES)
    angle = rng.uniform(0, 2 * np.pi, shape)
    far = rng.uniform(*SHIFT_KM, shape)
    shifts = rng.random(shape) < SHIFT_CHANCE
    return _Bases(
        rng.uniform(WEST, EAST, shape),
        rng.uniform(SOUTH, NORTH, shape),
        rng.normal(0, DRIFT_KM_PER_YEAR, (*shape, 2)),
        np.where(shifts, rng.uniform(0.2 * DAYS, 0.9 * DAYS, shape), np.inf),
        far[..., None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1),
        rng.uniform(*SPREAD_KM, shape),
    )


def _east(lat: Floats) -> Floats:
    return np.asarray(_KM * np.cos(np.radians(lat)))


def _strikes(rng: Generator, n: int, bases: _Bases) -> pd.DataFrame:
    n_groups = len(bases.lon)
    size = rng.geometric(1 / BURST_MEAN, n)
    size = size[: int(np.searchsorted(np.cumsum(size), n)) + 1]
    # Groups wax and wane by half-year.
    halves = int(np.ceil(DAYS / 183))
    rate = rng.gamma(2.0, 1.0, n_groups)[:, None] * rng.gamma(4.0, 0.25, (n_groups, halves))
    start = rng.uniform(0, DAYS - 15, len(size))
    odds = rate[:, (start // 183).astype(int)].T
    odds = np.cumsum(odds / odds.sum(axis=1, keepdims=True), axis=1)
    group = np.minimum((rng.random(len(size))[:, None] > odds).sum(axis=1), n_groups - 1)
    base = rng.choice(BASES, len(size), p=(0.5, 0.3, 0.2))
    moved = bases.drift[group, base] * (start / 365.25)[:, None]
    shifted = start >= bases.shift_day[group, base]
    moved = moved + bases.shift[group, base] * shifted[:, None]
    middle = moved + rng.normal(0, 1, (len(size), 2)) * bases.spread_km[group, base][:, None]
    burst = np.repeat(np.arange(len(size)), size)[:n]
    offset = middle[burst] + rng.normal(0, BURST_SPREAD_KM, (n, 2))
    home_lat = bases.lat[group, base][burst]
    lag = np.minimum(rng.exponential(BURST_PACE_DAYS * size[burst] / 2, n), 13.0)
    table = pd.DataFrame(
        {
            "day": np.floor(start[burst] + lag).astype(int),
            "group": group[burst],
            "burst": burst,
            "lon": bases.lon[group, base][burst] + offset[:, 0] / _east(home_lat),
            "lat": home_lat + offset[:, 1] / _KM,
        }
    )
    return table.sort_values(["day", "burst"], kind="stable", ignore_index=True)


def _claimed(
    rng: Generator, group: pd.Series, *, n_groups: int, lies: tuple[float, float]
) -> pd.DataFrame:
    """Claimed group of each attack (-1 where nobody claims it), and whether that is false."""
    truth = group.to_numpy()
    chance = rng.uniform(*lies, n_groups)
    # A lie puts another's brand on the attack, any other with the same chance.
    other = (truth + rng.integers(1, n_groups, len(truth))) % n_groups
    lied = rng.random(len(truth)) < chance[truth]
    claim = rng.random(len(truth)) < CLAIMED
    claimant = np.where(claim, np.where(lied, other, truth), -1)
    return pd.DataFrame({"claimed": claimant, "false": claim & lied, "chance": chance[truth]})


def _displaced(rng: Generator, lon: Floats, lat: Floats, km: Floats) -> tuple[Floats, Floats]:
    angle = rng.uniform(0, 2 * np.pi, len(km))
    return lon + km * np.cos(angle) / _east(lat), lat + km * np.sin(angle) / _KM


def _precision(rng: Generator, n: int) -> Floats:
    vague = rng.random(n) < VAGUE
    return np.where(vague, rng.uniform(*VAGUE_KM, n).round(), rng.choice(PRECISE_KM, n))


def _tables(
    rng: Generator, strikes: pd.DataFrame, claimed: pd.DataFrame, bases: _Bases, *, seed: int
) -> Scenario:
    n, n_groups = len(strikes), len(bases.lon)
    number = pd.Series(np.arange(1, n + 1)).astype(str).str.zfill(7)
    ident = "EX-" + number
    names = np.array([*GROUP_NAMES[:n_groups], ""], dtype=object)
    facades = np.array([f"Voice of {name}" for name in GROUP_NAMES[:n_groups]] + [""], dtype=object)
    note = f"{LABEL}: invented, seed {seed}; nothing here happened"
    method = rng.choice(list(RANGE_KM), n, p=METHOD_SHARES)
    reach = np.array([RANGE_KM[name] for name in RANGE_KM])[
        pd.Index(list(RANGE_KM)).get_indexer(pd.Index(method))
    ]
    lon, lat = strikes["lon"].to_numpy(), strikes["lat"].to_numpy()
    hit = _displaced(rng, lon, lat, rng.uniform(reach[:, 0], reach[:, 1]))
    known = rng.random(n) < LAUNCH_KNOWN
    columns: dict[str, object] = {
        "attack_id": ident,
        "title": f"{LABEL}: invented attack " + number,
        "date": (BEGIN + pd.to_timedelta(strikes["day"], unit="D")).dt.strftime("%Y-%m-%d"),
        "date_precision": "day",
        "status": "reported",
        "method": method,
    }
    for role, (x, y), reported in (
        ("target", hit, np.ones(n, bool)),
        ("launch", (lon, lat), known),
    ):
        radius = _precision(rng, n)
        # What is reported lies anywhere in the disc, thicker towards its middle.
        seen_lon, seen_lat = _displaced(rng, x, y, radius * rng.random(n))
        columns[f"{role}_lat"] = np.where(reported, seen_lat.round(4), np.nan)
        columns[f"{role}_lon"] = np.where(reported, seen_lon.round(4), np.nan)
        columns[f"{role}_radius_km"] = np.where(reported, radius, np.nan)
    claimant = claimed["claimed"].to_numpy()
    columns |= {
        "facade": facades[claimant],
        "assessed_group": names[strikes["group"]],
        "assessed_by": LABEL,
        "assessed_confidence": "high",
        "note": note,
    }
    truth = pd.DataFrame(
        {
            "attack_id": ident,
            "group": names[strikes["group"]],
            "claimed_group": names[claimant],
            "false_claim": claimed["false"],
            "burst": strikes["burst"],
            "launch_lon": lon,
            "launch_lat": lat,
            "note": note,
        }
    )
    claim = claimant >= 0
    claims = pd.DataFrame(
        {
            "attack_id": ident[claim],
            "claim_order": 1,
            "facade": facades[claimant][claim],
            "note": note,
        }
    )
    chance = claimed.groupby(strikes["group"])["chance"].first().reindex(range(n_groups))
    groups = pd.DataFrame(
        {
            "group": np.repeat(names[:n_groups], BASES),
            "facade": np.repeat(facades[:n_groups], BASES),
            "lie_chance": np.repeat(chance.to_numpy(), BASES),
            "base_lon": bases.lon.ravel(),
            "base_lat": bases.lat.ravel(),
            "spread_km": bases.spread_km.ravel(),
            "note": note,
        }
    )
    return Scenario(pd.DataFrame(columns), claims.reset_index(drop=True), truth, groups, seed)
