"""How large a file may be, as ATLAS_MOST_BYTES sets it, and the refusal of a larger one."""

from __future__ import annotations

import os
from pathlib import Path

from geo.errors import refused

SETTING = "ATLAS_MOST_BYTES"
"""Environment variable with the most bytes of a file; see docs/cli.md."""

DEFAULT_BYTES = 2_000_000_000
_UNITS = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


def most_bytes() -> int:
    """Bytes of a file at most, 2 GB unless `ATLAS_MOST_BYTES` says otherwise.

    A table is held in memory whole, so whoever runs the program says how much that may be.

    Raises
    ------
    ConformError
        When the setting is no whole number above 0.
    """
    given = os.environ.get(SETTING, "").strip()
    if not given:
        return DEFAULT_BYTES
    if not given.isascii() or not given.isdigit() or int(given[:20]) == 0:
        problem, remedy = "not a whole number of bytes above 0", "Write 500000000 for 500 MB."
        raise refused(SETTING, problem, remedy, given=given[:60])
    return int(given[:20])


def size_words(size: int) -> str:
    """Bytes in the largest unit that they fill: `2 GB`, `1.5 MB`, `12 bytes`."""
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:.4g} {name}"
    return f"{size} bytes"


def refuse_larger(path: Path) -> None:
    """Refuse a file above `most_bytes` by its size on the disk, before anything is read.

    Raises
    ------
    ConformError
        Naming the file, its size, the limit and how to change it.
    OSError
        When the size cannot be asked for.
    """
    size, most = path.stat().st_size, most_bytes()
    if size > most:
        raise refused(
            path.name,
            f"the file is larger than {size_words(most)}, the most that is read at once",
            f"Split it, or set {SETTING}.",
            given=f"{size:,} bytes",
        )
