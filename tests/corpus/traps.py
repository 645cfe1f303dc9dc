"""Bombs and traps: files made to fill the memory, to run code or to reach outside themselves."""

from __future__ import annotations

import struct

from tests.corpus.cases import QUARANTINED, REFUSED, numbered
from tests.corpus.cells import rows
from tests.corpus.writing import (
    WRITE,
    as_geoparquet,
    as_gpkg,
    as_kml,
    as_parquet,
    gpkg_blob,
    kml,
    repeated_text,
    zipped,
)

VRT = b"""<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""
PLAIN = rows({})


def xml_bombs():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctypes = {
        "billion laughs": f'<!DOCTYPE kml [<!ENTITY l0 "ha">{laughs}]>',
        "quadratic": f'<!DOCTYPE kml [<!ENTITY l9 "{"x" * 50_000}">]>',
        "file": '<!DOCTYPE kml [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        "server": '<!DOCTYPE kml [<!ENTITY l9 SYSTEM "http://127.0.0.1:1/x">]>',
        "parameter": '<!DOCTYPE kml [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        "outer doctype": '<!DOCTYPE kml SYSTEM "http://127.0.0.1:1/x.dtd">',
        "plain doctype": "<!DOCTYPE kml>",
        "public doctype": '<!DOCTYPE kml PUBLIC "-//x" "http://127.0.0.1:1/x.dtd">',
    }
    contents = {
        name: kml(
            f"<Placemark><name>{'&l9;' if 'l9' in head else ''}</name></Placemark>", head=head
        )
        for name, head in doctypes.items()
    }
    contents["deep"] = kml("<Folder>" * 5000 + "</Folder>" * 5000)
    contents["another root"] = b"<gpx></gpx>"
    contents["unclosed"] = b"<kml><Document>"
    contents["unknown encoding"] = b'<?xml version="1.0" encoding="x-none"?><kml/>'
    return numbered(".kml", "bomb", REFUSED, contents)


def zip_bombs(suffix):
    sound = WRITE[suffix](PLAIN)
    inner = "doc.kml" if suffix == ".kmz" else "xl/workbook.xml"
    zeros = b"\x00" * 20_000_000
    contents = {
        "ratio": zipped({inner: zeros}),
        "ratio of another": zipped({inner: as_kml(PLAIN), "image.png": zeros}),
        "members": zipped({f"{n}.txt": b"" for n in range(1001)}),
        "empty archive": zipped({}),
        "no main part": zipped({"readme.txt": b"x"}),
        "traversal": zipped({inner: as_kml(PLAIN), "../../evil": b"x"}),
        "traversal the other way": zipped({inner: as_kml(PLAIN), "..\\evil": b"x"}),
        "absolute": zipped({inner: as_kml(PLAIN), "/etc/cron.d/evil": b"x"}),
        "drive": zipped({inner: as_kml(PLAIN), "C:/evil": b"x"}),
        "not xml": zipped({inner: b"\x00\x01"}),
        "entities": zipped({inner: b'<!DOCTYPE a [<!ENTITY b "c">]><kml>&b;</kml>'}),
        "false size": _with_false_size(sound),
        "encrypted": _with_flag(sound, 0x1),
    }
    return numbered(suffix, "bomb", REFUSED, contents)


def _with_flag(archive, flag):
    out = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(mark)
        while at != -1:
            out[at + offset] |= flag
            at = out.find(mark, at + 4)
    return bytes(out)


def _with_false_size(archive):
    """The table of contents claims that the first member unpacks to 900 MB."""
    out = bytearray(archive)
    at = out.find(b"PK\x01\x02")
    out[at + 24 : at + 28] = struct.pack("<I", 900_000_000)
    return bytes(out)


def gpkg_traps():
    runs = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS fid FROM c"
    swap = "UPDATE gpkg_contents SET table_name = 'trap'"
    contents = {
        "view without end": [f"CREATE VIEW trap AS {runs}", swap],
        "view that loads code": ["CREATE VIEW trap AS SELECT load_extension('x')", swap],
        "virtual table": ["CREATE VIRTUAL TABLE trap USING fts5(x)", swap],
        "missing table": ["DROP TABLE points"],
        "no contents": ["DROP TABLE gpkg_contents"],
        "no layer": ["DELETE FROM gpkg_contents"],
        "two layers": ["INSERT INTO gpkg_contents VALUES ('more', 'features', 4326)"],
        "tiles": ["UPDATE gpkg_contents SET data_type = 'tiles'"],
        "another system": ["UPDATE gpkg_geometry_columns SET srs_id = 32638"],
        "unknown system": ["UPDATE gpkg_geometry_columns SET srs_id = 9999"],
        "no systems": ["DROP TABLE gpkg_spatial_ref_sys"],
        "lost geometry": ["UPDATE gpkg_geometry_columns SET column_name = 'nowhere'"],
    }
    made = {name: as_gpkg(PLAIN, then=then) for name, then in contents.items()}
    return numbered(".gpkg", "trap", REFUSED, made)


def blobs():
    """Geometries that are none, as GeoPackage and GeoParquet carry them."""
    point = gpkg_blob(44.36, 33.94)
    made = {
        "empty": b"",
        "text": b"POINT(44 33)",
        "header alone": point[:8],
        "cut": point[:-4],
        "wrong magic": b"XX" + point[2:],
        "other system": gpkg_blob(44.36, 33.94, srs=3857),
        "bad envelope": point[:3] + b"\x0f" + point[4:],
        "line": point[:9] + b"\x02" + point[10:],
        "endless": point[:9] + struct.pack("<II", 2, 2**31 - 1),
        "zeros": bytes(29),
        "nan": gpkg_blob(float("nan"), 33.94),
        "infinite": gpkg_blob(float("inf"), 33.94),
    }
    gpkg = {name: as_gpkg(PLAIN, blob=blob or b"\x00") for name, blob in made.items()}
    parquet = {
        name: as_geoparquet(PLAIN, geometry=[blob[8:] or b"\x00"] * len(PLAIN))
        for name, blob in made.items()
        if name not in {"wrong magic", "other system", "bad envelope"}
    }
    parquet["two bytes"] = as_geoparquet(PLAIN, geometry=[b"\x01\x01"] * len(PLAIN))
    return [
        *numbered(".gpkg", "geometry", QUARANTINED, gpkg),
        *numbered(".parquet", "geometry", QUARANTINED, parquet),
    ]


def parquet_bombs():
    nested = [{**row, "note": [1, 2]} for row in PLAIN]
    wide = [{**PLAIN[0], **{f"c{n}": "" for n in range(501)}}]
    whole = as_parquet(PLAIN)
    contents = {
        "one long text many times": repeated_text(count=600, length=4_000_000),
        "lists": as_parquet(nested),
        "structures": as_parquet([{**row, "note": {"a": 1}} for row in PLAIN]),
        "columns": as_parquet(wide),
        "another system": as_geoparquet(PLAIN, crs="EPSG:32638"),
        "magic alone": b"PAR1",
        "two magics": b"PAR1PAR1",
        "no foot": whole[:-4],
        "false foot": whole[:-8] + struct.pack("<I", 2**31 - 1) + b"PAR1",
        "zero foot": whole[:-8] + struct.pack("<I", 0) + b"PAR1",
        "random foot": whole[:40] + bytes(range(200)) + whole[-8:],
    }
    return numbered(".parquet", "bomb", REFUSED, contents)
