"""Columns of latitude and longitude in a layer: where it has no point, and where it has one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.crs import GEOD
from geo.errors import Fault
from geo.parsing.coordinates import degrees
from geo.schemas.header_match import match_header

AXES = ("lon", "lat")
APART_KM = 2.0
"""From here on a point and the columns beside it say two places, rounding of theirs apart."""

_KM_OF_DEGREE = 111.2
_REMEDY = "Correct target_lat and target_lon, or write yes under “confirmed” to keep the point."


def stated_columns(names: Iterable[str]) -> tuple[str, str] | None:
    """Columns of longitude and latitude of a layer, called as people call them, or None.

    Parameters
    ----------
    names
        Columns of the layer.

    Returns
    -------
    None where it has `target_lon` or `target_lat` by name, or not one column for each.
    """
    found: dict[str, list[str]] = {f"target_{axis}": [] for axis in AXES}
    for name in names:
        if name in found:
            return None
        match = match_header(name)
        if match.mapped and match.column in found:
            found[match.column].append(name)
    lon, lat = found.values()
    return (lon[0], lat[0]) if len(lon) == len(lat) == 1 else None


def taken_for(columns: tuple[str, str]) -> dict[str, str]:
    """What columns were taken for from which places were read, as `RawTable.taken` has it."""
    return {
        name: f"target_{axis}, where a row has no point"
        for axis, name in zip(AXES, columns, strict=True)
    }


def with_stated(
    cells: pd.DataFrame, has_point: NDArray[np.bool_], columns: tuple[str, str], *, file: str
) -> tuple[pd.DataFrame, list[Fault], tuple[str, ...]]:
    """Places of rows without a point from their columns, and faults where a point says otherwise.

    Parameters
    ----------
    cells
        Text cells with `target_lon` and `target_lat`, which hold the points.
    has_point
        Of each row.
    columns
        As of `stated_columns`.
    file
        Name used in messages.

    Returns
    -------
    New cells, a fault for each row whose columns lie further than `APART_KM` from its point, and
    a note on how many places were read from the columns.
    """
    texts = [cells[name].astype(str) for name in columns]
    stated = [_degrees(text, axis) for text, axis in zip(texts, AXES, strict=True)]
    faults = _apart(cells, has_point, columns, stated)
    said = (texts[0] != "").to_numpy() | (texts[1] != "").to_numpy()
    missing = ~has_point & said & ~_is_launch(cells, stated)
    if not missing.any():
        return cells, faults, ()
    placed = {
        f"target_{axis}": np.where(missing, text, cells[f"target_{axis}"])
        for axis, text in zip(AXES, texts, strict=True)
    }
    count = int(missing.sum())
    note = (
        f"{file}: rows without a point: {count}; their place was read from {' and '.join(columns)}."
    )
    return cells.assign(**placed), faults, (note,)


def _degrees(texts: pd.Series, axis: str) -> NDArray[np.float64]:
    values = pd.to_numeric(texts, errors="coerce").to_numpy(float, copy=True)
    other = np.flatnonzero(np.isnan(values) & (texts != "").to_numpy())
    for at in other:
        found = degrees(texts.iloc[at], axis=axis)
        values[at] = np.nan if found is None else found
    return values


def _is_launch(cells: pd.DataFrame, stated: list[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Rows whose columns repeat the launch, as a folder of launches gave it."""
    same = np.ones(len(cells), dtype=bool)
    for axis, values in zip(AXES, stated, strict=True):
        name = f"launch_{axis}"
        if name not in cells:
            return np.zeros(len(cells), dtype=bool)
        same &= np.isclose(pd.to_numeric(cells[name], errors="coerce").to_numpy(float), values)
    return same


def _apart(
    cells: pd.DataFrame,
    has_point: NDArray[np.bool_],
    columns: tuple[str, str],
    stated: list[NDArray[np.float64]],
) -> list[Fault]:
    points = [
        pd.to_numeric(cells[f"target_{axis}"], errors="coerce").to_numpy(float) for axis in AXES
    ]
    known = has_point & np.isfinite([*points, *stated]).all(axis=0)
    for lat in (points[1], stated[1]):
        known &= np.abs(np.nan_to_num(lat)) <= 90  # noqa: PLR2004
    rows = np.flatnonzero(known)
    from_lon, from_lat, to_lon, to_lat = (values[rows] for values in (*points, *stated))
    _, _, metres = GEOD.inv(from_lon, from_lat, to_lon, to_lat)
    km = np.asarray(metres) / 1000.0
    faults = []
    for at, apart in zip(rows[km > APART_KM], km[km > APART_KM].tolist(), strict=True):
        texts = [str(cells[name].iloc[at]) for name in columns]
        if apart <= APART_KM + max(map(_rounded_km, texts)):
            continue
        problem = f"{columns[0]} and {columns[1]} lie {apart:,.0f} km from the point"
        row = int(cells.index[at])
        faults.append(Fault(row, "geometry", ", ".join(texts), problem, _REMEDY, confirmable=True))
    return faults


def _rounded_km(text: str) -> float:
    """How far a number may lie from what it was rounded from."""
    decimals = len(text.partition(".")[2])
    return float(_KM_OF_DEGREE * 10.0**-decimals)
