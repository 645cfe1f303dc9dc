"""Weapons' reach: which ground lies within it of a target, and whose lies wholly beyond it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import crs
from geo.attribution.evidence import COLUMNS
from geo.attribution.ranking_text import FEW
from geo.attribution.usual_ground import Ground
from geo.spatial.h3_cells import EDGE_KM, GROUND_LEVEL, centres

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

ANYWHERE = 0.05
"""Share of a group's launches that may lie outside its known ground."""

LEAST = 0.005
"""Shares of ground under this are not worth a word."""

CARRIED_KM = 5.0
"""A weapon of no longer reach is carried to its target, and its reach leaves nobody out."""

_ALL, _MOST = 0.95, 0.5

REACH_COLUMNS = (
    "method", "reach_km_low", "reach_km_high", "says_much", "text", "source_id", "pointer", "ours",
)  # fmt: skip
TERM = "reach"

_BASIS = (
    "Chance of a launch within reach: the share of the group's past launches and recorded ground "
    f"there, with {ANYWHERE:.0%} kept for ground that is not known."
)


def reach_km(targets: pd.DataFrame, reaches: pd.DataFrame) -> pd.Series:
    """How far from each target a launch may lie, where the weapon's reach says much; else NaN.

    What is carried to its target, a bomb or a rifle, is brought from anywhere: NaN.

    Parameters
    ----------
    targets
        `method` and `radius_km` of the target, km.
    reaches
        Rows with `REACH_COLUMNS`.
    """
    flies = (reaches["says_much"] == "yes") & (reaches["reach_km_high"] > CARRIED_KM)
    table = reaches[flies].set_index("method")["reach_km_high"]
    return targets["method"].map(table).astype(float) + targets["radius_km"].fillna(0.0)


def reach_terms(targets: pd.DataFrame, *, ground: Ground, reaches: pd.DataFrame) -> pd.DataFrame:
    """Weigh the groups' ground within reach of targets whose launch is not known.

    Parameters
    ----------
    targets
        Indexed by attack id: `method` (or `method` and `count`; no calibre is ever assumed),
        `lon`, `lat` (degrees, EPSG:4326) and `radius_km` of the target.
    ground
        Usual ground known on the day.
    reaches
        Rows with `REACH_COLUMNS`, one a method: least and largest reach in km, and whether the
        reach says much (`yes`) or so little that it is only shown (`no`).

    Returns
    -------
    Long frame with `geo.attribution.evidence.COLUMNS`; attacks whose method has no row, or whose
    target is not known, give none. Groups of which no ground is known are neither favoured nor
    disfavoured: they get the mean of the others. Percentages are told of past launches alone, and
    only where `geo.attribution.ranking_text.FEW` of them or more teach.
    """
    table = reaches.set_index("method")
    usable = targets[targets["method"].isin(table.index) & targets["lon"].notna()]
    cells, mass = ground.density()
    if usable.empty or not mass.any():
        return pd.DataFrame(columns=list(COLUMNS))
    known = mass.any(axis=0)
    rows = table.loc[usable["method"]]
    far = rows["reach_km_high"].to_numpy(float) + usable["radius_km"].fillna(0.0).to_numpy(float)
    # Ground is known by cell: whatever reaches at all, reaches within the target's own cell.
    far = np.maximum(far, EDGE_KM[GROUND_LEVEL])
    much = (rows["says_much"] == "yes").to_numpy()
    _, launched, held = ground.parts()
    held = np.divide(held, held.sum(axis=0), out=np.zeros_like(held), where=held.any(axis=0))
    groups = mass.shape[1]
    inside, launches, drawn = np.split(
        _within(usable, cells, far, np.hstack([mass, launched, held])), [groups, 2 * groups], axis=1
    )
    # Launches that may lie anywhere say as much as those of all groups do on average.
    anywhere = np.where(known, 1.0 - mass.sum(axis=0), 0.0)
    all_of = inside + anywhere * inside[:, known].mean(axis=1, keepdims=True)
    within = ANYWHERE + (1.0 - ANYWHERE) * all_of
    logs = np.where(much[:, None], np.log(within), 0.0)
    mean = np.log(within[:, known].mean(axis=1)) * much
    logs[:, ~known] = mean[:, None]
    logs = np.column_stack([logs, mean])
    parts = [_parts(near, recorded, ground) for near, recorded in zip(launches, drawn, strict=True)]
    return _long(usable, rows, far, logs, ground=ground, parts=parts)


def _within(targets: pd.DataFrame, cells: NDArray[np.uint64], far: Floats, mass: Floats) -> Floats:
    """(n, k) mass in the cells whose middle lies within `far` km of each target."""
    lon, lat = centres(cells)
    x, y = targets["lon"].to_numpy(float), targets["lat"].to_numpy(float)
    out = np.empty((len(targets), mass.shape[1]))
    for start in range(0, len(targets), 512):
        part = slice(start, start + 512)
        away = crs.distance_km(x[part, None], y[part, None], lon[None, :], lat[None, :])
        out[part] = (away <= far[part, None]) @ mass
    return out


def launched_near(targets: pd.DataFrame, far: pd.Series, *, ground: Ground) -> Mask:
    """(n, G) True where any past launch of a group lies within reach of a target.

    Parameters
    ----------
    targets
        `lon`, `lat` in degrees, EPSG:4326; NaN where unknown, and then nothing is near.
    far
        As `reach_km` gives it, on the same index; a cell's edge is added.
    ground
        Usual ground known on the day.
    """
    keys, votes = ground.tables[GROUND_LEVEL]
    if not votes.any() or far.isna().all():
        return np.zeros((len(targets), votes.shape[1]), dtype=bool)
    far_km = far.to_numpy(float) + EDGE_KM[GROUND_LEVEL]
    return _within(targets, keys, np.nan_to_num(far_km, nan=-1.0), votes) > 0


def _share_words(share: float) -> str:
    return "all" if share >= _ALL else "most" if share >= _MOST else "part"


def _parts(launches: Floats, drawn: Floats, ground: Ground) -> str:
    """What lies within reach, most first: recorded ground in words, past launches as counted."""
    few = int(ground.baseline["events"].sum()) < FEW

    def listed(shares: Floats, *, percent: bool) -> str:
        order = np.argsort(-shares, kind="stable")
        return ", ".join(
            f"{ground.groups[i]} ({shares[i]:.0%})"
            if percent
            else f"{ground.groups[i]} ({_share_words(shares[i])})"
            for i in order
            if shares[i] >= LEAST
        )

    told = [
        ("recorded ground of ", listed(drawn, percent=False)),
        ("past launches of ", listed(launches, percent=not few)),
    ]
    return "; ".join(what + whose for what, whose in told if whose) or "no known ground"


def _long(
    usable: pd.DataFrame,
    rows: pd.DataFrame,
    far: Floats,
    logs: Floats,
    *,
    ground: Ground,
    parts: list[str],
) -> pd.DataFrame:
    n = len(ground.candidates)
    text = [
        f"{told} Launch unknown; within {km:.0f} km of the target lies {part}"
        + ("." if much == "yes" else ". So long a reach says little, and is only shown.")
        for told, km, part, much in zip(rows["text"], far, parts, rows["says_much"], strict=True)
    ]
    both = zip(rows["source_id"], rows["pointer"], strict=True)
    source = np.array([f"{ident} {pointer}".strip() for ident, pointer in both], dtype=object)
    basis = [_BASIS if much == "yes" else "Shown, not weighed." for much in rows["says_much"]]
    return pd.DataFrame(
        {
            "attack_id": np.repeat(usable.index.to_numpy(dtype=object), n),
            "term_id": TERM,
            "group": np.tile(np.array(ground.candidates, dtype=object), len(usable)),
            "log_likelihood": logs.ravel(),
            "text": np.repeat(np.array(text, dtype=object), n),
            "source": np.repeat(source, n),
            "basis": np.repeat(np.array(basis, dtype=object), n),
        },
        columns=list(COLUMNS),
    )
