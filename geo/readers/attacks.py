"""Attacks of a user's CSV or GeoJSON file to a record, or every fault the file has."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from geo.atlas import Atlas
from geo.attacks import Record, conform_attacks
from geo.errors import ConformError, Fault
from geo.readers.files import read_user_text, refused
from geo.readers.geojson import Collection, read_geojson
from geo.readers.points import point_rows
from geo.tables import parse_csv

GEOJSON_SUFFIXES = (".geojson", ".json")


@dataclass(frozen=True)
class RawAttacks:
    """Text cells of a file, before they are conformed.

    Parameters
    ----------
    file
        Name used in messages.
    cells
        Rows that have the form of a row, indexed by line (CSV) or feature number (GeoJSON).
    rows_read
        Rows of the file, those that lack that form counted too.
    first_row
        Number of the first row: 2 under a header, else 1.
    faults
        Of the rows that are not in `cells`, and of the file as a whole.
    """

    file: str
    cells: pd.DataFrame
    rows_read: int
    first_row: int
    faults: tuple[Fault, ...]


def raw_attacks(path: Path) -> RawAttacks:
    """Read the cells of a `.csv`, `.geojson` or `.json` file.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When the file cannot be read as what its name says.
    """
    suffix = path.suffix.casefold()
    if suffix in GEOJSON_SUFFIXES:
        return raw_points(read_geojson(path))
    if suffix == ".csv":
        return _raw_csv(read_user_text(path), file=path.name)
    raise refused(
        path.name,
        "attacks are read from .csv, .geojson and .json",
        "Save the table as CSV in UTF-8, or export points as GeoJSON.",
        given=suffix or "no suffix",
    )


def raw_points(collection: Collection) -> RawAttacks:
    """Cells of a collection of points."""
    cells, faults = point_rows(collection)
    return RawAttacks(collection.file, cells, collection.count, 1, (*collection.faults, *faults))


def _raw_csv(text: str, *, file: str) -> RawAttacks:
    faults: tuple[Fault, ...] = ()
    try:
        cells = parse_csv(text, file=file)
    except ConformError as error:
        if any(fault.row <= 1 for fault in error.faults) or "CSV" in error.faults[0].problem:
            raise
        cells, faults = _even_rows(text), error.faults
    count = len(cells) + len(faults)
    if not count:
        faults = (Fault(0, "", "", "the table has a header and no rows", "Give at least one."),)
    return RawAttacks(file, cells, count, 2, faults)


def _even_rows(text: str) -> pd.DataFrame:
    """Rows as long as the header, so that their own faults are told beside the uneven ones."""
    reader = csv.reader(io.StringIO(text))
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    filled = [(line, row) for line, row in rows if any(row)]
    header = filled[0][1]
    even = {line: row for line, row in filled[1:] if len(row) == len(header)}
    return pd.DataFrame.from_dict(even, orient="index", columns=header, dtype=object)


def sift_attacks(raw: RawAttacks, *, atlas: Atlas) -> tuple[Record | None, tuple[Fault, ...]]:
    """Conform raw cells: the record and no fault, or no record and every fault, sorted."""
    faults, record = raw.faults, None
    if len(raw.cells):
        try:
            record = conform_attacks(
                raw.cells, file=raw.file, registry=atlas.registry, gazetteer=atlas.gazetteer
            )
        except ConformError as error:
            # Faults of the header stand in row 1, which in GeoJSON is the first feature.
            header = all(fault.problem == "the column is missing" for fault in error.faults)
            whole = header and raw.first_row == 1
            faults += tuple(replace(f, row=0) if whole else f for f in error.faults)
    return (None if faults else record), tuple(sorted(faults))


def read_attacks(path: Path, *, atlas: Atlas) -> Record:
    """Read attacks of a user's file.

    Parameters
    ----------
    path
        A CSV file with the columns of `geo.schema.COLUMNS`, or GeoJSON points (WGS84 lon/lat)
        whose properties are these columns and whose point is the target.
    atlas
        Resolves places, groups and façades.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        With every fault of every row.
    """
    raw = raw_attacks(path)
    record, faults = sift_attacks(raw, atlas=atlas)
    if record is None:
        raise ConformError(raw.file, faults)
    return record
