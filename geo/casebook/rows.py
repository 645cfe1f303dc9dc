"""The two tables of a casebook: an entry as a row, and a row as an entry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from geo.casebook.entry import NUMBERS, TEXTS, Entry, from_object

ENTRIES = sa.Table(
    "casebook_entries",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    *(sa.Column(name, sa.Integer) for name in NUMBERS if name != "number"),
    *(sa.Column(name, sa.Text) for name in (*TEXTS, "details", "sha256")),
)
HEAD = sa.Table(
    "casebook_head",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer),
    sa.Column("sha256", sa.Text),
)

Row = Mapping[Any, Any]


def row_of(entry: Entry) -> dict[str, Any]:
    """Cells of an entry, by column."""
    details = json.dumps(dict(entry.details), ensure_ascii=False, sort_keys=True)
    cells = {name: getattr(entry, name) for name in (*TEXTS, *NUMBERS, "sha256")}
    return {**cells, "details": details}


def entry_of(row: Row) -> Entry:
    """Entry of a row, its hash not checked.

    Raises
    ------
    ValueError
        When a cell has not its type.
    TypeError, RecursionError
        When the details are no JSON text.
    """
    values = {name: row[name] for name in (*TEXTS, *NUMBERS, "sha256")}
    return from_object({**values, "details": json.loads(row["details"])})
