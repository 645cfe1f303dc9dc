"""The brush over the attacks in time: months drawn over become the days that are kept."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.session.selection import take_span
from geo.parsing.spans import Span

NAME = "brushed"
"""Name of the selection in the chart."""

_TIMES = "times_brushed"
_HALF_A_DAY = dt.timedelta(hours=12)


def key() -> str:
    """Key of the chart: a brush that was read is drawn no more."""
    return f"strip_{st.session_state.get(_TIMES, 0)}"


def read() -> None:
    """Keep the days of the months that a reader drew over."""
    state: Mapping[str, Any] = st.session_state.get(key()) or {}
    drawn: Mapping[str, Sequence[float]] = (state.get("selection") or {}).get(NAME) or {}
    ends = next(iter(drawn.values()), ())
    first, last = months_of(ends)
    if first is None:
        return
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1
    take_span(first, last)


def months_of(ends_ms: Sequence[float]) -> Span:
    """First and last day of the months that a brush touches; open where it touches none.

    Parameters
    ----------
    ends_ms
        Where it begins and ends, milliseconds since 1970: midnights of the reader's own clock, so
        that those of clocks ahead of UTC lie on the day before.
    """
    if len(ends_ms) < 2:  # noqa: PLR2004 - a begin and an end
        return None, None
    first, last = (
        (dt.datetime.fromtimestamp(one / 1000, tz=dt.UTC) + _HALF_A_DAY).date()
        for one in (min(ends_ms), max(ends_ms))
    )
    end = calendar.monthrange(last.year, last.month)[1]
    return first.replace(day=1), last.replace(day=end)
