"""The formats a table goes out in, and the rows that one of them cannot hold."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
from shapely.geometry import mapping

from geo.errors import Fault, refused
from geo.io.geopackage import LAYER, ROW_NUMBER
from geo.io.geopackage_writer import geopackage_bytes
from geo.io.kml_writer import CANNOT_HOLD as NOT_IN_XML
from geo.io.kml_writer import kml_bytes
from geo.io.spreadsheet_escape import csv_bytes
from geo.io.typed_columns import LAT, LON, located, points, typed
from geo.io.xlsx_writer import CANNOT_HOLD as NOT_IN_XLSX
from geo.io.xlsx_writer import LONGEST_CELL, workbook_bytes

_NOT_IN_GPKG = re.compile("\x00")
_GEOMETRY = "geometry"


@dataclass(frozen=True)
class Format:
    """A format of files.

    Parameters
    ----------
    title
        Name for people.
    write
        From a typed frame without meaning in its index to the bytes of the file.
    cannot_hold
        What no text in it may contain, or None.
    longest_cell
        Characters of a text at most.
    reserved
        Names that no column may have; compared without case where `folds` holds.
    folds
        Whether two columns may not differ by case alone.
    """

    title: str
    write: Callable[[pd.DataFrame], bytes]
    cannot_hold: re.Pattern[str] | None = None
    longest_cell: int | None = None
    reserved: tuple[str, ...] = ()
    folds: bool = False


@dataclass(frozen=True)
class Written:
    """A file made.

    Parameters
    ----------
    content
        Its bytes.
    rows
        How many rows are in it.
    faults
        Why each of the other rows is not, by the frame's index.
    """

    content: bytes
    rows: int
    faults: tuple[Fault, ...]


def _geojson(frame: pd.DataFrame) -> bytes:
    rest = frame.drop(columns=[LAT, LON], errors="ignore")
    plain = rest.astype(object).where(rest.notna(), None)
    features = [
        {
            "type": "Feature",
            "geometry": None if point is None else mapping(point),
            "properties": dict(zip(map(str, rest.columns), row, strict=True)),
        }
        for row, point in zip(plain.itertuples(index=False), points(frame), strict=True)
    ]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


def _geopackage(frame: pd.DataFrame) -> bytes:
    options = {"FID": ROW_NUMBER, "GEOMETRY_NAME": _GEOMETRY}
    return geopackage_bytes(
        {LAYER: located(frame)}, use_arrow=True, geometry_type="Point", layer_options=options
    )


def _geoparquet(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    located(frame).to_parquet(out, index=False)
    return out.getvalue()


WRITERS: Mapping[str, Format] = {
    ".csv": Format("CSV", csv_bytes),
    ".xlsx": Format("XLSX", workbook_bytes, NOT_IN_XLSX, LONGEST_CELL),
    ".geojson": Format("GeoJSON", _geojson),
    ".kml": Format("KML", kml_bytes, NOT_IN_XML),
    ".gpkg": Format(
        "GeoPackage", _geopackage, _NOT_IN_GPKG, reserved=(_GEOMETRY, ROW_NUMBER), folds=True
    ),
    ".parquet": Format("GeoParquet", _geoparquet, reserved=(_GEOMETRY,)),
}


def write_table(cells: pd.DataFrame, *, suffix: str) -> Written:
    """Make a file of a table of attacks.

    Parameters
    ----------
    cells
        Text cells under the columns of `geo.schemas.attacks.COLUMNS`, others beside; the index is
        the row number in the file that they came from.
    suffix
        One of `WRITERS`.

    Returns
    -------
    Written
        The bytes, and a fault for every row that the format cannot hold: such a row is not in
        the file, so that none is in it changed.

    Raises
    ------
    ConformError
        When there is no such format, or a column has a name that it cannot have.
    """
    form = WRITERS.get(suffix.casefold())
    if form is None:
        known = ", ".join(WRITERS)
        raise refused(suffix or "the file", "not a format that is written", f"Use {known}.")
    _check_names([str(name) for name in cells.columns], form)
    faults = _unwritable(cells, form)
    kept = cells[~cells.index.isin([fault.row for fault in faults])]
    return Written(form.write(typed(kept).reset_index(drop=True)), len(kept), tuple(faults))


def _check_names(names: list[str], form: Format) -> None:
    seen = [name.casefold() for name in names] if form.folds else names
    wrong = [n for n, s in zip(names, seen, strict=True) if seen.count(s) > 1 or s in form.reserved]
    if form.cannot_hold is not None:
        wrong += [name for name in names if form.cannot_hold.search(name)]
    if wrong:
        problem = f"{form.title} cannot have columns of these names"
        raise refused("the table", problem, "Rename them.", given=", ".join(wrong)[:200])


def _unwritable(cells: pd.DataFrame, form: Format) -> list[Fault]:
    def is_bad(cell: str) -> bool:
        too_long = form.longest_cell is not None and len(cell) > form.longest_cell
        return too_long or bool(form.cannot_hold and form.cannot_hold.search(cell))

    problem = f"{form.title} cannot hold this text"
    remedy = "Take the control characters out or shorten it, or use another format."
    return sorted(
        Fault(int(row), str(column), repr(cells.at[row, column])[:60], problem, remedy)
        for column in cells.columns
        for row in cells.index[cells[column].isin([c for c in cells[column].unique() if is_bad(c)])]
    )
