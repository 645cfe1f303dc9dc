"""Marks of a layer as one scale shows them: gathered around named places, with their shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo import crs
from layers import mark_tones, style
from layers.placement.clusters import tree
from layers.spec import PointLayer

NOT_MARKS: Final = ("disc", "dot", "label")
"""Shapes of a point layer that are no marks."""


@dataclass(frozen=True, eq=False)
class Mark:
    """One mark and all that it holds.

    Parameters
    ----------
    layer
        Id of its layer.
    shape
        As its layer's rows say.
    count
        Attacks that it stands for.
    verdicts
        How many of them have each ringed verdict, most severe first.
    shares
        Its groups with their counts.
    selected
        Whether it holds a selected attack.
    middle
        Middle of its places by count, metres in the regional conic.
    members
        Its places, metres in the regional conic, shape ``(n, 2)``.
    anchor
        The named place that it gathers around, metres.
    name
        That place's name.
    """

    layer: str
    shape: str
    count: int
    verdicts: dict[str, int]
    shares: tuple[tuple[str, int], ...]
    selected: bool
    middle: tuple[float, float]
    members: NDArray[np.float64]
    anchor: tuple[float, float]
    name: str

    @property
    def tone(self) -> str:
        """Give the group where all share one, else the neutral tone."""
        return self.shares[0][0] if len(self.shares) == 1 else style.NEUTRAL


def mark_rows(layer: PointLayer) -> gpd.GeoDataFrame:
    """Give the rows of a point layer that are marks."""
    return layer.features[~layer.features["shape"].isin(NOT_MARKS)]


def marks_of(layer: PointLayer, *, level: float) -> list[Mark]:
    """Gather the rows of a layer at a zoom, busiest first.

    Parameters
    ----------
    layer
        A layer of marks.
    level
        As :func:`layers.placement.clusters.level_of` gives it.
    """
    table = mark_rows(layer)
    if table.empty:
        return []
    lon, lat = table.geometry.x.to_numpy(dtype=float), table.geometry.y.to_numpy(dtype=float)
    owner = tree(lon, lat, layer.anchors).owners(level)[: len(table)]
    nodes = np.vstack([np.column_stack([lon, lat]), layer.anchors.lonlat])
    names = [*table["label"].astype(str), *layer.anchors.names]
    order = np.argsort(owner, kind="stable")
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    spots = np.column_stack(crs.project(lon, lat))
    where = np.column_stack(crs.project(*nodes.T))
    count = table["count"].to_numpy(dtype=np.int64)
    by_verdict = {
        verdict: table[COLUMN_OF[verdict]].to_numpy(dtype=int) for verdict in style.RINGED
    }
    tone, shares = table["tone"].astype(str).to_numpy(), table["shares"].astype(str).to_numpy()
    selected, shape = table["selected"].to_numpy(dtype=bool), table["shape"].to_numpy()
    made = []
    for a, b in zip(starts, [*starts[1:], len(order)], strict=True):
        rows = order[a:b]
        of = int(owner[rows[0]])
        weight = np.maximum(count[rows], 1)
        x, y = (float(np.average(spots[rows, axis], weights=weight)) for axis in (0, 1))
        made.append(
            Mark(
                layer=layer.id,
                shape=str(shape[rows[0]]),
                count=int(count[rows].sum()),
                verdicts={one: int(many[rows].sum()) for one, many in by_verdict.items()},
                shares=_summed(rows, tone, shares, count),
                selected=bool(selected[rows].any()),
                middle=(x, y),
                members=spots[rows],
                anchor=(float(where[of, 0]), float(where[of, 1])),
                name=names[of],
            )
        )
    return sorted(made, key=lambda one: (-one.count, -one.middle[1], one.middle[0]))


COLUMN_OF: Final = {"mismatch": "mismatches", "explained": "explained", "contested": "contested"}
"""Column that counts each ringed verdict."""


def _summed(
    rows: NDArray[np.int64],
    tone: NDArray[np.object_],
    shares: NDArray[np.object_],
    count: NDArray[np.int64],
) -> tuple[tuple[str, int], ...]:
    """Sum the shares of rows: groups most first, then what only points, then nobody."""
    total: dict[str, int] = {}
    for row in rows.tolist():
        for group, many in shares_of(str(shares[row]), tone=str(tone[row]), count=int(count[row])):
            total[group] = total.get(group, 0) + many
    return mark_tones.ordered(total)


def shares_of(text: str, *, tone: str, count: int) -> list[tuple[str, int]]:
    """Read the shares of one row; without any all are of its tone."""
    if not text:
        return [(tone, count)]
    parts = (line.rpartition("\t") for line in text.split("\n"))
    return [(group, int(many)) for group, _, many in parts]


def groups_of(marks: gpd.GeoDataFrame) -> list[tuple[str, int]]:
    """Sum the shares of all rows of marks, in the order of a rim."""
    rows = np.arange(len(marks))
    tone, shares = marks["tone"].astype(str).to_numpy(), marks["shares"].astype(str).to_numpy()
    return list(_summed(rows, tone, shares, marks["count"].to_numpy(dtype=np.int64)))
