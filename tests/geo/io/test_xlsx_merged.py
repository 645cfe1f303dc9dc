"""Merged cells of a sheet fill their rows down, and a number among them waits for a person."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from geo.errors import ConformError
from geo.io import xlsx_merged
from geo.io.xlsx_merged import Range, filled_down, merged_ranges


def sheet(*refs, tag="mergeCell"):
    cells = "".join(f'<{tag} ref="{ref}"/>' for ref in refs)
    return io.BytesIO(f"<worksheet><mergeCells>{cells}</mergeCells></worksheet>".encode())


def test_ranges_over_rows_are_found_in_order():
    found = merged_ranges(sheet("C5:C7", "A2:A3", "A9:D9", "B2:C4"), file="a.xlsx")
    # A9:D9 is one row: nothing of it is meant for another.
    assert found == [Range(0, 2, 3), Range(1, 2, 4), Range(2, 5, 7)]


def test_a_prefix_and_other_quotes_make_no_difference():
    raw = io.BytesIO(b"<x:mergeCell  x:y='' ref = 'AB10:AB12' />")
    assert merged_ranges(raw, file="a.xlsx") == [Range(27, 10, 12)]


def test_of_ranges_over_one_another_the_first_counts():
    assert merged_ranges(sheet("A2:A5", "A4:A8"), file="a.xlsx") == [Range(0, 2, 5)]


def test_a_tag_between_two_reads_is_found(monkeypatch):
    monkeypatch.setattr(xlsx_merged, "_CHUNK", 7)
    assert merged_ranges(sheet("A2:A3", "B4:B6"), file="a.xlsx") == [Range(0, 2, 3), Range(1, 4, 6)]


def test_too_many_ranges_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx_merged, "MOST_RANGES", 1)
    with pytest.raises(ConformError, match="merges more than 1 ranges over rows"):
        merged_ranges(sheet("A2:A3", "B2:B3"), file="a.xlsx")


def table():
    """Rows 2 to 5 of a sheet."""
    cells = {"place": ["Mill", "", "", "Fort"], "killed": ["3", "", "1", ""]}
    return pd.DataFrame(cells, index=[2, 3, 4, 5])


def test_a_text_fills_the_empty_cells_of_its_range_and_no_other():
    made, faults, notes = filled_down(table(), [Range(0, 2, 3)], file="a.xlsx")
    assert made["place"].tolist() == ["Mill", "Mill", "", "Fort"]
    assert faults == []
    (note,) = notes
    assert note.startswith("a.xlsx: 1 empty cells of merged ranges were given the value")
    assert note.endswith("such as 'place' of rows 2 to 3.")


def test_a_number_may_be_a_sum_so_each_of_its_rows_waits():
    made, faults, _ = filled_down(table(), [Range(1, 2, 3)], file="a.xlsx")
    assert made["killed"].tolist() == ["3", "3", "1", ""]
    assert [(fault.row, fault.column, fault.confirmable) for fault in faults] == [
        (2, "killed", True),
        (3, "killed", True),
    ]


@pytest.mark.parametrize(
    "outside", [Range(9, 2, 3), Range(0, 1, 3), Range(0, 7, 9), Range(0, 3, 4), Range(1, 4, 4)]
)
def test_what_lies_in_no_row_or_holds_nothing_changes_nothing(outside):
    made, faults, notes = filled_down(table(), [outside], file="a.xlsx")
    pd.testing.assert_frame_equal(made, table())
    assert (faults, notes) == ([], ())
