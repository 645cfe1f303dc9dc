"""The frozen Selection that map, table, counts, downloads and address share, and its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from geo.schemas.tokens import VERDICTS, Strength
from layers import catalog

_SEPARATOR = "~"

FILTERS = (
    "date_from", "date_to", "group", "facade", "method", "target", "committee", "verdict",
    "status", "favoured", "grade", "launch", "points", "points_strength",
    "whose", "near", "within",
)  # fmt: skip
"""Fields that decide which attacks are shown."""

POINTED = tuple(one.value for one in Strength if one is not Strength.NONE)
"""How strongly an attack can point to anybody, strongest first."""

MIXED = "mixed"
"""Stands for mixed indications among the groups that an attack points to."""

_KNOWN: Mapping[str, Collection[str]] = {
    "layer": tuple(entry.id for entry in catalog.CHOICES),
    "verdict": VERDICTS,
    "grade": ("", "A", "B", "C", "D", "E"),
    "launch": ("known", "unknown"),
    "points_strength": POINTED,
    "whose": ("record", "yours"),
    "density": ("target", "launch"),
}
"""Words that a field can hold; other fields hold ids of the data."""


@dataclass(frozen=True)
class Selection:
    """What is shown. Empty tuples choose everything.

    Parameters
    ----------
    date_from, date_to
        First and last day, or None.
    group, facade, method, target, committee, verdict, status
        Ids to keep. "-" stands for "none": no group asserted, no façade.
    favoured
        Count a group also where the ranking makes it likely, not only where it is asserted.
    grade
        Worst reliability letter accepted of an attack's best publisher, or empty for any.
    launch
        "known", "unknown" or empty.
    points
        Groups that an attack points to, alone or among others; "-" for nobody, "mixed" for
        indications that contradict each other.
    points_strength
        How strongly it points to anybody at the least: "strong", "moderate" or "weak"; empty for
        any and for none.
    whose
        "record" for the public record alone, "yours" for the reader's own, or empty for both.
    near
        Area of interest as ``PLACE:KM``, see `geo.records.near.Circle`; empty for none.
    within
        Area of interest as `geo.records.named_ground.NamedGround.outline` reads it:
        ``governorate:ID``, ``area:ID``, ``box:W,S,E,N``, ``drawn:…`` or ``file:…``; empty for
        none. With `near` it asks for both.
    layer
        Map layers to show.
    density
        What heat and hexagons count: "target" or "launch".
    view
        Id of a named view of the map, or "place:" and the id of a gazetteer place.
    attack
        Id of the attack whose card is open, or empty.
    area, place
        Id of the area or the place whose card is open, or empty; an open attack lies over it.
    tiles
        Online tiles, which ask the network; off unless switched on.
    known_on
        Day whose knowledge usual ground, ranking and what attacks point to rest on. None for
        each attack's own, and for all that is known of what it points to.
    """

    date_from: dt.date | None = None
    date_to: dt.date | None = None
    group: tuple[str, ...] = ()
    facade: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    committee: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    favoured: bool = False
    grade: str = ""
    launch: str = ""
    points: tuple[str, ...] = ()
    points_strength: str = ""
    whose: str = ""
    near: str = ""
    within: str = ""
    layer: tuple[str, ...] = tuple(e.id for e in catalog.CHOICES if e.id in catalog.DEFAULT_SHOWN)
    density: str = "target"
    view: str = "all"
    attack: str = ""
    area: str = ""
    place: str = ""
    tiles: bool = False
    known_on: dt.date | None = None


DEFAULT = Selection()


def to_query(selection: Selection) -> dict[str, str]:
    """Write a selection as address parameters, leaving out what is as it comes."""
    query: dict[str, str] = {}
    for field in fields(Selection):
        value = getattr(selection, field.name)
        if value == getattr(DEFAULT, field.name):
            continue
        if isinstance(value, tuple):
            query[field.name] = _SEPARATOR.join(value) or _SEPARATOR
        elif isinstance(value, bool):
            query[field.name] = "1" if value else "0"
        else:
            query[field.name] = "" if value is None else str(value)
    return query


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def from_query(query: Mapping[str, str]) -> Selection:
    """Read a selection from address parameters; what cannot be read is as it comes."""
    values: dict[str, Any] = {}
    for field in fields(Selection):
        if field.name not in query:
            continue
        text, default = query[field.name], getattr(DEFAULT, field.name)
        if field.name in {"date_from", "date_to", "known_on"}:
            values[field.name] = _date(text)
        elif isinstance(default, tuple):
            parts = dict.fromkeys(part for part in text.split(_SEPARATOR) if part)
            known = _KNOWN.get(field.name, parts)
            kept = tuple(part for part in parts if part in known)
            values[field.name] = default if parts and not kept else kept
        elif isinstance(default, bool):
            values[field.name] = text == "1"
        elif text in _KNOWN.get(field.name, (text,)):
            values[field.name] = text
    return replace(DEFAULT, **values)
