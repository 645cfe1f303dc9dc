"""The card of one attack: what happened, who claims, who is assessed, ground, terms, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.attack import case_file as case_download
from dashboard.attack import evidence, reviews
from dashboard.attack import sources as sourcing
from dashboard.attack import user_claims as own_claims
from dashboard.services import ui_words as ui
from dashboard.services.card import (
    EFFECT_LABELS,
    NOWHERE,
    TOO_OLD,
    AssessmentLine,
    Card,
    ClaimLine,
    PlaceLine,
    TermLine,
    card_of,
)
from dashboard.services.labels import badge, day_words, escape, status_words
from dashboard.services.points_line import PointsLine
from dashboard.services.selection import Selection
from dashboard.session import decisions, queries
from dashboard.session.mishap import guarded
from dashboard.session.selection import current, store
from geo.verdicts.check import Findings

_EFFECT_LOOKS = {
    "breaks": ("red", "close"),
    "supports": ("green", "check"),
    "explains": ("orange", "link"),
    "asserts": ("gray", "campaign"),
    "says": ("gray", "arrow_forward"),
    "silent": ("gray", "remove"),
}
MOST_OPEN = 3
"""Areas of which it cannot be told and which are listed; more are folded."""

LIMITS = (
    "Rules of thumb, more often right than not: there are no hard and fast rules about who works "
    "with whom or where. Areas are assessments, and so is every finding."
)


def effect_mark(effect: str) -> str:
    """Markdown of what a term does: a colour, a mark and a word or two."""
    colour, icon = _EFFECT_LOOKS[effect]
    return f":{colour}[:material/{icon}: {EFFECT_LABELS[effect]}]"


def _choose(ident: str) -> None:
    store(replace(current(), attack=ident))


def stack(table: pd.DataFrame, selection: Selection) -> None:
    """Offer the other attacks of a table at the place that was clicked."""
    ids = [one for one in st.session_state.get("stack", ()) if one in table.index]
    if len(ids) < 2 or selection.attack not in ids:  # noqa: PLR2004
        return
    rows = table.loc[ids]
    st.caption(f"{len(ids)} attacks at this place")
    label = {
        one: f"{day_words(row)} · {row['title']}"
        for one, row in zip(ids, rows.to_dict("records"), strict=True)
    }
    key = f"stack_{'_'.join(ids)}"
    if st.session_state.get(key) not in ids or st.session_state[key] != selection.attack:
        st.session_state[key] = selection.attack
    st.selectbox(
        ui.ATTACK,
        ids,
        key=key,
        format_func=lambda one: label[one],
        on_change=guarded(lambda: _choose(st.session_state[key])),
        label_visibility="collapsed",
    )


def _claims(claims: Sequence[ClaimLine]) -> None:
    st.markdown(f"**{ui.CLAIMS_IN_ORDER}**")
    if not claims:
        st.caption("No claim is on record.")
    for claim in claims:
        parts = [f"{claim.order}. **{escape(claim.who)}**"]
        if claim.owner:
            parts.append(f"brand of {escape(claim.owner)}")
        parts += [escape(text) for text in (claim.wording, claim.claimed_at) if text]
        st.markdown(" · ".join(parts))


def _assessment(line: AssessmentLine | None) -> None:
    st.markdown(f"**{ui.ASSESSMENT}**")
    if line is None:
        st.caption("No assessment is on record.")
        return
    hedge = f", “{escape(line.wording)}”" if line.wording else ""
    st.markdown(f"{escape(line.who)}, by {escape(line.by)}{hedge}.")
    if line.confidence:
        st.caption(f"Confidence in it is {line.confidence} (our reading of the wording).")


def _whose(place: PlaceLine) -> None:
    """Say in whose ground a place lies; ground that is too old is one line."""
    for area in place.inside:
        st.caption(f"inside: {escape(area)}")
    undecided = [f"cannot tell: {escape(area)}" for area in place.undecided]
    if len(undecided) > MOST_OPEN:
        with st.expander(f"Cannot tell for {len(undecided)} areas"):
            st.caption("  \n".join(undecided))
    else:
        for words in undecided:
            st.caption(words)
    if place.old:
        st.caption(f"{escape(_sentence(place.old))}; {TOO_OLD}.")
    elif place.nowhere:
        st.caption(f"{_sentence(NOWHERE)}.")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _place(place: PlaceLine) -> None:
    title = place.role.capitalize()
    if not place.known:
        st.markdown(f"**{title}** not known. {escape(place.note)}")
        return
    st.markdown(f"**{title}** {escape(place.name)} {escape(place.name_ar)} · {place.precision}")
    if place.degrees:
        st.code(f"{place.degrees}   {place.mgrs}", language=None)
    _whose(place)
    for committee in place.committees:
        st.caption(escape(committee))
    if place.note:
        st.caption(escape(place.note))


def _terms(lines: Sequence[TermLine]) -> None:
    """List the terms of an attack: which way each points, what it says, and its source."""
    st.markdown(f"**{ui.WHY}**")
    for line in lines:
        named = line.favours and line.effect != "breaks"
        points = f" → {escape(', '.join(line.favours))}" if named else ""
        st.markdown(f"{effect_mark(line.effect)}{points}  \n{escape(line.text)}")
        if line.source:
            st.caption(escape(line.source))


def _points(line: PointsLine) -> None:
    """Say to whom it points, with the claim and without, and list every indication."""
    st.markdown(f"**{ui.POINTS_TO}**")
    st.markdown(" ".join(escape(text) for text in (line.says, line.without) if text))
    for one in line.indications:
        who = f" → {escape(', '.join(one.groups))}" if one.groups else ""
        st.markdown(
            f":gray-badge[{escape(one.strength)}] **{escape(one.label)}**{who}  \n"
            f"{escape(one.text)}"
        )
        if one.source:
            st.caption(escape(one.source))


def _flags(lines: Sequence[TermLine]) -> None:
    """List the flags of an attack with their reasons."""
    if lines:
        st.markdown(f"**{ui.FLAGS}**")
    for line in lines:
        source = f" — {escape(line.source)}" if line.source else ""
        st.markdown(f":gray-badge[{escape(line.label)}]")
        st.caption(f"{escape(line.text)}{source}")


def _lead(card: Card) -> None:
    """Say in two sentences who is named and what does not fit."""
    named = {
        "assessment": f"Assessed as **{escape(card.asserted)}**.",
        "claim": f"By its first claim **{escape(card.asserted)}**; nobody has assessed it.",
    }.get(card.asserted_from, "Nobody is named, nor a brand with a known owner.")
    st.markdown(" ".join([named, *map(escape, card.misses)]))


def body(found: Findings, item: dict[str, Any]) -> None:
    """Draw everything under the title of a card."""
    card = card_of(item, found, atlas=queries.atlas(), names=queries.names())
    if card.counts:
        _lead(card)
    else:
        st.warning(f"Not counted as an attack: {card.status}.", icon=":material/block:")
    st.markdown(escape(card.method))
    if card.toll:
        st.markdown(_sentence(card.toll))
    for words in (card.time, card.several, card.note):
        if words:
            st.caption(escape(words))
    _claims(card.claims)
    _assessment(card.assessment)
    st.markdown(f"**{ui.GROUND}**")
    for place in card.places:
        _place(place)
    _terms(card.terms)
    _points(card.points)
    _flags(card.flags)
    if card.counts:
        evidence.show(found, card.attack_id)
    sourcing.conflicts(card.attack_id)
    sourcing.sources(item)
    st.caption(LIMITS)


def show(ident: str) -> None:
    """Draw the card of an attack of the record."""
    found, item = queries.findings(), queries.objects()[ident]
    known_on = current().known_on
    if known_on is not None:
        item = {**item, "points_to": queries.pointed(known_on)[ident]}
    row = found.table.loc[[ident]].to_dict("records")[0]
    head, close = st.columns([5, 2])
    head.caption(f"{day_words(row)} · {status_words(row['status'])}")
    close.button(ui.CLOSE, key="close_card", on_click=guarded(_choose), args=("",), width="stretch")
    st.markdown(f"### {escape(row['title'])}")
    review_badge = reviews.badge(decisions.by_attack().get(ident, []))
    st.markdown(f"{badge(row['verdict'])} {review_badge}".strip())
    own_claims.card(ident)
    body(found, item)
    reviews.show(ident, key="card")
    case_download.offer([ident], key="card")
