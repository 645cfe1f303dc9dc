"""A bar for work that takes long, with a button that stops it: what was there before stays."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.labels import escape
from dashboard.session.mishap import guarded
from geo.errors import AtlasError
from geo.progress import listening

_CANCELLED, _AT = "cancelled_work", "work_under_way"
PATIENCE_S = 0.4
"""Work that is done by then shows no bar: nothing should flicker. Tests set it to zero."""

_BETWEEN_S = 0.15


@contextmanager
def shown(what: str, *, key: str) -> Iterator[None]:
    """Draw a bar while the block works, once it takes longer than `PATIENCE_S`.

    Pressing Cancel runs the page again: Streamlit ends the run that works at the bar's next step.
    The block has to keep nothing before it is done. Use it outside every `st.form`, which may
    hold no button with a callback: draw the form, and work once it is closed.

    Parameters
    ----------
    what
        What is done, for the begin of the bar's text; plain text, it is escaped here.
    key
        Tells this work from other work; see `cancelled`.
    """
    place, begin = st.empty(), time.monotonic()
    drawn: dict[str, float] = {}
    bars: list[Any] = []

    def on_progress(step: str, share: float | None) -> None:
        now = time.monotonic()
        if now - begin < PATIENCE_S or now - drawn.get("last", begin - 1.0) < _BETWEEN_S:
            return
        drawn["last"] = now
        if not bars:
            bar, button = place.container().columns([6, 1], vertical_alignment="bottom")
            bars.append(bar.progress(0.0))
            button.button(
                ui.CANCEL, key=f"cancel_{key}", on_click=guarded(_cancel), args=(key, what)
            )
        bars[0].progress(share or 0.0, text=escape(f"{what}: {step}"))

    st.session_state[_AT] = what
    on_progress("beginning", None)  # with a patience of zero every use draws its bar, however short
    try:
        with listening(on_progress):
            yield
    except Exception as error:
        place.empty()
        if isinstance(error, AtlasError):  # the page itself says what is wrong
            st.session_state.pop(_AT, None)
        raise
    st.session_state.pop(_AT, None)
    place.empty()


def _cancel(key: str, what: str) -> None:
    st.session_state[_CANCELLED] = (key, what)
    st.session_state.pop(_AT, None)


def broke_off() -> str:
    """Give what was under way when the page failed, once, or an empty text."""
    return str(st.session_state.pop(_AT, ""))


def cancelled(key: str) -> bool:
    """Tell whether this work was stopped and nobody has asked for it again."""
    return bool(st.session_state.get(_CANCELLED, ("", ""))[0] == key)


def stopped(key: str, *, again: str = "") -> bool:
    """Say so where this work was stopped, and offer to do it after all.

    Parameters
    ----------
    key
        As given to `shown`.
    again
        Label of the button that does it after all. Without one the notice is shown once: the
        button that began the work is still on the page.

    Returns
    -------
    Whether it was stopped, so that the caller leaves it undone.
    """
    if not cancelled(key):
        return False
    what = escape(st.session_state[_CANCELLED][1])
    text, icon = f"{what} was cancelled. Nothing was changed.", ":material/block:"
    if not again:
        st.info(text, icon=icon)
        resume()
        return True
    place, button = st.columns([4, 1], vertical_alignment="center")
    place.info(text, icon=icon)
    button.button(again, key=f"again_{key}", width="stretch", on_click=guarded(resume))
    return True


def resume() -> None:
    """Let work that was stopped be done after all."""
    st.session_state.pop(_CANCELLED, None)
