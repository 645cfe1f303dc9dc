"""The team's data on a PostGIS server: a table for each file of a folder, read as one state."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import geopandas as gpd
import pandas as pd

from geo.database import Database, database
from geo.errors import ConformError, Fault
from geo.io.formats import as_table
from geo.io.postgis_reader import read_on
from geo.io.typed_columns import LAT, LON, located, typed
from geo.parsing.tables import read_table
from geo.parsing.toml import toml_blocks
from geo.settings import bundled_dir

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

ATTACKS, AREAS, RECIPES = "attacks", "areas", "areas.toml"
POSITION = "position"
"""Column that keeps the order of a file; rows without one come last."""

_RECIPE_COLUMNS = ("area_id", "recipe")
_STAMP = """
    SELECT count(*), sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint) FROM {name} t"""


@dataclass(frozen=True)
class Loaded:
    """What became of loading a folder: rows by table."""

    rows: dict[str, int]


def file_of(table: str) -> str:
    """Name of the file whose place a table takes."""
    return RECIPES if table == AREAS else f"{table}.csv"


def tables() -> tuple[str, ...]:
    """Names of the tables that the server may hold: the bundled files of the top folder."""
    return (*sorted(path.stem for path in bundled_dir().glob("*.csv")), AREAS)


def stamp(address: str) -> str:
    """Fingerprint of all tables that changes with any row of them, made on the server.

    Raises
    ------
    ConformError
        When the server does not answer.
    """
    place = database(address)
    with place.connected() as connection:
        return _stamp(connection, place, _present(connection, place))


def fetch(address: str, folder: Path) -> str:
    """Write the tables of a server as the files of a data folder, all of one moment.

    Parameters
    ----------
    address
        `postgresql://user@host:port/database?schema=public`.
    folder
        Existing folder; files of tables that the server lacks come from the bundled data.

    Returns
    -------
    The stamp of what was read.

    Raises
    ------
    ConformError
        When the server does not answer, has no table of attacks, or a table cannot be read.
    """
    place = database(address)
    with place.connected() as connection:
        _whole(connection)
        there = _present(connection, place)
        if ATTACKS not in there:
            remedy = "Load a data folder with fasail-atlas load, or name its ?schema=…."
            raise ConformError.for_file(place.of(ATTACKS).name, "there is no such table", remedy)
        made = _stamp(connection, place, there)
        for name in there:
            (folder / file_of(name)).write_text(
                _text(connection, place.of(name)), encoding="utf-8", newline=""
            )
    return made


def load(folder: Path, address: str, *, replace: bool = False) -> Loaded:
    """Make a table for each file of a data folder, all in one transaction.

    Parameters
    ----------
    folder
        Data folder that was loaded without a fault before.
    address
        As of `fetch`.
    replace
        Empty tables of the same columns first; else a table that is there is never touched.

    Raises
    ------
    ConformError
        When a table is there already, has other columns, or the server refuses.
    """
    place, rows = database(address), {}
    with place.connected() as connection:
        there = _present(connection, place)
        for name in tables():
            path = folder / file_of(name)
            if path.is_file():
                cells = _recipes(path) if name == AREAS else read_table(path)
                if name in there:
                    _emptied(connection, place.of(name), cells, replace=replace)
                _write(connection, place.of(name), cells, fresh=name not in there)
                rows[name] = len(cells)
    return Loaded(rows)


def _whole(connection: Connection) -> None:
    from sqlalchemy import text  # noqa: PLC0415

    connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))


def _present(connection: Connection, place: Database) -> list[str]:
    from sqlalchemy import inspect  # noqa: PLC0415

    look = inspect(connection)
    there = {*look.get_table_names(place.schema), *look.get_view_names(place.schema)}
    return [name for name in tables() if name in there]


def _stamp(connection: Connection, place: Database, names: list[str]) -> str:
    from sqlalchemy import text  # noqa: PLC0415

    quote = connection.dialect.identifier_preparer.quote_identifier
    checksums = []
    for name in names:
        query = _STAMP.format(name=f"{quote(place.schema)}.{quote(name)}")
        count, total = connection.execute(text(query)).one()
        checksums.append(f"{name}:{count}:{total}")
    return " ".join(checksums)


def _text(connection: Connection, place: Database) -> str:
    raw = as_table(read_on(connection, place))
    cells = raw.cells
    if raw.faults and len(cells):
        raise ConformError(place.name, raw.faults)
    if POSITION in cells:
        order = pd.to_numeric(cells[POSITION], errors="coerce")
        rest = [name for name in cells.columns if name != POSITION]
        cells = cells.assign(**{POSITION: order}).sort_values([POSITION, *rest], kind="stable")[
            rest
        ]
    if place.table != AREAS:
        return cells.to_csv(index=False, lineterminator="\n")
    missing = [name for name in _RECIPE_COLUMNS if name not in cells]
    if missing:
        faults = [Fault(0, name, "", "the column is missing", "Add it.") for name in missing]
        raise ConformError(place.name, faults)
    return "\n\n".join([*cells["recipe"], ""])


def _recipes(path: Path) -> pd.DataFrame:
    """Blocks of `areas.toml`: what stands above the areas under an empty id, then one an area."""
    idents, texts = [""], [""]
    for block in toml_blocks(path.read_text(encoding="utf-8")):
        if block.name == "area":
            idents.append(str(block.table.get("id", "")))
            texts.append("")
        texts[-1] += block.above + block.text
    return pd.DataFrame({"area_id": idents, "recipe": texts}, dtype=object)


def _emptied(
    connection: Connection, place: Database, cells: pd.DataFrame, *, replace: bool
) -> None:
    from sqlalchemy import delete, inspect, table  # noqa: PLC0415

    if not replace:
        remedy = "Give --replace to put the folder's rows in the place of what it holds."
        raise ConformError.for_file(place.name, "the table is there already", remedy)
    have = {str(one["name"]) for one in inspect(connection).get_columns(place.table, place.schema)}
    want = {*map(str, _shaped(cells, place).columns), POSITION}
    if have != want:
        differing = ", ".join(sorted(have ^ want))[:200]
        remedy = "Rename the table that is there, then load."
        raise ConformError.for_file(
            place.name, "the table has other columns", remedy, given=differing
        )
    connection.execute(delete(table(place.table, schema=place.schema)))


def _shaped(cells: pd.DataFrame, place: Database) -> pd.DataFrame | gpd.GeoDataFrame:
    """Cells as they are, or attacks with coordinates as points."""
    if place.table == ATTACKS and {LAT, LON} <= set(cells.columns):
        return located(typed(cells))
    return cells


def _write(connection: Connection, place: Database, cells: pd.DataFrame, *, fresh: bool) -> None:
    from sqlalchemy import Integer, Text, text  # noqa: PLC0415

    numbered = cells.assign(**{POSITION: range(1, 1 + len(cells))})
    shaped = _shaped(numbered, place)
    mode: Literal["fail", "append"] = "fail" if fresh else "append"
    options: dict[str, Any] = {"schema": place.schema, "if_exists": mode, "index": False}
    if isinstance(shaped, gpd.GeoDataFrame):
        shaped.to_postgis(place.table, connection, **options)
        quote = connection.dialect.identifier_preparer.quote_identifier
        name = f"{quote(place.schema)}.{quote(place.table)}"
        # An empty first row leaves the kind of geometry open, and a map reader wants to know it.
        point = "ALTER COLUMN geometry TYPE geometry(Point, 4326)"
        connection.execute(text(f"ALTER TABLE {name} {point}"))
        return
    kinds: Any = {str(name): Text() for name in cells.columns} | {POSITION: Integer()}
    numbered.to_sql(place.table, connection, dtype=kinds, chunksize=2_000, **options)
