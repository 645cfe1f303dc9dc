"""What a reader gives as bytes and back: Arrow tables and JSON, of which nothing is ever run."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo.errors import Fault
from geo.io.geojson import Collection, Feature
from geo.io.raw import RawTable
from geo.io.wkb import Shapes

Content = RawTable | Collection | Shapes
_LENGTH = struct.Struct("<Q")


def packed(content: Content) -> bytes:
    """Bytes of what a reader gave."""
    about: dict[str, Any] = {
        "kind": type(content).__name__,
        "file": content.file,
        "faults": [asdict(fault) for fault in content.faults],
        "notes": list(content.notes),
    }
    if isinstance(content, Collection):
        about |= {"count": content.count, "malformed_rows": list(content.malformed_rows.items())}
        about["features"] = [
            [feature.number, dict(feature.properties), feature.geometry]
            for feature in content.features
        ]
        return _framed(about, b"")
    about["columns"] = [str(name) for name in content.cells.columns]
    if isinstance(content, RawTable):
        about |= {
            "first_row": content.first_row,
            "malformed_rows": list(content.malformed_rows.items()),
        }
        about["taken"] = dict(content.taken)
    return _framed(about, _table_bytes(content))


def unpacked(body: bytes) -> Content:
    """What a reader gave, of its bytes.

    Raises
    ------
    ValueError
        When they are not of `packed`.
    """
    (length,) = _LENGTH.unpack_from(body)
    begin = _LENGTH.size
    about = json.loads(body[begin : begin + length])
    faults = tuple(fault_of(one) for one in about["faults"])
    notes = tuple(about["notes"])
    if about["kind"] == "Collection":
        features = tuple(Feature(*one) for one in about["features"])
        malformed_rows = dict(about["malformed_rows"])
        return Collection(about["file"], features, about["count"], faults, malformed_rows, notes)
    with pa.ipc.open_stream(pa.py_buffer(body).slice(begin + length)) as stream:
        table = stream.read_all()
    index = pd.Index(table.column(0).to_numpy(), name="row", dtype=int)
    wkb = table.column(1).to_pylist() if about["kind"] == "Shapes" else []
    names = list(about["columns"])
    columns = table.columns[len(table.columns) - len(names) :]
    cells = pd.DataFrame(
        {at: column.to_pandas().to_numpy(object) for at, column in enumerate(columns)},
        index=index,
        dtype=object,
    )
    cells.columns = pd.Index(names, dtype=object)
    if about["kind"] == "Shapes":
        # A NaN among the coordinates is a fault that the child found, and no warning of ours.
        with np.errstate(invalid="ignore"):
            geometry = np.asarray(shapely.from_wkb(np.array(wkb, dtype=object)), dtype=object)
        return Shapes(about["file"], cells, geometry, faults, notes)
    return RawTable(
        about["file"],
        cells,
        dict(about["malformed_rows"]),
        faults,
        about["first_row"],
        notes,
        taken=about["taken"],
    )


def fault_of(given: Mapping[str, Any]) -> Fault:
    """Give a fault of what JSON holds of it."""
    return Fault(**{**given, "fix": tuple((name, cell) for name, cell in given["fix"])})


def _framed(about: dict[str, Any], table: bytes) -> bytes:
    head = json.dumps(about).encode()
    return _LENGTH.pack(len(head)) + head + table


def _table_bytes(content: RawTable | Shapes) -> bytes:
    cells = content.cells
    columns = [pa.array(cells.index.to_numpy(np.int64))]
    if isinstance(content, Shapes):
        columns.append(pa.array(shapely.to_wkb(content.geometry), type=pa.large_binary()))
    columns += [
        pa.array(cells.iloc[:, at].to_numpy(object), type=pa.large_string())
        for at in range(cells.shape[1])
    ]
    table = pa.table(columns, names=[str(at) for at in range(len(columns))])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())
