"""Claims that a person enters: who said it first, where, and in which words."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.parsing.days import today
from geo.parsing.tables import as_text
from geo.schemas.attacks import CLAIM_COLUMNS, ahead_fault, is_ahead
from geo.workspace.journal import Journal
from geo.workspace.rows import keep_row, rows_kept

KIND = "claim"
STORE = "claims by hand"
CELLS: Mapping[str, str] = {
    "attack_id": "id of an attack, of the record or entered by hand",
    "claim_order": "1 for the first claim of the attack, 2 for the next",
    "facade": "brand that claimed it, name or id; may be empty where a channel spoke alone",
    "channel": "channel it was made on, name or id, or empty",
    "claimed_at": "YYYY-MM-DD, with a time as in 2021-07-10T21:30 where it is known, or empty",
    "wording": "what it said, free text",
}
_WHEN = re.compile(r"(19|20)\d\d-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?Z?")

Taken = Mapping[str, bool]
"""Attacks that can be claimed by id: whether a cell `facade` holds the first claim already."""


def claims_of(journal: Journal) -> pd.DataFrame:
    """Text cells of the claims as the decisions left them, by their keys, in order of each attack.

    Raises
    ------
    ConformError
        When a decision holds no claim.
    """
    made = rows_kept(journal, KIND, needs=CELLS)
    frame = pd.DataFrame.from_dict(made, orient="index", columns=list(CELLS), dtype=object)
    order = pd.to_numeric(frame["claim_order"], errors="coerce")
    return frame.assign(at=order).sort_values(["attack_id", "at"], kind="stable")[list(CELLS)]


def enter_claim(
    journal: Journal, key: str, cells: Mapping[str, str], *, by: str, atlas: Atlas, taken: Taken
) -> Journal:
    """Keep a new claim, or the corrected cells of one.

    Parameters
    ----------
    journal
        Decisions so far.
    key
        Key of the claim that is corrected; empty for a new one.
    cells
        Text under the names of `CELLS`; those left out are empty.
    by
        Who enters it.
    atlas
        Resolves façades and channels.
    taken
        Attacks that can be claimed, and whether each has its first claim in its own cells. A claim
        of an attack of the record stands before that of the record in the same place.

    Raises
    ------
    ConformError
        With every fault of the claim; nothing is kept then.
    """
    row = {name: cells.get(name, "").strip() for name in CELLS}
    others = claims_of(journal).drop(index=key, errors="ignore")
    faults = _faults(row, others, atlas=atlas, taken=taken)
    if faults:
        raise ConformError(STORE, faults)
    made = key or _free(journal, row["attack_id"])
    return keep_row(journal, KIND, made, row, by=by)


def _faults(
    row: Mapping[str, str], others: pd.DataFrame, *, atlas: Atlas, taken: Taken
) -> list[Fault]:
    ident, order = row["attack_id"], row["claim_order"]
    faults = []
    if ident not in taken:
        remedy = "Give the id of one, or enter it first."
        faults.append(Fault(0, "attack_id", ident, "there is no such attack", remedy))
    if not (order.isascii() and order.isdigit() and 0 < int(order) < 100):  # noqa: PLR2004
        remedy = "Number claims 1, 2, 3."
        faults.append(Fault(0, "claim_order", order, "not a place in an order", remedy))
    elif order in set(others.loc[others["attack_id"] == ident, "claim_order"]):
        problem = "another claim has this place"
        faults.append(Fault(0, "claim_order", order, problem, "Give the next number."))
    elif order == "1" and taken.get(ident, False):
        problem = "the attack names its first claim itself"
        faults.append(Fault(0, "claim_order", order, problem, "Give 2, or clear it there."))
    return [*faults, *_faulty_cells(row, atlas=atlas)]


def _faulty_cells(row: Mapping[str, str], *, atlas: Atlas) -> list[Fault]:
    """Faults of who claimed, and when."""
    faults = []
    if not (row["facade"] or row["channel"]):
        remedy = "Give a façade, a channel, or both."
        faults.append(Fault(0, "facade", "", "nobody claims it", remedy))
    names = {"facade": atlas.registry.facade_names, "channel": atlas.registry.channel_names}
    for column, known in names.items():
        if row[column] and known.get(row[column]) is None:
            near = ", ".join(known.suggest(row[column]))
            problem = f"the {known.what} is not known"
            faults.append(
                Fault(0, column, row[column], problem, f"Nearest known: {near or 'none'}.")
            )
    when = row["claimed_at"]
    if when and (not _WHEN.fullmatch(when) or pd.isna(pd.to_datetime(when, errors="coerce"))):
        remedy = "Write YYYY-MM-DD or YYYY-MM-DDTHH:MM."
        faults.append(Fault(0, "claimed_at", when, "not a day or a time", remedy))
    elif is_ahead(when, today=today()):
        faults.append(Fault(0, "claimed_at", when, *ahead_fault(today())))
    return faults


def _free(journal: Journal, ident: str) -> str:
    """Key that no claim ever had, so that an undone one keeps its own."""
    used = {entry.key for entry in journal.entries if entry.kind == KIND}
    return next(key for n in range(1, len(used) + 2) if (key := f"{ident}/{n}") not in used)


def delete_claim(journal: Journal, key: str, *, by: str) -> Journal:
    """Take a claim out; undoing it brings it back.

    Raises
    ------
    ConformError
        When there is no such claim.
    """
    _row(journal, key)
    return journal.record(KIND, key, None, by=by)


def split_claim(
    journal: Journal, key: str, cells: Mapping[str, str], *, by: str, atlas: Atlas, taken: Taken
) -> Journal:
    """Make two claims of one: the second begins as a copy, and stands behind it.

    Parameters
    ----------
    journal, by, atlas, taken
        As of `enter_claim`.
    key
        Key of the claim.
    cells
        Cells in which the second differs, such as the other brand of a joint claim.

    Raises
    ------
    ConformError
        When there is no such claim, or with every fault of the second; nothing is kept then.
    """
    row = _row(journal, key)
    claims = claims_of(journal)
    same = claims[claims["attack_id"] == row["attack_id"]]
    at = int(row["claim_order"])
    second = {**row, **cells, "claim_order": str(at + 1)}
    faults = _faulty_cells(second, atlas=atlas)
    if faults:
        raise ConformError(STORE, faults)
    # From the last on, so that at no moment two claims have one place.
    for other, later in reversed(_cells_by_key(same).items()):
        order = int(later["claim_order"])
        if order > at:
            journal = keep_row(
                journal, KIND, other, {**later, "claim_order": str(order + 1)}, by=by
            )
    return enter_claim(journal, "", second, by=by, atlas=atlas, taken=taken)


def merge_claims(journal: Journal, kept: str, other: str, *, by: str) -> Journal:
    """Fold a claim into another of the same attack: its empty cells are filled, the other goes.

    Raises
    ------
    ConformError
        When either is missing, they are the same, or they are of two attacks.
    """
    one, two = _row(journal, kept), _row(journal, other)
    if kept == other or one["attack_id"] != two["attack_id"]:
        problem = "not two claims of one attack"
        raise ConformError(STORE, [Fault(0, "attack_id", other, problem, "Choose two.")])
    filled = {name: one[name] or two[name] for name in CELLS}
    return delete_claim(keep_row(journal, KIND, kept, filled, by=by), other, by=by)


def _row(journal: Journal, key: str) -> dict[str, str]:
    claims = claims_of(journal)
    if key not in claims.index:
        problem = "there is no such claim"
        raise ConformError(STORE, [Fault(0, "", key, problem, "Choose one that is kept.")])
    return _cells_by_key(claims)[key]


def _cells_by_key(claims: pd.DataFrame) -> dict[str, dict[str, str]]:
    return {
        str(key): {str(name): str(cell) for name, cell in row.items()}
        for key, row in claims.to_dict("index").items()
    }


def moved(journal: Journal, ident: str, *, to: str, taken: bool, by: str) -> Journal:
    """Give the claims of one attack to another, behind those that it has.

    Parameters
    ----------
    journal
        Decisions so far.
    ident, to
        Attack that loses the claims, and the one that gets them.
    taken
        Whether the other names its first claim in its own cells.
    by
        Who does it.
    """
    claims = claims_of(journal)
    mine = claims.loc[claims["attack_id"] == to, "claim_order"]
    last = max([int(taken), *(int(order) for order in mine)])
    for key, row in _cells_by_key(claims[claims["attack_id"] == ident]).items():
        last += 1
        cells = {**row, "attack_id": to, "claim_order": str(last)}
        journal = keep_row(journal, KIND, key, cells, by=by)
    return journal


def claims_table(journal: Journal, *, atlas: Atlas, attacks: pd.Index) -> pd.DataFrame:
    """Claims of some attacks as a record holds them, `geo.schemas.attacks.CLAIM_COLUMNS`.

    Claims of an attack that was deleted wait: they come back with it.
    """
    claims = claims_of(journal)
    claims = claims[claims["attack_id"].isin(attacks)]
    facades, channels = atlas.registry.facade_names, atlas.registry.channel_names
    table = pd.DataFrame(
        {
            "attack_id": claims["attack_id"].to_numpy(),
            "claim_order": claims["claim_order"].astype(int).to_numpy(),
            "facade_id": [facades.resolve(name) if name else "" for name in claims["facade"]],
            "channel_id": [channels.resolve(name) if name else "" for name in claims["channel"]],
            "claimed_at": claims["claimed_at"].to_numpy(),
            "wording": claims["wording"].to_numpy(),
        },
        columns=list(CLAIM_COLUMNS),
    )
    return as_text(table).assign(claim_order=table["claim_order"].astype(int))
