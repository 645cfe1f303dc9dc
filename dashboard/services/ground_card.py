"""What the card of an area or a place says, without a screen: page and terminal render the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.services.ground_lines import (
    AT,
    INSIDE,
    LOOSE,
    MAYBE,
    NEAR,
    AttackLine,
    GroupCount,
    SightingLine,
    SourceLine,
    attack_lines,
    counts_of,
    sighting_lines,
    source_line,
)
from dashboard.services.labels import coordinate_words, mgrs_words
from dashboard.services.standing_lines import StandingLine, standing_facts, standing_lines
from geo.analysis import Analysis
from geo.areas.age import Age, words_of
from geo.areas.extents import precision_text
from geo.areas.serialize import shared_ground
from geo.areas.standing import periods
from geo.areas.table import KINDS, LAUNCHED_FROM, OWN_GROUND, PERSON, area_km2
from geo.crs import distance_km
from geo.parsing.days import in_words
from geo.schemas.attacks import ROLES
from geo.spatial.point_state import PointState
from geo.verdicts.ground_join import join
from layers.builders.areas import age_lines

DECIDES_NOTHING = "it decides nothing"
WEAKLY = "it supports weakly, and speaks against nobody"
FIRM = "it may speak for a claim and against one"
NOT_FIRM = "it may speak for a claim; networks and ground of low confidence speak against none"
COUNTS_BESIDE = "it is heard beside the ground of groups"
"""What follows from the age of an area."""

_LEAST_SHARE = 0.01
NOT_IN_FORCE = "not in force"


@dataclass(frozen=True, kw_only=True)
class PeriodLine:
    """Days through which ground had one age; `last` is empty where that still holds."""

    first: str
    last: str
    age: str


@dataclass(frozen=True, kw_only=True)
class AreaLine:
    """Another area here: whose, how old, and how it lies.

    Parameters
    ----------
    how
        Its share of this area, or how a place lies in it.
    shares
        Whether both are heard on the day, so that the ground is shared.
    """

    area_id: str
    title: str
    holder: str
    kind: str
    age: str
    how: str
    shares: bool


@dataclass(frozen=True, kw_only=True)
class GroundCard:
    """Everything that a card says of an area or a place; names are readable.

    Parameters
    ----------
    what
        “area” or “place”.
    day, known_on
        Day whose ground it is, and the knowledge cut-off in words; the latter empty where all that
        is known counts.
    age
        Age of an area on the day, `NOT_IN_FORCE`, or empty for a place.
    standing
        The age in a sentence, and what follows from it.
    facts, remarks
        Label and text of what is known, in order, and of what is assumed about it and why.
    periods
        How old the area was when: its gaps stand between fresh periods.
    own
        The area's own source; None for a place.
    around
        Other areas that overlap an area, or areas that a place may lie in.
    sightings, attacks
        Newest first.
    words
        Dated words on the committee whose ground it is, newest first; of others none.
    loose
        How many attacks are known too loosely to say whether they were here; they are not listed.
    """

    what: str
    ident: str
    title: str
    day: str
    known_on: str
    age: str
    standing: str
    facts: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str], ...]
    periods: tuple[PeriodLine, ...]
    own: SourceLine | None
    around: tuple[AreaLine, ...]
    sightings: tuple[SightingLine, ...]
    attacks: tuple[AttackLine, ...]
    words: tuple[StandingLine, ...] = ()
    loose: int = 0

    @property
    def counts(self) -> tuple[GroupCount, ...]:
        """Attacks counted by role, group and verdict."""
        return counts_of(self.attacks)


def area_card(
    analysis: Analysis, area_id: str, *, day: pd.Timestamp, known_on: dt.date | None = None
) -> GroundCard:
    """Put the card of an area together.

    Parameters
    ----------
    analysis
        The record, its ground, and what follows.
    area_id
        Id of the area.
    day
        Day whose ground is drawn.
    known_on
        Only what was published by this day counts; everything when None.

    Raises
    ------
    KeyError
        For an id that is no area's.
    """
    areas, names = analysis.areas(known_on), analysis.names()
    row = areas.table.loc[[area_id]]
    one: dict[Any, Any] = row.to_dict("records")[0]
    now = analysis.ground(day, known_on)
    there = now.loc[now.index == area_id]
    age = str(there["age"].iloc[0]) if len(there) else NOT_IN_FORCE
    (words,) = words_of(row)
    until = max(day, analysis.latest(known_on)).date()
    if known_on is not None:
        until = min(until, max(known_on, day.date()))
    spans = periods(words, begin=_day(one["valid_from"]), end=_day(one["valid_to"]), until=until)
    bears = analysis.atlas.areas.bears
    attacks = attack_lines(_in_area(analysis, area_id), analysis, known_on=known_on)
    return GroundCard(
        what="area",
        ident=area_id,
        title=str(one["title"]),
        day=in_words(day.date()),
        known_on=in_words(known_on) if known_on else "",
        age=age,
        standing=_standing(there),
        facts=_area_facts(one, km2=float(area_km2(row).iloc[0]), names=names)
        + standing_facts(analysis, one, day=day, known_on=known_on),
        remarks=_remarks(one),
        periods=tuple(
            PeriodLine(
                first=str(span.first), last=str(span.last) if span.last else "", age=span.age.value
            )
            for span in spans
        ),
        own=source_line(analysis, str(one["source_id"]), str(one["pointer"])),
        around=_overlapping(analysis, area_id, now, day=day, known_on=known_on),
        sightings=()
        if bears.empty
        else _bearing(analysis, bears[bears["area_id"] == area_id], known_on=known_on),
        attacks=tuple(line for line in attacks if line.where != LOOSE),
        words=standing_lines(analysis, one, known_on=known_on),
        loose=len({one.attack_id for one in attacks if one.where == LOOSE and one.counts}),
    )


def place_card(
    analysis: Analysis, place_id: str, *, day: pd.Timestamp, known_on: dt.date | None = None
) -> GroundCard:
    """Put the card of a place together.

    Parameters
    ----------
    analysis, day, known_on
        As of `area_card`.
    place_id
        Id of a place of the gazetteer.

    Raises
    ------
    PlaceNotFoundError
        For an id that is no place's.
    """
    place = analysis.atlas.gazetteer.place(place_id)
    seen = analysis.atlas.sightings
    facts = [("Place", f"{place.name} {place.name_ar}".strip()), ("What it is", place.kind)]
    radius = None if np.isnan(place.radius_km) else place.radius_km
    facts.append(("How well", precision_text(radius)))
    if radius is not None:
        where = coordinate_words(place.lon, place.lat)
        facts.append(("Where", f"{where}   {mgrs_words(place.lon, place.lat, radius)}"))
    return GroundCard(
        what="place",
        ident=place.place_id,
        title=place.name,
        day=in_words(day.date()),
        known_on=in_words(known_on) if known_on else "",
        age="",
        standing="",
        facts=tuple((label, text) for label, text in facts if text),
        remarks=(),
        periods=(),
        own=None,
        around=_holding(analysis, place_id, day=day, known_on=known_on),
        sightings=sighting_lines(seen[seen["place_id"] == place_id], analysis, known_on=known_on),
        attacks=attack_lines(_at_place(analysis, place_id), analysis, known_on=known_on),
    )


def _day(value: Any) -> dt.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _means(area: Mapping[Any, Any]) -> str:
    """What follows from the age of an area for a claim; see docs/ledger.md."""
    if area["kind"] not in OWN_GROUND:
        return COUNTS_BESIDE if area["age"] == Age.FRESH else DECIDES_NOTHING
    if area["age"] == Age.FRESH:
        firm = area["kind"] in LAUNCHED_FROM and area["confidence"] != "low"
        return FIRM if firm else NOT_FIRM
    return WEAKLY if area["age"] == Age.AGEING else DECIDES_NOTHING


def _standing(there: pd.DataFrame) -> str:
    if there.empty:
        return "Not in force on this day."
    (said,) = age_lines(there)
    means = _means(there.to_dict("records")[0])
    return f"{said[:1].upper()}{said[1:]}; {means}."


def _area_facts(
    one: Mapping[Any, Any], *, km2: float, names: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    begin, end = _day(one["valid_from"]), _day(one["valid_to"])
    stated = one["confidence_from"] == PERSON
    counted = one.get("counted_confidence", "")
    how = f"stated by a person; counted from publishers it is {counted}" if stated else "counted"
    return (
        ("Holder", names.get(one["holder"], str(one["holder"]))),
        ("Kind", KINDS[one["kind"]]),
        ("Confidence", f"{one['confidence']} ({how})"),
        ("Size", f"{km2:,.0f} km², edge known to ±{one['border_km']:g} km"),
        ("In force", f"from {begin}" + (f" to {end}" if end else ", no end given")),
    )


def _remarks(one: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
    remarks = (
        ("Assumed", str(one["assumption"])),
        ("Why this confidence", str(one.get("confidence_why", ""))),
        ("Author", str(one["author"])),
    )
    return tuple((label, text) for label, text in remarks if text)


def _bearing(
    analysis: Analysis, bears: pd.DataFrame, *, known_on: dt.date | None
) -> tuple[SightingLine, ...]:
    effect = bears.set_index("sighting_id")[["effect", "how"]]
    seen = analysis.atlas.sightings
    rows = seen.loc[seen.index.isin(effect.index)]
    return sighting_lines(rows.join(effect), analysis, known_on=known_on)


def _overlapping(
    analysis: Analysis,
    area_id: str,
    now: pd.DataFrame,
    *,
    day: pd.Timestamp,
    known_on: dt.date | None,
) -> tuple[AreaLine, ...]:
    names, areas = analysis.names(), analysis.areas(known_on)
    mine = now.loc[now.index == area_id]
    shared = set().union(*mine["shared_with"])
    current = now["age"].isin(("fresh", "ageing"))
    return tuple(
        AreaLine(
            area_id=other["id"],
            title=str(now.at[other["id"], "title"]),
            holder=names.get(other["holder"], other["holder"]),
            kind=other["kind_text"],
            age=str(now.at[other["id"], "age"]),
            how=f"{other['shared_km2']:,.1f} km², {_share(other['share'])} of this area",
            shares=other["holder"] in shared
            and bool(current[other["id"]])
            and other["kind"] in OWN_GROUND,
        )
        for other in shared_ground(areas, area_id, on=day)
    )


def _share(share: float) -> str:
    return "less than 1%" if share < _LEAST_SHARE else f"{share:.0%}"


def _holding(
    analysis: Analysis, place_id: str, *, day: pd.Timestamp, known_on: dt.date | None
) -> tuple[AreaLine, ...]:
    areas, names = analysis.areas(known_on), analysis.names()
    place = analysis.atlas.gazetteer.place(place_id)
    spot = pd.DataFrame(
        {"place_id": [place_id], "lon": [place.lon], "lat": [place.lat],
         "radius_km": [place.radius_km]}
    )  # fmt: skip
    joined = join(spot, areas.table, on=pd.Series([day]), extents=areas.extents)
    long = joined.as_drawn().long()
    long = long[long["state"] != "outside"]
    own = long["kind"].isin(OWN_GROUND)
    current = long["age"].isin(("fresh", "ageing")) & own
    several = len(long.loc[current, "holder"].unique()) > 1
    return tuple(
        AreaLine(
            area_id=str(row["area_id"]),
            title=str(areas.table.at[row["area_id"], "title"]),
            holder=names.get(row["holder"], str(row["holder"])),
            kind=KINDS[row["kind"]],
            age=str(row["age"]),
            how=INSIDE if row["state"] == "inside" else MAYBE,
            shares=bool(counts) and several,
        )
        for row, counts in zip(long.to_dict("records"), current, strict=True)
    )


def _in_area(analysis: Analysis, area_id: str) -> dict[str, NDArray[np.object_]]:
    """How surely each attack was launched in an area or aimed at it, whatever the area's age."""
    cases, table = analysis.findings.cases, analysis.table()
    out = {}
    for role, joined in zip(("launch", "target"), (cases.launch, cases.target), strict=True):
        column = joined.areas.index.get_loc(area_id)
        joint = pd.DataFrame(
            {"state": joined.drawn[:, column], "covered": joined.covered[:, column]}, joined.index
        ).reindex(table.index)
        maybe = joint["state"] == PointState.CANNOT_TELL
        point = joint["covered"].eq(True) & table[f"{role}_lon"].notna()
        inside = joint["state"] == PointState.INSIDE
        out[role] = np.select([inside, maybe & point, maybe], [INSIDE, MAYBE, LOOSE], "").astype(
            object
        )
    return out


def _at_place(analysis: Analysis, place_id: str) -> dict[str, NDArray[np.object_]]:
    table, place = analysis.table(), analysis.atlas.gazetteer.place(place_id)
    out = {}
    for role in sorted(ROLES):
        at = table[f"{role}_place_id"] == place_id
        near = np.zeros(len(table), dtype=bool)
        if not np.isnan(place.radius_km):
            known = table[f"{role}_lon"].notna().to_numpy()
            spots = table[known]
            far = distance_km(place.lon, place.lat, spots[f"{role}_lon"], spots[f"{role}_lat"])
            near[known] = np.asarray(far) <= place.radius_km
        out[role] = np.select([at, near], [AT, NEAR], "").astype(object)
    return out
