"""A table full of places that nobody knows: checked by this project, and by a loop of rapidfuzz."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.child import cpu_seconds, peak_mb
from bench.synthetic import attacks

BAR_S = 15.0
SAMPLE = 500
"""Texts that the loop is measured on; it takes as long for each."""

KINDS = ("beside coordinates", "alone")
LOOP = "rapidfuzz process.extract, a loop"
_PARTS = (
    "al", "bu", "ra", "ma", "di", "kar", "ba", "la", "tik", "rit", "sam", "mar", "ja", "lub", "nas",
    "hay", "han", "fal", "qa", "im", "hit", "ana",
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What a table took.

    Parameters
    ----------
    what
        Who checked which kind of table.
    counts
        The sum of its rows, or of its texts, in words.
    seconds, cpu
        Wall time and CPU seconds from the cells to the faults.
    peak_mb
        Most memory that the process held, MB.
    """

    what: str
    counts: str
    seconds: float
    cpu: float
    peak_mb: float


def checked(rows: int, texts: int) -> list[Checked]:
    """Check tables of invented rows with so many different places, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for kind in KINDS:
            path = Path(folder) / f"{kind.replace(' ', '-')}.csv"
            _written(path, rows, texts, alone=kind == "alone")
            line = [sys.executable, "-m", "bench.places", str(path), kind]
            output = subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True).stdout
            found += [Checked(**one) for one in json.loads(output)]
    return found


def names(many: int, *, seed: int = 1) -> list[str]:
    """So many different invented names of places, each of one to three words and a number."""
    rng = np.random.default_rng(seed)
    made: dict[str, None] = {}
    while len(made) < many:
        words = ["".join(rng.choice(_PARTS, rng.integers(2, 5))) for _ in range(rng.integers(1, 4))]
        made[f"{' '.join(words)} {rng.integers(1, 1_000)}"] = None
    return list(made)


def _written(path: Path, rows: int, texts: int, *, alone: bool) -> None:
    table = attacks(rows, seed=1)
    table["target_place"] = np.resize(np.array(names(texts), dtype=object), rows)
    if alone:
        table[["target_lat", "target_lon", "target_radius_km"]] = ""
    table.to_csv(path, index=False)


def _check(path: Path, kind: str) -> list[Checked]:
    from geo.atlas import Atlas
    from geo.ingest.quarantine import partition_rows
    from geo.io.formats import as_table, read_content

    atlas = Atlas.load()
    spellings = list(atlas.gazetteer.names.by_key)
    assert len(atlas.record.attacks)
    raw = as_table(read_content(path))
    cpu, begin = cpu_seconds(), time.perf_counter()
    ingested = partition_rows(raw, atlas=atlas)
    seconds, cpu = time.perf_counter() - begin, cpu_seconds() - cpu
    found = [Checked(f"ours, places {kind}", ingested.counts, seconds, cpu, peak_mb())]
    if kind != KINDS[0]:
        found.append(_loop(raw.cells["target_place"].unique().tolist(), spellings))
    return found


def _loop(texts: list[str], spellings: list[str]) -> Checked:
    """What a user would write: the three nearest names of each text, one text after another."""
    from rapidfuzz import fuzz, process

    some = texts[:SAMPLE]
    cpu, begin = cpu_seconds(), time.perf_counter()
    for text in some:
        process.extract(text, spellings, scorer=fuzz.WRatio, limit=3)
    times = len(texts) / len(some)
    sample = f"{len(some):,} of {len(texts):,} texts, scaled"
    seconds, cpu = time.perf_counter() - begin, cpu_seconds() - cpu
    return Checked(LOOP, sample, seconds * times, cpu * times, peak_mb())


if __name__ == "__main__":
    print(json.dumps([vars(one) for one in _check(Path(sys.argv[1]), sys.argv[2])]))
