"""Faults and decisions of the page Add & edit, in the words of its forms."""

from __future__ import annotations

import json
from collections.abc import Mapping

import streamlit as st

from dashboard.services.labels import escape
from geo.errors import AtlasError, ConformError
from geo.workspace.journal import JournalEntry

LABELS: Mapping[str, str] = {
    "attack_id": "Id", "date": "Date", "method": "Method", "target_place": "Target place",
    "target_radius_km": "Target radius (km)", "target_lat": "Target place",
    "target_lon": "Target place", "launch_place": "Launch place",
    "launch_radius_km": "Launch radius (km)", "launch_lat": "Launch place",
    "launch_lon": "Launch place", "facade": "Façade", "assessed_group": "Assessed group",
    "assessed_by": "Assessed by", "count": "Count", "title": "Title", "note": "Note",
    "source": "Source", "by": "Your name", "claim_order": "Order", "channel": "Channel",
    "claimed_at": "When", "wording": "Wording",
}  # fmt: skip
"""Names that cells have in the forms."""

SIGHTING_LABELS: Mapping[str, str] = {
    "sighting_id": "Id", "group_id": "Group", "group_text": "Group as the source says it",
    "kind": "What it had there", "place_id": "Place", "unit": "Governorate",
    "date_first": "First day cited", "date_last": "Last day cited", "strength": "How it is said",
    "hedge": "Its caution", "source_id": "Where it is said", "source_publisher": "Publisher",
    "source_date": "Published on", "pointer": "Pointer", "note": "Note",
}  # fmt: skip
"""Names that cells of a sighting have in its form."""

_MOST_CHANGES = 4


def tell(error: AtlasError) -> None:
    """Draw every fault of an error, each by the name of its field."""
    if not isinstance(error, ConformError):
        st.error(escape(str(error)), icon=":material/edit:")
        return
    messages = dict.fromkeys(
        escape(
            f"{_name(fault.column)}: {fault.problem}"
            f"{f' (given: {fault.given})' if fault.given else ''}. {fault.remedy}".removeprefix(
                ": "
            )
        )
        for fault in error.faults
    )
    for text in messages:
        st.error(text, icon=":material/edit:")


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
        f"{_name(key)} {before.get(key, '') or '–'} → {after.get(key, '') or '–'}"
        for key in moved[:_MOST_CHANGES]
    ]
    more = f" and {len(moved) - _MOST_CHANGES} more" if len(moved) > _MOST_CHANGES else ""
    return f"{name} changed: {'; '.join(said)}{more}" if said else f"{name} kept as it was"


def _name(column: str) -> str:
    """Name of a column in the forms: of a sighting where no attack or claim has such a one."""
    return LABELS.get(column, SIGHTING_LABELS.get(column, column))


def _cells(text: str) -> dict[str, str] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else None
