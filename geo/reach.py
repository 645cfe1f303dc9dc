"""With the launch unknown: how much of each group's ground lies within a weapon's reach."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import crs
from geo.cells import EDGE_KM, GROUND_LEVEL, centres
from geo.evidence import COLUMNS
from geo.territory import Ground

Floats = NDArray[np.float64]

ANYWHERE = 0.05
"""Share of a group's launches that may lie outside its known ground."""

LEAST = 0.005
"""Shares of ground under this are not worth a word."""

REACH_COLUMNS = (
    "method", "reach_km_low", "reach_km_high", "says_much", "text", "source_id", "pointer", "ours",
)  # fmt: skip
TERM = "reach"

_BASIS = (
    f"Chance of a launch within reach: the share of the group's usual ground there, with "
    f"{ANYWHERE:.0%} kept for ground that is not known."
)


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
    Long frame with `geo.evidence.COLUMNS`; attacks whose method has no row, or whose target is
    not known, give none. Groups of which no ground is known are neither favoured nor disfavoured:
    they get the mean of the others.
    """
    table = reaches.set_index("method")
    usable = targets[targets["method"].isin(table.index) & targets["lon"].notna()]
    cells, mass = ground.density()
    if usable.empty or not mass.any():
        return pd.DataFrame(columns=list(COLUMNS))
    lon, lat = centres(cells)
    known = mass.any(axis=0)
    rows = table.loc[usable["method"]]
    far = rows["reach_km_high"].to_numpy(float) + usable["radius_km"].fillna(0.0).to_numpy(float)
    # Ground is known by cell: whatever reaches at all, reaches within the target's own cell.
    far = np.maximum(far, EDGE_KM[GROUND_LEVEL])
    much = (rows["says_much"] == "yes").to_numpy()
    inside = np.empty((len(usable), mass.shape[1]))
    for start in range(0, len(usable), 512):
        part = slice(start, start + 512)
        away = crs.distance_km(
            usable["lon"].to_numpy(float)[part, None],
            usable["lat"].to_numpy(float)[part, None],
            lon[None, :],
            lat[None, :],
        )
        inside[part] = (away <= far[part, None]) @ mass
    # Launches that may lie anywhere say as much as those of all groups do on average.
    anywhere = np.where(known, 1.0 - mass.sum(axis=0), 0.0)
    held = inside + anywhere * inside[:, known].mean(axis=1, keepdims=True)
    within = ANYWHERE + (1.0 - ANYWHERE) * held
    logs = np.where(much[:, None], np.log(within), 0.0)
    mean = np.log(within[:, known].mean(axis=1)) * much
    logs[:, ~known] = mean[:, None]
    logs = np.column_stack([logs, mean])
    return _long(usable, rows, far, logs, ground=ground, inside=inside)


def _parts(inside: Floats, ground: Ground) -> str:
    """Whose ground lies within reach, and how much of it, most first."""
    order = np.argsort(-inside, kind="stable")
    near = [f"{inside[i]:.0%} of {ground.groups[i]} ground" for i in order if inside[i] >= LEAST]
    return ", ".join(near) or "no known ground"


def _long(
    usable: pd.DataFrame,
    rows: pd.DataFrame,
    far: Floats,
    logs: Floats,
    *,
    ground: Ground,
    inside: Floats,
) -> pd.DataFrame:
    n = len(ground.candidates)
    text = [
        f"{told} Launch unknown; within {km:.0f} km of the target lies {_parts(here, ground)}"
        + ("." if much == "yes" else "; so long a reach says little, and is only shown.")
        for told, km, here, much in zip(rows["text"], far, inside, rows["says_much"], strict=True)
    ]
    source = (rows["source_id"] + " " + rows["pointer"]).str.strip()
    basis = [_BASIS if much == "yes" else "Shown, not weighed." for much in rows["says_much"]]
    return pd.DataFrame(
        {
            "attack_id": np.repeat(usable.index.to_numpy(dtype=object), n),
            "term_id": TERM,
            "group": np.tile(np.array(ground.candidates, dtype=object), len(usable)),
            "log_likelihood": logs.ravel(),
            "text": np.repeat(np.array(text, dtype=object), n),
            "source": np.repeat(source.to_numpy(dtype=object), n),
            "basis": np.repeat(np.array(basis, dtype=object), n),
        },
        columns=list(COLUMNS),
    )
