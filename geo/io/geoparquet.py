"""What a Parquet file says of its geometries, or one clear reason why that cannot be."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.crs import LONLAT
from geo.errors import ConformError

REMEDY = "Rewrite it with geopandas, or export the table as CSV."
_DAMAGED = "its GeoParquet metadata is damaged"
_LONLAT = {"OGC:CRS84", "EPSG:4326"}
_ENCODINGS = {
    "WKB", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON",
}  # fmt: skip
_UNSAID = "OGC:CRS84"
"""What the GeoParquet specification means where a file says nothing."""


@dataclass(frozen=True)
class GeometryColumn:
    """The column of geometries of a GeoParquet file in WGS84 lon/lat.

    Parameters
    ----------
    name
        Its name.
    encoding
        How it holds geometries, in capitals: `WKB`, or the one type that all have, such as
        `POINT` for pairs of numbers.
    others
        Names of all columns of geometries, this one too.
    """

    name: str
    encoding: str
    others: tuple[str, ...]


def geometry_column(schema: pa.Schema, *, file: str) -> GeometryColumn | None:
    """Column of geometries that the metadata of a file names, or None for a plain table.

    Raises
    ------
    ConformError
        When the metadata is damaged, names a column that is not there, or says that the file is
        in another CRS than WGS84 lon/lat.
    """
    raw = (schema.metadata or {}).get(b"geo")
    if raw is None:
        return None
    try:
        geo = json.loads(raw)
        name = geo.get("primary_column", "geometry")
        columns = dict(geo["columns"])
        about = columns[name]
        encoding = about.get("encoding", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ConformError.for_file(file, _DAMAGED, REMEDY) from error
    if not isinstance(encoding, str) or name not in schema.names:
        raise ConformError.for_file(file, _DAMAGED, REMEDY, given=str(name)[:60])
    if encoding.upper() not in _ENCODINGS:
        raise ConformError.for_file(
            file, "an encoding of geometries that is not read", REMEDY, given=encoding[:60]
        )
    if about.get("edges", "planar") != "planar":
        problem = "its edges are arcs on the globe, not straight lines between degrees"
        raise ConformError.for_file(file, problem, REMEDY, given=str(about["edges"])[:60])
    _require_lonlat(about.get("crs", _UNSAID), file=file)
    return GeometryColumn(str(name), encoding.upper(), tuple(map(str, columns)))


def refuse_doubled(schema: pa.Schema, *, file: str) -> None:
    """Refuse a file of which two columns have one name: Arrow could not tell them apart.

    Raises
    ------
    ConformError
        Naming them.
    """
    doubled = sorted(name for name, count in Counter(schema.names).items() if count > 1)
    if doubled:
        raise ConformError.for_file(
            file, "duplicate column", "Keep one.", given=", ".join(doubled)[:200]
        )


def _require_lonlat(system: Any, *, file: str) -> None:
    if system is None:
        problem = "it may be in another CRS: it says that none is known (crs is null)"
        remedy = "If it is WGS84 lon/lat, say so with .set_crs(4326) in geopandas."
        raise ConformError.for_file(file, problem, remedy)
    ident = system.get("id") if isinstance(system, dict) else None
    code = f"{ident.get('authority')}:{ident.get('code')}" if isinstance(ident, dict) else ""
    said = code or (system if isinstance(system, str) else "")
    if said in _LONLAT or (not code and _is_lonlat(system)):
        return
    raise ConformError.for_file(
        file,
        "the file’s CRS is not EPSG:4326 or CRS84 (WGS 84 lon/lat)",
        "Convert it, for example with .to_crs(4326) in geopandas.",
        given=(said or str(system))[:60],
    )


def _is_lonlat(system: Any) -> bool:
    """Tell whether a system without a code is WGS84 all the same."""
    try:
        if isinstance(system, dict):
            return bool(CRS.from_json_dict(system).equals(LONLAT, ignore_axis_order=True))
        # Text of another form than WKT is not given to PROJ, which takes names of files, too.
        known = isinstance(system, str) and system.lstrip().startswith("GEOG")
        return known and bool(CRS.from_wkt(system).equals(LONLAT, ignore_axis_order=True))
    except (CRSError, ValueError, RecursionError):
        return False
