"""Lines of the card of an area or a place: what sources saw there, and what happened there."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.services.labels import day_words
from geo.analysis import Analysis
from geo.areas.sightings import published_days
from geo.records.counts import many
from geo.schemas.tokens import SIGHTING_KINDS, SIGHTING_STRENGTHS, UNIT_SPELLINGS

EFFECTS: Mapping[str, str] = {
    "confirms": "confirms",
    "supports": "supports, confirms nothing",
    "leaves": "ends it",
    "leaves_part": "left a part",
}
"""What a sighting does to an area."""

INSIDE, MAYBE = "inside", "cannot tell"
LOOSE = "known too loosely"
AT, NEAR = "at it", "within its radius"

HEADS: Mapping[tuple[str, str], str] = {
    ("launch", INSIDE): "Launched from inside",
    ("launch", MAYBE): "Launched from a point inside, by edges or places not known so well",
    ("launch", AT): "Launched from it",
    ("launch", NEAR): "Launched within its radius",
    ("target", INSIDE): "Aimed at a place inside",
    ("target", MAYBE): "Aimed at a point inside, by edges or places not known so well",
    ("target", AT): "Aimed at it",
    ("target", NEAR): "Aimed at a place within its radius",
}
"""What attacks of a role had to do with ground, by how surely."""


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """A source: how it is cited, its address and the letter of its publisher."""

    citation: str
    url: str
    grade: str


@dataclass(frozen=True, kw_only=True)
class SightingLine:
    """A sighting: who was seen, when, where, how the source says it, and what that does here.

    Parameters
    ----------
    effect, how
        Key of `EFFECTS`, and how its place lies in the area (see `geo.areas.confirmation`); empty
        on the card of a place, of which nothing is confirmed.
    hedge
        Words by which the source holds back.
    contradicts
        Ids of sightings that say otherwise.
    """

    sighting_id: str
    group: str
    when: str
    kind: str
    place: str
    strength: str
    hedge: str
    note: str
    effect: str
    how: str
    contradicts: tuple[str, ...]
    sources: tuple[SourceLine, ...]


def effect_words(line: SightingLine) -> str:
    """Say what a sighting does to an area, and how its place lies there; empty for a place."""
    return f"{EFFECTS[line.effect]} ({line.how})" if line.effect else ""


@dataclass(frozen=True, kw_only=True)
class AttackLine:
    """An attack: its day, verdict, whose it is said to be, and how surely it was there.

    Parameters
    ----------
    role
        “launch” or “target”.
    where
        `INSIDE` or `MAYBE` of an area (the point lies in it, but not surely), or `LOOSE`; `AT` or
        `NEAR` of a place.
    """

    attack_id: str
    day: str
    title: str
    role: str
    where: str
    group: str
    verdict: str
    counts: bool


@dataclass(frozen=True, kw_only=True)
class GroupCount:
    """How many attacks of a role there were, by how surely, by group and by verdict."""

    role: str
    where: str
    group: str
    verdict: str
    count: int


def source_line(analysis: Analysis, source_id: str, pointer: str = "") -> SourceLine:
    """How a source is cited; the bare id where the registry does not know it."""
    registry = analysis.atlas.registry
    known = source_id in registry.sources.index
    cited = registry.cite(pd.Series([source_id]), pd.Series([pointer])).iloc[0]
    return SourceLine(
        citation=str(cited),
        url=str(registry.sources.at[source_id, "url"]) if known else "",
        grade=str(registry.sources.at[source_id, "reliability"]) if known else "",
    )


def sighting_lines(
    rows: pd.DataFrame, analysis: Analysis, *, known_on: dt.date | None
) -> tuple[SightingLine, ...]:
    """Sightings, newest first.

    Parameters
    ----------
    rows
        As `geo.areas.sightings.typed` gives them, with `effect` where they bear on an area.
    analysis
        Whose names and sources are told.
    known_on
        Only sources published by this day are heard; a sighting that none of them tells is left
        out.
    """
    out, names = published_days(analysis.atlas.registry), analysis.names()
    places = analysis.atlas.gazetteer.table["name"]
    lines = []
    ordered = rows.sort_values(["ends_last", "begins_last"], ascending=False, kind="stable")
    for ident, row in zip(ordered.index, ordered.to_dict("records"), strict=True):
        given = dict.fromkeys([row["source_id"], *filter(None, row["also"].split("|"))])
        published = [
            one
            for one in given
            if known_on is None or (one in out and max(out[one], row["ends_last"]) <= known_on)
        ]
        if not published:
            continue
        lines.append(
            SightingLine(
                sighting_id=str(ident),
                group=names.get(row["group_id"], "") or row["group_text"] or "nobody named",
                when=_when(row),
                kind=SIGHTING_KINDS[row["kind"]],
                place=str(places.get(row["place_id"], "")) or _units(row["unit"]),
                strength=SIGHTING_STRENGTHS[row["strength"]],
                hedge=row["hedge"],
                note=row["note"],
                effect=str(row.get("effect", "")),
                how=str(row.get("how", "")),
                contradicts=tuple(filter(None, row["contradicts"].split("|"))),
                sources=tuple(
                    source_line(analysis, one, row["pointer"] if one == row["source_id"] else "")
                    for one in published
                ),
            )
        )
    return tuple(lines)


def _units(listed: str) -> str:
    """Names of governorates, as they stand in a cell."""
    names = (UNIT_SPELLINGS.get(one, (one,))[0] for one in listed.split("|") if one)
    return ", ".join(f"{one} governorate" for one in names)


def _when(row: Mapping[Any, Any]) -> str:
    """First to last cited date, no finer than each is known."""
    ends = [
        _date(row[column], row[f"{column}_precision"]) for column in ("date_first", "date_last")
    ]
    return " to ".join(dict.fromkeys(end for end in ends if end))


def _date(text: str, precision: str) -> str:
    return text[: {"month": 7, "year": 4}.get(precision, len(text))]


def attack_lines(
    where: Mapping[str, NDArray[np.object_]], analysis: Analysis, *, known_on: dt.date | None
) -> tuple[AttackLine, ...]:
    """Attacks that were launched from ground or aimed at it, newest first.

    Parameters
    ----------
    where
        By role, (n,) how surely each attack of the table was there; empty where it was not.
    analysis
        Whose attacks and names are told.
    known_on
        Attacks that may be of a later day are left out.
    """
    table, names = analysis.table(), analysis.names()
    parts = [table.assign(role=role, where=there)[there != ""] for role, there in where.items()]
    rows = pd.concat(parts)
    if known_on is not None:
        rows = rows[rows["date_latest"] <= pd.Timestamp(known_on)]
    rows = rows.iloc[np.argsort(-rows["date_latest"].to_numpy("datetime64[D]").astype(np.int64),
                                kind="stable")]  # fmt: skip
    return tuple(
        AttackLine(
            attack_id=str(ident),
            day=day_words(row),
            title=str(row["title"]),
            role=str(row["role"]),
            where=str(row["where"]),
            group=names.get(row["asserted_group"], row["asserted_group"]) or "nobody named",
            verdict=str(row["verdict"]),
            counts=bool(row["counts"]),
        )
        for ident, row in zip(rows.index, rows.to_dict("records"), strict=True)
    )


def counts_of(lines: tuple[AttackLine, ...]) -> tuple[GroupCount, ...]:
    """Count attacks, what is sure first, then most first; reports of none are left out."""
    counted = Counter((one.role, one.where, one.group, one.verdict) for one in lines if one.counts)
    sure = (INSIDE, AT, NEAR, MAYBE)
    ordered = sorted(
        counted.items(), key=lambda one: (one[0][0], sure.index(one[0][1]), -one[1], one[0])
    )
    return tuple(
        GroupCount(role=role, where=where, group=group, verdict=verdict, count=count)
        for (role, where, group, verdict), count in ordered
    )


def loose_words(count: int) -> str:
    """Say how many attacks are not listed since nobody can tell whether they were here."""
    if not count:
        return ""
    noun = "attack" if count == 1 else "attacks"
    return f"{count:,} more {noun} may have been here: the places are known too loosely to say."


def count_words(counts: tuple[GroupCount, ...]) -> tuple[tuple[str, str], ...]:
    """Counts in words: a heading for each role and how surely, and who with which verdicts."""
    heads = dict.fromkeys((one.role, one.where) for one in counts)
    lines = []
    for role, where in heads:
        mine = [one for one in counts if (one.role, one.where) == (role, where)]
        groups = dict.fromkeys(one.group for one in mine)
        parts = [
            f"{group}: "
            + ", ".join(f"{one.count} {one.verdict}" for one in mine if one.group == group)
            for group in groups
        ]
        many_ = many(sum(one.count for one in mine), "attack")
        lines.append((HEADS[role, where], f"{many_}. {'; '.join(parts)}"))
    return tuple(lines)
