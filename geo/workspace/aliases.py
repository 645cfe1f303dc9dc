"""Spellings that a person accepts for a group, a façade or a place; never merged by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.parsing.names import Names, key
from geo.records.group_names import belongs_to
from geo.reference.gazetteer import Gazetteer, is_coordinate
from geo.workspace.journal import FILE, Journal

KINDS: Mapping[str, str] = {"group": "group", "facade": "façade", "place": "place"}
"""What can have aliases, with its name for people."""

COLUMN_KINDS: Mapping[str, str] = {
    "assessed_group": "group",
    "permitted_by": "group",
    "supported_by": "group",
    "facade": "facade",
    "target_place": "place",
    "launch_place": "place",
    "target_coordinates": "place",
    "launch_coordinates": "place",
}
"""Columns whose unknown names are candidates."""

ALIAS = "alias of "
"""Begin of the kind under which the journal keeps an accepted spelling."""

OTHER_KIND: Mapping[str, str] = {"group": "facade", "facade": "group"}
"""Kinds whose names stand in one another’s columns."""


@dataclass(frozen=True)
class Suggestion:
    """A thing that a spelling may mean.

    Parameters
    ----------
    ident, label
        Id and name of the thing.
    score
        0 to 100, of the nearest spelling that is known.
    reason
        Which spelling that is.
    """

    ident: str
    label: str
    score: float
    reason: str


def names_of(atlas: Atlas, kind: str) -> Names:
    """Every known spelling of a kind."""
    registry = atlas.registry
    return {
        "group": registry.group_names,
        "facade": registry.facade_names,
        "place": atlas.gazetteer.names,
    }[kind]


def names_of_other_kind(atlas: Atlas, kind: str) -> Names | None:
    """Names that stand for those of a kind by mistake: brands for groups, groups for brands."""
    return names_of(atlas, OTHER_KIND[kind]) if kind in OTHER_KIND else None


def suggestions(text: str, *, names: Names, others: Names | None = None) -> list[Suggestion]:
    """Things that a spelling may mean, best first, each once.

    Parameters
    ----------
    text
        The spelling.
    names
        Names of what it may mean.
    others
        Of `names_of_other_kind`; a spelling much nearer to one of them means none of `names`.
    """
    if others is not None and belongs_to(text, others=others, names=names) is not None:
        return []
    return [
        Suggestion(one.ident, one.label, one.score, f"near “{one.spelling}”")
        for one in names.near(text)
    ]


def unknown_names(faults: tuple[Fault, ...], *, atlas: Atlas) -> list[tuple[str, str]]:
    """Kinds and texts of names that no one knows, from the faults of a file, each once.

    A group in the column of brands is known, and so is a brand among groups: neither is listed.
    """
    pairs = dict.fromkeys(
        (COLUMN_KINDS[fault.column], fault.given)
        for fault in faults
        if fault.column in COLUMN_KINDS and fault.given
    )
    return [(kind, text) for kind, text in pairs if _unknown(kind, text, atlas)]


def _unknown(kind: str, text: str, atlas: Atlas) -> bool:
    others = names_of_other_kind(atlas, kind)
    known = (names_of(atlas, kind), *([others] if others else []))
    if any(names.get(text) is not None for names in known):
        return False
    return not (kind == "place" and is_coordinate(text))


def accept(
    journal: Journal, *, kind: str, alias: str, ident: str, by: str, atlas: Atlas
) -> Journal:
    """Record that a spelling means a thing, with who says so and when.

    Raises
    ------
    ConformError
        When the thing is not known, the spelling means another already, or nobody says it.
    """
    names = names_of(atlas, kind)
    known = names.by_key.get(key(alias), frozenset())
    if ident not in names.labels:
        raise ConformError(FILE, [Fault(0, kind, ident, "not known", "Choose one that is.")])
    if known - {ident} or not key(alias):
        meant = ", ".join(sorted(known)) or "nothing"
        problem = f"the spelling means {meant} already"
        raise ConformError(FILE, [Fault(0, kind, alias, problem, "Give the id in the file.")])
    return journal.record(ALIAS + kind, alias, ident, by=by)


def accepted(journal: Journal) -> int:
    """How many spellings the decisions of a journal accept."""
    return sum(len(journal.state(ALIAS + kind)) for kind in KINDS)


def adopted(atlas: Atlas, journal: Journal) -> Atlas:
    """Give an atlas that knows the accepted spellings too; the one given stays as it is."""
    groups, facades, places = (journal.state(ALIAS + kind) for kind in KINDS)
    registry = replace(
        atlas.registry,
        groups=_with(atlas.registry.groups, groups),
        facades=_with(atlas.registry.facades, facades),
    )
    gazetteer = Gazetteer(_with(atlas.gazetteer.table, places))
    return replace(atlas, registry=registry, gazetteer=gazetteer)


def _with(table: pd.DataFrame, accepted: Mapping[str, str]) -> pd.DataFrame:
    """Table with more aliases; a thing that is no longer there is left out."""
    out = table.copy()
    for alias, ident in accepted.items():
        if ident in out.index:
            # A bar parts aliases; key() takes it for a blank, so the spelling is the same.
            plain = alias.replace("|", " ")
            out.loc[ident, "aliases"] = "|".join(
                filter(None, [str(out.at[ident, "aliases"]), plain])
            )
    return out
