"""A GeoJSON file to its features, with a fault for whatever is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import ConformError, Fault
from geo.io.files import read_user_text
from geo.io.geojson_crs import crs_faults
from geo.io.strict_json import (
    Parsed,
    feature_lines,
    is_whole,
    oddities,
    parse_json,
    plain_text,
)

OWN_ID = "feature id"
"""Where the id of a feature stands that has a property of that name, and another value in it."""

MOST_FEATURES = 5_000_000
"""Features of a file at most."""

_KINDS = ("Feature", "FeatureCollection")
_NO_FEATURE = "not a Feature"
_MOST_OTHERS = 10_000
"""Entries that are no features at most."""

_MOST_OBJECTS, _OBJECTS_OF_FEATURE = 100_000, 20
"""Objects of a file at most, and those of each feature beside."""


@dataclass(frozen=True)
class Feature:
    """One feature.

    Parameters
    ----------
    number
        Its place in the file, the first is 1.
    properties
        Its properties, empty when there are none.
    geometry
        Its geometry object, or None.
    """

    number: int
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any] | None

    @property
    def geometry_type(self) -> str:
        """Type of the geometry as the file says it, or an empty string."""
        return "" if self.geometry is None else str(self.geometry.get("type", ""))


@dataclass(frozen=True)
class Collection:
    """The features of a file.

    Parameters
    ----------
    file
        Name used in messages.
    features
        Those that can be read as features.
    count
        How many entries the file has, faulty ones counted too.
    faults
        Of the file as a whole (row 0), and of entries that are no features.
    malformed_rows
        Text of those entries, by number.
    notes
        What a person should know about the reading.
    """

    file: str
    features: tuple[Feature, ...]
    count: int
    faults: tuple[Fault, ...]
    malformed_rows: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_geojson(path: Path) -> Collection:
    """Read a GeoJSON file; geometries stay as they stand, unchecked.

    Raises
    ------
    DataNotFoundError
        When there is no such file.
    ConformError
        When it is not a GeoJSON FeatureCollection or Feature at all.
    """
    try:
        return _read(path)
    except RecursionError as error:
        problem, remedy = "the JSON is nested too deep", "Export it as plain GeoJSON."
        raise ConformError.for_file(path.name, problem, remedy) from error


def _read(path: Path) -> Collection:
    text, note = read_user_text(path)
    _refuse_other_objects(text, file=path.name)
    lines = feature_lines(text, file=path.name)
    if lines is not None:
        lines_note = (
            f"{path.name}: one feature a line (GeoJSON text sequence): {len(lines):,} lines."
        )
        return _collection(path.name, lines, [], notes=(*_noted(note), lines_note))
    parsed = parse_json(text, file=path.name)
    document = parsed.document
    if not isinstance(document, dict):
        raise ConformError.for_file(
            path.name, "not a GeoJSON object", "Export it as a GeoJSON FeatureCollection."
        )
    kind = document.get("type")
    entries = [document] if kind == "Feature" else document.get("features")
    if kind not in _KINDS or not isinstance(entries, list):
        raise ConformError.for_file(
            path.name,
            "not a GeoJSON FeatureCollection",
            "Export it as a GeoJSON FeatureCollection.",
            given=f"type {kind!r}",
        )
    faults = crs_faults(document.get("crs"))
    if not parsed.is_strict and kind == "FeatureCollection":
        beside = {name: part for name, part in document.items() if name != "features"}
        faults += [Fault(0, *odd) for odd in oddities(beside)]
    if not entries:
        faults.append(Fault(0, "features", "", "there are no features", "Give at least one."))
    made = [Parsed(entry, parsed.is_strict) for entry in entries]
    return _collection(path.name, made, faults, notes=_noted(note))


def _noted(note: str) -> tuple[str, ...]:
    return (note,) if note else ()


def _collection(
    file: str, entries: list[Parsed], faults: list[Fault], *, notes: tuple[str, ...]
) -> Collection:
    """Features of some entries, and a fault for each that is none."""
    features = []
    others = 0
    malformed_rows: dict[int, str] = {}
    for number, entry in enumerate(entries, start=1):
        feature = _feature(entry.document, number, is_strict=entry.is_strict)
        if isinstance(feature, Fault):
            faults.append(feature)
            malformed_rows[number] = plain_text(entry.document)
            others += feature.problem == _NO_FEATURE
            if others > _MOST_OTHERS:
                problem = f"more than {_MOST_OTHERS:,} entries are no features"
                raise ConformError.for_file(file, problem, feature.remedy)
        else:
            features.append(feature)
    return Collection(file, tuple(features), len(entries), tuple(faults), malformed_rows, notes)


def _refuse_other_objects(text: str, *, file: str) -> None:
    """Refuse a file of things that are no features by counting, before they fill the memory."""
    features = text.count('"Feature"')
    if features > MOST_FEATURES:
        problem = f"more than {MOST_FEATURES:,} features"
        raise ConformError.for_file(file, problem, "Split it.", given=f"{features:,}")
    most = _MOST_OBJECTS + _OBJECTS_OF_FEATURE * features
    # A position has a comma within it and mostly one behind it; a list of nothing else has fewer.
    bare = text.count("[") - text.count(",") * 9 // 10
    for what, found in (("objects", text.count("{")), ("lists of no positions", bare)):
        if found > most:
            problem = f"more than {most:,} {what} for the features that it has"
            raise ConformError.for_file(
                file, problem, "Export the features alone.", given=f"{found:,}"
            )


def _feature(entry: Any, number: int, *, is_strict: bool) -> Feature | Fault:
    odd = None if is_strict else next(oddities(entry), None)
    if odd is not None:
        return Fault(number, *odd)
    if not isinstance(entry, dict) or entry.get("type") != "Feature":
        given = json.dumps(entry)[:40]
        return Fault(number, "", given, _NO_FEATURE, 'Give {"type": "Feature", …}.')
    if not is_whole(entry):
        remedy = "Re-export it, or type the text again."
        return Fault(
            number,
            "properties",
            "",
            "text contains an unpaired surrogate (invalid Unicode)",
            remedy,
        )
    properties, geometry = entry.get("properties"), entry.get("geometry")
    if not isinstance(properties, dict | None):
        given = json.dumps(properties)[:40]
        return Fault(number, "properties", given, "not an object", "Give an object, or null.")
    if not isinstance(geometry, dict | None):
        given = json.dumps(geometry)[:40]
        return Fault(number, "geometry", given, "not an object", "Give a geometry, or null.")
    properties = properties or {}
    ident = entry.get("id")
    if ident is not None and properties.get("id", ident) != ident:
        properties = {OWN_ID: ident, **properties}
    elif ident is not None:
        properties = {"id": ident, **properties}
    return Feature(number, properties, geometry)


def listed(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """Geometry object with lists, as JSON has them, where shapely gives tuples."""

    def lists(value: object) -> object:
        return [lists(part) for part in value] if isinstance(value, tuple | list) else value

    return {name: lists(value) for name, value in geometry.items()}
