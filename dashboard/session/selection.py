"""The one frozen Selection that map, table, counts, downloads and address share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any

import streamlit as st

from dashboard.services.filter_text import is_filtered
from dashboard.services.selection import DEFAULT, FILTERS, Selection, from_query, to_query
from dashboard.session import queries
from geo.errors import GeometryError, PlaceNotFoundError, SpanError
from geo.parsing.spans import read_span
from geo.records.drawn_ground import BOX
from geo.records.near import USUAL_KM, Circle

_PAGE = "filters_on"
_KEY = "selection"
_CLEARED = "times_cleared"
_WRITTEN = "address_written"
_PATH = "address_path"
_BEFORE = "before_reset"
_OF_NEAR = ("near_place", "near_km")
"""Widgets that together edit the area of interest."""

_EDITED_BY = {"near": _OF_NEAR, "date_from": ("when",), "date_to": ("when",)}
"""Widgets of fields that have none of their own name."""


def current() -> Selection:
    """Selection of this session: what was last chosen, else what the address says."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = from_query(st.query_params.to_dict())
    return st.session_state[_KEY]  # type: ignore[no-any-return]


def is_open() -> bool:
    """Tell whether this session has a selection already."""
    return _KEY in st.session_state


def open_with(selection: Selection) -> None:
    """Begin a session with a selection; its address stays until a page writes it."""
    st.session_state[_KEY] = selection


def store(selection: Selection) -> Selection:
    """Keep a selection for the session and in the address, so that a link reopens it."""
    st.session_state[_KEY] = selection
    query = to_query(selection)
    # Where the address is another than the one written, the reader went back, or the browser had
    # not heard of it yet: to write it again would take away what one can go forward to.
    if st.session_state.get(_WRITTEN) != query and st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    st.session_state[_WRITTEN] = query
    return selection


def on_page(path: str, *, filtered: bool) -> None:
    """Say which page runs.

    Parameters
    ----------
    path
        Its path in the address.
    filtered
        Whether its address is the selection. Whoever comes to it by a link comes with an empty
        one; another is of somebody who went back.
    """
    before = st.session_state.get(_PATH)
    if before == path:
        return
    st.session_state[_PATH] = path
    st.session_state.pop(_WRITTEN, None)
    if before is not None and filtered and st.query_params:
        go_to(st.query_params.to_dict())


def go_to(query: Mapping[str, str]) -> None:
    """Take the selection of an address to which the reader went back, or forward.

    Parameters
    ----------
    query
        Parameters of the address.
    """
    before, after = current(), from_query(query)
    st.session_state[_KEY] = after
    st.session_state[_WRITTEN] = to_query(after)
    for field in fields(Selection):
        if getattr(before, field.name) != getattr(after, field.name):
            _anew(field.name)


def open_card(ident: str) -> None:
    """Open the card of an attack."""
    store(replace(current(), attack=ident))


def open_area(ident: str) -> None:
    """Open the card of an area; without an id that of none."""
    store(replace(current(), area=ident, place="", attack=""))


def open_place(ident: str) -> None:
    """Open the card of a place."""
    store(replace(current(), area="", place=ident, attack=""))


def pending(*, last: dt.date) -> Selection:
    """Selection as the widgets of this run will make it, known before they are drawn.

    Reading them all at once also reads each by the labels under which it was chosen: labels hold
    counts, and the counts of one filter change with the choice in another.
    """
    held: dict[str, Any] = {}
    for field in fields(Selection):
        key, default = widget_key(field.name), getattr(DEFAULT, field.name)
        if key in st.session_state:
            held[field.name] = _as_field(st.session_state[key], default)
    where, km = (
        st.session_state.get(widget_key(name), part)
        for name, part in zip(_OF_NEAR, near_parts(current().near), strict=True)
    )
    held["near"] = near_text(where, km)
    held["within"] = within_text(held.get("within", current().within))
    if (key := widget_key("when")) in st.session_state:
        with suppress(SpanError):
            held["date_from"], held["date_to"] = read_span(st.session_state[key], last=last)
    return replace(current(), **held)


def near_parts(near: str) -> tuple[str, float]:
    """Take an area of interest apart: its place, and the km around it."""
    where, _, km = near.rpartition(":")
    try:
        return (where, float(km)) if where else ("", USUAL_KM)
    except ValueError:
        return ("", USUAL_KM)


def near_text(where: str | None, radius_km: float) -> str:
    """Area of interest around a place as a selection holds it; empty where there is none."""
    if not where:
        return ""
    try:
        return Circle.read(f"{where}:{radius_km:g}", queries.atlas().gazetteer).text
    except PlaceNotFoundError:
        return ""


def within_text(chosen: str | None) -> str:
    """Ground as a selection holds it: one that is named, or the edges of a box; else empty."""
    if not chosen:
        return ""
    text = chosen if ":" in chosen else f"{BOX}:{chosen}"
    try:
        return queries.named_ground().outline(text).text
    except (GeometryError, PlaceNotFoundError):
        return ""


def take(**chosen: Any) -> None:
    """Put some fields of the selection in the place of what their widgets hold."""
    store(replace(current(), **chosen))
    for name in chosen:
        _anew(name)


def seed(name: str, value: Any) -> str:
    """Give a widget its value from the selection when it is drawn again; give its key."""
    key = widget_key(name)
    if key not in st.session_state:
        st.session_state[key] = list(value) if isinstance(value, tuple) else value
    return key


def _as_field(value: Any, default: Any) -> Any:
    """Value of a widget as the selection holds it: an empty one is None or a list of nothing."""
    if isinstance(default, tuple):
        return tuple(value or ())
    return default if value is None else value


def drop(name: str, value: str = "") -> None:
    """Take one filter away: one value of a field, or the whole field.

    Parameters
    ----------
    name
        Field of the selection.
    value
        The word to take from a field that holds several; empty for the whole field.
    """
    held, default = getattr(current(), name), getattr(DEFAULT, name)
    rest: Any = tuple(one for one in held if one != value) if value else default
    store(replace(current(), **{name: rest}))
    _anew(name)


def take_span(first: dt.date | None, last: dt.date | None) -> None:
    """Keep the days of a span."""
    store(replace(current(), date_from=first, date_to=last))
    _anew("date_from")


def reset() -> None:
    """Clear every filter, keeping layers, view and theme."""
    kept = current()
    cleared = {name: getattr(DEFAULT, name) for name in FILTERS}
    st.session_state[_BEFORE] = kept
    st.session_state[_KEY] = replace(kept, attack="", area="", place="", **cleared)
    for name in FILTERS:
        _anew(name)


def can_undo_reset() -> bool:
    """Tell whether filters were reset and none was set since."""
    if is_filtered(current()):
        st.session_state.pop(_BEFORE, None)
    return _BEFORE in st.session_state


def undo_reset() -> None:
    """Bring the filters back that were last reset, and the card that was open."""
    before: Selection = st.session_state.pop(_BEFORE)
    shown = ("attack", "area", "place")
    take(**{name: getattr(before, name) for name in (*FILTERS, *shown)})


def _anew(name: str) -> None:
    """Let the widget of a field take its value from the selection, under a key of its own.

    The browser sends the values of all widgets with whatever it says next. It may say it (a map
    tells its window) before it has heard that a filter was cleared, and would bring it back.
    """
    st.session_state.pop(widget_key(name), None)
    for part in _EDITED_BY.get(name, ()):
        _anew(part)
    times = dict(st.session_state.get(_CLEARED, {}))
    st.session_state[_CLEARED] = {**times, name: times.get(name, 0) + 1}


def filters_on(page: str) -> None:
    """Say on which page the widgets of the selection are drawn from now on.

    Two pages must not share their keys: whoever is quicker than the page in between would find
    the widgets of the one under the keys of the other, and all of them empty.
    """
    st.session_state[_PAGE] = page


def widget_key(name: str) -> str:
    """Key of the widget that edits a field of the selection, on the page that draws it."""
    times = st.session_state.get(_CLEARED, {}).get(name, 0)
    return f"choose_{st.session_state.get(_PAGE, '')}{name}{f'_{times}' if times else ''}"


def changed(name: str, value: Any) -> bool:
    """Tell whether a widget's value differs from the one seen in the run before.

    The first value of a session counts as seen: an open card from a link is not closed by an
    empty click.
    """
    key = f"seen_{name}"
    before = st.session_state.get(key, value)
    st.session_state[key] = value
    return bool(before != value)
