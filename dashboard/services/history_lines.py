"""What happened to an attack, day by day: itself, its claims, what reported it, decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboard.services.card import Card
from geo.casebook.state import ReviewState
from geo.parsing.days import in_words

_RANKS = ("attack", "claim", "report", "decision")


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One thing that happened: its day, or moment, as ISO 8601 tells it; what kind; and words.

    Parameters
    ----------
    day
        As finely as it is known; empty where it is not.
    kind
        “attack”, “claim”, “report” or “decision”.
    words
        What happened.
    """

    day: str
    kind: str
    words: str


def history_lines(
    card: Card, *, day: str, publishers: Mapping[str, str], decided: Iterable[ReviewState] = ()
) -> tuple[HistoryLine, ...]:
    """Put together what happened to an attack, the earliest first and what has no day last.

    Parameters
    ----------
    card
        Its card.
    day
        Day of the attack, ISO 8601, as finely as it is known; empty where it is not.
    publishers
        Who published a source, by its id.
    decided
        Decisions on the attack.
    """
    lines = [HistoryLine(day=day, kind="attack", words=card.title)]
    for claim in card.claims:
        words = f"{claim.who}: {claim.wording or 'claims it'}"
        lines.append(HistoryLine(day=claim.claimed_at, kind="claim", words=words))
    for source in card.sources:
        publisher = publishers.get(str(source["id"]), "")
        words = f"{publisher}: {source['title']}" if publisher else str(source["title"])
        lines.append(HistoryLine(day=str(source["date"] or ""), kind="report", words=words))
    for one in decided:
        entry = one.review
        answers = [
            (each.at, f"{each.by} {'agrees' if each.kind == 'concur' else 'does not agree'}")
            for each in one.answers
        ]
        back = ", taken back since" if one.withdrawn else ""
        said = [(entry.at, f"{entry.by} decides: {entry.decision}{back}"), *answers]
        lines += [HistoryLine(day=at, kind="decision", words=words) for at, words in said]
    return tuple(sorted(lines, key=_order))


def moment_words(day: str) -> str:
    """A day or moment of ISO 8601 as people read it, no finer than it is told: 8 May 2021, 21:10.

    A moment with a zone says the zone's distance from UTC, as its clock was.
    """
    if not day:
        return "no date"
    try:
        if len(day) == len("2021-05"):
            return f"{dt.date.fromisoformat(f'{day}-01'):%B %Y}"
        moment = dt.datetime.fromisoformat(day)
    except ValueError:
        return day
    if len(day) == len("2021-05-08"):
        return in_words(moment)
    zone = f" {moment:%Z}" if moment.tzinfo else ""
    return f"{in_words(moment)}, {moment:%H:%M}{zone}"


def _order(line: HistoryLine) -> tuple[bool, str, int, str]:
    """By day, then what must come first on a day, then by the moment."""
    return (not line.day, line.day[:10], _RANKS.index(line.kind), line.day)
