"""The formats a user's file may have: by its suffix, held to what its first bytes say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from geo.errors import ConformError
from geo.io import packing
from geo.io.csv_reader import read_delimited
from geo.io.geojson import Collection, read_geojson
from geo.io.geojson_writer import geojson_bytes
from geo.io.geopackage import ROW_NUMBER, read_geopackage
from geo.io.geopackage_writer import points_geopackage
from geo.io.geoparquet_writer import GEOMETRY, geoparquet_bytes
from geo.io.json_reader import read_json
from geo.io.kml_reader import read_kml
from geo.io.kml_writer import CANNOT_HOLD as NOT_IN_XML
from geo.io.kml_writer import kml_bytes
from geo.io.parquet import read_parquet
from geo.io.points import point_table
from geo.io.polygons import POLYGONAL, polygons_alone
from geo.io.raw import RawTable
from geo.io.spreadsheet_escape import csv_bytes
from geo.io.wkb import Shapes
from geo.io.xlsx_reader import read_workbook
from geo.io.xlsx_writer import CANNOT_HOLD as NOT_IN_XLSX
from geo.io.xlsx_writer import LONGEST_CELL, workbook_bytes

_POINTS = ("Point", "MultiPoint")
Content = packing.Content
Reader = Callable[[Path], Content]

Writer = Callable[[pd.DataFrame], bytes]


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format of files: how it is read, how it is written, and what it cannot hold.

    Parameters
    ----------
    title
        Name for people.
    suffixes
        Ends of its files' names; it is written under the first.
    read
        From a path to what the file holds, or None.
    apart
        Whether it is read in a process apart: packed formats, whose size says nothing of what is
        in them, and those of which libraries in C read the bytes.
    write
        From a typed frame without meaning in its index to the bytes of the file, or None.
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
    suffixes: tuple[str, ...]
    read: Reader
    apart: bool = False
    write: Writer | None = None
    cannot_hold: re.Pattern[str] | None = None
    longest_cell: int | None = None
    reserved: tuple[str, ...] = ()
    folds: bool = False


FORMATS: tuple[Format, ...] = (
    Format(title="CSV", suffixes=(".csv", ".tsv", ".txt"), read=read_delimited, write=csv_bytes),
    Format(
        title="XLSX",
        suffixes=(".xlsx",),
        read=read_workbook,
        apart=True,
        write=workbook_bytes,
        cannot_hold=NOT_IN_XLSX,
        longest_cell=LONGEST_CELL,
    ),
    Format(title="GeoJSON", suffixes=(".geojson",), read=read_geojson, write=geojson_bytes),
    Format(title="JSON", suffixes=(".json",), read=read_json),
    Format(title="KML", suffixes=(".kml",), read=read_kml, write=kml_bytes, cannot_hold=NOT_IN_XML),
    Format(title="KMZ", suffixes=(".kmz",), read=read_kml, apart=True),
    Format(
        title="GeoPackage",
        suffixes=(".gpkg",),
        read=read_geopackage,
        apart=True,
        write=points_geopackage,
        cannot_hold=re.compile("\x00"),
        reserved=(GEOMETRY, ROW_NUMBER),
        folds=True,
    ),
    Format(
        title="GeoParquet",
        suffixes=(".parquet", ".geoparquet"),
        read=read_parquet,
        apart=True,
        write=geoparquet_bytes,
        reserved=(GEOMETRY,),
    ),
)
"""Every format, one row each."""

READERS: Mapping[str, Format] = {end: one for one in FORMATS for end in one.suffixes}
"""The format of each suffix that is read."""

WRITERS: Mapping[str, Format] = {one.suffixes[0]: one for one in FORMATS if one.write}
"""The format of each suffix that is written."""


def read_content(path: Path) -> Content:
    """Read a file of attacks or outlines by what its name says it is.

    Formats that say so are read in a process apart, with limits of memory and CPU time.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it cannot be read as what its name says, or reading it takes too much.
    """
    form = READERS.get(path.suffix.casefold())
    if form is None or not form.apart:
        return read_here(path)
    from geo.io.apart import read_apart  # noqa: PLC0415 -- it reads by this module

    return read_apart(path)


def read_here(path: Path) -> Content:
    """Read a file as `read_content`, in this process.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it cannot be read as what its name says.
    """
    form = READERS.get(path.suffix.casefold())
    if form is None:
        raise ConformError.for_file(
            path.name,
            "not a format that is read",
            f"Save it as one of {', '.join(READERS)}.",
            given=path.suffix or "no suffix",
        )
    return form.read(path)


def as_outlines(content: Content) -> Collection | None:
    """Features of a file that holds more polygons than points, or None for attacks."""
    found = _with_polygons(content)
    if found is None:
        return None
    kinds = [feature.geometry_type for feature in found.features]
    outlines = sum(kind in POLYGONAL for kind in kinds)
    return found if outlines > sum(kind in _POINTS for kind in kinds) else None


def polygons_of(content: Content) -> Collection | None:
    """Features of a file that are polygons, for whoever asks for areas; None where there are none.

    A note says what else stands in it, such as points of labels. Features without a geometry stay,
    for the checks to name.
    """
    found = _with_polygons(content)
    if found is None:
        return None
    kept = [one for one in found.features if one.geometry_type in ("", *POLYGONAL)]
    if not any(one.geometry is not None for one in kept):
        return None
    others = Counter(one.geometry_type for one in found.features) - Counter(
        one.geometry_type for one in kept
    )
    if not others:
        return found
    words = ", ".join(f"{count} {kind}" for kind, count in sorted(others.items()))
    note = f"{found.file}: {len(kept)} outlines were read; not read: {words}."
    count = found.count - others.total()
    return replace(found, features=tuple(kept), count=count, notes=(*found.notes, note))


def _with_polygons(content: Content) -> Collection | None:
    """Features of a file, those of mixed collections by their polygons; None for a table."""
    if isinstance(content, Shapes):
        if not content.may_hold_polygons:
            return None
        content = content.as_collection()
    return polygons_alone(content) if isinstance(content, Collection) else None


def as_table(content: Content) -> RawTable:
    """Rows of attacks: where the file has points, the point is the target."""
    if isinstance(content, Shapes):
        return content.as_table()
    return point_table(content) if isinstance(content, Collection) else content
