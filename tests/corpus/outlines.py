"""Outlines of areas, sound and odd or with a fault, in every format of polygons."""

from __future__ import annotations

import io
import json
import struct

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geo.io.polygons import MOST_CORNERS
from tests.corpus.cases import LOADS, QUARANTINED, numbered
from tests.corpus.writing import as_gpkg, kml, zipped

SQUARE = [[44, 33], [45, 33], [45, 34], [44, 34], [44, 33]]
HOLE = [[44.2, 33.2], [44.2, 33.4], [44.4, 33.4], [44.4, 33.2], [44.2, 33.2]]
FAR = [[46, 33], [46.5, 33], [46.5, 33.5], [46, 33]]
MANY = 10_000


def _moved(ring, *, by=(0, 0), times=1):
    return [[(x + by[0]) * times, (y + by[1]) * times] for x, y in ring]


def _round(corners):
    """A circle as a ring of so many corners."""
    angles = np.linspace(0, 2 * np.pi, corners)
    ring = np.column_stack([44.5 + np.cos(angles) / 9, 33.5 + np.sin(angles) / 9])
    ring[-1] = ring[0]
    return ring.tolist()


# Each is a list of polygons, a polygon a list of rings, a ring a list of positions.
FAULTY = {
    "bow": lambda: [[[[44, 33], [45, 34], [45, 33], [44, 34], [44, 33]]]],
    "loop that crosses": lambda: [[[[44, 33], [45, 33], [44.2, 34], [44.2, 32.8], [44, 33]]]],
    "hole that crosses the edge": lambda: [[SQUARE, _moved(HOLE, by=(0.7, 0))]],
    "hole outside": lambda: [[SQUARE, _moved(HOLE, by=(2, 0))]],
    "parts that overlap": lambda: [[SQUARE], [_moved(SQUARE, by=(0.5, 0.5))]],
    "parts that are one": lambda: [[SQUARE], [SQUARE]],
    "empty": lambda: [[]],
    "unclosed": lambda: [[SQUARE[:-1]]],
    "unclosed hole": lambda: [[SQUARE, HOLE[:-1]]],
    "three positions": lambda: [[[[44, 33], [45, 33], [44, 33]]]],
    "one position": lambda: [[[[44, 33]]]],
    "flat": lambda: [[[[44, 33], [45, 33], [44.5, 33], [44, 33]]]],
    "one place": lambda: [[[[44, 33]] * 5]],
    "swapped": lambda: [[[[y, x] for x, y in SQUARE]]],
    "wrong sign": lambda: [[[[-x, y] for x, y in SQUARE]]],
    "projected": lambda: [[_moved(SQUARE, times=10_000)]],
    "far away": lambda: [[_moved(SQUARE, by=(-44, -33))]],
    "not a number": lambda: [[[[44, 33], [45, float("nan")], [45, 34], [44, 33]]]],
    "infinite": lambda: [[[[44, 33], [float("inf"), 33], [45, 34], [44, 33]]]],
    "a corner too many": lambda: [[_round(MOST_CORNERS + 1)]],
}
SOUND = {
    "square": lambda: [[SQUARE]],
    "clockwise": lambda: [[SQUARE[::-1]]],
    "hole": lambda: [[SQUARE, HOLE]],
    "hole that touches": lambda: [[SQUARE, [[44, 33.3], [44.2, 33.4], [44.2, 33.2], [44, 33.3]]]],
    "two parts": lambda: [[SQUARE], [FAR]],
    "parts that touch": lambda: [[SQUARE], [_moved(SQUARE, by=(1, 1))]],
    "triangle": lambda: [[FAR]],
    "tiny": lambda: [[[[44, 33], [44 + 1e-9, 33], [44, 33 + 1e-9], [44, 33]]]],
    "narrow": lambda: [[[[44, 33], [46, 33], [46, 33 + 1e-9], [44, 33]]]],
    "corner twice": lambda: [[[SQUARE[0], *SQUARE]]],
    "ten thousand corners": lambda: [[_round(MANY)]],
    "whole region": lambda: [[[[34, 24], [62, 24], [62, 39], [34, 39], [34, 24]]]],
}


def as_geojson(shapes):
    features = [
        {
            "type": "Feature",
            "properties": row,
            "geometry": {"type": "MultiPolygon", "coordinates": polygons}
            if len(polygons) > 1
            else {"type": "Polygon", "coordinates": polygons[0]},
        }
        for row, polygons in zip(_rows(shapes), shapes, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def as_kml(shapes):
    return kml("".join(map(_placemark, _rows(shapes), shapes)))


def as_kmz(shapes):
    return zipped({"doc.kml": as_kml(shapes)})


def as_gpkg_outlines(shapes):
    head = b"GP\x00\x01" + struct.pack("<i", 4326)
    rows = [row | {"target_lat": "0", "target_lon": "0"} for row in _rows(shapes)]
    return as_gpkg(rows, blobs=[head + _wkb(polygons) for polygons in shapes])


def as_geoparquet(shapes):
    table = pa.Table.from_pylist(_rows(shapes))
    table = table.append_column("geometry", pa.array(map(_wkb, shapes), pa.binary()))
    about = {"columns": {"geometry": {"encoding": "WKB", "geometry_types": []}}}
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(about)}), out)
    return out.getvalue()


def _rows(shapes):
    return [{"area_id": f"a{number}", "holder": "KH"} for number in range(len(shapes))]


def _placemark(row, polygons):
    cells = "".join(f'<Data name="{n}"><value>{v}</value></Data>' for n, v in row.items())
    shapes = "".join(
        f"<Polygon>{''.join(map(_edge, rings, range(9)))}</Polygon>" for rings in polygons
    )
    if len(polygons) > 1:
        shapes = f"<MultiGeometry>{shapes}</MultiGeometry>"
    return f"<Placemark><ExtendedData>{cells}</ExtendedData>{shapes}</Placemark>"


def _edge(ring, number):
    spots = " ".join(f"{x!r},{y!r}" for x, y in ring)
    tag = "innerBoundaryIs" if number else "outerBoundaryIs"
    return f"<{tag}><LinearRing><coordinates>{spots}</coordinates></LinearRing></{tag}>"


def _wkb(polygons):
    made = [
        struct.pack("<BII", 1, 3, len(rings))
        + b"".join(struct.pack("<I", len(r)) + np.array(r, "<f8").tobytes() for r in rings)
        for rings in polygons
    ]
    return made[0] if len(made) == 1 else struct.pack("<BII", 1, 6, len(made)) + b"".join(made)


WRITE_OUTLINES = {
    ".geojson": as_geojson,
    ".kml": as_kml,
    ".kmz": as_kmz,
    ".gpkg": as_gpkg_outlines,
    ".parquet": as_geoparquet,
}
"""How to write a file of areas of each format."""


def outlines():
    """Files of three areas, of which the last has a fault, and their sound twins."""
    made = []
    for suffix, write in WRITE_OUTLINES.items():
        for kind, outcome, shapes in (
            ("outline", QUARANTINED, FAULTY),
            ("sound outline", LOADS, SOUND),
        ):
            # Made when they are asked for: too many corners are 10 MB in some formats.
            contents = {
                name: (lambda shape=shape, write=write: write([[[SQUARE]], [[FAR]], shape()]))
                for name, shape in shapes.items()
            }
            made += numbered(suffix, kind, outcome, contents)
    return made
