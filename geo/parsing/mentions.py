"""Names that stand somewhere in a text of sentences, Latin or Arabic: which, and in which words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from geo.parsing.names import key
from geo.parsing.plain import visible

MOST_READ = 20_000
"""Characters of a text that are read; a claim is a few hundred long."""

LONGEST_QUOTE = 80
"""Characters of the text that are given as the words of a mention."""

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670"
_TOKEN = re.compile(rf"[\w{_MARKS}]+(?:['’‘`ʿʾ´][\w{_MARKS}]+)*")
_END = re.compile(r"[.!?؟;؛\n]")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_JOINED = "وفبلك"
"""Letters that Arabic joins to the word behind them: and, so, by, for, as."""

_SHORT, _LEAST_LEFT, _JOINED_MOST = 3, 3, 2


@dataclass(frozen=True)
class Token:
    """A word of a text, with where it begins and ends there."""

    words: str
    begin: int
    end: int


@dataclass(frozen=True)
class Mention:
    """A name that stands in a text.

    Parameters
    ----------
    kind
        Of which vocabulary it is.
    idents
        What it may mean: one thing, or several that share the spelling.
    words
        As they stand in the text.
    begin, end
        Where.
    before
        Words before it in its sentence, small letters, the nearest last.
    """

    kind: str
    idents: tuple[str, ...]
    words: str
    begin: int
    end: int
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Spellings to look for.

    Parameters
    ----------
    kind
        What they name, such as “place”.
    by_key
        Ids under the comparison form of each spelling.
    form
        Brings a word of the text to that form.
    """

    kind: str
    by_key: Mapping[str, frozenset[str]]
    form: Callable[[str], str] = key

    @cached_property
    def by_first(self) -> dict[str, list[tuple[tuple[str, ...], frozenset[str]]]]:
        """Spellings under their first word, those of most words first."""
        table: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
        for spelling, idents in self.by_key.items():
            words = tuple(spelling.split())
            if words and not spelling.replace(" ", "").isdigit():
                table.setdefault(words[0], []).append((words, idents))
        for spellings in table.values():
            spellings.sort(key=lambda one: -len(one[0]))
        return table


def read_part(text: str) -> str:
    """Give the part of a text that is read, as it is looked through: composed, digits ASCII."""
    return visible(unicodedata.normalize("NFC", text[:MOST_READ]))


def tokens(text: str) -> list[Token]:
    """Words of a text of `read_part`, in order."""
    return [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]


def quote(text: str, begin: int, end: int) -> str:
    """Words of a text between two places, as they are shown: blanks single, cut where long."""
    words = " ".join(text[begin : min(end, begin + LONGEST_QUOTE)].split())
    return f"{words}…" if end - begin > LONGEST_QUOTE else words


def mentions(text: str, vocabularies: Sequence[Vocabulary]) -> list[Mention]:
    """Find the names of some vocabularies in a text.

    Parameters
    ----------
    text
        As `read_part` gives it.
    vocabularies
        What to look for. Of names that overlap the longest counts, and of two as long both.

    Returns
    -------
    In the order of the text. Latin spellings of three letters or fewer count only in capitals, for
    they are acronyms. A name in Arabic is found behind “and”, “by” or “for” that is joined to it.
    """
    words = tokens(text)
    forms = [_forms(words, vocabulary) for vocabulary in vocabularies]
    found: list[Mention] = []
    at = 0
    while at < len(words):
        hits = [
            (last, vocabulary.kind, idents)
            for vocabulary, form in zip(vocabularies, forms, strict=True)
            for last, idents in [_longest(words, form, at, vocabulary)]
            if idents
        ]
        longest = max((last for last, _, _ in hits), default=at - 1)
        begin = _with_article(text, words, forms, at)
        found += [
            Mention(
                kind,
                tuple(sorted(idents)),
                quote(text, begin, words[last].end),
                begin,
                words[last].end,
                _before(text, words, at),
            )
            for last, kind, idents in hits
            if last == longest
        ]
        at = max(longest, at) + 1
    return found


def _forms(words: list[Token], vocabulary: Vocabulary) -> list[str]:
    """Comparison form of each word; empty for an article alone."""
    return [vocabulary.form(word.words) for word in words]


def _longest(
    words: list[Token], forms: list[str], at: int, vocabulary: Vocabulary
) -> tuple[int, frozenset[str]]:
    """Last word and ids of the longest spelling that begins at a word; no ids where none does."""
    if not forms[at]:
        return at, frozenset()
    best, meant = -1, frozenset[str]()
    for first in map(vocabulary.form, _without_joined(forms[at])):
        for spelling, idents in vocabulary.by_first.get(first, ()):
            last = _ends(forms, at, spelling)
            if last > best and _is_meant(words[at], spelling):
                best, meant = last, idents
                break
    return (best, meant) if meant else (at, meant)


def _ends(forms: list[str], at: int, spelling: tuple[str, ...]) -> int:
    """Place of the last word of a spelling whose first is at a place; -1 where another follows."""
    last = at
    for word in spelling[1:]:
        last += 1
        while last < len(forms) and not forms[last]:
            last += 1
        if last >= len(forms) or forms[last] != word:
            return -1
    return last


def _with_article(text: str, words: list[Token], forms: list[list[str]], at: int) -> int:
    """Where a name begins with the article before it, which no form has: “Al-Asad”, “Ash”."""
    if at == 0 or any(form[at - 1] for form in forms):
        return words[at].begin
    article, between = words[at - 1], text[words[at - 1].end : words[at].begin]
    is_part = between == "-" or (between == " " and article.words[:1].isupper())
    return article.begin if is_part else words[at].begin


def _without_joined(form: str) -> Iterator[str]:
    """A form, and in Arabic what is left of it without the particles that are joined to it."""
    yield form
    if not _ARABIC.match(form):
        return
    for _ in range(_JOINED_MOST):
        if form.startswith("لل") and len(form) >= _LEAST_LEFT + 2:
            yield f"ال{form[2:]}"
        if form[0] not in _JOINED or len(form) <= _LEAST_LEFT:
            return
        form = form[1:]
        yield form


def _is_meant(word: Token, spelling: tuple[str, ...]) -> bool:
    """Tell whether a short Latin spelling is written as an acronym."""
    alone = len(spelling) == 1 and len(word.words) <= _SHORT and spelling[0].isascii()
    return not alone or word.words.isupper()


def _before(text: str, words: list[Token], at: int) -> tuple[str, ...]:
    """Words before a word in its sentence, the nearest last."""
    first = at
    while first > max(0, at - _WINDOW) and not _END.search(
        text, words[first - 1].end, words[first].begin
    ):
        first -= 1
    return tuple(word.words.casefold() for word in words[first:at])


_WINDOW = 24
"""Words before a mention that may say what it is of."""
