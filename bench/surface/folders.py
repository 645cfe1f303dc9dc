"""Data folders whose tables lack or misuse a column: every one is one clear error, or is read."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.surface.row import Row
from geo.atlas import Atlas
from geo.errors import AtlasError
from geo.schemas.folder_tables import OF_RECORD, TABLES
from geo.settings import bundled_dir
from geo.verdicts.check import check

EVERY = {**TABLES, **OF_RECORD}
WRONG = {"day": "2021-13-40", "date": "July", "number": "far", "whole": "1.5", "text": "{{x}}"}

Cells = list[list[str]]


def rows() -> list[Row]:
    """Load every faulty folder as a check does."""
    ends = {"refused": 0, "read": 0, "traceback": 0}
    failed = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stem in ("attacks", *OF_RECORD):
            shutil.copy(bundled_dir() / f"{stem}.csv", folder)
        for stem, what, cells in _spoilt():
            before = folder / f"{stem}.csv"
            whole = before.read_bytes() if before.exists() else None
            _write(before, cells)
            end = _end(folder)
            ends[end] += 1
            failed += [f"{stem} ({what})"] if end == "traceback" else []
            if whole is None:
                before.unlink()
            else:
                before.write_bytes(whole)
    examples = f"; {', '.join(failed[:3])}" if failed else ""
    return [
        Row(
            f"data folders with a faulty table ({len(EVERY) + 1} tables) that end in a traceback",
            "26 of 26",
            f"{ends['traceback']} of {sum(ends.values())}; {ends['refused']} refused with every "
            f"fault, {ends['read']} read, as they may lack it{examples}",
            not ends["traceback"] and ends["refused"] > 0,
        )
    ]


def _spoilt() -> Iterator[tuple[str, str, Cells]]:
    """Each table without its first needed column, as a header alone, and with a wrong cell."""
    for stem, table in EVERY.items():
        with (bundled_dir() / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
            cells = list(csv.reader(file))
        needed = next(name for name, one in table.columns.items() if one.needed)
        place = cells[0].index(needed)
        yield stem, "column lacks", [[*row[:place], *row[place + 1 :]] for row in cells]
        yield stem, "header alone", cells[:1]
        strict = next(
            (name for name, one in table.columns.items() if one.kind != "text" or one.of), ""
        )
        if strict:
            kind, place = table.columns[strict].kind, cells[0].index(strict)
            wrong = [*cells[1][:place], WRONG[kind], *cells[1][place + 1 :]]
            yield stem, "wrong cell", [cells[0], wrong, *cells[2:]]
    with (bundled_dir() / "attacks.csv").open(encoding="utf-8", newline="") as file:
        yield "attacks", "header alone", list(csv.reader(file))[:1]


def _write(path: Path, cells: Cells) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(cells)


def _end(folder: Path) -> str:
    try:
        atlas = Atlas.load(folder)
        check(atlas.record, atlas=atlas)
    except AtlasError:
        return "refused"
    except Exception:  # noqa: BLE001 - whatever else it is would be a traceback
        return "traceback"
    return "read"
