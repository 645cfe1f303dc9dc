"""Rows with shapely geometries, as GeoPackage and GeoParquet hold them, to points or features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping

from geo.errors import Fault
from geo.readers.geojson import Collection, Feature, listed
from geo.readers.points import DIFFERS_REMEDY, POINT_REMEDY
from geo.readers.raw import RawTable

POLYGONAL = ("Polygon", "MultiPolygon")


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
    def has_polygons(self) -> bool:
        """Tell whether more rows are polygons than points."""
        kinds = shapely.get_type_id(self.geometry)
        return int(np.isin(kinds, (3, 6)).sum()) > int((kinds == 0).sum())

    def as_table(self) -> RawTable:
        """Rows of attacks: a point is the target, and agrees with its columns where it has any."""
        kinds = shapely.get_type_id(self.geometry)
        broken = {fault.row for fault in self.faults}
        points = (kinds == 0) & ~shapely.is_empty(self.geometry)
        wrong = ~points & (kinds != -1)
        cells = self.cells.copy()
        lon, lat = shapely.get_x(self.geometry), shapely.get_y(self.geometry)
        faults = list(self.faults)
        for name, value in (("target_lon", lon), ("target_lat", lat)):
            given = cells[name] if name in cells else pd.Series("", index=cells.index)
            stated = pd.to_numeric(given, errors="coerce")
            exact = pd.Series(value, index=cells.index).map(repr)
            differs = points & (given != "").to_numpy() & (stated.to_numpy() != value)
            faults += [
                Fault(
                    int(row), name, text, "differs from the point", DIFFERS_REMEDY,
                    ((name, exact[row]),), confirmable=True,
                )
                for row, text in given[differs].items()
            ]  # fmt: skip
            cells[name] = given.where(~points | (given != ""), exact)
        faults += [
            Fault(int(row), "geometry", kind, "an attack is a Point", POINT_REMEDY)
            for row, kind in zip(
                cells.index[~points & (kinds != -1)],
                [shape.geom_type for shape in self.geometry[~points & (kinds != -1)]],
                strict=True,
            )
        ]
        wrong |= cells.index.isin(broken)
        shapeless = {
            int(row): "\t".join(texts)
            for row, texts in zip(cells.index[wrong], self.cells[wrong].to_numpy(), strict=True)
        }
        if cells.empty:
            faults.append(Fault(0, "", "", "the table has no rows", "Give at least one."))
        return RawTable(self.file, cells[~wrong], shapeless, tuple(faults), notes=self.notes)

    def as_collection(self) -> Collection:
        """Rows as features, for the checks of outlines."""
        rows: list[dict[Any, Any]] = self.cells.to_dict("records")
        features = tuple(
            Feature(int(number), row, None if shape is None else listed(mapping(shape)))
            for number, row, shape in zip(self.cells.index, rows, self.geometry, strict=True)
        )
        return Collection(self.file, features, len(features), self.faults, notes=self.notes)


def decoded(wkb: pd.Series) -> tuple[np.ndarray, list[Fault]]:
    """Geometries of well-known binary, and a fault for each that is none.

    Parameters
    ----------
    wkb
        Bytes or None, indexed by row number.
    """
    geometry = shapely.from_wkb(wkb.to_numpy(dtype=object), on_invalid="ignore")
    broken = wkb.notna().to_numpy() & shapely.is_missing(geometry)
    remedy = "Export the layer anew."
    return geometry, [
        Fault(int(row), "geometry", "", "the geometry cannot be read", remedy)
        for row in wkb.index[broken]
    ]
