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
    from geo.atlas import Atlas
    from geo.io.formats import READERS
    from tests.corpus.ending import ending

from tests.corpus.cases import LOADS
from tests.corpus.make import corpus

LONGEST = 100_000
SUFFIXES = sorted(READERS)
ATLAS = Atlas.load()
FOLDER = tempfile.TemporaryDirectory()


def test_one_input(data):
    """Read what libFuzzer made: its first byte chooses the format."""
    if not data:
        return
    path = Path(FOLDER.name) / f"mine{SUFFIXES[data[0] % len(SUFFIXES)]}"
    path.write_bytes(data[1:])
    assert ending(path, ATLAS) != "unclear"


def seeds(folder):
    """Write the sound files of the corpus for libFuzzer to begin with."""
    for number, case in enumerate(corpus()):
        if case.outcome == LOADS and len(case.content) <= LONGEST:
            first = bytes([SUFFIXES.index(case.suffix)])
            (folder / str(number)).write_bytes(first + case.content)


def main():
    """Fuzz until libFuzzer is told to stop."""
    warnings.simplefilter("error")
    start = Path(FOLDER.name) / "seeds"
    start.mkdir()
    seeds(start)
    limits = (f"-max_len={LONGEST}", "-rss_limit_mb=4096")
    atheris.Setup([sys.argv[0], *limits, *sys.argv[1:], str(start)], test_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
