"""The text of a claim to suggestions for a form: each with the words that it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from geo.atlas import Atlas
from geo.parsing.mentions import MOST_READ, Mention, Vocabulary, mentions, read_part
from geo.parsing.names import bare
from geo.parsing.text_days import TextValue, coordinates_in, days_in, times_in
from geo.schemas.attacks import METHODS, region_fault
from geo.schemas.vocabulary import METHOD_WORDS

MOST_OPTIONS = 8
"""Things that one field offers at most; a text that names more is no text of one claim."""

FIELDS: Final = ("target", "launch", "date", "time", "method", "facade", "group")
"""What a text is read for, as a form has it."""

_VAGUE = frozenset(map(bare, ("other means", "أخرى", "غير ذلك", "cruise", "ballistic")))
"""Words for a method that in a sentence mean many other things."""

_INFLECTED: Final[Mapping[str, tuple[str, ...]]] = {
    "rocket": ("صاروخا", "صاروخين", "صاروخان", "صاروخي كاتيوشا", "صاروخي غراد"),
    "mortar": ("قذيفتي هاون",),
    "drone_unspecified": (
        "مسيرتين", "مسيرتان", "طائرتين مسيرتين", "طائرتان مسيرتان", "طائرتي مسيرة", "طيران مسير",
        "الطيران المسير",
    ),
    "roadside_bomb": ("عبوتين ناسفتين", "عبوتان ناسفتان", "عبوتين", "عبوتان"),
}  # fmt: skip
"""Forms of words for a method that stand in sentences and in no cell of a table."""

_FROM = frozenset(("from", "من"))
_LAUNCHED = frozenset(
    map(
        bare,
        (
            "fired", "firing", "launched", "launch", "launching", "took off", "departed", "origin",
            "إطلاق", "أطلق", "أطلقت", "أطلقوا", "انطلق", "انطلقت", "انطلاق", "انطلاقا",
            "انطلقوا", "أقلعت",
        ),
    )
)  # fmt: skip
_NEAREST = 4
"""Words between “from” and a place, such as “from the area of”."""


@dataclass(frozen=True)
class Option:
    """Something that a text may mean.

    Parameters
    ----------
    value
        As the form takes it: an id, `lat,lon`, an ISO date, HH:MM or a part of the day.
    words
        The words of the text that it was read from.
    """

    value: str
    words: str


@dataclass(frozen=True)
class FieldReading:
    """What a text says of one field.

    Parameters
    ----------
    options
        What it may be, in the order of the text; empty where nothing was found.
    note
        Why none of them is taken by itself, or why something that was found is not used; empty
        where one is clear.
    clear
        Whether the first and only option can stand in the form as a suggestion.
    """

    options: tuple[Option, ...] = ()
    note: str = ""
    clear: bool = False

    @property
    def value(self) -> str:
        """What the form may begin with; empty where nothing is clear."""
        return self.options[0].value if self.clear and self.options else ""


@dataclass(frozen=True)
class ClaimReading:
    """Suggestions by field; see `FIELDS`.

    Parameters
    ----------
    fields
        A suggestion for each.
    cut
        Whether the text was longer than what was read of it.
    """

    fields: Mapping[str, FieldReading] = field(default_factory=dict)
    cut: bool = False

    @property
    def found(self) -> bool:
        """Whether anything was found."""
        return any(one.options for one in self.fields.values())


def read_claim(text: str, *, atlas: Atlas) -> ClaimReading:
    """Read what can be found in the text of a claim, in English or Arabic; nothing is guessed.

    Parameters
    ----------
    text
        As it was pasted. Its first `geo.parsing.mentions.MOST_READ` characters are read; it is not
        kept, and nothing of it but the words of what was found is given back.
    atlas
        Places, brands and groups that are known by name.

    Returns
    -------
    ClaimReading
        One suggestion a field. A field with several readings, and a group that is only named,
        suggests none by itself: a person chooses.
    """
    read = read_part(text)
    found = mentions(read, _vocabularies(atlas))
    places = [one for one in found if one.kind == "place"]
    spots = _in_region(coordinates_in(read))
    targets = [one for one in places if not _role(one)]
    launches = [one for one in places if _role(one)]
    sure = [one for one in launches if _role(one) == "launch"]
    open_ = [one for one in launches if _role(one) == "open"]
    fields = {
        "target": _of_mentions([*targets, *open_], spots, unclear=bool(open_)),
        "launch": _of_mentions([*sure, *open_], (), unclear=bool(open_)),
        "date": _of_seen(days_in(read)),
        "time": _of_seen(times_in(read)),
        "method": _of_mentions([one for one in found if one.kind == "method"]),
        "facade": _of_mentions([one for one in found if one.kind == "facade"]),
        "group": _named_groups([one for one in found if one.kind == "group"]),
    }
    return ClaimReading(fields, cut=len(text) > MOST_READ)


def _vocabularies(atlas: Atlas) -> tuple[Vocabulary, ...]:
    registry = atlas.registry
    return (
        Vocabulary("place", atlas.gazetteer.names.by_key),
        Vocabulary("facade", registry.facade_names.by_key),
        Vocabulary("group", registry.group_names.by_key),
        _methods(),
    )


@cache
def _methods() -> Vocabulary:
    table: dict[str, set[str]] = {}
    for method, words in METHOD_WORDS.items():
        own = [] if method == "other" else [method.replace("_", " "), METHODS[method]]
        for word in (*own, *words, *_INFLECTED.get(method, ())):
            if bare(word) not in _VAGUE:
                table.setdefault(bare(word), set()).add(method)
    return Vocabulary("method", {word: frozenset(ids) for word, ids in table.items()}, bare)


def _role(place: Mention) -> str:
    """Whether a text says that a place is where something came from: “launch”, “open” or empty."""
    near = place.before[-_NEAREST:]
    if not _FROM & set(near):
        return ""
    said = {bare(word) for word in place.before}
    return "launch" if said & _LAUNCHED else "open"


def _in_region(spots: Iterable[TextValue]) -> tuple[Option, ...]:
    """Coordinates of a text that lie in the region, or are squares."""
    kept = []
    for spot in spots:
        lat, _, lon = spot.values[0].partition(",")
        if not lon or region_fault(float(lat), float(lon)) is None:
            kept.append(Option(spot.values[0], spot.words))
    return tuple(kept)


def _of_mentions(
    found: Sequence[Mention], spots: Sequence[Option] = (), *, unclear: bool = False
) -> FieldReading:
    options = _distinct(
        [*(Option(ident, one.words) for one in found for ident in one.idents), *spots]
    )
    if not options:
        return FieldReading()
    if len(options) > 1:
        return FieldReading(options[:MOST_OPTIONS], "the text names several; choose")
    if unclear:
        return FieldReading(options, "whether it was fired from there is not clear; choose")
    return FieldReading(options, clear=True)


def _named_groups(found: Sequence[Mention]) -> FieldReading:
    """Groups that are named: who names one has not assessed that it did it."""
    options = _distinct([Option(ident, one.words) for one in found for ident in one.idents])
    note = "named in the text, which is no assessment; choose one where a source assesses it"
    return FieldReading(options[:MOST_OPTIONS], note if options else "")


def _of_seen(found: Sequence[TextValue]) -> FieldReading:
    options = _distinct([Option(value, one.words) for one in found for value in one.values])
    notes = dict.fromkeys(f"“{one.words}”: {one.note}" for one in found if one.note)
    note = "; ".join(list(notes)[:MOST_OPTIONS])
    if len(options) == 1:
        return FieldReading(options, note, clear=True)
    if len(options) > 1 and not note:
        note = "the text gives several; choose"
    return FieldReading(options[:MOST_OPTIONS], note)


def _distinct(options: Iterable[Option]) -> tuple[Option, ...]:
    """Options by their values, each with the words that it was read from first."""
    first: dict[str, Option] = {}
    for one in options:
        first.setdefault(one.value, one)
    return tuple(first.values())
