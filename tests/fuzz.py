"""Fuzz the readers with atheris: any end but a sum that is right or one clear error is a crash.

Run by ``make fuzz``; arguments are libFuzzer's, such as ``-max_total_time=600``.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["geo", "openpyxl", "defusedxml"]):
    from geo.errors import ConformError
    from geo.intake.mapping import match_columns
    from geo.intake.normalise import normalised
    from geo.readers.formats import READERS, as_table, read_content

from tests.corpus.cases import LOADS
from tests.corpus.make import corpus

SUFFIXES = sorted(READERS)
FOLDER = tempfile.TemporaryDirectory()


def test_one_input(data):
    """Read what libFuzzer made: its first byte chooses the format."""
    if not data:
        return
    path = Path(FOLDER.name) / f"mine{SUFFIXES[data[0] % len(SUFFIXES)]}"
    path.write_bytes(data[1:])
    try:
        raw = as_table(read_content(path))
    except ConformError:
        return
    assert raw.rows_read == len(raw.cells) + len(raw.shapeless)
    assert set(raw.cells.index).isdisjoint(raw.shapeless)
    match_columns([str(name) for name in raw.cells.columns])
    normalised(raw.cells)


def seeds(folder):
    """Write the sound files of the corpus for libFuzzer to begin with."""
    for number, case in enumerate(corpus()):
        if case.outcome == LOADS:
            first = bytes([SUFFIXES.index(case.suffix)])
            (folder / str(number)).write_bytes(first + case.content)


def main():
    """Fuzz until libFuzzer is told to stop."""
    warnings.simplefilter("error")
    start = Path(FOLDER.name) / "seeds"
    start.mkdir()
    seeds(start)
    atheris.Setup([sys.argv[0], "-max_len=100000", "-rss_limit_mb=4096", *sys.argv[1:], str(start)],
                  test_one_input)  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main()
