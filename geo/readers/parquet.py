"""A Parquet or GeoParquet file to text cells, read only after its metadata promises a sane size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import Fault, refused
from geo.readers.files import PARQUET_MAGIC, read_user_bytes
from geo.readers.raw import MOST_COLUMNS, RawTable
from geo.readers.shapes import Shapes, decoded
from geo.readers.values import text_cells

MOST_ROWS, MOST_TEXT_BYTES = 5_000_000, 2_000_000_000
_REMEDY = "Write it anew with geopandas, or export the table as CSV."
_COVERING = "bbox"
"""Boxes of the geometries, which newer files repeat in a structure of their own."""

_LONLAT = {"OGC:CRS84", "EPSG:4326"}


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
        raise refused(path.name, f"the Parquet file is damaged: {error}", _REMEDY) from error
    geo = _metadata(source.schema_arrow.metadata or {}, file=path.name)
    index = pd.RangeIndex(1, 1 + table.num_rows, name="row")
    if geo is None:
        empty = Fault(0, "", "", "the table has no rows", "Give at least one.")
        cells = text_cells(table, index=index, file=path.name)
        return RawTable(path.name, cells, faults=() if len(cells) else (empty,))
    column = _primary(geo, table, file=path.name)
    wkb = pd.Series(np.array(table[column].to_pylist(), dtype=object), index=index)
    geometry, faults = decoded(wkb)
    others = table.drop_columns([name for name in geo["columns"] if name in table.column_names])
    return Shapes(
        path.name, text_cells(others, index=index, file=path.name), geometry, tuple(faults)
    )


def _check_size(source: pq.ParquetFile, *, file: str) -> None:
    meta = source.metadata
    groups = [meta.row_group(number) for number in range(min(meta.num_row_groups, 10_000))]
    unpacked = sum(group.total_byte_size for group in groups)
    if meta.num_rows > MOST_ROWS or meta.num_columns > MOST_COLUMNS:
        given = f"{meta.num_rows:,} rows, {meta.num_columns} columns"
        problem = f"more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
        raise refused(file, problem, "Split it.", given=given)
    if unpacked > MOST_TEXT_BYTES or meta.num_row_groups > len(groups):
        raise refused(file, "it unpacks to more than 2 GB", "Split it.", given=f"{unpacked:,}")
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
    if size > MOST_TEXT_BYTES:
        raise refused(file, "its texts unpack to more than 2 GB", "Split it.", given=f"{size:,}")
    plain = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f
             for f in table.schema]  # fmt: skip
    return table.cast(pa.schema(plain, table.schema.metadata))


def _is_bulky(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_binary(kind))


def _metadata(metadata: dict[bytes, bytes], *, file: str) -> dict[str, Any] | None:
    if b"geo" not in metadata:
        return None
    try:
        geo = json.loads(metadata[b"geo"])
        named = geo.get("primary_column", "geometry")
        sound = isinstance(geo["columns"], dict) and isinstance(geo["columns"][named], dict)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise refused(file, "its GeoParquet metadata is damaged", _REMEDY) from error
    if not sound:
        raise refused(file, "its GeoParquet metadata is damaged", _REMEDY)
    return dict(geo)


def _primary(geo: dict[str, Any], table: pa.Table, *, file: str) -> str:
    """Name of the column of geometries, once its encoding and reference system are known."""
    name = geo.get("primary_column", "geometry")
    about = geo["columns"][name]
    if name not in table.column_names or str(about.get("encoding", "")).upper() != "WKB":
        raise refused(file, "its geometries are not well-known binary", _REMEDY)
    crs = about.get("crs", "lon/lat")
    ident = crs.get("id", {}) if isinstance(crs, dict) else {}
    code = f"{ident.get('authority')}:{ident.get('code')}" if isinstance(ident, dict) else ""
    if crs != "lon/lat" and code not in _LONLAT:
        raise refused(
            file,
            "the file is in another reference system than WGS84 lon/lat (CRS84, EPSG:4326)",
            "Convert it, for example with .to_crs(4326) in geopandas.",
            given=code if ident else str(crs)[:60],
        )
    return str(name)
