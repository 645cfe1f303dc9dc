"""Invented attacks in any number, for measuring speed and for nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.random import Generator

from geo.settings import data_dir

LABEL = "EXERCISE"
BAGHDAD = (44.36, 33.31)
BAGHDAD_RADIUS_KM = 40.0
BAGHDAD_SHARE = 0.5  # half of the documented attacks lie this near, which is what makes maps slow
LAUNCH_SHARE = 0.4
KM_PER_DEGREE = 111.2  # on the meridian; good enough to invent points with
COORDINATES = ("target_lon", "target_lat", "launch_lon", "launch_lat")
_METHODS = ("rocket", "mortar", "drone_fixed_wing", "drone_small", "roadside_bomb", "")
_METHOD_SHARES = (0.45, 0.05, 0.1, 0.1, 0.2, 0.1)
_GROUPS = ("KH", "AAH", "KSS", "")
_GROUP_SHARES = (0.35, 0.2, 0.1, 0.35)
_RADII_KM = (1.0, 3.0, 5.0, 15.0)


def attacks(n: int, *, seed: int) -> pd.DataFrame:
    """Invent ``n`` attacks on random points in Iraq; the same seed gives the same rows.

    Parameters
    ----------
    n
        Number of attacks.
    seed
        Seed of the random numbers.

    Returns
    -------
    pandas.DataFrame
        One row an attack: the columns of ``data/attacks.csv`` in their order, as text with
        empty cells for what is unknown, then target and launch in lon/lat degrees (EPSG:4326,
        NaN where the launch is unknown). No place has a name. Title and note carry EXERCISE.
    """
    rng = np.random.default_rng(seed)
    target = _points_in_iraq(rng, n)
    launch = _displaced(rng, target, least_km=2.0, most_km=20.0)
    launch[rng.random(n) >= LAUNCH_SHARE] = np.nan
    known = ~np.isnan(launch[:, 0])
    number = pd.Series(np.arange(1, n + 1)).astype(str).str.zfill(len(str(n)))
    days = pd.to_timedelta(rng.integers(0, 730, n), unit="D")
    group = rng.choice(_GROUPS, n, p=_GROUP_SHARES)
    columns = {
        "attack_id": "exercise-" + number,
        "title": f"{LABEL}: invented attack " + number,
        "date": (pd.Timestamp("2020-01-01") + days).strftime("%Y-%m-%d"),
        "date_precision": "day",
        "status": "reported",
        "method": rng.choice(_METHODS, n, p=_METHOD_SHARES),
        "target_radius_km": rng.choice(_RADII_KM, n).astype(str),
        "launch_radius_km": np.where(known, rng.choice(_RADII_KM, n).astype(str), ""),
        "assessed_group": group,
        "assessed_by": np.where(group == "", "", LABEL),
        "assessed_confidence": np.where(group == "", "", "low"),
        "note": f"{LABEL}: invented for measuring speed; nothing of it happened.",
    }
    header = pd.read_csv(data_dir() / "attacks.csv", nrows=0).columns
    table = pd.DataFrame(columns, index=range(n)).reindex(columns=header, fill_value="")
    coordinates = pd.DataFrame(np.hstack([target, launch]), columns=list(COORDINATES))
    return pd.concat([table, coordinates], axis=1)


def _points_in_iraq(rng: Generator, n: int) -> np.ndarray:
    """Draw ``(n, 2)`` lon/lat points: half near Baghdad, the others anywhere in the country."""
    text = (data_dir() / "base" / "units.geojson").read_text(encoding="utf-8")
    country = shapely.union_all(shapely.get_parts(shapely.from_geojson(text)))
    shapely.prepare(country)
    west, south, east, north = country.bounds
    near = round(n * BAGHDAD_SHARE)
    centre = np.tile(BAGHDAD, (near, 1))
    kept = [_displaced(rng, centre, least_km=0.0, most_km=BAGHDAD_RADIUS_KM)]
    missing = n - near
    while missing:
        drawn = rng.uniform((west, south), (east, north), (2 * missing, 2))
        inside = drawn[shapely.contains_xy(country, drawn)][:missing]
        kept.append(inside)
        missing -= len(inside)
    return rng.permutation(np.vstack(kept))


def _displaced(
    rng: Generator, points: np.ndarray, *, least_km: float, most_km: float
) -> np.ndarray:
    """Move each lon/lat point by a random way between the two distances."""
    bearing = rng.uniform(0, 2 * np.pi, len(points))
    # the square root spreads them evenly over the disc instead of crowding its middle
    distance_km = np.sqrt(rng.uniform(least_km**2, most_km**2, len(points)))
    north = distance_km * np.cos(bearing) / KM_PER_DEGREE
    east = distance_km * np.sin(bearing) / KM_PER_DEGREE / np.cos(np.radians(points[:, 1]))
    moved: np.ndarray = points + np.column_stack([east, north])
    return moved
