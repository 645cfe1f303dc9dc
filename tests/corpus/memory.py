"""Read every bomb of the corpus in an interpreter of its own and print those that fill the memory.

Following allocations must start before any other thread does: stopped beside the threads of another
test it can end the process.
"""

from __future__ import annotations

import contextlib
import sys
import tracemalloc
from pathlib import Path

import pyarrow as pa

from geo.errors import ConformError
from geo.io.formats import read_content
from tests.corpus.make import corpus

MOST_MEMORY = 200_000_000


def filling(folder: Path) -> list[str]:
    """Labels of the cases that take too much, or that are read."""
    found = []
    for case in corpus():
        if case.kind not in {"bomb", "trap"}:
            continue
        path = folder / f"{case.kind}{case.suffix}"
        path.write_bytes(case.content)
        arrow = pa.default_memory_pool()
        before = arrow.bytes_allocated()
        tracemalloc.reset_peak()
        was_read = False
        with contextlib.suppress(ConformError):
            read_content(path)
            was_read = True
        peak = tracemalloc.get_traced_memory()[1]
        if was_read or max(peak, arrow.bytes_allocated() - before) >= MOST_MEMORY:
            found.append(case.label)
    return found


if __name__ == "__main__":
    tracemalloc.start()
    sys.stdout.write("\n".join(filling(Path(sys.argv[1]))))
