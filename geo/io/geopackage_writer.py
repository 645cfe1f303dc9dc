"""Frames to the bytes of a GeoPackage, a table each; the time made is given, or is now."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio

from geo.io.geopackage import LAYER, ROW_NUMBER
from geo.io.geoparquet_writer import GEOMETRY
from geo.io.typed_columns import located

_CLOCK = "OGR_CURRENT_DATE"
# GDAL's settings belong to the whole process.
_LOCK = threading.Lock()


def geopackage_bytes(
    layers: Mapping[str, pd.DataFrame], *, made: dt.datetime | None = None, **options: Any
) -> bytes:
    """Give a `.gpkg` file.

    Parameters
    ----------
    layers
        Frame of each table by its name, in order; without geometries it is a plain table.
    made
        Time that the file says it was made, aware of its zone; without it now.
    options
        For GDAL, such as `layer_options`; as of `pyogrio.write_dataframe`.
    """
    with tempfile.TemporaryDirectory() as folder, _at(made):
        path = Path(folder) / "made.gpkg"
        for name, frame in layers.items():
            pyogrio.write_dataframe(frame, os.fspath(path), layer=name, driver="GPKG", **options)
        return path.read_bytes()


@contextmanager
def _at(made: dt.datetime | None) -> Iterator[None]:
    """Let GDAL's clock stand still."""
    if made is None:
        yield
        return
    timestamp = made.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with _LOCK:
        before = pyogrio.get_gdal_config_option(_CLOCK)
        pyogrio.set_gdal_config_options({_CLOCK: timestamp})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({_CLOCK: before})


def points_geopackage(frame: pd.DataFrame) -> bytes:
    """Make a GeoPackage of a typed frame of attacks, a point a row, EPSG:4326."""
    options = {"FID": ROW_NUMBER, "GEOMETRY_NAME": GEOMETRY}
    return geopackage_bytes(
        {LAYER: located(frame)}, use_arrow=True, geometry_type="Point", layer_options=options
    )
