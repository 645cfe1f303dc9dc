"""A GeoPackage read through sqlite3 alone, locked so that nothing in it runs or writes."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import ConformError, Fault
from geo.io.cell_types import texts
from geo.io.files import SQLITE_MAGIC, read_user_bytes
from geo.io.raw import MOST_COLUMNS, RawTable
from geo.io.wkb import Shapes, decoded
from geo.progress import counted

LAYER = "attacks"
"""A layer of this name is read; else the only one."""

ROW_NUMBER = "atlas_row"
"""Key of the rows in files of ours."""

MOST_ROWS, MOST_STEPS, MOST_CELLS = 5_000_000, 400_000_000, 100_000_000
_LONGEST_CELL = 200_000_000
_CELLS_FOR_FILE, _CELLS_BESIDE = 2, 10_000_000
"""Letters and bytes of all cells at most, for each byte of the file and beside."""

_STANDING = (0, 3)
"""What `table_xinfo` says of columns that stand in the file, if once computed."""

_REMEDY = "Re-export one layer as GeoPackage, or as GeoJSON."
_WGS84 = 4326
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_HEADER_BYTES = 8
_LARGEST_PAGE = 65_536
_STEPS_A_LOOK = 1_000_000
_READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
_FUNCTIONS = {"count", "lower", "substr", "like", "typeof"}


def read_geopackage(path: Path) -> Shapes | RawTable:
    """Read the one layer of a `.gpkg` file, or the one named `attacks`.

    Parameters
    ----------
    path
        The file. GDAL never sees it; views, triggers and virtual tables in it are not touched,
        and sqlite may only read.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is no GeoPackage, holds several layers, or is in another CRS than
        WGS84 lon/lat.
    """
    raw = read_user_bytes(path, magic=SQLITE_MAGIC, what="a GeoPackage")
    _check_whole(raw, file=path.name)
    # A file in write-ahead mode cannot be opened without its journal: its own pages are read.
    raw = raw[:18] + b"\x01\x01" + raw[20:]
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(raw)
            _lock(database, longest=min(_LONGEST_CELL, len(raw) + _CELLS_BESIDE))
            most = _CELLS_FOR_FILE * len(raw) + _CELLS_BESIDE
            return _layer(database, file=path.name, most_bytes=most)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError) as error:
        problem = f"the GeoPackage is damaged or hostile: {error}"
        raise ConformError.for_file(path.name, problem, _REMEDY) from error


def _check_whole(raw: bytes, *, file: str) -> None:
    """Refuse a file that ends before its last page: sqlite would read the pages that are left."""
    size, pages = (int.from_bytes(raw[a:b], "big") for a, b in ((16, 18), (28, 32)))
    if len(raw) < pages * (size if size > 1 else _LARGEST_PAGE):
        raise ConformError.for_file(file, "the GeoPackage is cut short", "Copy it again.")


def _lock(database: sqlite3.Connection, *, longest: int) -> None:
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    looks = MOST_STEPS // _STEPS_A_LOOK

    def too_long() -> int:
        nonlocal looks
        looks -= 1
        return int(looks < 0)

    def allowed(action: int, first: str | None, second: str | None, *__: str | None) -> int:
        if action == sqlite3.SQLITE_PRAGMA and first == "table_xinfo":
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and second not in _FUNCTIONS:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY

    database.set_progress_handler(too_long, _STEPS_A_LOOK)
    database.set_authorizer(allowed)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _tables(database: sqlite3.Connection) -> dict[str, str]:
    """Real tables with the statement that made them; views and virtual tables are left out."""
    rows = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    made = {str(name): " ".join(str(sql or "").split()).casefold() for name, sql in rows}
    return {name: sql for name, sql in made.items() if not sql.startswith("create virtual")}


def _layer(database: sqlite3.Connection, *, file: str, most_bytes: int) -> Shapes | RawTable:
    tables = _tables(database)
    if "gpkg_contents" not in tables:
        raise ConformError.for_file(file, "this SQLite file is no GeoPackage", _REMEDY)
    contents = database.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall()
    layer, others = _chosen([(str(name), str(kind)) for name, kind in contents], file=file)
    if layer not in tables:
        raise ConformError.for_file(
            file, "the layer is a view or a virtual table", _REMEDY, given=layer
        )
    (count,) = database.execute(f"SELECT count(*) FROM {_quoted(layer)}").fetchone()  # noqa: S608
    if count > MOST_ROWS:
        raise ConformError.for_file(
            file, f"more than {MOST_ROWS:,} rows", "Split it.", given=f"{count:,}"
        )
    geometry = _geometry_column(database, layer, tables, file=file)
    rows = _rows(database, layer, geometry, file=file, most_bytes=most_bytes)
    layer_notes = (f"{file}: {layer} was read; not read: {', '.join(others)}.",) if others else ()
    return replace(rows, notes=(*layer_notes, *rows.notes))


def _chosen(contents: list[tuple[str, str]], *, file: str) -> tuple[str, list[str]]:
    """Name of the layer to read, and of the tables beside it that hold no places."""
    layers = [name for name, kind in contents if kind in {"features", "attributes"}]
    placed = [name for name, kind in contents if kind == "features"]
    named = [name for name in layers if name.casefold() == LAYER]
    for found in (named, placed, layers):
        if len(found) == 1:
            return found[0], [name for name in layers if name != found[0]]
        if found:
            break
    given = ", ".join(layers) or "none"
    raise ConformError.for_file(
        file, "not one layer", f"Export one, or name it {LAYER!r}.", given=given
    )


def _geometry_column(
    database: sqlite3.Connection, layer: str, tables: dict[str, str], *, file: str
) -> str:
    if "gpkg_geometry_columns" not in tables:
        return ""
    columns = "column_name, srs_id"
    found = database.execute(
        f"SELECT {columns} FROM gpkg_geometry_columns WHERE table_name = ?",  # noqa: S608
        (layer,),
    ).fetchone()
    if found is None:
        return ""
    name, srs = found
    code = database.execute(
        "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        (srs,),
    ).fetchone()
    if code is None or (str(code[0]).upper(), code[1]) != ("EPSG", _WGS84):
        raise ConformError.for_file(
            file,
            "layer CRS is not EPSG:4326 (WGS 84)",
            "Convert it, for example with .to_crs(4326) in geopandas.",
            given=f"srs_id {srs}" if code is None else f"{code[0]}:{code[1]}",
        )
    return str(name)


def _rows(
    database: sqlite3.Connection, layer: str, geometry: str, *, file: str, most_bytes: int
) -> Shapes | RawTable:
    names, computed = _columns(database, layer)
    if len(names) > MOST_COLUMNS:
        raise ConformError.for_file(file, f"more than {MOST_COLUMNS} columns", "Keep fewer.")
    columns = ", ".join(map(_quoted, names))
    cursor = database.execute(f"SELECT {columns} FROM {_quoted(layer)}")  # noqa: S608
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in counted(cursor, "rows read"):
        # A default value stands once in the file and in every row that is read.
        size += sum(len(cell) for cell in row if isinstance(cell, str | bytes))
        if size > most_bytes or len(rows) * len(names) > MOST_CELLS:
            problem = "its rows hold far more than the file: a default value may fill them"
            raise ConformError.for_file(file, problem, _REMEDY, given=f"{len(rows):,} rows")
        rows.append(row)
    index = pd.RangeIndex(1, 1 + len(rows), name="row")
    frame = pd.DataFrame(rows, columns=names, index=index, dtype=object)
    key = _row_number(database, layer, names)
    kept = [name for name in names if name not in {geometry, key}]
    binary = [name for name in kept if frame[name].map(lambda cell: isinstance(cell, bytes)).any()]
    kept = [name for name in kept if name not in binary]
    cells = pd.DataFrame({name: _column(frame[name]) for name in kept}, index=index, dtype=object)
    notes = tuple(
        f"{file}: {what} columns not read: {', '.join(left)}."
        for what, left in (("binary", binary), ("computed", computed))
        if left
    )
    if not geometry:
        empty = Fault(0, "", "", "the table has no rows", "Give at least one.")
        return RawTable(file, cells, faults=() if rows else (empty,), notes=notes)
    if geometry not in names:
        raise ConformError.for_file(
            file, "the column of geometries is missing", _REMEDY, given=geometry
        )
    shapes, faults = decoded(frame[geometry].map(_wkb, na_action="ignore"))
    return Shapes(file, cells, shapes, tuple(faults), notes)


def _columns(database: sqlite3.Connection, layer: str) -> tuple[list[str], list[str]]:
    """Columns that stand in the file, and those that are computed when they are asked for."""
    about = database.execute(f"PRAGMA table_xinfo({_quoted(layer)})").fetchall()
    names = [str(name) for _, name, *_, hidden in about if hidden in _STANDING]
    return names, [str(name) for _, name, *_, hidden in about if hidden not in _STANDING]


def _row_number(database: sqlite3.Connection, layer: str, names: list[str]) -> str:
    """Name of the key that GIS programs number rows by, or nothing: it says nothing of attacks."""
    conventional = {"fid", "ogc_fid", ROW_NUMBER}
    made = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", (layer,)).fetchone()[0]
    first = names[0]
    return first if first.casefold() in conventional and "primary key" in made.casefold() else ""


def _column(cells: pd.Series) -> pd.Series:
    return texts(cells.map(_typed, na_action="ignore"))


def _typed(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004
        return str(int(cell))
    return repr(cell) if isinstance(cell, float) else str(cell)


def _wkb(blob: object) -> bytes:
    """Well-known binary behind the header of a geometry; no bytes where there is no header."""
    if not isinstance(blob, bytes) or len(blob) < _HEADER_BYTES or blob[:2] != b"GP":
        return b""
    flags = blob[3]
    envelope = _ENVELOPE_BYTES.get((flags >> 1) & 0b111)
    (srs,) = struct.unpack_from("<i" if flags & 1 else ">i", blob, 4)
    if envelope is None or srs != _WGS84:
        return b""
    # The flag of an empty geometry is not asked for: what stands behind the header says it, too.
    return blob[_HEADER_BYTES + envelope :]
