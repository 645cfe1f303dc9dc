"""Parquet files of points, in parts that fit in memory: longitude and latitude, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from geo.errors import AtlasError, ConformError, DataNotFoundError, Fault
from geo.io.geoparquet import REMEDY, geometry_column, refuse_doubled
from geo.io.geoparquet_native import coordinates
from geo.io.wkb import decoded, lone_points
from geo.settings import MEMORY_SETTING

Floats = NDArray[np.float64]

PART_ROWS = 1_000_000
"""Rows that are held at a time, unless one row group of a file alone has more."""

COLUMN_PAIRS = (("lon", "lat"), ("longitude", "latitude"), ("target_lon", "target_lat"))
"""Columns that hold degrees where a file is no GeoParquet, the first pair that is there."""

RESULT_COLUMNS = ("file", "row", "area_id")
"""Columns of the result of a join, which no column of the points can be called."""

_WKB_POINT = 21
_POINT_HEAD = bytes([1, 1, 0, 0, 0])  # little-endian, type 1


@dataclass(frozen=True)
class Part:
    """Some consecutive row groups of one file.

    Parameters
    ----------
    number
        Place among all parts, from 0.
    path
        The file.
    groups
        Its row groups.
    first_row
        Row of the file, from 0, that the part begins with.
    rows
        How many rows it has.
    """

    number: int
    path: Path
    groups: tuple[int, ...]
    first_row: int
    rows: int


@dataclass(frozen=True)
class Chunk:
    """Points of some rows.

    Parameters
    ----------
    first_row
        Row of the file, from 0, of the first of them.
    lon, lat
        (n,) degrees, NaN where there is no point.
    kept
        Columns that are carried along.
    """

    first_row: int
    lon: Floats
    lat: Floats
    kept: pa.Table


def files_of(path: Path) -> list[Path]:
    """Parquet files of a folder in the order of their names, or the one file.

    Raises
    ------
    DataNotFoundError
        When there is none.
    """
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path] * path.is_file()
    if not files:
        raise DataNotFoundError(f"{path}: no Parquet file there. Give a file, or a folder of them.")
    return files


def plan(path: Path, *, keep: tuple[str, ...] = ()) -> list[Part]:
    """Cut the files into parts of about `PART_ROWS` rows, after a look at their schemas alone.

    Raises
    ------
    DataNotFoundError
        When there is no file.
    ConformError
        When a file is no Parquet, has no coordinates or not in WGS84 lon/lat, or lacks a column.
    """
    parts: list[Part] = []
    for file in files_of(path):
        with _reporting_damage(file), _opened(file) as opened:
            coordinate_columns(opened.schema_arrow, file=file.name)
            for name in keep:
                if name in RESULT_COLUMNS:
                    problem = "the result has a column of its own by this name"
                    remedy = "Rename it in the points, or leave it out of --keep."
                    raise ConformError.for_file(file.name, problem, remedy, given=name)
                if name not in opened.schema_arrow.names:
                    raise ConformError.for_file(
                        file.name, "there is no such column", "Check --keep.", given=name
                    )
            meta = opened.metadata
            sizes = [meta.row_group(group).num_rows for group in range(meta.num_row_groups)]
        first, groups, rows = 0, list[int](), 0
        for group, size in enumerate(sizes):
            if groups and rows + size > PART_ROWS:
                parts.append(Part(len(parts), file, tuple(groups), first, rows))
                first, groups, rows = first + rows, [], 0
            groups.append(group)
            rows += size
        parts.append(Part(len(parts), file, tuple(groups), first, rows))
    return parts


def coordinate_columns(schema: pa.Schema, *, file: str) -> tuple[str, ...]:
    """Name of the geometry column, or of the two columns that hold degrees.

    Raises
    ------
    ConformError
        When there is neither, or the file says that it is not in WGS84 lon/lat.
    """
    refuse_doubled(schema, file=file)
    about = geometry_column(schema, file=file)
    if about is not None:
        return (about.name,)
    alike: dict[str, list[str]] = {}
    for name in schema.names:
        alike.setdefault(name.casefold(), []).append(name)
    problem, given = "no coordinates", ", ".join(schema.names)[:80]
    for pair in COLUMN_PAIRS:
        # The name in small letters comes first; of several in capitals none is taken.
        found = [[name] if name in schema.names else alike.get(name, []) for name in pair]
        if not all(len(names) == 1 for names in found):
            continue
        names = tuple(name for (name,) in found)
        kinds = [schema.field(name).type for name in names]
        if all(map(_is_number, kinds)):
            return names
        problem = "the columns of coordinates hold no numbers"
        given = ", ".join(f"{name}: {kind}" for name, kind in zip(names, kinds, strict=True))
        break
    remedy = "Give a GeoParquet file of points, or numbers in columns lon and lat (WGS84 degrees)."
    raise ConformError.for_file(file, problem, remedy, given=given)


def _is_number(kind: pa.DataType) -> bool:
    """Tell whether a column may hold degrees: whole ones too, and one that is empty throughout."""
    return bool(
        pa.types.is_floating(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_null(kind)
    )


def chunks(part: Part, *, keep: tuple[str, ...] = ()) -> Iterator[Chunk]:
    """Points of a part, at most `PART_ROWS` at a time.

    Raises
    ------
    ConformError
        When a geometry is no point, or a coordinate no degree; names file and row.
    """
    row = part.first_row
    with _reporting_damage(part.path), _opened(part.path) as opened:
        names = coordinate_columns(opened.schema_arrow, file=part.path.name)
        for batch in opened.iter_batches(
            PART_ROWS, row_groups=list(part.groups), columns=[*dict.fromkeys((*names, *keep))]
        ):
            if len(names) == 1:
                lon, lat = _of_geometry(batch.column(names[0]), part.path.name, row)
            else:
                lon, lat = (_numbers(batch.column(name)) for name in names)
            _require_degrees(lon, lat, file=part.path.name, first_row=row)
            yield Chunk(row, lon, lat, pa.table(batch.select(list(keep))))
            row += batch.num_rows


@contextmanager
def _reporting_damage(path: Path) -> Iterator[None]:
    """Give one clear error where Arrow meets bytes that it cannot read."""
    try:
        yield
    except AtlasError:
        raise
    except MemoryError as error:
        problem = "reading stopped: it needs more memory than a file of its size may take"
        remedy = f"Split it, or set {MEMORY_SETTING} if you trust it."
        raise ConformError.for_file(path.name, problem, remedy) from error
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise ConformError.for_file(
            path.name, f"the Parquet file is damaged: {error}", REMEDY
        ) from error


def _opened(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise ConformError.for_file(
            path.name, "not a Parquet file", "Export it as GeoParquet."
        ) from error


def _numbers(column: pa.Array) -> Floats:
    # Half floats have no cast of their own; whole numbers beyond 2^53 lie out of range anyhow.
    wide = column if pa.types.is_float16(column.type) else column.cast(pa.float64(), safe=False)
    return np.asarray(wide.to_numpy(zero_copy_only=False), dtype=float)


def _require_degrees(lon: Floats, lat: Floats, *, file: str, first_row: int) -> None:
    # fmin and fmax pass over NaN.
    ends = [(np.fmin.reduce(v, initial=0), np.fmax.reduce(v, initial=0)) for v in (lon, lat)]
    if any(low < -most or high > most for (low, high), most in zip(ends, (180, 90), strict=True)):
        wrong = np.flatnonzero((np.abs(lon) > 180) | (np.abs(lat) > 90))  # noqa: PLR2004
        given = f"{lon[wrong[0]]:g}, {lat[wrong[0]]:g}"
        remedy = "Convert the file to WGS84 lon/lat (EPSG:4326)."
        row = first_row + int(wrong[0]) + 1
        raise ConformError(
            file, [Fault(row, "", given, "coordinates out of range for EPSG:4326", remedy)]
        )


def _of_geometry(column: pa.Array, file: str, first_row: int) -> tuple[Floats, Floats]:
    """Coordinates of GeoParquet points, as WKB or as pairs of numbers; NaN where there is none."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if pa.types.is_struct(column.type) or pa.types.is_fixed_size_list(column.type):
        try:
            xy = coordinates(column)
        except (KeyError, TypeError, ValueError) as error:
            raise ConformError.for_file(
                file, "its geometries are not laid out like points", REMEDY
            ) from error
        return np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
    if pa.types.is_nested(column.type):
        raise ConformError.for_file(
            file, "its geometries are no points", "Give points.", given=str(column.type)[:60]
        )
    plain = _of_plain_wkb(column)
    if plain is not None:
        return plain
    rows = pd.RangeIndex(first_row + 1, first_row + 1 + len(column))
    shapes, faults = decoded(pd.Series(column.to_pylist(), index=rows, dtype=object))
    if faults:
        raise ConformError(file, [min(faults)])
    shapes = lone_points(shapes)
    # What is no point has no x: it is known from a missing one by its type.
    wrong = np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (-1, 0)))
    if wrong.size:
        row, given = first_row + int(wrong[0]) + 1, shapes[wrong[0]].geom_type
        raise ConformError(file, [Fault(row, "geometry", given, "not a Point", "Give points.")])
    shapes[shapely.is_empty(shapes)] = None  # an empty point is nowhere, as a missing one is
    return shapely.get_x(shapes), shapely.get_y(shapes)


def _of_plain_wkb(column: pa.Array) -> tuple[Floats, Floats] | None:
    """Coordinates of plain points, read where they stand in the buffer; None for anything else."""
    if column.null_count or not len(column):
        return None
    width = np.int64 if pa.types.is_large_binary(column.type) else np.int32
    if not (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)):
        return None
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, dtype=width)[column.offset : column.offset + len(column) + 1]
    if (np.diff(ends) != _WKB_POINT).any():
        return None
    octets = np.frombuffer(data, dtype=np.uint8)[ends[0] : ends[-1]].reshape(-1, _WKB_POINT)
    if (octets[:, :5] != np.frombuffer(_POINT_HEAD, dtype=np.uint8)).any():
        return None
    xy = np.ascontiguousarray(octets[:, 5:]).view("<f8")
    return np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
