"""Weapons' reach: which ground lies within it of a target, and whose lies wholly beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
Rows = NDArray[np.intp]

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


@dataclass(frozen=True, eq=False)
class Weapons:
    """What the weapons' reach needs of n targets, as arrays.

    Parameters
    ----------
    lon, lat
        (n,) target in degrees, EPSG:4326; NaN where unknown.
    near_km
        (n,) as `reach_km` gives it.
    usable
        (n,) True where the method has a row in the table of reaches and the target is known.
    far_km
        (n,) largest reach and the target's radius, at least a cell's edge; NaN where not usable.
    much
        (n,) True where so long a reach says much.
    text
        (n,) the words on the reach.
    source
        (n,) source of the reach and where in it.
    """

    lon: Floats
    lat: Floats
    near_km: Floats
    usable: Mask
    far_km: Floats
    much: Mask
    text: NDArray[np.object_]
    source: NDArray[np.object_]

    @classmethod
    def of(
        cls, targets: pd.DataFrame, reaches: pd.DataFrame | None, *, near_km: pd.Series
    ) -> Weapons:
        """Look up the reach of each target's method.

        Parameters
        ----------
        targets
            `method`, `lon`, `lat` (degrees, EPSG:4326) and `radius_km` of the target.
        reaches
            Rows with `REACH_COLUMNS`, or None where no reach is known.
        near_km
            As `reach_km` gives it, in the order of the targets.
        """
        table = pd.DataFrame(columns=list(REACH_COLUMNS)) if reaches is None else reaches
        table = table.set_index("method")
        lon, lat = targets["lon"].to_numpy(float), targets["lat"].to_numpy(float)
        usable = targets["method"].isin(table.index).to_numpy() & targets["lon"].notna().to_numpy()
        rows = table.loc[targets["method"][usable]]
        high = rows["reach_km_high"].to_numpy(float)
        far = np.full(len(targets), np.nan)
        far[usable] = high + targets["radius_km"][usable].fillna(0.0).to_numpy(float)
        much = np.zeros(len(targets), dtype=bool)
        much[usable] = (rows["says_much"] == "yes").to_numpy()
        text, source = (np.full(len(targets), "", dtype=object) for _ in range(2))
        text[usable] = rows["text"].to_numpy(object)
        both = zip(rows["source_id"], rows["pointer"], strict=True)
        source[usable] = [f"{ident} {pointer}".strip() for ident, pointer in both]
        # Ground is known by cell: whatever reaches at all, reaches within the target's own cell.
        far = np.maximum(far, EDGE_KM[GROUND_LEVEL])
        return cls(lon, lat, near_km.to_numpy(float), usable, far, much, text, source)

    def terms(
        self,
        ids: pd.Index,
        rows: Rows,
        logs: Floats,
        parts: Sequence[str],
        *,
        candidates: Sequence[str],
    ) -> pd.DataFrame:
        """Long frame of the terms of some targets.

        Parameters
        ----------
        ids
            (n,) attack of each target.
        rows, logs, parts
            As `weighed` gives them.
        candidates
            The groups, and the unknown one last.

        Returns
        -------
        Frame with `geo.attribution.evidence.COLUMNS`.
        """
        n, much = len(candidates), self.much[rows].tolist()
        text = [
            f"{words} Launch unknown; within {km:.0f} km of the target lies {part}"
            + ("." if weighs else ". So long a reach says little, and is only shown.")
            for words, km, part, weighs in zip(
                self.text[rows], self.far_km[rows], parts, much, strict=True
            )
        ]
        basis = [_BASIS if weighs else "Shown, not weighed." for weighs in much]
        return pd.DataFrame(
            {
                "attack_id": np.repeat(ids[rows].to_numpy(dtype=object), n),
                "term_id": TERM,
                "group": np.tile(np.array(candidates, dtype=object), len(rows)),
                "log_likelihood": logs.ravel(),
                "text": np.repeat(np.array(text, dtype=object), n),
                "source": np.repeat(self.source[rows], n),
                "basis": np.repeat(np.array(basis, dtype=object), n),
            },
            columns=list(COLUMNS),
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
    Long frame with `geo.attribution.evidence.COLUMNS`; attacks whose method has no row, or whose
    target is not known, give none. Groups of which no ground is known are neither favoured nor
    disfavoured: they get the mean of the others. Percentages are given of past launches alone, and
    only where `geo.attribution.ranking_text.FEW` of them or more teach.
    """
    weapons = Weapons.of(targets, reaches, near_km=reach_km(targets, reaches))
    weights = weighed(weapons, np.arange(len(targets)), ground=ground)
    return weapons.terms(targets.index, *weights, candidates=ground.candidates)


def weighed(weapons: Weapons, rows: Rows, *, ground: Ground) -> tuple[Rows, Floats, list[str]]:
    """Weigh the ground within reach of some targets, as `reach_terms` does.

    Returns
    -------
    Those of the rows of which the reach says anything, (k, G+1) logs, and what lies within reach
    of each.
    """
    cells, mass = ground.density()
    rows = rows[weapons.usable[rows]]
    if not rows.size or not mass.any():
        return rows[:0], np.empty((0, mass.shape[1] + 1)), []
    known = mass.any(axis=0)
    much = weapons.much[rows]
    _, launched, held = ground.parts()
    held = np.divide(held, held.sum(axis=0), out=np.zeros_like(held), where=held.any(axis=0))
    groups = mass.shape[1]
    inside, launches, drawn = np.split(
        _within(weapons, rows, cells, weapons.far_km, np.hstack([mass, launched, held])),
        [groups, 2 * groups],
        axis=1,
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
    return rows, logs, parts


def _within(
    weapons: Weapons, rows: Rows, cells: NDArray[np.uint64], far: Floats, mass: Floats
) -> Floats:
    """(k, j) mass in the cells whose middle lies within `far` km of each target."""
    lon, lat = centres(cells)
    x, y, far = weapons.lon[rows], weapons.lat[rows], far[rows]
    out = np.empty((len(rows), mass.shape[1]))
    for start in range(0, len(rows), 512):
        part = slice(start, start + 512)
        away = crs.distance_km(x[part, None], y[part, None], lon[None, :], lat[None, :])
        out[part] = (away <= far[part, None]) @ mass
    return out


def launched_near(weapons: Weapons, rows: Rows, *, ground: Ground) -> Mask:
    """(k, G) True where any past launch of a group lies within reach of a target.

    Parameters
    ----------
    weapons, rows
        Which targets; where one, or how far a launch may lie from it, is not known, nothing is
        near. A cell's edge is added.
    ground
        Usual ground known on the day.
    """
    keys, votes = ground.tables[GROUND_LEVEL]
    if not votes.any() or np.isnan(weapons.near_km[rows]).all():
        return np.zeros((len(rows), votes.shape[1]), dtype=bool)
    far_km = np.nan_to_num(weapons.near_km + EDGE_KM[GROUND_LEVEL], nan=-1.0)
    return _within(weapons, rows, keys, far_km, votes) > 0


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

    named = [
        ("recorded ground of ", listed(drawn, percent=False)),
        ("past launches of ", listed(launches, percent=not few)),
    ]
    return "; ".join(what + whose for what, whose in named if whose) or "no known ground"
