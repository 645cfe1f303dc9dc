"""A user's file added to a record: sorted, held against what is there, and made rows of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.ingest.fix_list import apply_fixes
from geo.ingest.mapping import NO_PROFILE, Profile
from geo.ingest.quarantine import IngestResult
from geo.ingest.sorting import sorted_rows
from geo.io.raw import RawTable
from geo.io.telegram_export import CLAIM_OF
from geo.workspace.added_sightings import added_sightings
from geo.workspace.additions import Additions, additions_of
from geo.workspace.doubles import double_faults
from geo.workspace.folder_tables import ORDER, Tables

COUNTRY = "country"
"""Column by which a file of the whole world is cut to a country."""

_NO_ATTACKS = ("protests", "riots", "strategic developments")
"""Kinds of event of ACLED that are no attack by its own word."""


@dataclass(frozen=True)
class RecordAddition:
    """What becomes of a record when a file is added.

    Parameters
    ----------
    ingested
        Every row of the file, kept or in quarantine.
    additions
        Rows that are new.
    before, after
        Tables of the folder as they are, and with them.
    """

    ingested: IngestResult
    additions: Additions
    before: Tables
    after: Tables


def addition_of(
    raw: RawTable,
    *,
    atlas: Atlas,
    mark: str,
    profile: Profile = NO_PROFILE,
    fixes: RawTable | None = None,
    replace_same: bool = False,
) -> RecordAddition:
    """Add the rows of a file to the tables of the atlas's folder; nothing is written.

    Parameters
    ----------
    raw
        The file as it stands.
    atlas
        Of the folder; its record is what doubles are looked for in.
    mark
        Of the file, before the ids that rows without one are given.
    profile
        A person's word on columns, defaults and the order of dates.
    fixes
        Edited fix list of the file.
    replace_same
        Whether a row may take the place of one of the folder that has its id.

    Raises
    ------
    ConformError
        When the fix list is not of this file.
    """
    confirmed: frozenset[int] = frozenset()
    if fixes is not None:
        raw, confirmed = apply_fixes(raw, fixes)
    ingested = sorted_rows(raw, atlas=atlas, profile=profile, confirmed=confirmed, mark=mark)
    tables = Tables.of(atlas.folder)
    if not ingested.rows_kept:
        return RecordAddition(ingested, Additions(), tables, tables)
    if ingested.record is None:
        added = added_sightings(ingested, tables, replace=replace_same)
        ingested = ingested.without(added.faults)
        return RecordAddition(ingested, added, tables, _with(tables, added))
    to_confirm = [*_doubles(ingested, atlas), *_other_events(ingested.cells)]
    ingested = _without(ingested, [fault for fault in to_confirm if fault.row not in confirmed])
    added = additions_of(ingested, tables, replace=replace_same)
    ingested = _without(ingested, added.faults)
    return RecordAddition(ingested, added, tables, _with(tables, added))


def _with(tables: Tables, added: Additions) -> Tables:
    for name in ORDER:
        rows = getattr(added, name, None)
        tables = tables if rows is None else tables.with_rows(name, rows)
    return tables


def of_country(raw: RawTable, country: str) -> RawTable:
    """Give the rows of a country alone, and say how many others there are.

    Raises
    ------
    ConformError
        When the file has no column `country`, or no row of it.
    """
    names = [name for name in raw.cells if str(name).strip().casefold() == COUNTRY]
    if not names:
        raise ConformError.for_file(
            raw.file, f"it has no column {COUNTRY!r}", "Leave --country out."
        )
    mine = raw.cells[names[0]].str.casefold() == country.strip().casefold()
    if not mine.any():
        have = ", ".join(sorted(raw.cells[names[0]].unique())[:5])
        raise ConformError.for_file(
            raw.file, "no row is of this country", f"It has {have}.", given=country
        )
    note = f"{raw.file}: {int((~mine).sum()):,} rows of other countries than {country} left out."
    return replace(raw, cells=raw.cells[mine], notes=(*raw.notes, note))


def _doubles(ingested: IngestResult, atlas: Atlas) -> list[Fault]:
    assert ingested.record is not None
    attacks = ingested.record.attacks
    own = ~attacks.index.isin(atlas.record.attacks.index)
    by_row = attacks.set_axis(ingested.cells.index, axis=0)[own]
    remedy = f"Of a claim alone, give its id under {CLAIM_OF}."
    return double_faults(by_row, atlas.record, remedy=remedy if CLAIM_OF in ingested.cells else "")


def _other_events(cells: pd.DataFrame) -> list[Fault]:
    """Doubts of events that ACLED itself calls something else than an attack."""
    kinds = cells.get("original event_type", pd.Series("", index=cells.index))
    other = kinds[kinds.str.casefold().isin(_NO_ATTACKS)]
    remedy = "Let it wait, or write yes under “confirmed” where it is an attack."
    return [
        Fault(int(str(row)), "event_type", kind, "no attack by ACLED’s word", remedy, (), True)
        for row, kind in other.items()
    ]


def _without(ingested: IngestResult, faults: Sequence[Fault]) -> IngestResult:
    """Give the same with more rows in quarantine, their attacks out of the record too."""
    assert ingested.record is not None
    kept = ~ingested.cells.index.isin([fault.row for fault in faults])
    record = ingested.record
    attacks = record.attacks[kept]
    claims = record.claims[record.claims["attack_id"].isin(attacks.index)]
    less = ingested.without(tuple(faults))
    return replace(less, record=replace(record, attacks=attacks, claims=claims))
