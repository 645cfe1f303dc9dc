"""A raw attack table to attacks and claims in canonical form, or every fault it has."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geo.errors import ConformError, Fault
from geo.parsing.columns import Mask, rows_of
from geo.parsing.plain import capped
from geo.records.group_names import name_faults
from geo.records.placing import placed
from geo.records.values import canonical, claims_of, dates_of
from geo.reference.gazetteer import Gazetteer
from geo.reference.registry import Registry
from geo.schemas.attacks import (
    ATTRIBUTION,
    COLUMNS,
    CONFLICT_COLUMNS,
    REQUIRED,
    ROLES,
    cell_faults,
    date_faults,
    time_faults,
)


def no_conflicts() -> pd.DataFrame:
    """Give a table of conflicts without rows."""
    return pd.DataFrame(columns=list(CONFLICT_COLUMNS), dtype=object)


@dataclass(frozen=True)
class Record:
    """Attacks with their claims and reports.

    Parameters
    ----------
    attacks
        Indexed by `attack_id`. Text columns are empty where unknown; `date`, `date_latest` and
        `judged_on` are Timestamps or NaT; `time_local` is HH:MM or a part of the day;
        `{target,launch}_{lon,lat,radius_km}` are floats or NaN (EPSG:4326); `counts` tells attacks
        from fabrications, finds and duplicates.
    claims
        One row a claim, in `claim_order` within an attack.
    reports
        One row an attack and source, `REPORT_COLUMNS`; `credibility` is the Admiralty digit.
    conflicts
        Where sources differ, `CONFLICT_COLUMNS`: every value stands, `used` marks the one taken.
    notes
        What a person should know about the reading, such as columns not used.
    """

    attacks: pd.DataFrame
    claims: pd.DataFrame
    reports: pd.DataFrame
    notes: tuple[str, ...] = field(default=())
    conflicts: pd.DataFrame = field(default_factory=no_conflicts)


def _header_faults(table: pd.DataFrame) -> list[Fault]:
    have = set(table.columns)
    faults = [
        Fault(1, name, "", "the column is missing", f"Add it: {COLUMNS[name]}.")
        for name in REQUIRED
        if name not in have
    ]
    if "target_place" not in have and not {"target_lat", "target_lon"} <= have:
        faults.append(
            Fault(
                1,
                "target_place",
                "",
                "the column is missing",
                "Add target_place, or target_lat and target_lon; cells may be empty.",
            )
        )
    return faults


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    missing = [name for name in COLUMNS if name not in table]
    full = table.assign(**dict.fromkeys(missing, ""))
    if "attacks_in_row" in missing:
        full["attacks_in_row"] = "1"
    return full[[*COLUMNS, *[name for name in table.columns if name not in COLUMNS]]]


def _identities(table: pd.DataFrame) -> tuple[pd.Series, list[Fault]]:
    ids = table["attack_id"]
    unnamed = ids == ""
    if unnamed.any():
        ids = ids.where(~unnamed, "row-" + table.index.to_series().astype(str))
    doubled = ids.duplicated(keep=False)
    faults = [
        Fault(
            int(row), "attack_id", ident, "the id stands more than once", "Give each row its own."
        )
        for row, ident in zip(ids.index[doubled], ids[doubled], strict=True)
    ]
    return ids, faults


@dataclass(frozen=True, eq=False)
class ExaminedAttacks:
    """A raw table looked through.

    Parameters
    ----------
    file
        Name used in messages.
    table
        Text cells of every column of `geo.schemas.attacks.COLUMNS`, and of those that are not used.
    ids
        Id of each row.
    dates
        `date`, `date_precision`, `date_latest` and `judged_on` of each row.
    places
        Places of target and launch, see `geo.records.placing.placed`.
    faults
        Every fault of every row.
    """

    file: str
    table: pd.DataFrame
    ids: pd.Series
    dates: pd.DataFrame
    places: tuple[pd.DataFrame, ...]
    faults: tuple[Fault, ...]

    def sketch(self, rows: Mask) -> pd.DataFrame:
        """What tells attacks apart, of some rows: id, day, method, status, places and radii."""
        columns = self.table[["method", "status"]].assign(attack_id=self.ids)
        return rows_of(pd.concat([columns, self.dates, *self.places], axis=1), rows)

    def assembled(self, rows: Mask, *, registry: Registry, beside: Collection[str] = ()) -> Record:
        """Record of some rows, which have no fault.

        Parameters
        ----------
        rows
            (n,) True where a row is taken.
        registry
            Resolves groups and façades.
        beside
            Columns that were read into others before: they are not said to be unused.
        """
        read = [name for name in self.table.columns if name in COLUMNS or name == ATTRIBUTION]
        table, ids = rows_of(self.table[read], rows), self.ids[rows]
        known = [rows_of(frame, rows) for frame in (self.dates, *self.places)]
        attacks = canonical(table, ids, known, registry)
        reports = pd.DataFrame(
            {
                "attack_id": ids.to_numpy(),
                "source_id": self.file,
                "pointer": table["source"].to_numpy(),
            }
        )
        unused = [str(one) for one in self.table.columns if one not in {*read, *beside}]
        notes = (f"{self.file}: columns not used: {', '.join(unused)}.",) if unused else ()
        return Record(attacks, claims_of(table, ids, registry), reports, notes)


def examine_attacks(
    raw: pd.DataFrame, *, file: str, registry: Registry, gazetteer: Gazetteer
) -> ExaminedAttacks:
    """Look every row of a raw table through; parameters as of `conform_attacks`.

    Raises
    ------
    ConformError
        When a required column is missing.
    """
    faults = _header_faults(raw)
    if faults:
        raise ConformError(file, faults)
    table = _filled(raw)
    ids, faults = _identities(table)
    faults += cell_faults(table[[name for name in raw.columns if name in COLUMNS]])
    faults += date_faults(table) + time_faults(table)
    places = []
    for role in ROLES:
        resolved, place_faults = placed(table, role, gazetteer)
        places.append(resolved)
        faults += place_faults
    faults += name_faults(table, registry)
    return ExaminedAttacks(file, table, ids, dates_of(table), tuple(places), tuple(sorted(faults)))


def conform_attacks(
    raw: pd.DataFrame, *, file: str, registry: Registry, gazetteer: Gazetteer
) -> Record:
    """Bring a raw table into canonical form.

    Parameters
    ----------
    raw
        Text cells with the columns of `geo.schemas.attacks.COLUMNS` (`date`, `method` and a target
        column are required), indexed by row number in the file.
    file
        Name used in messages.
    registry, gazetteer
        Resolve group, façade and place names.

    Returns
    -------
    Record
        As many attacks as rows given, in their order.

    Raises
    ------
    ConformError
        With every fault of every row; no row is dropped and none is guessed.
    """
    examined = examine_attacks(raw, file=file, registry=registry, gazetteer=gazetteer)
    if examined.faults:
        raise ConformError(file, capped(examined.faults))
    return examined.assembled(np.ones(len(raw), dtype=bool), registry=registry)
