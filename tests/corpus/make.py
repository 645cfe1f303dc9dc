"""The corpus: at least ten files for each pair of format and class of fault, and their twins."""

from __future__ import annotations

import json

from tests.corpus.cases import LOADS, QUARANTINED, REFUSED, numbered
from tests.corpus.cells import FAULTY_CELLS, SOUND_CELLS, rows
from tests.corpus.outlines import outlines
from tests.corpus.traps import VRT, blobs, gpkg_traps, parquet_bombs, xml_bombs, zip_bombs
from tests.corpus.writing import (
    WRITE,
    as_csv,
    as_geojson,
    as_geoparquet,
    feature,
    kml,
    placemark,
)

PLAIN = rows({})
TEXTS = (".csv", ".tsv")


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
    kin = {".csv": ".tsv", ".tsv": ".csv", ".kmz": ".xlsx", ".xlsx": ".kmz"}.get(suffix, suffix)
    others = {
        f"a {other[1:]}": write(PLAIN)
        for other, write in WRITE.items()
        if other not in {suffix, kin} and not (suffix in TEXTS and other == ".geojson")
    }
    return numbered(suffix, "disguise", REFUSED, {**vrts, **others})


def broken(suffix):
    """A sound file cut short or with bytes changed: refused, or what is left is counted."""
    whole = WRITE[suffix](PLAIN)
    if suffix in TEXTS:
        held, refused = _broken_rows(), _broken_csv()
        if suffix == ".tsv":
            held, refused = (
                {name: text.replace(b",", b"\t") for name, text in texts.items()}
                for texts in (held, refused)
            )
        return [
            *numbered(suffix, "broken", QUARANTINED, held),
            *numbered(suffix, "broken", REFUSED, refused),
        ]
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
        "too many columns": ",".join(f"c{n}" for n in range(501)).encode() + b"\n",
        "endless header": b"x" * 1_100_000 + b"\n" + row,
        "koi8": head + "2021,rocket,Балад".encode("koi8-r"),
        "gb": head + "2021,rocket,巴格达".encode("gb18030"),
    }


def _broken_rows():
    """One row whose quotes or line ends went wrong, between sound ones that are kept."""
    head, last = b"date,method,target_place\n", b"2021-07-12,rocket,Balad\n"
    return {
        "endless cell": head + b'"' + b"x" * 1_100_000,
        "endless bare cell": head + b"x" * 1_100_000 + b",rocket,Balad\n" + last,
        "open quote": head + b'2021-07-10,rocket,"Balad\n' + last,
        "text after a quote": head + b'2021-07-10,rocket,"Bal"ad\n' + last,
        "quote closed rows later": head + b'2021-07-10,rocket,"Balad\n' + last * 2 + b'x,y,z"\n',
        "lone carriage return": head + b"2021-07-10,rocket,Ba\rlad\n" + last,
    }


def faulty_cells(suffix):
    """One faulty row among sound ones: it alone is held back."""
    numeric = {"nan", "infinite", "minus infinite", "overflow", "half a coordinate"}
    if suffix in {*TEXTS, ".xlsx", ".parquet"}:
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
    "many points": {"type": "MultiPoint", "coordinates": [[44, 33], [45, 34]]},
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
    sound = as_geojson(PLAIN)
    for word in (b"NaN", b"Infinity", b"-Infinity"):
        odd[f"{word.decode()} for a degree"] = sound.replace(b"44.36", word, 1)
        odd[f"{word.decode()} for a radius"] = sound.replace(b'"4"', word, 1)
    odd["a key twice"] = sound.replace(b'"note"', b'"note": "first", "note"', 1)
    odd["a member twice"] = sound.replace(b'"geometry"', b'"geometry": null, "geometry"', 1)
    odd["half a letter"] = as_geojson(rows({"note": "MARK"})).replace(b"MARK", b"\\ud800")
    return numbered(".geojson", "form", QUARANTINED, shapes | odd)


def _of_entries(entry, *, times):
    inside = ",".join([entry] * times)
    return f'{{"type": "FeatureCollection", "features": [{inside}]}}'.encode()


def geojson_bombs():
    sound = as_geojson(PLAIN)
    deep = 100_000
    contents = {
        "lists": b"[" * deep,
        "objects": b'{"a":' * deep,
        "closed lists": b"[" * deep + b"]" * deep,
        "deep coordinates": sound.replace(b"[44.36", b"[" * deep + b"44.36", 1),
        "deep property": sound.replace(b'"sound"', b"[" * deep + b"]" * deep, 1),
        "objects that are no features": _of_entries("{}", times=11_000),
        "empty lists": _of_entries("[]", times=200_000),
        "numbers": _of_entries("1", times=11_000),
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


def corpus():
    """Every case, made again."""
    made = []
    for suffix in WRITE:
        made += [*disguises(suffix), *broken(suffix), *faulty_cells(suffix), *twins(suffix)]
    made += [*geojson_forms(), *geojson_bombs(), *kml_forms(), *xml_bombs()]
    made += outlines()
    made += [*zip_bombs(".kmz"), *zip_bombs(".xlsx"), *gpkg_traps(), *blobs(), *parquet_bombs()]
    return made
