"""Attacks that a person enters, corrects, splits, merges or deletes, kept apart from the record."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.ingest.normalise import normalised
from geo.parsing.dates import iso_date
from geo.parsing.tables import read_table
from geo.records.record import Record, conform_attacks
from geo.schemas.attacks import COLUMNS
from geo.settings import find
from geo.workspace.claims import claims_table, moved
from geo.workspace.journal import Journal
from geo.workspace.rows import keep_row, rows_kept

KIND = "attack"
STORE = "entered by hand"
Cells = Mapping[str, str]
_IN_ROW = "attacks_in_row"
"""Left out, a row is one attack; given and empty, its sources give no number."""


def attacks_of(journal: Journal) -> pd.DataFrame:
    """Text cells of the attacks as the decisions left them, indexed by attack id.

    Raises
    ------
    ConformError
        When a decision holds no attack.
    """
    made = {key: {_IN_ROW: "1", **cells} for key, cells in rows_kept(journal, KIND).items()}
    frame = pd.DataFrame.from_dict(made, orient="index", columns=list(COLUMNS), dtype=object)
    return frame.fillna("")


def record_of(journal: Journal, *, atlas: Atlas) -> Record | None:
    """Record of the attacks entered by hand; None while there are none."""
    cells = attacks_of(journal)
    if cells.empty:
        return None
    record = _conformed(cells, atlas=atlas)
    claims = claims_table(journal, atlas=atlas, attacks=record.attacks.index)
    both = pd.concat([record.claims, claims], ignore_index=True) if len(claims) else record.claims
    both = both.sort_values(["attack_id", "claim_order"], kind="stable", ignore_index=True)
    return replace(record, claims=both)


def first_claims(journal: Journal) -> dict[str, bool]:
    """Attacks by id: whether the cell `facade` holds the first claim."""
    return {str(ident): bool(cell) for ident, cell in attacks_of(journal)["facade"].items()}


def _conformed(cells: pd.DataFrame, *, atlas: Atlas) -> Record:
    rows = cells.assign(attack_id=cells.index).set_axis(range(1, 1 + len(cells)), axis=0)
    return conform_attacks(
        rows.astype(object), file=STORE, registry=atlas.registry, gazetteer=atlas.gazetteer
    )


def enter(
    journal: Journal, ident: str, cells: Cells, *, by: str, atlas: Atlas, new: bool = False
) -> Journal:
    """Keep a new attack, or the corrected cells of one.

    Parameters
    ----------
    journal
        Decisions so far.
    ident
        Its id.
    cells
        Text cells under the columns of `geo.schemas.attacks.COLUMNS`; those left out are empty.
        Dates, coordinates and words for methods may be written as people write them.
    by
        Who enters it.
    atlas
        Resolves names and places.
    new
        Refuse an id that an attack entered by hand, or one of the record, has already.

    Raises
    ------
    ConformError
        With every fault of the row; nothing is kept then.
    """
    if new and (ident in journal.state(KIND) or ident in atlas.record.attacks.index):
        fault = Fault(0, "attack_id", ident, "an attack has this id already", "Give another.")
        raise ConformError(STORE, [fault])
    if not ident.strip():
        raise ConformError(STORE, [Fault(0, "attack_id", "", "there is no id", "Give one.")])
    unknown = sorted(set(cells) - set(COLUMNS))
    if unknown:
        faults = [Fault(0, name, "", "not a column that is known", "Leave it.") for name in unknown]
        raise ConformError(STORE, faults)
    row = {name: cells.get(name, "").strip() for name in COLUMNS} | {"attack_id": ident}
    read, _ = normalised(pd.DataFrame([row], index=[ident], dtype=object))
    _conformed(read, atlas=atlas)
    filled = _filled(read.loc[ident].to_dict(), given=cells)
    return keep_row(journal, KIND, ident, filled, by=by)


def free_id(journal: Journal, cells: Cells, *, atlas: Atlas) -> str:
    """Id made of day and place that no attack has, for one that was given none."""
    day = cells.get("date", "")
    words = [iso_date(day) or day, cells.get("target_place", "") or cells.get("method", "")]
    made = re.sub(r"[^\w]+", "-", " ".join(words).casefold()).strip("-_")[:_ID_LETTERS] or "attack"
    taken = {*journal.state(KIND), *atlas.record.attacks.index}
    tries = (made, *(f"{made}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in tries if one not in taken)


def published_attacks(atlas: Atlas) -> pd.DataFrame:
    """Text cells of the attacks of the atlas's own file by id, to begin a copy from."""
    cells = read_table(find("attacks.csv", atlas.folder)).astype(object).fillna("")
    return cells.set_axis(cells["attack_id"], axis=0)[[name for name in COLUMNS if name in cells]]


_ID_LETTERS = 60
MOST_AT_ONCE = 500
"""Attacks that are kept at once; more belong in a data folder of their own."""


def enter_many(
    journal: Journal, cells: pd.DataFrame, *, by: str, atlas: Atlas
) -> tuple[Journal, tuple[str, ...]]:
    """Keep many new attacks, such as the sound rows of a file: all of them, or none.

    Parameters
    ----------
    journal
        Decisions so far.
    cells
        Text cells by attack id; columns that are none of ours are left out.
    by, atlas
        As of `enter`.

    Returns
    -------
    The decisions, and the columns that were left out.

    Raises
    ------
    ConformError
        With every fault of every row, every id that is taken, or when they are too many.
    """
    if len(cells) > MOST_AT_ONCE:
        remedy = "Put the file into a data folder of its own."
        fault = Fault(0, "", str(len(cells)), f"more than {MOST_AT_ONCE} attacks at once", remedy)
        raise ConformError(STORE, [fault])
    taken = cells.index.intersection([*journal.state(KIND), *atlas.record.attacks.index])
    if len(taken):
        problem, remedy = "an attack has this id already", "It may be kept already; look there."
        faults = [Fault(0, "attack_id", str(ident), problem, remedy) for ident in taken]
        raise ConformError(STORE, faults)
    ours = [name for name in COLUMNS if name in cells and name != "attack_id"]
    rows = cells[ours].astype(object).fillna("")
    _conformed(rows.reindex(columns=list(COLUMNS), fill_value=""), atlas=atlas)
    for ident, row in rows.to_dict("index").items():
        filled = _filled(row, given=row)
        journal = keep_row(journal, KIND, str(ident), {"attack_id": str(ident), **filled}, by=by)
    left = [str(name) for name in cells.columns if name not in COLUMNS]
    return journal, tuple(left)


def delete(journal: Journal, ident: str, *, by: str) -> Journal:
    """Take an attack out; undoing it brings it back.

    Raises
    ------
    ConformError
        When there is no such attack.
    """
    _cells(journal, ident)
    return journal.record(KIND, ident, None, by=by)


def split(
    journal: Journal, ident: str, parts: Mapping[str, Cells], *, by: str, atlas: Atlas
) -> Journal:
    """Put several attacks in the place of one; each part begins as a copy with some cells changed.

    Raises
    ------
    ConformError
        When there is no such attack, fewer than two parts, an id that is taken, or a faulty part;
        nothing is kept then.
    """
    whole = _cells(journal, ident)
    taken = set(journal.state(KIND)) - {ident}
    if len(parts) < 2 or taken & set(parts):  # noqa: PLR2004
        problem, remedy = "not two or more new ids", "Give each part an id of its own."
        raise ConformError(STORE, [Fault(0, "attack_id", ", ".join(parts), problem, remedy)])
    blank = dict.fromkeys(COLUMNS, "")
    made = {part: {**blank, **whole, **cells, "attack_id": part} for part, cells in parts.items()}
    _conformed(pd.DataFrame(list(made.values()), index=list(made), dtype=object), atlas=atlas)
    for part, cells in made.items():
        journal = enter(journal, part, cells, by=by, atlas=atlas)
    return journal if ident in parts else delete(journal, ident, by=by)


def merge(journal: Journal, kept: str, other: str, *, by: str, atlas: Atlas) -> Journal:
    """Fold an attack into another: cells that are empty there are filled, and the other goes.

    Claims of the other stand behind those of the one that is kept.

    Raises
    ------
    ConformError
        When either is missing, or they are the same.
    """
    if kept == other:
        problem = "an attack cannot be merged with itself"
        raise ConformError(STORE, [Fault(0, "attack_id", kept, problem, "Choose two.")])
    cells = {**_cells(journal, other), **_cells(journal, kept)}
    journal = enter(journal, kept, cells, by=by, atlas=atlas)
    journal = moved(journal, other, to=kept, taken=bool(cells.get("facade")), by=by)
    return delete(journal, other, by=by)


def _cells(journal: Journal, ident: str) -> dict[str, str]:
    table = attacks_of(journal)
    if ident not in table.index:
        problem = "there is no such attack among those entered by hand"
        raise ConformError(STORE, [Fault(0, "attack_id", ident, problem, "Choose one of them.")])
    cells = table.loc[ident].to_dict()
    return _filled(cells, given=cells)


def _filled(row: Mapping[Hashable, object], *, given: Mapping[Any, object]) -> dict[str, str]:
    """Cells worth keeping; a number of attacks given empty says that it is not known."""
    return {
        str(name): str(cell)
        for name, cell in row.items()
        if cell or (name == _IN_ROW and _IN_ROW in given)
    }
