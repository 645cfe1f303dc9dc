"""Everything a check needs, loaded once: registries, gazetteer, ground, and the bundled record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from geo.areas import Areas, load_areas
from geo.attacks import Record, conform_attacks
from geo.boundaries import Units, load_rivers, load_units
from geo.errors import ConformError, Fault
from geo.gazetteer import Gazetteer
from geo.paths import data_dir, find
from geo.recipes import Kitchen
from geo.registry import Registry, load_registry
from geo.schema import CLAIM_COLUMNS, CONFLICT_COLUMNS, REPORT_COLUMNS
from geo.tables import as_text, parse_csv, read_table, read_text


@dataclass(frozen=True)
class Atlas:
    """The loaded data; treat every frame as read-only.

    Parameters
    ----------
    folder
        Data folder; files it lacks come from the bundled data.
    registry, gazetteer, units, areas
        As loaded from it.
    """

    folder: Path
    registry: Registry
    gazetteer: Gazetteer
    units: Units
    areas: Areas

    @classmethod
    def load(cls, folder: Path | None = None, *, boundaries: Path | None = None) -> Atlas:
        """Load the bundled data, or a folder of the same layout.

        Parameters
        ----------
        folder
            Data folder; its files take the place of the bundled ones of the same name.
        boundaries
            Governorate outlines of the user's; see `geo.boundaries.load_units`.
        """
        folder = data_dir() if folder is None else Path(folder)
        gazetteer = Gazetteer.load(find("gazetteer.csv", folder).parent)
        units = load_units(find("base/units.geojson", folder).parent.parent, boundaries=boundaries)
        rivers = load_rivers(find("base/rivers.geojson", folder).parent.parent)
        kitchen = Kitchen(gazetteer, units, rivers)
        areas = load_areas(find("areas.toml", folder), kitchen=kitchen)
        registry = load_registry(lambda name: find(name, folder))
        _holders_known(areas, registry)
        return cls(folder, registry, gazetteer, units, areas)

    @cached_property
    def record(self) -> Record:
        """The bundled record, or the one of the data folder."""
        raw = parse_csv(read_text(find("attacks.csv", self.folder)), file="attacks.csv")
        record = conform_attacks(
            raw, file="attacks.csv", registry=self.registry, gazetteer=self.gazetteer
        )
        own = find("attacks.csv", self.folder).parent
        claims, reports = record.claims, record.reports
        if (own / "claims.csv").is_file():
            claims = pd.concat([read_claims(own / "claims.csv", self), claims], ignore_index=True)
        if (own / "reports.csv").is_file():
            reports = read_table(own / "reports.csv")
        reports = as_text(reports.reindex(columns=list(REPORT_COLUMNS)))
        conflicts = record.conflicts
        if (own / "conflicts.csv").is_file():
            conflicts = as_text(
                read_table(own / "conflicts.csv").reindex(columns=list(CONFLICT_COLUMNS))
            )
        _attacks_known(claims, record, file="claims.csv")
        _attacks_known(reports, record, file="reports.csv")
        _attacks_known(conflicts, record, file="conflicts.csv")
        return replace(record, claims=claims, reports=reports, conflicts=conflicts)

    def read(self, path: Path) -> Record:
        """Read attacks of a user's CSV file.

        Raises
        ------
        ConformError
            With every fault of every row.
        """
        raw = parse_csv(read_text(path), file=path.name)
        return conform_attacks(
            raw, file=path.name, registry=self.registry, gazetteer=self.gazetteer
        )


def read_claims(path: Path, atlas: Atlas) -> pd.DataFrame:
    """Read claims, ordered within each attack.

    Raises
    ------
    ConformError
        For columns that lack, façades and channels that are not registered, orders that are none.
    """
    claims = read_table(path)
    missing = [name for name in CLAIM_COLUMNS if name not in claims]
    if missing:
        raise ConformError(
            path.name, [Fault(1, name, "", "the column is missing", "Add it.") for name in missing]
        )
    faults = [
        Fault(row + 2, column, value, "not registered", f"Add it to {table}.csv.")
        for column, table in (("facade_id", "facades"), ("channel_id", "channels"))
        for row, value in enumerate(claims[column])
        if value and value not in getattr(atlas.registry, table).index
    ]
    faults += [
        Fault(row + 2, "claim_order", value, "not a whole number", "Number claims 1, 2, 3.")
        for row, value in enumerate(claims["claim_order"])
        if not (value.isascii() and value.isdigit())
    ]
    if faults:
        raise ConformError(path.name, faults)
    claims["claim_order"] = claims["claim_order"].astype(int)
    return claims.sort_values(["attack_id", "claim_order"], kind="stable", ignore_index=True)


def _attacks_known(table: pd.DataFrame, record: Record, *, file: str) -> None:
    known = record.attacks.index
    faults = [
        Fault(row + 2, "attack_id", value, "no such attack", "Mend the id.")
        for row, value in enumerate(table["attack_id"])
        if value not in known
    ]
    if faults:
        raise ConformError(file, faults)


def _holders_known(areas: Areas, registry: Registry) -> None:
    table = areas.table
    committees = table["kind"] == "committee"
    known = table["holder"].where(committees).isin(registry.committees.index) | table[
        "holder"
    ].where(~committees).isin(registry.groups.index)
    if not known.all():
        raise ConformError(
            "areas.toml",
            [
                Fault(0, "holder", holder, f"unknown holder of {ident}", "Add it to the registry.")
                for ident, holder in table.loc[~known, "holder"].items()
            ],
        )
