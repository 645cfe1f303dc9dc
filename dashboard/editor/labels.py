"""Decisions of the page Add & edit, in the words of its forms."""

from __future__ import annotations

import json

from dashboard.widgets.faults import field_name
from geo.workspace.journal import JournalEntry

_MOST_CHANGES = 4


def decision(entry: JournalEntry, *, name: str) -> str:
    """Say what a decision did: entered, taken out, or which cells it changed."""
    if entry.after is None:
        return f"{name} taken out"
    if entry.before is None:
        return f"{name} entered"
    before, after = _cells(entry.before), _cells(entry.after)
    if before is None or after is None:
        return f"{name} changed"
    moved = [key for key in {**before, **after} if before.get(key, "") != after.get(key, "")]
    said = [
        f"{field_name(key)} {before.get(key, '') or '–'} → {after.get(key, '') or '–'}"
        for key in moved[:_MOST_CHANGES]
    ]
    more = f" and {len(moved) - _MOST_CHANGES} more" if len(moved) > _MOST_CHANGES else ""
    return f"{name} changed: {'; '.join(said)}{more}" if said else f"{name} kept as it was"


def _cells(text: str) -> dict[str, str] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else None
