"""Spans of days that the record itself knows: truces, pauses and orders."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pandas as pd

from geo.verdicts.rules_targets import windows_end

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
