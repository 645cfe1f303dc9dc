"""A GeoJSON file of areas to ids and polygons, faults and all."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
from shapely.geometry import shape

from geo.errors import ConformError, Fault
from geo.io.geojson import read_geojson
from geo.io.polygons import polygon_faults

_ID_KEYS = ("area_id", "id")


def read_area_outlines(path: Path) -> gpd.GeoSeries:
    """Polygons of a GeoJSON file, EPSG:4326, on their ids.

    An id is the property `area_id`, else `id`, else the number of the feature.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When the file is not GeoJSON, or listing every fault of every outline and doubled ids.
    """
    collection = read_geojson(path)
    ids = [
        str(next((f.properties[key] for key in _ID_KEYS if f.properties.get(key)), f.number))
        for f in collection.features
    ]
    faults = [*collection.faults, *polygon_faults(collection.features)]
    faults += [
        Fault(feature.number, "area_id", ident, "is duplicated", "Give each its own id.")
        for at, (feature, ident) in enumerate(zip(collection.features, ids, strict=True))
        if ident in ids[:at]
    ]
    if faults:
        raise ConformError(collection.file, faults)
    outlines = [shape(dict(feature.geometry or {})) for feature in collection.features]
    return gpd.GeoSeries(outlines, index=ids, crs=4326)
