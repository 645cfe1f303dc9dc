"""Outlines of a layer as areas: what its columns say of each, and a person of the rest."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from geo.areas.recipes import compile_outlines, outline_recipe
from geo.areas.table import CONFIDENCE, KINDS
from geo.crs import to_equal_area
from geo.errors import Fault, RecipeError
from geo.io.geojson import Collection, Feature
from geo.io.polygons import polygon_faults, repaired

COLUMNS = (
    "holder", "kind", "title", "confidence", "border_km", "assumption", "source_id", "pointer",
    "valid_from", "valid_to", "last_confirmed",
)  # fmt: skip
"""What a layer may say of each outline, under these names or under those that a person gives."""

_ID_KEYS = ("area_id", "id", "name")
_DAYS = ("valid_from", "valid_to", "last_confirmed")
_DECIMALS = 5
"""Of a degree: about one metre."""

_ROUNDED_KM = 0.001
"""How far rounding may move an edge: more ground than this along all edges was not drawn."""


@dataclass(frozen=True)
class ExaminedOutlines:
    """Outlines of a layer, those with a fault apart.

    Parameters
    ----------
    sound
        Features without a fault.
    faults
        Of the others, by feature number.
    count
        Features read: those kept and those with a fault.
    notes
        What a person should know, such as a repair.
    """

    sound: tuple[Feature, ...]
    faults: tuple[Fault, ...]
    count: int
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> str:
        """Sum of the outlines in words."""
        kept = len(self.sound)
        read = f"{self.count} outline{'s' if self.count != 1 else ''} read"
        return f"{read} = {kept} kept + {self.count - kept} with a fault"


def examine_outlines(collection: Collection, *, repair: bool = False) -> ExaminedOutlines:
    """Set outlines with a fault apart.

    Parameters
    ----------
    collection
        Features as read, WGS84 lon/lat.
    repair
        Make outlines that cross themselves whole first; a note names each.
    """
    features, notes = list(collection.features), list[str]()
    if repair:
        features, notes = repaired(features)
    faults = [*collection.faults, *polygon_faults(features)]
    bad = {fault.row for fault in faults}
    faults += _drawn_faults([one for one in features if one.number not in bad])
    bad = {fault.row for fault in faults}
    sound = [one for one in features if one.number not in bad and 0 not in bad]
    return ExaminedOutlines(tuple(sound), tuple(faults), collection.count, tuple(notes))


def proposed(features: Sequence[Feature]) -> dict[str, str]:
    """Columns of a layer that have our names, in small letters or capitals, by our names.

    The name in our own letters comes first; of several in other letters none is taken.
    """
    have = columns_of(features)
    alike: dict[str, list[str]] = {}
    for name in have:
        alike.setdefault(name.strip().casefold(), []).append(name)
    found = {name: [name] if name in have else alike.get(name, []) for name in COLUMNS}
    return {name: columns[0] for name, columns in found.items() if len(columns) == 1}


def column_notes(features: Sequence[Feature], columns: Mapping[str, str], *, file: str) -> str:
    """Say which columns of a layer were read under another name, or not; nothing without any."""
    others = [
        name
        for name in columns_of(features)
        if name not in columns.values() and name.strip().casefold() in COLUMNS
    ]
    read = [f"{column} as {name}" for name, column in columns.items() if column != name]
    notes = [f"columns read: {', '.join(read)}"] if read else []
    notes += [f"columns not read: {', '.join(others)}"] if others else []
    return f"{file}: {'; '.join(notes)}." if notes else ""


def columns_of(features: Sequence[Feature]) -> list[str]:
    """Names of all properties, in the order in which they come."""
    return list(dict.fromkeys(str(key) for one in features for key in one.properties))


def area_entries(
    features: Sequence[Feature],
    *,
    said: Mapping[str, Any],
    columns: Mapping[str, str],
    layer: str,
) -> list[dict[str, Any]]:
    """Areas of some outlines, as tables of `areas.toml`; unchecked.

    Parameters
    ----------
    features
        Sound ones.
    said
        What holds where a layer has no such column, or an empty cell.
    columns
        Column of the layer by our name, of `COLUMNS`.
    layer
        Its name: outlines without one of their own are numbered under it.
    """
    made = [_entry(one, said, columns, layer=layer) for one in features]
    seen: dict[str, int] = {}
    for entry in made:
        # Two outlines of one name are two areas.
        seen[entry["id"]] = seen.get(entry["id"], 0) + 1
        if seen[entry["id"]] > 1:
            entry["id"] = f"{entry['id']}_{seen[entry['id']]}"
    return made


def _entry(
    feature: Feature, said: Mapping[str, Any], columns: Mapping[str, str], *, layer: str
) -> dict[str, Any]:
    cells = {name: feature.properties.get(column) for name, column in columns.items()}
    own = {name: value for name, cell in cells.items() if (value := typed_cell(name, cell)) != ""}
    named = next((one for key in _ID_KEYS if (one := _named(feature, key))), "")
    words = re.sub(r"[^\w]+", "_", f"{named or layer}".strip()).strip("_").lower()
    ident = words if named else f"{words}_{feature.number}"
    title = str(named or f"{layer}, outline {feature.number}")
    return {"id": ident, "title": title, **said, **own, "recipe": _recipe(feature.geometry or {})}


def _named(feature: Feature, key: str) -> Any:
    """Value of a property in small letters or capitals; our own letters come first."""
    alike = (value for name, value in feature.properties.items() if name.casefold() == key)
    return feature.properties.get(key) or next((value for value in alike if value), "")


def typed_cell(name: str, cell: Any) -> Any:
    """A cell as a recipe holds it; an unreadable one as text, for the checks to name."""
    text = "" if cell is None else str(cell).strip()
    if name == "border_km":
        try:
            return float(text) if text else ""
        except ValueError:
            return text
    if name in _DAYS:
        try:
            return dt.date.fromisoformat(text[:10]) if text else ""
        except ValueError:
            return text
    known = {"kind": KINDS, "confidence": CONFIDENCE}.get(name, ())
    return text.lower() if text.lower() in known else text


def _recipe(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """Rings of a polygon or of several as corners."""
    many = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if many else [geometry["coordinates"]]
    return outline_recipe([_corners(ring) for ring in rings] for rings in polygons)


def _drawn_faults(features: Sequence[Feature]) -> list[Fault]:
    """Faults of outlines of which other ground would be compiled than was drawn."""
    faults = []
    for feature in features:
        drawn = shapely.force_2d(shape(dict(feature.geometry or {})))
        try:
            made = compile_outlines(_recipe(feature.geometry or {}))
        except RecipeError as error:
            remedy = f"Correct it there: areas are kept to {_DECIMALS} decimals of a degree."
            faults.append(Fault(feature.number, "geometry", "", str(error).rstrip("."), remedy))
            continue
        both = np.array([drawn, made, shapely.symmetric_difference(drawn, made)], dtype=object)
        drawn_km2, made_km2, differs_km2 = shapely.area(to_equal_area(both)) / 1e6
        edge_km = float(shapely.length(to_equal_area([drawn])[0])) / 1000.0
        if differs_km2 > edge_km * _ROUNDED_KM:
            problem = (
                f"{made_km2:,.3f} km² would be kept of the {drawn_km2:,.3f} km² that are drawn"
            )
            remedy = "Leave out what is smaller than a metre, or split it into several outlines."
            faults.append(Fault(feature.number, "geometry", "", problem, remedy))
    return faults


def _corners(ring: Sequence[Sequence[float]]) -> list[list[float]]:
    return [[round(float(spot[0]), _DECIMALS), round(float(spot[1]), _DECIMALS)] for spot in ring]
