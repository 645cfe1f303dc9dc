"""Why an attack is judged as it is: what happened, who claims, whose ground, term by term."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

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
)
from dashboard.services.labels import escape

_EFFECT_LOOKS = {
    "breaks": ("red", "close"),
    "explains": ("orange", "link"),
    "supports": ("green", "check"),
    "says": ("gray", "arrow_forward"),
    "asserts": ("gray", "campaign"),
    "silent": ("gray", "remove"),
}
"""What a term does, in the order in which a reader looks for it, by colour and mark."""
MOST_OPEN = 3
"""Areas of which it cannot be told and which are listed; more are folded."""


def effect_mark(effect: str) -> str:
    """Markdown of what a term does: a colour, a mark and a word or two."""
    colour, icon = _EFFECT_LOOKS[effect]
    return f":{colour}[:material/{icon}: {EFFECT_LABELS[effect]}]"


def show(card: Card) -> None:
    """Draw what happened, the terms that judge it, whose ground it is, and who speaks of it."""
    st.markdown(escape(card.method))
    if card.toll:
        st.markdown(_sentence(card.toll))
    for words in (card.time, card.several, card.note):
        if words:
            st.caption(escape(words))
    _terms(card.terms)
    st.markdown(f"**{ui.GROUND}**")
    for place in card.places:
        _place(place)
    _claims(card.claims)
    _assessment(card.assessment)
    _flags(card.flags)


def _terms(lines: Sequence[TermLine]) -> None:
    """List the terms of an attack, what decides first: which way each points, why, its source."""
    st.markdown(f"**{ui.WHY}**")
    effects = list(_EFFECT_LOOKS)
    for line in sorted(lines, key=lambda one: effects.index(one.effect)):
        named = line.favours and line.effect != "breaks"
        points = f" → {escape(', '.join(line.favours))}" if named else ""
        st.markdown(f"{effect_mark(line.effect)}{points}  \n{escape(line.text)}")
        if line.source:
            st.caption(escape(line.source))


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


def _flags(lines: Sequence[TermLine]) -> None:
    """List the flags of an attack with their reasons."""
    if lines:
        st.markdown(f"**{ui.FLAGS}**")
    for line in lines:
        source = f" — {escape(line.source)}" if line.source else ""
        st.markdown(f":gray-badge[{escape(line.label)}]")
        st.caption(f"{escape(line.text)}{source}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
