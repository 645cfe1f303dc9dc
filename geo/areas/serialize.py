"""Areas as the JSON objects and the GeoJSON that the command line promises."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo import crs
from geo.areas.age import DatedStatement, words_of
from geo.areas.seen_text import known_to
from geo.areas.table import KINDS, Areas, area_km2
from geo.errors import NameNotFoundError
from geo.parsing.names import Names
from geo.reference.registry import Registry
from geo.schemas.tokens import SIGHTING_KINDS

AREA_KEYS = (
    "id", "holder", "holder_name", "kind", "title", "confidence", "confidence_from",
    "confidence_why", "counted_confidence", "border_km", "area_km2", "valid_from", "valid_to",
    "last_confirmed", "confirmed_last", "confirmed_known_to", "author", "source_id", "pointer",
    "citation", "assumption", "recipe",
)  # fmt: skip
"""Keys of one area, in order."""

_GRID_DEG = 1e-6
"""Coordinates are written to a tenth of a metre; finer digits say nothing."""
_LEAST_KM2 = 0.05
"""Shared ground under this is rounding along a common border."""


def _day(day: Any) -> str | None:
    return None if pd.isna(day) else f"{day:%Y-%m-%d}"


def _known_to(words: Sequence[DatedStatement], day: Any) -> str | None:
    return None if pd.isna(day) else known_to(words, pd.Timestamp(day).date())


def _holder_name(holder: str, registry: Registry) -> str:
    for table in (registry.groups, registry.committees):
        if holder in table.index and "name" in table:
            return str(table.loc[holder, "name"])
    return holder


def area_objects(areas: Areas, *, registry: Registry) -> list[dict[str, Any]]:
    """Areas with exactly the keys `AREA_KEYS`, in the order of the recipes; dates are ISO text."""
    table = areas.table
    citations = registry.cite(table["source_id"], table["pointer"])
    confirmed = [
        tuple(one for one in words if one.effect == "confirms") for words in words_of(table)
    ]
    rows = zip(
        table.index, table.to_dict("records"), area_km2(table), citations, confirmed, strict=True
    )
    return [
        {
            "id": str(ident),
            "holder": row["holder"],
            "holder_name": _holder_name(row["holder"], registry),
            "kind": row["kind"],
            "title": row["title"],
            "confidence": row["confidence"],
            "confidence_from": row["confidence_from"],
            "confidence_why": row["confidence_why"] or None,
            "counted_confidence": row["counted_confidence"],
            "border_km": float(row["border_km"]),
            "area_km2": round(float(km2), 1),
            "valid_from": _day(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
            "last_confirmed": _day(row["last_confirmed"]),
            "confirmed_last": _day(max((one.last for one in words), default=pd.NaT)),
            "confirmed_known_to": _known_to(words, max((w.last for w in words), default=pd.NaT)),
            "author": row["author"],
            "source_id": row["source_id"],
            "pointer": row["pointer"],
            "citation": citation,
            "assumption": row["assumption"],
            "recipe": row["recipe"],
        }
        for ident, row, km2, citation, words in rows
    ]


def area_object(
    areas: Areas, area_id: str, *, registry: Registry, on: pd.Timestamp | None = None
) -> dict[str, Any]:
    """One area, whose ground it overlaps, and its standing on a day.

    Parameters
    ----------
    areas, registry
        As loaded.
    area_id
        Id of the area.
    on
        Day asked about, or None.

    Returns
    -------
    The keys `AREA_KEYS`, then `outlines` (where governorates came from), `overlaps` (as
    `shared_ground` gives them), `sightings` (those that bear on it), and `on`: None, or `{date,
    in_force, confirmed, age, seen_last, seen_known_to, seen_next}`, the days by which it was
    confirmed before (`seen_known_to`: day, month or year) and from which it was again.

    Raises
    ------
    NameNotFoundError
        When there is no such area; with the nearest ids.
    """
    table = areas.table
    if area_id not in table.index:
        names = Names.build(
            "area", {str(i): [t] for i, t in table["title"].items()}, table["title"].to_dict()
        )
        near = "; ".join(names.suggest(area_id))
        hint = f"Nearest: {near}." if near else "`fasail-atlas areas` lists all."
        raise NameNotFoundError(f"area {area_id!r} is not known. {hint}")
    found = next(a for a in area_objects(areas, registry=registry) if a["id"] == area_id)
    standing = None
    if on is not None:
        now = areas.in_force(on)
        force = area_id in now.index
        (words,) = words_of(table.loc[[area_id]])
        standing = {
            "date": _day(on),
            "in_force": force,
            "confirmed": bool(now.loc[area_id, "confirmed"]) if force else False,
            "age": str(now.loc[area_id, "age"]) if force else None,
            "seen_last": _day(now.loc[area_id, "seen_last"]) if force else None,
            "seen_known_to": _known_to(words, now.loc[area_id, "seen_last"]) if force else None,
            "seen_next": _day(_next(table.loc[[area_id]], on)) if force else None,
        }
    shared = shared_ground(areas, area_id, on=on)
    return {
        **found,
        "outlines": areas.source,
        "overlaps": shared,
        "sightings": sighting_objects(areas, area_id, registry=registry),
        "on": standing,
    }


def _next(area: pd.DataFrame, day: pd.Timestamp) -> Any:
    """First day after another from which an area was confirmed again, or NaT."""
    (words,) = words_of(area)
    later = [w.first for w in words if w.effect == "confirms" and w.first > day.date()]
    return min(later, default=pd.NaT)


def sighting_objects(areas: Areas, area_id: str, *, registry: Registry) -> list[dict[str, Any]]:
    """Sightings that bear on an area, by date, each with what it does to it and its source."""
    bears = areas.bears
    if bears.empty:
        return []
    rows = bears[bears["area_id"] == area_id]
    citations = registry.cite(rows["source_id"], rows["pointer"])
    return [
        {
            "id": row["sighting_id"],
            "kind": row["kind"],
            "kind_text": SIGHTING_KINDS[row["kind"]],
            "effect": row["effect"],
            "how": row["how"],
            "share": round(float(row["share"]), 3),
            "date_first": row["date_first"],
            "date_last": row["date_last"],
            "strength": row["strength"],
            "hedge": row["hedge"] or None,
            "source_id": row["source_id"],
            "pointer": row["pointer"],
            "citation": citation,
            "also": [one for one in row["also"].split("|") if one],
            "contradicts": [one for one in row["contradicts"].split("|") if one],
            "note": row["note"] or None,
        }
        for row, citation in zip(rows.to_dict("records"), citations, strict=True)
    ]


def shared_ground(
    areas: Areas, area_id: str, *, on: pd.Timestamp | None = None
) -> list[dict[str, Any]]:
    """Areas of other holders that overlap one: `id, holder, kind, kind_text, shared_km2, share`.

    Parameters
    ----------
    areas
        As loaded.
    area_id
        Id of the area.
    on
        Only areas in force on this day; all of them when None.

    Returns
    -------
    Largest overlap first; `share` is of this area. Overlaps are cut in the regional conic and
    measured on the ellipsoid.
    """
    table = areas.table if on is None else areas.in_force(on)
    mine = areas.table.loc[[area_id]]
    others = table[table["holder"] != mine["holder"].iloc[0]]
    cut = shapely.intersection(
        crs.to_metric(others.geometry.to_numpy()), crs.to_metric(mine.geometry.to_numpy())[0]
    )
    common = others.set_geometry(crs.to_lonlat(cut), crs=4326)
    km2 = area_km2(common)
    whole = float(area_km2(mine).iloc[0])
    ranked = km2[km2 >= _LEAST_KM2].sort_values(ascending=False, kind="stable")
    return [
        {
            "id": str(ident),
            "holder": str(others.loc[ident, "holder"]),
            "kind": str(others.loc[ident, "kind"]),
            "kind_text": KINDS[str(others.loc[ident, "kind"])],
            "shared_km2": round(float(shared), 1),
            "share": round(float(shared) / whole, 3),
        }
        for ident, shared in ranked.items()
    ]


def area_collection(areas: Areas, *, registry: Registry) -> dict[str, Any]:
    """All areas as GeoJSON (RFC 7946, WGS84), each with the keys `AREA_KEYS` as properties.

    The member `outlines` says where the governorates came from.
    """
    shapes = shapely.orient_polygons(
        shapely.set_precision(areas.table.geometry.to_numpy(), _GRID_DEG), exterior_cw=False
    )
    return {
        "type": "FeatureCollection",
        "name": "fasail-atlas areas",
        "outlines": areas.source,
        "features": [
            {
                "type": "Feature",
                "id": item["id"],
                "geometry": json.loads(text),
                "properties": {"area_id": item["id"], **item, "outlines": areas.source},
            }
            for item, text in zip(
                area_objects(areas, registry=registry),
                np.atleast_1d(shapely.to_geojson(shapes)),
                strict=True,
            )
        ],
    }
