"""The formats a user's file may have: by its suffix, held to what its first bytes say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from geo.errors import refused
from geo.io import packing
from geo.io.csv_reader import read_delimited
from geo.io.geojson import Collection, read_geojson
from geo.io.geopackage import read_geopackage
from geo.io.kml_reader import read_kml
from geo.io.parquet import read_parquet
from geo.io.points import point_table
from geo.io.polygons import POLYGONAL, polygons_alone
from geo.io.raw import RawTable
from geo.io.wkb import Shapes
from geo.io.xlsx_reader import read_workbook

_POINTS = ("Point", "MultiPoint")
Content = packing.Content
Reader = Callable[[Path], Content]

READERS: Mapping[str, Reader] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".txt": read_delimited,
    ".xlsx": read_workbook,
    ".geojson": read_geojson,
    ".json": read_geojson,
    ".kml": read_kml,
    ".kmz": read_kml,
    ".parquet": read_parquet,
    ".geoparquet": read_parquet,
    ".gpkg": read_geopackage,
}


APART = frozenset({".xlsx", ".kmz", ".gpkg", ".parquet", ".geoparquet"})
"""Formats that are read in a process apart: packed ones, whose size says nothing of what is in
them, and those of which libraries in C read the bytes."""


def read_content(path: Path) -> Content:
    """Read a file of attacks or outlines by what its name says it is.

    Formats of `APART` are read in a process of their own, with limits of memory and CPU time.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it cannot be read as what its name says, or reading it takes too much.
    """
    if path.suffix.casefold() not in APART:
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
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise refused(
            path.name,
            "not a format that is read",
            f"Save it as one of {', '.join(READERS)}.",
            given=path.suffix or "no suffix",
        )
    return reader(path)


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
