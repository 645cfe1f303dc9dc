"""No hostile or broken file crashes the readers, none is partly loaded, and sound twins load."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.corpus.ending import ending
from tests.corpus.make import corpus

pytestmark = pytest.mark.slow

CASES = corpus()
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("case", CASES, ids=[case.label for case in CASES])
def test_a_file_of_the_corpus_ends_as_it_should(case, atlas, tmp_path):
    path = tmp_path / f"mine{case.suffix}"
    path.write_bytes(case.content)
    assert ending(path, atlas) == case.outcome


def test_no_bomb_fills_the_memory(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.corpus.memory", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr


def test_the_corpus_holds_ten_files_of_each_format_and_class():
    counts = Counter((case.suffix, case.kind) for case in CASES)
    assert {suffix for suffix, _ in counts} == {
        ".csv", ".tsv", ".xlsx", ".geojson", ".kml", ".kmz", ".parquet", ".gpkg",
    }  # fmt: skip
    assert not {pair: count for pair, count in counts.items() if count < 10}
