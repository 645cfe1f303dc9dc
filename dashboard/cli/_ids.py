"""Ids and words given as options, read against tables and lists alone: a slip costs no second.

Nothing here loads an outline or judges an attack; the heavy libraries stay out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import NameNotFoundError
from geo.parsing.csv_rows import csv_rows, read_text
from geo.schemas import tokens

if TYPE_CHECKING:
    from geo.parsing.names import Names

NONE: Final = "-"
"""Stands for none, as in `dashboard.services.facets`, which needs the heavy libraries."""

Row = Mapping[str, str]
"""A row of a table, as text by column."""

_TABLES: Final[Mapping[str, tuple[str, str]]] = {
    "group": ("groups.csv", "group_id"),
    "facade": ("facades.csv", "facade_id"),
    "committee": ("committees.csv", "committee_id"),
    "place": ("gazetteer.csv", "place_id"),
    "attack": ("attacks.csv", "attack_id"),
}
_NAME_COLUMNS: Final = ("name", "name_ar", "short_name", "title")
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "method": tokens.METHODS,
    "verdict": dict.fromkeys(tokens.VERDICTS, ""),
    "status": tokens.STATUSES,
    "grade": dict.fromkeys("ABCDE", ""),
    "launch": {"known": "", "unknown": ""},
    "strength": {one: "" for one in tokens.POINTS_STRENGTHS if one != tokens.Strength.NONE},
    "decision": dict.fromkeys(tokens.DECISIONS, ""),
    "reliability": dict.fromkeys(tokens.LETTERS, ""),
    "credibility": dict.fromkeys(tokens.DIGITS, ""),
    "arrangement": dict.fromkeys(tokens.TOGETHER, ""),
    "area kind": dict.fromkeys(tokens.AREA_KINDS, ""),
    "confidence": dict.fromkeys(tokens.CONFIDENCE, ""),
}
_OF_A_BRIEFING: Final = ("layer", "size", "format", "content", "label")
_FEW: Final = 12
"""Things of a kind that are all listed where none is near to a word."""

_BY_NAME: Final = frozenset({"group", "facade", "committee", "holder", "place", "governorate"})
"""Kinds that are also known by name; ids of attacks and areas differ by a letter alone."""

_MOST_BYTES: Final = 16_000_000
"""Tables above this are left to the reader that loads them."""


def known(kind: str, data: Path | None) -> Names | None:
    """Give every spelling of a kind of thing, or None where only the full reader can tell.

    Parameters
    ----------
    kind
        “group”, “facade”, “committee”, “holder” (a group or a committee), “place”, “attack”,
        “area”, “governorate” or “view”; or a list of words: one of `_WORDS` or of `_OF_A_BRIEFING`.
    data
        The user's data folder, whose tables take the place of the bundled ones.
    """
    from geo.parsing.names import Names, place_names

    spellings = _spellings(kind, data)
    if spellings is None:
        return None
    labels = {ident: next(iter(names), ident) for ident, names in spellings.items()}
    if kind != "place":
        return Names.build(kind, spellings, labels)
    rows = _from_file(kind, data) or {}
    kinds = {ident: row.get("kind") or "" for ident, row in rows.items()}
    return place_names(spellings, labels=labels, kinds=kinds)


def _spellings(kind: str, data: Path | None) -> dict[str, list[str]] | None:
    if kind in _WORDS or kind == "governorate":
        given = _WORDS.get(kind, tokens.UNIT_SPELLINGS)
        return {
            word: list(filter(None, (name,) if isinstance(name, str) else name))
            for word, name in given.items()
        }
    if kind in _OF_A_BRIEFING:
        return _of_a_briefing(kind)
    if kind == "holder":
        groups, committees = _spellings("group", data), _spellings("committee", data)
        return None if groups is None or committees is None else groups | committees
    if kind == "view":
        from layers.catalog import PLACE, VIEWS

        places = _spellings("place", data)
        if places is None:
            return None
        named = {
            f"{PLACE}{ident}": [f"{PLACE}{name}" for name in names]
            for ident, names in places.items()
        }
        return {view.id: [view.title] for view in VIEWS} | named
    rows = _from_file(kind, data)
    # A table without a row is a fault of the folder, which its reader says: no id was mistyped.
    return {ident: _names(row) for ident, row in rows.items()} if rows else None


def _of_a_briefing(kind: str) -> dict[str, list[str]]:
    if kind == "layer":
        from layers.catalog import CHOICES

        return {entry.id: [entry.title] for entry in CHOICES}
    from dashboard.cli._brief_options import CONTENTS
    from layers.brief.sizes import SIZES
    from layers.brief.tokens import FORMATS, TLP

    words = {"size": SIZES, "format": FORMATS, "content": CONTENTS, "label": TLP}[kind]
    return {word: [] for word in words}


def _from_file(kind: str, data: Path | None) -> dict[str, Row] | None:
    from geo.errors import AtlasError
    from geo.settings import data_dir, find

    try:
        folder = data.expanduser().resolve() if data is not None else data_dir()
        if kind == "area":
            return _areas(find("areas.toml", folder))
        file, column = _TABLES[kind]
        return _rows(find(file, folder), column)
    except (AtlasError, OSError, ValueError, KeyError):
        return None  # what is wrong with a table is reported by the reader that loads it


def _areas(path: Path) -> dict[str, Row]:
    areas = tomllib.loads(_text(path))["area"]
    return {str(area["id"]): {"title": str(area.get("title", ""))} for area in areas}


def _rows(path: Path, column: str) -> dict[str, Row]:
    header, cells, _ = csv_rows(_text(path), file=path.name)
    at = header.index(column)
    rows: dict[str, Row] = {row[at]: dict(zip(header, row, strict=True)) for row in cells}
    if "" in rows:
        message = "an attack without an id is named by its row, which the reader counts"
        raise ValueError(message)
    return rows


def _names(row: Row) -> list[str]:
    names = [row.get(name, "") for name in _NAME_COLUMNS]
    names += row.get("aliases", "").split("|")
    return [name for name in names if name]


def _text(path: Path) -> str:
    if path.stat().st_size > _MOST_BYTES:
        message = "too large to be read twice"
        raise ValueError(message)
    return read_text(path)


def resolved(
    option: str,
    given: Sequence[str],
    *,
    kind: str,
    data: Path | None = None,
    also: Iterable[str] = (),
) -> list[str]:
    """Give the ids that some words mean, whatever their case, or by another known spelling.

    Parameters
    ----------
    option
        The option or argument, for the message.
    given
        What was given.
    kind
        As of `known`.
    data
        The user's data folder.
    also
        Words that are allowed beside the ids.

    Raises
    ------
    NameNotFoundError
        For every word that means nothing or more than one thing, naming the nearest.
    """
    names = known(kind, data) if any(word not in also for word in given) else None
    return list(given) if names is None else meant(option, given, names, also=also)


def listed(option: str, text: str, *, kind: str) -> tuple[str, ...]:
    """Give the words of a list with commas, each once; errors as of `resolved`.

    Raises
    ------
    NameNotFoundError
        For a list of nothing too.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        known_words = ", ".join(_spellings(kind, None) or ())
        raise NameNotFoundError(f"{option} names nothing. Expected some of {known_words}.")
    return tuple(dict.fromkeys(resolved(option, parts, kind=kind)))


def meant(
    option: str, given: Sequence[str], names: Names, *, also: Iterable[str] = ()
) -> list[str]:
    """Give the ids that some words mean among names; parameters and errors as of `resolved`."""
    found, problems = list[str](), list[str]()
    for word in given:
        try:
            found.append(word if word in also else _one(option, word, names))
        except NameNotFoundError as error:
            problems.append(str(error))
    if problems:
        raise NameNotFoundError("\n".join(dict.fromkeys(problems)))
    return found


def _one(option: str, word: str, names: Names) -> str:
    if word in names.labels:
        return word
    by_case = [ident for ident in names.labels if ident.casefold() == word.casefold()]
    if len(by_case) == 1:
        return by_case[0]
    several = sorted(by_case)
    if not several and names.what in _BY_NAME:
        from geo.parsing.names import key
        from geo.parsing.plain import begin

        several = sorted(names.by_key.get(key(begin(word)), ()))
        if len(several) == 1:
            return several[0]
    if several:
        listed = ", ".join(f"{one} ({names.labels[one]})" for one in several)
        raise NameNotFoundError(f"{option} {word!r} may mean {listed}: give the id.")
    raise NameNotFoundError(f"{option} {word!r} is not known. {_way(word, names)}")


def _way(word: str, names: Names) -> str:
    """Say what may have been meant, and all there is where that is little."""
    idents = [ident for ident in names.labels if ident]
    near = names.suggest(word) or _close(word, idents)
    few = f"Expected one of {', '.join(idents)}." if 0 < len(idents) <= _FEW else ""
    if near:
        suggestion = f"Did you mean {', '.join(near)}?"
        # Of three words that are near, the one that is meant may be a fourth.
        return f"{suggestion} {few}" if few and len(near) < len(idents) else suggestion
    if few or not idents:
        return few or "The data holds none of its kind."
    return f"Nothing near it is known. Some of what there is: {', '.join(idents[:8])}."


def _close(word: str, idents: list[str]) -> list[str]:
    import difflib

    lower = {ident.casefold(): ident for ident in idents}
    near = difflib.get_close_matches(word.casefold(), list(lower), n=3, cutoff=0.5)
    return [lower[one] for one in near]
