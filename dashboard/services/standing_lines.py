"""What the card of a committee’s ground says of the committee: how it stands, by which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.services.ground_lines import SourceLine, source_line
from geo.analysis import Analysis
from geo.reference.known import known_by, published_by
from geo.reference.registry import Registry
from geo.reference.standings import standing_words, words_of
from geo.schemas.tokens import SIGHTING_STRENGTHS, STANDING_STATES

COMMITTEE = "committee"
"""Kind of an area that is a committee's."""


@dataclass(frozen=True, kw_only=True)
class StandingLine:
    """A word on a committee: when, what, how the source says it, and who it is of.

    Parameters
    ----------
    group
        Names of the groups whose word it is; empty where it is of the whole.
    contradicts
        Ids of words that say otherwise.
    """

    standing_id: str
    when: str
    state: str
    strength: str
    hedge: str
    group: str
    note: str
    contradicts: tuple[str, ...]
    sources: tuple[SourceLine, ...]


def _known(analysis: Analysis, known_on: dt.date | None) -> Registry:
    return known_by(analysis.atlas.registry, pd.Timestamp(known_on) if known_on else None)


def standing_facts(
    analysis: Analysis, area: Mapping[Any, Any], *, day: pd.Timestamp, known_on: dt.date | None
) -> tuple[tuple[str, str], ...]:
    """How the committee stands whose ground an area is, as label and text; none for other ground.

    Parameters
    ----------
    analysis
        Whose registry is told.
    area
        Row of an area, with `kind` and `holder`.
    day
        Day asked about.
    known_on
        Only words of sources published by this day are heard; all of them when None.
    """
    if area["kind"] != COMMITTEE:
        return ()
    words = standing_words(_known(analysis, known_on), str(area["holder"]), day)
    return (("Committee", words),) if words else ()


def standing_lines(
    analysis: Analysis, area: Mapping[Any, Any], *, known_on: dt.date | None
) -> tuple[StandingLine, ...]:
    """Words on the committee whose ground an area is, newest first; none for other ground.

    Parameters
    ----------
    analysis, area, known_on
        As of `standing_facts`.
    """
    if area["kind"] != COMMITTEE:
        return ()
    registry = _known(analysis, known_on)
    out = published_by(registry.sources["date"])
    late = set() if known_on is None else {*out.index[~(out <= pd.Timestamp(known_on))]}
    return tuple(
        StandingLine(
            standing_id=word.standing_id,
            when=word.first if word.first == word.last else f"{word.first} to {word.last}",
            state=STANDING_STATES[word.state],
            strength=SIGHTING_STRENGTHS[word.strength],
            hedge=word.hedge,
            group=registry.short_name(word.group_id) if word.group_id else "",
            note=word.note,
            contradicts=word.contradicts,
            sources=tuple(
                source_line(analysis, one, "" if place else word.pointer)
                for place, one in enumerate(word.sources)
                if one not in late
            ),
        )
        for word in reversed(words_of(registry, str(area["holder"])))
    )
