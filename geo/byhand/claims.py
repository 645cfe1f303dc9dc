"""Claims of attacks that were entered by hand: who said it first, where, and in which words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pandas as pd

from geo.atlas import Atlas
from geo.errors import ConformError, Fault
from geo.journal import FILE, Journal
from geo.schema import CLAIM_COLUMNS
from geo.tables import as_text

KIND = "claim"
STORE = "claims by hand"
CELLS: Mapping[str, str] = {
    "attack_id": "id of an attack that was entered by hand",
    "claim_order": "1 for the first claim of the attack, 2 for the next",
    "facade": "brand that claimed it, name or id; may be empty where a channel spoke alone",
    "channel": "channel it was made on, name or id, or empty",
    "claimed_at": "YYYY-MM-DD, with a time as in 2021-07-10T21:30 where it is known, or empty",
    "wording": "what it said, free text",
}
_WHEN = re.compile(r"(19|20)\d\d-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?Z?")

Taken = Mapping[str, bool]
"""Attacks entered by hand by id: whether the cell `facade` holds the first claim already."""


def claims_of(journal: Journal) -> pd.DataFrame:
    """Text cells of the claims as the decisions left them, by their keys, in order of each attack.

    Raises
    ------
    ConformError
        When a decision holds no claim.
    """
    made = {}
    for key, value in journal.state(KIND).items():
        try:
            cells = json.loads(value)
        except (ValueError, RecursionError):
            cells = None
        if not isinstance(cells, dict) or set(cells) != set(CELLS):
            raise ConformError(FILE, [Fault(0, key, value[:60], "it holds no claim", "Undo it.")])
        made[key] = {name: str(cell) for name, cell in cells.items()}
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
        Attacks entered by hand, and whether each has its first claim in its own cells.

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
    return journal.record(KIND, made, json.dumps(row, ensure_ascii=False), by=by)


def _faults(
    row: Mapping[str, str], others: pd.DataFrame, *, atlas: Atlas, taken: Taken
) -> list[Fault]:
    ident, order = row["attack_id"], row["claim_order"]
    faults = []

    def fault(column: str, problem: str, remedy: str) -> None:
        faults.append(Fault(0, column, row[column], problem, remedy))

    if ident not in taken:
        fault("attack_id", "no such attack was entered by hand", "Choose one of them.")
    if not (order.isascii() and order.isdigit() and 0 < int(order) < 100):  # noqa: PLR2004
        fault("claim_order", "not a place in an order", "Number claims 1, 2, 3.")
    elif order in set(others.loc[others["attack_id"] == ident, "claim_order"]):
        fault("claim_order", "another claim has this place", "Give the next number.")
    elif order == "1" and taken.get(ident, False):
        fault(
            "claim_order", "the attack names its first claim itself", "Give 2, or clear it there."
        )
    if not (row["facade"] or row["channel"]):
        fault("facade", "nobody claims it", "Give a façade, a channel, or both.")
    names = {"facade": atlas.registry.facade_names, "channel": atlas.registry.channel_names}
    for column, known in names.items():
        if row[column] and known.get(row[column]) is None:
            near = ", ".join(known.suggest(row[column]))
            fault(column, f"the {known.what} is not known", f"Nearest known: {near or 'none'}.")
    when = row["claimed_at"]
    if when and (not _WHEN.fullmatch(when) or pd.isna(pd.to_datetime(when, errors="coerce"))):
        fault("claimed_at", "not a day or a time", "Write YYYY-MM-DD or YYYY-MM-DDTHH:MM.")
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
    if key not in journal.state(KIND):
        problem = "there is no such claim"
        raise ConformError(STORE, [Fault(0, "", key, problem, "Choose one that is kept.")])
    return journal.record(KIND, key, None, by=by)


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
    for key, row in claims[claims["attack_id"] == ident].iterrows():
        last += 1
        cells = {**row.to_dict(), "attack_id": to, "claim_order": str(last)}
        journal = journal.record(KIND, str(key), json.dumps(cells, ensure_ascii=False), by=by)
    return journal


def claims_table(journal: Journal, *, atlas: Atlas, attacks: pd.Index) -> pd.DataFrame:
    """Claims of some attacks as a record holds them, `geo.schema.CLAIM_COLUMNS`.

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
