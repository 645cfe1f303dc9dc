"""Ground as of each half-year: who held what, how fresh that was, and what changed between two."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import crs
from geo.areas.age import AGEING, AGES, FRESH, words_of
from geo.areas.confirmation import known_on as areas_known
from geo.areas.table import OWN_GROUND, Areas
from geo.errors import AtlasError


class EditionError(AtlasError, ValueError):
    """There is no ground to make an edition of."""


CHANGES: Mapping[str, str] = {
    "gained": "not heard of or old before; fresh or ageing now",
    "redrawn": "fresh or ageing before; ended since, where its holder has other ground now",
    "left": "fresh or ageing before; left, or ended, since",
    "gone_stale": "fresh or ageing before; too old to decide now",
    "aged": "fresh before; ageing now",
    "confirmed": "held at both; confirmed again between them",
    "unchanged": "held at both, as fresh as before",
}
"""What can become of ground between two editions; the first that holds is said."""

REDRAWN = 0.5
"""Share of ended ground that lies in other ground of its holder, from which it was drawn anew."""

COLUMNS = (
    "edition", "area_id", "holder", "kind", "title", "age", "last_seen", "confidence",
    "shared_with", "change",
)  # fmt: skip
"""Columns of editions as rows, in order."""

_JULY = 7

_LEAST_SHARED = 0.01
"""Share of an area from which it is said to be shared."""


def half_years(begin: dt.date, end: dt.date) -> list[pd.Timestamp]:
    """Last days of the half-years that end between two days, both counted."""
    years = range(begin.year, end.year + 1)
    days = [pd.Timestamp(year, *last) for year in years for last in ((6, 30), (12, 31))]
    return [day for day in days if begin <= day.date() <= end]


def spoken_of(areas: Areas) -> tuple[dt.date, dt.date]:
    """First day of which anything is said of ground, and the end of the last half-year that is.

    Raises
    ------
    EditionError
        When nothing is said of any ground.
    """
    own = areas.table[areas.table["kind"].isin(OWN_GROUND)]
    days = [day for words in words_of(own) for one in words for day in (one.first, one.last)]
    if not days:
        raise EditionError(
            "no area was ever confirmed, or not by that day: there is no edition. Give a later "
            "--known-on, or areas.toml dates of confirmation."
        )
    last = max(days)
    return min(days), dt.date(last.year, *((6, 30) if last.month < _JULY else (12, 31)))


@dataclass(frozen=True)
class Edition:
    """Ground on one day.

    Parameters
    ----------
    day
        The day.
    ground
        Own ground in force on it, EPSG:4326, by `area_id`: as `Areas.in_force` gives it, and
        `shared_with`, a tuple of other holders of whose fresh or ageing ground at least a
        hundredth of the area is part.
    """

    day: pd.Timestamp
    ground: gpd.GeoDataFrame

    @property
    def held(self) -> gpd.GeoDataFrame:
        """Ground that is fresh or ageing."""
        return self.ground[_is_held(self.ground)]


def edition(areas: Areas, day: dt.date, *, known_on: dt.date | None = None) -> Edition:
    """Give the ground of a day.

    Parameters
    ----------
    areas
        As loaded.
    day
        The day.
    known_on
        Only what was published by this day counts; everything when None.
    """
    now = areas_known(areas, known_on).in_force(day)
    own = now[now["kind"].isin(OWN_GROUND)]
    return Edition(pd.Timestamp(day), own.assign(shared_with=_shared(own)))


def _is_held(ground: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    return np.asarray(ground["age"].isin([AGES[FRESH], AGES[AGEING]]), dtype=bool)


def _shared(ground: gpd.GeoDataFrame) -> pd.Series:
    """Holders of whose held ground a part of each area is, as a sorted tuple."""
    shapes = np.asarray(crs.to_equal_area(ground.geometry.to_numpy()))
    common = shapely.area(shapely.intersection(shapes[:, None], shapes[None, :]))
    meets = common >= _LEAST_SHARED * shapely.area(shapes)[:, None]
    holder, held = ground["holder"].to_numpy(object), _is_held(ground)
    meets &= held[None, :] & (holder[:, None] != holder[None, :])
    names = [tuple(sorted(set(holder[row]))) for row in meets]
    return pd.Series(names, index=ground.index, dtype=object)


def compare(before: Edition, after: Edition) -> pd.Series:
    """Say what became of the ground of two editions.

    Parameters
    ----------
    before, after
        The earlier one and the later one.

    Returns
    -------
    A word of `CHANGES` by `area_id`, of areas that are held in either of them.
    """
    held = [set(one.held.index) for one in (before, after)]
    order = [*before.ground.index, *after.ground.index.difference(before.ground.index, sort=False)]
    changes = {
        str(ident): _change(str(ident), before, after)
        for ident in order
        if ident in held[0] | held[1]
    }
    return pd.Series(changes, dtype=object, name="change").rename_axis("area_id")


def _change(ident: str, before: Edition, after: Edition) -> str:
    if ident not in before.held.index:
        return "gained"
    if ident not in after.held.index:
        if _is_redrawn(ident, before, after):
            return "redrawn"
        return "left" if _is_left(ident, after) else "gone_stale"
    old, new = before.ground.loc[ident], after.ground.loc[ident]
    if old["age"] == AGES[FRESH] and new["age"] == AGES[AGEING]:
        return "aged"
    return "confirmed" if new["seen_last"] > old["seen_last"] else "unchanged"


def _is_redrawn(ident: str, before: Edition, after: Edition) -> bool:
    """Tell whether ground that ended lies for the most part in other ground of its holder."""
    if ident in after.ground.index:
        return False
    held = after.held
    drawn = [before.ground.geometry[ident], *held.geometry[_is_of(held, before.ground.loc[ident])]]
    ended, *others = crs.to_equal_area(np.array(drawn, dtype=object))
    common = shapely.area(shapely.intersection(ended, shapely.union_all(others)))
    return bool(common >= REDRAWN * shapely.area(ended))


def _is_of(ground: gpd.GeoDataFrame, area: pd.Series) -> pd.Series:
    same: pd.Series = (ground["holder"] == area["holder"]) & (ground["kind"] == area["kind"])
    return same


def _is_left(ident: str, after: Edition) -> bool:
    """Tell whether ground that is held no more ended or was left, rather than grew old."""
    if ident not in after.ground.index:
        return True
    (words,) = words_of(after.ground.loc[[ident]])
    last = after.ground.loc[ident, "seen_last"]
    return any(
        one.effect == "leaves" and last.date() <= one.last <= after.day.date() for one in words
    )


def editions(
    areas: Areas, days: Sequence[dt.date], *, known_on: dt.date | None = None
) -> list[Edition]:
    """Give the editions of some days; parameters as of `edition`."""
    return [edition(areas, day, known_on=known_on) for day in days]


def edition_rows(found: Sequence[Edition]) -> pd.DataFrame:
    """Editions as rows: held ground of each, and what was lost since the one before.

    Parameters
    ----------
    found
        Editions by day.

    Returns
    -------
    Frame with `COLUMNS`: days as ISO text, `shared_with` joined by `|`, and `change` since the
    edition before, empty in the first.
    """
    rows: list[dict[str, Any]] = []
    for number, one in enumerate(found):
        changes = compare(found[number - 1], one) if number else pd.Series(dtype=object)
        chosen = list(one.held.index) if not number else list(changes.index)
        for ident in chosen:
            there = ident in one.ground.index
            row = (one if there else found[number - 1]).ground.loc[ident]
            rows.append(
                {
                    "edition": f"{one.day:%Y-%m-%d}",
                    "area_id": ident,
                    "holder": row["holder"],
                    "kind": row["kind"],
                    "title": row["title"],
                    "age": str(row["age"]) if there else "",
                    "last_seen": ""
                    if pd.isna(row["seen_last"])
                    else f"{row['seen_last']:%Y-%m-%d}",
                    "confidence": row["confidence"],
                    "shared_with": "|".join(row["shared_with"]) if there else "",
                    "change": str(changes.get(ident, "")),
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def edition_objects(found: Sequence[Edition]) -> list[dict[str, Any]]:
    """Editions as JSON has them: `edition, areas`, each area with the other `COLUMNS`."""
    by_day = edition_rows(found).groupby("edition", sort=False)
    parts = {str(day): rows.drop(columns="edition").to_dict("records") for day, rows in by_day}
    return [
        {"edition": day, "areas": [_object(row) for row in parts.get(day, [])]}
        for day in (f"{one.day:%Y-%m-%d}" for one in found)
    ]


def _object(row: Mapping[Any, Any]) -> dict[str, Any]:
    shared = [one for one in row["shared_with"].split("|") if one]
    return {name: value or None for name, value in row.items()} | {"shared_with": shared}


def edition_collection(found: Sequence[Edition]) -> dict[str, Any]:
    """Editions as GeoJSON (RFC 7946, WGS84): a feature each area held in each of them."""
    rows = edition_rows(found).set_index(["edition", "area_id"])
    features: list[dict[str, Any]] = []
    for one in found:
        shapes = shapely.orient_polygons(one.held.geometry.to_numpy(), exterior_cw=False)
        day = f"{one.day:%Y-%m-%d}"
        for ident, text in zip(one.held.index, shapely.to_geojson(shapes), strict=True):
            row = {"area_id": ident, **rows.loc[(day, ident)].to_dict()}
            features.append(
                {
                    "type": "Feature",
                    "id": f"{day}/{ident}",
                    "geometry": json.loads(text),
                    "properties": {"edition": day, **_object(row)},
                }
            )
    return {"type": "FeatureCollection", "name": "fasail-atlas editions", "features": features}
