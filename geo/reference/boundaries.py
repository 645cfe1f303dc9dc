"""Governorates by unit id, from the bundled outlines or from a boundary file of the user's."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.errors import DataNotFoundError, GeometryError
from geo.parsing.names import key
from geo.reference.unit_error import BUNDLED_ERROR_KM, PairErrors
from geo.schemas.tokens import UNIT_SPELLINGS
from geo.settings import is_bundled

BOUNDARIES_VARIABLE = "ATLAS_BOUNDARIES"

_BY_SPELLING = {
    key(name): unit for unit, names in UNIT_SPELLINGS.items() for name in (unit, *names)
}


@dataclass(frozen=True)
class Units:
    """Outlines of the governorates.

    Parameters
    ----------
    outlines
        By unit id, EPSG:4326.
    source
        Where they come from.
    error_km
        How far they may be off, as of `geo.reference.unit_error`; empty where they are taken as
        they are drawn.
    """

    outlines: Mapping[str, BaseGeometry]
    source: str
    error_km: PairErrors = field(default_factory=dict)

    def outline(self, name: str) -> BaseGeometry | None:
        """Outline of a unit id or of any of its spellings, or None."""
        return self.outlines.get(_BY_SPELLING.get(key(name), name))

    def country(self) -> BaseGeometry:
        """All governorates as one geometry."""
        return shapely.union_all(list(self.outlines.values()))


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise GeometryError(
            f"{path.name} is not GeoJSON: {error}. Export it as GeoJSON."
        ) from error
    crs = str(document.get("crs", {}).get("properties", {}).get("name", "CRS84"))
    if not any(known in crs for known in ("CRS84", "4326")):
        raise GeometryError(f"{path.name} is in {crs}; WGS84 lon/lat is expected. Reproject it.")
    return list(document.get("features", []))


def unit_name(unit: str) -> str:
    """Name of a governorate for people, by its id: "Salah al-Din"."""
    return unit.replace("_", " ").title().replace(" Al ", " al-")


def read_units(path: Path, *, source: str) -> Units:
    """Read governorates from a GeoJSON file with `unit_id`, `ADM1_EN` or `name` properties.

    Raises
    ------
    GeometryError
        When a governorate is missing, doubled or invalid, naming it.
    """
    found: dict[str, BaseGeometry] = {}
    for feature in _features(path):
        properties = feature["properties"]
        name = properties.get("unit_id") or properties.get("ADM1_EN") or properties.get("name")
        unit = _BY_SPELLING.get(key(str(name)))
        if unit is None:
            raise GeometryError(f"{path.name}: governorate {name!r} is not one of Iraq's eighteen.")
        if unit in found:
            raise GeometryError(f"{path.name}: governorate {name!r} is duplicated.")
        found[unit] = shape(feature["geometry"])
    missing = sorted(set(UNIT_SPELLINGS) - set(found))
    if missing:
        raise GeometryError(f"{path.name}: no outline for {', '.join(missing)}.")
    order = sorted(found)
    outlines = np.array([found[unit] for unit in order], dtype=object)
    for unit, valid, why in zip(
        order, shapely.is_valid(outlines), shapely.is_valid_reason(outlines), strict=True
    ):
        if not valid:
            raise GeometryError(
                f"{path.name}: the outline of {unit} is invalid: {why}. Correct it."
            )
    return Units(dict(zip(order, outlines, strict=True)), source)


def load_units(data_dir: Path, *, boundaries: Path | None = None) -> Units:
    """Governorates from `boundaries`, else from ATLAS_BOUNDARIES, else the bundled outlines.

    Parameters
    ----------
    data_dir
        Folder of the bundled data.
    boundaries
        A GeoJSON file of governorates, or a folder with OCHA COD-AB files (`*adm1*.geojson`).

    Raises
    ------
    DataNotFoundError
        When the file or folder given does not exist or holds no such file.
    """
    given = boundaries
    if given is None and os.environ.get(BOUNDARIES_VARIABLE):
        given = Path(os.environ[BOUNDARIES_VARIABLE]).expanduser()
    if given is None:
        own = data_dir / "base" / "units.geojson"
        found = read_units(own, source="Natural Earth")
        return replace(found, error_km=BUNDLED_ERROR_KM) if is_bundled(own) else found
    if given.is_dir():
        files = sorted(given.glob("*adm1*.geojson"))
        if not files:
            raise DataNotFoundError(
                f"{given} holds no *adm1*.geojson. Point {BOUNDARIES_VARIABLE} at the folder of "
                "the COD-AB GeoJSON files, or at one GeoJSON file of governorates."
            )
        given = files[0]
    if not given.is_file():
        raise DataNotFoundError(f"{BOUNDARIES_VARIABLE}: {given} does not exist.")
    return read_units(given, source=f"{given.stem} (given by the user)")


def load_rivers(data_dir: Path) -> dict[str, BaseGeometry]:
    """Named rivers as lines in EPSG:4326, upstream end first."""
    path = data_dir / "base" / "rivers.geojson"
    return {
        str(feature["properties"]["river"]): shape(feature["geometry"])
        for feature in _features(path)
        if feature["properties"].get("river")
    }
