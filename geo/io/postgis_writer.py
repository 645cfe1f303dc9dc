"""A table of attacks to a new table on a PostGIS server, all or nothing."""

from __future__ import annotations

import pandas as pd

from geo.database import LONGEST_NAME_BYTES, database
from geo.errors import ConformError, Fault
from geo.io.typed_columns import located, typed

GEOMETRY = "geometry"
_NUL = "\x00"


def write_postgis(cells: pd.DataFrame, address: str) -> tuple[int, tuple[Fault, ...]]:
    """Make a table with a point for each target, in one transaction.

    Parameters
    ----------
    cells
        Text cells under the columns of `geo.schemas.attacks.COLUMNS`, others beside.
    address
        As of `geo.database.database`; a table that is there already is never touched.

    Returns
    -------
    Rows written, and a fault for every row that PostgreSQL cannot hold.

    Raises
    ------
    ConformError
        When the table is there already, a column cannot be named so, or the server refuses.
    """
    from sqlalchemy import inspect  # noqa: PLC0415

    place = database(address)
    names = [str(name) for name in cells.columns]
    wrong = [n for n in names if len(n.encode()) > LONGEST_NAME_BYTES or _NUL in n or n == GEOMETRY]
    if wrong:
        problem = "PostgreSQL cannot have columns of these names"
        raise ConformError.for_file(
            place.name, problem, "Rename them.", given=", ".join(wrong)[:200]
        )
    remedy = "Take the NUL character out, or use another format."
    faults = tuple(
        Fault(int(row), str(column), "", "PostgreSQL cannot hold this text", remedy)
        for column in cells.columns
        for row in cells.index[cells[column].str.contains(_NUL, regex=False)]
    )
    kept = cells[~cells.index.isin([fault.row for fault in faults])]
    with place.connected() as connection:
        if inspect(connection).has_table(place.table, schema=place.schema):
            raise ConformError.for_file(
                place.name, "the table is there already", "Name another by ?table=…."
            )
        located(typed(kept)).to_postgis(
            place.table, connection, schema=place.schema, if_exists="fail", index=False
        )
    return len(kept), faults
