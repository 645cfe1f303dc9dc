"""No hostile or broken file crashes the readers, none is partly loaded, and sound twins load."""

from __future__ import annotations

import tracemalloc
from collections import Counter

import pyarrow as pa
import pytest

from geo.errors import ConformError
from geo.readers.formats import read_content
from tests.corpus.ending import ending
from tests.corpus.make import corpus

CASES = corpus()
MOST_MEMORY = 200_000_000


def given(case):
    """A case of the corpus; files of a million corners take long."""
    slow = [pytest.mark.slow] if "million" in case.label else []
    return pytest.param(case, id=case.label, marks=slow)


@pytest.mark.parametrize("case", [given(case) for case in CASES])
def test_a_file_of_the_corpus_ends_as_it_should(case, atlas, tmp_path):
    path = tmp_path / f"mine{case.suffix}"
    path.write_bytes(case.content)
    assert ending(path, atlas) == case.outcome


def test_no_bomb_fills_the_memory(tmp_path):
    for case in CASES:
        if case.kind not in {"bomb", "trap"}:
            continue
        path = tmp_path / f"{case.kind}{case.suffix}"
        path.write_bytes(case.content)
        arrow = pa.default_memory_pool()
        tracemalloc.start()
        before = arrow.bytes_allocated()
        with pytest.raises(ConformError):
            read_content(path)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < MOST_MEMORY, case.label
        assert arrow.bytes_allocated() - before < MOST_MEMORY, case.label


def test_the_corpus_holds_ten_files_of_each_format_and_class():
    counts = Counter((case.suffix, case.kind) for case in CASES)
    assert {suffix for suffix, _ in counts} == {
        ".csv", ".tsv", ".xlsx", ".geojson", ".kml", ".kmz", ".parquet", ".gpkg",
    }  # fmt: skip
    assert not {pair: count for pair, count in counts.items() if count < 10}
