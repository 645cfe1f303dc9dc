"""Two words on one place in a row: where they do not agree, neither is taken for granted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.crs import GEOD
from geo.errors import Fault
from geo.gazetteer import TYPED_RADIUS_KM
from geo.intake.columns import numbers
from geo.intake.normalise import coordinate_of
from geo.intake.vocabulary import COORDINATES
from geo.names import key
from geo.squares import square_fault

_REMEDY = "Keep one of the two, and empty the other cell."


def rival_faults(cells: pd.DataFrame) -> list[Fault]:
    """Faults of rows with a latitude and longitude, or a place, and another one beside.

    Parameters
    ----------
    cells
        Cells of `geo.intake.normalise.normalised`: in the columns of coordinates stand the texts
        beside a place that was given.

    Returns
    -------
    One for each row in which they differ by more than the wider of the two radii.
    """
    faults: list[Fault] = []
    for column, role in COORDINATES.items():
        if column not in cells:
            continue
        beside = cells[cells[column] != ""]
        found = {text: coordinate_of(text) for text in beside[column].unique()}
        is_point = beside[column].map({text: p is not None for text, p in found.items()})
        points = {text: point for text, point in found.items() if point is not None}
        faults += _points(beside[is_point.eq(True)], column, role, points)
        faults += _names(beside[is_point.eq(False)], column, f"{role}_place")
    return faults


def _points(
    rows: pd.DataFrame, column: str, role: str, points: dict[str, tuple[float, float, float]]
) -> list[Fault]:
    names = [f"{role}_{name}" for name in ("lat", "lon", "radius_km")]
    if rows.empty:
        return []
    lat, lon, radius_km = (numbers(rows[name]).to_numpy() for name in names)
    told = np.array([points[text] for text in rows[column]], dtype=float)
    known = np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= 90)  # noqa: PLR2004
    metres = np.zeros(len(rows))
    _, _, metres[known] = GEOD.inv(lon[known], lat[known], told[known, 1], told[known, 0])
    wider = np.fmax(np.fmax(radius_km, told[:, 2]), TYPED_RADIUS_KM)
    return [
        Fault(int(row), column, text, f"{km:,.0f} km from {names[0]} and {names[1]}", _REMEDY)
        for row, text, km, most in zip(
            rows.index, rows[column], metres / 1000.0, wider, strict=True
        )
        if km > most
    ]


def _names(rows: pd.DataFrame, column: str, place: str) -> list[Fault]:
    return [
        _no_coordinate(int(str(row)), text, column, place)
        for row, text, name in zip(rows.index, rows[column], rows[place], strict=True)
        if key(text) != key(name)
    ]


def _no_coordinate(row: int, text: str, column: str, place: str) -> Fault:
    """Say why a text that tries to be a square is none, or that it says another place."""
    square = square_fault(text)
    if square is None:
        problem = f"neither a coordinate nor what stands under {place}"
        return Fault(row, column, text, problem, _REMEDY)
    fix = ((column, square.likely),) if square.likely else ()
    return Fault(row, column, text, square.problem, square.remedy, fix)
