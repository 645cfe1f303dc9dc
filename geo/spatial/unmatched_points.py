"""Points of a join that lie in no area, told apart: without coordinates, far off, or swapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.spatial.area_index import AreaIndex

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Unmatched:
    """How many points are in no area, and why that may be.

    Parameters
    ----------
    without
        Points without coordinates.
    nowhere
        Points with coordinates that no area holds.
    outside
        Those of them that lie outside the box of all areas.
    swapped
        (m,) how many of those each area would hold if latitude and longitude were swapped.
    """

    without: int
    nowhere: int
    outside: int
    swapped: NDArray[np.int64]

    @classmethod
    def nothing(cls, areas: int) -> Unmatched:
        """Tally of no points against some areas."""
        return cls(0, 0, 0, np.zeros(areas, dtype=np.int64))

    @classmethod
    def of(cls, lon: Floats, lat: Floats, *, index: AreaIndex, missed: int) -> Unmatched:
        """Tally of points in degrees, NaN where there is none; `missed` of them are in no area."""
        empty = np.isnan(lon) | np.isnan(lat)
        without = int(np.count_nonzero(empty))
        swapped = np.zeros(len(index), dtype=np.int64)
        west, south, east, north = shapely.total_bounds(index.polygons)
        # NaN is neither inside nor outside; an area set without ground has no box at all.
        far = ~empty & ~((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        if far.any():
            x, y = lat[far], lon[far]
            near = (x >= west) & (x <= east) & (y >= south) & (y <= north)
            if near.any():
                swapped = index.counts(x[near], y[near])[0]
        return cls(without, missed - without, int(np.count_nonzero(far)), swapped)

    def __add__(self, other: Unmatched) -> Unmatched:
        return Unmatched(
            self.without + other.without,
            self.nowhere + other.nowhere,
            self.outside + other.outside,
            self.swapped + other.swapped,
        )

    def as_json(self) -> dict[str, Any]:
        """The numbers as JSON holds them."""
        return {
            "without": self.without,
            "nowhere": self.nowhere,
            "outside": self.outside,
            "swapped": self.swapped.tolist(),
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Unmatched:
        """Numbers that `as_json` gave, among others."""
        swapped = np.array(given["swapped"], dtype=np.int64)
        return cls(given["without"], given["nowhere"], given["outside"], swapped)
