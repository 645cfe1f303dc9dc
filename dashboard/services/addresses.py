"""What an address asks for and does not get: named on the page, and not used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from dashboard.services.facets import NONE
from dashboard.services.selection import DEFAULT, MIXED, POINTED, Selection, from_query
from geo.errors import GeometryError, PlaceNotFoundError
from geo.parsing.days import in_words
from geo.records.named_ground import NamedGround
from geo.records.near import Circle
from geo.schemas.attacks import METHODS, STATUSES
from geo.schemas.tokens import VERDICTS
from layers import catalog

SEPARATOR = "~"
LONGEST = 60
"""Characters of a given value that a page repeats."""
MOST_NAMED = 8
"""Known values that a page lists; of more it says how many there are."""

DAYS = ("date_from", "date_to", "known_on")
_NAMES = frozenset(field.name for field in fields(Selection))
_SEVERAL = frozenset(name for name in _NAMES if isinstance(getattr(DEFAULT, name), tuple))
_OTHERS = frozenset({"source", "code", "state", "scope", "session_state", "iss", "authuser",
                     "prompt", "embed", "embed_options"})  # fmt: skip
"""Names that an address may hold and that are no part of a selection."""


class Refusal(NamedTuple):
    """One value of an address that is not used.

    Parameters
    ----------
    name, given
        As they stand in the address.
    why
        What is known or expected, the end of a sentence.
    """

    name: str
    given: str
    why: str


@dataclass(frozen=True)
class Known:
    """What the data know, to hold an address against.

    Parameters
    ----------
    ids
        Known ids by field: `group`, `facade`, `target`, `committee`, `attack`, `area`, `place`, and
        `view` of the places that can be looked up.
    first, last
        First and last day of the record.
    ground
        Where an area of interest is looked up.
    """

    ids: Mapping[str, Collection[str]]
    first: dt.date
    last: dt.date
    ground: NamedGround | None = None


_CARDS: Mapping[str, str] = {
    "attack": "no attack of the record has this id",
    "area": "no area has this id",
    "place": "no place of the gazetteer has this id",
}
"""Fields that name what a card is of, and why an id is refused."""

_WORDS: Mapping[str, Collection[str]] = {
    "method": tuple(METHODS),
    "verdict": VERDICTS,
    "status": tuple(STATUSES),
    "layer": tuple(entry.id for entry in catalog.CHOICES),
    "grade": ("A", "B", "C", "D", "E"),
    "launch": ("known", "unknown"),
    "points_strength": POINTED,
    "whose": ("record", "yours"),
    "density": ("target", "launch"),
}


def read(query: Mapping[str, str], known: Known) -> tuple[Selection, tuple[Refusal, ...]]:
    """Read a selection from address parameters and name what of them is not used.

    Parameters
    ----------
    query
        Parameters as they stand in the address.
    known
        What the data know.

    Returns
    -------
    The selection that the known values make, and what was refused, in the order of the address.
    """
    selection, refused = from_query(query), []
    for name, text in query.items():
        bad = _refused(name, text, known)
        refused += bad
        if bad and name in _NAMES:
            held = getattr(selection, name)
            unknown = {one.given for one in bad}
            rest = tuple(one for one in held if one not in unknown) if name in _SEVERAL else ()
            value: Any = rest or getattr(DEFAULT, name)
            selection = replace(selection, **{name: value})
    if selection.date_from and selection.date_to and selection.date_from > selection.date_to:
        why = f"it lies after date_to={selection.date_to}; neither is used"
        refused.append(Refusal("date_from", str(selection.date_from), why))
        selection = replace(selection, date_from=None, date_to=None)
    return selection, tuple(refused)


def _refused(name: str, text: str, known: Known) -> list[Refusal]:
    if name not in _NAMES:
        return [] if name in _OTHERS else [Refusal(name, text, "there is no such setting")]
    if name in DAYS:
        return _day(name, text, known)
    if name in _SEVERAL:
        return _words(name, text, known)
    if isinstance(getattr(DEFAULT, name), bool):
        return [] if text in {"0", "1"} else [Refusal(name, text, "expected 1 or 0")]
    return _word(name, text, known)


def _day(name: str, text: str, known: Known) -> list[Refusal]:
    span = f"the record goes from {in_words(known.first)} to {in_words(known.last)}"
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return [Refusal(name, text, f"expected a day such as {known.last:%Y-%m-%d}; {span}")]
    if name != "date_to" and day > known.last:
        return [Refusal(name, text, f"it lies after the record ends; {span}")]
    if name != "date_from" and day < known.first:
        return [Refusal(name, text, f"it lies before the record begins; {span}")]
    return []


def _words(name: str, text: str, known: Known) -> list[Refusal]:
    choices = _WORDS.get(name) or known.ids.get(name, ())
    if name == "points":
        choices = (*known.ids.get("group", ()), MIXED)
    filters = name in {"group", "facade", "target", "committee", "method", "points"}
    given = dict.fromkeys(part for part in text.split(SEPARATOR) if part)
    return [
        Refusal(name, one, _listed(choices))
        for one in given
        if one not in choices and not (filters and one == NONE)
    ]


def _word(name: str, text: str, known: Known) -> list[Refusal]:
    if not text:
        return []
    if name == "view":
        views = [view.id for view in catalog.VIEWS]
        place = text.removeprefix(catalog.PLACE)
        if text in views or (text != place and place in known.ids.get("view", ())):
            return []
        return [
            Refusal(name, text, f"{_listed(views)}, and {catalog.PLACE} with the id of a place")
        ]
    if name in {"near", "within"}:
        return _interest(name, text, known)
    if name in _CARDS:
        return [] if text in known.ids.get(name, ()) else [Refusal(name, text, _CARDS[name])]
    choices = _WORDS[name]
    return [] if text in choices else [Refusal(name, text, _listed(choices))]


def _interest(name: str, text: str, known: Known) -> list[Refusal]:
    if known.ground is None:
        return []
    try:
        if name == "near":
            Circle.read(text, known.ground.places)
        else:
            known.ground.outline(text)
    except (PlaceNotFoundError, GeometryError) as error:
        return [Refusal(name, text, f"{str(error).rstrip('.')}")]
    return []


def _listed(choices: Collection[str]) -> str:
    first = sorted(choices) if not isinstance(choices, Sequence) else list(choices)
    rest = len(first) - MOST_NAMED
    more = f" and {rest} more" if rest > 0 else ""
    return f"known are {', '.join(first[:MOST_NAMED])}{more}" if first else "none is known"


def words(refusal: Refusal) -> str:
    """Name a refused value: what was given, and what is known or expected."""
    given = refusal.given if len(refusal.given) <= LONGEST else refusal.given[:LONGEST] + "…"
    return f"{refusal.name}={given}: {refusal.why}."
