"""Tables of a data folder read and checked by their schemas, every fault of every table at once."""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pandas as pd

from geo.errors import ConformError, DataNotFoundError, Fault, FolderError
from geo.parsing.days import today
from geo.parsing.tables import read_rows
from geo.schemas.attacks import ahead_faults, cell_faults, region_fault
from geo.schemas.folder_cells import ahead_faults_of, cell_faults_of, cut, is_sound
from geo.schemas.folder_tables import OF_GROUND, OF_RECORD, ORDERED, TABLES, TableSchema
from geo.settings import is_bundled

NOTHING: Mapping[str, Path] = {}


def read_checked(
    find: Callable[[str], Path],
    *,
    record: Path | None = None,
    ground: Mapping[str, Path] = NOTHING,
    on: dt.date | None = None,
) -> Mapping[str, pd.DataFrame]:
    """Read every table of a folder; cells are text, the index is the line in the file.

    Parameters
    ----------
    find
        Path of a data file by name.
    record
        Folder of `attacks.csv`, whose cells and the tables beside it are checked too, or None.
    ground
        Path of each table of `geo.schemas.folder_tables.OF_GROUND` that there is, by name.
    on
        Day after which no date of what has been may lie, as of `latest_day`; today when None.

    Returns
    -------
    Tables of `geo.schemas.folder_tables.TABLES` by name, each with all of its columns, and those
    of `ground`.

    Raises
    ------
    ConformError
        With every fault: of one table, or a `FolderError` of several.
    """
    paths, errors = _found(find)
    without = left_out(paths)
    paths = {name: path for name, path in paths.items() if name not in without}
    tables, unread = _read({**TABLES}, paths)
    errors += unread
    beside = {
        name: table
        for name, table in OF_RECORD.items()
        if record is not None and os.path.lexists(record / f"{name}.csv")
    }
    more: dict[str, pd.DataFrame] = {}
    if record is not None:
        paths |= {name: record / f"{name}.csv" for name in beside}
        more, other = _read(beside, {name: paths[name] for name in beside})
        errors += other + _attack_errors(record / "attacks.csv", on=on)
    about = {name: OF_GROUND[name] for name in ground}
    paths |= ground
    of_ground, other = _read(about, ground)
    errors += other
    # A table that cannot be read has no ids: what refers to it is not called unknown.
    ids = {
        name: frozenset(tables[name][table.key])
        for name, table in TABLES.items()
        if table.key and name in tables
    }
    for name, table in {**TABLES, **beside, **about}.items():
        cells = {**tables, **more, **of_ground}.get(name)
        if cells is not None:
            faults = table_faults(cells, table, ids=ids, on=latest_day(paths[name], on=on))
            errors += [ConformError(f"{name}.csv", faults)] if faults else []
    raise_all(errors)
    empty = {name: pd.DataFrame(columns=[*TABLES[name].columns], dtype=object) for name in without}
    return {**tables, **empty, **of_ground}


def left_out(paths: Mapping[str, Path]) -> frozenset[str]:
    """Bundled tables about rows of others that a folder has of its own: it has none of them.

    Parameters
    ----------
    paths
        Path of each table, by name.
    """
    return frozenset(
        name
        for name, table in TABLES.items()
        if name in paths
        and is_bundled(paths[name])
        and any(
            paths[other].parent != paths[name].parent for other in table.follows if other in paths
        )
    )


def latest_day(path: Path, *, on: dt.date | None = None) -> dt.date:
    """Give the last day on which something in a file may have been, the day given or today.

    The bundled tables are not asked: a machine whose clock is wrong reads them all the same.
    """
    return dt.date.max if is_bundled(path) else on or today()


def raise_all(errors: Collection[ConformError]) -> None:
    """Raise what was found: the one error as it is, several as one.

    Raises
    ------
    ConformError
        Where there is any.
    """
    merged: dict[str, list[Fault]] = {}
    for error in errors:
        for one in error.errors if isinstance(error, FolderError) else (error,):
            merged.setdefault(one.file, []).extend(one.faults)
    found = [ConformError(file, sorted(set(faults))) for file, faults in merged.items()]
    if len(found) == 1:
        raise found[0]
    if found:
        raise FolderError(found)


def read_lines(path: Path, table: TableSchema) -> pd.DataFrame:
    """Cells of a table with the line of the file as index, optional columns added.

    Raises
    ------
    ConformError
        When it is no table at all, or a column that is needed lacks.
    """
    cells = read_rows(path)
    lacking = [
        Fault(1, name, "", "the column is missing", "Add it to the header.")
        for name, column in table.columns.items()
        if column.needed and name not in cells
    ]
    if lacking:
        raise ConformError(path.name, lacking)
    return cells.assign(**{name: "" for name in table.columns if name not in cells})


def _found(find: Callable[[str], Path]) -> tuple[dict[str, Path], list[ConformError]]:
    paths: dict[str, Path] = {}
    errors: list[ConformError] = []
    for name in TABLES:
        try:
            paths[name] = find(f"{name}.csv")
        except ConformError as error:
            errors.append(error)
    return paths, errors


def _read(
    schemas: Mapping[str, TableSchema], paths: Mapping[str, Path]
) -> tuple[dict[str, pd.DataFrame], list[ConformError]]:
    tables: dict[str, pd.DataFrame] = {}
    errors: list[ConformError] = []
    for name, path in paths.items():
        try:
            tables[name] = read_lines(path, schemas[name])
        except ConformError as error:
            errors.append(error)
        except DataNotFoundError as error:
            fault = Fault(0, "", "", "there is no such file", "Give the table.")
            errors.append(ConformError(path.name, [fault]))
            errors[-1].__cause__ = error
    return tables, errors


def _attack_errors(path: Path, *, on: dt.date | None) -> list[ConformError]:
    """What is wrong with single cells of the record, or with a record of no attacks at all."""
    try:
        cells = read_rows(path)
    except ConformError as error:
        return [error]
    faults = [empty_record_fault()]
    if len(cells):
        faults = cell_faults(cells) + ahead_faults(cells, today=latest_day(path, on=on))
    return [ConformError(path.name, faults)] if faults else []


def empty_record_fault() -> Fault:
    """Fault of an `attacks.csv` that is a header alone."""
    return Fault(
        0,
        "",
        "",
        "there is a header and no attack",
        "Give at least one row, or take the file away: then the bundled record is shown.",
    )


def table_faults(
    cells: pd.DataFrame,
    table: TableSchema,
    *,
    ids: Mapping[str, Collection[str]],
    on: dt.date | None = None,
) -> list[Fault]:
    """Every fault of the cells of a table, by its schema.

    Parameters
    ----------
    cells
        As `read_lines` gives them.
    table
        Its schema.
    ids
        Ids of other tables, by name; a reference to one that is not there is not checked.
    on
        Day after which no date of what has been may lie; today when None.
    """
    faults = _key_faults(cells[table.key]) if table.key else []
    for name, column in table.columns.items():
        given = cells[name]
        if name == table.key:  # an empty one is named above
            given = given[given != ""]
        faults += cell_faults_of(given, column, ids=ids)
        if column.past:
            faults += ahead_faults_of(given, column, on=on or today())
    return faults + _combined_faults(cells, table)


def _point_faults(cells: pd.DataFrame, table: TableSchema) -> list[Fault]:
    """Points outside the region; what is no number has a fault of its own."""
    if table.point is None:
        return []
    faults: list[Fault] = []
    schemas = [table.columns[name] for name in table.point]
    for row, *texts in cells[[*table.point]].itertuples():
        if all(is_sound(text, one) for text, one in zip(texts, schemas, strict=True)):
            lat, lon = map(float, texts)
            found = region_fault(lat, lon)
            given = f"{lat:.12g}, {lon:.12g}"
            faults += [Fault(int(row), table.point[0], given, *found)] if found else []
    return faults


def _combined_faults(cells: pd.DataFrame, table: TableSchema) -> list[Fault]:
    """Rows whose cells do not go together."""
    faults: list[Fault] = []
    filled = cells[[*table.together, *table.either]] != ""
    if table.together:
        parts = filled[list(table.together)]
        remedy = f"Give {', '.join(table.together)} together, or none of them."
        faults += [
            Fault(int(row), ", ".join(parts.columns[~given]), "", "given only in part", remedy)
            for row, given in zip(parts.index, parts.to_numpy(), strict=True)
            if given.any() and not given.all()
        ]
    if table.either:
        none = ~filled[list(table.either)].any(axis=1).to_numpy()
        remedy = f"Give {' or '.join(table.either)}."
        faults += [
            Fault(int(row), table.either[0], "", "nothing says where it is", remedy)
            for row in filled.index[none]
        ]
    return faults + _order_faults(cells, table) + _point_faults(cells, table)


def _order_faults(cells: pd.DataFrame, table: TableSchema) -> list[Fault]:
    """Spans that end before they begin, and least values above the most."""
    faults: list[Fault] = []
    for low, high in ORDERED:
        if low not in table.columns or high not in table.columns:
            continue
        for row, first, last in zip(cells.index, cells[low], cells[high], strict=True):
            if _is_before(last, first, kind=table.columns[low].kind):
                problem = f"lies before {low}, {first}"
                remedy = f"Give a {high} that is not before {low}, or leave one of them empty."
                faults.append(Fault(int(row), high, cut(last), problem, remedy))
    return faults


def _is_before(last: str, first: str, *, kind: str) -> bool:
    """Tell whether a cell is before another; what is no day or number has a fault of its own."""
    if kind in {"number", "whole"}:
        try:
            low, high = float(first), float(last)
        except ValueError:
            return False
        return math.isfinite(low) and math.isfinite(high) and high < low
    # Days as ISO writes them compare as text; one that is cut short is a span itself.
    return len(last) == len(first) == len("2021-07-07") and last < first


def _key_faults(key: pd.Series) -> list[Fault]:
    name = str(key.name)
    empty = [
        Fault(int(row), name, "", "the id is empty", "Give each row its own id.")
        for row in key.index[key == ""]
    ]
    twice = key[(key != "") & key.duplicated()]
    return empty + [
        Fault(row, name, cut(ident), "the id is used twice", "Give each row its own id.")
        for row, ident in zip(twice.index.tolist(), twice, strict=True)
    ]
