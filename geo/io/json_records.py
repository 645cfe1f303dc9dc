"""Rows of an event data server's answer: one object a row, its values as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

LISTS = ("data", "Result")
"""Keys under which the servers of ACLED and of UCDP put their rows."""

_COUNTS = {"data": ("count", "total_count"), "Result": ("TotalCount",)}
"""Keys under which they say how many there are."""

_WORDS = ("message", "messages", "error", "status")
"""Where a server says why it failed."""


def cells_of(entry: Mapping[str, Any]) -> dict[str, str]:
    """Text cells of a row; null is empty, and what is no single value is its JSON."""
    named = ((name.strip() or f"column {n}", part) for n, (name, part) in enumerate(entry.items()))
    return {name: cell_text(value) for name, value in named}


def cell_text(value: Any) -> str:
    """Text of a value: numbers as they are shortest, true and false as JSON has them."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    return json.dumps(value, ensure_ascii=False)


def answer_notes(document: Mapping[str, Any], key: str) -> list[str]:
    """What a person should know of an answer, such as that it is one page of several.

    Parameters
    ----------
    document
        The answer.
    key
        Of its rows.
    """
    rows = len(document[key])
    notes = [f"read as an answer of a server: {rows:,} rows under {key!r}."]
    for name in _COUNTS[key]:
        stated = document.get(name)
        if isinstance(stated, int) and stated > rows:
            notes.append(f"{name} says {stated:,} rows: this is a part of them.")
    if document.get("NextPageUrl"):
        notes.append("there is a next page, which is not in this file. No address is called.")
    return notes


def failed(document: Mapping[str, Any]) -> str:
    """Reason that a server gives for an answer without rows; empty where it gives none."""
    if document.get("success") is False or document.get("error"):
        return next(
            (cell_text(document[name])[:200] for name in _WORDS if document.get(name)), "no reason"
        )
    return ""
