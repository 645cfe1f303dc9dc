"""Files made to fill the memory, to take for ever or to end a process, each made from little."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

ROW = {"attack_id": "a1", "date": "2021-07-10", "method": "rocket"}
DEEP, HOLES, TEETH, ENTRIES = 30_000, 60_000, 3_000, 1_500_000
DOUBLED = 12
GEO = {"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}


def nested() -> bytes:
    """A point in collections within each other, as well-known binary."""
    return struct.pack("<BII", 1, 7, 1) * DEEP + shapely.Point(44, 33).wkb


def deep_parquet(path: Path) -> None:
    """GeoParquet of one geometry that is nested deep."""
    table = pa.table({**{name: [cell] for name, cell in ROW.items()}, "geometry": [nested()]})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(GEO)}), path)


def deep_geopackage(path: Path) -> None:
    """GeoPackage of one geometry that is nested deep."""
    blob = b"GP\x00\x01" + struct.pack("<i", 4326) + nested()
    _geopackage(path, [("UPDATE attacks SET geom = ?", (blob,))])


def dictionary(path: Path) -> None:
    """Parquet of a text of 100,000 letters that stands once and is referred to 36,000 times."""
    _repeated(path, 36_000)


def small_dictionary(path: Path) -> None:
    """The same 19,000 times, which is less than what is refused by its size alone."""
    _repeated(path, 19_000)


def _repeated(path: Path, times: int) -> None:
    once = pa.DictionaryArray.from_arrays(np.zeros(times, dtype=np.int32), ["x" * 100_000])
    pq.write_table(pa.table({"note": once}), path, compression="zstd")


def fixed(path: Path) -> None:
    """Parquet of 3.6 GB of noughts in a column of fixed width."""
    wide = 1_000_000
    batch = pa.table({"note": pa.array([bytes(wide)] * 40, pa.binary(wide))})
    with pq.ParquetWriter(path, batch.schema, compression="zstd") as file:
        for _ in range(90):
            file.write_table(batch)


def defaults(path: Path) -> None:
    """GeoPackage of 4,096 rows with a default of 900,000 letters."""
    text = "x" * 900_000
    _geopackage(path, [(f"ALTER TABLE attacks ADD COLUMN d TEXT DEFAULT '{text}'", ())], many=True)


def generated(path: Path) -> None:
    """GeoPackage of 4,096 rows with a text of 900,000 letters that is computed when asked for."""
    made = "GENERATED ALWAYS AS (hex(zeroblob(450000))) VIRTUAL"
    _geopackage(path, [(f"ALTER TABLE attacks ADD COLUMN v TEXT {made}", ())], many=True)


def _geopackage(path: Path, then: list[tuple[str, tuple]], *, many: bool = False) -> None:
    frame = gpd.GeoDataFrame([ROW], geometry=[shapely.Point(44, 33)], crs=4326)
    frame.to_file(path, driver="GPKG", layer="attacks", SPATIAL_INDEX="NO")
    with closing(sqlite3.connect(path)) as base:
        # Triggers of the format count rows by functions that this library does not have.
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            base.execute(f'DROP TRIGGER "{name}"')
        for _ in range(DOUBLED if many else 0):
            base.execute("INSERT INTO attacks (geom, date) SELECT geom, date FROM attacks")
        for statement, values in then:
            base.execute(statement, values)
        base.commit()


def far_row(path: Path) -> None:
    """A workbook with a row numbered a thousand million."""
    book = openpyxl.Workbook()
    book.active.append(list(ROW))
    book.active.append(list(ROW.values()))
    plain = io.BytesIO()
    book.save(plain)
    far = b'<row r="1000000000"><c r="A1000000000"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(plain) as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            made.writestr(name, part.replace(b"</sheetData>", far) if "sheet1" in name else part)


def flood(path: Path) -> None:
    """GeoJSON of a million and a half entries that are no features."""
    entries = ",".join(["{}"] * ENTRIES)
    path.write_text(f'{{"type": "FeatureCollection", "features": [{entries}]}}')


def holes(path: Path) -> None:
    """GeoJSON of one outline with 60,000 holes."""
    wide = 300
    x, y = np.meshgrid(np.arange(wide), np.arange(HOLES // wide))
    cut = shapely.box(*(44 + (x.ravel() + 0.2) / 400, 33 + (y.ravel() + 0.2) / 400),
                      *(44 + (x.ravel() + 0.8) / 400, 33 + (y.ravel() + 0.8) / 400))  # fmt: skip
    shell = shapely.box(43.9, 32.9, 44.9, 33.6)
    rings = [shapely.get_coordinates(one).tolist() for one in (shell, *cut)]
    _outline(path, rings)


def zigzag(path: Path) -> None:
    """GeoJSON of one outline, two combs across each other: nine million crossings."""
    up = [(44 + n / TEETH, 33 + n % 2) for n in range(TEETH)]
    across = [(44 + n % 2, 34 - n / TEETH) for n in range(TEETH)]
    _outline(path, [[*up, *across, up[0]]])


def _outline(path: Path, rings: list) -> None:
    shape = {"type": "Polygon", "coordinates": rings}
    about = {"name": "x", "holder": "KH", "kind": "ground", "border_km": 5}
    feature = {"type": "Feature", "properties": about, "geometry": shape}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
