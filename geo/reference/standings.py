"""How committees and rules stand on a day: what dated words of sources say of each."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.memo import kept
from geo.reference.known import published_by
from geo.reference.registry import Registry
from geo.schemas.folder_tables import RULES_TABLES

SUBJECTS = ("committees", *RULES_TABLES)
"""Tables whose rows have a standing."""

ACTIVE, DORMANT, ENDED, DISPUTED = "active", "dormant", "ended", "disputed"

ATTESTS = (ACTIVE, "split", "disavowed")
"""Words that tell of a committee or a rule as being there."""

REMARKS = ("split", "disavowed", DISPUTED)
"""Words that are told beside the state and are none themselves."""

WEAK = ("alleges", "infers")
"""Strengths of words that change no standing, as they confirm no ground."""

OLD_MONTHS, QUIET_MONTHS = 36, 12


@dataclass(frozen=True, kw_only=True)
class Word:
    """What a source says of a committee or a rule.

    Parameters
    ----------
    standing_id
        Row of `standings.csv`; empty for what the row of the subject itself says.
    first, last
        First and last day that it is said of, no finer than it is known; the last may be empty.
    begins, ends
        First day of the first and last day of the last.
    group_id
        Groups whose word it is, joined by `|`.
    contradicts
        Ids of words that say otherwise.
    sources
        Ids of the sources, the first with the pointer.
    counts
        Whether it bears on the standing: it is neither weak nor contradicted, and a dispute is not
        older than what it disputes.
    """

    standing_id: str
    state: str
    first: str
    last: str
    begins: pd.Timestamp
    ends: pd.Timestamp
    strength: str
    hedge: str
    group_id: str
    note: str
    contradicts: tuple[str, ...]
    sources: tuple[str, ...]
    pointer: str
    counts: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a committee or a rule stands on a day.

    Parameters
    ----------
    state
        “active”, “dormant” or “ended”; empty where no word of that day or before counts.
    since
        First day of the word that the state goes by.
    first, last
        First and last day on which it was told of as being there.
    quiet
        Months over which no later word tells of it, 0, 12 or 36 at least.
    remarks
        Words beside the state: who split, who disavowed it, who disputes it.
    """

    state: str
    since: str
    first: str
    last: str
    quiet: int
    remarks: tuple[Word, ...]


def begin_of(text: str) -> pd.Timestamp:
    """First day that a date can be of: `2021-07-07`, `2021-07` or `2021`."""
    return pd.Timestamp(text + "-01-01"[len(text) - 4 :])


def words_of(registry: Registry, subject_id: str) -> tuple[Word, ...]:
    """Words on a committee or a rule, by their last day; empty for an id that is none.

    Parameters
    ----------
    registry
        As loaded, or as known on a day (`geo.reference.known.known_by`).
    subject_id
        Id of a committee, a rule of targets or weapons, an arrangement or a window.
    """
    return _words(registry).get(subject_id, ())


@kept()
def _words(registry: Registry) -> dict[str, tuple[Word, ...]]:
    """Words on every committee and rule, by its id: rules ask for them again and again."""
    found: dict[str, list[Word]] = {}
    own_source: dict[str, str] = {}
    for name in SUBJECTS:
        table = getattr(registry, name)
        for ident, row in zip(table.index, table.to_dict("records"), strict=True):
            own_source[ident] = str(row["source_id"])
            found.setdefault(ident, []).extend(_own_words(row))
    out = published_by(registry.sources["date"])
    rows = registry.standings
    ends = published_by(rows["date_last"])
    for ident, row, last in zip(rows.index, rows.to_dict("records"), ends, strict=True):
        subject = str(row["subject_id"])
        cited = [str(row["source_id"]), *filter(None, row["also"].split("|"))]
        against = tuple(filter(None, row["contradicts"].split("|")))
        early = out.get(cited[0], pd.NaT) < out.get(own_source.get(subject, ""), pd.NaT)
        is_earlier = row["state"] == DISPUTED and bool(early)
        found.setdefault(subject, []).append(
            Word(
                standing_id=str(ident),
                state=str(row["state"]),
                first=str(row["date_first"]),
                last=str(row["date_last"]),
                begins=begin_of(row["date_first"]),
                ends=last,
                strength=str(row["strength"]),
                hedge=str(row["hedge"]),
                group_id=str(row["group_id"]),
                note=str(row["note"]),
                contradicts=against,
                sources=tuple(dict.fromkeys(cited)),
                pointer=str(row["pointer"]),
                counts=row["strength"] not in WEAK and not against and not is_earlier,
            )
        )
    return {
        ident: tuple(sorted(words, key=lambda word: (word.ends, word.begins, word.standing_id)))
        for ident, words in found.items()
    }


def _own_words(row: dict[str, object]) -> list[Word]:
    """What the dates of a rule's own row say: that it held from and to a day, and its end."""
    begin = pd.Timestamp(row.get("valid_from", row.get("start", pd.NaT)))  # type: ignore[arg-type]
    seen = pd.Timestamp(row.get("last_confirmed", pd.NaT))  # type: ignore[arg-type]
    end = pd.Timestamp(row.get("valid_to", row.get("end", pd.NaT)))  # type: ignore[arg-type]
    seen = begin if pd.isna(seen) else seen
    spans = [(ACTIVE, seen if pd.isna(begin) else begin, seen), (ENDED, end, end)]
    return [
        Word(
            standing_id="",
            state=state,
            first=f"{first:%Y-%m-%d}",
            last=f"{last:%Y-%m-%d}",
            begins=first,
            ends=max(first, last),
            strength="states",
            hedge="",
            group_id="",
            note="",
            contradicts=(),
            sources=(str(row["source_id"]),),
            pointer=str(row["pointer"]),
            counts=True,
        )
        for state, first, last in spans
        if not pd.isna(first)
    ]


def standing_on(registry: Registry, subject_id: str, day: pd.Timestamp) -> Standing:
    """How a committee or a rule stands on a day, by the words of that day and before.

    It is *ended* from the first day of a word that says so. Else it is what the newest word tells:
    *dormant*, or *active*. Who split, disavowed or disputes it is told beside that. Words that are
    alleged or inferred, or that contradict others, change nothing, nor does a dispute older than
    the rule's own source.

    Parameters
    ----------
    registry, subject_id
        As of `words_of`.
    day
        Day asked about.
    """
    counting = [one for one in words_of(registry, subject_id) if one.counts and one.begins <= day]
    there = [one for one in counting if one.state in ATTESTS]
    ends = [one for one in counting if one.state == ENDED]
    dated = [one for one in counting if one.state in (*ATTESTS, DORMANT)]
    first = min(there, key=lambda one: one.begins, default=None)
    last = max(there, key=lambda one: one.ends, default=None)
    newest = max(dated, key=lambda one: (min(one.ends, day), one.state != DORMANT), default=None)
    if ends:
        state, since = ENDED, ends[0].first
    elif newest is not None:
        state = DORMANT if newest.state == DORMANT else ACTIVE
        since = newest.first
    else:
        state, since = "", ""
    return Standing(
        state=state,
        since=since,
        first="" if first is None else first.first,
        last="" if last is None else last.last or last.first,
        quiet=0 if last is None else _quiet(last.ends, day),
        remarks=tuple(sorted((w for w in counting if w.state in REMARKS), key=lambda w: w.begins)),
    )


def _quiet(last: pd.Timestamp, day: pd.Timestamp) -> int:
    months = (OLD_MONTHS, QUIET_MONTHS)
    return next((one for one in months if day > last + pd.DateOffset(months=one)), 0)


def standing_words(registry: Registry, subject_id: str, day: pd.Timestamp) -> str:
    """Say how a committee or a rule stands on a day; empty where no dated word is on record.

    As: “last known active, told of from 2020-10-10 to 2021-10-18, no later word for over three
    years”.
    """
    found = standing_on(registry, subject_id, day)
    if not found.state:
        return ""
    if found.state == ACTIVE:
        parts = ["last known active" if found.quiet else ACTIVE]
    else:
        parts = [f"{found.state} since {found.since}"]
    if found.first:
        parts.append(span_words(found.first, found.last))
    if found.quiet and found.state == ACTIVE:
        years = "three years" if found.quiet == OLD_MONTHS else "a year"
        parts.append(f"no later word for over {years}")
    return "; ".join([", ".join(parts), *(_remark(one, registry) for one in found.remarks)])


def span_words(first: str, last: str) -> str:
    """Say from when to when something was told of."""
    return f"told of on {first}" if first == last else f"told of from {first} to {last}"


def _remark(word: Word, registry: Registry) -> str:
    who = word.group_id and f" by {registry.short_name(word.group_id)}"
    when = word.first if word.state != DISPUTED else f"since {word.first}"
    cited = registry.cite(pd.Series([word.sources[0]]), pd.Series([""])).iloc[0]
    return f"{word.state}{who} {when}, {cited}"


def disputes(registry: Registry) -> dict[str, tuple[Word, ...]]:
    """Words that dispute a rule and count, the earliest first, by the rule's id."""
    rows = registry.standings
    named = rows.loc[rows["state"] == DISPUTED, "subject_id"].unique()
    found = {
        str(one): tuple(
            sorted(
                (
                    word
                    for word in words_of(registry, one)
                    if word.counts and word.state == DISPUTED
                ),
                key=lambda word: word.begins,
            )
        )
        for one in named
    }
    return {ident: words for ident, words in found.items() if words}


def dispute_note(word: Word, registry: Registry) -> str:
    """Say that a source says otherwise than a rule: when it begins, and who."""
    cited = registry.cite(pd.Series([word.sources[0]]), pd.Series([word.pointer])).iloc[0]
    return f"Disputed since {word.first}: {cited}."
