"""The quick way of reading a table gives what the forgiving one gives, or leaves the file to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ConformError
from geo.readers import delimited
from geo.readers.delimited import read_delimited

PIECES = ["a", "1", " ", '"', '""', '"x,y"', "'", "'=1", "=x", "ع", "\u00a0", "\u2003", "\x85",
          "\x0b", "\x1f", "\\", "#", "\ufeff", "nan", "\t", ";", '"\n"']  # fmt: skip
CELL = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)
ROW = st.lists(CELL, min_size=1, max_size=4).map(",".join)
HEADER = st.sampled_from(["h,i", "h,i,j", '"h",i', "h;i", "h\ti", "h", " h , i", "\ufeffh,i"])
TEXT = st.builds(
    lambda header, rows, end, last: end.join([header, *rows]) + last,
    HEADER, st.lists(ROW, max_size=5), st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n", "\r\n", "\n\n"]),
)  # fmt: skip


def told(path):
    """What a reading of a file came to: its cells, or the words of its refusal."""
    try:
        raw = read_delimited(path)
    except ConformError as error:
        return str(error)
    cells = raw.cells
    return (list(cells.columns), list(cells.index), cells.to_numpy().tolist(), dict(raw.shapeless),
            raw.faults, raw.notes)  # fmt: skip


@settings(max_examples=400)
@given(text=TEXT)
def test_both_ways_of_reading_agree(text, tmp_path_factory):
    path = tmp_path_factory.mktemp("both") / "mine.csv"
    path.write_bytes(text.encode())
    either = told(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_quick", lambda _: None)
        assert told(path) == either


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
    ],
)
def test_a_file_of_whole_lines_is_read_quickly_and_no_other(text, quick):
    assert (delimited._quick(text.encode()) is not None) == quick


def test_bytes_that_are_no_utf8_are_left_to_the_other_way():
    assert delimited._quick("h,i\nكتائب,2\n".encode("cp1256")) is None
