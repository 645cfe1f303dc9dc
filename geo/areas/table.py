"""Who is said to hold which ground, from when to when, and how well that is known."""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString

from geo import crs
from geo.areas.age import AGES, FRESH, age_codes, last_seen
from geo.areas.extents import load_extents
from geo.areas.recipes import RecipeContext, compile_recipe, line_through, place_point
from geo.errors import ConformError, Fault, RecipeError
from geo.parsing.csv_rows import read_text
from geo.parsing.days import today
from geo.schemas import tokens
from geo.schemas.attacks import ahead_fault
from geo.schemas.folder import latest_day

KINDS: Mapping[str, str] = tokens.AREA_KINDS
OWN_GROUND = ("ground", "launch_ground", "network")
"""Kinds that count as a group's own ground; a corridor and a gap do not."""

LAUNCHED_FROM = ("ground", "launch_ground")
"""Kinds that say where a group may launch from; of a network no source says that it launches."""

CONFIDENCE = tokens.CONFIDENCE
PERSON, COUNT = "person", "count"
"""Where the confidence in an area comes from."""

STALE_AFTER = pd.DateOffset(months=12)
"""A rule, a link or a window that nobody confirmed for longer decides nothing."""

_DATES = ("valid_from", "valid_to", "last_confirmed")
_REQUIRED = (
    "id", "holder", "kind", "title", "source_id", "pointer", "border_km", "assumption",
    "valid_from", "last_confirmed",
)  # fmt: skip
_TABLES = ("schema", "defaults", "area", "line")
_KNOWN = (*_REQUIRED, "confidence", "confidence_why", "valid_to", "author", "recipe")


@dataclass(frozen=True)
class Areas:
    """Ground and supply lines, compiled.

    Parameters
    ----------
    table
        One row an area, indexed by `area_id`, EPSG:4326: `holder, kind, title, confidence,
        border_km, assumption, author, source_id, pointer, valid_from, valid_to, last_confirmed,
        recipe, geometry`. Missing dates are NaT. `confidence_from` says whether a person states
        the confidence (`confidence_why` may say why) or it is counted. What sightings add
        is described in `geo.areas.confirmation`.
    lines
        One row a line of supply, indexed by `line_id`, EPSG:4326.
    source
        Where the outlines of governorates came from.
    extents
        Outline of each place that is known only by its governorate, by place id, EPSG:4326.
    bears
        Which sightings bear on which area; see `geo.areas.confirmation.bearing`.
    """

    table: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame
    source: str
    extents: gpd.GeoSeries
    bears: pd.DataFrame = field(default_factory=pd.DataFrame)

    def in_force(self, on: pd.Timestamp | dt.date | str) -> gpd.GeoDataFrame:
        """Areas whose validity covers a day, with `age`, `seen_last` and `confirmed`.

        `age` is as of `geo.areas.age`, `seen_last` the last day by which the area was confirmed
        before, and `confirmed` marks fresh ground. `last_confirmed` is that day too;
        where nothing is said since the area began it stays its own source's, and may be later.
        """
        day = pd.Timestamp(on)
        table = self.table
        valid = (table["valid_from"] <= day) & (
            table["valid_to"].isna() | (day < table["valid_to"])
        )
        now = table.loc[valid].copy()
        asked = pd.Series([day])
        codes = age_codes(now, asked)[0]
        now["age"] = np.array(AGES, dtype=object)[codes]
        now["seen_last"] = last_seen(now, asked)[0].astype("datetime64[ns]")
        now["confirmed"] = codes == FRESH
        since = now["seen_last"] > now["valid_from"]
        now["last_confirmed"] = now["last_confirmed"].where(~since, now["seen_last"])
        return now

    def of(self, holder: str) -> gpd.GeoDataFrame:
        """All areas of one holder, whatever their dates."""
        return self.table.loc[self.table["holder"] == holder]


def _line_geometry(path: Mapping[str, Any], context: RecipeContext) -> LineString:
    through = [str(place) for place in path.get("through", [])]
    if path.get("into") == "iraq" and through:
        (start,) = crs.to_metric([shapely.Point(place_point(through[-1], context))])
        (country,) = crs.to_metric([context.units.country()])
        stub = shapely.shortest_line(start, country)
        return LineString(crs.to_lonlat([stub])[0])
    return line_through(through, context)


def _entry_faults(entry: Mapping[str, Any], number: int, *, on: dt.date) -> list[Fault]:
    def fault(column: str, problem: str, remedy: str) -> Fault:
        return Fault(number, column, str(entry.get(column, "")), problem, remedy)

    faults = [fault(name, "it is missing", "Give it.") for name in _REQUIRED if name not in entry]
    if "kind" in entry and entry["kind"] not in KINDS:
        faults.append(fault("kind", "not a known kind", f"Use one of {', '.join(KINDS)}."))
    if "confidence" in entry and entry["confidence"] not in CONFIDENCE:
        faults.append(fault("confidence", "not a known word", f"Use {', '.join(CONFIDENCE)}."))
    border = entry.get("border_km", 0)
    if not isinstance(border, int | float) or not 0 <= border < math.inf:
        faults.append(fault("border_km", "not a distance", "Give km, 0 or more."))
    faults += [
        fault(name, "not a date", "Write YYYY-MM-DD without quotes.")
        for name in _DATES
        if name in entry and type(entry[name]) is not dt.date
    ]
    faults += _confirmed_faults(entry, number, on=on)
    begin, end = entry.get("valid_from"), entry.get("valid_to")
    if type(begin) is dt.date and type(end) is dt.date and end < begin:
        faults.append(fault("valid_to", f"lies before valid_from, {begin}", "Correct one of them."))
    # A misspelt `valid_to` would leave ground in force for ever.
    return faults + [
        fault(name, "not a known key", f"Use one of {', '.join(_KNOWN)}.")
        for name in entry
        if name not in _KNOWN
    ]


def _confirmed_faults(entry: Mapping[str, Any], number: int, *, on: dt.date) -> list[Fault]:
    """Ground that somebody is said to have confirmed on a day that is yet to come."""
    day = entry.get("last_confirmed")
    if type(day) is not dt.date or day <= on:
        return []
    return [Fault(number, "last_confirmed", str(day), *ahead_fault(on))]


def load_areas(path: Path, *, context: RecipeContext, on: dt.date | None = None) -> Areas:
    """Compile every recipe of an `areas.toml`.

    Parameters
    ----------
    path
        The file.
    context
        What recipes are made of.
    on
        Day after which no ground can have been confirmed; today when None, see
        `geo.schemas.folder.latest_day`.

    Raises
    ------
    ConformError
        Listing every fault of every area: unknown keys of a recipe, missing citations, doubled
        ids, grounds that come out empty. `row` is the number of the area in the file.
    """
    document = _document(path)
    return areas_from(document, file=path.name, context=context, on=latest_day(path, on=on))


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        fault = Fault(0, "", "", f"not TOML: {error}", "Correct it.")
        raise ConformError(path.name, [fault]) from error


def entry_faults(path: Path, *, on: dt.date | None = None) -> list[Fault]:
    """Faults of the areas of a file that show without what recipes are made of.

    Parameters
    ----------
    path, on
        As of `load_areas`.

    Raises
    ------
    ConformError
        When the file cannot be read, or is not TOML.
    """
    _, faults = _entries(_document(path), on=latest_day(path, on=on))
    return faults


def _entries(
    document: Mapping[str, Any], *, on: dt.date
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Areas with the defaults filled in, and the faults of their keys, words, dates and ids."""
    # A misspelt `[[line]]` would leave out supply lines without a word.
    faults = [
        Fault(0, name, "", "not a known table", f"Use one of {', '.join(_TABLES)}.")
        for name in document
        if name not in _TABLES
    ]
    entries: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, given in enumerate(document.get("area", []), start=1):
        entry = {**document.get("defaults", {}), **given}
        faults += _entry_faults(entry, number, on=on)
        ident = str(entry.get("id", ""))
        if ident in seen:
            faults.append(Fault(number, "id", ident, "is duplicated", "Give each its own id."))
        seen.add(ident)
        entries.append(entry)
    return entries, faults


def areas_from(
    document: Mapping[str, Any], *, file: str, context: RecipeContext, on: dt.date | None = None
) -> Areas:
    """Compile the recipes of a parsed `areas.toml`.

    Parameters
    ----------
    document
        `area` and `line` as lists of tables, and `defaults` for both.
    file
        Name used in messages.
    context
        What recipes are made of.
    on
        As of `load_areas`.

    Raises
    ------
    ConformError
        As of `load_areas`.
    """
    latest = on or today()
    rows, faults = _entries(document, on=latest)
    for number, entry in enumerate(rows, start=1):
        try:
            entry["geometry"] = compile_recipe(entry.get("recipe", {}), context=context)
        except RecipeError as error:
            ident = str(entry.get("id", ""))
            faults.append(Fault(number, "recipe", ident, str(error), "Correct the recipe."))
    defaults = document.get("defaults", {})
    lines = [{**defaults, **given} for given in document.get("line", [])]
    for number, entry in enumerate(lines, start=1):
        try:
            entry["geometry"] = _line_geometry(entry.get("path", {}), context)
        except RecipeError as error:
            ident = str(entry.get("id", ""))
            faults.append(Fault(number, "path", ident, str(error), "Correct the path of the line."))
        if "id" not in entry:
            faults.append(Fault(number, "id", "", "the line has no id", "Add it."))
        faults += _confirmed_faults(entry, number, on=latest)
    if faults:
        raise ConformError(file, faults)
    extents = load_extents(context.gazetteer, context.units)
    return Areas(_frame(rows, "area_id"), _frame(lines, "line_id"), context.units.source, extents)


def _frame(rows: list[dict[str, Any]], index: str) -> gpd.GeoDataFrame:
    # Every column stands even where a file has no row of its kind.
    columns = dict.fromkeys([*_KNOWN, "geometry", *(key for row in rows for key in row)])
    frame = pd.DataFrame(rows, columns=list(columns)).rename(columns={"id": index})
    frame = frame.set_index(index)
    for column in ("author", "confidence_why"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), "")
    stated = frame["confidence"].notna()
    frame["confidence_from"] = np.where(stated, PERSON, COUNT)
    frame["confidence"] = frame["confidence"].astype(object).where(stated, "low")
    for column in _DATES:
        frame[column] = pd.to_datetime(frame[column])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=4326)


def area_km2(areas: gpd.GeoDataFrame) -> pd.Series:
    """Geodesic area of each row in km², on the caller's index."""
    crs.require_lonlat(areas, what="areas")
    # Rings that all turn the same way would add their holes instead of taking them off.
    turned = shapely.orient_polygons(areas.geometry.to_numpy())
    outlines = shapely.segmentize(turned, crs.EDGE_STEP_DEG)
    values = [abs(crs.GEOD.geometry_area_perimeter(outline)[0]) / 1e6 for outline in outlines]
    return pd.Series(np.asarray(values), index=areas.index, name="area_km2")
