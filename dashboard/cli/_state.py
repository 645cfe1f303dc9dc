"""A state of the data for comparison: a folder checked now, or a file that was saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.casebook.snapshot import Snapshot


def taken(data: Path | None, *, boundaries: Path | None, casebook: str | None) -> Snapshot:
    """Take a snapshot of a data folder, or of the bundled data."""
    from dashboard.cli._casebook import entries_of, with_casebook
    from dashboard.cli._load import load_atlas
    from geo.casebook.snapshot import take
    from geo.verdicts.check import check

    atlas = load_atlas(data, boundaries=boundaries)
    findings = check(atlas.record, atlas=with_casebook(atlas, atlas.record, casebook))
    return take(atlas, findings, entries_of(casebook))


def state_of(given: Path, *, boundaries: Path | None, casebook: str | None) -> Snapshot:
    """Read a snapshot file, or take a snapshot of a data folder.

    Raises
    ------
    DataNotFoundError
        When it is neither.
    """
    if given.is_dir():
        return taken(given, boundaries=boundaries, casebook=casebook)
    from geo.casebook.snapshot import read
    from geo.errors import DataNotFoundError

    try:
        content = given.read_bytes()
    except OSError as error:
        raise DataNotFoundError(
            f"{given} is neither a data folder nor a file that can be read. Check the path."
        ) from error
    return read(content, file=given.name)
