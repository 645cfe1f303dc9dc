"""Commands given hard files and slips of the pen: how they end, and what they take till then."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.surface import traps
from bench.surface.ended import Ended, ended
from bench.surface.row import Row
from geo.settings import reading_limits

COMMAND = ("-m", "dashboard.cli")
ADD = (
    "--confidence", "low", "--source-id", "notes", "--pointer", "p. 1", "--assumption", "as drawn",
    "--valid-from", "2020-01-03", "--last-confirmed", "2021-10-18", "--author", "bench",
)  # fmt: skip
MOST_S, UNKNOWN_S = 60.0, 1.0
"""CPU seconds that no file may take, and those in which a slip is refused."""

SPARE_MB = 300.0
"""Memory of a command with its libraries and the record, beside what it lets a reader take."""

READ = {
    "GeoPackage, 30,000 nested collections": ("signal 11", traps.deep_geopackage, ".gpkg"),
    "Parquet, 30,000 nested collections": ("signal 11", traps.deep_parquet, ".parquet"),
    "Parquet, one text 36,000 times": ("3.2–3.8 GB", traps.dictionary, ".parquet"),
    "Parquet, one text 19,000 times, under the size that is refused": (
        "3.2–3.8 GB",
        traps.small_dictionary,
        ".parquet",
    ),
    "Parquet, 3.6 GB of fixed width": ("3.2–3.8 GB", traps.fixed, ".parquet"),
    "GeoPackage, a default of 900 kB": ("2.7 GB", traps.defaults, ".gpkg"),
    "GeoPackage, a computed text": ("2.7 GB", traps.generated, ".gpkg"),
    "workbook with a row numbered 10⁹": ("hangs", traps.far_row, ".xlsx"),
}
OTHER = {
    "scorecard of 1,500,000 entries of JSON": ("hangs", traps.flood, ("scorecard",)),
    "areas add, 60,000 holes": ("hangs", traps.holes, ("areas", "add")),
    "areas add --repair, a zigzag of 9 million crossings": (
        "3.5 GB", traps.zigzag, ("areas", "add", "--repair"),
    ),
}  # fmt: skip


def rows() -> list[Row]:
    """Give every command its file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [*_hard(folder), *_slips(), *_overwriting(folder)]


def _hard(folder: Path) -> Iterator[Row]:
    for what, (was, make, suffix) in READ.items():
        path = folder / f"hard{suffix}"
        path.unlink(missing_ok=True)
        make(path)
        found = ended(*COMMAND, "validate", str(path))
        yield _as_row(f"validate {what}", path, was, found)
    for what, (was, make, command) in OTHER.items():
        path = folder / "hard.geojson"
        make(path)
        more = (*ADD, "-o", str(folder / "areas.toml")) if command[0] == "areas" else ()
        found = ended(*COMMAND, *command, str(path), *more)
        yield _as_row(what, path, was, found)


def _as_row(what: str, path: Path, was: str, found: Ended) -> Row:
    """One clear error or an answer, within the memory and the time that reading is let."""
    message = re.sub(r"\s+", " ", found.said.strip())
    now = f"{found.peak_mb:,.0f} MB, {found.cpu_s:.1f} CPU s, exit {found.code}: {_short(message)}"
    holds = found.code in {0, 1, 2} and "Traceback" not in message and bool(message)
    most_mb = reading_limits(path.stat().st_size)[0] / 2**20 + SPARE_MB
    within = found.peak_mb < most_mb and found.cpu_s < MOST_S
    return Row(f"{what} ({_size(path)})", was, now, holds and within)


def _short(text: str, most: int = 70) -> str:
    problem = text.rpartition("hard.")[2] or text
    return problem if len(problem) <= most else problem[:most].rpartition(" ")[0] + " …"


def _size(path: Path) -> str:
    kilobytes = path.stat().st_size / 1e3
    return f"{kilobytes:,.0f} kB" if kilobytes < 1e3 else f"{kilobytes / 1e3:,.1f} MB"  # noqa: PLR2004


def _slips() -> Iterator[Row]:
    """Ids that nobody knows, and an id in small letters."""
    lines = {
        "brief --group": ("brief", "--out", "nowhere", "--group", "nobody"),
        "brief --view": ("brief", "--out", "nowhere", "--view", "nowhere"),
        "check --id": ("check", "--id", "2021-02-15-erbill"),
    }
    found = {name: ended(*COMMAND, *line) for name, line in lines.items()}
    times = ", ".join(
        f"{name} {one.wall_s:.2f} s ({one.cpu_s:.2f} CPU)" for name, one in found.items()
    )
    yield Row(
        "an unknown id, whole command, on the clock",
        "several seconds",
        f"{times}; exit {', '.join(sorted({str(one.code) for one in found.values()}))}",
        # On a busy machine the clock tells of others: CPU seconds are this command's own.
        all(one.code == 2 and one.cpu_s < UNKNOWN_S for one in found.values()),  # noqa: PLR2004
    )


def _overwriting(folder: Path) -> Iterator[Row]:
    """A briefing made twice, once for another group, and over a file that somebody changed."""
    line = ("brief", "--out", str(folder / "out"), "--made", "2026-01-01T00:00:00", "--group")
    first = ended(*COMMAND, *line, "kh")
    names = sorted(one.name for one in (folder / "out").glob("*.png"))
    second = ended(*COMMAND, *line, "AAH")
    more = sorted(one.name for one in (folder / "out").glob("*.png"))
    (folder / "out" / names[0]).write_bytes(b"changed")
    third = ended(*COMMAND, *line, "KH")
    kept = (folder / "out" / names[0]).read_bytes() == b"changed"
    yield Row(
        "briefings of two groups into one folder; over a file that was changed",
        "one name for both, written over in silence; “kh” unknown",
        f"{', '.join(more)}; exit {third.code}, the changed file is {'kept' if kept else 'LOST'}",
        (first.code, second.code) == (0, 0) and len(more) == 2 and third.code != 0 and kept,  # noqa: PLR2004
    )
