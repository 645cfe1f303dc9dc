"""What the card of one attack says, without a screen: web and terminal render the same card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.services.labels import (
    coordinate_words,
    day_words,
    method_words,
    mgrs_words,
    status_words,
)
from dashboard.services.points_line import PointsLine, points_line
from geo.areas.extents import precision_text
from geo.atlas import Atlas
from geo.reference.standings import standing_words
from geo.schemas.tokens import VERDICTS
from geo.verdicts.check import Findings
from geo.verdicts.ground_join import Joined
from geo.verdicts.rules import RULES, flag_labels
from geo.verdicts.rules_old_ground import last_seen

NOWHERE = "in nobody’s recorded ground"
TOO_OLD = "too old to decide"
STATES = {"inside": "inside", "cannot_tell": "cannot tell"}
EFFECT_LABELS: Mapping[str, str] = {
    "breaks": "does not fit",
    "supports": "fits",
    "explains": "explains",
    "asserts": "the claim itself",
    "says": "points to",
    "silent": "cannot tell",
    "flag": "worth knowing",
}
"""What a term does, in a word or two."""

_LEAST_SHARE = 0.01


@dataclass(frozen=True, kw_only=True)
class ClaimLine:
    """A claim: its place in the order, who makes it, whose brand that is, and how it was made."""

    order: int
    who: str
    owner: str
    channel: str
    claimed_at: str
    wording: str


@dataclass(frozen=True, kw_only=True)
class AssessmentLine:
    """Who is assessed, by whom, in which words, and how sure that sounds to us."""

    who: str
    by: str
    wording: str
    confidence: str


@dataclass(frozen=True, kw_only=True)
class TermLine:
    """A term: what it is called, which way it points, for and against whom, why, and the source."""

    label: str
    effect: str
    favours: tuple[str, ...]
    against: tuple[str, ...]
    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class PlaceLine:
    """A launch or a target: where it is, how well that is known, and whose ground it is.

    Parameters
    ----------
    role
        “launch” or “target”.
    name, name_ar, precision
        Empty where the place is not known.
    degrees, mgrs
        No finer than the place is known; empty without a point.
    inside, undecided
        Areas that hold it, and areas that may hold it.
    old
        As whose the ground was last seen where it is too old to decide; empty where none is.
    committees
        In whose committees' ground it lies.
    note
        Remark of the record.
    """

    role: str
    note: str
    name: str = ""
    name_ar: str = ""
    precision: str = ""
    degrees: str = ""
    mgrs: str = ""
    inside: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    old: str = ""
    committees: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is such a place on record."""
        return bool(self.precision)

    @property
    def nowhere(self) -> bool:
        """Whether no ground on record is about the place, not even ground that is too old."""
        return self.known and not (self.inside or self.undecided or self.old)


@dataclass(frozen=True, kw_only=True)
class Card:
    """Everything that a card says of an attack; names are readable, texts are as in the data.

    Parameters
    ----------
    time
        When in the day, how finely that is known and who reported it; empty where not known.
    counts
        Whether it is counted as an attack.
    toll
        Killed and wounded, empty where no number is given.
    several
        That one row stands for several attacks; empty where it does not.
    asserted, asserted_from
        Name of who is said to have done it, and whether by an assessment or a claim; empty.
    misses
        What does not fit, and what explains it.
    distance
        How far the launch is from the asserted group's ground; empty where it is inside or
        nothing is asserted.
    flags
        Flags raised, in order: what each is called, why, and the source.
    points
        To whom it points; beside the verdict, never in it.
    """

    attack_id: str
    title: str
    day: str
    time: str
    status: str
    counts: bool
    verdict: str
    meaning: str
    method: str
    toll: str
    several: str
    note: str
    asserted: str
    asserted_from: str
    misses: tuple[str, ...]
    claims: tuple[ClaimLine, ...]
    assessment: AssessmentLine | None
    launch: PlaceLine
    target: PlaceLine
    distance: str
    terms: tuple[TermLine, ...]
    flags: tuple[TermLine, ...]
    points: PointsLine
    sources: tuple[Mapping[str, Any], ...]

    @property
    def reason(self) -> str:
        """The reason that comes first: what does not fit, else what explains or fits, else why not.

        Empty where no rule has a word on the attack.
        """
        for effect in ("breaks", "explains", "supports", "silent"):
            for line in self.terms:
                if line.effect == effect:
                    return line.text
        return ""

    @property
    def places(self) -> tuple[PlaceLine, PlaceLine]:
        """Launch and target."""
        return self.launch, self.target


def card_of(
    item: Mapping[str, Any], found: Findings, *, atlas: Atlas, names: Mapping[str, str]
) -> Card:
    """Put the card of one attack together.

    Parameters
    ----------
    item
        The finding as `geo.verdicts.serialize.findings_objects` gives it.
    found
        Findings that hold it.
    atlas
        Registries and areas that it was checked against.
    names
        Readable names by id, as `geo.verdicts.table.names_of` gives them.
    """
    ident = str(item["attack_id"])
    row = found.table.loc[[ident]].to_dict("records")[0]
    terms = found.terms[found.terms["attack_id"] == ident].to_dict("records")
    group = str(row["asserted_group"])
    far = item["distance_km"]
    return Card(
        attack_id=ident,
        title=str(row["title"]),
        day=day_words(row),
        time=_time(row, atlas),
        status=status_words(row["status"]),
        counts=bool(row["counts"]),
        verdict=str(row["verdict"]),
        meaning=VERDICTS[row["verdict"]],
        method=_method(row),
        toll=_toll(row),
        several=several_words(row["attacks_in_row"]),
        note=str(row["note"]),
        asserted=names.get(group, group),
        asserted_from=str(row["asserted_from"]),
        misses=tuple(one["text"] for one in terms if one["effect"] in {"breaks", "explains"}),
        claims=tuple(_claim(claim, names) for claim in item["claims"]),
        assessment=_assessment(row, names),
        launch=_place("launch", item, row, found.cases.launch, found, atlas=atlas, names=names),
        target=_place("target", item, row, found.cases.target, found, atlas=atlas, names=names),
        distance=f"launch to {names.get(group, group)} ground: {far:g} km" if far else "",
        terms=tuple(_term(one, names) for one in terms if one["effect"] != "flag"),
        flags=_flags(terms, row["flags"], found, names),
        points=points_line(item["points_to"], name=found.cases.registry.short_name),
        sources=tuple(item["sources"]),
    )


def several_words(count: Any) -> str:
    """Say that a row stands for several attacks, or for a number that is not given."""
    if pd.isna(count):
        return "One row for several attacks; the sources give no number."
    return "" if count == 1 else f"One row for {count} attacks that the sources do not split."


def _time(row: Mapping[Any, Any], atlas: Atlas) -> str:
    """Say when in the day it was, no finer than that is known, and who reported it."""
    if not row["time_local"]:
        return ""
    known = {"minute": "to the minute", "hour": "about that hour", "part_of_day": "part of the day"}
    sources, reporter = atlas.registry.sources, str(row["time_source"])
    if reporter in sources.index:
        parts = (str(sources.at[reporter, name]) for name in ("publisher", "date"))
        reporter = ", ".join(text for text in parts if text)
    words = f"Local time: {row['time_local']} ({known[row['time_precision']]})"
    return f"{words}, told by {reporter}" if reporter else words


def _method(row: Mapping[Any, Any]) -> str:
    count = "" if pd.isna(row["count"]) else f"{int(row['count'])} munitions"
    return " · ".join(
        one for one in (method_words(row["method"]), count, str(row["weapon"])) if one
    )


def _toll(row: Mapping[Any, Any]) -> str:
    counts = [f"{row[name]} {name}" for name in ("killed", "wounded") if not pd.isna(row[name])]
    return ", ".join(counts)


def _claim(claim: Mapping[str, Any], names: Mapping[str, str]) -> ClaimLine:
    return ClaimLine(
        order=claim["order"],
        who=claim["facade"] or claim["channel"] or "not named",
        owner=names.get(claim["owner"] or "", claim["owner"] or ""),
        channel=claim["channel"] or "",
        claimed_at=claim["claimed_at"] or "",
        wording=claim["wording"] or "",
    )


def _assessment(row: Mapping[Any, Any], names: Mapping[str, str]) -> AssessmentLine | None:
    if not row["assessed_group"]:
        return None
    return AssessmentLine(
        who=" and ".join(names.get(one, one) for one in row["assessed_group"].split("|")),
        by=str(row["assessed_by"]) or "the source",
        wording=str(row["assessed_wording"]),
        confidence=str(row["assessed_confidence"]),
    )


def _place(
    role: str,
    item: Mapping[str, Any],
    row: Mapping[Any, Any],
    joined: Joined,
    found: Findings,
    *,
    atlas: Atlas,
    names: Mapping[str, str],
) -> PlaceLine:
    place, note = item[role], str(row[f"{role}_note"])
    if place is None:
        return PlaceLine(role=role, note=note)
    table, ident = atlas.gazetteer.table, place["place_id"] or ""
    point = place["lon"] is not None
    near = [one for one in place["areas"] if one["state"] in STATES and not _is_old(one)]
    # However many old areas there are, and however long ago they were seen, it is one line.
    mine = joined.rows(np.asarray(joined.index == item["attack_id"]))
    return PlaceLine(
        role=role,
        note=note,
        name=str(place["name"]),
        name_ar=str(table.at[ident, "name_ar"]) if ident in table.index else "",
        precision=precision_text(place["radius_km"]),
        degrees=coordinate_words(place["lon"], place["lat"]) if point else "",
        mgrs=mgrs_words(place["lon"], place["lat"], place["radius_km"]) if point else "",
        inside=_areas(near, "inside", atlas),
        undecided=_areas(near, "cannot_tell", atlas),
        old="; ".join(last_seen(mine, found.cases)),
        committees=tuple(
            _committee(held, names) + _stands(held, row, atlas)
            for held in item["committees"]
            if held["of"] == role
        ),
    )


def _is_old(area: Mapping[str, Any]) -> bool:
    """Tell whether ground is too old to decide: it cannot tell, and has no share either."""
    return area["state"] == "cannot_tell" and area["share"] is None


def _areas(areas: Sequence[Mapping[str, Any]], state: str, atlas: Atlas) -> tuple[str, ...]:
    """Name the areas of a state, and how much of the place lies in those that may hold it."""
    titles = atlas.areas.table["title"]
    lines = []
    for area in areas:
        if area["state"] == state:
            share = area["share"]
            least = share is not None and share < _LEAST_SHARE
            part = "less than 1%" if least else f"{share or 0:.0%}"
            known = "" if state == "inside" else f" ({part} of where it may have been)"
            lines.append(f"{titles[area['id']]}{known}")
    return tuple(lines)


def _committee(held: Mapping[str, Any], names: Mapping[str, str]) -> str:
    state = f"{TOO_OLD} whether in" if _is_old(held) else f"{STATES[held['state']]}:"
    return f"{state} {names.get(held['id'], held['id'])}’s area"


def _stands(held: Mapping[str, Any], row: Mapping[Any, Any], atlas: Atlas) -> str:
    """How a committee stood on the day of the attack, in brackets; empty if nothing dates it."""
    if pd.isna(row["judged_on"]):
        return ""
    words = standing_words(atlas.registry, held["id"], row["judged_on"])
    return f" ({words})" if words else ""


def _term(term: Mapping[Any, Any], names: Mapping[str, str]) -> TermLine:
    return TermLine(
        label=_LABELS.get(term["term_id"], term["term_id"].replace("_", " ").capitalize()),
        effect=term["effect"],
        favours=tuple(names.get(one, one) for one in term["favours"]),
        against=tuple(names.get(one, one) for one in term["against"]),
        text=term["text"],
        source=term["source"],
    )


_LABELS = {rule.rule_id: rule.label for rule in RULES}


def _flags(
    terms: Sequence[Mapping[Any, Any]],
    raised: Sequence[str],
    found: Findings,
    names: Mapping[str, str],
) -> tuple[TermLine, ...]:
    called = flag_labels(found.cases.registry.windows)
    return tuple(
        TermLine(
            label=called.get(one["term_id"], one["term_id"].replace("_", " ")),
            effect="flag",
            favours=tuple(names.get(each, each) for each in one["favours"]),
            against=tuple(names.get(each, each) for each in one["against"]),
            text=one["text"],
            source=one["source"],
        )
        for one in terms
        if one["effect"] == "flag" and one["term_id"] in raised
    )
