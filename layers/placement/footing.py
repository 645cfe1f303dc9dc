"""Which drawn areas a spot of a map lies in, so that no mark stands in one that is not its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import to_metric
from layers.spec import Layer, PolygonLayer

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Footing:
    """The areas of a map that have an edge: ground, committees, usual ground.

    Parameters
    ----------
    layers
        All layers of the map; those of the base map and bands without an edge are no areas.
    """

    def __init__(self, layers: Iterable[Layer]) -> None:
        parts = [
            one.features.geometry[one.features["edge_px"] > 0].to_numpy()
            for one in layers
            if isinstance(one, PolygonLayer) and not one.base
        ]
        shapes = np.concatenate(parts) if parts else np.empty(0, dtype=object)
        self._areas = to_metric(shapes) if len(shapes) else shapes
        shapely.prepare(self._areas)
        self._tree = shapely.STRtree(self._areas)

    def under(self, spots: Floats) -> list[frozenset[int]]:
        """Give the areas that each spot lies in, by number; metres in the regional conic."""
        held: list[set[int]] = [set() for _ in range(len(spots))]
        if len(self._areas) and len(spots):
            found = self._tree.query(shapely.points(spots), predicate="intersects")
            for spot, area in found.T.tolist():
                held[spot].add(area)
        return [frozenset(one) for one in held]

    def shared(self, members: Sequence[Floats]) -> list[frozenset[int]]:
        """Give for each mark the areas that any of its places lies in."""
        if not members:
            return []
        ends = np.cumsum([len(one) for one in members]).tolist()
        each = self.under(np.vstack(members))
        return [frozenset().union(*each[a:b]) for a, b in zip([0, *ends[:-1]], ends, strict=True)]

    def fits(self, spots: Floats, held: Sequence[frozenset[int]]) -> Flags:
        """Tell for each spot whether it lies in no area but those that are held."""
        return np.array(
            [under <= own for under, own in zip(self.under(spots), held, strict=True)], dtype=bool
        )
