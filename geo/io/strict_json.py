"""JSON read strictly: what it has no form for is kept with its place, for somebody to correct."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from geo.errors import ConformError

_BESIDE = "\x1e \t\r"
"""What may stand about a text in its line: the record separator, and blanks."""


class Doubled(dict[str, Any]):
    """An object that names a key twice; `pairs` holds all of it."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs

    @property
    def twice(self) -> str:
        """First key that is duplicated."""
        return next(name for name, count in Counter(n for n, _ in self.pairs).items() if count > 1)


@dataclass(frozen=True)
class NoNumber:
    """A word such as NaN, which JavaScript takes for a number and JSON does not."""

    word: str


@dataclass(frozen=True)
class Parsed:
    """A document.

    Parameters
    ----------
    document
        What it holds, with `Doubled` and `NoNumber` where it breaks the rules.
    is_strict
        Whether it breaks none.
    """

    document: Any
    is_strict: bool


def parse_json(text: str, *, file: str) -> Parsed:
    """Parse JSON: no nesting that exhausts the stack, no numbers without end.

    Raises
    ------
    ConformError
        Naming the line where it is no JSON at all.
    """
    odd: list[object] = []

    def constant(word: str) -> NoNumber:
        odd.append(NoNumber(word))
        return NoNumber(word)

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        odd.append(pairs)
        return Doubled(pairs)

    try:
        document = json.loads(text, parse_constant=constant, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        raise ConformError.for_file(
            file, f"not JSON: {error}", "Export it as GeoJSON (RFC 7946)."
        ) from error
    except RecursionError as error:
        raise ConformError.for_file(
            file, "the JSON is nested too deep", "Export it as plain GeoJSON."
        ) from error
    except ValueError as error:
        problem, remedy = "a number has too many digits", "Give coordinates in decimal degrees."
        raise ConformError.for_file(file, problem, remedy) from error
    return Parsed(document, not odd)


def feature_lines(text: str, *, file: str) -> list[Parsed] | None:
    """Entries of a file with one JSON text a line, or None where it is one text as a whole.

    Parameters
    ----------
    text
        Of the file; a line may begin with the record separator of RFC 8142.
    file
        Name used in messages.

    Raises
    ------
    ConformError
        Naming the line that is no JSON.
    """
    first, _, rest = text.lstrip(f"\ufeff\n{_BESIDE}").partition("\n")
    first = first.rstrip(_BESIDE)
    is_begun = first.startswith("{") and first.endswith("}")
    if not is_begun or not rest.lstrip(f"\n{_BESIDE}").startswith("{") or not _is_whole(first):
        return None
    lines = [line.strip(_BESIDE) for line in text.lstrip("\ufeff").split("\n")]
    made = []
    for number, line in enumerate(lines, start=1):
        if line:
            try:
                made.append(parse_json(line, file=file))
            except ConformError as error:
                raise ConformError(
                    file, [replace(fault, row=number) for fault in error.faults]
                ) from error
    return made


def _is_whole(line: str) -> bool:
    """Tell whether a line is an object by itself, as no line within a written-out one is."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def oddities(value: Any, *, name: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Column, text, problem and remedy of what is no JSON within a value.

    Parameters
    ----------
    value
        A part of `Parsed.document`.
    name
        Key that it stands under.
    """
    if isinstance(value, NoNumber):
        yield name, value.word, "JSON knows no such number", "Give a number, or null."
    elif isinstance(value, dict):
        if isinstance(value, Doubled):
            yield value.twice, "", "the key is duplicated in one object", "Keep one of the two."
        for key, part in value.items():
            yield from oddities(part, name=key)
    elif isinstance(value, list):
        for part in value:
            yield from oddities(part, name=name)


def plain(value: Any) -> Any:
    """Give the same without `Doubled` and `NoNumber`, to be written: every key and word is kept."""
    if isinstance(value, NoNumber):
        return value.word
    if isinstance(value, list):
        return [plain(part) for part in value]
    if not isinstance(value, dict):
        return value
    seen: Counter[str] = Counter()
    made = {}
    for name, part in value.pairs if isinstance(value, Doubled) else value.items():
        seen[name] += 1
        made[name if seen[name] == 1 else f"{name} ({seen[name]})"] = plain(part)
    return made


def is_whole(value: Any) -> bool:
    """Tell whether every text can be written: JSON can hold half of a letter, no file can."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def plain_text(value: Any) -> str:
    """Text of a value as JSON; halves of letters stay as escapes, since no file holds them."""
    written = plain(value)
    return json.dumps(written, ensure_ascii=not is_whole(written))
