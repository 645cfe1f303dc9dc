"""A sheet loses nothing: a bad cell leaves the others, a merged one speaks for all its rows."""

from __future__ import annotations

import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely

from geo.errors import ConformError
from geo.ingest.fix_list import CONFIRMED, apply_fixes
from geo.ingest.fix_list_writer import fix_list_bytes
from geo.ingest.quarantine import partition_rows
from geo.io.formats import as_table, read_content
from geo.io.wkb import Shapes
from tests.corpus.writing import zipped

HEADER = ["date", "method", "target_lat", "target_lon", "target_radius_km", "killed", "note"]
ROWS = [["2021-07-10", "rocket", 33.3, 44.3, 5, 1, "first"],
        ["2021-07-11", "rocket", 33.4, 44.3, 5, None, "second"],
        ["2021-07-12", "rocket", 33.5, 44.3, 5, None, "third"]]  # fmt: skip


@pytest.fixture
def book(tmp_path):
    """A workbook of three rows, and a function that reads it after it was changed."""
    made = openpyxl.Workbook()
    for row in (HEADER, *ROWS):
        made.active.append(row)

    def read():
        made.save(tmp_path / "mine.xlsx")
        return as_table(read_content(tmp_path / "mine.xlsx"))

    return made, read


def listed(found, tmp_path):
    (tmp_path / "fix.xlsx").write_bytes(fix_list_bytes(found, suffix=".xlsx"))
    return as_table(read_content(tmp_path / "fix.xlsx"))


def test_a_row_with_one_bad_formula_keeps_its_other_cells(book, atlas, tmp_path):
    made, read = book
    made.active["F3"] = "=F2+1"
    raw = read()
    found = partition_rows(raw, atlas=atlas)
    assert found.counts == "3 rows read = 2 kept + 1 quarantined"
    assert list(raw.cells.loc[3]) == [
        "2021-07-11",
        "rocket",
        "33.4",
        "44.3",
        "5",
        "=F2+1",
        "second",
    ]
    fixes = listed(found, tmp_path)
    unchanged, _ = apply_fixes(raw, fixes)
    assert partition_rows(unchanged, atlas=atlas).counts == found.counts
    fixes.cells["killed"] = "2"
    corrected, _ = apply_fixes(raw, fixes)
    kept = partition_rows(corrected, atlas=atlas)
    assert kept.rows_kept == 3
    assert list(kept.cells.loc[3, ["killed", "note"]]) == ["2", "second"]
    fixes.cells["killed"], fixes.cells["note"] = "=F2+1", "edited"
    other, _ = apply_fixes(corrected, fixes)
    assert "formula" in partition_rows(other, atlas=atlas).fix_list()["reasons"][0]


def test_a_value_merged_over_rows_is_given_to_each_and_reported(book, atlas):
    made, read = book
    made.active["A3"], made.active["A4"] = None, None
    made.active.merge_cells("A2:A4")
    raw = read()
    assert list(raw.cells["date"]) == ["2021-07-10"] * 3
    assert any("2 empty cells of merged ranges" in note for note in raw.notes)
    assert partition_rows(raw, atlas=atlas).rows_kept == 3


def test_a_number_merged_over_rows_waits_since_it_may_be_their_sum(book, atlas, tmp_path):
    made, read = book
    made.active.merge_cells("F2:F3")
    found = partition_rows(read(), atlas=atlas)
    assert found.counts == "3 rows read = 1 kept + 2 quarantined"
    assert "rows 2 to 3 may be the sum" in found.fix_list()["reasons"][0]
    fixes = listed(found, tmp_path)
    fixes.cells[CONFIRMED] = ["yes", ""]
    corrected, confirmed = apply_fixes(found.raw, fixes)
    assert partition_rows(corrected, atlas=atlas, confirmed=confirmed).rows_kept == 2
    fixes.cells["killed"] = ["1", "0"]
    corrected, confirmed = apply_fixes(found.raw, fixes)
    assert partition_rows(corrected, atlas=atlas, confirmed=confirmed).rows_kept == 3


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_while_another_is_seen(book, state):
    made, read = book
    hidden = made.create_sheet("attacks", 0)
    hidden.append(HEADER)
    hidden.append(["2019-01-01", "mortar", 33.3, 44.3, 5, 0, "old"])
    hidden.sheet_state = state
    raw = read()
    assert raw.rows_read == 3
    assert any("not read: attacks (hidden)" in note for note in raw.notes)


def test_a_row_that_differs_from_its_point_keeps_its_cells(atlas, tmp_path):
    path = tmp_path / "mine.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":'
        ' {"date": "2021-07-10", "method": "rocket", "target_lat": 33.5, "target_radius_km": 5,'
        ' "note": "kept"}, "geometry": {"type": "Point", "coordinates": [44.3, 33.4]}}]}'
    )
    raw = as_table(read_content(path))
    found = partition_rows(raw, atlas=atlas)
    assert found.counts == "1 rows read = 0 kept + 1 quarantined"
    fixes = listed(found, tmp_path)
    assert list(fixes.cells[["target_lat", "target_lon", "note"]].iloc[0]) == [
        "33.5",
        "44.3",
        "kept",
    ]
    fixes.cells["target_lat"] = "33.4"
    corrected, _ = apply_fixes(raw, fixes)
    assert partition_rows(corrected, atlas=atlas).rows_kept == 1


def test_a_row_of_a_layer_that_differs_from_its_point_keeps_its_cells():
    cells = pd.DataFrame(
        {"date": "2021-07-10", "target_lat": ["33.5", "33.3"], "note": ["a", "b"]},
        index=[1, 2],
        dtype=object,
    )
    points = np.array([shapely.Point(44.3, 33.3)] * 2, dtype=object)
    raw = Shapes("mine.gpkg", cells, points).as_table()
    assert not raw.malformed_rows
    assert list(raw.cells["target_lat"]) == ["33.5", "33.3"]
    assert [(fault.row, fault.fix) for fault in raw.faults] == [(1, (("target_lat", "33.3"),))]


def rewritten(path, name, change):
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    parts[name] = change(parts[name])
    path.write_bytes(zipped(parts))
    return path


@pytest.mark.parametrize("number", [1_048_577, 10**9, 10**18])
@pytest.mark.parametrize("empty", [False, True])
def test_a_row_numbered_beyond_every_sheet_is_refused_at_once(number, empty, book, tmp_path):
    _, read = book
    read()
    cells = b"" if empty else b'<c r="A%d"><v>1</v></c>' % number
    row = b'<row r="%d">%s</row></sheetData>' % (number, cells)
    path = rewritten(
        tmp_path / "mine.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"</sheetData>", row),
    )
    with pytest.raises(ConformError, match="a row has a number above 1,048,576"):
        read_content(path)


def test_an_empty_sheet_with_a_row_beyond_every_sheet_is_refused_at_once(tmp_path):
    path = tmp_path / "mine.xlsx"
    openpyxl.Workbook().save(path)
    row = b'<sheetData><row r="1000000000"><c r="A1000000000"/></row></sheetData>'
    rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda part: part.replace(b"<sheetData/>", row).replace(b"<sheetData></sheetData>", row),
    )
    with pytest.raises(ConformError, match=r"a row has a number above|the workbook is empty"):
        read_content(path)


def test_a_sheet_far_wider_than_any_is_refused(book, tmp_path):
    made, read = book
    made.active["ZZ1"] = "x"
    with pytest.raises(ConformError, match="more than 500 columns"):
        read()


def test_a_strict_workbook_is_refused_by_its_name_and_no_warning(book, tmp_path):
    _, read = book
    read()
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    path = rewritten(
        tmp_path / "mine.xlsx",
        "xl/workbook.xml",
        lambda part: part.replace(space, b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    )
    with pytest.raises(ConformError, match=r"Strict Open XML.*Excel Workbook \(\.xlsx\)"):
        read_content(path)
