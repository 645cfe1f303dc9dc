"""A file of attacks, outlines or area recipes: how many rows it has, and every fault of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.areas.outlines import column_notes, proposed, typed_cell
from geo.areas.table import CONFIDENCE, KINDS
from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.ingest.area_recipes import recipe_faults
from geo.ingest.fix_list import apply_fixes
from geo.ingest.mapping import NO_PROFILE, Profile
from geo.ingest.quarantine import IngestResult
from geo.ingest.sightings import is_sightings
from geo.ingest.sorting import sorted_rows
from geo.io.files import refuse_no_file
from geo.io.formats import READERS, Content, as_outlines, as_table, read_content
from geo.io.geojson import Collection
from geo.io.polygons import polygon_faults
from geo.io.postgis_reader import read_postgis
from geo.io.raw import RawTable
from geo.parsing.names import key
from geo.schemas.tokens import UNIT_SPELLINGS
from geo.settings import is_database

ATTACKS, AREAS, GOVERNORATES, RECIPES = "attacks", "areas", "governorates", "area recipes"
SIGHTINGS = "sightings"

_NO_FIXES = "Fix lists are of attacks: leave it out."
_UNIT_KEYS = ("unit_id", "ADM1_EN")
_UNIT_BY_NAME = {key(n): unit for unit, names in UNIT_SPELLINGS.items() for n in (unit, *names)}


@dataclass(frozen=True)
class Validation:
    """What a file holds and what is wrong with it.

    Parameters
    ----------
    file
        Its name.
    kind
        `attacks`, `sightings`, `areas`, `governorates` or `area recipes`.
    rows_read, rows_faulty
        Rows of the file, and those with a fault: all of them when a fault concerns the file.
    faults
        Every fault, sorted by row.
    notes
        What a person should know beside the faults.
    ingested
        Rows of attacks or sightings, kept and quarantined; None for anything else.
    """

    file: str
    kind: str
    rows_read: int
    rows_faulty: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()
    ingested: IngestResult | None = None

    @property
    def rows_kept(self) -> int:
        """Rows without a fault; read = kept + faulty."""
        return self.rows_read - self.rows_faulty


def validate(
    source: Path | str, *, atlas: Atlas, profile: Profile = NO_PROFILE, fixes: Path | None = None
) -> Validation:
    """Check a file against what it claims to be.

    Parameters
    ----------
    source
        Path of a file, or the address of a PostGIS table. A table: attacks, or sightings where
        its headers say so. Points: attacks. Polygons:
        areas, or governorates when they carry `unit_id` or `ADM1_EN`. `.toml`: area recipes.
        Suffixes as of `geo.io.formats.READERS`.
    atlas
        Registries, gazetteer and outlines to check names and recipes against.
    profile
        A person's word on the columns of attacks.
    fixes
        Edited fix list, whose rows take the place of those that were quarantined.

    Returns
    -------
    Validation
        Rows and faults; faults are returned, not raised.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When the file cannot be read at all, or the fix list is not of this file.
    """
    if fixes is not None:
        refuse_no_file(fixes)
    corrections = None if fixes is None else as_table(read_content(fixes))
    if isinstance(source, str) and is_database(source):
        return validate_content(
            read_postgis(source), atlas=atlas, profile=profile, fixes=corrections
        )
    path = Path(source).expanduser()
    refuse_no_file(path)
    suffix = path.suffix.casefold()
    if suffix == ".toml":
        if fixes is not None:
            raise ConformError.for_file(path.name, "it holds area recipes, not attacks", _NO_FIXES)
        rows, faulty, faults = recipe_faults(path, atlas=atlas)
        return Validation(path.name, RECIPES, rows, faulty, faults)
    if suffix not in READERS:
        raise ConformError.for_file(
            path.name,
            "nothing that can be checked",
            f"Give attacks or outlines as one of {', '.join(READERS)}, or area recipes as .toml.",
            given=suffix or "no suffix",
        )
    return validate_content(read_content(path), atlas=atlas, profile=profile, fixes=corrections)


def validate_content(
    content: Content,
    *,
    atlas: Atlas,
    profile: Profile = NO_PROFILE,
    fixes: RawTable | None = None,
) -> Validation:
    """Check what a reader gave; parameters and result as of `validate`.

    Raises
    ------
    ConformError
        When it holds outlines and a fix list is given.
    """
    outlines = as_outlines(content)
    if outlines is not None:
        if fixes is not None:
            raise ConformError.for_file(outlines.file, "it holds outlines, not attacks", _NO_FIXES)
        return _outlines(outlines, atlas=atlas)
    return _rows(as_table(content), atlas=atlas, profile=profile, fixes=fixes)


def _faulty(faults: tuple[Fault, ...], *, rows: int, first_row: int) -> int:
    numbers = {fault.row for fault in faults}
    return rows if any(number < first_row for number in numbers) else len(numbers)


def _rows(raw: RawTable, *, atlas: Atlas, profile: Profile, fixes: RawTable | None) -> Validation:
    confirmed: frozenset[int] = frozenset()
    if fixes is not None:
        raw, confirmed = apply_fixes(raw, fixes)
    ingested = sorted_rows(raw, atlas=atlas, profile=profile, confirmed=confirmed)
    return Validation(
        raw.file,
        SIGHTINGS if is_sightings(raw.cells.columns) else ATTACKS,
        ingested.rows_read,
        ingested.rows_quarantined,
        ingested.faults,
        ingested.notes,
        ingested,
    )


def _outlines(collection: Collection, *, atlas: Atlas) -> Validation:
    units = any(name in f.properties for f in collection.features for name in _UNIT_KEYS) and not (
        any("ADM2_EN" in f.properties for f in collection.features)
    )
    faults = [*collection.faults, *polygon_faults(collection.features)]
    faults += _unit_faults(collection) if units else _area_faults(collection, atlas=atlas)
    ordered = tuple(sorted(faults))
    notes = collection.notes
    columns = {} if units else proposed(collection.features)
    if note := "" if units else column_notes(collection.features, columns, file=collection.file):
        notes += (note,)
    if not units and "holder" not in columns:
        notes += (f"{collection.file}: the outlines name no holder; only their form was checked.",)
    return Validation(
        collection.file,
        GOVERNORATES if units else AREAS,
        collection.count,
        _faulty(ordered, rows=collection.count, first_row=1),
        ordered,
        notes,
    )


def _unit_faults(collection: Collection) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    for feature in collection.features:
        known = [str(feature.properties[k]) for k in _UNIT_KEYS if feature.properties.get(k)]
        name = known[0] if known else ""
        unit = _UNIT_BY_NAME.get(key(name))
        if unit is None:
            faults.append(
                Fault(
                    feature.number,
                    _UNIT_KEYS[0],
                    name,
                    "not one of Iraq’s eighteen governorates",
                    f"Use one of {', '.join(UNIT_SPELLINGS)}.",
                )
            )
        elif unit in seen:
            faults.append(
                Fault(feature.number, _UNIT_KEYS[0], name, "is duplicated", "Keep one outline.")
            )
        else:
            seen.add(unit)
    missing = sorted(set(UNIT_SPELLINGS) - seen)
    if missing:
        faults.append(
            Fault(0, _UNIT_KEYS[0], "", f"no outline for {', '.join(missing)}", "Add all eighteen.")
        )
    return faults


def _area_faults(collection: Collection, *, atlas: Atlas) -> list[Fault]:
    registry = atlas.registry
    holders = {*registry.groups.index, *registry.committees.index}
    words: dict[str, tuple[Any, str]] = {
        "holder": (holders, "Use an id of groups.csv or committees.csv."),
        "kind": (KINDS, f"Use one of {', '.join(KINDS)}."),
        "confidence": (CONFIDENCE, f"Use one of {', '.join(CONFIDENCE)}."),
    }
    columns = proposed(collection.features)
    faults: list[Fault] = []
    seen: set[str] = set()
    for feature in collection.features:
        for name, (known, remedy) in words.items():
            # As `areas add` reads it: under our name in any case, and cells without blanks.
            given = typed_cell(name, feature.properties.get(columns.get(name, name)))
            if given and given not in known:
                faults.append(Fault(feature.number, name, str(given), "not known", remedy))
        ident = str(feature.properties.get("area_id", ""))
        if ident and ident in seen:
            faults.append(
                Fault(feature.number, "area_id", ident, "is duplicated", "Give each its own id.")
            )
        seen.add(ident)
    return faults
