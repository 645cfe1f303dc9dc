"""Time goes by on the map: a step to the span after or before, or one after another by itself."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import streamlit as st

from dashboard.services import ui_words as ui
from dashboard.services.spans import stepped
from dashboard.session import queries
from dashboard.session.mishap import guarded
from dashboard.session.selection import current, take_span

PACE_S = 2.0
"""How long a span is looked at before the next one, seconds: a map is drawn, and read."""

_PLAYING, _SHOWN, _DUE = "time_plays", "time_shows", "time_goes_on_at"


def draw() -> None:
    """Draw the buttons that move the days of the map, and move them on while they play."""
    plays = bool(st.session_state.get(_PLAYING))
    with st.container(horizontal=True, gap="xxsmall", key="player"):
        _button(ui.STEP_BACK, "skip_previous", step, -1, disabled=_moved(-1) is None)
        if plays:
            _button(ui.PAUSE, "pause", _pause, disabled=False)
        else:
            _button(ui.PLAY, "play_arrow", _play, disabled=_moved(1) is None)
        _button(ui.STEP_ON, "skip_next", step, 1, disabled=_moved(1) is None)
    if plays:
        _look_at(current().date_from)
        _tick()


def _button(label: str, icon: str, act: Callable[..., object], *args: int, disabled: bool) -> None:
    st.button(
        label,
        key=f"time_{icon}",
        icon=f":material/{icon}:",
        on_click=guarded(act),
        args=args,
        disabled=disabled,
        type="tertiary",
        help=label,
    )


def _moved(by: int) -> tuple[dt.date | None, dt.date | None] | None:
    chosen = current()
    first, last = (day.date() for day in queries.record_span())
    return stepped(chosen.date_from, chosen.date_to, record=(first, last), by=by)


def step(by: int) -> bool:
    """Move the days that are kept by their own length; tell whether there was anywhere to go."""
    moved = _moved(by)
    if moved is not None:
        take_span(*moved)
    return moved is not None


def _play() -> None:
    st.session_state[_PLAYING] = step(1)


def _pause() -> None:
    st.session_state.pop(_PLAYING, None)


def _look_at(first: dt.date | None) -> None:
    """Give a span its time from when it is drawn, however long drawing it took."""
    if st.session_state.get(_SHOWN) != first:
        st.session_state[_SHOWN] = first
        st.session_state[_DUE] = time.monotonic() + PACE_S


@st.fragment(run_every=PACE_S / 4)
def _tick() -> None:
    """Go on to the next span once it is time; a run of the page for another reason is none."""
    if not st.session_state.get(_PLAYING) or time.monotonic() < st.session_state.get(_DUE, 0.0):
        return
    if not step(1):
        _pause()
    st.rerun()
