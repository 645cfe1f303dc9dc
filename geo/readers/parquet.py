"""A Parquet or GeoParquet file to text cells, read only after its metadata promises a sane size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import Fault, refused
from geo.limits import SETTING, most_bytes, size_words
from geo.readers.files import PARQUET_MAGIC, read_user_bytes
from geo.readers.geoparquet import REMEDY, geometry_column, refuse_doubled
from geo.readers.raw import MOST_COLUMNS, RawTable
from geo.readers.shapes import Shapes, decoded
from geo.readers.values import text_cells

MOST_ROWS = 5_000_000
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
    try:
        source = _opened(raw)
        _check_size(source, file=path.name)
        table = _bounded(raw, source.schema_arrow, file=path.name)
    except (pa.ArrowException, OSError, MemoryError, UnicodeDecodeError) as error:
        raise refused(path.name, f"the Parquet file is damaged: {error}", REMEDY) from error
    index = pd.RangeIndex(1, 1 + table.num_rows, name="row")
    about = geometry_column(source.schema_arrow, file=path.name)
    if about is None:
        empty = Fault(0, "", "", "the table has no rows", "Give at least one.")
        cells, notes = text_cells(table, index=index, file=path.name)
        return RawTable(path.name, cells, faults=() if len(cells) else (empty,), notes=notes)
    if about.encoding != "WKB" or about.name not in table.column_names:
        raise refused(path.name, "its geometries are not well-known binary", REMEDY)
    wkb = pd.Series(np.array(table[about.name].to_pylist(), dtype=object), index=index)
    geometry, faults = decoded(wkb)
    others = table.drop_columns([name for name in about.others if name in table.column_names])
    cells, notes = text_cells(others, index=index, file=path.name)
    return Shapes(path.name, cells, geometry, tuple(faults), notes)


def _check_size(source: pq.ParquetFile, *, file: str) -> None:
    meta = source.metadata
    groups = [meta.row_group(number) for number in range(min(meta.num_row_groups, 10_000))]
    unpacked = sum(group.total_byte_size for group in groups)
    if meta.num_rows > MOST_ROWS or meta.num_columns > MOST_COLUMNS:
        given = f"{meta.num_rows:,} rows, {meta.num_columns} columns"
        problem = f"more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
        raise refused(file, problem, "Split it.", given=given)
    most = most_bytes()
    if unpacked > most or meta.num_row_groups > len(groups):
        problem, remedy = (
            f"it unpacks to more than {size_words(most)}",
            f"Split it, or set {SETTING}.",
        )
        raise refused(file, problem, remedy, given=f"{unpacked:,} bytes")
    refuse_doubled(source.schema_arrow, file=file)
    nested = [field.name for field in source.schema_arrow if pa.types.is_nested(field.type)]
    if set(nested) - {_COVERING}:
        problem, remedy = "a column holds lists or structures", "Give one value a cell."
        raise refused(file, problem, remedy, given=", ".join(nested))


def _opened(raw: bytes, *, dictionaries: list[str] | None = None) -> pq.ParquetFile:
    return pq.ParquetFile(
        pa.BufferReader(raw),
        read_dictionary=dictionaries,
        thrift_string_size_limit=10_000_000,
        thrift_container_size_limit=1_000_000,
    )


def _bounded(raw: bytes, schema: pa.Schema, *, file: str) -> pa.Table:
    """Read texts as dictionaries first: a million copies of a long text are counted, not made."""
    flat = [field.name for field in schema if not pa.types.is_nested(field.type)]
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
        raise refused(file, problem, f"Split it, or set {SETTING}.", given=f"{size:,} bytes")
    plain = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f
             for f in table.schema]  # fmt: skip
    return table.cast(pa.schema(plain, table.schema.metadata))


def _is_bulky(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))
