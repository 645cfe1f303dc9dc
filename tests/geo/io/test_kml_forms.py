"""Forms of KML that programs write and people save: each is read whole, or named."""

from __future__ import annotations

import pytest

from geo.ingest.quarantine import partition_rows
from geo.io.formats import as_outlines, as_table, read_content
from geo.io.kml_folders import role_of
from geo.io.kml_placemark import SPAN

SPOT = "<Point><coordinates>44.2697,33.524</coordinates></Point>"
RING = "<LinearRing><coordinates>44,33 45,33 45,34 44,34 44,33</coordinates></LinearRing>"
OUTER = f"<outerBoundaryIs>{RING}</outerBoundaryIs>"
POLYGON = f"<Polygon>{OUTER}</Polygon>"
CELLS = (
    '<ExtendedData><Data name="date"><value>2021-07-10</value></Data>'
    '<Data name="method"><value>rocket</value></Data></ExtendedData>'
)


def document(body, *, head='<?xml version="1.0" encoding="UTF-8"?>\n', root=""):
    space = 'xmlns="http://www.opengis.net/kml/2.2"'
    return f"{head}<kml {space}><Document{root}>{body}</Document></kml>".encode()


def read(tmp_path, content):
    path = tmp_path / "mine.kml"
    path.write_bytes(content if isinstance(content, bytes) else document(content))
    return as_table(read_content(path))


def placemark(inside, name="a"):
    return f"<Placemark><name>{name}</name>{inside}</Placemark>"


def folder(name, inside, *, behind=False):
    parts = [f"<name>{name}</name>", inside]
    return f"<Folder>{''.join(reversed(parts) if behind else parts)}</Folder>"


@pytest.mark.parametrize("behind", [False, True])
def test_folders_are_a_column_and_a_point_of_a_launch_is_the_launch(behind, atlas, tmp_path):
    launch = folder("Launch Points", placemark(CELLS + SPOT), behind=behind)
    target = folder("Wave 2", folder("Target Points", placemark(CELLS + SPOT), behind=behind))
    found = read(tmp_path, launch + target + placemark(CELLS + SPOT))
    assert found.cells["folder"].tolist() == ["Launch Points", "Wave 2 / Target Points", ""]
    assert found.cells["launch_lat"].tolist() == ["33.524", "", ""]
    assert found.cells["target_lat"].tolist() == ["", "33.524", "33.524"]
    assert any("such as 'Launch Points': 1; each is read as the launch" in n for n in found.notes)
    assert not any("without a geometry" in note for note in found.notes)
    ingested = partition_rows(found, atlas=atlas)
    waits = {fault.row: fault.column for fault in ingested.faults}
    assert waits[1] == "launch_radius_km"


@pytest.mark.parametrize(
    ("names", "role"),
    [
        (["Launch Points"], "launch"),
        (["Launches", "July"], "launch"),
        (["Targets", "fired from here"], "launch"),
        (["Launch and target points"], ""),
        (["Launches", "Launch and target points"], ""),
        (["نقاط الإطلاق"], "launch"),
        (["نقاط الهدف"], "target"),
        (["July"], ""),
        ([], ""),
    ],
)
def test_a_folder_says_a_role_only_where_it_names_one(names, role):
    assert role_of(names) == role


def test_a_cell_called_folder_keeps_its_name(tmp_path):
    own = '<ExtendedData><Data name="folder"><value>mine</value></Data></ExtendedData>'
    found = read(tmp_path, folder("July", placemark(own + SPOT)))
    assert found.cells.loc[1, ["folder", "kml folder"]].tolist() == ["mine", "July"]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Taji <b>base</b> north", "Taji base north"),
        ("fired<br/>at <i>night<u>fall</u></i>.", "fired at nightfall."),
        ("<![CDATA[<b>base</b>]]> north", "<b>base</b> north"),
        ("a <!-- not this --> b", "a  b"),
    ],
)
def test_text_goes_on_behind_marks(written, text, tmp_path):
    cell = f'<ExtendedData><Data name="note"><value>{written}</value></Data></ExtendedData>'
    simple = f'<ExtendedData><SchemaData><SimpleData name="more">{written}</SimpleData></SchemaData></ExtendedData>'  # noqa: E501
    found = read(tmp_path, placemark(cell + simple + SPOT, name=written))
    assert found.cells.loc[1, ["name", "note", "more"]].tolist() == [text] * 3


def test_an_address_is_a_column_and_placemarks_without_a_point_are_counted(tmp_path):
    alone = placemark("<address>Camp Taji, Iraq</address>" + CELLS)
    found = read(tmp_path, alone + placemark(CELLS + SPOT))
    assert found.cells["address"].tolist() == ["Camp Taji, Iraq", ""]
    assert any("placemarks without a geometry: 1;" in note for note in found.notes)


@pytest.mark.parametrize("lead", [b"\xef\xbb\xbf", b"\n", b"\xef\xbb\xbf\r\n \n", b"\t"])
def test_what_stands_before_the_declaration_does_no_harm(lead, tmp_path):
    found = read(tmp_path, lead + document(placemark(CELLS + SPOT)))
    assert found.cells.loc[1, "target_lat"] == "33.524"


def test_a_prefix_that_is_not_declared_is_read_and_named(tmp_path):
    root = ' xsi:schemaLocation="http://www.opengis.net/kml/2.2 x.xsd"'
    body = placemark(f"<gx:balloonVisibility>1</gx:balloonVisibility>{CELLS}{SPOT} note:that")
    found = read(tmp_path, document(body, root=root))
    assert found.cells.loc[1, "target_lat"] == "33.524"
    assert any(note.endswith("read all the same: gx, xsi.") for note in found.notes)


@pytest.mark.parametrize(
    ("written", "lat"),
    [
        ("44.2697, 33.5240, 0", "33.524"),
        ("44.2697 ,33.5240", "33.524"),
        ("\n 44.2697,\n 33.5240 \n", "33.524"),
        ("44.2697,33.5240,0 44.3,33.6,0", None),
        ("44.2697,33.5240, 44.3,33.6", None),
        ("44,2697 33,5240", None),
    ],
)
def test_blanks_about_a_comma_part_no_position(written, lat, tmp_path):
    spot = f"<Point><coordinates>{written}</coordinates></Point>"
    found = read(tmp_path, placemark(CELLS + spot))
    if lat is None:
        assert list(found.malformed_rows) == [1]
        assert [fault.column for fault in found.faults] == ["geometry"]
    else:
        assert found.cells.loc[1, "target_lat"] == lat


@pytest.mark.parametrize(
    ("shape", "given"),
    [
        (f"<Region>{SPOT}</Region>", "Region"),
        ("<Curve><coordinates>44,33</coordinates></Curve>", "Curve"),
        (f"<MultiGeometry><Curve>{SPOT}</Curve></MultiGeometry>", "MultiGeometry"),
        (f"<MultiGeometry>{SPOT}<Curve><coordinates>4,3</coordinates></Curve></MultiGeometry>",
         "Curve"),
        ("<coordinates>44,33</coordinates>", "Placemark"),
        ("<Point><coordinates>44,33</coordinates><coordinates>4,3</coordinates></Point>", "Point"),
        (f"<Polygon><innerBoundaryIs>{RING}</innerBoundaryIs></Polygon>",
         "Polygon with 0 outer boundaries"),
        (f"<Polygon>{OUTER}{OUTER}</Polygon>", "Polygon with 2 outer boundaries"),
    ],
)  # fmt: skip
def test_coordinates_where_none_are_looked_for_are_a_fault_and_no_attack_nowhere(
    shape, given, tmp_path
):
    found = read(tmp_path, placemark(CELLS + shape) + placemark(CELLS + SPOT))
    assert list(found.cells.index) == [2]
    (fault,) = found.faults
    assert (fault.row, fault.column) == (1, "geometry")
    assert fault.given == given or (given == "MultiGeometry" and fault.given == "Point")


def test_a_geometry_within_several_is_read(tmp_path):
    nested = f"<MultiGeometry><MultiGeometry>{POLYGON}</MultiGeometry>{POLYGON}</MultiGeometry>"
    path = tmp_path / "mine.kml"
    path.write_bytes(document(placemark(nested)))
    outlines = as_outlines(read_content(path))
    assert outlines.features[0].geometry_type == "MultiPolygon"
    assert len(outlines.features[0].geometry["coordinates"]) == 2


GX = 'xmlns:gx="http://www.google.com/kml/ext/2.2"'


@pytest.mark.parametrize(
    ("time", "date", "span"),
    [
        ("<TimeStamp><when>2021-07-10</when></TimeStamp>", "2021-07-10", None),
        (f"<LookAt {GX}><gx:TimeStamp><when>2009-01-01</when></gx:TimeStamp></LookAt>", None, None),
        ("<TimeSpan><begin>2021-07-10T01:00:00Z</begin><end>2021-07-10T23:00:00Z</end></TimeSpan>",
         "2021-07-10", "2021-07-10T01:00:00Z/2021-07-10T23:00:00Z"),
        ("<TimeSpan><begin>2021-07</begin><end>2021-07</end></TimeSpan>", "2021-07",
         "2021-07/2021-07"),
        ("<TimeSpan><begin>2021-07-10</begin><end>2021-07-12</end></TimeSpan>", None,
         "2021-07-10/2021-07-12"),
        ("<TimeSpan><begin>2021-07-10</begin></TimeSpan>", None, "2021-07-10/"),
    ],
)  # fmt: skip
def test_a_time_is_a_date_where_it_is_of_one_day_and_of_the_placemark(time, date, span, tmp_path):
    found = read(tmp_path, placemark(time + SPOT))
    row = found.cells.loc[1]
    assert (row.get("date"), row.get(SPAN)) == (date, span)


def test_the_name_of_an_author_is_not_that_of_the_placemark(tmp_path):
    author = '<author xmlns="http://www.w3.org/2005/Atom"><name>Ann</name></author>'
    found = read(tmp_path, f"<Placemark>{author}<name>Taji</name>{SPOT}</Placemark>")
    assert found.cells.loc[1, "name"] == "Taji"


def test_pictures_on_the_ground_are_counted(tmp_path):
    found = read(tmp_path, placemark(SPOT) + "<GroundOverlay><name>x</name></GroundOverlay>")
    assert any("1 overlays" in note for note in found.notes)
