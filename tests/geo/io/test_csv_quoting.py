"""Rows of delimited text against Python's own reader, and what becomes of a quote gone wrong."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.io.csv_quoting import (
    LONE_RETURN,
    LONGEST_CELL,
    NOT_CLOSED,
    TEXT_AFTER,
    TOO_LONG,
    quotes_are_plain,
    rows_of_text,
    swallowed,
)

CELLS = st.text(st.sampled_from('ab ,;"\n\tضر'), max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5)


def written(table, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(table)
    return text.getvalue()


@given(TABLES, st.sampled_from(",;\t"))
def test_what_pythons_writer_wrote_comes_back(table, delimiter):
    rows = list(rows_of_text(written(table, delimiter), delimiter))
    assert [row.cells for row in rows] == [[cell.strip() for cell in line] for line in table]
    assert not any(row.problem for row in rows)
    # Every line of the file belongs to one row.
    assert rows[0].line == 1
    assert [row.line for row in rows[1:]] == [row.end + 1 for row in rows[:-1]]
    assert rows[-1].end == written(table, delimiter).count("\n")


@given(TABLES)
def test_quotes_of_a_written_table_are_plain(table):
    assert quotes_are_plain(written(table, ",").encode(), ",")


@given(st.text(st.sampled_from('a,"\n\r'), max_size=30), st.sampled_from(",;"))
def test_any_text_gives_rows_that_hold_all_of_it(text, delimiter):
    rows = list(rows_of_text(text, delimiter))
    assert "\n".join(row.text for row in rows).replace("\r", "") == (
        text.removesuffix("\n").replace("\r", "")
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('a,"b\nc,d', NOT_CLOSED),
        ('a,"b"c\nd,e', TEXT_AFTER),
        ("a,b\rc\nd,e", LONE_RETURN),
        (f"a,{'b' * (LONGEST_CELL + 1)}\nd,e", TOO_LONG),
    ],
)
def test_a_broken_row_is_its_line_alone_and_the_next_one_is_read(text, problem):
    first, second = rows_of_text(text, ",")
    assert (first.line, first.end, first.cells, first.problem) == (1, 1, [], problem)
    assert len(second.cells) == 2
    assert not second.problem


def test_blanks_about_quotes_belong_to_no_cell():
    (row,) = rows_of_text('"a" ,"b, c"\t, d \r\n', ",")
    assert row.cells == ["a", "b, c", "d"]


@pytest.mark.parametrize(
    ("text", "width", "line"),
    [
        ('a,"b\nc,d\ne",f', 3, 0),  # a cell of several lines, none of which is a row of three
        ('a,"b\nc,d,e\nf",g', 3, 2),
        ('"a\nb"', 1, 0),
        ("a,b,c", 3, 0),
    ],
)
def test_a_row_inside_a_cell_is_seen_by_its_width(text, width, line):
    row = next(rows_of_text(text, ","))
    assert not row.problem
    assert swallowed(row, ",", width=width) == line


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (b'"a","b ""c"""\n', True),
        (b'\xef\xbb\xbf"a",b\n', True),
        (b'a"b,c\n', False),
        (b'"a"b,c\n', False),
        (b'"a" ,c\n', False),
        (b"a,b\n", True),
    ],
)
def test_plain_quotes_open_close_or_stand_double(raw, plain):
    assert quotes_are_plain(raw, ",") is plain
