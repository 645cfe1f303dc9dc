"""GeoJSON points to the text cells of an attack table: the point is the target."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.errors import Fault
from geo.io.geojson import Collection, Feature
from geo.io.raw import RawTable, refuse_too_many
from geo.io.stated_columns import stated_columns, taken_for, with_stated

DIFFERS_REMEDY = "Write what the point says, or yes under “confirmed” to keep what the column says."
POINT_REMEDY = "Give a Point of two numbers, longitude first; the launch as launch_lat, launch_lon."


def point_table(collection: Collection) -> RawTable:
    """Text cells of the features whose geometry is a point or null; the point is the target.

    Returns
    -------
    RawTable
        Indexed by feature number, its columns the properties and `target_lat, target_lon`
        (degrees, WGS84); features of another form are its malformed rows.
    """
    rows: dict[int, dict[str, str]] = {}
    malformed_rows = dict(collection.malformed_rows)
    faults = list(collection.faults)
    columns: dict[str, None] = {}
    for feature in collection.features:
        row = _row(feature)
        if isinstance(row, Fault):
            faults.append(row)
            malformed_rows[feature.number] = _shorten(_whole(feature), limit=10_000)
        else:
            rows[feature.number] = row
            # Each name is a column for every row: a thousand names of one row each are a bomb.
            columns.update(dict.fromkeys(row))
            refuse_too_many(len(columns), file=collection.file)
            faults += _with_point(row, feature)
    _name_by_id(rows)
    index = pd.Index(list(rows), name="row", dtype=int)
    frame = pd.DataFrame(list(rows.values()), index=index, dtype=object)
    # Where no feature has a place, the places are not known: the columns are there all the same.
    frame = frame.reindex(columns=list(dict.fromkeys([*frame.columns, "target_lon", "target_lat"])))
    cells = frame.astype(object).where(frame.notna(), "")
    notes = collection.notes
    taken: dict[str, str] = {}
    stated = stated_columns(map(str, columns))
    if stated is not None:
        placed = {f.number for f in collection.features if f.geometry is not None}
        cells, apart, place_notes = with_stated(
            cells, cells.index.isin(placed), stated, file=collection.file
        )
        faults, notes = [*faults, *apart], (*notes, *place_notes)
        taken = taken_for(stated) if place_notes else {}
    return RawTable(collection.file, cells, malformed_rows, tuple(faults), notes=notes, taken=taken)


def _name_by_id(rows: Mapping[int, dict[str, str]]) -> None:
    """Let the id of a feature name the attack where others have an attack_id and it has none."""
    if not any("attack_id" in row for row in rows.values()):
        return  # then the column id is one header among others
    for row in rows.values():
        if "attack_id" not in row and row.get("id"):
            row["attack_id"] = row["id"]


def _whole(feature: Feature) -> dict[str, Any]:
    if "geometry" in feature.properties:
        return {"properties": feature.properties, "geometry": feature.geometry}
    return {**feature.properties, "geometry": feature.geometry}


def _row(feature: Feature) -> dict[str, str] | Fault:
    row = {str(name): _cell(value) for name, value in feature.properties.items()}
    if feature.geometry is None:
        return row
    position = _position(feature.geometry)
    given = _shorten(feature.geometry.get("coordinates"))
    if feature.geometry_type != "Point" and position is feature.geometry.get("coordinates"):
        kind = feature.geometry_type or given
        return Fault(feature.number, "geometry", kind, "an attack is a Point", POINT_REMEDY)
    if not isinstance(position, list) or len(position) not in {2, 3}:
        return Fault(feature.number, "geometry", given, "not one position", POINT_REMEDY)
    if not all(_is_finite(number) for number in position):
        return Fault(feature.number, "geometry", given, "not finite numbers", POINT_REMEDY)
    return row


def _position(geometry: Mapping[str, Any]) -> Any:
    """Coordinates of a point, also where a program writes every point as one of many."""
    given = geometry.get("coordinates")
    alone = geometry.get("type") == "MultiPoint" and isinstance(given, list) and len(given) == 1
    return given[0] if alone and isinstance(given, list) else given


def _with_point(row: dict[str, str], feature: Feature) -> list[Fault]:
    """Put the point into a row; a column that says otherwise keeps its word, and is a fault."""
    if feature.geometry is None:
        return []
    faults = []
    for name, value in zip(("target_lon", "target_lat"), _position(feature.geometry), strict=False):
        if row.get(name) and _differs(row[name], value):
            problem, fix = "differs from the Point", ((name, repr(value)),)
            faults.append(
                Fault(
                    feature.number, name, row[name], problem, DIFFERS_REMEDY, fix, confirmable=True
                )
            )
        else:
            row[name] = repr(value)
    return faults


def _is_finite(value: Any) -> bool:
    # The bound comes first: a whole number of 400 digits fits no float.
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and abs(value) < 1e9 and math.isfinite(value)  # noqa: PLR2004


def _differs(cell: str, value: float) -> bool:
    try:
        return float(cell) != float(value)
    except ValueError:
        return True


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _shorten(value, limit=10_000)


def _shorten(value: Any, *, limit: int = 60) -> str:
    return json.dumps(value, ensure_ascii=False)[:limit]
