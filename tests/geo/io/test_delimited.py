"""The quick way of reading a table gives what the forgiving one gives, or leaves the file to it."""

from __future__ import annotations

import csv
import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ConformError, DataNotFoundError
from geo.io import csv_reader as delimited
from geo.io.csv_reader import read_delimited
from geo.io.spreadsheet_escape import DEFUSED

PIECES = ["a", "1", " ", '"', '""', '"x,y"', "'", "'=1", "=x", "ع", "\u00a0", "\u2003", "\x85",
          "\x0b", "\x1f", "\\", "#", "\ufeff", "nan", "\t", ";", '"\n"']  # fmt: skip
CELL = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)
ROW = st.lists(CELL, min_size=1, max_size=4).map(",".join)
HEADER = st.sampled_from(["h,i", "h,i,j", '"h",i', "h;i", "h\ti", "h", " h , i", "\ufeffh,i"])
TEXT = st.builds(
    lambda header, rows, end, last: end.join([header, *rows]) + last,
    HEADER,
    st.lists(ROW, max_size=5),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\r\n", "\n\n"]),
)


def outcome(path):
    """What a reading of a file came to: its cells, or the words of its refusal."""
    try:
        raw = read_delimited(path)
    except ConformError as error:
        return str(error)
    cells = raw.cells
    return (
        list(cells.columns),
        list(cells.index),
        cells.to_numpy().tolist(),
        dict(raw.malformed_rows),
        raw.faults,
        raw.notes,
    )


@settings(max_examples=400)
@given(text=TEXT)
def test_both_ways_of_reading_agree(text, tmp_path_factory):
    path = tmp_path_factory.mktemp("both") / "mine.csv"
    path.write_bytes(text.encode())
    either = outcome(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_quick", lambda _: None)
        assert outcome(path) == either


@settings(max_examples=300)
@given(rows=st.lists(ROW, min_size=1, max_size=6), end=st.sampled_from(["\n", "\r\n"]))
def test_no_letter_of_any_file_is_lost(rows, end, tmp_path_factory):
    path = tmp_path_factory.mktemp("letters") / "mine.csv"
    path.write_bytes(end.join(["h,i,j", *rows]).encode())
    raw = read_delimited(path)
    left = "".join([*raw.cells.to_numpy().ravel(), *raw.malformed_rows.values()])
    assert [left.count(letter) for letter in "a1xyعn"] == [
        "".join(rows).count(letter) for letter in "a1xyعn"
    ]


@pytest.mark.parametrize(
    ("text", "quick"),
    [
        ("h,i\n1,2\n3,4\n", True),
        ('h,i\r\n"a, b","c ""d"""\r\n', True),
        ("\ufeffالتاريخ;ب\n١; ع \n", True),
        ('h,i\n"a\nb",2\n', False),
        ("h,i\n1\n", False),
        ("h,i\n,\n1,2\n", False),
        ("\nh,i\n1,2\n", False),
        ("h,i\n\n1,2\n", False),
        ("h,i\n1,\x1f2\n", False),
        ("sep=,\n1,2\n3,4\n", False),
        ('h,i\n1,"2" b\n3,"4"\n', False),
        ('\ufeff"h","i"\n"1, a","2"\n', True),
    ],
)
def test_a_file_of_whole_lines_is_read_quickly_and_no_other(text, quick):
    assert (delimited._quick(text.encode()) is not None) == quick


def test_bytes_that_are_no_utf8_are_left_to_the_other_way():
    assert delimited._quick("h,i\nكتائب,2\n".encode("cp1256")) is None


def read(tmp_path, text):
    path = tmp_path / "mine.csv"
    path.write_bytes(text.encode())
    return read_delimited(path)


HEAD = "date,method,note\n"


@pytest.mark.parametrize(
    ("lines", "kept", "held"),
    [
        (['1,a,"open', "2,b,x", "3,c,y"], [3, 4], {2: '1,a,"open'}),
        (['1,a,"open', "2,b,x", '3,c,"closed"', "4,d,y"], [3, 4, 5], {2: '1,a,"open'}),
        (['1,a,"12" rocket', "2,b,x"], [3], {2: '1,a,"12" rocket'}),
        (["1,a,x\ry", "2,b,x"], [3], {2: "1,a,x\ry"}),
        (['1,"a, b",x,more', "2,b,x"], [3], {2: '1,"a, b",x,more'}),
    ],
)
def test_a_quote_that_goes_wrong_holds_back_its_own_line_alone(tmp_path, lines, kept, held):
    raw = read(tmp_path, HEAD + "\n".join(lines) + "\n")
    assert (list(raw.cells.index), dict(raw.malformed_rows)) == (kept, held)
    assert {fault.row for fault in raw.faults} == set(held)
    assert all(fault.problem and fault.remedy for fault in raw.faults)


def test_a_cell_that_swallowed_rows_waits_with_all_its_text(tmp_path):
    raw = read(tmp_path, HEAD + '1,a,"open\n2,b,x\n3,c,closed"\n4,d,y\n')
    (fault,) = raw.faults
    assert (fault.row, fault.column, fault.confirmable) == (2, "note", True)
    assert "from line 3" in fault.problem
    assert raw.cells["note"][2] == "open\n2,b,x\n3,c,closed"
    assert list(raw.cells.index) == [2, 5]


@pytest.mark.parametrize(
    "row",
    ['1,a,"two\nlines"', '"two\nlines",a,1', '1,"a; b\nc, d, e",x', '1,a,"one ""x"", two\n3"'],
)
def test_a_cell_of_several_lines_is_a_cell(tmp_path, row):
    raw = read(tmp_path, f"{HEAD}{row}\n2,b,last\n")
    assert not raw.faults
    # A row has the number of the line on which it begins.
    assert list(raw.cells.index) == [2, 4]


def test_a_long_row_of_short_cells_is_a_row(tmp_path):
    raw = read(tmp_path, "h,i\n" + "x" * 900_000 + "," + "y" * 900_000 + '\n"1",2 \n')
    assert list(raw.cells.index) == [2, 3]
    assert delimited._quick(b'h,i\n"1" ,2\n') is None


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("date,note\r2021,x\r2022,y\r", 2),
        ("sep=;\ndate;note\n2021;x\n2022;y\n", 3),
        ("\ufeffSEP=;\r\ndate;note\r\n2021;x\r\n2022;y\r\n", 3),
        ("sep=^\ndate^note\n2021^x\n2022^y\n", 3),
    ],
)
def test_line_ends_of_old_and_a_line_that_names_the_delimiter_are_read(tmp_path, text, row):
    raw = read(tmp_path, text)
    assert raw.cells.to_numpy().tolist() == [["2021", "x"], ["2022", "y"]]
    assert list(raw.cells.index) == [row, row + 1]
    assert not raw.faults


@pytest.mark.parametrize("text", [" \n  \n", " " * 9000, "\r\r \r", "\n" * 9000])
def test_a_file_of_blanks_is_empty(tmp_path, text):
    with pytest.raises(ConformError, match="the file is empty"):
        read(tmp_path, text)


def test_what_is_no_file_is_reported_as_what_it_is(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name, said in (("folder.csv", "a folder"), ("pipe.csv", "a pipe")):
        with pytest.raises(ConformError, match=said):
            read_delimited(tmp_path / name)
    with pytest.raises(DataNotFoundError, match="no such file"):
        read_delimited(tmp_path / "none.csv")


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=4))
def test_what_is_quoted_by_the_rules_is_read_by_them(tmp_path_factory, rows):
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([["h", "i", "j"], *rows])
    raw = read(tmp_path_factory.mktemp("rules"), out.getvalue())
    assert not raw.malformed_rows
    cells = [[cell.strip() for cell in row] for row in rows]
    found = raw.cells.to_numpy().tolist()
    assert found == [[DEFUSED.sub("", cell) for cell in row] for row in cells if any(row)]
