"""Rows of a text table: every cell as it stands, every fault told, no heavy library."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ConformError, DataNotFoundError
from geo.parsing.csv_rows import csv_rows, read_text
from geo.parsing.tables import read_rows, read_table

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"))


@given(cells=st.lists(st.tuples(CELL, CELL), min_size=1))
def test_every_cell_comes_back_without_the_blanks_about_it(cells):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("a", "b"), *cells])
    kept = [[one.strip() for one in row] for row in cells]
    rows = csv_rows(out.getvalue(), file="x.csv")
    assert rows.header == ["a", "b"]
    assert rows.cells == [row for row in kept if any(row)]


def test_a_row_has_the_line_on_which_it_ends():
    rows = csv_rows('a,b\n1,"two\nlines"\n\n3,4\n', file="x.csv")
    assert rows.cells == [["1", "two\nlines"], ["3", "4"]]
    assert rows.lines == [3, 5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("a,a\n1,2\n", "row 1, column 'a': duplicate column"),
        ("a,b\n1\n1,2,3\n", "row 2: the header has 2 columns"),
        ('a\n"' + "x" * 200_000 + '"\n', "not readable as CSV"),
    ],
)
def test_what_is_no_table_is_reported(text, said):
    with pytest.raises(ConformError, match=said):
        csv_rows(text, file="x.csv")


def test_a_table_is_read_with_its_lines_or_by_its_ids(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("\ufeffid,name\nb, two \n\na,\n", encoding="utf-8")
    assert read_rows(path).to_dict() == {"id": {2: "b", 4: "a"}, "name": {2: "two", 4: ""}}
    assert read_table(path, index="id")["name"].to_dict() == {"b": "two", "a": ""}
    path.write_bytes(b"id\n\xff\n")
    with pytest.raises(ConformError, match=r"row 2.*not UTF-8"):
        read_text(path)
    with pytest.raises(DataNotFoundError, match="no such file"):
        read_rows(tmp_path / "none.csv")


def test_no_heavy_library_is_loaded():
    code = (
        "import sys, geo.parsing.csv_rows; print({'pandas', 'numpy', 'shapely'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
