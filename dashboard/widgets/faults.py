"""Faults of what a person filled in, each by the name of its field, one panel for every form."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.services.labels import escape
from geo.errors import AtlasError, ConformError

LABELS: Mapping[str, str] = {
    "attack_id": "Id", "date": "Date", "method": "Method", "target_place": "Target place",
    "target_radius_km": "Target radius (km)", "target_lat": "Target place",
    "target_lon": "Target place", "target": "Target place", "launch_place": "Launch place",
    "launch_radius_km": "Launch radius (km)", "launch_lat": "Launch place",
    "launch_lon": "Launch place", "time_local": "Local time", "facade": "Façade",
    "assessed_group": "Assessed group", "assessed_by": "Assessed by", "count": "Count",
    "title": "Title", "note": "Note",
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


def tell(error: AtlasError) -> None:
    """Draw every fault of an error, each by the name of its field."""
    if not isinstance(error, ConformError):
        st.error(escape(str(error)), icon=":material/edit:")
        return
    messages = dict.fromkeys(
        escape(
            f"{field_name(fault.column)}: {fault.problem}"
            f"{f' (given: {fault.given})' if fault.given else ''}. {fault.remedy}".removeprefix(
                ": "
            )
        )
        for fault in error.faults
    )
    for text in messages:
        st.error(text, icon=":material/edit:")


def field_name(column: str) -> str:
    """Name of a column in the forms: of a sighting where no attack or claim has such a one."""
    return LABELS.get(column, SIGHTING_LABELS.get(column, column))
