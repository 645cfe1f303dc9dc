"""Points that stand for a whole unit: as wide as the governorate they lie in, never a point."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

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


class FoundPlaces(NamedTuple):
    """Where rows of an export are, no finer than it says.

    Parameters
    ----------
    cells
        `target_lat`, `target_lon` and `target_radius_km` as text, empty where nothing is known.
    nowhere
        Rows whose place is not known.
    note
        What a person should know of the rows that stand for a unit.
    """

    cells: pd.DataFrame
    nowhere: pd.Series
    note: str


def placed(
    cells: pd.DataFrame,
    code: str,
    *,
    radii: Mapping[str, str],
    units: Collection[str] | None = None,
    atlas: Atlas,
) -> FoundPlaces:
    """Places of an export by its code of how finely they are known.

    Parameters
    ----------
    cells
        Text cells with `latitude` and `longitude`, degrees, WGS84.
    code
        Column of the code.
    radii
        Radius in km by code, for places that stand for themselves.
    units
        Codes of places that stand for a unit; without it all others do. A place with neither is
        not known.
    atlas
        Outlines of the units.
    """
    codes = whole_code(cells[code])
    unit = ~codes.isin(radii) if units is None else codes.isin(units)
    nowhere = ~unit & ~codes.isin(radii)
    around = unit_radii(cells, lat="latitude", lon="longitude", atlas=atlas)
    at = {
        "target_lat": cells["latitude"].mask(nowhere, ""),
        "target_lon": cells["longitude"].mask(nowhere, ""),
        "target_radius_km": codes.map(radii).fillna("").where(~unit, around),
    }
    note = f"{int(unit.sum())} rows known to a unit only got the governorate’s radius."
    return FoundPlaces(pd.DataFrame(at, index=cells.index), nowhere, note)


def whole_code(cells: pd.Series) -> pd.Series:
    """Codes as whole numbers, where a spreadsheet made them floats."""
    return cells.str.removesuffix(".0")
