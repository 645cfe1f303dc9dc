"""A table of a PostGIS server to text cells and points, in a transaction that can only read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.database import Database, database
from geo.errors import ConformError, Fault
from geo.io.cell_types import texts
from geo.io.raw import RawTable
from geo.io.wkb import Shapes, decoded

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MOST_ROWS = 5_000_000
_WGS84 = 4326
_COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
    WHERE a.attrelid = to_regclass(:name) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum"""

_POLYGONS = """
    SELECT f_table_name FROM geometry_columns
    WHERE f_table_schema = :schema AND srid = :srid AND type IN ('POLYGON', 'MULTIPOLYGON')
    UNION SELECT f_table_name FROM geography_columns
    WHERE f_table_schema = :schema AND srid = :srid AND type IN ('Polygon', 'MultiPolygon')
    ORDER BY 1"""


def read_postgis(address: str) -> Shapes | RawTable:
    """Read the table that an address names.

    Parameters
    ----------
    address
        As of `geo.database.database`.

    Returns
    -------
    Text cells numbered from 1, with points or polygons where the table has a geometry.

    Raises
    ------
    ConformError
        When there is no such table, its geometry is in another CRS than WGS84
        lon/lat, or the server does not answer.
    """
    from sqlalchemy import text  # noqa: PLC0415

    place = database(address)
    with place.connected() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        return read_on(connection, place)


def polygon_tables(address: str) -> list[str]:
    """Names of the tables and views of a schema that hold polygons in WGS84 lon/lat.

    Parameters
    ----------
    address
        As of `geo.database.database`; its table does not matter.

    Raises
    ------
    ConformError
        When the server does not answer, or has no PostGIS.
    """
    from sqlalchemy import text  # noqa: PLC0415

    place = database(address)
    with place.connected() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        found = connection.execute(
            text(_POLYGONS), {"schema": place.schema, "srid": _WGS84}
        ).scalars()
        return [str(name) for name in found]


def read_on(connection: Connection, place: Database) -> Shapes | RawTable:
    """Read a table in a transaction that is open already; as `read_postgis`.

    Raises
    ------
    ConformError
        As of `read_postgis`.
    """
    from sqlalchemy import Text, cast, column, func, select, table, text  # noqa: PLC0415

    source = table(place.table, schema=place.schema)
    quote = connection.dialect.identifier_preparer.quote_identifier
    name = f"{quote(place.schema)}.{quote(place.table)}"
    kinds = {str(c): str(k) for c, k in connection.execute(text(_COLUMNS), {"name": name})}
    if not kinds:
        raise ConformError.for_file(
            place.name, "there is no such table", "Name it with ?schema=…&table=…."
        )
    geometry = _geometry_column(kinds, place)
    if connection.execute(select(func.count()).select_from(source)).scalar_one() > MOST_ROWS:
        raise ConformError.for_file(
            place.name, f"more than {MOST_ROWS:,} rows", "Read a view of fewer."
        )
    columns = [
        func.ST_AsBinary(column(name)) if name == geometry else cast(column(name), Text)
        for name in kinds
    ]
    rows = list(connection.execute(select(*columns).select_from(source)))
    return _content(rows, list(kinds), geometry, place)


def _geometry_column(kinds: dict[str, str], place: Database) -> str:
    found = [column for column, kind in kinds.items() if kind.startswith(("geometry", "geography"))]
    if len(found) > 1:
        raise ConformError.for_file(
            place.name, "two geometries", "Read a view with one.", given=", ".join(found)
        )
    if found and not kinds[found[0]].endswith(f",{_WGS84})"):
        raise ConformError.for_file(
            place.name,
            "the geometry is not declared as WGS84 lon/lat (EPSG:4326)",
            "Give a view with ST_Transform(…, 4326)::geometry(Point, 4326).",
            given=kinds[found[0]],
        )
    return found[0] if found else ""


def _content(
    rows: list[Any], names: list[str], geometry: str, place: Database
) -> Shapes | RawTable:
    index = pd.RangeIndex(1, 1 + len(rows), name="row")
    frame = pd.DataFrame([tuple(row) for row in rows], columns=names, index=index, dtype=object)
    kept = [name for name in names if name != geometry]
    cells = pd.DataFrame({name: texts(frame[name]) for name in kept}, index=index, dtype=object)
    if not geometry:
        empty = Fault(0, "", "", "the table has no rows", "Give at least one.")
        return RawTable(place.name, cells, faults=() if rows else (empty,))
    shapes, faults = decoded(frame[geometry].map(bytes, na_action="ignore"))
    return Shapes(place.name, cells, shapes, tuple(faults))
