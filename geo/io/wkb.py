"""Rows with shapely geometries, as GeoPackage and GeoParquet hold them, to points or features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping

from geo.errors import Fault
from geo.io.geojson import Collection, Feature, listed
from geo.io.points import DIFFERS_REMEDY, POINT_REMEDY
from geo.io.raw import RawTable
from geo.io.stated_columns import stated_columns, taken_for, with_stated
from geo.io.wkb_depth import DEEPEST, too_deep

POLYGONAL = ("Polygon", "MultiPolygon")
_EMPTY_REMEDY = "Give the point, or no geometry (NULL) where the place is not known."
_CURVE_REMEDY = "Make straight lines of it, with ST_CurveToLine or Segmentize of QGIS."
_DEEP = f"collections are nested more than {DEEPEST} deep"
_NOT_READ = (NotImplementedError, TypeError, shapely.GEOSException)
_HEAD_BYTES, _NO_CODE = 5, -1
_MULTIPOINT = 4
_CURVES = {
    8: "CircularString", 9: "CompoundCurve", 10: "CurvePolygon", 11: "MultiCurve",
    12: "MultiSurface", 13: "Curve", 14: "Surface",
}  # fmt: skip
"""Types of well-known binary with arcs in them, which neither shapely nor GeoJSON knows."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """Rows of a layer.

    Parameters
    ----------
    file
        Name used in messages.
    cells
        Text cells without the geometry, numbered from 1.
    geometry
        One shapely geometry a row, EPSG:4326, or None.
    faults
        Of rows whose geometry cannot be read at all.
    notes
        What a person should know about the reading.
    """

    file: str
    cells: pd.DataFrame
    geometry: np.ndarray
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def may_hold_polygons(self) -> bool:
        """Tell whether any row is a polygon, or a collection in which one may be."""
        return bool(np.isin(shapely.get_type_id(self.geometry), (3, 6, 7)).any())

    def as_table(self) -> RawTable:
        """Rows of attacks: a point is the target, and agrees with its columns where it has any."""
        geometry = lone_points(self.geometry)
        kinds = shapely.get_type_id(geometry)
        broken = {fault.row for fault in self.faults}
        points = (kinds == 0) & ~shapely.is_empty(geometry)
        wrong = ~points & (kinds != -1)
        cells = self.cells.copy()
        placed = geometry.copy()
        placed[~points] = None  # an empty point has no x to ask for
        lon, lat = shapely.get_x(placed), shapely.get_y(placed)
        faults = [*self.faults, *self._invalid_geometry(wrong)]
        for name, value in (("target_lon", lon), ("target_lat", lat)):
            given = cells[name] if name in cells else pd.Series("", index=cells.index)
            stated = pd.to_numeric(given, errors="coerce")
            exact = pd.Series(value, index=cells.index).map(repr)
            differs = points & (given != "").to_numpy() & (stated.to_numpy() != value)
            faults += [
                Fault(
                    int(row),
                    name,
                    text,
                    "differs from the point",
                    DIFFERS_REMEDY,
                    ((name, exact[row]),),
                    confirmable=True,
                )
                for row, text in given[differs].items()
            ]
            cells[name] = given.where(~points | (given != ""), exact)
        notes, taken = self.notes, dict[str, str]()
        beside = stated_columns(map(str, self.cells.columns))
        if beside is not None:
            held = points | wrong | cells.index.isin(broken)
            cells, apart, place_notes = with_stated(cells, held, beside, file=self.file)
            faults, notes = [*faults, *apart], (*notes, *place_notes)
            taken = taken_for(beside) if place_notes else {}
        wrong |= cells.index.isin(broken)
        malformed_rows = {
            int(row): "\t".join(texts)
            for row, texts in zip(cells.index[wrong], self.cells[wrong].to_numpy(), strict=True)
        }
        if cells.empty:
            faults.append(Fault(0, "", "", "the table has no rows", "Give at least one."))
        kept = cells[~wrong]
        return RawTable(self.file, kept, malformed_rows, tuple(faults), notes=notes, taken=taken)

    def _invalid_geometry(self, wrong: np.ndarray) -> list[Fault]:
        """Name what stands where an attack has its point."""
        return [
            Fault(int(row), "geometry", "", "the point is empty", _EMPTY_REMEDY)
            if shape.geom_type == "Point"
            else Fault(int(row), "geometry", shape.geom_type, "an attack is a Point", POINT_REMEDY)
            for row, shape in zip(self.cells.index[wrong], self.geometry[wrong], strict=True)
        ]

    def as_collection(self) -> Collection:
        """Rows as features, for the checks of outlines."""
        rows: list[dict[Any, Any]] = self.cells.to_dict("records")
        broken = {fault.row for fault in self.faults}
        malformed_rows = {
            int(number): "\t".join(row.values())
            for number, row in zip(self.cells.index, rows, strict=True)
            if number in broken
        }
        features = tuple(
            Feature(int(number), row, None if shape is None else listed(mapping(shape)))
            for number, row, shape in zip(self.cells.index, rows, self.geometry, strict=True)
            if number not in broken
        )
        return Collection(self.file, features, len(rows), self.faults, malformed_rows, self.notes)


def lone_points(geometry: np.ndarray) -> np.ndarray:
    """Geometries with the point itself for each MultiPoint of one, as some programs write points.

    Parameters
    ----------
    geometry
        Shapely geometries or None; not changed.
    """
    lone = (shapely.get_type_id(geometry) == _MULTIPOINT) & (
        shapely.get_num_geometries(geometry) == 1
    )
    out = geometry.copy()
    out[lone] = shapely.get_geometry(geometry[lone], 0)
    return out


def decoded(wkb: pd.Series) -> tuple[np.ndarray, list[Fault]]:
    """Geometries of well-known binary, and a fault for each that is none.

    Parameters
    ----------
    wkb
        Bytes or None, indexed by row number.
    """
    blobs = wkb.to_numpy(dtype=object, copy=True)
    # GEOS goes down into collections by recursion: enough of them end the whole process.
    deep = too_deep(blobs)
    blobs[deep] = None
    curved, codes = np.zeros(len(blobs), dtype=bool), np.zeros(len(blobs), dtype=np.int64)
    try:
        geometry = _from_wkb(blobs)
    except _NOT_READ:
        codes = np.array([_type_code(blob) for blob in blobs], dtype=np.int64)
        curved = np.isin(codes, list(_CURVES))
        plain = blobs.copy()
        plain[(codes == _NO_CODE) | curved] = None
        geometry = _parsed(plain)
    broken = wkb.notna().to_numpy() & shapely.is_missing(geometry) & ~curved & ~deep
    return geometry, [
        *(
            Fault(int(row), "geometry", "", "the geometry cannot be read", "Re-export the layer.")
            for row in wkb.index[broken]
        ),
        *(
            Fault(int(row), "geometry", _CURVES[code], "curves are not read", _CURVE_REMEDY)
            for row, code in zip(wkb.index[curved], codes[curved].tolist(), strict=True)
        ),
        *(
            Fault(int(row), "geometry", "", _DEEP, "Give one geometry without others in it.")
            for row in wkb.index[deep]
        ),
    ]


def _type_code(blob: object) -> int:
    """Type that well-known binary says of itself, 1 for a point; without Z, M and SRID."""
    if not isinstance(blob, bytes) or len(blob) < _HEAD_BYTES:
        return _NO_CODE
    return (int.from_bytes(blob[1:5], "little" if blob[0] else "big") & 0xFFFF) % 1000


def _from_wkb(blobs: np.ndarray) -> np.ndarray:
    # A NaN among the coordinates is reported later, row by row, and not on stderr.
    with np.errstate(invalid="ignore"):
        return np.asarray(shapely.from_wkb(blobs, on_invalid="ignore"), dtype=object)


def _parsed(blobs: np.ndarray) -> np.ndarray:
    """Halve what shapely refuses as a whole, until what it cannot read stands alone."""
    try:
        return _from_wkb(blobs)
    except _NOT_READ:
        if len(blobs) == 1:
            return np.array([None], dtype=object)
        half = len(blobs) // 2
        return np.concatenate([_parsed(blobs[:half]), _parsed(blobs[half:])])
