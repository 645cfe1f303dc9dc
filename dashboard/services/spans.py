"""Spans of days that the record itself knows: truces, pauses and orders."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pandas as pd

from geo.parsing.spans import Span
from geo.verdicts.rules_targets import windows_end

_A_MONTH = dt.timedelta(days=31)
_KINDS = ("ceasefire", "pause", "order")


class KnownSpan(NamedTuple):
    """A span that can be chosen: its id, its title with its months, first and last day."""

    ident: str
    title: str
    first: dt.date
    last: dt.date


def known_spans(windows: pd.DataFrame, *, last: dt.date) -> list[KnownSpan]:
    """List truces, pauses and orders, the latest first, and before them the last year.

    Parameters
    ----------
    windows
        Registry of windows; their end is the first day after them. One that names none ends where
        it goes stale.
    last
        Last day of the record: none goes on beyond it.
    """
    year = (pd.Timestamp(last) - pd.DateOffset(years=1) + pd.Timedelta(days=1)).date()
    found = [KnownSpan("last_year", f"Last 12 months · to {last:%b %Y}", year, last)]
    shown = windows[windows["kind"].isin(_KINDS)].assign(until=windows_end(windows))
    for ident, row in shown.sort_values("start", ascending=False, kind="stable").iterrows():
        begin, until = pd.Timestamp(row["start"]).date(), row["until"]
        end = last if pd.isna(until) else (until - pd.Timedelta(days=1)).date()
        end = min(end, last)
        if begin <= end:
            title = f"{row['title']} · {begin:%b %Y}"
            found.append(KnownSpan(str(row.get("window_id", ident)), title, begin, end))
    return found


def stepped(first: dt.date | None, last: dt.date | None, *, record: Span, by: int) -> Span | None:
    """Move a span by its own length: whole months by months, any other by its days.

    Parameters
    ----------
    first, last
        Days of the span, each included; without either it begins with the first month of the
        record, or backwards with its last.
    record
        First and last day of the record, which an open end of the span means.
    by
        1 for the span after it, -1 for the one before.

    Returns
    -------
    First and last day, or None where it would lie beyond the record, or is longer than that.
    """
    begin, end = record
    assert begin is not None
    assert end is not None
    if first is None and last is None:
        month = pd.Period(begin if by > 0 else end, "M")
        return _days_of(month, month)
    first, last = first or begin, last or end
    # Days of an address may lie anywhere, and in any order.
    if not dt.timedelta() <= last - first <= end - begin + _A_MONTH:
        return None
    start, until = pd.Period(first, "M"), pd.Period(last, "M")
    if _days_of(start, until) == (first, last):
        months = by * ((until - start).n + 1)
        moved = _days_of(start + months, until + months)
    else:
        days = by * ((last - first) + dt.timedelta(days=1))
        moved = (first + days, last + days)
    return moved if moved[0] <= end and moved[1] >= begin else None


def _days_of(start: pd.Period, until: pd.Period) -> tuple[dt.date, dt.date]:
    return start.start_time.date(), until.end_time.date()
