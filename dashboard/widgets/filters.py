"""Filters, layers and search: every widget reads and writes the one Selection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.services import labels
from dashboard.services import ui_words as ui
from dashboard.services.facets import NONE
from dashboard.services.filter_text import WHOSE, chips, is_filtered, span_words
from dashboard.services.labels import (
    GROUP_COLOURS,
    escape,
    method_words,
    status_words,
)
from dashboard.services.near_words import near_words
from dashboard.services.selection import MIXED, POINTED, Selection
from dashboard.services.spans import known_spans
from dashboard.session import queries
from dashboard.session import user_data as overlay
from dashboard.session.mishap import guarded
from dashboard.session.selection import (
    can_undo_reset,
    changed,
    current,
    drop,
    filters_on,
    pending,
    reset,
    seed,
    store,
    take_span,
    undo_reset,
)
from dashboard.session.user_data import OwnView
from dashboard.widgets import interest
from geo.errors import SpanError
from geo.parsing.days import in_words
from geo.parsing.spans import HINT, Span, read_span, span_text
from geo.records.counts import many
from geo.records.grades import LETTERS
from geo.schemas.tokens import VERDICTS
from layers import catalog
from layers.builders.user_layers import YOURS
from layers.style import verdict_style


def _options(counts: pd.Series, chosen: tuple[str, ...]) -> list[str]:
    """Choices by how often they occur, with what a link chose although it does not occur."""
    rest = [one for one in chosen if one not in counts.index]
    return [
        *[str(one) for one in counts.index if one != NONE],
        *rest,
        *([NONE] if NONE in counts.index else []),
    ]


def _counted(counts: pd.Series, words: Callable[[str], str]) -> Callable[[str], str]:
    return lambda one: f"{words(one)} {int(counts.get(one, 0)):,}"


def _group_words(ident: str) -> str:
    if ident == NONE:
        return ":gray[●] not asserted"
    colour = GROUP_COLOURS.get(ident)
    name = escape(queries.names().get(ident, ident))
    return f":{colour}[●] {name}" if colour else f"● {name}"


def _verdict_words(verdict: str) -> str:
    return f":{verdict_style(verdict).badge}[●] {verdict}"


def _name_words(ident: str) -> str:
    none = {NONE: "none"}
    return none.get(ident) or queries.names().get(ident, ident)


Choices = Mapping[str, pd.Series]
"""By field: how many attacks each choice would show beside the other filters."""


def _many(choices: Choices, label: str, name: str, words: Callable[[str], str]) -> tuple[str, ...]:
    chosen, counts = getattr(current(), name), choices[name]
    options, label_with_count = _options(counts, chosen), _counted(counts, words)
    key = seed(name, chosen)
    # The browser keeps what is chosen by its label: where counts change it needs the new one.
    if changed(f"labels_{key}", tuple(map(label_with_count, options))):
        st.session_state[key] = list(st.session_state[key])
    picked = st.multiselect(
        label, options, key=key, format_func=label_with_count, placeholder="all"
    )
    return tuple(picked)


def _pills(choices: Choices, label: str, name: str, words: Callable[[str], str]) -> tuple[str, ...]:
    chosen, counts = getattr(current(), name), choices[name]
    options = _options(counts, chosen)
    if name == "verdict":
        options = [one for one in VERDICTS if one in options]
    picked = st.pills(
        label,
        options,
        selection_mode="multi",
        key=seed(name, tuple(one for one in chosen if one in options)),
        format_func=_counted(counts, words),
    )
    return tuple(picked)


def _whose(view: OwnView, choices: Choices) -> str:
    """Draw the switch between the public record and the reader's own, where there are any."""
    if view.note:
        st.caption(escape(view.note))
    if not view.key and not current().whose:
        return ""
    counts = choices["whose"]
    return (
        st.segmented_control(
            ui.WHOSE,
            list(WHOSE),
            key=seed("whose", current().whose or None),
            format_func=_counted(counts, lambda one: WHOSE[one]),
            help="Yours are the rows that you imported in this session and the attacks that you "
            "entered by hand: triangles on the map, no part of the public record. “Public "
            "record” takes them off; with neither chosen both are shown.",
        )
        or ""
    )


def _points_words(ident: str) -> str:
    wording = {NONE: "nobody", MIXED: "mixed indications"}
    return wording.get(ident) or queries.names().get(ident, ident)


def _strength(choices: Choices) -> str:
    """Draw how strongly an attack must point to somebody."""
    chosen = st.pills(
        ui.AT_LEAST,
        list(POINTED),
        key=seed("points_strength", current().points_strength or None),
        format_func=_counted(choices["points_strength"], str),
        help="What everything on record but an assessment indicates, asserted or not: a set of "
        "groups with a strength in words, and no part of the verdict.",
    )
    return chosen or ""


def _last_day(view: OwnView) -> dt.date:
    """Day that the last days are counted back from: of the record, or of the reader's attacks."""
    days = view.table["date"].dropna()
    end = max(queries.record_end(), days.max()) if len(days) else queries.record_end()
    return end.date()


def _days(last: dt.date) -> Span:
    """Draw the field of days, and beside it the spans that the record itself knows."""
    chosen = current()
    field, spans = st.columns([3, 1], vertical_alignment="bottom")
    text = field.text_input(
        ui.DAYS,
        key=seed("when", span_text(chosen.date_from, chosen.date_to)),
        placeholder="all days",
        help=f"{HINT} The last days end with the record, on {in_words(last)}.",
    )
    with spans.popover("", icon=":material/event:", help=ui.SPANS_ON_RECORD):
        for window in known_spans(queries.atlas().registry.windows, last=last):
            st.button(
                window.title,
                key=f"span_{window.ident}",
                on_click=guarded(take_span),
                args=(window.first, window.last),
                type="tertiary",
            )
    try:
        return read_span(text, last=last)
    except SpanError as error:
        st.warning(escape(str(error)))
        return chosen.date_from, chosen.date_to


def summary(view: OwnView, selection: Selection, rows: pd.DataFrame) -> None:
    """Say what is shown, in one box: each filter can be taken away there, or all of them."""
    counts = view.counts(selection)
    with st.container(border=True, key="filter_summary"):
        st.markdown(f"**{counts.attacks:,} of {many(int(view.counter.attack.sum()), 'attack')}**")
        st.caption(escape(span_words(rows) or "nothing shown"))
        _chips(selection)
        if near := near_words(rows, selection, queries.named_ground()):
            st.caption(f"{near}: places and ground are known no better.")
        if counts.reports:
            st.caption(f"Not counted: {counts.not_counted()}")
        own = int(rows.loc[rows["whose"] == YOURS, "counts"].sum())
        if own:
            st.caption(f"{own:,} of them yours, no part of the public record")
        st.button(
            ui.RESET_FILTERS,
            on_click=guarded(reset),
            disabled=not is_filtered(selection),
            width="stretch",
        )
        if can_undo_reset():
            st.button(
                ui.UNDO_THE_RESET,
                icon=":material/undo:",
                on_click=guarded(undo_reset),
                width="stretch",
                type="tertiary",
            )


def _chips(selection: Selection) -> None:
    found = chips(selection, queries.names())
    if not found:
        return
    with st.container(horizontal=True, gap="xxsmall", key="chips"):
        for at, chip in enumerate(found):
            st.button(
                f"{escape(chip.words)} :material/close:",
                key=f"chip_{at}",
                on_click=guarded(drop),
                args=(chip.name, chip.value),
                help="Remove this filter",
            )


def filters(view: OwnView | None = None) -> Selection:
    """Draw the filter column and give the selection it makes.

    Parameters
    ----------
    view
        What is filtered; the public record alone when None.
    """
    only_public = view is None
    filters_on("public_" if only_public else "")
    view = overlay.public() if view is None else view
    box = st.container()
    last_day = _last_day(view)
    asked = pending(last=last_day)
    choices = view.choices(replace(asked, whose="") if only_public else asked)
    whose = current().whose if only_public else _whose(view, choices)
    group = _pills(choices, "Group", "group", _group_words)
    favoured = st.toggle(
        ui.INCLUDE_ATTACKS_THE_MODEL_GIVES_20,
        key=seed("favoured", current().favoured),
        help="Count an attack to a group also where the ranking gives it at least 20 %, "
        "asserted or not.",
    )
    verdict = _pills(choices, "Verdict", "verdict", _verdict_words)
    points = _many(choices, ui.POINTS_TO, "points", _points_words)
    strength = _strength(choices)
    near, inside = interest.near(), interest.inside()
    first, last = _days(last_day)
    layer = st.pills(
        ui.SHOW_ON_THE_MAP,
        [entry.id for entry in catalog.CHOICES],
        selection_mode="multi",
        key=seed("layer", current().layer),
        format_func=lambda one: catalog.entry(one).title,
    )
    with st.expander(ui.MORE_FILTERS, expanded=False):
        method = _many(choices, "Method", "method", method_words)
        target = _many(choices, "Target", "target", _name_words)
        facade = _many(choices, "Façade", "facade", _name_words)
        committee = _many(choices, "Committee of the target", "committee", _name_words)
        status = _many(choices, "Status", "status", status_words)
        grade = st.selectbox(
            ui.BEST_SOURCE_AT_LEAST,
            [*LETTERS][:-1],
            index=None,
            key=seed("grade", current().grade or None),
            format_func=labels.grade_words,
            placeholder="any grade",
            help="Worst reliability accepted of the best publisher that reports an attack: "
            "A completely reliable, E unreliable.",
        )
        launch = st.segmented_control(
            ui.LAUNCH_PLACE, ["known", "unknown"], key=seed("launch", current().launch or None)
        )
    with st.expander(ui.MAP_OPTIONS, expanded=False):
        density = st.segmented_control(
            ui.HEAT_AND_HEXAGONS_COUNT,
            ["target", "launch"],
            key=seed("density", current().density),
            format_func=lambda one: f"{one}s" if one == "target" else "launches",
        )
        tiles = st.toggle(
            ui.ONLINE_STREET_MAP,
            key=seed("tiles", current().tiles),
            help="Asks OpenStreetMap’s servers over the network. Off, nothing leaves this machine.",
        )
        known_on = st.date_input(
            ui.KNOWLEDGE_CUT_OFF,
            key=seed("known_on", current().known_on),
            value=None,
            min_value=queries.record_span()[0].date(),
            max_value=queries.record_end().date(),
            help="Usual ground and ranking rest on nothing learned after this day. Without a day "
            "each attack is judged by what was known on its own.",
        )
    selection = replace(
        current(),
        known_on=known_on,
        date_from=first,
        date_to=last,
        group=group,
        favoured=favoured,
        verdict=verdict,
        layer=tuple(layer),
        method=method,
        target=target,
        facade=facade,
        committee=committee,
        status=status,
        grade=grade or "",
        launch=launch or "",
        points=points,
        points_strength=strength,
        whose=whose,
        near=near,
        within=inside,
        density=density or "target",
        tiles=tiles,
    )
    store(selection)
    with box:
        seen = replace(selection, whose="") if only_public else selection
        summary(view, seen, view.shown(seen))
    return selection
