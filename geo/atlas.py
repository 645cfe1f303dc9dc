"""Everything a check needs, loaded once: registries, gazetteer, ground, and the bundled record."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from geo.areas.confirmation import bearing, confirmed_by, known_on
from geo.areas.recipes import RecipeContext
from geo.areas.sightings import no_sightings, sightings_path, typed
from geo.areas.table import Areas, entry_faults, load_areas
from geo.errors import ConformError, Fault
from geo.parsing.tables import as_text, read_rows
from geo.records.record import Record, conform_attacks
from geo.reference.boundaries import Units, load_rivers, load_units
from geo.reference.gazetteer import Gazetteer
from geo.reference.registry import Registry, registry_of
from geo.schemas.attacks import CONFLICT_COLUMNS, REPORT_COLUMNS
from geo.schemas.folder import (
    empty_record_fault,
    latest_day,
    raise_all,
    read_checked,
    read_lines,
    table_faults,
)
from geo.schemas.folder_tables import OF_RECORD
from geo.settings import data_dir, find


@dataclass(frozen=True)
class Atlas:
    """The loaded data; treat every frame as read-only.

    Parameters
    ----------
    folder
        Data folder; files it lacks come from the bundled data.
    registry, gazetteer, units, areas
        As loaded from it.
    sightings
        As `geo.areas.sightings.typed` gives them; see there.
    """

    folder: Path
    registry: Registry
    gazetteer: Gazetteer
    units: Units
    areas: Areas
    sightings: pd.DataFrame = field(default_factory=no_sightings)

    @classmethod
    def load(cls, folder: Path | None = None, *, boundaries: Path | None = None) -> Atlas:
        """Load the bundled data, or a folder of the same layout.

        Parameters
        ----------
        folder
            Data folder; its files take the place of the bundled ones of the same name.
        boundaries
            Governorate outlines of the user's; see `geo.reference.boundaries.load_units`.

        Raises
        ------
        ConformError
            With every fault of every table; those of several are one `FolderError`.
        """
        folder = data_dir() if folder is None else Path(folder)
        units = load_units(find("base/units.geojson", folder).parent.parent, boundaries=boundaries)
        rivers = load_rivers(find("base/rivers.geojson", folder).parent.parent)
        # Not by `find`, which would refuse what is no file before the other tables are read.
        own = os.path.lexists(folder / "attacks.csv")
        try:
            seen = sightings_path(folder)
            tables = read_checked(
                lambda name: find(name, folder),
                record=folder if own else None,
                ground={} if seen is None else {"sightings": seen},
            )
        except ConformError as error:
            # Recipes need the places; whatever else is wrong with the ground is reported at once.
            raise_all([error, *_area_errors(folder)])
            raise
        gazetteer, registry = Gazetteer.of(tables["gazetteer"]), registry_of(tables)
        context = RecipeContext(gazetteer, units, rivers)
        areas = load_areas(find("areas.toml", folder), context=context)
        _holders_known(areas, registry)
        sightings = typed(tables["sightings"]) if "sightings" in tables else no_sightings()
        bears = bearing(areas, sightings, gazetteer=gazetteer, units=units)
        areas = confirmed_by(areas, bears, registry=registry)
        return cls(folder, registry, gazetteer, units, areas, sightings)

    def known_on(self, day: dt.date | None) -> Atlas:
        """The atlas with the ground as it was known on a day; see `geo.areas.confirmation`."""
        return replace(self, areas=known_on(self.areas, day))

    @cached_property
    def record(self) -> Record:
        """The bundled record, or the one of the data folder.

        Raises
        ------
        ConformError
            With every fault of its tables, or when there is no attack.
        """
        raw = read_rows(find("attacks.csv", self.folder))
        if raw.empty:
            raise ConformError("attacks.csv", [empty_record_fault()])
        record = conform_attacks(
            raw, file="attacks.csv", registry=self.registry, gazetteer=self.gazetteer
        )
        own, errors = find("attacks.csv", self.folder).parent, []
        claims, reports, conflicts = record.claims, record.reports, record.conflicts
        if (own / "claims.csv").is_file():
            own_claims = read_claims(own / "claims.csv", self)
            errors += _attacks_known(own_claims, record, file="claims.csv")
            own_claims = own_claims.sort_values(["attack_id", "claim_order"], kind="stable")
            claims = pd.concat([own_claims, claims], ignore_index=True)
        if (own / "reports.csv").is_file():
            reports = read_lines(own / "reports.csv", OF_RECORD["reports"])
            errors += _attacks_known(reports, record, file="reports.csv")
        if (own / "conflicts.csv").is_file():
            conflicts = read_lines(own / "conflicts.csv", OF_RECORD["conflicts"])
            errors += _attacks_known(conflicts, record, file="conflicts.csv")
        raise_all(errors)
        reports = as_text(reports.reindex(columns=list(REPORT_COLUMNS)).reset_index(drop=True))
        conflicts = as_text(
            conflicts.reindex(columns=list(CONFLICT_COLUMNS)).reset_index(drop=True)
        )
        return replace(record, claims=claims, reports=reports, conflicts=conflicts)

    def read(self, path: Path) -> Record:
        """Read attacks of a user's CSV file.

        Raises
        ------
        ConformError
            With every fault of every row.
        """
        raw = read_rows(path)
        return conform_attacks(
            raw, file=path.name, registry=self.registry, gazetteer=self.gazetteer
        )


def read_claims(path: Path, atlas: Atlas) -> pd.DataFrame:
    """Read claims; the index is the line of the file.

    Raises
    ------
    ConformError
        For columns that lack, façades, channels and sources that are not registered, orders that
        are none.
    """
    table = OF_RECORD["claims"]
    claims = read_lines(path, table)
    registry = atlas.registry
    ids = {name: getattr(registry, name).index for name in ("facades", "channels", "sources")}
    faults = table_faults(claims, table, ids=ids, on=latest_day(path))
    if faults:
        raise ConformError(path.name, faults)
    return claims.assign(claim_order=claims["claim_order"].astype(int))


def _area_errors(folder: Path) -> list[ConformError]:
    try:
        faults = entry_faults(find("areas.toml", folder))
    except ConformError as error:
        return [error]
    return [ConformError("areas.toml", faults)] if faults else []


def _attacks_known(table: pd.DataFrame, record: Record, *, file: str) -> list[ConformError]:
    unknown = ~table["attack_id"].isin(record.attacks.index)
    faults = [
        Fault(row, "attack_id", ident, "not known", "Expected an id of attacks.csv.")
        for row, ident in zip(
            table.index[unknown].tolist(), table.loc[unknown, "attack_id"], strict=True
        )
    ]
    return [ConformError(file, faults)] if faults else []


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


def recipe_context(atlas: Atlas) -> RecipeContext:
    """What recipes are made of: the places, outlines and rivers of an atlas."""
    rivers = load_rivers(find("base/rivers.geojson", atlas.folder).parent.parent)
    return RecipeContext(atlas.gazetteer, atlas.units, rivers)
