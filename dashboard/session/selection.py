"""The one frozen Selection that map, table, counts, downloads and address share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import streamlit as st

from geo.verdicts.verdict import VERDICTS
from layers import catalog

_PAGE = "filters_on"
_KEY = "selection"
_SEPARATOR = "~"


@dataclass(frozen=True)
class Selection:
    """What is shown. Empty tuples choose everything.

    Parameters
    ----------
    date_from, date_to
        First and last day, or None.
    group, facade, method, target, committee, verdict, status
        Ids to keep. "-" stands for "none": no group asserted, no façade.
    favoured
        Count a group also where the ranking makes it likely, not only where it is asserted.
    grade
        Worst reliability letter accepted of an attack's best publisher, or empty for any.
    launch
        "known", "unknown" or empty.
    whose
        "record" for the public record alone, "yours" for the reader's own, or empty for both.
    layer
        Map layers to show.
    density
        What heat and hexagons count: "target" or "launch".
    view
        Id of a named view of the map, or "place:" and the id of a gazetteer place.
    attack
        Id of the attack whose card is open, or empty.
    tiles
        Online tiles, which ask the network; off unless switched on.
    known_on
        Day whose knowledge usual ground and ranking rest on, or None for each attack's own.
    """

    date_from: dt.date | None = None
    date_to: dt.date | None = None
    group: tuple[str, ...] = ()
    facade: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    committee: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    favoured: bool = False
    grade: str = ""
    launch: str = ""
    whose: str = ""
    layer: tuple[str, ...] = tuple(e.id for e in catalog.CHOICES if e.id in catalog.DEFAULT_SHOWN)
    density: str = "target"
    view: str = "all"
    attack: str = ""
    tiles: bool = False
    known_on: dt.date | None = None


DEFAULT = Selection()
FILTERS = (
    "date_from", "date_to", "group", "facade", "method", "target", "committee", "verdict",
    "status", "favoured", "grade", "launch",
    "whose",
)  # fmt: skip
"""Fields that decide which attacks are shown."""

_KNOWN: Mapping[str, Collection[str]] = {
    "layer": tuple(entry.id for entry in catalog.CHOICES),
    "verdict": VERDICTS,
    "grade": ("", "A", "B", "C", "D", "E"),
    "launch": ("known", "unknown"),
    "whose": ("record", "yours"),
    "density": ("target", "launch"),
}
"""Words that a field can hold; other fields hold ids of the data."""


def to_query(selection: Selection) -> dict[str, str]:
    """Write a selection as address parameters, leaving out what is as it comes."""
    query: dict[str, str] = {}
    for field in fields(Selection):
        value = getattr(selection, field.name)
        if value == getattr(DEFAULT, field.name):
            continue
        if isinstance(value, tuple):
            query[field.name] = _SEPARATOR.join(value) or _SEPARATOR
        elif isinstance(value, bool):
            query[field.name] = "1" if value else "0"
        else:
            query[field.name] = "" if value is None else str(value)
    return query


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def from_query(query: Mapping[str, str]) -> Selection:
    """Read a selection from address parameters; what cannot be read is as it comes."""
    values: dict[str, Any] = {}
    for field in fields(Selection):
        if field.name not in query:
            continue
        text, default = query[field.name], getattr(DEFAULT, field.name)
        if field.name in {"date_from", "date_to", "known_on"}:
            values[field.name] = _date(text)
        elif isinstance(default, tuple):
            parts = dict.fromkeys(part for part in text.split(_SEPARATOR) if part)
            known = _KNOWN.get(field.name, parts)
            kept = tuple(part for part in parts if part in known)
            values[field.name] = default if parts and not kept else kept
        elif isinstance(default, bool):
            values[field.name] = text == "1"
        elif text in _KNOWN.get(field.name, (text,)):
            values[field.name] = text
    return replace(DEFAULT, **values)


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
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    return selection


def open_card(ident: str) -> None:
    """Open the card of an attack."""
    store(replace(current(), attack=ident))


def pending() -> Selection:
    """Selection as the widgets of this run will make it, known before they are drawn.

    Reading them all at once also reads each by the labels under which it was chosen: labels hold
    counts, and the counts of one filter change with the choice in another.
    """
    held: dict[str, Any] = {}
    for field in fields(Selection):
        key, default = widget_key(field.name), getattr(DEFAULT, field.name)
        if key in st.session_state:
            held[field.name] = _as_field(st.session_state[key], default)
    return replace(current(), **held)


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
    st.session_state.pop(widget_key(name), None)


def reset() -> None:
    """Clear every filter, keeping layers, view and theme."""
    kept = current()
    cleared = {name: getattr(DEFAULT, name) for name in FILTERS}
    st.session_state[_KEY] = replace(kept, attack="", **cleared)
    for name in FILTERS:
        st.session_state.pop(widget_key(name), None)


def filters_on(page: str) -> None:
    """Say on which page the widgets of the selection are drawn from now on.

    Two pages must not share their keys: whoever is quicker than the page in between would find
    the widgets of the one under the keys of the other, and all of them empty.
    """
    st.session_state[_PAGE] = page


def widget_key(name: str) -> str:
    """Key of the widget that edits a field of the selection, on the page that draws it."""
    return f"choose_{st.session_state.get(_PAGE, '')}{name}"


def changed(name: str, value: Any) -> bool:
    """Tell whether a widget's value differs from the one seen in the run before.

    The first value of a session counts as seen: an open card from a link is not closed by an
    empty click.
    """
    key = f"seen_{name}"
    before = st.session_state.get(key, value)
    st.session_state[key] = value
    return bool(before != value)
