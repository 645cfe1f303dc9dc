"""The card of an area or a place beside the map, and the search that opens one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import pandas as pd
import streamlit as st

from dashboard.services import links
from dashboard.services import ui_words as ui
from dashboard.services.ground_card import AreaLine, GroundCard, area_card, place_card
from dashboard.services.ground_lines import (
    AttackLine,
    SightingLine,
    SourceLine,
    count_words,
    effect_words,
    loose_words,
)
from dashboard.services.labels import escape
from dashboard.services.selection import Selection
from dashboard.services.standing_lines import StandingLine
from dashboard.session import queries
from dashboard.session.mishap import guarded
from dashboard.session.selection import current, open_area, open_card, open_place, store, widget_key
from layers.age_style import AGE_STYLES

MOST_OPEN = 6
"""Sightings and attacks that stand open; the others are folded."""

_Line = TypeVar("_Line")
_PLACE = "place:"
_LOOKS = {
    "fresh": ("green", "check_circle"),
    "ageing": ("orange", "schedule"),
    "old": ("gray", "history"),
    "never": ("gray", "help"),
}


def of(selection: Selection, day: pd.Timestamp) -> GroundCard | None:
    """Card of the area or the place that a selection names; None where the data know neither.

    Parameters
    ----------
    selection
        Its `area` comes before its `place`; its `known_on` is obeyed.
    day
        Day whose ground is drawn.
    """
    analysis, atlas = queries.dataset().analysis, queries.atlas()
    if selection.area in atlas.areas.table.index:
        return area_card(analysis, selection.area, day=day, known_on=selection.known_on)
    if selection.place in atlas.gazetteer.table.index:
        return place_card(analysis, selection.place, day=day, known_on=selection.known_on)
    return None


def search(selection: Selection) -> None:
    """Draw the search for an area or a place whose card is to be opened."""
    atlas, names = queries.atlas(), queries.names()
    areas, places = atlas.areas.table, atlas.gazetteer.table
    labels = {
        str(ident): f"{title} · {names.get(holder, holder)}"
        for ident, title, holder in zip(areas.index, areas["title"], areas["holder"], strict=True)
    }
    labels |= {
        f"{_PLACE}{ident}": f"{name} {arabic}".strip()
        for ident, name, arabic in zip(places.index, places["name"], places["name_ar"], strict=True)
    }
    asked = selection.area or (f"{_PLACE}{selection.place}" if selection.place else "")
    options = list(labels)
    key = widget_key(f"ground_{asked}")
    st.selectbox(
        ui.OPEN_AN_AREA_OR_A_PLACE,
        options,
        index=options.index(asked) if asked in labels else None,
        format_func=lambda one: labels[one],
        placeholder="Search by title, group or place …",
        key=key,
        on_change=guarded(_choose),
        args=(key,),
        help="Who held it, by which sightings, how old that is, who shares it, and what happened "
        "there. A click on ground in the map opens the same card.",
    )


def _choose(key: str) -> None:
    chosen = st.session_state.get(key) or ""
    if chosen.startswith(_PLACE):
        open_place(chosen.removeprefix(_PLACE))
    else:
        open_area(chosen)


def _close() -> None:
    store(replace(current(), area="", place=""))


def show(card: GroundCard) -> None:
    """Draw a card."""
    head, close = st.columns([5, 2])
    head.caption(f"{card.what.capitalize()} · {escape(card.ident)}")
    close.button(ui.CLOSE, key="close_ground", on_click=guarded(_close), width="stretch")
    st.markdown(f"### {escape(card.title)}")
    if badges := _badges(card):
        st.markdown(badges)
    cut = f", by what was published by {card.known_on}" if card.known_on else ""
    st.markdown(f"{escape(card.standing)} Ground as of {card.day}{cut}.".strip())
    st.markdown("  \n".join(f"**{label}** {escape(text)}" for label, text in card.facts))
    for label, text in card.remarks:
        st.caption(f"{label}: {escape(text)}")
    if card.own is not None:
        _source(card.own, before="Its own source: ")
    _around(card)
    _periods(card)
    _words(card)
    _sightings(card)
    _attacks(card)


def age_badge(age: str) -> str:
    """Markdown badge of an age, with a mark beside the colour."""
    colour, icon = _LOOKS.get(age, ("gray", "block"))
    return f":{colour}-badge[:material/{icon}: {age if age != 'never' else AGE_STYLES[age].label}]"


def _badges(card: GroundCard) -> str:
    parts = [age_badge(card.age)] if card.age else []
    if any(one.shares for one in card.around):
        parts.append(":violet-badge[:material/join_inner: shared]")
    return " ".join(parts)


def _source(line: SourceLine, *, before: str = "") -> None:
    grade = f" ({line.grade})" if line.grade else ""
    link = f" {links.link(line.url)}" if line.url else ""
    st.caption(f"{before}{escape(line.citation)}{grade}{link}")


def _around(card: GroundCard) -> None:
    """List whose ground else is here: what is shared first."""
    is_area = card.what == "area"
    shared = [one for one in card.around if one.shares]
    others = [one for one in card.around if not one.shares]
    if shared:
        st.markdown(f"**{ui.SHARED_WITH if is_area else ui.HELD_BY_SEVERAL}**")
        _areas(shared)
    if others:
        st.markdown(f"**{ui.OTHER_AREAS_HERE if is_area else ui.IN_AREAS}**")
        _areas(others)
    if not card.around:
        st.caption("Nobody else’s ground is here." if is_area else "In nobody’s recorded ground.")


def _areas(lines: Sequence[AreaLine]) -> None:
    for one in lines:
        with st.container(gap="xxsmall"):
            st.button(
                escape(one.title),
                key=f"ground_to_{one.area_id}",
                on_click=guarded(open_area),
                args=(one.area_id,),
                type="tertiary",
            )
            parts = (one.holder, one.kind, one.how)
            st.caption(f"{age_badge(one.age)} {escape(' · '.join(parts))}")


def _periods(card: GroundCard) -> None:
    if not card.periods:
        return
    st.markdown(f"**{ui.HOW_OLD_WHEN}**")
    lines = [
        f"{age_badge(one.age)} {one.first} to {one.last}"
        if one.last
        else f"{age_badge(one.age)} since {one.first}"
        for one in card.periods
    ]
    st.markdown("  \n".join(lines))


def _folded(lines: Sequence[_Line], draw: Callable[[_Line], None], *, noun: str) -> None:
    """Draw the first few lines, and the others folded."""
    for one in lines[:MOST_OPEN]:
        draw(one)
    if rest := lines[MOST_OPEN:]:
        with st.expander(f"{len(rest)} more {noun}"):
            for one in rest:
                draw(one)


def _words(card: GroundCard) -> None:
    """List what sources say of a committee when."""
    if card.words:
        st.markdown(f"**{ui.SAID_OF_THE_COMMITTEE}** ({len(card.words)})")
        _folded(card.words, _word, noun="words")


def _word(line: StandingLine) -> None:
    against = f"contradicts {', '.join(line.contradicts)}" if line.contradicts else ""
    parts = [line.standing_id, line.group, line.strength, line.hedge, against, line.note]
    with st.container(gap="xxsmall"):
        st.markdown(f"{line.when}: **{escape(line.state)}**")
        st.caption(escape("; ".join(part for part in parts if part)))
        for source in line.sources:
            _source(source)


def _sightings(card: GroundCard) -> None:
    st.markdown(f"**{ui.SIGHTINGS}** ({len(card.sightings)})")
    if not card.sightings:
        st.caption("No dated sighting is on record here.")
    _folded(card.sightings, _sighting, noun="sightings")


def _sighting(line: SightingLine) -> None:
    effect = f" · {words}" if (words := effect_words(line)) else ""
    against = f"contradicts {', '.join(line.contradicts)}" if line.contradicts else ""
    parts = [line.sighting_id, line.strength, line.hedge, against, line.note]
    with st.container(gap="xxsmall"):
        st.markdown(
            f"{line.when}: **{escape(line.group)}** {line.kind}, {escape(line.place)}{effect}"
        )
        st.caption(escape("; ".join(part for part in parts if part)))
        for source in line.sources:
            _source(source)


def _attacks(card: GroundCard) -> None:
    st.markdown(f"**{ui.WHAT_HAPPENED_HERE}**")
    if not card.attacks:
        st.caption("No attack on record is known to have been launched here or aimed here.")
    for head, words in count_words(card.counts):
        st.markdown(f"{head}: {escape(words)}.")
    if loose := loose_words(card.loose):
        st.caption(loose)
    _folded(card.attacks, _attack, noun="attacks")


def _attack(line: AttackLine) -> None:
    aside = "" if line.counts else " (not counted)"
    with st.container(gap="xxsmall"):
        st.button(
            f"{line.day} · {escape(line.title)}{aside}",
            key=f"ground_attack_{line.role}_{line.attack_id}",
            on_click=guarded(open_card),
            args=(line.attack_id,),
            type="tertiary",
        )
        st.caption(f"{line.role}, {line.where} · {escape(line.group)} · {line.verdict}")
