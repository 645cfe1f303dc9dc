"""Attacks of a user's file to a record, or every fault the file has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.ingest.mapping import NO_PROFILE, Profile
from geo.ingest.quarantine import partition_rows
from geo.io.formats import as_table, read_content
from geo.records.record import Record


def read_attacks(path: Path, *, atlas: Atlas, profile: Profile = NO_PROFILE) -> Record:
    """Read attacks of a user's file, all or nothing.

    Parameters
    ----------
    path
        A file of a suffix in `geo.io.formats.READERS` with the columns of
        `geo.schemas.attacks.COLUMNS`, or headers that mean them; where it has points (WGS84
        lon/lat), the point is the target.
    atlas
        Resolves places, groups and façades.
    profile
        A person's word on columns, defaults and the order of dates.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        With every fault of every row. What may be right all the same, such as a likely
        duplicate, is no fault here but a note.
    """
    raw = as_table(read_content(path))
    every = frozenset(int(row) for row in raw.cells.index)
    ingested = partition_rows(raw, atlas=atlas, profile=profile, confirmed=every)
    # What is wrong with the form of a row is no question about an attack.
    faults = (*(fault for fault in raw.faults if fault.confirmable), *ingested.faults)
    if ingested.record is None or faults:
        fallback = Fault(0, "", "", "there are no rows", "Give at least one.")
        raise ConformError(raw.file, faults or (fallback,))
    taken = [match for match in ingested.matches if match.mapped and match.header != match.column]
    columns_read = tuple(
        f"{raw.file}: column {match.header!r} read as {match.column} (score {match.score:.0f})."
        for match in taken
    )
    return replace(ingested.record, notes=(*columns_read, *ingested.notes))
