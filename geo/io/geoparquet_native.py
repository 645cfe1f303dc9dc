"""Geometries of GeoParquet in their native encoding: coordinates as numbers in nested columns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import shapely

from geo.errors import ConformError
from geo.io.geoparquet import REMEDY

_KINDS: Mapping[str, tuple[shapely.GeometryType, int]] = {
    "POINT": (shapely.GeometryType.POINT, 0),
    "LINESTRING": (shapely.GeometryType.LINESTRING, 1),
    "POLYGON": (shapely.GeometryType.POLYGON, 2),
    "MULTIPOINT": (shapely.GeometryType.MULTIPOINT, 1),
    "MULTILINESTRING": (shapely.GeometryType.MULTILINESTRING, 2),
    "MULTIPOLYGON": (shapely.GeometryType.MULTIPOLYGON, 3),
}
"""Type of each encoding, and how many lists stand about its coordinates."""

NATIVE = frozenset(_KINDS)


def native_geometries(column: pa.ChunkedArray, *, encoding: str, file: str) -> np.ndarray:
    """Geometries of a column, or None where there is none.

    Parameters
    ----------
    column
        Coordinates as structures of x and y, or as lists of two to four numbers, in the lists of
        parts, rings and positions that its encoding has.
    encoding
        One of `NATIVE`.
    file
        Name used in messages.

    Raises
    ------
    ConformError
        When the column is not laid out like its encoding.
    """
    kind, depth = _KINDS[encoding]
    chunks = [_storage(chunk) for chunk in column.chunks]
    try:
        made = [_geometries(chunk, kind, depth) for chunk in chunks if len(chunk)]
    except (KeyError, TypeError, ValueError, AttributeError, shapely.GEOSException) as error:
        problem = f"its geometries are not laid out like {encoding.casefold()}"
        raise ConformError.for_file(file, problem, REMEDY) from error
    return np.concatenate([np.zeros(0, dtype=object), *made])


def coordinates(array: pa.Array) -> np.ndarray:
    """(n, 2) numbers of positions: structures of x and y, or lists; NaN where one is missing.

    Raises
    ------
    TypeError
        For an array of another type.
    """
    array = _storage(array)
    if pa.types.is_struct(array.type):
        parts = [array.field(name) for name in ("x", "y")]
        flat = np.column_stack([part.to_numpy(zero_copy_only=False) for part in parts])
        xy = np.asarray(flat, dtype=float)
    elif pa.types.is_fixed_size_list(array.type):
        size = array.type.list_size
        start = array.offset * size
        values = array.values.slice(start, len(array) * size).to_numpy(zero_copy_only=False)
        xy = np.array(values.reshape(-1, size)[:, :2], dtype=float)
    else:
        raise TypeError(str(array.type))
    xy[np.asarray(array.is_null())] = np.nan
    return xy


def _storage(array: pa.Array) -> pa.Array:
    return array.storage if isinstance(array, pa.ExtensionArray) else array


def _geometries(array: pa.Array, kind: shapely.GeometryType, depth: int) -> np.ndarray:
    missing = np.asarray(array.is_null())
    offsets: list[np.ndarray] = []
    inner = array
    for _ in range(depth):
        if not (pa.types.is_list(inner.type) or pa.types.is_large_list(inner.type)):
            raise TypeError(str(inner.type))
        ends = inner.offsets.to_numpy(zero_copy_only=False)
        offsets.append(ends - ends[0])
        inner = inner.values.slice(ends[0], ends[-1] - ends[0])
    xy = coordinates(inner)
    if not len(xy):
        made = np.asarray(shapely.empty(len(array), geom_type=kind), dtype=object)
    else:
        parts = tuple(reversed(offsets)) or None
        made = np.asarray(shapely.from_ragged_array(kind, xy, parts), dtype=object)
    if not depth:
        missing |= np.isnan(xy).all(axis=1)
    made[missing] = None
    return made
