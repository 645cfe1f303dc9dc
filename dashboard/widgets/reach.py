"""Which page honours which filter, and what a page says of an address and of filters it ignores."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.services import addresses
from dashboard.services import ui_words as ui
from dashboard.services.addresses import Known, Refusal
from dashboard.services.filter_text import Chip, chips
from dashboard.services.labels import escape
from dashboard.services.selection import FILTERS, Selection
from dashboard.session import queries
from dashboard.session import selection as state
from dashboard.session import user_data as overlay
from dashboard.session.mishap import guarded

_REFUSED = "refused_by_address"

_ALL = frozenset(FILTERS)
_LEARNED = frozenset({"grade"})
HONOURED: Mapping[str, frozenset[str]] = {
    "map": _ALL,
    "export": _ALL - {"whose"},
    "groups": frozenset({"grade", "group"}),
    "method": _LEARNED,
    "check_attack": _LEARNED,
    "mismatches": frozenset(),
    "casebook": frozenset(),
    "timeline": frozenset(),
    "import_data": _LEARNED,
    "by_hand": _LEARNED,
    "sources": frozenset(),
    "account": frozenset(),
}
"""Filters that change what a page shows, by the name of its file.

`grade` also limits what usual ground and rankings are learned from, wherever they are shown.
"""
WHOLE = frozenset({"mismatches", "casebook", "timeline", "groups"})
"""Pages that show the record whole, where a filter set elsewhere would be missed."""


def open_address(page: str) -> None:
    """Read the address of a session that begins, on any page, against what the data know.

    Parameters
    ----------
    page
        Name of the page's file.
    """
    if state.is_open():
        return
    query = dict(st.query_params.to_dict())
    asked = query.pop("group", "") if page == "groups" else ""
    selection, refused = addresses.read(query, _known())
    groups = queries.atlas().registry.groups.index
    if asked and asked not in groups:
        why = f"known are {', '.join(groups[: addresses.MOST_NAMED])} and others in the list"
        refused = (*refused, Refusal("group", asked, why))
    state.open_with(selection)
    st.session_state[_REFUSED] = refused


def _known() -> Known:
    atlas, first, last = queries.atlas(), *queries.record_span()
    places = atlas.gazetteer.table
    return Known(
        {
            "group": tuple(atlas.registry.groups.index),
            "facade": tuple(atlas.registry.facades.index),
            "target": frozenset(places.index),
            "committee": tuple(atlas.registry.committees.index),
            "view": frozenset(places.index[places["lat"].notna()]),
            "area": frozenset(atlas.areas.table.index),
            "place": frozenset(places.index),
            "attack": frozenset(overlay.current().table.index),
        },
        first.date(),
        last.date(),
        queries.named_ground(),
    )


def ignored(page: str, selection: Selection) -> list[Chip]:
    """Filters in use that do not change what a page shows."""
    found = chips(selection, queries.names())
    return [one for one in found if one.name not in HONOURED[page]]


def notices(page: str) -> None:
    """Say what of the address was refused, and which filters do not reach this page."""
    refused = st.session_state.get(_REFUSED, ())
    if refused:
        lines = "\n".join(f"- {escape(addresses.words(one))}" for one in refused)
        with st.container(key="refused"):
            st.warning(
                f"These values of the address are not used:\n{lines}",
                icon=":material/link_off:",
            )
            st.button(
                ui.DISMISS, on_click=guarded(_dismiss), key="dismiss_refused", type="tertiary"
            )
    left = ignored(page, state.current())
    if left:
        shows = " It shows the whole record." if page in WHOLE else ""
        named = ", ".join(escape(one.words) for one in left)
        with st.container(key="ignored_filters"):
            st.caption(
                f":material/filter_alt_off: Filters that do not reach this page: {named}.{shows}"
            )


def _dismiss() -> None:
    st.session_state.pop(_REFUSED, None)
