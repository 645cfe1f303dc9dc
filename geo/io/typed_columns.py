"""Text cells to typed columns, and points where both coordinates of the target are known."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

REAL = tuple(
    f"{role}_{name}" for role in ("target", "launch") for name in ("lat", "lon", "radius_km")
)
WHOLE = ("count", "attacks_in_row", "killed", "wounded")
LAT, LON = "target_lat", "target_lon"


def typed(cells: pd.DataFrame) -> pd.DataFrame:
    """Give numeric columns as numbers, missing where empty; all others as text.

    Parameters
    ----------
    cells
        Text cells under the columns of `geo.schemas.attacks.COLUMNS`, others beside.

    Returns
    -------
    Frame on the same index. A column with a cell that is no number stays text.
    """
    out = cells.copy()
    for name in [name for name in (*REAL, *WHOLE) if name in cells]:
        numbers = pd.to_numeric(cells[name], errors="coerce")
        if (numbers.notna() | (cells[name] == "")).all():
            out[name] = numbers.astype("Int64") if name in WHOLE else numbers.astype("Float64")
    return out


def located(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """Rows with the point of their target (EPSG:4326), which takes the place of its columns."""
    rest = frame.drop(columns=[LAT, LON], errors="ignore")
    return gpd.GeoDataFrame(rest, geometry=points(frame), crs=4326)


def points(frame: pd.DataFrame) -> list[shapely.Point | None]:
    """Point of each target, None where it is not known."""
    if not {LAT, LON} <= set(frame.columns):
        return [None] * len(frame)
    lon, lat = (pd.to_numeric(frame[name]).astype(float) for name in (LON, LAT))
    made = np.atleast_1d(np.asarray(shapely.points(lon, lat), dtype=object))
    known = (lon.notna() & lat.notna()).to_numpy()
    return [point if is_known else None for point, is_known in zip(made, known, strict=True)]
