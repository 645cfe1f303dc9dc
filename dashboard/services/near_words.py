"""How many of the attacks kept by an area of interest are surely in it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.services.selection import Selection
from dashboard.services.views import circle_of, outline_of
from geo.records.named_ground import NamedGround
from geo.records.near import near, surely_near
from geo.records.within import surely_within, within


def near_words(rows: pd.DataFrame, selection: Selection, ground: NamedGround) -> str:
    """Say how many of some attacks surely lie in the area of interest, and how many may.

    Parameters
    ----------
    rows
        Rows that the selection keeps.
    selection
        With the area of interest; without one nothing is said. With a circle and an outline an
        attack is surely in both or may be.
    ground
        Where its place or ground is looked up.
    """
    circle, outline = circle_of(selection, ground.places), outline_of(selection, ground)
    if circle is None and outline is None:
        return ""
    counted = rows[rows["counts"].to_numpy(dtype=bool)]
    sure, words = np.ones(len(counted), dtype=bool), []
    if circle is not None:
        sure &= surely_near(near(counted, circle))
        words.append(f"within {circle.radius_km:g} km")
    if outline is not None:
        sure &= surely_within(within(counted, outline, extents=ground.areas.extents))
        words.append(outline.full_words)
    may = len(counted) - int(sure.sum())
    return f"{int(sure.sum()):,} surely {' and '.join(words)}, {may:,} may be" if may else ""
