"""The corpus: at least ten files for each pair of format and class of fault, and their twins."""

from __future__ import annotations

import json
import struct

from tests.corpus.cases import LOADS, QUARANTINED, REFUSED, numbered
from tests.corpus.cells import FAULTY_CELLS, SOUND_CELLS, rows
from tests.corpus.writing import (
    WRITE,
    as_csv,
    as_geojson,
    as_geoparquet,
    as_gpkg,
    as_kml,
    as_parquet,
    feature,
    gpkg_blob,
    kml,
    placemark,
    repeated_text,
    zipped,
)

VRT = b"""<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""
PLAIN = rows({})


def disguises(suffix):
    """Another format under the name of this one; first of all GDAL's virtual datasets."""
    vrts = {
        "vrt": VRT,
        "vrt after a mark": b"\xef\xbb\xbf" + VRT,
        "vrt after a comment": b"<!-- points -->\n" + VRT,
        "vrt after a declaration": b'<?xml version="1.0"?>\n' + VRT,
        "vrt in small letters": VRT.lower(),
        "vrt in utf-16": VRT.decode().encode("utf-16"),
        "vrt to a server": VRT.replace(b"/etc/passwd", b"/vsicurl/http://127.0.0.1/x"),
        "raster vrt": b"<VRTDataset rasterXSize='1' rasterYSize='1'></VRTDataset>",
        "tile index": b"<GDALTileIndexDataset></GDALTileIndexDataset>",
        "html": b"<!DOCTYPE html><html><body>Sign in</body></html>",
        "pdf": b"%PDF-1.7\n",
        "gzip": b"\x1f\x8b\x08\x00rest",
        "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
        "empty": b"",
        "blanks": b" \r\n\t\n",
    }
    kin = {".csv": ".csv", ".kmz": ".xlsx", ".xlsx": ".kmz"}.get(suffix, suffix)
    others = {
        f"a {other[1:]}": write(PLAIN)
        for other, write in WRITE.items()
        if other not in {suffix, kin} and (suffix, other) != (".csv", ".geojson")
    }
    return numbered(suffix, "disguise", REFUSED, {**vrts, **others})


def broken(suffix):
    """A sound file cut short or with bytes changed: refused, or what is left is counted."""
    whole = WRITE[suffix](PLAIN)
    if suffix == ".csv":
        return numbered(suffix, "broken", REFUSED, _broken_csv())
    cuts = {f"cut at {share} %": whole[: len(whole) * share // 100] for share in range(5, 96, 9)}
    return numbered(suffix, "broken", REFUSED, cuts)


def _broken_csv():
    head = b"date,method,target_place\n"
    row = b"2021-07-10,rocket,Balad\n"
    return {
        "latin": head + "2021,rocket,Café".encode("latin-1"),
        "lone bytes": head + b"2021,rocket,\xff\xfe\xfa\xfb",
        "cut utf-16": (head + row).decode().encode("utf-16")[:-1],
        "cut utf-8": head + "2021,rocket,é".encode()[:-1],
        "column twice": b"date,date,method\n" + row,
        "column twice in arabic": "التاريخ,التاريخ\n1,2\n".encode(),
        "endless cell": head + b'"' + b"x" * 1_100_000,
        "endless header": b"x" * 1_100_000 + b"\n" + row,
        "koi8": head + "2021,rocket,Балад".encode("koi8-r"),
        "gb": head + "2021,rocket,巴格达".encode("gb18030"),
    }


def faulty_cells(suffix):
    """One faulty row among sound ones: it alone is held back."""
    numeric = {"nan", "infinite", "minus infinite", "overflow", "half a coordinate"}
    if suffix in {".csv", ".xlsx", ".parquet"}:
        contents = {name: WRITE[suffix](rows(cells)) for name, cells in FAULTY_CELLS.items()}
    else:
        contents = {
            name: WRITE[suffix](rows(cells))
            for name, cells in FAULTY_CELLS.items()
            if name not in numeric
        }
    return numbered(suffix, "cells", QUARANTINED, contents)


def twins(suffix):
    """Odd and sound: every row is kept."""
    contents = {name: WRITE[suffix](rows(cells)) for name, cells in SOUND_CELLS.items()}
    if suffix == ".csv":
        contents |= {
            f"{name} between": as_csv(PLAIN, delimiter=mark)
            for name, mark in {"semicolon": ";", "tab": "\t", "bar": "|"}.items()
        }
        arabic = rows({"note": "قصف صاروخي على القاعدة"})
        codes = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256")
        contents |= {code: as_csv(arabic, encoding=code) for code in codes}
    if suffix == ".parquet":
        contents["points"] = as_geoparquet(PLAIN)
        contents["points of epsg 4326"] = as_geoparquet(PLAIN, crs="EPSG:4326")
    return numbered(suffix, "twin", LOADS, contents)


GEOMETRIES = {
    "a line": {"type": "LineString", "coordinates": [[44, 33], [45, 34]]},
    "a polygon": {"type": "Polygon", "coordinates": [[[44, 33], [45, 33], [45, 34], [44, 33]]]},
    "many points": {"type": "MultiPoint", "coordinates": [[44, 33]]},
    "a collection": {"type": "GeometryCollection", "geometries": []},
    "no coordinates": {"type": "Point"},
    "empty": {"type": "Point", "coordinates": []},
    "one number": {"type": "Point", "coordinates": [44]},
    "four numbers": {"type": "Point", "coordinates": [44, 33, 1, 2]},
    "texts": {"type": "Point", "coordinates": ["44", "33"]},
    "nested": {"type": "Point", "coordinates": [[44, 33]]},
    "an object": {"type": "Point", "coordinates": {"x": 44}},
    "truth": {"type": "Point", "coordinates": [True, False]},
    "huge": {"type": "Point", "coordinates": [10**400, 33]},
    "no type": {"coordinates": [44, 33]},
}


def geojson_forms():
    features = [feature(row) for row in PLAIN]
    shapes = {
        name: json.dumps(
            {
                "type": "FeatureCollection",
                "features": [*features[:2], {**features[2], "geometry": g}],
            }
        ).encode()
        for name, g in GEOMETRIES.items()
    }
    entries = {
        "a number": 7, "a text": "x", "null": None, "a list": [], "no feature": {"type": "Point"},
    }  # fmt: skip
    odd = {
        f"entry {name}": json.dumps(
            {"type": "FeatureCollection", "features": [*features[:2], entry]}
        ).encode()
        for name, entry in entries.items()
    }
    odd["half a letter"] = as_geojson(rows({"note": "MARK"})).replace(b"MARK", b"\\ud800")
    return numbered(".geojson", "form", QUARANTINED, shapes | odd)


def geojson_bombs():
    sound = as_geojson(PLAIN)
    deep = 100_000
    contents = {
        "lists": b"[" * deep,
        "objects": b'{"a":' * deep,
        "closed lists": b"[" * deep + b"]" * deep,
        "deep coordinates": sound.replace(b"[44.36", b"[" * deep + b"44.36", 1),
        "deep property": sound.replace(b'"sound"', b"[" * deep + b"]" * deep, 1),
        "nan": sound.replace(b"44.36", b"NaN", 1),
        "infinity": sound.replace(b"44.36", b"Infinity", 1),
        "minus infinity": sound.replace(b"44.36", b"-Infinity", 1),
        "endless number": sound.replace(b"44.36", b"9" * 5000, 1),
        "topology": b'{"type": "Topology", "objects": {}}',
        "geometry alone": b'{"type": "Point", "coordinates": [44, 33]}',
        "features no list": b'{"type": "FeatureCollection", "features": {}}',
    }
    return numbered(".geojson", "bomb", REFUSED, contents)


def kml_forms():
    first = placemark(PLAIN[0])
    spots = {
        "no comma": "44.36", "texts": "a,b", "nan": "nan,33.94", "infinite": "inf,33.94",
        "empty": " ", "two": "44,33 45,34", "swapped": "33.94,44.36", "far": "144.36,33.94",
        "projected": "441000,3755000", "one number and a comma": "44.36,",
    }  # fmt: skip
    contents = {n: kml(first + placemark(PLAIN[1], coordinates=c)) for n, c in spots.items()}
    line = "<Placemark><LineString><coordinates>44,33 45,34</coordinates></LineString></Placemark>"
    contents["a line"] = kml(first + line)
    contents["four numbers"] = kml(first + placemark(PLAIN[1], coordinates="44,33,1,2"))
    return numbered(".kml", "form", QUARANTINED, contents)


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
        "empty": b"", "text": b"POINT(44 33)", "header alone": point[:8], "cut": point[:-4],
        "wrong magic": b"XX" + point[2:], "other system": gpkg_blob(44.36, 33.94, srs=3857),
        "bad envelope": point[:3] + b"\x0f" + point[4:], "line": point[:9] + b"\x02" + point[10:],
        "endless": point[:9] + struct.pack("<II", 2, 2**31 - 1), "zeros": bytes(29),
        "nan": gpkg_blob(float("nan"), 33.94), "infinite": gpkg_blob(float("inf"), 33.94),
    }  # fmt: skip
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


def corpus():
    """Every case, made anew."""
    made = []
    for suffix in WRITE:
        made += [*disguises(suffix), *broken(suffix), *faulty_cells(suffix), *twins(suffix)]
    made += [*geojson_forms(), *geojson_bombs(), *kml_forms(), *xml_bombs()]
    made += [*zip_bombs(".kmz"), *zip_bombs(".xlsx"), *gpkg_traps(), *blobs(), *parquet_bombs()]
    return made
