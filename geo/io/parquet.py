"""A Parquet or GeoParquet file to text cells, read only after its metadata promises a sane size."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import ConformError, Fault
from geo.io.cell_types import text_cells
from geo.io.files import PARQUET_MAGIC, read_user_bytes
from geo.io.geoparquet import REMEDY, GeometryColumn, geometry_column, refuse_doubled
from geo.io.geoparquet_native import native_geometries
from geo.io.raw import MOST_COLUMNS, RawTable
from geo.io.wkb import Shapes, decoded
from geo.settings import SETTING, most_bytes, size_words

MOST_ROWS, MOST_CELLS = 5_000_000, 100_000_000
_UNNAMED_INDEX = re.compile(r"__index_level_\d+__")
_COVERING = "bbox"
"""Boxes of the geometries, which newer files repeat in a structure of their own."""


def read_parquet(path: Path) -> Shapes | RawTable:
    """Read a `.parquet` file: a plain table, or with GeoParquet metadata rows with geometries.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is not Parquet, is too large unpacked, holds nested columns, or is in another
        reference system than WGS84 lon/lat.
    """
    raw = read_user_bytes(path, magic=PARQUET_MAGIC, what="a Parquet file")
    file = path.name
    try:
        source = _opened(raw)
        refuse_doubled(source.schema_arrow, file=file)
        about = geometry_column(source.schema_arrow, file=file)
        _check_size(source, about, file=file)
        table = _bounded(raw, source.schema_arrow, about, file=file)
    except (pa.ArrowException, OSError, MemoryError, UnicodeDecodeError) as error:
        raise ConformError.for_file(
            file, f"the Parquet file is damaged: {error}", REMEDY
        ) from error
    index = pd.RangeIndex(1, 1 + table.num_rows, name="row")
    if about is None:
        empty = Fault(0, "", "", "the table has no rows", "Give at least one.")
        cells, notes = text_cells(_plain(table), index=index, file=file)
        return RawTable(file, cells, faults=() if len(cells) else (empty,), notes=notes)
    faults: list[Fault] = []
    if about.encoding == "WKB":
        wkb = pd.Series(np.array(table[about.name].to_pylist(), dtype=object), index=index)
        geometry, faults = decoded(wkb)
    else:
        geometry = native_geometries(table[about.name], encoding=about.encoding, file=file)
    left = [
        name for name in about.others if name != about.name and name in source.schema_arrow.names
    ]
    others = table.drop_columns([name for name in about.others if name in table.column_names])
    cells, notes = text_cells(_plain(others), index=index, file=file)
    if left:
        geometry_note = (
            f"{file}: {about.name} was read; other geometries not read: {', '.join(left)}."
        )
        notes = (geometry_note, *notes)
    return Shapes(file, cells, geometry, tuple(faults), notes)


def _plain(table: pa.Table) -> pa.Table:
    """Columns as they stand in the file, whatever pandas once made of them.

    What pandas kept as its index is a column like any other, unless it only numbered the rows.
    """
    numbering = [
        field.name
        for field in table.schema
        if _UNNAMED_INDEX.fullmatch(field.name) and pa.types.is_integer(field.type)
    ]
    table = table.drop_columns(numbering).replace_schema_metadata(None)
    for at, field in enumerate(table.schema):
        # Beside an empty cell pandas would make a float of a whole number, and round it.
        if pa.types.is_integer(field.type) and table.column(at).null_count:
            table = table.set_column(at, field.name, table.column(at).cast(pa.string()))
    return table


def _check_size(source: pq.ParquetFile, about: GeometryColumn | None, *, file: str) -> None:
    meta = source.metadata
    groups = [meta.row_group(number) for number in range(min(meta.num_row_groups, 10_000))]
    unpacked = sum(group.total_byte_size for group in groups)
    if meta.num_rows > MOST_ROWS or meta.num_columns > MOST_COLUMNS:
        given = f"{meta.num_rows:,} rows, {meta.num_columns} columns"
        problem = f"more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
        raise ConformError.for_file(file, problem, "Split it.", given=given)
    most = most_bytes()
    if unpacked > most or meta.num_row_groups > len(groups):
        problem, remedy = (
            f"it unpacks to more than {size_words(most)}",
            f"Split it, or set {SETTING}.",
        )
        raise ConformError.for_file(file, problem, remedy, given=f"{unpacked:,} bytes")
    fixed = sum(
        field.type.byte_width * source.metadata.num_rows
        for field in source.schema_arrow
        if pa.types.is_fixed_size_binary(field.type)
    )
    most = most_bytes()
    cells = source.metadata.num_rows * len(source.schema_arrow)
    if fixed > most or cells > MOST_CELLS:
        problem = f"it unpacks to more than {size_words(most)} or {MOST_CELLS:,} cells"
        raise ConformError.for_file(
            file, problem, f"Split it, or set {SETTING}.", given=f"{cells:,} cells"
        )
    nested = [field.name for field in source.schema_arrow if pa.types.is_nested(field.type)]
    if set(nested) - {_COVERING, *(about.others if about else ())}:
        problem, remedy = "a column holds lists or structures", "Give one value a cell."
        raise ConformError.for_file(file, problem, remedy, given=", ".join(nested))


def _opened(raw: bytes, *, dictionaries: list[str] | None = None) -> pq.ParquetFile:
    return pq.ParquetFile(
        pa.BufferReader(raw),
        read_dictionary=dictionaries,
        thrift_string_size_limit=10_000_000,
        thrift_container_size_limit=1_000_000,
    )


def _bounded(raw: bytes, schema: pa.Schema, about: GeometryColumn | None, *, file: str) -> pa.Table:
    """Read texts as dictionaries first: a million copies of a long text are counted, not made."""
    place = about.name if about else ""
    flat = [f.name for f in schema if f.name == place or not pa.types.is_nested(f.type)]
    bulky = [field.name for field in schema if _is_bulky(field.type)]
    table = _opened(raw, dictionaries=bulky).read(columns=flat)
    size = sum(
        pc.sum(pc.take(pc.binary_length(chunk.dictionary), chunk.indices)).as_py() or 0
        for name in bulky
        for chunk in table[name].chunks
    )
    most = most_bytes()
    if size > most:
        problem = f"its texts unpack to more than {size_words(most)}"
        raise ConformError.for_file(
            file, problem, f"Split it, or set {SETTING}.", given=f"{size:,} bytes"
        )
    plain = [
        f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f
        for f in table.schema
    ]
    return table.cast(pa.schema(plain, table.schema.metadata))


def _is_bulky(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))
