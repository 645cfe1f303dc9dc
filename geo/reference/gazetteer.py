"""A place id, name (Latin or Arabic), `lat,lon` pair or MGRS string to one place with a radius."""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import mgrs
import pandas as pd

from geo.errors import ConformError, NameNotFoundError, PlaceNotFoundError
from geo.parsing.mgrs import square_fault, uneven
from geo.parsing.names import Names, place_names
from geo.parsing.plain import begin, plain
from geo.schemas.folder import read_lines, table_faults
from geo.schemas.folder_tables import TABLES

_PAIR = re.compile(
    r"([+-]?\d{1,20}(?:\.\d{1,20})?)(?: ?[,;] ?| )([+-]?\d{1,20}(?:\.\d{1,20})?)", re.ASCII
)
_MGRS = re.compile(r"^\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2}(\d{2}|\d{4}|\d{6}|\d{8}|\d{10})?$")

TYPED_RADIUS_KM = 1.0
"""Radius of a coordinate typed by hand when none is given."""


@dataclass(frozen=True)
class Place:
    """A named point with how well it is known, WGS84 degrees.

    Parameters
    ----------
    place_id
        Gazetteer id, or an empty string for a bare coordinate.
    name, name_ar
        Latin and Arabic name.
    lon, lat
        Degrees.
    radius_km
        The place lies within this of the point.
    kind
        base, town, city, area …
    units
        Governorates whose outline the place is, where no point is known: lon, lat and radius are
        then NaN.
    """

    place_id: str
    name: str
    name_ar: str
    lon: float
    lat: float
    radius_km: float
    kind: str = ""
    units: tuple[str, ...] = ()


def to_mgrs(lon: float, lat: float, *, digits: int = 4) -> str:
    """MGRS string of a point, `digits` per axis (4: ten metres), with spaces for reading."""
    text = mgrs.MGRS().toMGRS(lat, lon, MGRSPrecision=digits)
    head = len(text) - 2 * digits
    east, north = text[head : head + digits], text[head + digits :]
    return f"{text[: head - 2]} {text[head - 2 : head]} {east} {north}"


def from_mgrs(text: str) -> tuple[float, float, float] | None:
    """Lon, lat of the middle and radius in km of an MGRS square, or None if it is none.

    Raises
    ------
    PlaceNotFoundError
        When it looks like a square and is none on Earth.
    """
    compact = plain(text).replace(" ", "").upper()
    match = _MGRS.match(compact)
    if match is None or uneven(plain(text)):
        return None
    numbers = match.group(1) or ""
    digits = len(numbers) // 2
    # The middle of the square is what is meant, whichever corner the library would give.
    head = compact[: len(compact) - len(numbers)]
    middle = "50000"[: 5 - digits]
    full = f"{head}{numbers[:digits]}{middle}{numbers[digits:]}{middle}"
    try:
        with warnings.catch_warnings():
            # The middle of a wide square may lie across the border of its latitude band.
            warnings.simplefilter("ignore", RuntimeWarning)
            lat, lon = mgrs.MGRS().toLatLon(full)
    except Exception as error:  # the C library raises its own bare classes
        raise PlaceNotFoundError(f"{text!r} looks like MGRS but is no valid square.") from error
    half_km = 10 ** (5 - digits) / 2 / 1000.0
    return lon, lat, max(half_km * 1.5, 0.01)


def is_coordinate(text: str) -> bool:
    """Tell whether a text is, or tries to be, a `lat,lon` pair or MGRS, be it a place or not."""
    read = plain(text)
    square = _MGRS.match(read.replace(" ", "").upper())
    return bool(_PAIR.fullmatch(read) or square or square_fault(text))


@dataclass(frozen=True)
class Gazetteer:
    """Places by id and by name.

    Parameters
    ----------
    table
        One row a place, indexed by `place_id`; columns of `data/gazetteer.csv`.
    """

    table: pd.DataFrame

    @classmethod
    def load(cls, data_dir: Path) -> Gazetteer:
        """Read `gazetteer.csv` of a data folder.

        Raises
        ------
        ConformError
            With every fault of the table.
        """
        table = read_lines(data_dir / "gazetteer.csv", TABLES["gazetteer"])
        faults = table_faults(table, TABLES["gazetteer"], ids={})
        if faults:
            raise ConformError("gazetteer.csv", faults)
        return cls.of(table)

    @classmethod
    def of(cls, table: pd.DataFrame) -> Gazetteer:
        """Gazetteer of a checked table; see `geo.schemas.folder.read_checked`."""
        numbers = {
            column: table[column].replace("", "nan").astype(float)
            for column in ("lat", "lon", "radius_km")
        }
        return cls(table.assign(**numbers).set_index("place_id"))

    @property
    def without_point(self) -> pd.Index:
        """Ids of the places that are the outline of a governorate, or of several."""
        return self.table.index[self.table["lat"].isna()]

    @cached_property
    def names(self) -> Names:
        """Every spelling of every place."""
        table = self.table
        spellings = {
            ident: [name, arabic, *aliases.split("|")]
            for ident, name, arabic, aliases in zip(
                table.index, table["name"], table["name_ar"], table["aliases"], strict=True
            )
        }
        labels = dict(zip(table.index, table["name"], strict=True))
        kinds = dict(zip(table.index, table["kind"], strict=True))
        return place_names(spellings, labels=labels, kinds=kinds)

    @cached_property
    def _rows(self) -> dict[Any, dict[Any, Any]]:
        """Rows by id: looking each up in the frame costs most of reading a record."""
        return self.table.to_dict("index")

    def place(self, place_id: str) -> Place:
        """Place of an id.

        Raises
        ------
        PlaceNotFoundError
            When the id is not in the gazetteer.
        """
        if place_id not in self.table.index:
            near = ", ".join(self.names.suggest(place_id)) or "none near"
            raise PlaceNotFoundError(
                f"place id {place_id!r} is not in the gazetteer. Nearest: {near}."
            )
        row = self._rows[place_id]
        lon, lat, radius_km = (float(row[name]) for name in ("lon", "lat", "radius_km"))
        named = str(row.get("units", "")).split("|") if math.isnan(lon) else []
        units = tuple(filter(None, named))
        name, arabic, kind = str(row["name"]), str(row["name_ar"]), str(row["kind"])
        return Place(place_id, name, arabic, lon, lat, radius_km, kind, units)

    def lookup(self, text: str, *, radius_km: float | None = None) -> Place:
        """Place of an id, a name, a `lat,lon` pair or an MGRS string.

        Parameters
        ----------
        text
            What a person typed. A pair is latitude first.
        radius_km
            Overrides the radius found.

        Raises
        ------
        PlaceNotFoundError
            When nothing, or more than one thing, answers to it; with the nearest names.
        """
        found = self._coordinate(text) or self._named(text)
        # An outline has no middle that a radius could be drawn around.
        return found if radius_km is None or found.units else replace(found, radius_km=radius_km)

    def find(self, text: str) -> Place | None:
        """Place of a text as of `lookup`, or None; no name that is near is looked for."""
        try:
            found = self._coordinate(text)
        except PlaceNotFoundError:
            return None
        ident = None if found else self.names.get(text)
        return found if ident is None else self.place(ident)

    def _coordinate(self, text: str) -> Place | None:
        pair = _PAIR.fullmatch(plain(text))
        if pair:
            lat, lon = float(pair.group(1)), float(pair.group(2))
            if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004
                raise PlaceNotFoundError(
                    f"{begin(text)!r} is no latitude and longitude in degrees; latitude comes "
                    "first."
                )
            return Place("", f"{lat:.4f}, {lon:.4f}", "", lon, lat, TYPED_RADIUS_KM, "point")
        square = from_mgrs(text)
        if square:
            lon, lat, radius = square
            # How finely a square is written does not say how well the place is known.
            radius = max(radius, TYPED_RADIUS_KM)
            return Place("", plain(text).upper(), "", lon, lat, radius, "point")
        return None

    def _named(self, text: str) -> Place:
        try:
            return self.place(self.names.resolve(text))
        except NameNotFoundError as error:
            fault = square_fault(text)
            if fault is not None:
                raise PlaceNotFoundError(
                    f"{begin(text)!r}: {fault.problem}. {fault.remedy}"
                ) from error
            raise PlaceNotFoundError(
                f"{error} A `lat,lon` pair in degrees or an MGRS string works too."
            ) from error
