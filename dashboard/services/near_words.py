"""How many of the attacks kept by an area of interest are surely in it."""

from __future__ import annotations

import pandas as pd

from dashboard.services.selection import Selection
from dashboard.services.views import circle_of
from geo.records.near import near, surely_near
from geo.reference.gazetteer import Gazetteer


def near_words(rows: pd.DataFrame, selection: Selection, places: Gazetteer) -> str:
    """Say how many of some attacks surely lie in the area of interest, and how many may.

    Parameters
    ----------
    rows
        Rows that the selection keeps.
    selection
        With the area of interest; without one nothing is said.
    places
        Where its place is looked up.
    """
    circle = circle_of(selection, places)
    if circle is None:
        return ""
    counted = rows[rows["counts"].to_numpy(dtype=bool)]
    surely = int(surely_near(near(counted, circle)).sum())
    may = len(counted) - surely
    if not may:
        return ""
    return f"{surely:,} surely within {circle.radius_km:g} km, {may:,} may be"
