"""Rows in = rows kept + rows quarantined: no row of a user's file is ever lost on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.ingest.conflicts import conflict_faults
from geo.ingest.date_parts import joined
from geo.ingest.fix_list import CONFIRMED, FIX, PRINT, REASONS, ROW, TEXT, fingerprints, listed
from geo.ingest.headers import (
    Headers,
    fix_words,
    headers_of,
    with_coordinates,
    with_headers,
    within,
)
from geo.ingest.mapping import NO_PROFILE, Profile, mapped_cells, match_columns
from geo.ingest.mixed_columns import turned_round, without_attack
from geo.ingest.normalise import normalised
from geo.ingest.plausibility import check_plausibility, shared_ids
from geo.ingest.providers import converted, provider_of
from geo.ingest.timezones import other_days
from geo.io.raw import RawTable
from geo.parsing.columns import Mask, rows_of
from geo.parsing.plain import capped
from geo.progress import report_progress
from geo.records.record import ExaminedAttacks, Record, examine_attacks
from geo.schemas.attacks import METHODS
from geo.schemas.header_match import Match
from geo.schemas.vocabulary import COORDINATES

RADIUS = "_radius_km"
"""End of the columns whose default fills in only where a coordinate has no radius."""


@dataclass(frozen=True, eq=False)
class IngestResult:
    """What became of every row of a file.

    Parameters
    ----------
    raw
        The file as it stands.
    matches
        What its headers were taken for.
    cells
        Kept rows under our column names, as text, other columns beside.
    record
        Attacks of the kept rows.
    faults
        Every reason of every quarantined row, sorted; row 0 is the file as a whole.
    notes
        What a person should know about the reading.
    """

    raw: RawTable
    matches: tuple[Match, ...]
    cells: pd.DataFrame
    record: Record | None
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]

    @property
    def rows_read(self) -> int:
        """Rows of the file."""
        return self.raw.rows_read

    @property
    def rows_kept(self) -> int:
        """Rows without a fault."""
        return len(self.cells)

    @property
    def rows_quarantined(self) -> int:
        """Rows with a fault, counted and not subtracted, so that the sum can be checked."""
        held = ~self.raw.cells.index.isin(self.cells.index)
        return int(held.sum()) + len(self.raw.malformed_rows)

    @property
    def counts(self) -> str:
        """The sum that must hold, in words."""
        return (
            f"{self.rows_read} rows read = {self.rows_kept} kept + "
            f"{self.rows_quarantined} quarantined"
        )

    def without(self, faults: tuple[Fault, ...]) -> IngestResult:
        """Give the same with more rows in quarantine, such as those that a format cannot hold."""
        bad = [fault.row for fault in faults]
        kept = self.cells[~self.cells.index.isin(bad)]
        return replace(self, cells=kept, faults=tuple(sorted((*self.faults, *faults))))

    def fix_list(self) -> pd.DataFrame:
        """Quarantined rows with their original cells, all reasons and suggested fixes.

        Returns
        -------
        Frame in the order of the file: `geo.ingest.fix_list.LIST_COLUMNS`, then the columns of the
        file, “file: ” before those that are called like one of them.
        """
        cells, headers = self.raw.cells, headers_of(self.matches)
        held = cells[~cells.index.isin(self.cells.index)]
        malformed_rows = pd.DataFrame(
            "", index=list(self.raw.malformed_rows), columns=cells.columns
        )
        rows = pd.concat([held, malformed_rows.astype(object)]).sort_index()
        whole = [fault for fault in self.faults if fault.row < self.raw.first_row]
        by_row: dict[int, list[Fault]] = {}
        for fault in self.faults:
            by_row.setdefault(fault.row, []).append(fault)
        reasons = [[*by_row.get(int(row), []), *whole] for row in rows.index]
        listed_rows = pd.DataFrame(
            {
                ROW: [str(row) for row in rows.index],
                REASONS: [" ".join(map(_reason, faults)) for faults in reasons],
                FIX: ["; ".join(_fixes(faults, headers)) for faults in reasons],
                CONFIRMED: "",
                TEXT: [self.raw.malformed_rows.get(int(row), "") for row in rows.index],
                PRINT: fingerprints(self.raw, [int(row) for row in rows.index]),
            },
            index=rows.index,
            dtype=object,
        )
        own = rows.set_axis([listed(str(name)) for name in rows.columns], axis=1)
        return pd.concat([listed_rows, own], axis=1).reset_index(drop=True)


def _reason(fault: Fault) -> str:
    where = f"{fault.where}: " if fault.column else ""
    given = f" (given: {fault.given})" if fault.given else ""
    return f"{where}{fault.problem}{given}. {fault.remedy}"


def _fixes(faults: list[Fault], headers: Headers) -> list[str]:
    texts = dict.fromkeys(fix_words(fault, headers) for fault in faults)
    return [text for text in texts if text]


def partition_rows(
    raw: RawTable,
    *,
    atlas: Atlas,
    profile: Profile = NO_PROFILE,
    confirmed: frozenset[int] = frozenset(),
    mark: str = "",
) -> IngestResult:
    """Sort the rows of a file into those that can be used and those that a person must see.

    Parameters
    ----------
    raw
        The file as it stands.
    atlas
        Resolves names and places, and knows the record for duplicates.
    profile
        A person's word on columns, defaults and the order of dates.
    confirmed
        Rows that a person has confirmed though a check asked about them.
    mark
        Stands before the number of a row that has no id, so that it is the same each time and
        that of no row of another file; without it such an id is that of the row alone.
    """
    report_progress("Matching columns", 0.05)
    order = profile.date_order
    own, notes_read = converted(raw.cells, file=raw.file, atlas=atlas, date_order=order)
    own, parts, dated = joined(own, profile=profile)
    notes_read += [f"{raw.file}: {text}" for text in parts]
    headers = [str(name) for name in own.columns]
    beside = {**raw.taken, **dated}
    matches = match_columns(headers, profile=profile, parts=beside)
    report_progress("Reading dates and coordinates", 0.15)
    radii = {name: km for name, km in profile.defaults.items() if name.endswith(RADIUS)}
    others = {name: cell for name, cell in profile.defaults.items() if name not in radii}
    bare = mapped_cells(own, matches)
    mapped = mapped_cells(own, matches, profile=replace(profile, defaults=others))
    cells, changes = normalised(mapped, date_order=order, radii=radii)
    cells, changes = named(cells, mark), [*changes, *other_days(mapped)]
    notes = [*raw.notes, *notes_read, *(f"{raw.file}: {change}" for change in changes)]
    lacking = [name for name in profile.columns if name not in own.columns]
    words = f"{raw.file}: no such columns, which the profile names: {', '.join(lacking)}."
    notes += [words] if lacking else []
    faults = [f for f in raw.faults if not (f.confirmable and f.row in confirmed)]
    provider = provider_of(raw.cells.columns)
    waiting = (
        provider.waiting(own, atlas) if provider and provider.waiting else without_attack(bare)
    )
    faults += [fault for fault in waiting if not (fault.confirmable and fault.row in confirmed)]
    faults += [fault for fault in turned_round(mapped) if fault.row not in confirmed]
    faults += conflict_faults(cells, atlas=atlas)
    file_faults = [fault for fault in raw.faults if fault.row < raw.first_row]
    examined: ExaminedAttacks | None = None
    try:
        if len(cells) and not file_faults:
            report_progress("Checking every cell", 0.35)
            # Texts of coordinates beside a place were compared with it above.
            examined = examine_attacks(
                cells.drop(columns=list(COORDINATES), errors="ignore"),
                file=raw.file,
                registry=atlas.registry,
                gazetteer=atlas.gazetteer,
            )
    except ConformError as error:
        # A header's fault stands in its row, and in a file without one in row 0.
        faults += [replace(fault, row=raw.first_row - 1) for fault in error.faults]
    if examined is None:
        return IngestResult(
            raw, matches, cells.iloc[:0], None, _worded(faults, matches, raw), tuple(notes)
        )
    faults += with_coordinates(examined.faults, mapped)
    sound = ~_among(cells.index, faults)
    report_progress("Looking for duplicates", 0.75)
    sketch = examined.sketch(sound)
    notes += [f"{raw.file}: {note}" for note in shared_ids(sketch, atlas=atlas)]
    implausible = [
        fault for fault in check_plausibility(sketch, atlas=atlas) if fault.row not in confirmed
    ]
    kept = sound & ~_among(cells.index, implausible)
    report_progress("Putting the rows together", 0.85)
    later = frozenset(provider.reads if provider else ())
    record = examined.assembled(kept, registry=atlas.registry, beside=later.union(beside))
    faults += implausible
    notes += [*_method_notes(raw.file, faults), *record.notes]
    worded = _worded(faults, matches, raw)
    return IngestResult(raw, matches, rows_of(cells, kept), record, worded, tuple(notes))


def named(cells: pd.DataFrame, mark: str) -> pd.DataFrame:
    """Cells in which rows without an id have one that begins with a mark; as given without one."""
    if not mark:
        return cells
    ids = cells.get("attack_id", pd.Series("", index=cells.index, dtype=object))
    made = pd.Series([f"{mark}-row-{row}" for row in cells.index], index=cells.index, dtype=object)
    return cells.assign(attack_id=ids.where(ids != "", made))


def _worded(faults: list[Fault], matches: tuple[Match, ...], raw: RawTable) -> tuple[Fault, ...]:
    """Faults in words of the file, sorted."""
    headers = headers_of(matches)
    worded = with_headers(within(faults, headers, raw.cells.columns), headers)
    return tuple(sorted(capped(worded)))


def _method_notes(file: str, faults: list[Fault]) -> list[str]:
    """Sentence that lists the methods, once, where a row has another."""
    if not any(fault.column == "method" and fault.given for fault in faults):
        return []
    listed = "; ".join(words.lower() for words in METHODS.values())
    return [f"{file}: the methods are {listed}. A cell may be empty."]


def _among(rows: pd.Index, faults: list[Fault]) -> Mask:
    among: Mask = np.asarray(rows.isin([fault.row for fault in faults]))
    return among


def open_rows(ingested: IngestResult) -> Mapping[str, int]:
    """How many rows each column keeps in quarantine, most first; the whole row under “row”."""
    pairs = {(fault.row, fault.where or "row") for fault in ingested.faults}
    counts = pd.Series([column for _, column in sorted(pairs)], dtype=object).value_counts()
    return {str(column): int(count) for column, count in counts.items()}
