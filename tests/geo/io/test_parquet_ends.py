"""Parquet times at the ends of what 64 bits hold, and metadata of pandas that is false."""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.errors import ConformError
from geo.io.parquet import read_parquet

LEAST, MOST = -(2**63), 2**63 - 1
FALSE = {
    "no JSON": b"{",
    "a list": b"[]",
    "a number": b"1",
    "nothing": b"null",
    "not UTF-8": b"\xff\xfe",
    "deep": b"[" * 100_000,
    "an index that is not there": b'{"index_columns": ["gone"], "columns": []}',
    "numbers for lists": b'{"index_columns": 5, "columns": 7}',
    "a false range": b'{"index_columns": [{"kind": "range", "name": 1, "start": 0, "stop": "x", '
    b'"step": 0}], "columns": []}',
    "types that are none": b'{"index_columns": ["date"], "columns": [{"name": "date", '
    b'"field_name": "date", "pandas_type": "datetimetz", "numpy_type": "category", "metadata": '
    b'{"timezone": "No/Where"}}], "column_indexes": [{"name": null, "pandas_type": "x", '
    b'"numpy_type": "y", "metadata": 3}]}',
    "twice the same": b'{"index_columns": ["date", "date"], "columns": null}',
}


def table_of(kind, *numbers):
    """One column `date` of a type of 64 bits with these numbers in it, unchecked."""
    buffer = pa.py_buffer(np.array(numbers, dtype="i8").tobytes())
    return pa.table({"date": pa.Array.from_buffers(kind, len(numbers), [None, buffer])})


@pytest.mark.parametrize(
    ("unit", "zone", "number"),
    list(
        itertools.product(
            ("ms", "us", "ns"), (None, "Asia/Baghdad"), (LEAST, LEAST + 1, LEAST + 10**9, MOST)
        )
    ),
)
def test_a_time_at_an_end_is_read_or_refused_by_its_column(unit, zone, number, tmp_path):
    path = tmp_path / "mine.parquet"
    pq.write_table(table_of(pa.timestamp(unit, tz=zone), number, 0), path)
    try:
        read = read_parquet(path)
    except ConformError as error:
        assert "the column 'date' holds a time that no calendar has" in str(error)  # noqa: PT017
        return
    first, second = read.cells["date"]
    assert second.startswith("1970-01-01")
    assert (first == "") == (number == LEAST), "the least number stands for no time at all"


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_span_at_an_end_is_read_or_refused(unit, tmp_path):
    path = tmp_path / "mine.parquet"
    for number in (LEAST, LEAST + 1, MOST):
        pq.write_table(table_of(pa.duration(unit), number, 0), path)
        try:
            assert len(read_parquet(path).cells) == 2
        except ConformError as error:
            assert str(error).startswith("mine.parquet")  # noqa: PT017


@pytest.mark.parametrize("name", FALSE)
def test_metadata_of_pandas_that_is_false_changes_nothing(name, tmp_path):
    path = tmp_path / "mine.parquet"
    table = pa.table({"date": ["2021-07-01", "2021-07-02"]})
    pq.write_table(table.replace_schema_metadata({b"pandas": FALSE[name]}), path)
    assert list(read_parquet(path).cells["date"]) == ["2021-07-01", "2021-07-02"]
