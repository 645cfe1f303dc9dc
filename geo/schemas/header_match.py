"""What a header means: the nearest column by its own name and the words of many languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from geo.parsing.names import bare, key
from geo.parsing.plain import MOST_READ, begin
from geo.schemas.attacks import COLUMNS
from geo.schemas.vocabulary import (
    COORDINATES,
    DATE_PARTS,
    HEADERS,
    LESSER_HEADERS,
    LOOSE_HEADERS,
    ROLE_WORDS,
    WIDER_WORDS,
)

MAPPED_FROM = 90
"""Score from which a header is taken for a column; under it a person has to say so."""

SUGGESTED_FROM = 65
"""Score from which a column is named as a suggestion."""

LOOSE_SCORE = 80.0
"""Score of a header that may mean the column and may mean another thing."""

BARE_SCORE, LESSER_SCORE = 98.0, 95.0
"""Scores of a header that differs by the Arabic article, and of one that gives way to others."""

FIELDS = (*COLUMNS, *COORDINATES)
"""What a header can be taken for."""

_SEAMS = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where one word ends and the next begins in a header such as ClaimedBy or targetMGRSGrid."""

_WIDER = frozenset(map(bare, WIDER_WORDS))

_ROLES = {bare(word): role for role, words in ROLE_WORDS.items() for word in words}

_OPPOSED = {"target": ("launch_", "facade", "assessed_group"), "launch": ("target_",)}
"""Begins of columns that a header of the target, or of the launch, cannot mean."""


@dataclass(frozen=True)
class Match:
    """What one header of a file is taken for.

    Parameters
    ----------
    header
        As the file has it.
    column
        Nearest of `FIELDS`, or empty when none is near.
    score
        0 to 100; 100 for the same name.
    reason
        Why, in words.
    mapped
        Whether it is used; otherwise the column stays beside, under its own name.
    part_of
        What its cells went into before the headers were matched, such as a date of three columns,
        in words; empty where they did not.
    """

    header: str
    column: str
    score: float
    reason: str
    mapped: bool
    part_of: str = ""


def header_key(header: str) -> str:
    """Key of a header whose words blanks, underscores, points, hyphens or capitals keep apart."""
    return key(_SEAMS.sub(" ", begin(header)).replace("_", " "))


def _spellings(table: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, str]]:
    return {header_key(name): (column, name) for column, names in table.items() for name in names}


def _bare(table: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {bare(name): (column, name) for column, name in reversed([*table.values()])}


_OWN = {header_key(column): (column, column) for column in FIELDS}


_EXACT = _spellings(HEADERS) | _OWN


_LESSER = _bare(_spellings(LESSER_HEADERS))


_LOOSE = _bare(_spellings(LOOSE_HEADERS))


_KNOWN = _LESSER | _bare(_EXACT)


_YEARS, _MONTHS, _DAYS = (
    frozenset(map(header_key, DATE_PARTS[part])) for part in ("year", "month", "day")
)


def match_header(header: str) -> Match:
    """Nearest column of one header, by its own name and the words of `geo.schemas.vocabulary`.

    The Arabic article does not count. A header of targets is never near a column of launches.
    """
    return _matched(header) if len(header) <= MOST_READ else _match(header)


@lru_cache(maxsize=4096)
def _matched(header: str) -> Match:
    return _match(header)


def _match(header: str) -> Match:
    whole = header_key(header)
    plain = bare(whole)
    if whole in _EXACT:
        column, spelling = _EXACT[whole]
        return Match(header, column, 100.0, f"the same as “{spelling}”", mapped=True)
    if plain in _LOOSE:
        column, spelling = _LOOSE[plain]
        reason = f"“{spelling}” may mean it, and may mean another thing"
        return Match(header, column, LOOSE_SCORE, reason, mapped=False)
    if plain in _KNOWN:
        column, spelling = _KNOWN[plain]
        score = LESSER_SCORE if plain in _LESSER else BARE_SCORE
        return Match(header, column, score, f"the same as “{spelling}”", mapped=True)
    words = plain.split()
    if not _WIDER.isdisjoint(words):
        reason = "a governorate or district, for which there is no column"
        return Match(header, "", 0.0, reason, mapped=False)
    roles = {_ROLES[word] for word in words if word in _ROLES}
    barred = tuple(begin for role in roles for begin in _OPPOSED[role])
    near = [known for known, (column, _) in _KNOWN.items() if not column.startswith(barred)]
    best = max(near, key=lambda known: fuzz.token_sort_ratio(plain, known))
    score = round(float(fuzz.token_sort_ratio(plain, best)), 1)
    if not plain or score < SUGGESTED_FROM:
        return Match(header, "", 0.0, "no column is near", mapped=False)
    column, spelling = _KNOWN[best]
    if best in _LESSER:
        score = min(score, LESSER_SCORE)
    return Match(header, column, score, f"near “{spelling}”", mapped=score >= MAPPED_FROM)
