"""A large file of a user's, from its bytes to what the map is given, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench.child import cpu_seconds, peak_mb
from bench.synthetic import attacks

BAR_S = 10.0
Made = TypeVar("Made")
STEPS = ("read", "validated", "joined", "shown")


@dataclass(frozen=True)
class Taken:
    """What a file took.

    Parameters
    ----------
    counts
        The sum of its rows, in words.
    megabytes
        Size of the file, MB.
    seconds
        Wall time of each of `STEPS`.
    cpu
        CPU seconds of all together.
    peak_mb
        Most memory that the process held, with imports and the bundled data, MB.
    """

    counts: str
    megabytes: float
    seconds: dict[str, float]
    cpu: float
    peak_mb: float

    @property
    def whole_s(self) -> float:
        """Wall time from the file to the map, seconds."""
        return sum(self.seconds.values())


def taken(n: int, rounds: int) -> list[Taken]:
    """Import a CSV file of n invented attacks, each round in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "invented.csv"
        attacks(n, seed=1).to_csv(path, index=False)
        line = [sys.executable, "-m", "bench.intake", str(path)]
        outputs = [
            subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True).stdout
            for _ in range(rounds)
        ]
    return [Taken(**json.loads(text)) for text in outputs]


def _import(path: Path) -> Taken:
    """Read, validate, join against the bundled areas and pack for the map; rules judge nothing."""
    from dashboard.services import user_map
    from dashboard.services.dataset import Dataset
    from geo.atlas import Atlas
    from geo.ingest.quarantine import partition_rows
    from geo.io.formats import as_table, read_content
    from layers.web.folium_map import feature_groups

    # What a running dashboard holds already: the bundled data, its record and the base map.
    atlas = Atlas.load()
    data = Dataset.of(atlas)
    analysis = data.analysis
    ready = (
        analysis.table(),
        analysis.names(),
        analysis.ground(analysis.record_end()),
        data.base(),
    )
    assert all(map(len, ready))
    seconds: dict[str, float] = {}
    cpu = cpu_seconds()

    def step(name: str, work: Callable[[], Made]) -> Made:
        begin = time.perf_counter()
        made = work()
        seconds[name] = time.perf_counter() - begin
        return made

    raw = step("read", lambda: as_table(read_content(path)))
    ingested = step("validated", lambda: partition_rows(raw, atlas=atlas))
    record = ingested.record
    assert record is not None
    assert len(step("joined", lambda: user_map.where_they_lie(record, data)))
    spec = step("spec", lambda: user_map.spec_of(user_map.unjudged(record), data))
    assert step("shown", lambda: [group.to_json() for group in feature_groups(spec)])
    seconds["shown"] += seconds.pop("spec")
    size = path.stat().st_size / 1e6
    return Taken(ingested.counts, size, seconds, cpu_seconds() - cpu, peak_mb())


if __name__ == "__main__":
    print(json.dumps(vars(_import(Path(sys.argv[1])))))
