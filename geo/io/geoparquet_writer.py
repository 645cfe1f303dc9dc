"""Attacks out as GeoParquet: a point a row in the column `geometry`."""

from __future__ import annotations

import io

import pandas as pd

from geo.io.typed_columns import located

GEOMETRY = "geometry"


def geoparquet_bytes(frame: pd.DataFrame) -> bytes:
    """Make a file of a typed frame, coordinates in EPSG:4326."""
    out = io.BytesIO()
    located(frame).to_parquet(out, index=False)
    return out.getvalue()
