"""Rows that decisions of a person hold as JSON: text cells by the names of their columns."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from geo.errors import ConformError, Fault
from geo.workspace.journal import FILE, Journal


def rows_kept(
    journal: Journal, kind: str, *, needs: Collection[str] = ()
) -> dict[str, dict[str, str]]:
    """Cells of each row of a kind, as the decisions left them, by its key.

    Parameters
    ----------
    journal
        Decisions so far.
    kind
        Of decision, such as `attack`.
    needs
        Cells that every row has.

    Raises
    ------
    ConformError
        When a decision holds no such row.
    """
    made = {}
    for key, value in journal.state(kind).items():
        try:
            cells = json.loads(value)
        except (ValueError, RecursionError):
            cells = None
        sound = isinstance(cells, dict) and all(isinstance(cell, str) for cell in cells.values())
        if not sound or not set(needs) <= set(cells):
            fault = Fault(0, key, value[:60], f"it holds no {kind}", "Undo it.")
            raise ConformError(FILE, [fault])
        made[key] = cells
    return made


def keep_row(
    journal: Journal, kind: str, key: str, cells: Mapping[str, str], *, by: str
) -> Journal:
    """Keep a row under its key."""
    return journal.record(kind, key, json.dumps(cells, ensure_ascii=False), by=by)
