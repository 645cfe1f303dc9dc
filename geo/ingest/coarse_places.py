"""Points that stand for a whole unit: as wide as the governorate they lie in, never a point."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from geo.atlas import Atlas
from geo.ingest.plausibility import unit_radius_km

LEAST_KM = 60.0
"""Least radius of a governorate: the bundled outline of Baghdad is only the city."""


def unit_radii(cells: pd.DataFrame, *, lat: str, lon: str, atlas: Atlas) -> pd.Series:
    """Radius in km of the governorate around each point, as text.

    No outlines of districts are bundled, so a district gets the radius of its governorate: too
    wide, and so never wrong.

    Parameters
    ----------
    cells
        Text cells with a latitude and a longitude column, degrees, WGS84.
    lat, lon
        Names of these columns.
    atlas
        Outlines of the governorates.

    Returns
    -------
    Series on the same index, empty outside every outline: a person must say the radius then.
    """
    outlines = np.array(list(atlas.units.outlines.values()), dtype=object)
    points = cells[[lat, lon]].drop_duplicates()
    numbers = points.apply(pd.to_numeric, errors="coerce")
    shapes = shapely.points(numbers[lon], numbers[lat])
    shapes[numbers.isna().any(axis=1).to_numpy()] = None
    inside, unit = shapely.STRtree(outlines).query(shapes, predicate="intersects")
    radii = {
        tuple(points.iloc[at]): f"{max(LEAST_KM, unit_radius_km(outlines[of], *place)):.0f}"
        for at, of, place in zip(inside, unit, numbers[[lon, lat]].to_numpy()[inside], strict=True)
    }
    keys = pd.Series(
        list(zip(cells[lat], cells[lon], strict=True)), index=cells.index, dtype=object
    )
    return keys.map(radii).fillna("")
