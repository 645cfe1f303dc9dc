"""Names brought to one form, so that spellings of one thing meet and nothing else does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from geo.errors import NameNotFoundError
from geo.parsing.plain import MOST_READ, begin

_ARTICLE = re.compile(r"\b(?:[وب]?ال|لل)(?=\w{3})")

_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_ARABIC = str.maketrans("أإآٱىةؤئیےکہۀەھ", "اااايهويييكهههه")
_APOSTROPHES = re.compile(r"[’‘'`ʿʾ´]")
_SEPARATORS = re.compile(r"[^\w]+")
_ARTICLES = re.compile(r"\b(al|as|ad|an|ar|ash|at|az|el)\b ")
_NUMBER = re.compile(r"\d+")
_DOUBLED = re.compile(r"([a-z])\1+")
_FACILITY = re.compile(r"(قاعدة|مطار|معسكر) ")
_FULL = re.compile(r" (الجوية|الدولي)$")
_LETTER = re.compile(r"[\u0621-\u064a]")
_WORD = re.compile(r"\w{4,}")
"""Shorter words may be acronyms: AAH is not AH, and KSS is not KS."""

_REMEMBERED = 50_000
"""Texts whose keys and nearest names are kept: a file asks for each several times."""

SUGGEST_ABOVE, SHARED_ABOVE = 70, 60
"""Scores under these are no suggestion: of any part, and of the words that are shared."""

LIKELY_ABOVE, APART = 90, 5
"""A name is likely from this score, where no other is nearly as alike."""


@lru_cache(maxsize=_REMEMBERED)
def key(text: str) -> str:
    """Reduce a Latin or Arabic name to the form under which spellings are compared.

    Case, accents, apostrophes, hyphens, Arabic vowel signs and letter variants, a leading article
    and doubled Latin letters of words (Qasem, Qassem; Quwat, Quwwat) do not count; those of short
    ones, which may be acronyms, do.
    """
    folded = unicodedata.normalize("NFKD", str(text)).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c) or "\u0600" <= c <= "\u06ff")
    folded = _MARKS.sub("", unicodedata.normalize("NFC", folded)).translate(_ARABIC)
    folded = _APOSTROPHES.sub("", folded)
    folded = _SEPARATORS.sub(" ", folded).strip() + " "
    plain = _ARTICLES.sub("", folded).strip()
    return _WORD.sub(lambda word: _DOUBLED.sub(r"\1", word[0]), plain)


@dataclass(frozen=True)
class Near:
    """A thing whose name is near a text.

    Parameters
    ----------
    ident, label
        Its id and name.
    score
        How alike its nearest spelling is to the text as a whole, 0 to 100.
    spelling
        Key of that spelling.
    """

    ident: str
    label: str
    score: float
    spelling: str


@dataclass(frozen=True)
class Names:
    """An index from every known spelling to ids.

    Parameters
    ----------
    what
        Kind of thing, used in messages ("group", "place").
    by_key
        Ids under each comparison key.
    labels
        Human name of each id.
    """

    what: str
    by_key: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]

    @classmethod
    def build(
        cls, what: str, spellings: Mapping[str, list[str]], labels: Mapping[str, str]
    ) -> Names:
        """Index `spellings` (id to its names); ids always resolve to themselves."""
        table: dict[str, set[str]] = {}
        for ident, names in spellings.items():
            for name in [ident, *names]:
                if name and key(name):
                    table.setdefault(key(name), set()).add(ident)
        return cls(what, {k: frozenset(v) for k, v in table.items()}, dict(labels))

    def get(self, text: str) -> str | None:
        """Id of a spelling, or None when it is unknown or means several things."""
        if text in self.labels:
            return text
        if len(text) > MOST_READ:
            return None
        found = self.by_key.get(key(text), frozenset())
        return next(iter(found)) if len(found) == 1 else None

    def resolve(self, text: str) -> str:
        """Id of a spelling.

        Raises
        ------
        NameNotFoundError
            Naming the nearest known names, or all the things it may mean.
        """
        ident = self.get(text)
        if ident is not None:
            return ident
        found = self.by_key.get(key(begin(text)), frozenset())
        if found:
            meant = ", ".join(f"{i} ({self.labels.get(i, i)})" for i in sorted(found))
            raise NameNotFoundError(f"{self.what} {begin(text)!r} may mean {meant}: give the id.")
        near = self.suggest(text)
        hint = f"Nearest known: {', '.join(near)}." if near else "Nothing near it is known."
        raise NameNotFoundError(f"{self.what} {begin(text)!r} is not known. {hint}")

    def resolve_each(self, text: str) -> str:
        """Ids of the spellings of a cell that joins several by `|`; errors as of `resolve`."""
        return "|".join(self.resolve(part.strip()) for part in text.split("|"))

    def near(self, text: str, *, limit: int = 3) -> list[Near]:
        """Nearest known things, best first, each once by its nearest spelling."""
        plain = key(begin(text))
        found = self._nearest.get(plain)
        if found is None:
            if len(self._nearest) >= _REMEMBERED:
                self._nearest.clear()
            found = self._nearest[plain] = self._near(plain)
        return found[:limit]

    def _near(self, plain: str) -> list[Near]:
        spellings = self._spellings
        hits = process.extract(
            plain,
            {number: spellings[number] for number in self._candidates(plain)},
            scorer=fuzz.WRatio,
            score_cutoff=SUGGEST_ABOVE,
            limit=None,
        )
        found: dict[str, Near] = {}
        for spelling, _, _ in hits:
            for ident in sorted(self.by_key[spelling]):
                one = Near(ident, self.labels.get(ident, ident), _alike(plain, spelling), spelling)
                if ident not in found or one.score > found[ident].score:
                    found[ident] = one
        return list(found.values())

    def _candidates(self, plain: str) -> list[int]:
        """Numbers of the spellings that share words with a key, or most of its letters, in order.

        The score of all spellings alone takes any name for a longer one that shares two letters
        with it, and it takes long. What shares no word with the key is as near to it as the
        letters of both are, with words in their order or sorted, which is quickly counted.
        """
        words = plain.split()
        near = {number for word in set(words) for number in self._by_word.get(word, ())}
        for one, others in (
            (plain, self._spellings),
            (" ".join(sorted(words)), self._sorted),
            (" ".join(sorted(set(words))), self._sorted_once),
        ):
            hits = process.extract(
                one, others, scorer=fuzz.ratio, score_cutoff=SHARED_ABOVE, limit=None
            )
            near.update(number for _, _, number in hits)
        return sorted(n for n in near if _shared(plain, self._spellings[n]) >= SHARED_ABOVE)

    @cached_property
    def _nearest(self) -> dict[str, list[Near]]:
        return {}

    @cached_property
    def _spellings(self) -> list[str]:
        return list(self.by_key)

    @cached_property
    def _sorted(self) -> list[str]:
        return [" ".join(sorted(name.split())) for name in self._spellings]

    @cached_property
    def _sorted_once(self) -> list[str]:
        return [" ".join(sorted(set(name.split()))) for name in self._spellings]

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        for number, name in enumerate(self._spellings):
            for word in set(name.split()):
                table.setdefault(word, []).append(number)
        return table

    def suggest(self, text: str, *, limit: int = 3) -> list[str]:
        """Nearest known names, best first, as `id (name)`."""
        return [f"{one.ident} ({one.label})" for one in self.near(text, limit=limit)]

    def alike(self, text: str) -> float:
        """How alike the nearest spelling is to a text as a whole, 0 to 100."""
        return max((one.score for one in self.near(text)), default=0.0)

    def likely(self, text: str) -> str | None:
        """Id of the one thing whose spelling is nearly that of a text, or None.

        Good enough to be offered to a person, never to be used by itself.
        """
        near = sorted(self.near(text), key=lambda one: -one.score)
        if not near or near[0].score < LIKELY_ABOVE:
            return None
        first, *others = near
        if any(first.score - other.score < APART for other in others):
            return None
        # Brigade 44 is not brigade 43, however alike the rest.
        same = _NUMBER.findall(key(text)) == _NUMBER.findall(first.spelling)
        return first.ident if same else None


def _alike(one: str, other: str) -> float:
    """Score of two keys as wholes, whatever the order of their words."""
    return round(float(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))), 1)


def _shared(one: str, other: str) -> float:
    """Score of two keys where one may hold words that the other lacks."""
    return max(_alike(one, other), float(fuzz.token_set_ratio(one, other)))


def place_names(
    spellings: Mapping[str, list[str]], *, labels: Mapping[str, str], kinds: Mapping[str, str]
) -> Names:
    """Names of places, with those by which people call a base or an airport beside its own.

    Parameters
    ----------
    spellings, labels
        As of `Names.build`.
    kinds
        Kind of each place: base, town, city, area …
    """
    own = Names.build("place", spellings, labels)
    shorter = {
        ident: [short for name in names for short in _short_names(name, kind=kinds[ident])]
        for ident, names in spellings.items()
    }
    # A name that a place has goes before one that another may be called by.
    others = Names.build("place", shorter, labels)
    return replace(own, by_key={**others.by_key, **own.by_key})


def _short_names(name: str, *, kind: str) -> list[str]:
    """Names by which people call a base or an airport: “Harir base” and the like.

    The name of a base, and of nothing else, may follow the word for one.
    """
    short = _FULL.sub("", name.strip())
    if short != name.strip() and _FACILITY.match(short):
        return [short]
    if kind == "base" and _LETTER.match(short) and not _FACILITY.match(short):
        return [f"قاعدة {short}"]
    return []


def bare(text: str) -> str:
    """Key of a word or words without the Arabic article, also where “and”, “by” or “for” joins it.

    Headers and words are compared so; names are not, for there the article may tell two apart.
    """
    return _ARTICLE.sub("", key(text))
