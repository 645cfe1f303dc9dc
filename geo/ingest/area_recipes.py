"""A file of area recipes compiled on trial: how many entries it has, and every fault of each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from geo.areas.recipes import RecipeContext
from geo.areas.table import load_areas
from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.io.files import read_user_text
from geo.reference.boundaries import load_rivers
from geo.settings import find


def recipe_faults(path: Path, *, atlas: Atlas) -> tuple[int, int, tuple[Fault, ...]]:
    """Compile the recipes of an `areas.toml` against an atlas.

    Returns
    -------
    Entries read (areas and lines), entries with a fault, and the faults.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is not TOML text.
    """
    areas, lines = (_tables(path, name) for name in ("area", "line"))
    rows = len(areas) + len(lines)
    faults = [
        fault
        for number, entry in enumerate(areas, start=1)
        for fault in _name_faults(entry, number, atlas=atlas)
    ]
    rivers = load_rivers(find("base/rivers.geojson", atlas.folder).parent.parent)
    try:
        load_areas(path, context=RecipeContext(atlas.gazetteer, atlas.units, rivers))
    except ConformError as error:
        faults += error.faults
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        # A value of a kind that no recipe has; which entry it stands in is not known.
        faults.append(
            Fault(0, "", "", f"not laid out like areas.toml ({error})", "Compare with areas list.")
        )
    if not areas:
        faults.append(Fault(0, "area", "", "there is no [[area]]", "Give at least one."))
    # Areas and lines are numbered each from 1.
    faulty = len({(fault.row, fault.column == "path") for fault in faults if fault.row})
    whole = any(fault.row == 0 for fault in faults)
    return rows, (rows if whole else faulty), tuple(sorted(faults))


def _tables(path: Path, name: str) -> list[dict[str, Any]]:
    text, _ = read_user_text(path)
    try:
        entries = tomllib.loads(text).get(name, [])
    except tomllib.TOMLDecodeError as error:
        raise ConformError.for_file(path.name, f"not TOML: {error}", "Correct it there.") from error
    except RecursionError as error:
        raise ConformError.for_file(
            path.name, "the TOML is nested too deep", "Use union sparingly."
        ) from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConformError.for_file(
            path.name, f"{name!r} is no list of tables", f"Write each under [[{name}]]."
        )
    return entries


def _name_faults(entry: dict[str, Any], number: int, *, atlas: Atlas) -> list[Fault]:
    registry = atlas.registry
    committee = entry.get("kind") == "committee"
    holders, file = (
        (registry.committees, "committees.csv") if committee else (registry.groups, "groups.csv")
    )
    known = {
        "holder": (holders.index, f"Use an id of {file}."),
        "source_id": (registry.sources.index, "Use an id of sources.csv."),
    }
    return [
        Fault(number, name, str(entry[name]), "not known", remedy)
        for name, (index, remedy) in known.items()
        if name in entry and str(entry[name]) not in index
    ]
