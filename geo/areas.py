"""Who is said to hold which ground, from when to when, and how well that is known."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import LineString

from geo import crs
from geo.errors import ConformError, Fault, RecipeError
from geo.recipes import Kitchen, cook, line_through
from geo.tables import read_text

KINDS = {
    "ground": "ground held",
    "launch_ground": "ground used to launch from",
    "network": "local networks",
    "corridor": "a campaign along a road, not ground held",
    "gap": "active here, launch ground not known",
    "committee": "ground of a regional committee",
}
OWN_GROUND = ("ground", "launch_ground", "network")
"""Kinds that count as a group's own ground; a corridor and a gap do not."""

CONFIDENCE = ("high", "moderate", "low")
STALE_AFTER = pd.DateOffset(months=12)
"""Ground that nobody confirmed for longer than this convicts nobody."""

_REQUIRED = ("id", "holder", "kind", "title", "pointer", "confidence", "border_km", "assumption")


@dataclass(frozen=True)
class Areas:
    """Ground and supply lines, compiled.

    Parameters
    ----------
    table
        One row an area, indexed by `area_id`, EPSG:4326: `holder, kind, title, confidence,
        border_km, assumption, author, source_id, pointer, valid_from, valid_to, last_confirmed,
        recipe, geometry`. Missing dates are NaT.
    lines
        One row a line of supply, indexed by `line_id`, EPSG:4326.
    source
        Where the outlines of governorates came from.
    """

    table: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame
    source: str

    def in_force(self, on: pd.Timestamp | dt.date | str) -> gpd.GeoDataFrame:
        """Areas whose validity covers a day, with `confirmed` telling stale from fresh ground."""
        day = pd.Timestamp(on)
        table = self.table
        valid = (table["valid_from"] <= day) & (table["valid_to"].isna() | (day < table["valid_to"]))
        now = table.loc[valid].copy()
        now["confirmed"] = day <= now["last_confirmed"] + STALE_AFTER
        return now

    def of(self, holder: str) -> gpd.GeoDataFrame:
        """All areas of one holder, whatever their dates."""
        return self.table.loc[self.table["holder"] == holder]


def _timestamp(value: Any) -> pd.Timestamp:
    return pd.NaT if value is None else pd.Timestamp(value)


def _line_geometry(path: Mapping[str, Any], kitchen: Kitchen) -> LineString:
    through = [str(place) for place in path.get("through", [])]
    if path.get("into") == "iraq":
        place = kitchen.gazetteer.place(through[-1])
        start = shapely.Point(*(float(v[0]) for v in crs.project([place.lon], [place.lat])))
        country = crs.to_metric([kitchen.units.country()])[0]
        stub = shapely.shortest_line(start, country)
        return LineString(crs.to_lonlat([stub])[0])
    return line_through(through, kitchen)


def _entry_faults(entry: Mapping[str, Any], number: int) -> list[Fault]:
    def fault(column: str, problem: str, remedy: str) -> Fault:
        return Fault(number, column, str(entry.get(column, "")), problem, remedy)

    faults = [
        fault(name, "the key is missing", "Add it.") for name in _REQUIRED if name not in entry
    ]
    if entry.get("kind") not in KINDS:
        faults.append(fault("kind", "not a known kind", f"Use one of {', '.join(KINDS)}."))
    if entry.get("confidence") not in CONFIDENCE:
        faults.append(fault("confidence", "not a known word", f"Use {', '.join(CONFIDENCE)}."))
    border = entry.get("border_km", 0)
    if not isinstance(border, int | float) or border < 0:
        faults.append(fault("border_km", "not a distance", "Give km, 0 or more."))
    return faults


def load_areas(path: Path, *, kitchen: Kitchen) -> Areas:
    """Compile every recipe of an `areas.toml`.

    Raises
    ------
    ConformError
        Listing every fault of every area: unknown keys of a recipe, missing citations, doubled
        ids, grounds that come out empty. `row` is the number of the area in the file.
    """
    file = path.name
    try:
        document = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ConformError(file, [Fault(0, "", "", f"not TOML: {error}", "Mend it.")]) from error
    defaults = document.get("defaults", {})
    faults: list[Fault] = []
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, given in enumerate(document.get("area", []), start=1):
        entry = {**defaults, **given}
        faults += _entry_faults(entry, number)
        ident = str(entry.get("id", ""))
        if ident in seen:
            faults.append(Fault(number, "id", ident, "stands twice", "Give each its own id."))
        seen.add(ident)
        try:
            entry["geometry"] = cook(entry.get("recipe", {}), kitchen=kitchen)
        except RecipeError as error:
            faults.append(Fault(number, "recipe", ident, str(error), "Mend the recipe."))
        rows.append(entry)
    if faults:
        raise ConformError(file, faults)
    lines = [{**defaults, **given} for given in document.get("line", [])]
    try:
        for entry in lines:
            entry["geometry"] = _line_geometry(entry["path"], kitchen)
    except RecipeError as error:
        raise ConformError(
            file, [Fault(0, "path", str(entry["id"]), str(error), "Mend the path.")]
        ) from error
    return Areas(_frame(rows, "area_id"), _frame(lines, "line_id"), kitchen.units.source)


def _frame(rows: list[dict[str, Any]], index: str) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows).rename(columns={"id": index}).set_index(index)
    for column in ("valid_from", "valid_to", "last_confirmed"):
        values = frame[column] if column in frame else pd.Series(pd.NaT, index=frame.index)
        frame[column] = pd.to_datetime(values)
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=4326)


def area_km2(areas: gpd.GeoDataFrame) -> pd.Series:
    """Geodesic area of each row in km², on the caller's index."""
    crs.require_lonlat(areas, what="areas")
    outlines = shapely.segmentize(areas.geometry.to_numpy(), crs.EDGE_STEP_DEG)
    values = [abs(crs.GEOD.geometry_area_perimeter(outline)[0]) / 1e6 for outline in outlines]
    return pd.Series(np.asarray(values), index=areas.index, name="area_km2")
