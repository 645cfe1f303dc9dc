"""Named places around which marks gather, whatever is shown of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Anchors:
    """Named places that marks gather around, highest rank first.

    Parameters
    ----------
    names
        What people read.
    lonlat
        Degrees, EPSG:4326, shape ``(n, 2)``.
    roots
        How many of the first stand alone at every zoom.
    """

    names: tuple[str, ...] = ()
    lonlat: Floats = field(default_factory=lambda: np.empty((0, 2)))
    roots: int = 0


NO_ANCHORS: Final = Anchors()
