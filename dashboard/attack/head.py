"""The head of an attack's card: which it is, the answer in a few lines, and the way to others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.card import Card
from dashboard.services.labels import day_words, escape, status_words
from dashboard.services.selection import Selection
from dashboard.session.mishap import guarded
from dashboard.session.selection import current, store
from dashboard.widgets.map_view import open_and_fly


def close() -> None:
    """Close the card of an attack; that of the ground under it is open again."""
    store(replace(current(), attack=""))


def _choose(ident: str) -> None:
    store(replace(current(), attack=ident))


def _step(ident: str) -> None:
    st.session_state["stack"] = ()
    open_and_fly(ident)


def steps(ident: str, order: Sequence[str]) -> None:
    """Draw the way to the attack before and the one after, in the order of the table, and out.

    Parameters
    ----------
    ident
        Attack whose card is open.
    order
        Attacks of the view as the table lists them; the card's own may be missing, where a filter
        hides it.
    """
    at = order.index(ident) if ident in order else -1
    before = order[at - 1] if at > 0 else ""
    after = order[at + 1] if at + 1 < len(order) else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="card_steps"):
        _arrow(ui.PREVIOUS_ATTACK, "chevron_left", before, shortcut="K")
        here = f"{at + 1:,}" if at >= 0 else "–"
        st.caption(f"{here} of {len(order):,}", width="content")
        _arrow(ui.NEXT_ATTACK, "chevron_right", after, shortcut="J")
        st.space("stretch")
        st.button(
            ui.CLOSE,
            key="close_card",
            icon=":material/close:",
            on_click=guarded(close),
            type="tertiary",
        )


def _arrow(label: str, icon: str, ident: str, *, shortcut: str) -> None:
    st.button(
        label,
        key=f"step_{icon}",
        icon=f":material/{icon}:",
        on_click=guarded(_step),
        args=(ident,),
        disabled=not ident,
        type="tertiary",
        shortcut=shortcut,
        help=label,
    )


def title(row: Mapping[Any, Any], badges: Sequence[str]) -> None:
    """Draw the title of an attack over its badges, under its day and status.

    Parameters
    ----------
    row
        Of the table of findings.
    badges
        Markdown; empty ones are left out.
    """
    st.caption(f"{day_words(row)} · {status_words(row['status'])}")
    st.markdown(f"### {escape(row['title'])}")
    st.markdown(" ".join(one for one in badges if one))


def named_words(card: Card) -> str:
    """Markdown that says who is named, and by whom."""
    return {
        "assessment": f"Assessed as **{escape(card.asserted)}**.",
        "claim": f"By its first claim **{escape(card.asserted)}**; nobody has assessed it.",
    }.get(card.asserted_from, "Nobody is named, nor a brand with a known owner.")


def answer(card: Card, *, change: str = "") -> None:
    """Say in a few lines who is named, the first reason, to whom it points, what would change it.

    Parameters
    ----------
    card
        What the card says.
    change
        The first thing that would change it; empty where nothing is known to.
    """
    if not card.counts:
        st.warning(f"Not counted as an attack: {card.status}.", icon=":material/block:")
        return
    st.markdown(named_words(card))
    lines = ((ui.REASON, card.reason), ("", card.points.says), (ui.WOULD_CHANGE_IT, change))
    for label, text in lines:
        if text:
            st.caption(f"**{label}** {escape(text)}" if label else escape(text))


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


def actions(*draw: Callable[[], None]) -> None:
    """Draw what can be done with an attack, always in sight at the lower edge of its card."""
    with st.container(horizontal=True, gap="small", key="card_actions"):
        for one in draw:
            one()
