"""Titles above a header are left out and told; no row of a table is ever taken for one."""

from __future__ import annotations

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.ingest.quarantine import partition_rows
from geo.io.formats import as_table, read_content
from geo.io.header_row import title_notes, titles_above

HEADER = ["التاريخ", "نوع الهجوم", "مكان الاستهداف", "ملاحظات"]
ROWS = [["2021-07-10", "صواريخ", "التاجي", "a"], ["someday", "هاون", "التاجي", ""]]


def written(folder, suffix, *rows, mark=","):
    """A file of some rows, each as wide as it is, an empty one as a blank line."""
    path = folder / f"mine{suffix}"
    if suffix == ".csv":
        path.write_text("\n".join(mark.join(row) for row in rows) + "\n", encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row, start=1):
            book.active.cell(number, place).value = cell or None
    book.save(path)
    return path


def read(path):
    return as_table(read_content(path))


@pytest.fixture(params=[".csv", ".xlsx"])
def table(request, tmp_path):
    return lambda *rows, **options: read(written(tmp_path, request.param, *rows, **options))


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ([["جدول الهجمات"]], "row 1 stands above the header and was left out: “جدول الهجمات”."),
        ([["Attacks", "", "", ""], []], "rows 1–2 stand above the header and were left out: “Att"),
        ([["Attacks"], ["Section 3"], []], "rows 1–3 stand above the header and were left out: “A"),
        ([[], ["", "Attacks"], ["by", "Ann"]], "were left out: “Attacks / by / Ann”."),
    ],
)
def test_titles_above_the_header_are_left_out_and_reported(table, atlas, above, expected):
    raw = table(*above, HEADER, *ROWS)
    first = len(above) + 2
    assert list(raw.cells.columns) == HEADER
    assert list(raw.cells.index) == [first, first + 1]
    assert raw.first_row == first
    assert expected in raw.notes[0]
    found = partition_rows(raw, atlas=atlas)
    assert found.counts == "2 rows read = 1 kept + 1 quarantined"
    assert [fault.row for fault in found.faults] == [first + 1]


def test_blank_rows_above_the_header_need_no_word(table):
    raw = table([], [], HEADER, *ROWS)
    assert (list(raw.cells.index), raw.notes) == ([4, 5], ())


def test_a_fault_of_the_header_stands_in_its_row(table, atlas):
    raw = table(["A title"], [], ["التاريخ", "الحالة", "ملاحظات"], ["2021", "", ""])
    found = partition_rows(raw, atlas=atlas)
    assert {fault.row for fault in found.faults} == {3}
    assert found.counts == "1 rows read = 0 kept + 1 quarantined"


def test_a_title_does_not_hide_the_delimiter(tmp_path):
    raw = read(written(tmp_path, ".csv", ["A title"], HEADER, *ROWS, mark=";"))
    assert list(raw.cells.columns) == HEADER


@pytest.mark.parametrize(
    "rows",
    [
        [["place"], ["Balad"], ["date", "method", "note"]],  # a header that is known, of one column
        [["words"], ["rockets", "three", "near Balad"], ["x"]],  # no header is among the three
        [["words"], ["x", "x", "x"]],  # one word three times
        [["words"], ["x"], ["date", "so it was", "said"]],  # one word alone is no header
        [["words", "more"], ["date", "method", "note"]],  # two columns are a table
        [["words"], *[["x"]] * 10, ["date", "method", "note"]],  # too far down
        [["words"], ["a", "b", "c"], ["date", "method", "note"]],  # a row stands between
    ],
)
def test_no_row_of_a_table_is_taken_for_a_title(table, rows):
    raw = table(*rows)
    assert raw.rows_read == len(rows) - 1
    assert raw.notes == ()
    assert raw.first_row == 2


WORDS = st.sampled_from(["x", "Balad", "three", "2021-07-10", "نص", "notes on it"])


@settings(max_examples=60)
@given(
    head=WORDS,
    rows=st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=14),
    suffix=st.sampled_from([".csv", ".xlsx"]),
)
def test_in_a_table_of_one_column_every_row_is_read(head, rows, suffix, tmp_path_factory):
    raw = read(written(tmp_path_factory.mktemp("one"), suffix, [head], *rows))
    assert raw.rows_read == len(rows)


def test_a_long_title_is_cut_in_the_note():
    (message,) = title_notes([["x" * 999]], last=1, file="mine.csv")
    assert len(message) < 300
    assert titles_above([]) == 0
