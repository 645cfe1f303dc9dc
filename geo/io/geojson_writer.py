"""Attacks out as GeoJSON: a feature a row, null where there is no point."""

from __future__ import annotations

import json

import pandas as pd
from shapely.geometry import mapping

from geo.io.typed_columns import LAT, LON, points


def geojson_bytes(frame: pd.DataFrame) -> bytes:
    """Make a FeatureCollection of a typed frame, coordinates in EPSG:4326."""
    rest = frame.drop(columns=[LAT, LON], errors="ignore")
    plain = rest.astype(object).where(rest.notna(), None)
    features = [
        {
            "type": "Feature",
            "geometry": None if point is None else mapping(point),
            "properties": dict(zip(map(str, rest.columns), row, strict=True)),
        }
        for row, point in zip(plain.itertuples(index=False), points(frame), strict=True)
    ]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
