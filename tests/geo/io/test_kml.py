"""What KML can hold and no attack has is said of each placemark; one fault is told once."""

from __future__ import annotations

import tracemalloc

import pytest

from geo.errors import ConformError
from geo.ingest.validate import validate
from geo.io.formats import as_table, read_content
from geo.io.kml_placemark import SPAN
from tests.corpus.cells import rows
from tests.corpus.writing import kml, placemark, zipped

PLAIN = rows({})
FIRST = placemark(PLAIN[0])
GX = 'xmlns:gx="http://www.google.com/kml/ext/2.2"'
TRACK = f"<gx:Track {GX}><when>2021-07-10</when><gx:coord>44.3 33.3 0</gx:coord></gx:Track>"
MODEL = "<Model><Location><longitude>44.3</longitude><latitude>33.3</latitude></Location></Model>"


def read(path, content):
    path.write_bytes(content)
    return as_table(read_content(path))


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (TRACK, "Track"),
        (f"<gx:MultiTrack {GX}>{TRACK}</gx:MultiTrack>", "MultiTrack"),
        (MODEL, "Model"),
        (f"<MultiGeometry>{MODEL}</MultiGeometry>", "Model"),
    ],
)
def test_a_geometry_that_is_not_read_is_a_fault_and_never_an_attack_nowhere(shape, kind, tmp_path):
    other = f"<Placemark><name>T</name>{shape}</Placemark>"
    found = read(tmp_path / "mine.kml", kml(FIRST + other + placemark(PLAIN[1])))
    assert (list(found.cells.index), found.rows_read) == ([1, 3], 3)
    (fault,) = found.faults
    assert (fault.row, fault.column, fault.given) == (2, "geometry", kind)
    assert "T" in found.malformed_rows[2]


@pytest.mark.parametrize(
    "twice",
    [
        '<Data name="note"><value>1</value></Data><Data name="note"><value>2</value></Data>',
        (
            '<Data name="note"><value>1</value></Data><SchemaData>'
            '<SimpleData name="note">2</SimpleData></SchemaData>'
        ),
    ],
)
def test_a_cell_that_stands_twice_is_a_fault_and_both_are_kept(twice, tmp_path):
    body = FIRST + f"<Placemark><ExtendedData>{twice}</ExtendedData></Placemark>"
    found = read(tmp_path / "mine.kml", kml(body))
    (fault,) = found.faults
    assert (fault.row, fault.column, fault.given) == (2, "note", "2")
    assert found.malformed_rows[2].count("note") == 2
    assert {"1", "2"} <= set(found.malformed_rows[2].split())


def test_a_span_of_time_stands_beside_the_date_and_is_reported(tmp_path):
    span = "<TimeSpan><begin>2021-07-10</begin><end>2021-07-12</end></TimeSpan>"
    found = read(tmp_path / "mine.kml", kml(f"<Placemark><name>A</name>{span}</Placemark>"))
    assert found.cells.loc[1, SPAN] == "2021-07-10/2021-07-12"
    assert "date" not in found.cells
    assert any("1 placemarks have a span of time" in note for note in found.notes)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "declared", ['encoding="UTF-16"', "encoding='utf-16' standalone='yes'", ""]
)
def test_utf_16_is_read_whatever_it_declares(encoding, declared, atlas, tmp_path):
    body = kml("".join(map(placemark, rows({"note": "قصف"})))).decode().partition("?>")[2]
    path = tmp_path / "mine.kml"
    path.write_bytes(f'<?xml version="1.0" {declared}?>{body}'.encode(encoding))
    assert validate(path, atlas=atlas).rows_kept == 3
    assert as_table(read_content(path)).cells["note"].iloc[-1] == "قصف"


@pytest.mark.parametrize(
    "content",
    [b"<gpx></gpx>", b"<kml>" + b"<Folder>" * 200 + b"</Folder>" * 200 + b"</kml>", b"<kml><a>"],
    ids=["another root", "deep", "unclosed"],
)
def test_what_is_wrong_is_reported_once(content, tmp_path):
    with pytest.raises(ConformError) as caught:
        read(tmp_path / "mine.kml", content)
    assert str(caught.value).count("mine.kml") == 1
    assert ".." not in str(caught.value)


@pytest.mark.parametrize("inside", ["{}", "<Placemark>{}</Placemark>"], ids=["outside", "inside"])
def test_a_million_empty_folders_are_refused_in_little_memory(inside, tmp_path):
    content = kml(inside.format("<Folder/>" * 1_000_000))
    tracemalloc.start()
    with pytest.raises(ConformError, match="tags for the placemarks"):
        read(tmp_path / "mine.kml", content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000_000


def test_folders_styles_and_tables_of_html_are_read(atlas, tmp_path):
    table = f"<![CDATA[<table>{'<tr><td>x</td></tr>' * 60_000}</table>]]>"
    body = "<Style><IconStyle/></Style>" * 500 + "".join(map(placemark, PLAIN))
    described = body.replace("<Point>", f"<description>{table}</description><Point>", 1)
    path = tmp_path / "mine.kmz"
    path.write_bytes(zipped({"doc.kml": kml(f"<Folder>{described}</Folder>")}, compression=0))
    assert validate(path, atlas=atlas).rows_kept == 3
