"""A user's table by what it holds: attacks or sightings, through the same quarantine."""

from __future__ import annotations

from geo.atlas import Atlas
from geo.ingest.mapping import NO_PROFILE, Profile
from geo.ingest.quarantine import IngestResult, partition_rows
from geo.ingest.sightings import is_sightings, sighting_rows
from geo.io.raw import RawTable


def sorted_rows(
    raw: RawTable,
    *,
    atlas: Atlas,
    profile: Profile = NO_PROFILE,
    confirmed: frozenset[int] = frozenset(),
    mark: str = "",
) -> IngestResult:
    """Sort the rows of a table into those that can be used and those that a person must see.

    Parameters
    ----------
    raw
        The file as it stands: sightings where its headers say so, else attacks.
    atlas, profile, confirmed, mark
        As of `geo.ingest.quarantine.partition_rows`. Of a profile only the order of dates is of
        sightings.
    """
    if is_sightings(raw.cells.columns):
        order = profile.date_order
        return sighting_rows(raw, atlas=atlas, date_order=order, confirmed=confirmed)
    return partition_rows(raw, atlas=atlas, profile=profile, confirmed=confirmed, mark=mark)
