"""How the page of the map is laid out: the map fills it, the card beside it folds away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.selection import Selection
from dashboard.session.mishap import guarded

Card = tuple[str, str, str]
"""Attack, area and place whose card is open; empty texts for none."""

_FOLDED = "panel_folded"


def _card(selection: Selection) -> Card:
    return (selection.attack, selection.area, selection.place)


def is_folded(selection: Selection) -> bool:
    """Tell whether the panel is folded: as a reader left it, else while no card is open."""
    card = _card(selection)
    asked: dict[Card, bool] = st.session_state.get(_FOLDED, {})
    return asked.get(card, not any(card))


def _fold(card: Card, folded: bool) -> None:  # noqa: FBT001 - a callback’s argument
    none: Card = ("", "", "")
    # Without a card the choice stays for the session, with one it is about that card alone.
    kept = {one: was for one, was in st.session_state.get(_FOLDED, {}).items() if one == none}
    st.session_state[_FOLDED] = kept | {card: folded}


@contextmanager
def side(selection: Selection) -> Iterator[None]:
    """Draw what is inside as the panel beside the map, with the button that folds it away."""
    folded, card = is_folded(selection), _card(selection)
    with st.container(key="side_folded" if folded else "side_open"):
        st.button(
            ui.SHOW_THE_PANEL if folded else ui.FOLD_THE_PANEL,
            icon=":material/chevron_left:" if folded else ":material/chevron_right:",
            key="fold_panel",
            on_click=guarded(_fold),
            args=(card, not folded),
            type="tertiary",
        )
        with st.container(border=False, key="side_panel"):
            yield
