"""Names of groups and brands in a user's table: what is not known, and what stands elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.errors import Fault
from geo.parsing.columns import distinct
from geo.parsing.names import Names, Near
from geo.reference.registry import Registry

READS_LIKE, FAR_BETTER = 80, 15
"""A text reads like a name of the other registry from this score, and if it is so much nearer."""

_GROUPS = ("assessed_group", "permitted_by", "supported_by")
_SEVERAL = ("assessed_group", "supported_by")
"""Columns whose cells may join several groups by `|`."""
_LEAVE = "leave it empty and keep the words in the note."

Problem = tuple[str, str, tuple[tuple[str, str], ...]]


def name_faults(table: pd.DataFrame, registry: Registry) -> list[Fault]:
    """Faults of every name that is not one of its column.

    Parameters
    ----------
    table
        Text cells of every column of `geo.schemas.attacks.COLUMNS`, indexed by row number.
    registry
        Knows groups and brands.
    """
    groups = _NameKind("group", registry.group_names, registry.short_name)
    brands = _NameKind(
        "brand", registry.facade_names, lambda ident: registry.facade_names.labels[ident]
    )
    assessed = f"Put it under assessed_group if somebody assesses so, or {_LEAVE}"
    claimed = f"Put it under facade if it claimed the attack, or {_LEAVE}"
    faults = _faults(table["facade"], brands, groups, elsewhere=assessed)
    for column in _GROUPS:
        faults += _faults(table[column], groups, brands, elsewhere=claimed)
    return faults


@dataclass(frozen=True)
class _NameKind:
    """Things of a registry: what one is called, their names, and the name of each for people."""

    what: str
    names: Names
    called: Callable[[str], str]


def _faults(cells: pd.Series, own: _NameKind, other: _NameKind, *, elsewhere: str) -> list[Fault]:
    code, texts = distinct(cells)
    column = str(cells.name)
    problems: dict[int, Problem] = {}
    for number, text in enumerate(texts):
        parts = [part.strip() for part in text.split("|")] if column in _SEVERAL else [text]
        wrong = next((part for part in parts if text and own.names.get(part) is None), None)
        if wrong is not None:
            problem, remedy, fixes = _problem(column, wrong, own, other, elsewhere)
            problems[number] = (problem, remedy, fixes if len(parts) == 1 else ())
    rows = np.flatnonzero(np.isin(code, list(problems)))
    return [
        Fault(int(row), column, texts[number], *problems[number])
        for row, number in zip(cells.index[rows], code[rows].tolist(), strict=True)
    ]


def _problem(column: str, text: str, own: _NameKind, other: _NameKind, elsewhere: str) -> Problem:
    """What is wrong with a name, what to do, and its likely correction."""
    problem = f"the {own.names.what} is not known"
    meant = belongs_to(text, others=other.names, names=own.names)
    if meant is not None:
        called = f"the {other.what} {other.called(meant.ident)}"
        if other.names.get(text) is not None:
            return f"this is {called}, not a {own.what}", elsewhere, ()
        return f"{problem}, and reads like {called}", elsewhere, ()
    near = own.names.suggest(text)
    if not near:
        return problem, f"Choose what it means under Names on the page Import, or {_LEAVE}", ()
    likely = own.names.likely(text)
    fix = ((column, likely),) if likely else ()
    return problem, f"Nearest known: {', '.join(near)}. If none is meant, {_LEAVE}", fix


def belongs_to(text: str, *, others: Names, names: Names) -> Near | None:
    """Thing of another registry that a text names, or names far better than any of its own.

    Parameters
    ----------
    text
        A spelling that `names` does not know.
    others, names
        Names of the other registry, and of its own.
    """
    ident = others.get(text)
    if ident is not None:
        return Near(ident, others.labels.get(ident, ident), 100.0, text)
    best = max(others.near(text), key=lambda one: one.score, default=None)
    if best is None or best.score < READS_LIKE or best.score < names.alike(text) + FAR_BETTER:
        return None
    return best
