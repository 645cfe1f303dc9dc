"""Sound files of each format, written without any code of the project."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import struct
import zipfile
from contextlib import closing
from xml.sax.saxutils import escape

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely


def as_csv(rows, *, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_tsv(rows):
    return as_csv(rows, delimiter="\t")


def as_xlsx(rows):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def feature(row):
    row = dict(row)
    lon, lat = row.pop("target_lon"), row.pop("target_lat")
    return {
        "type": "Feature",
        "properties": row,
        "geometry": {"type": "Point", "coordinates": [float(lon), float(lat)]},
    }


def as_geojson(rows, **members):
    document = {"type": "FeatureCollection", "features": [feature(row) for row in rows], **members}
    return json.dumps(document).encode()


def placemark(row, *, coordinates=None):
    row = dict(row)
    place = f"{row.pop('target_lon')},{row.pop('target_lat')}"
    data = "".join(
        f'<Data name="{name}"><value>{escape(text)}</value></Data>' for name, text in row.items()
    )
    return (
        f"<Placemark><ExtendedData>{data}</ExtendedData>"
        f"<Point><coordinates>{coordinates or place}</coordinates></Point></Placemark>"
    )


def kml(inside, *, head=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}'
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'
    ).encode()


def as_kml(rows):
    return kml("".join(map(placemark, rows)))


def as_kmz(rows):
    return zipped({"doc.kml": as_kml(rows)})


def zipped(members, *, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def as_parquet(rows, **options):
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, **options)
    return out.getvalue()


def as_geoparquet(rows, *, crs="OGC:CRS84", geometry=None):
    frame = pd.DataFrame(rows)
    points = [shapely.Point(float(r["target_lon"]), float(r["target_lat"])).wkb for r in rows]
    table = pa.Table.from_pylist(
        frame.drop(columns=["target_lat", "target_lon"]).to_dict("records")
    )
    table = table.append_column("geometry", pa.array(geometry or points, pa.binary()))
    authority, code = crs.split(":")
    about = {"encoding": "WKB", "geometry_types": ["Point"],
             "crs": {"id": {"authority": authority, "code": code}}}  # fmt: skip
    meta = {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": about}}
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(meta)}), out)
    return out.getvalue()


def repeated_text(*, count, length):
    """A small file of one long text, `count` times."""
    once = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), ["x" * length])
    out = io.BytesIO()
    pq.write_table(pa.table({"note": once}), out, compression="zstd")
    return out.getvalue()


def gpkg_blob(lon, lat, *, srs=4326, wkb=None):
    return b"GP\x00\x01" + struct.pack("<i", srs) + (wkb or shapely.Point(lon, lat).wkb)


def as_gpkg(rows, *, srs=4326, then=(), blob=None, blobs=()):
    """A GeoPackage made by hand, then changed by some statements."""
    columns = [name for name in rows[0] if name not in {"target_lat", "target_lon"}]
    with closing(sqlite3.connect(":memory:")) as base:  # a disk waits for each statement
        base.executescript(
            f"""
            PRAGMA application_id = 1196444487;
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY,
              organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
            INSERT INTO gpkg_spatial_ref_sys VALUES
              ('WGS 84', 4326, 'EPSG', 4326, ''), ('UTM', 32638, 'EPSG', 32638, '');
            CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
            INSERT INTO gpkg_contents VALUES ('points', 'features', {srs});
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT,
              geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
            INSERT INTO gpkg_geometry_columns VALUES ('points', 'geom', 'POINT', {srs}, 0, 0);
            CREATE TABLE points (fid INTEGER PRIMARY KEY, geom BLOB,
              {", ".join(f"{name} TEXT" for name in columns)});
            """
        )
        marks = ", ".join("?" * (len(columns) + 1))
        for number, row in enumerate(rows):
            lon, lat = float(row["target_lon"]), float(row["target_lat"])
            cells = [row[name] for name in columns]
            base.execute(
                f"INSERT INTO points (geom, {', '.join(columns)}) VALUES ({marks})",
                [blobs[number] if blobs else blob or gpkg_blob(lon, lat), *cells],
            )
        for statement in then:
            base.execute(statement)
        base.commit()
        return base.serialize()


WRITE = {
    ".csv": as_csv,
    ".tsv": as_tsv,
    ".xlsx": as_xlsx,
    ".geojson": as_geojson,
    ".kml": as_kml,
    ".kmz": as_kmz,
    ".parquet": as_parquet,
    ".gpkg": as_gpkg,
}
"""How to write a sound file of each format."""
