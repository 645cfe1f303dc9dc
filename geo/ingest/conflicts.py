"""Two words on one place in a row: where they do not agree, neither is taken for granted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.atlas import Atlas
from geo.crs import GEOD
from geo.errors import Fault
from geo.ingest.normalise import coordinate_of
from geo.parsing.columns import distinct, numbers
from geo.parsing.mgrs import square_fault
from geo.parsing.names import key
from geo.parsing.notations import notation_fault
from geo.parsing.plain import plain
from geo.reference.gazetteer import TYPED_RADIUS_KM, Place
from geo.schemas.vocabulary import COORDINATES

_REMEDY = "Keep one of the two, and empty the other cell."
_POLE = 90
Floats = NDArray[np.float64]


def conflict_faults(cells: pd.DataFrame, *, atlas: Atlas) -> list[Fault]:
    """Faults of rows with a latitude and longitude, or a place, and another one beside.

    Parameters
    ----------
    cells
        Cells of `geo.ingest.normalise.normalised`: in the columns of coordinates stand the texts
        beside a place that was given.
    atlas
        Places by name, and the outlines of those that are governorates.

    Returns
    -------
    One for each row in which they differ by more than the wider of the two radii.
    """
    faults: list[Fault] = []
    for column, role in COORDINATES.items():
        faults += _named_places(cells, role, atlas)
        if column not in cells:
            continue
        beside = cells[cells[column] != ""]
        found = {text: coordinate_of(text) for text in beside[column].unique()}
        is_point = beside[column].map({text: p is not None for text, p in found.items()})
        points = {text: point for text, point in found.items() if point is not None}
        faults += _points(beside[is_point.eq(True)], column, role, points)
        faults += _names(beside[is_point.eq(False)], column, f"{role}_place")
    return faults


def _named_places(cells: pd.DataFrame, role: str, atlas: Atlas) -> list[Fault]:
    """Faults of rows whose place by name lies elsewhere than the coordinates beside it."""
    place = f"{role}_place"
    names = [f"{role}_lat", f"{role}_lon"]
    if place not in cells or any(name not in cells for name in names):
        return []
    rows = cells[(cells[place] != "") & (cells[names[0]] != "") & (cells[names[1]] != "")]
    code, words = distinct(rows[place])
    places = [atlas.gazetteer.find(word) for word in words]
    lat, lon = (numbers(rows[name]).to_numpy() for name in names)
    stated = rows.get(f"{role}_radius_km", pd.Series("", index=rows.index, dtype=object))
    radius_km = np.nan_to_num(numbers(stated).to_numpy())
    sound = np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= _POLE)
    sound &= np.array([found is not None for found in places], dtype=bool)[code]
    at = np.flatnonzero(sound)
    km, own_km = np.zeros(len(rows)), np.zeros(len(rows))
    for number in np.unique(code[at]).tolist():
        here = at[code[at] == number]
        found = places[number]
        assert found is not None
        km[here] = _away_km(found, lon[here], lat[here], atlas)
        own_km[here] = 0.0 if found.units else found.radius_km
    far = at[km[at] > np.maximum(np.maximum(radius_km, own_km), TYPED_RADIUS_KM)[at]]
    return [
        Fault(
            int(rows.index[row]),
            place,
            words[code[row]],
            f"{km[row]:,.0f} km from {names[0]} and {names[1]}",
            _REMEDY,
        )
        for row in far.tolist()
    ]


def _away_km(place: Place, lon: Floats, lat: Floats, atlas: Atlas) -> Floats:
    """Geodesic distance of points from a place, or from the outline that it is, km."""
    if not place.units:
        there = np.full(len(lon), place.lon), np.full(len(lon), place.lat)
    else:
        outline = shapely.union_all([atlas.units.outlines[unit] for unit in place.units])
        # The nearest point in degrees is near enough to it to tell neighbours from far away.
        lines = shapely.shortest_line(outline, shapely.points(lon, lat))
        there = tuple(shapely.get_coordinates(lines)[::2].T)
    _, _, metres = GEOD.inv(lon, lat, there[0], there[1])
    away: Floats = np.asarray(metres, dtype=float) / 1000.0
    return away


def _points(
    rows: pd.DataFrame, column: str, role: str, points: dict[str, tuple[float, float, float]]
) -> list[Fault]:
    names = [f"{role}_{name}" for name in ("lat", "lon", "radius_km")]
    if rows.empty:
        return []
    lat, lon = (numbers(rows[name]).to_numpy() for name in names[:2])
    radius_km = numbers(rows[names[2]]).to_numpy() if names[2] in rows else np.zeros(len(rows))
    stated = np.array([points[text] for text in rows[column]], dtype=float)
    known = np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= _POLE)
    metres = np.zeros(len(rows))
    _, _, metres[known] = GEOD.inv(lon[known], lat[known], stated[known, 1], stated[known, 0])
    wider = np.fmax(np.fmax(radius_km, stated[:, 2]), TYPED_RADIUS_KM)
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
    notation = notation_fault(plain(text))
    if notation is not None:
        return Fault(row, column, text, *notation)
    square = square_fault(text)
    if square is None:
        problem = f"neither a coordinate nor what stands under {place}"
        return Fault(row, column, text, problem, _REMEDY)
    fix = ((column, square.likely),) if square.likely else ()
    return Fault(row, column, text, square.problem, square.remedy, fix)
