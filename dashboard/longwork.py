"""A bar for work that takes long, with a button that stops it: what was there before stays."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from geo.progress import listening

_CANCELLED = "cancelled_work"
PATIENCE_S = 0.4
"""Work that is done by then shows no bar: nothing should flicker."""

_BETWEEN_S = 0.15


@contextmanager
def shown(what: str, *, key: str) -> Iterator[None]:
    """Draw a bar while the block works, once it takes longer than `PATIENCE_S`.

    Pressing Cancel runs the page anew: Streamlit ends the run that works at the bar's next step.
    The block has to keep nothing before it is done.

    Parameters
    ----------
    what
        What is done, for the begin of the bar's text.
    key
        Tells this work from other work; see `cancelled`.
    """
    place, begin = st.empty(), time.monotonic()
    drawn: dict[str, float] = {}
    bars: list[Any] = []

    def heard(step: str, share: float | None) -> None:
        now = time.monotonic()
        if now - begin < PATIENCE_S or now - drawn.get("last", 0.0) < _BETWEEN_S:
            return
        drawn["last"] = now
        if not bars:
            bar, button = place.container().columns([6, 1], vertical_alignment="bottom")
            bars.append(bar.progress(0.0))
            button.button("Cancel", key=f"cancel_{key}", on_click=_cancel, args=(key,))
        bars[0].progress(share or 0.0, text=f"{what}: {step}")

    with listening(heard):
        yield
    place.empty()


def _cancel(key: str) -> None:
    st.session_state[_CANCELLED] = key


def cancelled(key: str) -> bool:
    """Tell whether this work was stopped and nobody has asked for it again."""
    return st.session_state.get(_CANCELLED) == key


def again() -> None:
    """Let work that was stopped be done after all."""
    st.session_state.pop(_CANCELLED, None)
